"""The names of a receipt's parts in a language: "need of energy", "money of the EU support loan that counts"."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from finance.data.records import Plan
from finance.explain.phrases import Phrases, phrases
from finance.explain.workings.tree import Name
from finance.language.display import Display

_ABOUT: Mapping[str, tuple[str, ...]] = {
    "by_sector": ("sector",),
    "by_source": ("line",),
    "by_year": ("year",),
    **dict.fromkeys(("payable_in", "reachable_in"), ("sector",)),
    **dict.fromkeys(("reaching_in",), ("line", "sector")),
    "reaching": ("line",),
    "pulling_line": ("line", "year"),
    **dict.fromkeys(("pulling", "drawn", "drawn_until", "private_until", "private_in"), ("year",)),
    **dict.fromkeys(("flows", "tied", "lifted"), ("line", "sector")),
    "assumption": ("assumption",),
    "figure": ("figure",),
    **dict.fromkeys(("condition", "kept", "share"), ("line", "reason")),
    **dict.fromkeys(("spread_cell", "unmet"), ("sector",)),
    "prices": ("start", "end"),
    "rate": ("currency",),
    "purpose": ("line", "purpose"),
    **dict.fromkeys(("purposes", "eligibility", "parts", "own", "unpaid", "paid_share"), ("line",)),
    **dict.fromkeys(("tied_money", "lifted_money", "open_share", "open_money"), ("line",)),
    **dict.fromkeys(("sum_share", "sum_money"), ("line", "sector")),
    **dict.fromkeys(("paid_undated", "paid_open", "paid_of", "paid_known", "paid_may_be", "paid_least"), ("line",)),
    **dict.fromkeys(("paid_ever", "paid_within", "paid_most", "paid_between", "converted", "aside"), ("line",)),
    **dict.fromkeys(("unknown", "unknown_beside", "undocumented"), ("line",)),
    **dict.fromkeys(("paid_by", "paid_share_of_time"), ("line", "day")),
    "purpose_left": ("line", "purpose"),
    "cross": ("currency", "other"),
    "estimated": ("sector",),
    **dict.fromkeys(("block_left", "block_open", "block_weights", "scale"), ("figure",)),
    "profile": ("profile", "year"),
    "due_in": ("sector", "year"),
    **dict.fromkeys(("window", "paid_in"), ("line", "year")),
    "grown": ("assumption", "years"),
    "one_and": ("assumption",),
    "years": ("years",),
    **dict.fromkeys(("falling_due", "new_money", "unlimited", "gdp", "absorbed_share"), ("year",)),
    **dict.fromkeys(("risen", "ramp_share", "ramped"), ("year",)),
}
"""What the arguments of a name are, by its kind; the rest of the name says which of the kind's phrases is meant."""


@dataclass(frozen=True)
class Wording:
    """Names of parts for one reader."""

    display: Display

    @property
    def _phrases(self) -> Phrases:
        return phrases(self.display.language)

    def name(self, name: Name) -> str:
        """A part in words."""
        kind, *rest = name
        about = _ABOUT.get(kind, ())
        words = {what: self._said(what, id_) for what, id_ in zip(about, rest, strict=False)}
        column = ".".join(rest[len(about) :]) if kind in ("by_sector", "by_source", "by_year", "coverage") else ""
        return self._phrases.every[f"{kind}.{column}" if column else kind].format(**words)

    def _said(self, what: str, id_: str) -> str:
        dataset, code = self.display.result.dataset, self.display.language.code
        ledger = dataset.ledgers[self.display.result.scenario.choice("ledger")].commitments
        said: Mapping[str, Callable[[], str]] = {
            "sector": lambda: dataset.sectors[id_].label.in_(code),
            "line": lambda: ledger[id_].label.in_(code),
            "day": lambda: self.display.language.date(dt.date.fromisoformat(id_)),
            "assumption": lambda: dataset.assumptions[id_].label.in_(code),
            "reason": lambda: self._phrases.reasons[id_],
            "purpose": lambda: self._phrases.purposes[id_],
            "profile": lambda: self.display.choice("profile", id_),
            "figure": lambda: self.figure(id_),
        }
        return said[what]() if what in said else id_

    def figure(self, id_: str) -> str:
        """A stored figure in words, where its kind has some; else its id."""
        _, dataset, code = self.display.language.text, self.display.result.dataset, self.display.language.code
        match id_.split("."):
            case ["assessments" | "plans", edition, *cell]:
                return self._cell(edition, cell, id_)
            case ["commitments", book, "commitments", line, *cell]:
                return self._of_line(dataset.ledgers[book].commitments[line].label.in_(code), cell, id_)
            case ["macro", "exchange_rates", currency, _place]:
                return _("dollars per {currency}").format(currency=currency)
            case ["macro", "prices", "us_gdp_deflator", place]:
                return _("US price level of {year}").format(year=dataset.macro.prices.us_gdp_deflator[int(place)].year)
            case ["macro", "gdp", place]:
                return _("GDP of {year}").format(year=dataset.macro.gdp[int(place)].year)
            case ["macro", "public_investment"]:
                year = dataset.macro.public_investment.year
                return _("public investment of {year}, share of GDP").format(year=year)
            case ["benchmarks", past, *_cell]:
                return dataset.benchmarks[past].label.in_(code)
        return id_

    def _of_line(self, line: str, keys: list[str], id_: str) -> str:
        """A figure of a line of a ledger."""
        _ = self.display.language.text
        match keys:
            case ["envelope"]:
                return _("face of “{line}”").format(line=line)
            case ["paid"]:
                return _("paid so far under “{line}”").format(line=line)
            case ["purposes", purpose]:
                return _("{purpose} in “{line}”").format(purpose=self._phrases.purposes[purpose], line=line)
            case ["split", sector]:
                sector = self.display.result.dataset.sectors[sector].label.in_(self.display.language.code)
                return _("sum for {sector} in “{line}”").format(sector=sector, line=line)
            case ["payments", _place]:
                return _("a payment under “{line}”").format(line=line)
            case ["left_documented"]:
                return _("documented as unpaid of “{line}”").format(line=line)
        return id_

    def _cell(self, id_of: str, keys: list[str], id_: str) -> str:
        """A figure of an assessment or a plan."""
        _, dataset, code = self.display.language.text, self.display.result.dataset, self.display.language.code
        programme, cells = dataset.programmes[id_of], {"damage": _("damage"), "loss": _("loss"), "need": _("need")}
        edition = programme.label.in_(code)
        match keys:
            case ["totals", cell]:
                return _("total {cell} printed by {edition}").format(cell=cells[cell], edition=edition)
            case ["held", cell]:
                return _("{cell} on government-held land printed by {edition}").format(
                    cell=cells[cell], edition=edition
                )
            case ["sectors", sector, cell]:
                return _("{cell} of {sector} printed by {edition}").format(
                    cell=cells[cell], sector=self._said("sector", sector), edition=edition
                )
            case ["groups", group, cell]:
                return _("{cell} of {sector} printed by {edition}").format(
                    cell=cells[cell], sector=programme.groups[group].label.in_(code), edition=edition
                )
            case ["details", detail, "value"]:
                return _("{part} ({edition})").format(part=programme.details[detail].label.in_(code), edition=edition)
            case ["regions", region, cell]:
                return _("{cell} of {region} printed by {edition}").format(
                    cell=cells[cell], region=dataset.regions[region].label.in_(code), edition=edition
                )
            case ["conflicts", place, "value"]:
                figure = self._cell(id_of, programme.conflicts[int(place)].figure.split("."), id_)
                return _("{figure}, as printed elsewhere").format(figure=figure)
            case ["parts", part, "value"] if isinstance(programme, Plan):
                return _("{part} ({edition})").format(part=programme.parts[part].label.in_(code), edition=edition)
        return id_
