"""The download buttons of a card: PNG and SVG drawn by the reader's own browser, CSV from the server.

Nothing is built before it is asked for: on a click the report-size figure comes from our own route, and
plotly.js from our own server, once. While the reader's own figures count, which the route does not know, figure and
numbers come with the screen.
"""

from typing import Any
from urllib.parse import urlencode

import streamlit as st

from finance.model.gap import Result
from finance.outputs import tables
from finance.outputs.charts import Chart, file_name, report
from pages.parts import library
from pages.parts.live import base, script
from pages.parts.words import language

_CSS = """
.downloads { display: flex; gap: .5rem; align-items: center; flex-wrap: wrap; font-family: var(--st-font); }
button {
  font: inherit; font-size: .875rem; line-height: 1.5; min-height: 2.25rem; padding: .25rem .75rem; cursor: pointer;
  color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
}
button:hover { color: var(--st-primary-color); border-color: var(--st-primary-color); }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
button:disabled { opacity: .5; cursor: progress; }
span { color: var(--st-text-color); font-size: .875rem; }
"""

_HTML = """
<div class="downloads">
  <button type="button" data-format="png"></button>
  <button type="button" data-format="svg"></button>
  <button type="button" data-format="csv"></button>
  <span role="status" aria-live="polite"></span>
</div>
"""

_JS = """
const WIDTH = 1600, HEIGHT = 900;

async function fetched(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer;
}

async function picture(data, format) {
  const figure = data.own?.figure ?? await (await fetched(data.chart + ".json?" + data.query)).json();
  const Plotly = await plotly(data.plotly);
  const stage = document.createElement("div");
  stage.style.cssText = `position:fixed;left:-10000px;top:0;width:${WIDTH}px;height:${HEIGHT}px`;
  stage.setAttribute("aria-hidden", "true");
  document.body.append(stage);
  try {
    const layout = { ...figure.layout, width: WIDTH, height: HEIGHT, autosize: false };
    await Plotly.newPlot(stage, figure.data, layout, { staticPlot: true });
    return await Plotly.toImage(stage, { format, width: WIDTH, height: HEIGHT, scale: format === "png" ? 2 : 1 });
  } finally {
    Plotly.purge(stage);
    stage.remove();
  }
}

async function table(data) {
  if (data.own) return URL.createObjectURL(new Blob([data.own.csv], { type: "text/csv" }));
  return URL.createObjectURL(await (await fetched(data.chart + ".csv?" + data.query)).blob());
}

export default function ({ data, parentElement }) {
  const status = parentElement.querySelector("span");
  for (const button of parentElement.querySelectorAll("button")) {
    const format = button.dataset.format;
    button.textContent = format.toUpperCase();
    button.setAttribute("aria-label", data.words[format]);
    button.onclick = async () => {
      button.disabled = true;
      status.textContent = "";
      try {
        const link = document.createElement("a");
        link.href = format === "csv" ? await table(data) : await picture(data, format);
        link.download = `${data.name}.${format}`;
        document.body.append(link);
        link.click();
        link.remove();
      } catch (error) {
        status.textContent = data.words.failed;
      } finally {
        button.disabled = false;
        button.focus();
      }
    };
  }
}
"""

_downloads = st.components.v2.component("downloads", html=_HTML, css=_CSS, js=script("plotly") + _JS)


def buttons(chart: Chart, result: Result) -> None:
    """PNG, SVG and CSV of one card, named after what is in them."""
    _ = language().text
    _downloads(
        key=f"downloads_{chart.id}",
        height="content",
        data={
            "chart": f"{base()}/api/v1/charts/{chart.id}",
            "query": urlencode(result.scenario.to_query()),
            "plotly": f"{base()}{library.path(chart)}",
            "name": file_name(chart, result),
            "own": _own(chart, result),
            "words": {
                "png": _("Download the picture (PNG)"),
                "svg": _("Download the drawing (SVG)"),
                "csv": _("Download the numbers (CSV)"),
                "failed": _("The file could not be made: the server did not answer. Try again in a moment."),
            },
        },
    )


def _own(chart: Chart, result: Result) -> dict[str, Any] | None:
    if not result.dataset.own:
        return None
    rows = tables.csv(tables.stamped(result, chart.table))
    return {"figure": report(chart, result, language()), "csv": rows}
