"""The names of figures in a reader's language: of stored ones, and of those that a formula gives a name."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from finance.data.records import Plan
from finance.language import naming
from finance.language.display import Display
from finance.messages import Phrase


@dataclass(frozen=True)
class Names:
    """Names of figures for one reader."""

    display: Display

    def phrase(self, phrase: Phrase, about: Mapping[str, str]) -> str:
        """A phrase with its places filled: by the ids that it has itself, else by those of what it is `about`."""
        _, places = self.display.language.text, {**about, **phrase.places}
        words = {what: self._said(what, id_) for what, id_ in places.items() if f"{{{what}}}" in phrase.message}
        return _(phrase.message).format(**words)

    def _said(self, what: str, id_: str) -> str:
        dataset, code = self.display.result.dataset, self.display.language.code
        ledger = dataset.ledgers[self.display.result.scenario.choice("ledger")].commitments
        said: Mapping[str, Callable[[], str]] = {
            "sector": lambda: dataset.sectors[id_].label.in_(code),
            "line": lambda: ledger[id_].label.in_(code),
            "day": lambda: self.display.language.date(dt.date.fromisoformat(id_)),
            "assumption": lambda: dataset.assumptions[id_].label.in_(code),
            "reason": lambda: naming.reasons(self.display.language)[id_].cause,
            "purpose": lambda: self.purposes[id_],
            "profile": lambda: self.display.choice("profile", id_),
            "figure": lambda: self.figure(id_),
        }
        return said[what]() if what in said else id_

    def assumption(self, id_: str) -> str:
        """An assumption by its label."""
        return self.display.language.text("“{assumption}”").format(assumption=self._said("assumption", id_))

    @cached_property
    def headline(self) -> Mapping[str, str]:
        """The six headline figures as they stand within a sentence."""
        _ = self.display.language.text
        return {
            "need": _("need"),
            "available": _("available money"),
            "funded": _("funded need"),
            "gap": _("gap"),
            "stranded": _("stranded money"),
            "coverage": _("coverage"),
        }

    @cached_property
    def purposes(self) -> Mapping[str, str]:
        """What money is for."""
        _ = self.display.language.text
        return {
            "reconstruction": _("money for reconstruction"),
            "private_sector": _("money for the private sector"),
            "budget": _("budget support"),
            "unspecified": _("money without a stated purpose"),
            "military": _("military money"),
            "humanitarian": _("humanitarian money"),
        }

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
                return _("{purpose} in “{line}”").format(purpose=self.purposes[purpose], line=line)
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
