"""The least that a Streamlit page with a slider and six charts can be: what any page of that kind pays."""

import gc

import plotly.graph_objects as go
import streamlit as st


@st.cache_resource
def settle() -> None:
    """As our own page does, so that the two differ in what they draw only."""
    gc.collect()
    gc.freeze()


settle()
rate = st.slider("Dollars per euro", 0.8, 1.6, 1.1712, step=0.0016, key="eur_usd")
for chart in range(6):
    bars = {"type": "bar", "x": list("abcdefgh"), "y": [rate * (row + chart) for row in range(8)]}
    st.plotly_chart(go.Figure([bars]), key=f"chart_{chart}", theme=None)
