"""A result as one reader sees it: in the currency that the scenario shows, in the reader's language."""

from dataclasses import dataclass
from functools import cached_property

from babel.numbers import get_currency_symbol

from finance.data.values import Value
from finance.language import setting
from finance.language.catalogue import Language
from finance.model.gap import Result


@dataclass(frozen=True)
class Display:
    """The one place where dollars become the currency shown. Amounts come in as USD bn, as the Result holds them."""

    result: Result
    language: Language

    @cached_property
    def currency(self) -> str:
        """The currency shown: USD or EUR."""
        return self.result.scenario.choice("currency")

    @property
    def symbol(self) -> str:
        """Sign of the currency shown."""
        return str(get_currency_symbol(self.currency, locale="en"))

    @property
    def unit(self) -> str:
        """Unit of every amount shown, as "USD bn"."""
        return self.language.text("{currency} bn").format(currency=self.currency)

    @cached_property
    def _rate(self) -> float:
        return self.result.scenario.number("eur_usd") if self.currency == "EUR" else 1.0

    def amount(self, usd: float) -> float:
        """An amount [USD bn] in the currency shown [bn]."""
        return usd / self._rate

    def money(self, usd: float) -> str:
        """An amount [USD bn] in words: "$19.6bn"."""
        return self.language.money(self.amount(usd), self.currency)

    def change(self, usd: float) -> str:
        """A difference of two amounts [USD bn] in words: "+$1.2bn"."""
        return self.language.change(self.amount(usd), self.currency)

    def percent(self, share: float | None, digits: int = 1) -> str:
        """A fraction in words: "2.4%"; an en dash where there is none."""
        return self.language.percent(share, digits)

    def headline(self, id_: str, value: float | None) -> str:
        """A figure of the headline in words: an amount [USD bn], or coverage [fraction, None without a need]."""
        return self.percent(value) if id_ == "coverage" or value is None else self.money(value)

    def points(self, now: float | None, before: float | None) -> str | None:
        """A difference of two fractions in percentage points: "+1.2 pp"; None where there is nothing to compare."""
        if now is None or before is None:
            return None
        plus = "+" if round((now - before) * 100, 1) > 0 else ""
        return self.language.text("{number} pp").format(number=plus + self.language.number((now - before) * 100))

    def choice(self, id_: str, value: str) -> str:
        """Label of one value of an assumption that is a choice."""
        return self.result.dataset.choices[id_][value].in_(self.language.code)

    def value(self, id_: str, value: Value, unit: bool = False, spare: bool = False) -> str:
        """A value of an assumption in words, as `setting.in_words` has it."""
        return setting.in_words(self.result.dataset, id_, value, self.language, unit, spare)

    @cached_property
    def definition(self) -> str:
        """The seven choices behind every figure, as one sentence."""
        _ = self.language.text
        chosen = self.result.definition
        return _(
            "{measure} according to {assessment}: {territory}, {horizon}, in prices of {price_year}; "
            "money counted from “{firmness}” up; shown in {currency}, at {rate} dollars per euro."
        ).format(
            measure=_("Cost") if chosen.measure == "plan" else _("Need"),
            assessment=self._choice("assessment"),
            territory=self._territory,
            horizon=chosen.horizon,
            price_year=chosen.price_year,
            firmness=self._choice("firmness"),
            currency=self._choice("currency"),
            rate=self.language.number(self.result.scenario.number("eur_usd"), 4),
        )

    @property
    def _territory(self) -> str:
        """The territory, and who pays for occupied land where that is not the partners."""
        _, scenario = self.language.text, self.result.scenario
        territory, payer = _uncapitalised(self._choice("territory")), scenario.choice("occupied_payer")
        if scenario.choice("territory") == "held" or payer == "partners":
            return territory
        if payer == "occupier":
            return _("{territory} less occupied land, charged to its occupier").format(territory=territory)
        return _("{territory}, with occupied land that no listed money pays for").format(territory=territory)

    def _choice(self, id_: str) -> str:
        return self.choice(id_, self.result.scenario.choice(id_))


def _uncapitalised(label: str) -> str:
    return label[:1].lower() + label[1:]
