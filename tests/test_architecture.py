"""The shape of the code: which way it points, what it may touch, and what stands at the top of the repository."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import networkx
import pytest
from streamlit import config

ROOT = Path(__file__).resolve().parent.parent
FILES = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py")), *sorted((ROOT / "finance").rglob("*.py"))]
SCREENS = [path for path in FILES if path.relative_to(ROOT).parts[0] != "finance"]
FINANCE = [path for path in FILES if path not in SCREENS]
TOP = {
    *("app.py", "pages", "data", "finance", "tests", "requirements.txt", "README.md", "pyproject.toml"),
    *(
        ".streamlit",
        ".ci",
        ".deploy",
        ".pre-commit-config.yaml",
        ".gitignore",
        ".dockerignore",
        "LICENSE",
        "Dockerfile",
        "compose.yaml",
    ),
}
LAYERS = (
    *("app", "pages", "pages.api", "pages.parts"),
    *("finance.__main__", "finance.outputs", "finance.explain", "finance.language"),
    *("finance.own", "finance.analysis", "finance.model", "finance.scenario", "finance.data"),
    *("finance.messages", "finance.errors", "finance"),
)
"""From the top: a module imports from its own layer and from those after it."""

READERS = {"finance/data/read.py", "finance/language/catalogue.py", "finance/__main__.py"}
READING = {"open", "read_text", "read_bytes", "glob", "rglob", "iterdir", "read_csv", "read_excel", "loadtxt"}
CLOCKS = {"now", "today", "utcnow", "time", "perf_counter", "monotonic"}


def every(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=_name)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it; `from a import b` may mean the module a.b, so both."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{_name(path)}: imports are absolute here"
            assert node.module is not None
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _layer(module: str) -> int | None:
    """The place of a module in LAYERS, or None where it is not ours."""
    places = {
        name: place for place, names in enumerate(LAYERS) for name in ([names] if isinstance(names, str) else names)
    }
    within = [name for name in places if module == name or module.startswith(f"{name}.")]
    return places[max(within, key=len)] if within else None


def _calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """(name, call) of every call: `open` for open(…) and for path.open(…)."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield (node.func.id if isinstance(node.func, ast.Name) else node.func.attr), node


@every(FILES)
def test_imports_point_one_way(path: Path) -> None:
    """app.py → pages → pages/parts → outputs → explain → language → own, analysis → model → scenario → data → messages,
    errors; and nothing imports the command line."""
    own = _layer(_name(path).removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    assert own is not None
    for module in _imports(path):
        layer = _layer(module)
        assert layer is None or own <= layer, f"{_name(path)} imports {module}, which stands above it"
        assert module != "finance.__main__"


def test_no_module_leads_back_to_itself() -> None:
    """What a module imports never imports it in turn, however far round; nothing waits within a function to do so."""
    names = {_module(path): path for path in FILES}
    house = networkx.DiGraph()
    for name, path in names.items():
        asked = {module for module in _imports(path) if module in names}
        below = {module.rpartition(".")[0] for module in asked}  # a package is named on the way to its module
        house.add_edges_from((name, module) for module in asked - below if module != name)
    circles = [sorted(circle) for circle in networkx.strongly_connected_components(house) if len(circle) > 1]
    assert circles == []


def _module(path: Path) -> str:
    return _name(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@every(FINANCE)
def test_the_model_knows_no_screen(path: Path) -> None:
    """finance runs from a command line or a notebook: it imports neither Streamlit nor a screen nor the server."""
    assert not {module.split(".")[0] for module in _imports(path)} & {"streamlit", "pages", "app"}


@every(FILES)
def test_a_module_is_named_after_what_it_does(path: Path) -> None:
    """No drawer for odds and ends."""
    assert not set(path.relative_to(ROOT).with_suffix("").parts) & {"utils", "util", "helpers", "common", "misc"}


@every(FINANCE)
def test_what_is_public_says_what_it_does(path: Path) -> None:
    """Every module, class, function and method of finance has a docstring.

    Not asked for: a property and a method of one or two lines, which their name and type explain; a method whose
    base says it; and a signature that only types an overload.
    """
    tree = _tree(path)
    assert not tree.body or ast.get_docstring(tree)
    public = [node for node in tree.body if not getattr(node, "name", "_").startswith("_")]
    owners = [node for node in public if isinstance(node, ast.ClassDef)]
    methods = [node for owner in owners for node in owner.body if isinstance(node, ast.FunctionDef)]
    inherited = {method.name for method in methods if ast.get_docstring(method)}
    asked = [*public, *(node for node in methods if not (node.name in inherited or _speaks_for_itself(node)))]
    for node in asked:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not _decorators(node) & {"overload"}:
            assert ast.get_docstring(node), f"{_name(path)}:{node.lineno}: {node.name} has no docstring"


def _speaks_for_itself(method: ast.FunctionDef) -> bool:
    lines = (method.end_lineno or 0) - method.body[0].lineno + 1
    return method.name.startswith("_") or lines <= 2 or bool(_decorators(method) & {"property", "cached_property"})


def _decorators(node: ast.ClassDef | ast.FunctionDef) -> set[str]:
    return {ast.unparse(decorator) for decorator in node.decorator_list}


@every([path for path in FINANCE if _name(path) not in READERS])
def test_only_the_reader_reads_files(path: Path) -> None:
    """data/read.py reads data and language/catalogue.py catalogues; all else is given what it computes from."""
    found = [f"{name} on line {call.lineno}" for name, call in _calls(path) if name in READING]
    assert not found


@every(FINANCE)
def test_the_same_question_has_the_same_answer(path: Path) -> None:
    """No clock and no chance in finance: only NumPy's or SciPy's generators, and those with a seed."""
    assert not set(_imports(path)) & {"time", "random", "secrets", "uuid"}
    for name, call in _calls(path):
        where = f"{_name(path)}:{call.lineno}"
        assert name not in CLOCKS, f"{where} asks the clock"
        if name in ("default_rng", "Sobol"):
            assert call.args or call.keywords, f"{where} draws without a seed"
        assert not re.search(r"\b(np|numpy)\.random\.(?!default_rng|Generator)", ast.unparse(call)), where


def test_the_top_of_the_repository_is_a_short_list() -> None:
    """What is kept in git at the top level: code, data, tests, and the settings of tools."""
    asked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if asked.returncode:
        pytest.skip("not a git checkout")
    assert {name.split("/")[0] for name in asked.stdout.split("\0") if name} <= TOP


def test_every_requirement_is_pinned() -> None:
    """One exact version each, so that the same commit installs the same program."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    asked = [line for line in lines if line and not line.startswith("#")]
    names = [re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[[\w,-]+\])?==[\w.]+(?: *[;#].*)?", line) for line in asked]
    assert all(names), [line for line, name in zip(asked, names, strict=True) if not name]
    assert len({name[1].lower() for name in names if name}) == len(asked)


def test_the_image_installs_what_is_required_to_the_last_byte() -> None:
    """.deploy/requirements.lock has every requirement to run at its version, and a hash for each package in it."""
    required = (ROOT / "requirements.txt").read_text(encoding="utf-8").partition("# To test")[0]
    lock = (ROOT / ".deploy" / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", "")
    lines = [line for line in lock.splitlines() if not line.startswith("#")]
    locked = [re.fullmatch(r"([a-z0-9-]+)==(\S+)(?: +--hash=sha256:[0-9a-f]{64})+", line) for line in lines]
    assert all(locked), [line for line, found in zip(lines, locked, strict=True) if not found]
    versions = {found[1]: found[2] for found in locked if found}
    pinned = re.findall(r"^([\w.-]+)==([\w.]+)", required, re.MULTILINE)
    assert {name.lower(): version for name, version in pinned}.items() <= versions.items()
    assert "--require-hashes" in (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_the_readme_is_short_and_its_links_lead_somewhere() -> None:
    """A hundred lines at most, in both languages, and what moved out of it stands where it says."""
    for path in (ROOT / "README.md", ROOT / "data" / "locale" / "README.uk.md"):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 100, path
        linked = re.findall(r"\]\(([^)#]+)\)", text)
        assert [link for link in linked if not (path.parent / link).exists()] == [], path


def test_the_benchmarks_have_the_figures_of_every_one() -> None:
    """Between the marks stands the table that tests/benchmarks/run.py wrote, with a line of each bench_*.py."""
    text = (ROOT / "tests" / "benchmarks" / "README.md").read_text(encoding="utf-8")
    table = text.partition("<!-- benchmarks:")[2].partition("<!-- end of benchmarks -->")[0]
    benches = {path.stem.removeprefix("bench_") for path in (ROOT / "tests" / "benchmarks").glob("bench_*.py")}
    assert {name for name in benches if f"| `{name}` |" in table} == benches


def test_settings_of_the_server() -> None:
    """No collection of garbage after each run (it costs half of a slider step), and no report to Streamlit's makers."""
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["runner"]["postScriptGC"] is False
    assert settings["browser"]["gatherUsageStats"] is False


def test_streamlit_still_knows_every_setting() -> None:
    """What it no longer knows it ignores with a mere warning; runner.postScriptGC is hidden, so might go unsaid."""
    known = set(config.get_config_options())
    assert "runner.postScriptGC" in known
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    named = {f"{section}.{name}" for section, values in settings.items() for name in values if section != "theme"}
    assert named <= known


@every([*SCREENS, *sorted((ROOT / "pages").rglob("*.js"))])
def test_screens_load_nothing_from_another_host(path: Path) -> None:
    """No address of another host stands in the code of the screens, so nothing leaves the reader's browser."""
    assert not re.findall(r"https?://|[\"']//\w", path.read_text(encoding="utf-8"))
