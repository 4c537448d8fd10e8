"""The book of promised money as a reader asks of it: what is documented for a sector, and what became of a line."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from finance.analysis import book
from finance.data.dataset import Dataset
from finance.data.records import NOT_ITEMISED, CodeList, Text
from finance.language import evidence, naming
from finance.language.display import Display
from finance.model import estimates, needs
from finance.model.gap import Result
from finance.outputs.tables import CODES
from pages.parts import tables
from pages.parts.results import current
from pages.parts.words import language

_PAYERS = 3
"""The largest payers of a sector that are named."""


@st.fragment
def by_sector() -> None:
    """What is documented for each sector beside its need, the lines of a sector that is chosen, and its codes."""
    _ = language().text
    result = current()
    tied = book.tied(result)
    st.subheader(_("Money documented for a sector"), anchor=False)
    if tied.empty:
        _elsewhere(result)
    else:
        st.markdown(_said(result, tied))
    tables.plain(_sectors(result, tied), _("Money documented for a sector"), digits=2)
    st.caption(_explained(tied))
    sector = _chosen(result, tied)
    lines = tied[tied["sector"] == sector]
    if not lines.empty:
        tables.numbers(_lines(result, lines), "book_lines", digits=3, rows=9, wrap=True, column_config=_linked())
    elif not tied.empty:
        st.info(_("No line of this ledger is documented for this sector alone."))
    _coded(result.dataset, sector)


def several() -> None:
    """The lines that name several sectors, for what has no sum of its own."""
    _ = language().text
    result = current()
    found = book.several(result)
    if found.empty:
        return
    st.subheader(_("Money for several sectors, without a sum for each"), anchor=False)
    named = [", ".join(_sector(result, id_, short=True) for id_ in ids) for ids in found["sectors"]]
    table = _lines(result, found)
    table.insert(4, _("Sectors named"), named)
    tables.numbers(table, "book_several", digits=3, rows=9, wrap=True, column_config=_linked())


@st.fragment
def fates() -> None:
    """Every line of the scenario's ledger with what became of it and why, to be searched."""
    _ = language().text
    result = current()
    found = book.fates(result.dataset, result.scenario.choice("ledger"))
    st.subheader(_("What became of every line of the book"), anchor=False)
    names = _fates()
    words_, choice = st.columns([2, 3])
    sought = words_.text_input(_("Find"), placeholder=_("energy, World Bank, gas …"), key="fates_find")
    chosen = choice.pills(
        _("Show"), list(names), selection_mode="multi", format_func=names.__getitem__, key="fates_show"
    )
    table = _fated(result, found)
    table = table[found["fate"].isin(chosen)] if chosen else table
    table = _holding(table, sought)
    count = language().plural("{count} of {all} line", "{count} of {all} lines", len(table))
    st.caption(count.format(count=len(table), all=len(found)))
    if table.empty:
        st.info(_("No line fits. Shorten the words, or take back a choice."))
        return
    tables.written(table, "fates_table", rows=9, wrap=True, column_config=_linked())


def _said(result: Result, tied: pd.DataFrame) -> str:
    """How much of the ledger's money is documented for one sector, and for several, as a sentence."""
    _, display = language().text, Display(result, language())
    whole, one, many = (
        display.money(float(table["at_most"].sum())) for table in (book.unpaid(result), tied, book.several(result))
    )
    sentence = _(
        "At most {whole} of civilian money in this ledger is still to be paid. {one} of it is documented for one "
        "sector, {many} names several sectors without a sum for each, and the rest names none."
    )
    return sentence.format(whole=whole, one=one, many=many).replace("$", "\\$")


def _explained(tied: pd.DataFrame) -> str:
    """What the columns of the table by sector mean."""
    _ = language().text
    estimated = _("≈ marks a need that the assessment does not publish.")
    if tied.empty:
        return estimated
    money = _(
        "As documented: what a document says is still to be paid. At most: the promise less every payment found. "
        "Both stand before any choice of this scenario about certainty or evidence. Budget support and aid tied to "
        "a sector do not rebuild it."
    )
    return f"{money} {estimated}"


def _sectors(result: Result, tied: pd.DataFrame) -> pd.DataFrame:
    """Need and documented money of each sector [the currency shown]; a sector without a row of need has none."""
    _, display = language().text, Display(result, language())
    need, known = dict(zip(result.needs.sectors, result.needs.amounts, strict=True)), _known(result)
    rows = []
    for sector in result.dataset.sectors:
        lines = tied[tied["sector"] == sector]
        if sector == NOT_ITEMISED or (lines.empty and sector not in need):
            continue
        amount = need.get(sector, float("nan"))
        rows.append(
            {
                _("Sector"): _sector(result, sector),
                naming.column(display, _("Need")): display.amount(amount),
                **({} if tied.empty else _money(display, lines, amount)),
                _("How the need is known"): known.get(sector, _("no breakdown published")),
            }
        )
    return pd.DataFrame(rows)


def _money(display: Display, lines: pd.DataFrame, need: float) -> dict[str, object]:
    """What the lines of a sector may still pay, beside its need [USD bn], by the heading of its column."""
    _ = language().text
    documented, at_most = float(lines["documented"].sum()), float(lines["at_most"].sum())
    rebuilds = float((lines["at_most"] * lines["rebuilds"]).sum())
    return {
        naming.column(display, _("As documented")): display.amount(documented),
        naming.column(display, _("At most")): display.amount(at_most),
        naming.column(display, _("Of it may rebuild")): display.amount(rebuilds),
        _("At most, % of need"): at_most / need * 100 if need > 0 else float("nan"),
        _("Lines"): len(lines),
        _("Largest payers"): _payers(display, lines),
    }


def _known(result: Result) -> dict[str, str]:
    """How the need of each sector is known: published, or estimated from which edition, and how scaled."""
    _, dataset = language().text, result.dataset
    published = dict.fromkeys(result.needs.sectors, _("published"))
    cells = needs.estimated(dataset, result.scenario).items()
    return published | {
        sector: _("≈ estimated from {edition}, ×{scale}").format(
            edition=dataset.programmes[cell.edition].label.in_(language().code),
            scale=language().number(estimates.scale(dataset, cell.block).value, 2),
        )
        for sector, cell in cells
    }


def _payers(display: Display, lines: pd.DataFrame) -> str:
    """The largest payers with what they may still pay at most."""
    largest = lines.groupby("source")["at_most"].sum().nlargest(_PAYERS)
    return ", ".join(_payer(display, str(id_), display.amount(amount)) for id_, amount in largest.items())


def _payer(display: Display, source: str, amount: float) -> str:
    """A payer, and the amount unless it rounds to nothing; the two are never parted by a line's end."""
    number = f"\u00a0{language().number(amount, 2)}" if round(amount, 2) else ""
    return f"{naming.source(display, source, short=True)}{number}"


def _chosen(result: Result, tied: pd.DataFrame) -> str:
    """The sector whose lines are shown: at first the one with the most money."""
    _ = language().text
    sectors = [sector for sector in result.dataset.sectors if sector != NOT_ITEMISED]
    most = tied.groupby("sector")["at_most"].sum()
    return str(
        st.selectbox(
            _("Lines and codes of a sector"),
            sectors,
            index=sectors.index(str(most.idxmax())) if len(most) else 0,
            format_func=lambda id_: _sector(result, id_),
            key="book_sector",
        )
    )


def _elsewhere(result: Result) -> None:
    """That this ledger ties nothing, and the way to the one that is used unless a scenario says otherwise."""
    _, dataset = language().text, result.dataset
    st.info(_("No line of this ledger names a sector."))
    other = str(dataset.assumptions["ledger"].default)
    if other != result.scenario.choice("ledger"):
        label = _("The same with “{ledger}”").format(ledger=dataset.ledgers[other].label.in_(language().code))
        st.page_link("sectors.py", label=label, query_params=result.scenario.with_(ledger=other).to_query())


def _lines(result: Result, lines: pd.DataFrame) -> pd.DataFrame:
    """Lines with payer, what is left of them [the currency shown], how certain they are and their evidence."""
    _, display, dataset = language().text, Display(result, language()), result.dataset
    ledger = result.scenario.choice("ledger")
    documents = [_evidence(dataset, ledger, id_) for id_ in lines["line"]]
    standing = _standings()
    return pd.DataFrame(
        {
            _("Line"): [dataset.ledgers[ledger].commitments[id_].label.in_(language().code) for id_ in lines["line"]],
            _("Who pays"): [naming.source(display, id_, short=True) for id_ in lines["source"]],
            naming.column(display, _("As documented")): [display.amount(amount) for amount in lines["documented"]],
            naming.column(display, _("At most")): [display.amount(amount) for amount in lines["at_most"]],
            _("How certain"): [display.choice("firmness", level) for level in lines["firmness"]],
            _("May rebuild"): [_share(share) for share in lines["rebuilds"]],
            _("Evidence"): [words_ for words_, _link in documents],
            _("Kind of evidence"): [standing[level] for level in lines["standing"]],
            _("Link"): [link for _words, link in documents],
        }
    )


def _share(rebuilds: float) -> str:
    """Whether money may rebuild: all of it, none, or the share."""
    _ = language().text
    if round(rebuilds, 3) in (0.0, 1.0):
        return _("yes") if rebuilds > 0.5 else _("no")
    return language().percent(rebuilds, 0)


def _fated(result: Result, found: pd.DataFrame) -> pd.DataFrame:
    """The fates of lines in words."""
    _, code, dataset = language().text, language().code, result.dataset
    display, ledger = Display(result, language()), result.scenario.choice("ledger")
    lines, fate, reason = dataset.ledgers[ledger].commitments, _fates(), reasons()
    documents = [_evidence(dataset, ledger, id_) for id_ in found["line"]]
    faces = zip(found["envelope"], found["currency"], strict=True)
    fated = zip(found["fate"], found["reason"], strict=True)
    return pd.DataFrame(
        {
            _("Line"): [lines[id_].label.in_(code) for id_ in found["line"]],
            _("What became of it"): [reason.get(why, fate[name]) for name, why in fated],
            _("Why"): [why.in_(code) if isinstance(why, Text) else "" for why in found["why"]],
            _("Part of, or same money as"): [
                lines[id_].label.in_(code) if id_ in lines else "" for id_ in found["other"]
            ],
            _("Who pays"): [naming.source(display, id_, short=True) for id_ in found["source"]],
            _("Face"): [_face(amount, currency) for amount, currency in faces],
            _("Named for"): [
                ", ".join(_sector(result, sector, short=True) for sector in lines[id_].sectors) for id_ in found["line"]
            ],
            _("Evidence"): [words_ for words_, _link in documents],
            _("Link"): [link for _words, link in documents],
        },
        index=found.index,
    )


def _face(amount: float, currency: str) -> str:
    unit = language().text("{currency} bn").format(currency=currency)
    return f"{language().figure(amount)} {unit}"


def _fates() -> dict[str, str]:
    """The fates in words, in the order in which they are offered."""
    _ = language().text
    return {"counts": _("stands in the sums"), "part": _("part of another line"), "left_out": _("left out")}


def reasons() -> Mapping[str | None, str]:
    """Why a line of the book is left out, in words."""
    _ = language().text
    return {
        "spent": _("left out: already spent"),
        "fuel": _("left out: bought fuel"),
        "same_money": _("left out: the same money as another line"),
        "memorandum": _("left out: a total or frame that holds other lines"),
        "plan": _("left out: an aim without a payer"),
        "superseded": _("left out: replaced by a later figure"),
        "not_rebuilding": _("left out: pays for something else than rebuilding"),
    }


def _standings() -> dict[str, str]:
    """How good the documents of a line are, in words."""
    _ = language().text
    return {
        "official": _("official"),
        "corroborated": _("press, confirmed by others"),
        "press": _("press alone"),
        "unverified": _("unverified"),
    }


def _evidence(dataset: Dataset, ledger: str, id_: str) -> tuple[str, str | None]:
    """The document that gives a line's sum, or how it was worked out, and the document's address."""
    behind = evidence.of(dataset, f"commitments.{ledger}.commitments.{id_}.envelope", language())
    if behind.origin is None:
        return behind.reasoning, None
    return f"{behind.document} ({behind.origin.published})", behind.origin.url


def _holding(table: pd.DataFrame, sought: str) -> pd.DataFrame:
    """The rows in which every word sought stands."""
    rows = [" ".join(map(str, row)).casefold() for row in table.itertuples(index=False)]
    return table[[all(word in row for word in sought.casefold().split()) for row in rows]]


def _coded(dataset: Dataset, sector: str) -> None:
    """The codes of a sector in the lists of others, each list with its document."""
    _, code = language().text, language().code
    codes = dataset.codes.sectors.get(sector)
    if codes is None:
        return
    names: dict[CodeList, str] = {"dac": _("DAC and CRS"), "iati": _("IATI"), "hxl": _("HXL")}
    rows = []
    for list_ in CODES:
        origin = dataset.origins[dataset.codes.origins[list_]]
        said = codes.hxl if list_ == "hxl" else [f"{row.code} {row.name.in_(code)}" for row in getattr(codes, list_)]
        document = f"{origin.producer}: {origin.title} ({origin.published})"
        rows.append({_("List"): names[list_], _("Codes"): "; ".join(said), _("Document"): document})
    tables.plain(pd.DataFrame(rows), _("Codes of the sector"))
    st.caption(
        " ".join(
            filter(
                None,
                [
                    _("Which code lies beside which sector is judged; one code may fit two sectors."),
                    codes.note.in_(code) if codes.note else "",
                ],
            )
        )
    )


def _linked() -> dict[str, object]:
    _ = language().text
    return {_("Link"): st.column_config.LinkColumn(display_text=_("open"))}


def _sector(result: Result, id_: str, short: bool = False) -> str:
    row = result.dataset.sectors[id_]
    return (row.short if short and row.short else row.label).in_(language().code)
