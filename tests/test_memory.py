"""What the screens keep: the last answers, each as it would be worked out anew."""

from collections.abc import Callable, Iterator

import pytest

from finance.language.catalogue import Language
from finance.model.gap import Result
from pages.parts import drawn, results
from pages.parts.memory import Memory

ENGLISH, UKRAINIAN = Language("en"), Language("uk")
Solve = Callable[..., Result]


def test_what_was_asked_is_answered_once() -> None:
    """The second who asks gets the first one's answer; another question is worked out."""
    counted: Iterator[int] = iter(range(10))
    memory: Memory[int] = Memory(2)
    assert [memory.get(asked, lambda: next(counted)) for asked in ("a", "a", "b", "a")] == [0, 0, 1, 0]


def test_the_answer_unused_for_longest_goes_first() -> None:
    """Of two places, b's goes when c comes, because a was asked for since."""
    counted: Iterator[int] = iter(range(10))
    memory: Memory[int] = Memory(2)
    for asked in ("a", "b", "a", "c"):
        memory.get(asked, lambda: next(counted))
    assert [memory.get(asked, lambda: next(counted)) for asked in ("a", "c", "b")] == [0, 2, 3]


def test_an_answer_that_fails_is_not_kept() -> None:
    """The error reaches who asked, and the next one asks anew."""
    memory: Memory[float] = Memory(2)
    with pytest.raises(ZeroDivisionError):
        memory.get("a", lambda: 1 / 0)
    assert memory.get("a", lambda: 1.0) == 1.0


def test_the_chart_of_a_state_is_drawn_once(solve: Solve) -> None:
    """A held thumb asks for it, the release shows it: two results of the same values have one chart between them."""
    held, released = solve("article", eur_usd=1.23), solve("article", eur_usd=1.23)
    assert drawn.chart("waterfall", held, ENGLISH, "light") is drawn.chart("waterfall", released, ENGLISH, "light")


def test_a_chart_is_its_own_states_in_its_language_and_theme(solve: Solve) -> None:
    """Another value, preset, language or theme is another chart, though the figures of two presets may be alike."""
    result = solve("article", eur_usd=1.24)
    first = drawn.chart("ladder", result, ENGLISH, "light")
    alike = solve("article_civilian", eur_usd=1.24, eu_loan_eligible=1.0)
    assert first is not drawn.chart("ladder", solve("article", eur_usd=1.25), ENGLISH, "light")
    assert first is not drawn.chart("ladder", alike, ENGLISH, "light")
    assert first is not drawn.chart("ladder", result, ENGLISH, "dark")
    assert first.title != drawn.chart("ladder", result, UKRAINIAN, "light").title


def test_a_result_that_is_kept_is_the_results_of_the_model(solve: Solve) -> None:
    """The one kept has the figures of the one worked out."""
    fresh = solve("rdna5_held", eur_usd=1.3)
    kept = results.solved(fresh.scenario)
    assert results.solved(fresh.scenario) is kept
    assert (kept.need, kept.available, kept.gap) == (fresh.need, fresh.available, fresh.gap)


def test_the_sentence_of_a_move_is_not_that_of_another_move(solve: Solve) -> None:
    """Where the thumb came from is part of what was asked."""
    now, near, far = (solve("article", eur_usd=rate) for rate in (1.2, 1.19, 1.5))
    assert drawn.story(now, ENGLISH, near.scenario) != drawn.story(now, ENGLISH, far.scenario)
    assert drawn.story(now, ENGLISH, near.scenario) == drawn.story(now, ENGLISH, near.scenario)
