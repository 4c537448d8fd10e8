"""Private capital: what draws it, what it may reach, when it comes, and that it stands apart in the years."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.analysis.candidates import private_by_security_year
from finance.data.dataset import Dataset
from finance.errors import ClosingError
from finance.model import gap
from finance.model.gap import Result
from finance.model.private import drawn, draws
from finance.scenario import Scenario

Solve = Callable[..., Result]
Mini = Callable[..., Dataset]


def mini_result(dataset: Dataset, **values: object) -> Result:
    chosen = {"assessment": "mini", "ledger": "mini", "estimate": False} | values
    scenario = Scenario.preset("rdna5_whole", dataset).with_(**chosen)  # type: ignore[arg-type]
    return gap.solve(dataset, scenario)


def test_the_articles_private_capital_by_hand(solve: Solve) -> None:
    """Development banks pay 75 ÷ 10 = 7.5 a year, half of it where private money can reach: 3.75.

    Times 0.75 and 0.67 that is 1.884375 a year, from 2030 + 2 = 2032 to 2035: four years, 7.5375.
    """
    years = solve("article", security_year=2030, estimate=False).years
    money = years.programme.private.comes.value
    assert years.drawing == pytest.approx([3.75] * 10)
    assert money == pytest.approx([0] * 6 + [1.884375] * 4)


def test_private_capital_never_exceeds_the_unmet_need_that_it_can_reach(solve: Solve) -> None:
    """Safe at once it would draw 10 × 1.884375 = 18.84; half of the gap of 19.592 is 9.796."""
    table = solve("article", security_year=2026, stability_lag=0, estimate=False).by_year
    assert table["private"].sum() == pytest.approx(19.592 / 2)
    assert table["carried"].iloc[-1] == pytest.approx(19.592 / 2)


def test_a_public_sector_is_out_of_reach_a_private_one_within_and_a_mixed_one_in_part(mini: Mini) -> None:
    """Health is public, agriculture private, housing mixed at the share chosen."""
    result = mini_result(mini(need={"housing": 10, "health": 10, "agriculture": 10}), private_share=0.3)
    shares = dict(zip(result.needs.sectors, result.years.reach.value, strict=True))
    assert (shares["housing"], shares["health"], shares["agriculture"]) == (0.3, 0.0, 1.0)


def test_only_money_whose_pull_was_measured_draws_private_money(mini: Mini) -> None:
    """Development banks, guarantees, equity and private-sector programmes do; a state's grants and loans do not."""
    dataset = mini(
        bank={"source": "ebrd", "instrument": "loan"},
        guarantee={"instrument": "guarantee"},
        equity={"instrument": "equity"},
        programme={"instrument": "mixed", "purposes": {"reconstruction": 4.0, "private_sector": 6.0}},
        grant={},
        loan={"instrument": "loan"},
    )
    scenario = mini_result(dataset).scenario
    book = dataset.ledgers["mini"].commitments
    assert [id_ for id_, line in book.items() if draws(scenario, line)] == ["bank", "guarantee", "equity", "programme"]


def test_private_capacity_is_apart_from_public_capacity(mini: Mini) -> None:
    """A bank's 100 over ten years draws 10 × 0.75 × 0.67 = 5.025 a year; 1 % of a GDP of 225.3 lets 2.253 be spent.

    Public capacity is far wider, and does not help.
    """
    line = {"envelope": 100.0, "source": "ebrd", "window": {"start": 2026, "end": 2035}}
    dataset = mini(need={"agriculture": 1000}, bank=line | {"purposes": {"reconstruction": 100.0}})
    result = mini_result(
        dataset,
        security_year=2026,
        stability_lag=0,
        private_absorption=0.01,
        absorption_cap=0.3,
        absorption_ramp=0,
        gdp_growth=0,
    )
    assert result.by_year["private_money"].iloc[0] == pytest.approx(5.025)
    assert result.by_year["private"].to_numpy() == pytest.approx([2.253] * 10)
    assert result.by_year["executed"].to_numpy() == pytest.approx([10 + 2.253] * 10)


def test_as_the_data_ships_no_private_capital_is_counted(dataset: Dataset) -> None:
    """No document names a year of security, so in every preset the timeline is the headline's money alone."""
    for preset in dataset.presets:
        table = gap.solve(dataset, Scenario.preset(preset, dataset)).by_year
        assert not table["private"].any()
        assert not table["private_money"].any()


def test_the_chart_of_security_years_by_hand(solve: Solve) -> None:
    """1.884375 a year for 2035 − year − 1 years, at most 9.796; from 2034 on the lag leaves no year."""
    table = private_by_security_year(solve("article", estimate=False)).set_index("security_year")["comes"]
    assert table[2030] == pytest.approx(4 * 1.884375)
    assert table[2028] == pytest.approx(9.796)
    assert table[2033] == pytest.approx(1.884375)
    assert (table[2034], table[2036]) == (0, 0)


@given(
    share=st.floats(0, 1),
    leverage=st.floats(0, 2),
    security=st.integers(2026, 2036),
    cap=st.floats(0.02, 0.3),
    room=st.floats(0.01, 0.15),
)
def test_private_capital_keeps_the_years_whole(
    dataset: Dataset, share: float, leverage: float, security: int, cap: float, room: float
) -> None:
    """Executed + carried = need with both runs added; each run keeps within its own capacity and money.

    And a later year of security never brings more.
    """
    scenario = Scenario.preset("article", dataset).with_(
        private_share=share, leverage=leverage, security_year=security, absorption_cap=cap, private_absorption=room
    )
    result = gap.solve(dataset, scenario)
    table = result.by_year
    assert table["executed"].sum() + table["carried"].iloc[-1] == pytest.approx(result.need)
    assert (table["private"] <= table["private_capacity"] + 1e-9).all()
    assert (table["private"] <= table["private_money"] + 1e-9).all()
    assert (table["executed"] - table["private"] <= table["capacity"] + 1e-9).all()
    assert (table["due"] - table["executed"] - table["carried"]).abs().max() < 1e-9
    assert private_by_security_year(result)["comes"].diff().max() <= 1e-9


# ---------------------------------------------------------------- what public money draws


def test_private_capital_waits_for_security_and_stability() -> None:
    """Secure in 2027, two years of lag: from 2029. 4 × 0.75 × 0.67 = 2.01 a year."""
    private = drawn([4] * 5, 0.75, 0.67, 2026, 2027, 2, 5)
    np.testing.assert_allclose(private, [0, 0, 0, 2.01, 2.01])


def test_a_part_of_a_year_of_lag_waits_for_the_next() -> None:
    """2027 + 1.5 = 2028.5: the first calendar year that is at least that is 2029."""
    assert np.flatnonzero(drawn([4] * 5, 1, 1, 2026, 2027, 1.5, 5)).tolist() == [3, 4]


def test_the_audited_haircut_of_efsi() -> None:
    """EUR 33.5 bn were reported to draw 503; 131 of it was overstated: 503 − 131 = 372 (ECA 2025)."""
    audited = drawn([33.5], 503 / 33.5, 1 - 131 / 503, 2026, 2026, 0, 1)
    np.testing.assert_allclose(audited, [372])


@given(security=st.integers(2024, 2040), later=st.integers(0, 5), lag=st.floats(0, 5))
def test_later_security_never_brings_more_private_capital(security: int, later: int, lag: float) -> None:
    """In any year of the horizon."""
    public = np.linspace(1, 10, 10)
    early = drawn(public, 0.75, 0.67, 2026, security, lag, 10)
    late = drawn(public, 0.75, 0.67, 2026, security + later, lag, 10)
    assert (late <= early).all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: drawn([1, 1], 1, 1, 2026, 2027, 1, 3), "one value for each of 3 years"),
        (lambda: drawn([-1], 1, 1, 2026, 2027, 1, 1), "public_money must be finite and not negative"),
        (lambda: drawn([1], -1, 1, 2026, 2027, 1, 1), "leverage must be finite and not negative"),
        (lambda: drawn([1], 1, 1.1, 2026, 2027, 1, 1), "additionality must be a share from 0 to 1"),
        (lambda: drawn([1], 1, 1, 2026, 2027, -1, 1), "stability_lag must be finite and not negative"),
    ],
)
def test_bad_input_says_what_is_wrong(call: Callable[[], object], message: str) -> None:
    """One clear message each."""
    with pytest.raises(ClosingError, match=message):
        call()
