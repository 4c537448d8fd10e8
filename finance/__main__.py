"""The command line: `python -m finance check | schema | gap | draw | explain | export`."""

import argparse
import contextlib
import io
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from finance import explain
from finance.analysis import book, uncertainty
from finance.data import read
from finance.data.dataset import Dataset
from finance.errors import FinanceError, ScenarioError
from finance.explain.receipt_text import Written
from finance.language.catalogue import Language
from finance.model import gap
from finance.model.gap import AMOUNTS, HEADLINE, Result
from finance.outputs import citation, draws, formats, tables
from finance.scenario import DEFAULT, Scenario


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 the data has problems, 2 the command was given something not allowed."""
    options = _parser().parse_args(arguments)
    try:
        dataset = read.load(options.data)
    except FinanceError as error:
        print(error, file=sys.stderr)
        return 1
    try:
        print(options.run(dataset, options))
    except FinanceError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m finance", description="Who pays for rebuilding Ukraine, and what is missing."
    )
    parser.add_argument(
        "--data", type=Path, default=read.DATA, help="folder of YAML files (default: the one in this repository)"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    checking = commands.add_parser("check", help="read all data; print ok with counts, or every problem")
    checking.set_defaults(run=_check)
    schema = commands.add_parser("schema", help="write the JSON Schema of each kind of file beside the data")
    schema.set_defaults(run=_schema)
    solving = commands.add_parser("gap", help="compute one scenario and print it")
    solving.add_argument("--format", choices=("table", "json", "csv"), default="table")
    solving.set_defaults(run=_gap)
    drawing = commands.add_parser("draw", help="draw the numbers from their ranges and print the spread of the gap")
    drawing.add_argument("--draws", help="how many draws; rounded up to a power of two")
    drawing.add_argument("--seed", help="where the draws start; the same seed gives the same draws")
    drawing.add_argument("--format", choices=("table", "json", "csv"), default="table")
    drawing.set_defaults(run=_draw)
    explaining = commands.add_parser("explain", help="say in words what a scenario gives, or how one figure is made")
    explaining.add_argument("figure", nargs="?", help="gap, need, by_sector.energy.gap, by_source.LINE.available, …")
    explaining.set_defaults(run=_explain)
    exporting = commands.add_parser("export", help="compute one scenario and write it to a file")
    exporting.add_argument("out", type=Path, help=f"file to write: {', '.join(f'.{name}' for name in formats.FORMATS)}")
    exporting.add_argument(
        "--chart", action="append", default=[], metavar="ID", help="chart for a file that shows charts; may be repeated"
    )
    exporting.add_argument("--site", metavar="URL", help="public address of the dashboard, for the links in the file")
    exporting.set_defaults(run=_export)
    for command in (solving, exporting):
        command.add_argument(
            "--receipts",
            action="store_true",
            help="with how each number of the tables is made: JSON, workbook, data package, web page and Word "
            "otherwise say it of the headline alone",
        )
    for command in (solving, drawing, explaining, exporting):
        command.add_argument("--scenario", default=DEFAULT, help="preset to start from")
        command.add_argument(
            "--set", action="append", default=[], metavar="ID=VALUE", help="move one assumption; may be repeated"
        )
    exporting.add_argument(
        "--lang", action="append", dest="set", type="lang={}".format, metavar="CODE", help="language of the words"
    )
    return parser


def _check(dataset: Dataset, options: argparse.Namespace) -> str:
    lines = book.counts(dataset)
    return (
        f"ok: {len(dataset.figures)} figures from {len(dataset.origins)} documents; "
        f"{len(dataset.assessments)} assessments, {len(dataset.plans)} plan{'s' * (len(dataset.plans) != 1)}, "
        f"{lines.lines} commitments in {len(dataset.ledgers)} ledgers "
        f"({lines.counted} count, {lines.parts} parts of another, {lines.left_out} left out; "
        f"{lines.tied} tied to one sector or split), {len(dataset.assumptions)} assumptions, "
        f"{len(dataset.presets)} scenarios; edition {dataset.edition}"
    )


def _schema(dataset: Dataset, options: argparse.Namespace) -> str:
    folder = options.data / "schema"
    folder.mkdir(exist_ok=True)
    for name, text in read.schemas().items():
        (folder / name).write_text(text, encoding="utf-8")
    return f"wrote {len(read.schemas())} schemas to {folder}"


def _solve(dataset: Dataset, options: argparse.Namespace) -> Result:
    return gap.solve(dataset, _scenario(dataset, options))


def _scenario(dataset: Dataset, options: argparse.Namespace, **more: str | None) -> Scenario:
    """The scenario of `--scenario` and `--set`, and of other options that name an assumption."""
    given = {id_: value for id_, value in more.items() if value is not None}
    return Scenario.from_query({"scenario": options.scenario} | _assigned(options.set) | given, dataset)


def _assigned(pairs: Sequence[str]) -> dict[str, str]:
    """The `--set` options by assumption id; raises ScenarioError with every one that is not ID=VALUE."""
    assigned = {name.strip(): value.strip() for name, _, value in (pair.partition("=") for pair in pairs)}
    problems = [f"--set {pair}: write ID=VALUE, for example eur_usd=1.1" for pair in pairs if "=" not in pair]
    if "scenario" in assigned:
        problems.append("scenario is no assumption; choose it with --scenario")
    if problems:
        raise ScenarioError(*problems)
    return assigned


def _gap(dataset: Dataset, options: argparse.Namespace) -> str:
    result = _solve(dataset, options)
    if options.format == "table":
        return _table(result)
    return _file(options.format, result, receipts=options.receipts).decode().rstrip()


def _file(ending: str, result: Result, charts: Sequence[str] = (), *, receipts: bool) -> bytes:
    return formats.build(ending, result, Language(result.scenario.choice("lang")), tuple(charts), receipts=receipts)


def _draw(dataset: Dataset, options: argparse.Namespace) -> str:
    drawn = uncertainty.draw(dataset, _scenario(dataset, options, draws=options.draws, seed=options.seed))
    if options.format == "json":
        return json.dumps(drawn.as_dict(), ensure_ascii=False, indent=1)
    if options.format == "csv":
        return tables.csv(draws.observations(drawn)).rstrip()
    out = io.StringIO()
    print(_head(drawn.result), file=out)
    print(f"{drawn.count} draws from seed {drawn.seed} of {', '.join(drawn.values) or 'nothing'}\n", file=out)
    for table in (drawn.table, drawn.by_sector):
        print(table.to_string(index=False, float_format="{:.3f}".format, na_rep="–"), end="\n\n", file=out)
    print(f"P(gap > 0) {drawn.short:.1%}; expected shortfall {drawn.expected_shortfall:.3f}", file=out)
    for note in draws.notes(drawn, Language()):
        print(f"note: {note}", file=out)
    return out.getvalue().rstrip()


def _head(result: Result) -> str:
    return f"{result.scenario.base} · {result.scenario.key} · edition {result.dataset.edition} · USD bn"


def _table(result: Result) -> str:
    out = io.StringIO()
    print(_head(result), file=out)
    for name in AMOUNTS:
        print(f"{name:<10}{getattr(result, name):>12.3f}", file=out)
    print(f"{'coverage':<10}{'–' if result.coverage is None else format(result.coverage, '.1%'):>12}\n", file=out)
    print(result.by_sector.to_string(index=False, float_format="{:.3f}".format, na_rep="–"), file=out)
    for warning in result.warnings:
        print(f"note: {warning}", file=out)
    return out.getvalue().rstrip()


def _explain(dataset: Dataset, options: argparse.Namespace) -> str:
    """The sentence and the headline's formulas; of one figure its whole receipt."""
    result = _solve(dataset, options)
    language = Language(result.scenario.choice("lang"))
    if options.figure:
        return Written(explain.receipt(result, options.figure), language).text()
    written = [Written(explain.receipt(result, name), language) for name in HEADLINE]
    steps = [receipt.formulas(0)[0] for receipt in written]
    lines = [f"{step.name} = {step.words}\n  {step.value} = {step.numbers}" for step in steps]
    return "\n".join([explain.sentence(result, language), "", *lines])


def _export(dataset: Dataset, options: argparse.Namespace) -> str:
    ending = options.out.suffix.removeprefix(".").lower()
    result = _solve(dataset, options)
    placed = citation.at(result, options.site) if options.site else result
    content = _file(ending, placed, options.chart, receipts=options.receipts)
    try:
        _write_whole(options.out, content)
    except OSError as error:
        raise FinanceError(f"cannot write {options.out}: {error.strerror}") from None
    return f"wrote {options.out}"


def _write_whole(path: Path, content: bytes) -> None:
    """The whole content under the name, or nothing: what stood there before stays until the last byte is written."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _never_fail_to_print() -> None:
    """A terminal that lacks a letter shows its code in place of it; a reader who leaves early, as `head` does, ends
    the command."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    _never_fail_to_print()
    sys.exit(main())
