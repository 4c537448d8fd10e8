"""How many files one reader may have built on the screens, which ask over the socket and so past the API's limit."""

import math

import streamlit as st

from pages.parts.buckets import Buckets, client

_files = Buckets(rate=1.0, size=12.0)
"""As many as the API builds for one address."""


def wait() -> int:
    """Take one file: 0, or how long this reader has to wait for the next [s]."""
    return math.ceil(_files.wait(client(str(st.context.ip_address)), 1.0))
