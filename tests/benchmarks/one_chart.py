"""A bare Streamlit page with one Plotly chart: what our first view is measured against."""

import plotly.graph_objects as go
import streamlit as st

st.title("One chart")
st.plotly_chart(go.Figure(go.Bar(x=["need", "available", "gap"], y=[200, 180.4, 19.6])))
