"""The book cut into slices: worked by hand, a second reckoning of the shipped book, and what holds for any book.

The day of the need is 31 December 2025 throughout; a euro is USD 1.1712 on the valuation date.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finance.data import check, slices
from finance.data.dataset import STANDINGS, Dataset, Entry, figures_of
from finance.data.records import FIRMNESS, Commitment, Ledger
from finance.data.units import dollars_per_unit
from finance.model import funding, gap, promised
from finance.model.funding import LEFT_OUT, Line
from finance.model.given import Given
from finance.scenario import Scenario

Mini = Callable[..., Dataset]

EUR = 1.1712
DAY = dt.date(2025, 12, 31)
UNDATED = ("all", "by_time", "none")
AMOUNTS_LEFT = ("documented", "at_most")


def scenario_of(dataset: Dataset, **values: str | float | bool) -> Scenario:
    chosen = {"assessment": "mini", "ledger": "mini", "estimate": False} | values
    return Scenario.preset("rdna5_whole", dataset).with_(**chosen)


def lines_of(dataset: Dataset, **values: str | float | bool) -> dict[str, Line]:
    return {line.commitment: line for line in funding.lines(Given(dataset, scenario_of(dataset, **values))).lines}


def available(dataset: Dataset, **values: str | float | bool) -> dict[str, float]:
    return {id_: line.available for id_, line in lines_of(dataset, **values).items()}


def left_out(line: Line) -> dict[str, float]:
    return dict(zip(LEFT_OUT, line.left_out, strict=True))


def figure(value: float, **place: str) -> dict[str, Any]:
    return {"value": value, "judged": "a test", **place}


# ---------------------------------------------------------------- the cut


def test_a_part_keeps_its_own_purposes_sector_and_payment_and_its_whole_the_rest(mini: Mini) -> None:
    """USD 30, 20 of it for reconstruction and 10 unspecified, holds EUR 5 of which 2 are for reconstruction, 3 for the
    budget and 1 was paid. In dollars the part is 5.856, 2.3424 and 3.5136; the whole has no budget money, so the
    latter goes off its unspecified.

    Whole: 20 − 2.3424 = 17.6576 and 10 − 3.5136 = 6.4864, in all 24.144; 17.6576 + 6.4864 ÷ 2 = 20.9008 counts, for
    transport. Part: (5 − 1) × 2 ÷ 5 = 1.6 euros or 1.87392, for energy.
    """
    whole = {"envelope": 30.0, "purposes": {"reconstruction": 20.0, "unspecified": 10.0}, "earmarks": ["transport"]}
    part = {"envelope": 5.0, "currency": "EUR", "purposes": {"reconstruction": 2.0, "budget": 3.0}, "paid": 1.0}
    need = {"energy": 50.0, "transport": 50.0}
    dataset = mini(need=need, whole=whole, part=part | {"part_of": "whole", "earmarks": ["energy"]})
    cut = funding.cut_of(promised.of(dataset, "mini"), DAY, "all", "documented")
    assert cut.own.value == pytest.approx([24.144, 5.0])
    assert cut.purposes["reconstruction"].value == pytest.approx([17.6576, 2.0])
    assert cut.purposes["unspecified"].value == pytest.approx([6.4864, 0.0])
    assert cut.purposes["budget"].value == pytest.approx([0.0, 3.0])
    assert slices.of(dataset, "mini")["whole"].parts == pytest.approx({"part": 5.856})
    assert available(dataset) == pytest.approx({"whole": 20.9008, "part": 1.87392})
    result = gap.solve(dataset, scenario_of(dataset))
    assert dict(zip(result.needs.sectors, result.flows_by_line.sum(axis=0), strict=True)) == pytest.approx(
        {"energy": 1.87392, "transport": 20.9008, "not_itemised": 0}
    )


def test_the_cut_does_not_move_with_the_readers_rate(mini: Mini) -> None:
    """At 1.3 dollars a euro the part is worth 6.5, and the whole still keeps 30 − 5 × 1.1712 = 24.144."""
    dataset = mini(whole={"envelope": 30.0}, part={"envelope": 5.0, "currency": "EUR", "part_of": "whole"})
    assert available(dataset, eur_usd=1.3) == pytest.approx({"whole": 24.144, "part": 6.5})


def test_a_part_of_a_part_is_cut_out_of_the_part(mini: Mini) -> None:
    """30 holds 12, which holds 5: 18, 7 and 5 are left, 30 in all."""
    dataset = mini(
        inner={"envelope": 5.0, "part_of": "middle"},
        middle={"envelope": 12.0, "part_of": "outer"},
        outer={"envelope": 30.0},
    )
    assert available(dataset) == pytest.approx({"inner": 5, "middle": 7, "outer": 18})
    assert slices.of(dataset, "mini")["inner"].holders == ("inner", "middle", "outer")


FUEL = {"reason": "fuel", "why": {"en": "Gas that is burnt."}}


def test_a_left_out_part_is_cut_out_and_does_not_count(mini: Mini) -> None:
    """10 of the 30 buy fuel: 20 are left of the line, and the 10 stand in the book as what may not pay for the need."""
    found = lines_of(mini(whole={"envelope": 30.0}, fuel={"part_of": "whole", "left_out": FUEL}))
    assert (found["whole"].available, found["fuel"].available) == pytest.approx((20, 0))
    assert left_out(found["whole"])["overlap"] == pytest.approx(10)
    assert left_out(found["fuel"])["ineligible"] == pytest.approx(10)
    assert found["fuel"].figures == ()
    assert "commitments.mini.commitments.fuel.envelope" in found["whole"].figures


def test_a_line_left_out_whole_has_no_slice(mini: Mini) -> None:
    """It is no part of anything, so it stands nowhere in the sums."""
    assert set(lines_of(mini(a={}, fuel={"left_out": FUEL}))) == {"a"}


# ---------------------------------------------------------------- as certain and as well documented as the best


def documented(dataset: Dataset, letter: str, amount: float) -> dict[str, Any]:
    """What makes a line's money for reconstruction a figure of a document of some grade."""
    origin = next(id_ for id_, row in dataset.origins.items() if row.reliability == letter)
    return {"purposes": {"reconstruction": {"value": amount, "origin": origin, "locator": "a test"}}}


def test_a_slice_has_the_best_firmness_and_standing_of_the_lines_that_hold_it(mini: Mini, dataset: Dataset) -> None:
    """A pledge in the press holds a committed line of an official document, which holds an announcement that nobody
    verified: the two inner slices are committed and official, and the rest of the pledge is what it was.
    """
    found = mini(
        outer={"firmness": "pledged", "envelope": 30.0} | documented(dataset, "C", 30.0),
        middle={"part_of": "outer", "envelope": 12.0} | documented(dataset, "A", 12.0),
        inner={"part_of": "middle", "envelope": 5.0, "firmness": "announced"} | documented(dataset, "D", 5.0),
    )
    said = {id_: (slice_.firmness, slice_.standing) for id_, slice_ in slices.of(found, "mini").items()}
    assert said == {
        "outer": ("pledged", "press"),
        "middle": ("committed", "official"),
        "inner": ("committed", "official"),
    }
    assert available(found, standing="official") == pytest.approx({"outer": 0, "middle": 7, "inner": 5})
    loose = available(found, standing="press", firmness="pledged")
    assert loose == pytest.approx({"outer": 18, "middle": 7, "inner": 5})
    assert slices.standing(found, "mini", "inner") == "unverified"


def test_the_weakest_document_of_a_line_is_its_standing(mini: Mini, dataset: Dataset) -> None:
    """A purpose from an official document and a split from the press are press; judged figures have no say."""

    def line() -> dict[str, Any]:
        return {"purposes": documented(dataset, "A", 4.0)["purposes"] | {"budget": figure(6.0)}}

    split = {"energy": documented(dataset, "C", 4.0)["purposes"]["reconstruction"]}
    found = mini(a=line() | {"split": split}, b=line(), c={})
    assert [slices.standing(found, "mini", id_) for id_ in "abc"] == ["press", "official", "official"]


# ---------------------------------------------------------------- what was paid by the day of the need


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ({"paid": figure(6.0)}, (4.0, 4.0, 4.0)),  # no day: all of it
        ({"paid": figure(6.0, as_of="2025-12-31")}, (4.0, 4.0, 4.0)),  # the day itself is not in the need any more
        # signed 4 July 2025 and counted 361 days later, 180 of them by the day: 3.61 × 180 ÷ 361 = 1.8
        ({"paid": figure(3.61, as_of="2026-06-30"), "agreed": "2025-07-04"}, (6.39, 8.2, 10.0)),
        # a month means its first day: from 1 July 183 of 364 days, 3.64 × 183 ÷ 364 = 1.83
        ({"paid": figure(3.64, as_of="2026-06-30"), "agreed": "2025-07"}, (6.36, 8.17, 10.0)),
        # of 6, 1 is dated before the day, 2 after it, 3 are not: from 2 October 90 of 271 days, 1 + 3 × 90 ÷ 271
        (
            {
                "paid": figure(6.0, as_of="2026-06-30"),
                "payments": [figure(1.0, date="2025-10-02"), figure(2.0, date="2026-03-01")],
                "agreed": "2025-07-04",
            },
            (6.0, 9 - 270 / 271, 9.0),
        ),
        # every payment has its day: 4 of 6 by the day, whatever is said of those without
        (
            {
                "paid": figure(6.0, as_of="2026-06-30"),
                "payments": [figure(4.0, date="2025-10-02"), figure(2.0, date="2026-03-01")],
                "agreed": "2025-07-04",
            },
            (6.0, 6.0, 6.0),
        ),
        # signed after the day: nothing can have been paid before
        ({"paid": figure(6.0, as_of="2026-06-30"), "agreed": "2026-01-01"}, (10.0, 10.0, 10.0)),
    ],
)
def test_only_what_was_paid_by_the_day_is_taken_off(
    mini: Mini, line: dict[str, Any], left: tuple[float, float, float]
) -> None:
    """10 less what is taken as paid under "all", "by time" and "none"."""
    dataset = mini(a={"agreed": "2025-01-01"} | line)
    assert [available(dataset, undated=choice)["a"] for choice in UNDATED] == pytest.approx(left)


def test_an_earlier_need_is_still_met_by_what_was_paid_since(mini: Mini) -> None:
    """6 of 10 counted on 31 October 2025 for a line signed a year before: all gone by RDNA5's day; by that of RDNA4, 31
    December 2024, 61 of the 365 days: 6 × 61 ÷ 365.
    """
    dataset = mini(a={"agreed": "2024-10-31", "paid": figure(6.0, as_of="2025-10-31")})
    assert available(dataset)["a"] == pytest.approx(4)
    assert available(dataset, assessment="rdna4")["a"] == pytest.approx(10 - 6 * 61 / 365)


def test_what_is_paid_of_a_part_is_taken_off_the_part_alone(mini: Mini) -> None:
    """7 of 20 were paid, 3 of them of the part of 8: 8 − 3 = 5 and 12 − 4 = 8."""
    dataset = mini(whole={"envelope": 20.0, "paid": 7.0}, part={"envelope": 8.0, "part_of": "whole", "paid": 3.0})
    assert available(dataset) == pytest.approx({"whole": 8, "part": 5})


@pytest.mark.parametrize(
    ("undated", "whole", "part"), [("all", 10.0, 8.0), ("by_time", 11.0, 8.0), ("none", 12.0, 8.0)]
)
def test_a_line_is_not_charged_with_what_was_paid_of_a_later_part(
    mini: Mini, undated: str, whole: float, part: float
) -> None:
    """Counted a year on, 5 of 20 were paid, 3 of them of a part of 8 that was signed after the day. So 2 at most were
    paid beside it by then; half of the time had gone, so 1 by time.
    """
    dataset = mini(
        whole={"envelope": 20.0, "agreed": "2025-07-04", "paid": figure(5.0, as_of="2026-06-29")},
        part={"envelope": 8.0, "part_of": "whole", "paid": figure(3.0, as_of="2026-06-29")},
    )
    assert available(dataset, undated=undated) == pytest.approx({"whole": whole, "part": part})


def test_what_may_have_been_paid_of_a_part_is_not_certain_of_the_rest(mini: Mini) -> None:
    """By the day 4 of 20 were paid; of the part 3, counted half a year later and half of it by time. At least 1 and at
    most 1 is paid beside the part, and 0, 1.5 or 3 of the part.
    """
    dataset = mini(
        whole={"envelope": 20.0, "paid": figure(4.0, as_of="2025-12-31"), "agreed": "2025-07-04"},
        part={"envelope": 8.0, "part_of": "whole", "paid": figure(3.0, as_of="2026-06-29"), "agreed": "2025-07-04"},
    )
    for undated, part in zip(UNDATED, (5.0, 6.5, 8.0), strict=True):
        assert available(dataset, undated=undated) == pytest.approx({"whole": 11.0, "part": part})


# ---------------------------------------------------------------- what no document says to be unpaid


def test_as_documented_only_what_a_document_says_to_be_unpaid_counts(mini: Mini) -> None:
    """Of 10, 2 were paid and 3 are said to be left: at most 8, as documented 3, and 5 are in neither."""
    dataset = mini(a={"paid": 2.0, "left_documented": 3.0, "agreed": "2025-01-01"})
    assert [available(dataset, amount_left=choice)["a"] for choice in AMOUNTS_LEFT] == pytest.approx([3, 8])
    found = lines_of(dataset, amount_left="documented")["a"]
    assert (left_out(found)["paid"], left_out(found)["undocumented"]) == pytest.approx((2, 5))
    assert "commitments.mini.commitments.a.left_documented" in found.figures


def test_what_is_documented_of_a_line_and_of_its_part_adds_up(mini: Mini) -> None:
    """10 with 2 paid and 3 left hold 4 with 1 left: 1 of the part and 3 − 1 = 2 beside it."""
    dataset = mini(
        whole={"paid": 2.0, "left_documented": 3.0, "agreed": "2025-01-01"},
        part={"envelope": 4.0, "part_of": "whole", "left_documented": 1.0, "agreed": "2025-01-01"},
    )
    assert available(dataset, amount_left="documented") == pytest.approx({"whole": 2, "part": 1})
    assert available(dataset, amount_left="at_most") == pytest.approx({"whole": 4, "part": 4})


def test_what_was_paid_after_the_day_counts_as_documented(mini: Mini) -> None:
    """3 are said to be left and 4 were paid after the day: both can meet the need, 7 in all."""
    line = {"paid": figure(4.0, as_of="2026-06-30"), "left_documented": 3.0, "agreed": "2025-01-01"}
    assert available(mini(a=line), amount_left="documented", undated="none")["a"] == pytest.approx(7)


def test_a_line_signed_after_the_day_is_all_still_to_come(mini: Mini) -> None:
    """Nothing of it can have been paid before, documented or not."""
    line = {"left_documented": 0.0, "agreed": "2026-01-01"}
    assert available(mini(a=line), amount_left="documented")["a"] == 10.0


# ---------------------------------------------------------------- the shipped book, reckoned a second time


def counted(dataset: Dataset, scenario: Scenario) -> dict[str, float]:
    """What counts of each line [USD bn], line by line from the records alone."""
    name, number = scenario.choice("ledger"), scenario.number
    book, day = dataset.ledgers[name].commitments, dataset.programmes[scenario.choice("assessment")].as_of

    def dollars(line: Commitment) -> float:
        return dollars_per_unit(dataset.macro, line.currency)[1].value

    def first_day(text: str) -> dt.date:
        return dt.date.fromisoformat(text + "-01-01"[: 10 - len(text)] if len(text) < 10 else text)

    def paid(line: Commitment) -> tuple[float, float, float]:
        """Known by the day, perhaps by the day, and the share of this that is taken."""
        if line.paid is None:
            return 0.0, 0.0, 0.0
        if line.paid.as_of is None or line.paid.as_of <= day:
            return line.paid.value, 0.0, 0.0
        start = max([first_day(line.agreed), *(one.date for one in line.payments if one.date <= day)])
        if start > day:
            return 0.0, 0.0, 0.0
        known = sum(one.value for one in line.payments if one.date <= day)
        gone = {"all": 1.0, "none": 0.0, "by_time": (day - start) / (line.paid.as_of - start)}
        open_ = line.paid.value - sum(one.value for one in line.payments)
        return known, max(open_, 0.0), gone[scenario.choice("undated")]

    def ever(line: Commitment) -> float:
        return line.paid.value if line.paid else 0.0

    def unknown(line: Commitment) -> float:
        return 0.0 if line.left_documented is None else line.envelope.value - ever(line) - line.left_documented.value

    def of(id_: str, line: Commitment) -> float:
        holders = [id_]
        while book[holders[-1]].part_of:
            holders.append(str(book[holders[-1]].part_of))
        firm = max(FIRMNESS.index(book[one].firmness) for one in holders)
        weak = min(STANDINGS.index(slices.standing(dataset, name, one)) for one in holders)
        if firm < FIRMNESS.index(scenario.choice("firmness")) or weak > STANDINGS.index(scenario.choice("standing")):
            return 0.0
        parts = [(dollars(part) / dollars(line), part) for part in book.values() if part.part_of == id_]
        own = max(line.envelope.value - sum(cross * part.envelope.value for cross, part in parts), 0.0)
        known, open_, share = paid(line)
        most = min(known + open_, ever(line) - sum(cross * ever(part) for cross, part in parts))
        least = max(known - sum(cross * sum(paid(part)[:2]) for cross, part in parts), 0.0)
        left = own - min(least + share * (max(most, least) - least), own)
        if scenario.choice("amount_left") == "documented" and first_day(line.agreed) <= day:
            left -= min(max(unknown(line) - sum(cross * unknown(part) for cross, part in parts), 0.0), left)
        purposes = {purpose: amount.value for purpose, amount in line.purposes.items()}
        for cross, part in parts:
            for purpose, amount in part.purposes.items():
                purposes[purpose if purpose in purposes else "unspecified"] -= cross * amount.value
        worth = {"reconstruction": 1.0, "private_sector": 1.0, "unspecified": number("unspecified_eligible")}
        worth |= {"budget": number("budget_support_eligible"), "military": 0.0, "humanitarian": 0.0}
        total = sum(max(amount, 0.0) for amount in purposes.values())
        eligible = (
            sum(max(amount, 0.0) * worth[purpose] for purpose, amount in purposes.items()) / total if total else 0
        )
        eligible = number(line.counts_by) if line.counts_by else eligible
        usual = "realised_grants" if line.instrument in ("grant", "equity") else "realised_loans"
        realised = "realised_announced" if not firm else "realised_tranches" if line.conditional else usual
        rate = number("eur_usd") if line.currency == "EUR" else dollars(line)
        return left * eligible * number(realised) * rate

    return {id_: of(id_, line) for id_, line in book.items() if line.left_out is None}


def test_every_preset_counts_what_a_second_reckoning_counts(dataset: Dataset) -> None:
    """Line by line, and the gap is the need less their sum, since nothing is stranded."""
    for preset in dataset.presets:
        result = gap.solve(dataset, Scenario.preset(preset, dataset))
        expected = counted(dataset, result.scenario)
        lines = {line.commitment: line.available for line in result.money.lines}
        assert lines == pytest.approx(dict.fromkeys(lines, 0.0) | expected, abs=1e-12)
        assert result.gap == pytest.approx(result.need - sum(expected.values()), abs=1e-9)


@settings(max_examples=25)
@given(data=st.data())
def test_any_scenario_counts_what_a_second_reckoning_counts(
    data: st.DataObject, dataset: Dataset, scenarios: st.SearchStrategy[Scenario]
) -> None:
    """Whatever the choices and the numbers, in prices as published."""
    scenario = data.draw(scenarios).with_(prices="as_published")
    lines = {line.commitment: line.available for line in funding.lines(Given(dataset, scenario)).lines}
    assert lines == pytest.approx(dict.fromkeys(lines, 0.0) | counted(dataset, scenario), abs=1e-12)


def grid(dataset: Dataset, scenario: Scenario) -> np.ndarray:
    """Money of every line [standings, firmness, amounts left, undated, S], each axis from the strict to the loose."""
    axes = {"standing": STANDINGS, "firmness": FIRMNESS[::-1], "amount_left": AMOUNTS_LEFT, "undated": UNDATED}
    found = [
        funding.lines(Given(dataset, scenario.with_(**dict(zip(axes, values, strict=True))))).available
        for values in product(*axes.values())
    ]
    return np.array(found).reshape(*map(len, axes.values()), -1)


def never_less_when_looser(found: np.ndarray) -> bool:
    return all((np.diff(found, axis=axis) >= -1e-12).all() for axis in range(4))


@pytest.mark.parametrize("assessment", ["rdna5", "rdna4", "rdna3"])
def test_looser_choices_never_take_money_of_the_shipped_book_away(dataset: Dataset, assessment: str) -> None:
    """Of every pair of standings, of firmness, of amounts left and of undated payments, line by line."""
    scenario = Scenario.preset("rdna5_whole", dataset).with_(assessment=assessment)
    assert never_less_when_looser(grid(dataset, scenario))


# ---------------------------------------------------------------- any book

CURRENCIES = ("USD", "EUR", "GBP")
PURPOSES = ("reconstruction", "unspecified", "budget", "military", "private_sector")
DAYS = ("2024-06-30", "2025-06-30", "2025-12-31", "2026-03-31", "2026-11-30")
OUT = {"reason": "fuel", "why": {"en": "A test."}}


def book_of(dataset: Dataset, seed: int, **same: Any) -> Dataset:
    """The data with a book "random" of 3 to 12 lines: parts and parts of parts, of any certainty, document, purpose,
    currency and payment. `same` is what all lines have alike.
    """
    chance = Random(seed)
    lines: dict[str, dict[str, Any]] = {}
    for index in range(chance.randint(3, 12)):
        whole = chance.choice([None, *lines]) if lines else None
        lines[f"line_{index}"] = _random_line(dataset, chance, lines, whole) | same
    for id_ in reversed(lines):  # parts before their wholes
        _pay(dataset, chance, lines, id_)
    for id_, line in lines.items():
        if chance.random() < 0.15 and not any(other["part_of"] == id_ for other in lines.values()):
            line["left_out"] = OUT
    return with_book(dataset, {id_: _plain(line) for id_, line in lines.items()})


def with_book(dataset: Dataset, lines: Mapping[str, Any]) -> Dataset:
    ledger = Ledger.model_validate(
        {"label": {"en": "Random"}, "note": {"en": "For a test."}, "from_year": 2026, "commitments": lines}
    )
    stem = "commitments.random"
    found = {
        id_: Entry(id_, value, unit, basis, "random.yaml", 1)
        for path, value, unit, basis in figures_of(ledger, (), "")
        for id_ in [".".join((stem, *path))]
    }
    made = dataclasses.replace(
        dataset, ledgers={**dataset.ledgers, "random": ledger}, figures={**dataset.figures, **found}
    )
    assert not [said for said in check._parts(made, lambda _: False) if said[0] == stem]
    return made


def _random_line(dataset: Dataset, chance: Random, lines: dict[str, Any], whole: str | None) -> dict[str, Any]:
    currency = chance.choice(CURRENCIES)
    if whole is None:
        purposes = {purpose: chance.uniform(1, 30) for purpose in chance.sample(PURPOSES, chance.randint(1, 3))}
    else:
        left, cross = lines[whole]["left"], _cross(dataset, currency, lines[whole]["currency"])
        share, purposes = chance.uniform(0.05, 0.6), {}
        for purpose, amount in left.items():
            if purpose == "unspecified" and chance.random() < 0.5:
                unlike = [name for name in PURPOSES if name not in left]
                purposes[chance.choice(unlike or ["unspecified"])] = amount * share / cross
            else:
                purposes[purpose] = purposes.get(purpose, 0.0) + amount * share / cross
            left[purpose] = amount * (1 - share)
    return {
        "label": {"en": "A line"},
        "source": "eu",
        "instrument": chance.choice(("grant", "loan", "guarantee")),
        "conditional": chance.random() < 0.3,
        "firmness": chance.choice(FIRMNESS),
        "currency": currency,
        "agreed": chance.choice(("2024", "2025-03", "2025-09-15", "2026-02-01")),
        "window": {"start": 2026, "end": 2030},
        "standing": chance.choice(STANDINGS),
        "purposes": purposes,
        "left": dict(purposes),
        "part_of": whole,
        "earmarks": chance.choice(([], ["energy"], ["health", "transport"])),
    }


def _pay(dataset: Dataset, chance: Random, lines: dict[str, Any], id_: str) -> None:
    """Own payments on top of those of the parts, some of them with a day, and what a document says to be left."""
    line, envelope = lines[id_], sum(lines[id_]["purposes"].values())
    parts = [other for other in lines.values() if other["part_of"] == id_]
    crosses = [_cross(dataset, part["currency"], line["currency"]) for part in parts]
    of_parts = sum(part.get("sum", 0.0) * cross for part, cross in zip(parts, crosses, strict=True))
    if chance.random() < 0.7:
        line["sum"] = of_parts + sum(line["left"].values()) * chance.choice((0.0, 0.3, 0.9))
        counted_on = chance.choice(DAYS)
        line["paid"] = {"value": line["sum"], "judged": "a test", "as_of": counted_on}
        days = [day for day in DAYS if day <= counted_on]
        line["payments"] = [
            {"value": line["sum"] * chance.uniform(0, 1) / len(DAYS), "judged": "a test", "date": day}
            for day in chance.sample(days, chance.randint(0, len(days)))
        ]
    if chance.random() < 0.5:
        line["left_documented"] = figure(chance.uniform(0, envelope - line.get("sum", 0.0)) * 0.999)


def _cross(dataset: Dataset, part: str, whole: str) -> float:
    rates = [dollars_per_unit(dataset.macro, code)[1].value for code in (part, whole)]
    return rates[0] / rates[1]


def _plain(line: dict[str, Any]) -> dict[str, Any]:
    basis = {
        "official": {"origin": "rdna5_dpa_2026_02", "locator": "a test"},
        "corroborated": {"origin": "rdna5_mediasat", "locator": "a test", "corroborated_by": ["rdna5_gsminfo"]},
        "press": {"origin": "rdna5_mediasat", "locator": "a test"},
        "unverified": {"origin": "rdna4_ainews", "locator": "a test"},
    }[line["standing"]]
    kept = {name: value for name, value in line.items() if name not in ("standing", "left", "sum")}
    return kept | {"envelope": {"value": sum(line["purposes"].values()), **basis}}


def anything(dataset: Dataset, seed: int) -> Scenario:
    """Any shares, over a book "random"."""
    chance = Random(seed)
    shares = ("budget_support_eligible", "unspecified_eligible", "realised_grants", "realised_loans")
    rows = {id_: dataset.assumptions[id_] for id_ in (*shares, "realised_tranches", "realised_announced")}
    drawn = {id_: chance.uniform(row.low, row.high) for id_, row in rows.items()}
    return Scenario.preset("rdna5_whole", dataset).with_(ledger="random", **drawn)


def test_the_random_books_are_what_they_should_be(dataset: Dataset) -> None:
    """They have every standing and firmness, parts of parts, left-out parts, other currencies and late payments."""
    books = [book_of(dataset, seed).ledgers["random"].commitments for seed in range(60)]
    lines = [line for book in books for line in book.values()]
    assert {line.firmness for line in lines} == set(FIRMNESS)
    assert {line.currency for line in lines} == set(CURRENCIES)
    assert any(book[str(line.part_of)].part_of for book in books for line in book.values() if line.part_of)
    assert any(line.part_of and line.left_out for line in lines)
    assert any(line.payments and line.paid and line.paid.as_of > DAY for line in lines)
    few = [book_of(dataset, seed) for seed in range(10)]
    assert {slices.standing(made, "random", id_) for made in few for id_ in made.ledgers["random"].commitments} == {
        *STANDINGS
    }


@settings(max_examples=100)
@given(seed=st.integers(0, 10**6))
def test_nothing_of_any_book_is_in_two_slices(dataset: Dataset, seed: int) -> None:
    """At the rates of the valuation date the faces less what stands under parts are the outermost lines' envelopes, and
    the face of every line is what is available and what is left out for a reason.
    """
    made = book_of(dataset, seed)
    book = made.ledgers["random"].commitments
    found = funding.lines(Given(made, anything(made, seed))).lines
    listed = {line.commitment for line in found}
    once = sum(line.face * line.rate - left_out(line)["overlap"] for line in found)
    outermost = (line for line in found if book[line.commitment].part_of not in listed)
    assert once == pytest.approx(sum(line.face * line.rate for line in outermost))
    for line in found:
        assert line.available + sum(line.left_out) == pytest.approx(line.face * line.rate)
        assert min(line.available, *line.left_out) >= 0


@settings(max_examples=40)
@given(seed=st.integers(0, 10**6))
def test_looser_choices_never_take_money_of_any_book_away(dataset: Dataset, seed: int) -> None:
    """Every pair of standings, of firmness, of amounts left and of undated payments, line by line, at any shares."""
    made = book_of(dataset, seed)
    assert never_less_when_looser(grid(made, anything(made, seed)))


@settings(max_examples=60)
@given(seed=st.integers(0, 10**6))
def test_any_book_counts_what_a_second_reckoning_counts(dataset: Dataset, seed: int) -> None:
    """At any shares, standing, firmness and choice about payments."""
    made, chance = book_of(dataset, seed), Random(seed)
    scenario = anything(made, seed).with_(
        standing=chance.choice(STANDINGS),
        firmness=chance.choice(FIRMNESS),
        amount_left=chance.choice(AMOUNTS_LEFT),
        undated=chance.choice(UNDATED),
    )
    lines = {line.commitment: line.available for line in funding.lines(Given(made, scenario)).lines}
    assert lines == pytest.approx(dict.fromkeys(lines, 0.0) | counted(made, scenario), abs=1e-12)


@settings(max_examples=60)
@given(seed=st.integers(0, 10**6))
def test_a_better_document_or_a_firmer_word_only_adds(dataset: Dataset, seed: int) -> None:
    """One line becomes official, or one level firmer: no slice loses money, where announced money is the least sure."""
    made, chance = book_of(dataset, seed), Random(seed)
    lines = made.ledgers["random"].model_dump(mode="json", by_alias=True, exclude_none=True)["commitments"]
    id_ = chance.choice(sorted(lines))
    better = {name: dict(line) for name, line in lines.items()}
    if chance.random() < 0.5:
        official = {"origin": "rdna5_dpa_2026_02", "locator": "a test"}
        better[id_]["envelope"] = {"value": lines[id_]["envelope"]["value"], **official}
        better[id_]["purposes"] = {name: amount["value"] for name, amount in lines[id_]["purposes"].items()}
    else:
        place = FIRMNESS.index(lines[id_]["firmness"])
        better[id_]["firmness"] = FIRMNESS[min(place + 1, len(FIRMNESS) - 1)]
    scenario = anything(made, seed).with_(
        realised_announced=0.0, standing=chance.choice(STANDINGS), firmness=chance.choice(FIRMNESS)
    )
    before = funding.lines(Given(made, scenario)).available
    after_ = with_book(dataset, better)
    after = funding.lines(Given(after_, Scenario(scenario.base, scenario.values, after_))).available
    assert (after >= before - 1e-12).all()
