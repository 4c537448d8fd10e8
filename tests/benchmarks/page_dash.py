"""The Overview's two charts, controls and headline as a plain Dash page: what our own page is measured against.

`python tests/benchmarks/page_dash.py --port 8050`; bench_repaint.py starts it by itself.
"""

import argparse
import gc
import logging

from content import DRAWN, QUERY, Content
from dash import Dash, Input, Output, State, dcc, html

from finance.data import read
from finance.data.dataset import Dataset
from finance.data.records import Assumption
from finance.data.values import Value
from finance.language.catalogue import Language
from finance.language.display import Display
from finance.model import gap
from finance.scenario import Scenario

FIGURES = ("need", "available", "gap", "coverage")
STYLE = """
body { margin: 0; font: 16px 'Source Sans 3', 'Segoe UI', Arial, sans-serif; color: #1b2733; }
#page { display: grid; grid-template-columns: 300px minmax(0, 1fr); }
#controls { padding: 1rem; background: #f3f5f7; height: 100vh; overflow-y: auto; position: sticky; top: 0;
  box-sizing: border-box; }
#content { padding: 2rem 5rem; max-width: 1240px; }
#headline { display: grid; grid-template-columns: repeat(4, 1fr); gap: 0.75rem; }
#headline > *, .card { border: 1px solid #d5dbe1; border-radius: 0.4rem; padding: 1rem; margin-bottom: 1rem; }
.value { font-size: 1.9rem; }
"""


def control(id_: str, row: Assumption, scenario: Scenario, live: bool) -> html.Div:
    """One assumption: a number as a slider that answers on release or `live`, everything else as a dropdown."""
    value, label = scenario.values[id_], html.Label(row.label.in_("en"))
    if row.kind == "number":
        mode = "drag" if live else "mouseup"
        slider = dcc.Slider(row.low, row.high, row.step, value=value, marks=None, updatemode=mode, id=id_)
        return html.Div([label, slider])
    if row.kind == "switch":
        options = [{"label": "No", "value": "false"}, {"label": "Yes", "value": "true"}]
        return html.Div([label, dcc.Dropdown(options, "true" if value else "false", clearable=False, id=id_)])
    choices = scenario.dataset.choices[id_]
    options = [{"label": text.in_("en"), "value": choice} for choice, text in choices.items()]
    return html.Div([label, dcc.Dropdown(options, value, clearable=False, id=id_)])


def controls(scenario: Scenario, live: bool) -> list[html.Div | html.Details]:
    """The preset picker, what stands first, and the groups, closed, as in our sidebar."""
    dataset = scenario.dataset
    presets = [{"label": preset.label.in_("en"), "value": id_} for id_, preset in dataset.presets.items()]
    picker = html.Div([html.Label("Scenario"), dcc.Dropdown(presets, scenario.base, clearable=False, id="scenario")])
    first = [control(id_, row, scenario, live) for id_, row in dataset.assumptions.items() if row.first]
    rest = {id_: row for id_, row in dataset.assumptions.items() if not row.first}
    groups = [
        html.Details(
            [
                html.Summary(group),
                *(control(id_, row, scenario, live) for id_, row in rest.items() if row.group == group),
            ]
        )
        for group in dict.fromkeys(row.group for row in rest.values())
    ]
    return [picker, *first, *groups]


def layout(scenario: Scenario, live: bool) -> html.Div:
    """Controls on the left; definition, four figures and two charts on the right."""
    figures = [
        html.Div([name.capitalize(), html.Div(id=name, className="value"), html.Small(id=f"change_{name}")])
        for name in FIGURES
    ]
    cards = [
        html.Div([html.H3(id=f"title_{id_}"), dcc.Graph(id=id_, config={"displayModeBar": False})], className="card")
        for id_ in DRAWN
    ]
    content = [html.P(id="definition"), html.Div(figures, id="headline"), *cards]
    return html.Div([html.Div(controls(scenario, live), id="controls"), html.Div(content, id="content")], id="page")


def answer(scenario: Scenario) -> list[object]:
    """Everything that a move changes, in the order of the callback's outputs."""
    content = Content.of(scenario)
    result, before = (
        gap.solve(each.dataset, each) for each in (scenario, Scenario.preset(scenario.base, scenario.dataset))
    )
    display = Display(result, Language("en"))
    changes = [display.change(getattr(result, name) - getattr(before, name)) for name in FIGURES[:3]]
    return [
        content.definition,
        *content.headline,
        *changes,
        display.points(result.coverage, before.coverage),
        *content.titles,
        *(chart.figure for chart in content.charts),
    ]


def page(dataset: Dataset, scenario: Scenario, live: bool) -> Dash:
    """The page, opened at a scenario."""
    app = Dash("benchmark", serve_locally=True, update_title="")
    app.index_string = app.index_string.replace("</head>", f"<style>{STYLE}</style></head>")
    app.layout = layout(scenario, live)
    ids = list(dataset.assumptions)

    @app.callback(
        [Output("definition", "children")]
        + [Output(name, "children") for name in FIGURES]
        + [Output(f"change_{name}", "children") for name in FIGURES]
        + [Output(f"title_{id_}", "children") for id_ in DRAWN]
        + [Output(id_, "figure") for id_ in DRAWN],
        [Input(id_, "value") for id_ in ids],
        State("scenario", "value"),
    )
    def moved(*given: Value) -> list[object]:
        return answer(Scenario.preset(str(given[-1]), dataset).with_(**dict(zip(ids, given[:-1], strict=True))))

    @app.callback([Output(id_, "value") for id_ in ids], Input("scenario", "value"), prevent_initial_call=True)
    def opened(preset: str) -> list[Value]:
        values = Scenario.preset(preset, dataset).values
        return [str(values[id_]).lower() if isinstance(values[id_], bool) else values[id_] for id_ in ids]

    return app


def main() -> None:
    """Serve the page on 127.0.0.1 until ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8050)
    parser.add_argument("--live", action="store_true", help="answer while the thumb is held")
    asked = parser.parse_args()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    dataset = read.load()
    app = page(dataset, Scenario.from_query(QUERY, dataset), asked.live)
    gc.collect()
    gc.freeze()  # as our own server does
    app.run(host="127.0.0.1", port=asked.port, debug=False)


if __name__ == "__main__":
    main()
