"""How a language names the parts of a receipt: one phrase for each kind of name, with room for what it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from finance.language.catalogue import Language


@cache
def phrases(language: Language) -> "Phrases":
    """The phrases of a language."""
    return Phrases(language)


@dataclass(frozen=True)
class Phrases:
    """Phrases by the kind of a name; `finance.explain.wording` fills them."""

    language: Language

    @cached_property
    def reasons(self) -> Mapping[str, str]:
        """Why money does not count, as it ends a sentence."""
        _ = self.language.text
        return {
            "unreliable": _("press or unverified documents"),
            "not_firm": _("too little firmness"),
            "overlap": _("standing under its parts"),
            "paid": _("having been paid before the day of the need"),
            "undocumented": _("no document saying that it is unpaid"),
            "ineligible": _("not being for recovery"),
            "unrealised": _("not being expected to be paid"),
        }

    @cached_property
    def purposes(self) -> Mapping[str, str]:
        """What money is for."""
        _ = self.language.text
        return {
            "reconstruction": _("money for reconstruction"),
            "private_sector": _("money for the private sector"),
            "budget": _("budget support"),
            "unspecified": _("money without a stated purpose"),
            "military": _("military money"),
            "humanitarian": _("humanitarian money"),
        }

    @cached_property
    def every(self) -> Mapping[str, str]:
        """All phrases: by the kind of a name, or by its kind and column."""
        _ = self.language.text
        runs = {"promised": _("{part} (promised money)"), "private": _("{part} (private money)")}
        of_runs = {
            f"{name}.{run}": words.replace("{part}", phrase)
            for name, phrase in self._of_tables.items()
            for run, words in runs.items()
            if name.startswith("by_year.")
        }
        return self._of_headline | self._of_tables | of_runs | self._of_needs | self._of_money | self._of_years

    @cached_property
    def _of_headline(self) -> dict[str, str]:
        _ = self.language.text
        return {
            "need": _("need"),
            "available": _("available money"),
            "funded": _("funded need"),
            "gap": _("gap"),
            "stranded": _("stranded money"),
            "coverage": _("coverage"),
            "coverage.ratio": _("funded ÷ need"),
            "zero": _("nothing"),
            "one": _("one"),
            "assumption": _("“{assumption}”"),
            "figure": "{figure}",
        }

    @cached_property
    def _of_tables(self) -> dict[str, str]:
        _ = self.language.text
        left_out = _("left out of “{line}” for {reason}")
        return {
            "by_sector.need": _("need of {sector}"),
            "by_sector.funded": _("funded need of {sector}"),
            "by_sector.gap": _("gap of {sector}"),
            "by_sector.coverage": _("coverage of {sector}"),
            "by_sector.coverage.ratio": _("funded ÷ need of {sector}"),
            "by_source.face": _("face of “{line}”"),
            "by_source.rate": _("dollars per unit of “{line}”"),
            "by_source.eligibility": _("share of “{line}” that may pay for recovery"),
            "by_source.realisation": _("share of “{line}” expected to be paid"),
            "by_source.available": _("what counts of “{line}”"),
            "by_source.used": _("what “{line}” pays"),
            "by_source.stranded": _("stranded money of “{line}”"),
            **{f"by_source.{id_}": left_out.replace("{reason}", reason) for id_, reason in self.reasons.items()},
            "by_year.need": _("new need of {year}"),
            "by_year.escalated": _("what delay adds in {year}"),
            "by_year.due": _("due in {year}"),
            "by_year.money": _("money at hand in {year}"),
            "by_year.executed": _("executed in {year}"),
            "by_year.financing_gap": _("financing gap of {year}"),
            "by_year.absorption_gap": _("absorption gap of {year}"),
            "by_year.carried": _("unmet at the end of {year}"),
            "by_year.stock": _("money kept at the end of {year}"),
            "by_year.lapsed": _("money that lapses in {year}"),
            "by_year.capacity": _("capacity of {year}"),
            "by_year.private": _("need met by private money in {year}"),
            "by_year.private_money": _("private money of {year}"),
            "by_year.private_capacity": _("private capacity of {year}"),
            "by_year.payable": _("due in {year} and paid for"),
            "by_year.unspent": _("money not spent in {year}"),
            "flows": _("“{line}” for {sector}"),
            "tied": _("tied money of “{line}” for {sector}"),
            "lifted": _("lifted earmark of “{line}” for {sector}"),
        }

    @cached_property
    def _of_needs(self) -> dict[str, str]:
        _ = self.language.text
        return {
            "not_itemised": _("what the total holds beyond the sectors"),
            "printed_cells": _("all sectors together"),
            "spread_total": _("the total, or the sectors where they are more"),
            "estimated": _("estimated need of {sector}"),
            "scale": _("what is left ÷ what other editions publish for the same"),
            "block_left": _("what is left of {figure}"),
            "block_open": _("what another edition leaves for other sectors"),
            "block_weights": _("what other editions publish for the same"),
            "spread": _("what spreading adds"),
            "spread_cell": _("need of {sector} with its part of what is not itemised"),
            "prices": _("price level of {end} ÷ that of {start}"),
            "payable_in": _("need of {sector} that listed money may pay for"),
            "held": _("share of the need on government-held land"),
            "left_in": _("share of the occupied need that the document holds"),
            "occupied": _("share of the need taken off for occupied land"),
            "rate": _("dollars per {currency}"),
            "unmet": _("need of {sector} not met by narrower earmarks"),
            "wanted": _("all unmet need within reach"),
            "larger": _("unmet need or money within reach, the larger"),
            "pool": _("all money with that reach"),
        }

    @cached_property
    def _of_money(self) -> dict[str, str]:
        _ = self.language.text
        return {
            "kept": _("share of “{line}” left after {reason}"),
            "share": _("share of “{line}” lost to {reason}"),
            "condition": _("all of “{line}”, left out for {reason}"),
            "purpose": _("{purpose} in “{line}” that counts"),
            "purposes": _("money in “{line}” that may pay for recovery"),
            "eligibility": _("share of “{line}” that may pay for recovery"),
            "parts": _("what the parts of “{line}” take of it"),
            "own": _("“{line}” beside its parts"),
            "unpaid": _("what was not paid of “{line}” by the day of the need"),
            "paid_by": _("paid of “{line}” by {day}"),
            "paid_undated": _("paid of “{line}” on no known day"),
            "paid_share_of_time": _("share of “{line}” without a day that is taken as paid by {day}"),
            "paid_open": _("of that, taken as paid by the day of the need"),
            "paid_known": _("payments under “{line}” by then"),
            "paid_may_be": _("what may have been paid of “{line}” by then"),
            "paid_least": _("paid of “{line}” by then at least, beside its parts"),
            "paid_ever": _("ever paid of “{line}” beside its parts"),
            "paid_within": _("the smaller of what may have been paid of “{line}” and what ever was"),
            "paid_most": _("paid of “{line}” by then at most, beside its parts"),
            "paid_between": _("paid of “{line}” on a day that is not known"),
            "paid_of": _("paid of “{line}” beside its parts, at most all of it"),
            "unknown": _("what no document says to be unpaid of “{line}”"),
            "unknown_beside": _("the same of “{line}” beside its parts"),
            "undocumented": _("what is not documented as unpaid of “{line}”"),
            "purpose_left": _("{purpose} in “{line}” beside its parts"),
            "cross": _("{other} per {currency}"),
            "converted": _("the same of “{line}” in the other currency"),
            "aside": _("share of “{line}” that may pay for recovery: it is left out of the book"),
            "sum_share": _("share of “{line}” documented for {sector}"),
            "sum_money": _("money of “{line}” documented for {sector}"),
            "open_share": _("share of “{line}” documented for no one sector"),
            "open_money": _("money of “{line}” documented for no one sector"),
            "tied_money": _("tied money of “{line}”"),
            "lifted_money": _("money of “{line}” whose earmark is lifted"),
            "tied_share": _("share of earmarks that bind"),
            "paid_share": _("what “{line}” covers of each unmet dollar in reach"),
        }

    @cached_property
    def _of_years(self) -> dict[str, str]:
        _ = self.language.text
        return {
            "profile": _("part of the need that falls due in {year} ({profile})"),
            "due_in": _("need of {sector} falling due in {year}"),
            "falling_due": _("need falling due in {year}, at first prices"),
            "grown": _("{years} years of “{assumption}”"),
            "one_and": _("1 + “{assumption}”"),
            "years": _("{years} years"),
            "window": _("part of “{line}” paid in {year}"),
            "paid_in": _("“{line}” in {year}"),
            "new_money": _("new money of {year}"),
            "need_of_years": _("need of all years"),
            "unlimited": _("money without limit in {year}"),
            "gdp": _("GDP of {year}"),
            "first_share": _("share of GDP absorbed in the first year"),
            "absorbed_share": _("share of GDP absorbed in {year}"),
            "rise": _("how far that share rises in all"),
            "risen": _("how far that share has risen by {year}"),
            "ramp_share": _("part of the rise done by {year}"),
            "ramped": _("years of the rise gone by {year}"),
            "taken": _("share of the need that private money takes over"),
            "not_taken": _("share of the need left to promised money"),
            "reachable": _("unmet need that private money may reach"),
            "reachable_in": _("unmet need of {sector} that private money may reach"),
            "reaching": _("what “{line}” pays where private money may follow"),
            "reaching_in": _("what “{line}” pays for {sector} where private money may follow"),
            "pulling": _("money of {year} that draws private money in"),
            "pulling_line": _("money of “{line}” in {year} that draws private money in"),
            "drawn": _("private money drawn in by {year}'s money"),
            "drawn_until": _("private money drawn in up to {year}"),
            "private_until": _("private money that has come by the end of {year}"),
            "private_in": _("new private money of {year}"),
            "lapsing": _("share of unspent money that lapses"),
        }
