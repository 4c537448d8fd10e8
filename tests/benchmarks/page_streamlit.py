"""The Overview's two charts, four figures and one slider as a plain Streamlit page, with Streamlit's own widgets."""

import gc
import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parent))

from content import DRAWN, MOVED, QUERY, Content

from finance.data import read
from finance.data.dataset import Dataset
from finance.scenario import Scenario

NAMES = ("Need", "Available", "Gap", "Coverage")


@st.cache_resource
def records() -> Dataset:
    """The data, read once; the garbage collector is kept off as on our own page."""
    found = read.load()
    gc.collect()
    gc.freeze()
    return found


dataset = records()
row = dataset.assumptions[MOVED]
start = Scenario.from_query(QUERY, dataset).number(MOVED)
st.set_page_config(layout="wide")
with st.sidebar:
    value = st.slider(row.label.in_("en"), row.low, row.high, start, row.step, key=MOVED, format="%.4f")
content = Content.at(dataset, value)
st.write(content.definition)
for column, name, figure in zip(st.columns(4), NAMES, content.headline, strict=True):
    column.metric(name, figure)
for id_, chart in zip(DRAWN, content.charts, strict=True):
    with st.container(border=True, key=f"card_{id_}"):
        st.subheader(chart.title)
        st.plotly_chart(chart.figure, key=f"chart_{id_}", theme=None, config={"displayModeBar": False})
