"""YAML as plain values with lines: what is read, what is refused, and that no text makes the reader fall over."""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from finance.data import read
from finance.data.yamlfile import parse

SAMPLES = [
    (read.DATA / name).read_text(encoding="utf-8")
    for name in (
        "regions.yaml",
        "scenarios.yaml",
        "assessments/rdna5.yaml",
        "commitments/article.yaml",
        "commitments/ledger/germany.yaml",
    )
]
# fmt: off
SNIPPETS = st.sampled_from([
    "&a ", "*a", "!!python/name:os.system ", "<<: ", "---\n", "...\n", "%YAML 9.9\n", "{", "}", "[", "]",
    ": ", "- ", "? ", "'", '"', "#", "|", ">", "!", ",", "\n", "\n- ", "\r", "\t", "\0", "\x85", "\u2028",
    "\ufeff", "000", "1e9", ".inf", "😀",
])
# fmt: on


def said(text: str) -> list[str]:
    """The problems of a text, each with its line."""
    return [f"{problem.line}: {problem.message}" for problem in parse(text.encode(), "a.yaml").problems]


def test_plain_values_are_read_as_written() -> None:
    """Whole numbers, fractions, days, true, false, nothing and text; what is quoted stays text."""
    text = "a: 1\nb: -2.50\nc: 2026-02-28\nd: true\ne: null\nf:\ng: some words\nh: \"1e9\"\ni: 'NO'\nj: [0, {k: 0.5}]\n"
    parsed = parse(text.encode(), "a.yaml")
    assert parsed.problems == []
    assert parsed.value == {
        "a": 1,
        "b": -2.5,
        "c": dt.date(2026, 2, 28),
        "d": True,
        "e": None,
        "f": None,
        "g": "some words",
        "h": "1e9",
        "i": "NO",
        "j": [0, {"k": 0.5}],
    }
    assert isinstance(parsed.value["a"], int)


def test_each_value_knows_its_line() -> None:
    """The line is that of the key; below what is not in the file, that of the nearest part above it."""
    parsed = parse(b"# note\na:\n  b: 1\n  c:\n    - 2\n    - 3\n", "a.yaml")
    assert [parsed.line(path) for path in ((), ("a",), ("a", "b"), ("a", "c", "1"))] == [2, 2, 3, 6]
    assert parsed.line(("a", "b", "missing")) == 3
    assert parsed.line(("elsewhere",)) == 2


@pytest.mark.parametrize(
    "text", ["NO", "no", "Yes", "off", "y", "True", "NULL", "~", "1e9", "1.5E-3", "010", "0x1F", "0o17", "0b1", "1:30"]
)
def test_what_yaml_readers_disagree_on_is_refused(text: str) -> None:
    """Exactly one problem, on its line, that quotes what was written; in quotes the same is text."""
    (problem,) = said(f"a: 1\nb: {text}\n")
    assert problem.startswith("2: ")
    assert text in problem
    assert said(f"a: 1\nb: '{text}'\n") == []


@pytest.mark.parametrize(
    "text", ["1,000", "1_000", "1 000", "1\u00a0000", "1\u202f000.5", ".5", "5.", "+5", ".inf", "-.INF", ".nan"]
)
def test_what_is_no_plain_number_is_refused(text: str) -> None:
    """Separators, a bare point, a plus sign and infinity do not slip through as text."""
    (problem,) = said(f"a: {text}\n")
    assert text in problem


@pytest.mark.parametrize("text", ["yes we can", "no.", "1 of 2", "B+", "v1.0e", "10:30 to 11:00", "2026-02", "row 010"])
def test_ordinary_words_are_not_refused(text: str) -> None:
    """Only a whole value counts: a sentence may hold any of it."""
    assert said(f"a: {text}\n") == []


def test_a_number_broken_by_a_comma_in_braces_is_refused() -> None:
    """YAML reads {value: 1,000,000} as value 1 and two fields named 000; that is never taken as 1."""
    parsed = parse(b"a: {value: 1,000,000, judged: why}", "a.yaml")
    assert {str(problem) for problem in parsed.problems} == {
        "a.yaml:1: '000' is read as a field of its own; write the number before it without a separator"
    }
    assert ("a", "value") in parsed.refused
    assert said('a: {"100": one, "200": two}') == []
    assert said("a: {2021: one, 2022: two}") == []


def test_what_was_refused_is_known_by_its_path() -> None:
    """So that nothing that rests on it is reported as well."""
    parsed = parse(b"a: {b: &x 1, c: 2}\nd: [1e9, 2025-02-30]\n", "a.yaml")
    assert parsed.refused == {("a", "b"), ("d", "0"), ("d", "1")}


def test_an_alias_unfolds_nothing() -> None:
    """A bomb of nine levels has one problem a level and no value."""
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 10))
    parsed = parse(f"l0: &l0 [x]\n{levels}".encode(), "a.yaml")
    assert [problem.line for problem in parsed.problems] == list(range(1, 11))
    assert set(parsed.value.values()) == {None}  # type: ignore[union-attr]


def test_deep_nesting_is_refused_and_does_not_exhaust_the_reader() -> None:
    """A hundred thousand brackets are one problem."""
    for text in ("[" * 100_000, "{a: " * 100_000, "- " * 100_000):
        (problem,) = said(text)
        assert "nested too deep" in problem


def test_a_very_long_number_is_refused() -> None:
    """Not more digits than a machine number holds."""
    (problem,) = said("a: " + "9" * 10_000)
    assert problem == "1: 9999999999999999999999999… has more digits than a number can hold; write fewer"


def test_a_byte_order_mark_is_no_problem() -> None:
    """Some editors begin UTF-8 files with one."""
    assert parse(b"\xef\xbb\xbfa: 1\n", "a.yaml").value == {"a": 1}


def test_windows_line_ends_count_as_one_line() -> None:
    """CR LF files give the same lines."""
    assert said("a: 1\r\nb: 2\r\nc: NO\r\n")[0].startswith("3: ")


@given(st.binary(max_size=200))
@example(b"\xff\xfea\0:\0")
@example(b"*")
@example(b"a: &")
@example(b"? [a]\n: b")
@example(b"%TAG ! x\n--- !<")
@example(b"\xef\xbb\xbf")
@example(b"--- a\n...\n--- b")
def test_no_bytes_make_the_reader_raise(raw: bytes) -> None:
    """Whatever the bytes are, there is a value or a problem, and each problem is one line about this file."""
    parsed = parse(raw, "a.yaml")
    assert parsed.value is not None or parsed.problems
    for problem in parsed.problems:
        assert problem.file == "a.yaml"
        assert 1 <= problem.line <= len(raw) + 1
        assert problem.message


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    """The same for any text that is valid UTF-8."""
    parsed = parse(text.encode("utf-8", "ignore"), "a.yaml")
    assert parsed.value is not None or parsed.problems


@given(st.data())
def test_no_slip_in_a_data_file_makes_the_reader_raise(data: st.DataObject) -> None:
    """Real files with a few pieces struck out or typed in: read, or refused with lines that exist."""
    text = data.draw(st.sampled_from(SAMPLES))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(SNIPPETS) + text[at + data.draw(st.integers(0, 8)) :]
    parsed = parse(text.encode(), "a.yaml")
    assert parsed.value is not None or parsed.problems
    assert all(1 <= problem.line <= len(text) + 1 for problem in parsed.problems)
