"""The programme in time: worked numbers, identities and stated rules."""

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.data.dataset import Dataset
from finance.errors import TimelineError
from finance.model import gap
from finance.model.gap import Result
from finance.scenario import Scenario

Solve = Callable[..., Result]


def test_the_articles_first_two_years_by_hand(solve: Solve) -> None:
    """Need 200 ÷ 10 = 20 a year. Money: 75 ÷ 10 = 7.5 a year and 105.408 ÷ 2 = 52.704 in 2026 and 2027.

    GDP 2026 is 225.3, so capacity is 225.3 × 2.2 % = 4.9566; a year on 225.3 × 1.03 × (2.2 % + 7.8 % ÷ 4) = 9.6304.
    """
    first, second = solve("article", estimate=False).by_year.to_dict("records")[:2]
    assert (first["year"], first["binding"]) == (2026, "absorption")
    assert first["need"] == pytest.approx(20)
    assert first["money"] == pytest.approx(7.5 + 52.704)
    assert first["executed"] == pytest.approx(4.9566)
    assert second["capacity"] == pytest.approx(225.3 * 1.03 * (0.022 + 0.078 / 4))
    assert second["due"] == pytest.approx(20 + 20 - 4.9566)
    assert second["stock"] == pytest.approx(2 * 52.704 + 2 * 7.5 - 4.9566 - second["executed"])


@pytest.mark.parametrize("preset", ["article_as_printed", "article", "article_civilian", "rdna5_whole", "rdna5_held"])
def test_at_the_end_the_timeline_is_the_headline(preset: str, solve: Solve) -> None:
    """Nothing escalates and capacity is wide: executed adds up to funded, and what is carried is the gap."""
    result = solve(preset, absorption_cap=0.3, absorption_ramp=0)
    assert not (result.by_year["absorption_gap"].iloc[-1] > 1e-9)
    assert result.by_year["need"].sum() == pytest.approx(result.need)
    assert result.by_year["executed"].sum() == pytest.approx(result.funded)
    assert result.by_year["carried"].iloc[-1] == pytest.approx(result.gap)


@pytest.mark.parametrize("cap", [0.25, 0.04])
def test_with_unlimited_money_only_capacity_leaves_need_unmet(cap: float, solve: Solve) -> None:
    """A lower cap moves need from executed to the absorption gap; executed and the two gaps still make the need.

    Capacity binds in every year, so what is executed is all of it: 225.3 × 1.03^t × (2.2 % + (cap − 2.2 %) × the
    smaller of t and 4, ÷ 4), which over ten years is 513.4 at 25 % and 92.9 at 4 %.
    """
    result = solve("rdna5_whole", unlimited_money=True, absorption_cap=cap)
    end, executed = result.by_year.iloc[-1], result.by_year["executed"].sum()
    assert end["financing_gap"] == 0
    assert executed + end["absorption_gap"] == pytest.approx(587.7)
    assert end["absorption_gap"] > 0
    assert executed == pytest.approx(sum(225.3 * 1.03**t * (0.022 + (cap - 0.022) * min(t, 4) / 4) for t in range(10)))
    assert result.gap == pytest.approx(solve("rdna5_whole").gap)


def test_money_whose_window_outlasts_the_horizon_is_named_and_stays_unmet(solve: Solve) -> None:
    """The article's bank line pays 7.5 a year to 2035; five years leave 37.5 beyond, and a warning says so."""
    result = solve("article", horizon=5, absorption_cap=0.3, absorption_ramp=0)
    assert result.years.beyond == pytest.approx(37.5)
    assert result.by_year["carried"].iloc[-1] == pytest.approx(result.gap + 37.5)
    assert result.warnings[-1] == "37.500 USD bn of counted money is paid after 2030, beyond the horizon"


def test_a_sector_with_a_profile_of_its_own_keeps_it(dataset: Dataset) -> None:
    """Clearance comes first whatever the scenario's profile; a sector without one follows the scenario."""
    assert dataset.sectors["explosives_clearance"].profile == "front_loaded"
    assert dataset.sectors["housing"].profile is None
    result = gap.solve(dataset, Scenario.preset("rdna5_whole", dataset))
    clearance = float(result.needs.amounts[result.needs.sectors.index("explosives_clearance")])
    weights = 0.8 ** np.arange(10)
    even = (result.need - clearance) / 10
    assert result.by_year["need"].to_numpy() == pytest.approx(even + clearance * weights / weights.sum())


def test_without_a_gdp_up_to_the_first_year_there_is_one_clear_message(dataset: Dataset) -> None:
    """The years after the last printed one grow; before the first printed one nothing is guessed."""
    macro = dataset.macro.model_copy(update={"gdp": tuple(row for row in dataset.macro.gdp if row.year > 2025)})
    changed = dataclasses.replace(dataset, macro=macro)
    scenario = Scenario.preset("article", changed).with_(start_year=2025)
    with pytest.raises(TimelineError, match=r"macro\.yaml has no GDP up to 2025; add the year to `gdp`"):
        _ = gap.solve(changed, scenario).by_year


def test_capacity_after_the_last_printed_gdp_grows(solve: Solve) -> None:
    """2028 is two years after the last printed GDP, 225.3: at 3 % growth 239.02, of which 2.2 % in the first year."""
    assert solve("article", start_year=2028).by_year["capacity"].iloc[0] == pytest.approx(225.3 * 1.03**2 * 0.022)


@given(
    cap=st.floats(0.02, 0.3),
    ramp=st.integers(0, 10),
    delay=st.floats(0, 0.1),
    cost=st.floats(0, 0.16),
    carry=st.floats(0, 1),
    horizon=st.integers(3, 20),
    profile=st.sampled_from(["linear", "front_loaded", "s_curve", "beta", "two_phase"]),
)
def test_need_and_money_are_conserved_over_the_years(
    dataset: Dataset, cap: float, ramp: int, delay: float, cost: float, carry: float, horizon: int, profile: str
) -> None:
    """Executed + carried = need + escalated; executed + stock + lapsed + beyond = funded; no year exceeds a limit."""
    scenario = Scenario.preset("rdna5_whole", dataset).with_(
        absorption_cap=cap,
        absorption_ramp=ramp,
        delay_escalation=delay,
        cost_escalation=cost,
        carry_over=carry,
        horizon=horizon,
        profile=profile,
    )
    result = gap.solve(dataset, scenario)
    table = result.by_year
    done, end = table["executed"].sum(), table.iloc[-1]
    assert done + end["carried"] == pytest.approx(table["need"].sum() + table["escalated"].sum())
    assert done + end["stock"] + table["lapsed"].sum() + result.years.beyond == pytest.approx(result.funded)
    assert (table["executed"] <= table["capacity"] + 1e-9).all()
