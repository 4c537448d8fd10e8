"""Charts and sentences of a state. A held thumb asks for those that its release shows, so the last ones are kept."""

from collections.abc import Hashable

from finance import explain
from finance.language.catalogue import Language
from finance.model.gap import Result
from finance.outputs.charts import CHARTS, Chart, Theme
from finance.scenario import Scenario
from pages.parts.memory import Memory
from pages.parts.results import asked

_MOST = 128  # some 0.1 MB each
_CHARTS: Memory[Chart] = Memory(_MOST)
_STORIES: Memory[str] = Memory(_MOST)


def chart(id_: str, result: Result, language: Language, theme: Theme) -> Chart:
    """One of the charts of `CHARTS`."""
    key = (id_, *asked(result.scenario), language.code, theme)
    return _CHARTS.get(key, lambda: CHARTS[id_](result, language, theme))


def story(result: Result, language: Language, before: Scenario | None) -> str:
    """Two or three sentences, given the scenario on screen before; another preset's, or a move undone, is not
    compared with."""
    scenario = result.scenario
    moved = before if before and before.base == scenario.base and scenario.moved() else None
    key: tuple[Hashable, ...] = (*asked(scenario), language.code, moved and asked(moved))
    return _STORIES.get(key, lambda: explain.sentence(result, language, moved))
