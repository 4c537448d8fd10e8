"""What every page under test shows at one state, and how the benchmarks recognise it."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from finance.data.dataset import Dataset
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model import gap
from finance.outputs.charts import CHARTS, Chart
from finance.outputs.charts.template import plain
from finance.scenario import Scenario

DRAWN = ("waterfall", "ladder")
MOVED = "eur_usd"
QUERY = {"scenario": "article", "currency": "EUR"}
"""Shown in euros, both charts change with the exchange rate."""

Wanted = dict[str, Any]


@dataclass(frozen=True)
class Content:
    """Words and charts of the Overview at one scenario."""

    definition: str
    headline: list[str]
    charts: list[Chart]

    @classmethod
    def of(cls, scenario: Scenario) -> "Content":
        """Computed here, from the records to the drawings."""
        result, language = gap.solve(scenario.dataset, scenario), Language("en")
        display = Display(result, language)
        amounts = [display.money(usd) for usd in (result.need, result.available, result.gap)]
        charts = [CHARTS[id_](result, language, "light") for id_ in DRAWN]
        return cls(display.definition, [*amounts, display.percent(result.coverage)], charts)

    @classmethod
    def at(cls, dataset: Dataset, value: float) -> "Content":
        """At one value of the slider."""
        return cls.of(Scenario.from_query(QUERY, dataset).with_(**{MOVED: value}))

    @property
    def titles(self) -> list[str]:
        """Of the charts, in their order."""
        return [chart.title for chart in self.charts]

    @cached_property
    def figures(self) -> list[dict[str, Any]]:
        """The charts as plain JSON."""
        return [json.loads(chart.text or "{}") for chart in self.charts]

    @property
    def wanted(self) -> Wanted:
        """What a page must show: the headline, the titles, texts and relative lengths of the bars of each chart."""
        return {"headline": _bare(self.headline), "titles": _bare(self.titles), **self.marks}

    @property
    def marks(self) -> Wanted:
        """What the charts alone must show."""
        texts, bars = [], []
        for figure in self.figures:
            labels = [text for trace in figure["data"] if trace.get("mode") == "text" for text in trace["text"]]
            lengths = [x for trace in figure["data"] if trace["type"] == "bar" for x in trace["x"]]
            texts.append(_bare([plain(text) for text in labels]))
            bars.append([length / max(lengths) for length in lengths])
        return {"texts": texts, "bars": bars}


def _bare(texts: Sequence[str]) -> list[str]:
    return ["".join(text.split()) for text in texts]
