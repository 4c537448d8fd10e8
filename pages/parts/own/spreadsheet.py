"""A foreign table of commitments: which column is which, what is taken, what is left out and why, row by row."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from finance.data.dataset import Dataset
from finance.data.records import FIRMNESS
from finance.errors import DataError, OwnError
from finance.language.display import Display
from finance.outputs import tables
from finance.own import columns, rows, sheet
from finance.own.cells import DayOrder
from finance.own.columns import ColumnOf, Meaning
from finance.own.numerals import DecimalSign
from finance.own.rows import Taken
from finance.own.sheet import Sheet
from pages.parts import tables as grids
from pages.parts.own import labels, session
from pages.parts.results import current
from pages.parts.words import language

Meant = TypeVar("Meant")

OUT = "–"
MOST_PREVIEWED = 8


def table(base: Dataset, name: str, raw: bytes, mark: str) -> None:
    """Show how a table is read and let the reader correct it; then look at its lines. `mark` tells files apart."""
    _, data = language().text, session.with_own(base)
    try:
        read = _read(raw, mark)
    except OwnError as error:
        st.error("\n".join(f"- {language().remark(problem)}" for problem in error.problems))
        return
    _how(read)
    books = {id_: book.label.in_(language().code) for id_, book in data.ledgers.items()}
    ledger = _pick(_("Add the lines to"), f"{mark}_book", books, current().scenario.choice("ledger"))
    meaning = _meaning(data, ledger, read, mark)
    lacking = [labels.columns()[kind] for kind in columns.NEEDED if kind not in meaning.columns]
    if lacking:
        st.error(_("Say which columns hold: {columns}.").format(columns=", ".join(lacking)))
        return
    found = rows.taken(data, ledger, read, meaning, name)
    _report(found, name, mark)
    if found.broken and not _consented(found, mark):
        return
    if not found.lines:
        st.error(_("No row of this table becomes a line."))
        return
    count = len(found.lines)
    label = language().plural("See what {count} line would change", "See what {count} lines would change", count)
    if st.button(label.format(count=count), type="primary", key=f"{mark}_look"):
        _look(base, ledger, found, name)


def _read(raw: bytes, mark: str) -> Sheet:
    """The table, read once; of a workbook with several sheets the reader chooses one."""
    kept = st.session_state.setdefault("own_read", {})
    if mark not in kept:
        kept.clear()
        kept[mark] = sheet.sheets(raw), {}
    names, read = kept[mark]
    chosen = None
    if len(names) > 1:
        likely = next((name for name in names if "main" in name.lower() or "commitment" in name.lower()), names[0])
        chosen = _pick(language().text("Sheet"), f"{mark}_sheet", {name: name for name in names}, likely)
    if chosen not in read:
        read[chosen] = sheet.table(raw, chosen)
    found: Sheet = read[chosen]
    return found


def _how(read: Sheet) -> None:
    _ = language().text
    count = language().plural("{count} row below the header", "{count} rows below the header", len(read.rows))
    said = [count.format(count=len(read.rows))]
    if read.encoding:
        said.append(_("text in {encoding}").format(encoding=read.encoding.upper()))
    if read.delimiter:
        signs = {",": _("commas"), ";": _("semicolons"), "\t": _("tabs"), "|": _("bars")}
        said.append(_("cells parted by {signs}").format(signs=signs[read.delimiter]))
    st.caption(" · ".join(said))


def _meaning(data: Dataset, ledger: str, read: Sheet, mark: str) -> Meaning:
    """The guess, as the reader corrects it."""
    _ = language().text
    guess = columns.columns(read.header)
    with st.expander(_("Columns"), expanded=not set(columns.NEEDED) <= set(guess)):
        places = _columns(read, guess, mark)
    meaning = rows.guessed(data, ledger, read, places)
    with st.expander(_("How amounts and days are written")):
        meaning = _writing(meaning, mark)
    with st.expander(_("What its words mean here"), expanded=columns.POOLED in meaning.donors.values()):
        meaning = _vocabulary(data, read, meaning, mark)
    with st.expander(_("Where the table does not say")):
        return _otherwise(meaning, mark)


def _columns(read: Sheet, guess: Mapping[ColumnOf, int], mark: str) -> dict[ColumnOf, int]:
    names = {OUT: OUT, **{str(place): name for place, name in enumerate(read.header)}}
    chosen: dict[ColumnOf, int] = {}
    grid = st.columns(3)
    for index, (kind, label) in enumerate(labels.columns().items()):
        with grid[index % 3]:
            place = _pick(label, f"{mark}_col_{kind}", names, str(guess.get(kind, OUT)))
        if place != OUT:
            chosen[kind] = int(place)
    return chosen


def _writing(meaning: Meaning, mark: str) -> Meaning:
    _ = language().text
    units = {1.0: _("billions"), 1e3: _("millions"), 1e6: _("thousands"), 1e9: _("single units")}
    unclear = _("the column does not show it")
    signs: dict[DecimalSign | None, str] = {
        None: unclear,
        "point": _("1,234.5: a point"),
        "comma": _("1.234,5: a comma"),
    }
    orders: dict[DayOrder | None, str] = {
        None: unclear,
        "day_first": _("the day first"),
        "month_first": _("the month first"),
    }
    others = sorted(set(current().dataset.macro.exchange_rates) - {"EUR", "USD"})
    known = {code: code for code in ("EUR", "USD", *others)}
    grid = st.columns(4)
    with grid[0]:
        per_billion = _pick(_("Amounts are in"), f"{mark}_unit", units, meaning.per_billion)
    with grid[1]:
        currency = _pick(_("Currency, where no column says it"), f"{mark}_currency", known, meaning.currency)
    with grid[2]:
        decimal = _pick(_("Decimal sign"), f"{mark}_decimal", signs, meaning.decimal)
    with grid[3]:
        order = _pick(_("Days such as 03/04/2025"), f"{mark}_order", orders, meaning.order)
    return replace(meaning, per_billion=per_billion, currency=currency, decimal=decimal, order=order)


def _vocabulary(data: Dataset, read: Sheet, meaning: Meaning, mark: str) -> Meaning:
    """What donors, types and measures mean here, each table one row a word."""
    _, code = language().text, language().code
    display = Display(current(), language())
    sources = {id_: row.label.in_(code) for id_, row in data.sources.items()}
    levels = {level: display.choice("firmness", level) for level in FIRMNESS}
    st.caption(_("Donors without a row of their own stand under the pooled donors; their names stay with their lines."))

    def ask(kind: ColumnOf, guess: Mapping[str, Any], labels: Mapping[Any, str], heading: str) -> dict[str, Any]:
        counts = columns.distinct(read, meaning.columns.get(kind))
        return _ask(counts, guess, labels, heading, f"{mark}_{kind}") if counts else {}

    return replace(
        meaning,
        donors=ask("donor", meaning.donors, sources, _("Source here")),
        types=ask("type", meaning.types, labels.purposes(), _("Purpose here")),
        measures=ask("measure", meaning.measures, levels, _("Firmness here")),
    )


def _ask(
    counts: Mapping[str, int], guess: Mapping[str, Meant | None], labels: Mapping[Meant, str], heading: str, key: str
) -> dict[str, Meant | None]:
    _ = language().text
    out = _("leave out")
    word, number = _("In the table"), _("Rows")
    shown = pd.DataFrame(
        {
            word: list(counts),
            number: list(counts.values()),
            heading: [labels[meant] if (meant := guess.get(said)) else out for said in counts],
        }
    )
    choices = st.column_config.SelectboxColumn(options=[out, *labels.values()], required=True)
    edited = st.data_editor(
        shown,
        hide_index=True,
        disabled=[word, number],
        column_config={heading: choices},
        height=35 * min(len(shown) + 1, 10),
        key=key,
    )
    ids = {label: id_ for id_, label in labels.items()}
    return {said: ids.get(meant) for said, meant in zip(edited[word], edited[heading], strict=True)}


def _otherwise(meaning: Meaning, mark: str) -> Meaning:
    _ = language().text
    display = Display(current(), language())
    levels: dict[Any, str] = {level: display.choice("firmness", level) for level in FIRMNESS}
    grid = st.columns(3)
    with grid[0]:
        purpose = _pick(_("Purpose"), f"{mark}_d_purpose", labels.purposes(), meaning.purpose)
        firmness = _pick(_("Firmness"), f"{mark}_d_firm", levels, meaning.firmness)
    with grid[1]:
        instrument = _pick(_("Instrument"), f"{mark}_d_instrument", labels.instruments(), meaning.instrument)
        years = int(st.number_input(_("Paid over how many years"), 1, 30, meaning.years, key=f"{mark}_d_years"))
    with grid[2]:
        label = _("Leave out what was agreed before")
        since = int(st.number_input(label, 1900, 2100, meaning.since, key=f"{mark}_d_since"))
    return replace(meaning, purpose=purpose, firmness=firmness, instrument=instrument, years=years, since=since)


def _report(found: Taken, name: str, mark: str) -> None:
    """How many rows become lines, the first of them, and every row that does not, with its reason."""
    _ = language().text
    taken = language().plural("{count} row becomes a line", "{count} rows become lines", len(found.lines))
    out = len(found.left) - len(found.broken)
    left = language().plural("{count} row is left out", "{count} rows are left out", out)
    broken = language().plural("{count} row cannot be read", "{count} rows cannot be read", len(found.broken))
    said = [taken.format(count=len(found.lines)), left.format(count=out)]
    if found.broken:
        said.append(broken.format(count=len(found.broken)))
    st.markdown(f"**{' · '.join(said)}**")
    if found.lines:
        grids.written(_previewed(found), f"{mark}_preview")
    if found.left:
        table = pd.DataFrame(
            [(row.place, labels.reason(row.reason, row.cell)) for row in (*found.broken, *_on_purpose(found))],
            columns=[_("Row"), _("Why it is no line")],
        )
        narrow = {_("Row"): st.column_config.NumberColumn(width="small", format="%d")}
        grids.written(table, f"{mark}_left", rows=7, column_config=narrow)
        st.download_button(
            _("Download this list (CSV)"),
            lambda: tables.csv(table).encode(),
            f"{name.rpartition('.')[0] or name}-left-out.csv",
            "text/csv",
            key=f"{mark}_left_csv",
            on_click="ignore",
        )


def _on_purpose(found: Taken) -> list[rows.Left]:
    return [row for row in found.left if not row.broken]


def _previewed(found: Taken) -> pd.DataFrame:
    _ = language().text
    display, data = Display(current(), language()), current().dataset
    purposes = labels.purposes()
    return pd.DataFrame(
        [
            {
                _("Row"): found.places[id_],
                _("Line"): line["label"]["en"],
                _("Source"): data.sources[line["source"]].label.in_(language().code),
                _("Amount"): language().money(line["envelope"]["value"], line["currency"], 4),
                _("Firmness"): display.choice("firmness", line["firmness"]),
                _("Purpose"): ", ".join(purposes[purpose] for purpose in line["purposes"]),
                _("Agreed"): line["agreed"],
                _("Window"): f"{line['window']['start']}–{line['window']['end']}",
            }
            for id_, line in list(found.lines.items())[:MOST_PREVIEWED]
        ]
    )


def _consented(found: Taken, mark: str) -> bool:
    """Whether the reader goes on without the rows that cannot be read; until then nothing is applied."""
    _ = language().text
    st.error(_("Nothing has been applied. Mend the file, correct the columns above, or go on without these rows."))
    return st.checkbox(_("Go on without the rows that cannot be read"), key=f"{mark}_without")


def _look(base: Dataset, ledger: str, found: Taken, name: str) -> None:
    _ = language().text
    with st.status(_("Putting the lines into the ledger, checking them and computing the gap …")) as status:
        try:
            session.look_at(base, rows.edit(ledger, found, name), ledger, found.lines)
        except DataError as error:
            session.say(DataError(rows.located(error.problems, found, name)))
            status.update(label=_("The lines do not hold; nothing has been applied."), state="error")
            return
        status.update(label=_("Checked: this is what they would change."), state="complete")


def _pick(label: str, key: str, labels: Mapping[Meant, str], first: Meant) -> Meant:
    ids = list(labels)
    index = ids.index(first) if first in ids else 0
    return st.selectbox(label, ids, index, key=key, format_func=labels.__getitem__)
