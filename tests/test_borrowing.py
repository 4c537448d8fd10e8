"""The terms of a result: grant element and debt service by hand, chances, and what is not printed."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.analysis import borrowing
from finance.data.dataset import Dataset
from finance.model import gap, loans
from finance.model.gap import Result
from finance.scenario import Scenario

Solve = Callable[..., Result]
Mini = Callable[..., Dataset]


def figure(value: float) -> dict[str, Any]:
    return {"value": value, "judged": "a test"}


def loan(rate: float = 0.0, maturity: float = 4.0, interval: float = 0.0, **changes: Any) -> dict[str, Any]:
    """A committed loan of USD 10 bn that is drawn in 2026."""
    printed = {"rate": figure(rate), "maturity": figure(maturity), "interval": figure(interval)}
    line = {"instrument": "loan", "window": {"start": 2026, "end": 2026}}
    return line | {"terms": printed | changes.pop("terms", {})} | changes


def found(dataset: Dataset, **values: Any) -> borrowing.Terms:
    scenario = Scenario.preset("rdna5_whole", dataset).with_(assessment="mini", ledger="mini", **values)
    return borrowing.of(gap.solve(dataset, scenario))


def by_id(portfolio: borrowing.Terms) -> dict[str, borrowing.Term]:
    return {term.commitment: term for term in portfolio.lines}


# ---------------------------------------------------------------- published


def test_published_repayment_of_the_imfs_extended_facility(dataset: Dataset) -> None:
    """IMF factsheet [imf_eff_factsheet]: repaid over 4½ to 10 years in twelve equal semiannual instalments."""
    printed = dataset.ledgers["ledger"].commitments["imf_eff_2026"].terms
    assert printed is not None
    assert printed.maturity is not None
    assert printed.interval is not None
    table = loans.schedule(12.0, 0.0, printed.maturity.value, printed.interval.value)
    repaid = table[table["principal"] > 0]
    assert repaid["principal"].to_numpy() == pytest.approx([1.0] * 12)
    assert (repaid["year"].iloc[0], repaid["year"].iloc[-1]) == (4.5, 10)


def test_published_convention_of_the_imf_and_world_bank_is_the_default(dataset: Dataset) -> None:
    """[imf_concessionality] prints a unified rate of 5 %; the slider opens there, so both columns agree."""
    portfolio = borrowing.of(gap.solve(dataset, Scenario.preset("rdna5_whole", dataset).with_(firmness="pledged")))
    korea = by_id(portfolio)["korea_edcf"]
    assert korea.gift[0] == korea.gift[1]
    assert [loans.DISCOUNT_RATES[name] for name in borrowing.CONVENTIONS] == [0.05, 0.07, 0.06]


# ---------------------------------------------------------------- by hand


def test_a_loan_without_interest_by_hand(mini: Mini) -> None:
    """10 in eight equal half-years from 2027: 2.5 a year for four years, then nothing."""
    service = found(mini(a=loan())).service
    assert service["year"].tolist() == [2027, 2028, 2029, 2030]
    for name in ("expected", "low", "high"):
        assert service[name].to_numpy() == pytest.approx([2.5] * 4)


def test_a_loan_with_interest_and_grace_by_hand(mini: Mini) -> None:
    """10 at 4 %, two years of interest only, then two halves of 5 in the third year.

    2 % of 10 twice a year is 0.4 in 2027 and 2028; in 2029 0.2 + 5 and 0.1 + 5.
    """
    service = found(mini(a=loan(rate=0.04, maturity=3, interval=2))).service
    assert service["expected"].to_numpy() == pytest.approx([0.4, 0.4, 10.3])


def test_each_years_drawing_is_repaid_from_its_own_year(mini: Mini) -> None:
    """5 drawn at the end of 2026 and 5 of 2027, each repaid within a year: 5 in 2027 and 5 in 2028."""
    service = found(mini(a=loan(maturity=1, window={"start": 2026, "end": 2027}))).service
    assert service["expected"].to_numpy() == pytest.approx([5, 5])


def test_a_bullet_pays_at_its_end(mini: Mini) -> None:
    """`repayment: bullet` in the data: interest of 0.2 twice a year, and 10 with the last."""
    service = found(mini(a=loan(rate=0.04, maturity=2, terms={"repayment": "bullet"}))).service
    assert service["expected"].to_numpy() == pytest.approx([0.4, 10.4])


def test_the_portfolio_adds_its_loans_as_the_loan_module_does(mini: Mini) -> None:
    """The same two loans put through `loans.service`, which has its own calendar."""
    portfolio = found(mini(a=loan(rate=0.03, maturity=6, interval=2), b=loan(rate=0.01, maturity=12)))
    same = [
        loans.Loan(loans.schedule(10, 0.03, 6, 2), 2026),
        loans.Loan(loans.schedule(10, 0.01, 12, 0), 2026),
    ]
    other = loans.service(same, portfolio.service["year"].tolist())
    np.testing.assert_allclose(portfolio.service[["expected", "low", "high"]], other)


def test_the_articles_eu_loan_falls_due_only_if_reparations_are_paid(solve: Solve) -> None:
    """105.408 without interest or date: 15 % of it, 15.8112, is expected; at least 0, at most all of it.

    Whatever its date, what is repaid without interest is worth no more than its amount, so at least 85 % is a gift.
    """
    portfolio = borrowing.of(solve("article"))
    eu = by_id(portfolio)["eu_loan"]
    assert (eu.kind, eu.missing) == ("contingent", ("maturity", "interval"))
    assert eu.gift == pytest.approx([0.85] * 4)
    assert portfolio.undated == pytest.approx((15.8112, 0, 105.408))
    assert portfolio.service.empty
    certain = borrowing.of(solve("article", reparations_probability=1))
    assert certain.undated == pytest.approx((105.408, 105.408, 105.408))
    assert borrowing.of(solve("article", reparations_probability=0)).undated == pytest.approx((0, 0, 0))


def test_a_dated_loan_that_needs_reparations_is_weighted_by_their_chance(mini: Mini) -> None:
    """2.5 a year with probability 0.4: 1 expected, 0 at least, 2.5 at most; the gift is 1 − 0.4 × (1 − gift)."""
    dataset = mini(a=loan(terms={"due_if": "reparations"}))
    portfolio = found(dataset, reparations_probability=0.4)
    first = portfolio.service.iloc[0]
    assert (first["expected"], first["low"], first["high"]) == pytest.approx((1, 0, 2.5))
    assert portfolio.lines[0].gift[0] == pytest.approx(1 - 0.4 * (1 - loans.grant_element(0, 4, 0)))


def test_what_is_not_printed_is_named_and_never_guessed(mini: Mini) -> None:
    """A loan without a rate has no grant element and no service; a grant is no debt and misses nothing."""
    dataset = mini(
        a={"instrument": "loan", "terms": {"maturity": figure(30)}},
        b={"instrument": "mixed"},
        c={},
        d=loan(),
    )
    portfolio = found(dataset)
    lines = by_id(portfolio)
    assert [lines[id_].kind for id_ in "abcd"] == ["unknown", "unknown", "no_debt", "dated"]
    assert lines["a"].missing == ("rate", "interval")
    assert lines["b"].missing == ("rate", "maturity", "interval")
    assert lines["a"].gift == lines["c"].gift == ()
    assert not lines["a"].service.size
    assert [portfolio.amount(kind) for kind in borrowing.KINDS] == pytest.approx([10, 10, 0, 20])
    assert portfolio.gift() == pytest.approx(lines["d"].gift)


def test_a_portfolio_without_known_debt_has_no_grant_element(mini: Mini) -> None:
    """Nothing is averaged over nothing."""
    portfolio = found(mini(c={}))
    assert portfolio.gift() is None
    assert portfolio.undated == (0, 0, 0)
    assert portfolio.service.empty


# ---------------------------------------------------------------- properties


@given(discount=st.floats(0, 0.12), more=st.floats(0, 0.12))
def test_gift_rises_with_the_discount_rate(dataset: Dataset, discount: float, more: float) -> None:
    """Money later is worth less the higher the rate; at no discount a loan without a gift costs its interest."""

    def gift(rate: float) -> float:
        scenario = Scenario.preset("rdna5_whole", dataset).with_(discount_rate=rate)
        return by_id(borrowing.of(gap.solve(dataset, scenario)))["korea_edcf"].gift[0]

    assert gift(min(discount + more, 0.12)) >= gift(discount) - 1e-12
    assert gift(0.0) < 0


@given(chance=st.floats(0, 1))
def test_expected_lies_between_least_and_most(dataset: Dataset, chance: float) -> None:
    """For every probability of reparations, and linear in it."""
    result = gap.solve(dataset, Scenario.preset("article", dataset).with_(reparations_probability=chance))
    expected, least, most = borrowing.of(result).undated
    assert least <= expected <= most or chance == 0
    assert expected == pytest.approx(chance * 105.408)
