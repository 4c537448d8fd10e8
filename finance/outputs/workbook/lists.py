"""Sheet Lists: the values that a choice may take, with their names, for the cells that take no others."""

from collections.abc import Mapping
from dataclasses import dataclass

from finance.data.records import FIRMNESS, STANDING
from finance.language import setting
from finance.outputs.workbook.book import Sheet, cell_value
from finance.outputs.workbook.expression import Expr, is_number, looked_up, place

_HEAD = 3
_RANKED: Mapping[str, tuple[str, ...]] = {"firmness": FIRMNESS, "standing": STANDING}


@dataclass(frozen=True)
class Lists:
    """Values and names of every choice and of switches, by assumption id, each as a range."""

    values: Mapping[str, Expr]
    names: Mapping[str, Expr]
    switches: frozenset[str]

    def meaning(self, id_: str, cell: Expr) -> Expr:
        """The name of the value that stands in a cell."""
        return looked_up(cell * 1 if id_ in self.switches else cell, self.values[id_], self.names[id_])

    def holds(self, id_: str, cell: Expr) -> Expr:
        """Whether a cell holds a value that is allowed."""
        return is_number(place(cell * 1 if id_ in self.switches else cell, self.values[id_]))


def fill(sheet: Sheet) -> Lists:
    """Write the sheet: two columns for each choice and switch."""
    _, dataset, code = sheet.book.language.text, sheet.book.result.dataset, sheet.book.language.code
    sheet.headings(_("Lists"), _("What the cells with a choice may hold."))
    sheet.page.freeze_panes(_HEAD + 1, 0)
    values, names = {}, {}
    chosen = [(id_, row) for id_, row in dataset.assumptions.items() if row.kind != "number"]
    for index, (id_, row) in enumerate(chosen):
        if row.kind == "switch":
            labels: dict[float | str, str] = {
                float(on): setting.switch(on, sheet.book.language) for on in (True, False)
            }
        else:
            labels = {cell_value(value): text.in_(code) for value, text in dataset.choices[id_].items()}
        if id_ in _RANKED:
            labels = {level: labels[level] for level in _RANKED[id_]}
        sheet.heads(_HEAD, 2 * index, [id_, row.label.in_(code)], (0, 1))
        sheet.page.set_column(2 * index, 2 * index, 18)
        sheet.page.set_column(2 * index + 1, 2 * index + 1, 40)
        values[id_] = sheet.column(_HEAD + 1, 2 * index, list(labels), "text").range
        names[id_] = sheet.column(_HEAD + 1, 2 * index + 1, list(labels.values()), "text").range
    switches = frozenset(id_ for id_, row in chosen if row.kind == "switch")
    return Lists(values, names, switches)
