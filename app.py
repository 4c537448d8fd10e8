"""The server: the screens, and beside them the API, cards for other sites, and files for the browser.

Start it with `streamlit run app.py`.
"""

import logging

import streamlit as st

from pages.api import server
from pages.api.guard import journal
from pages.api.guard.settings import Settings
from pages.parts.live import base
from pages.parts.words import language

settings = Settings.read()
journal.keep(settings.log)


def failed(error: BaseException) -> bool:
    """A screen broke: one sentence for the reader, the traceback for the log."""
    if not isinstance(error, Exception):
        return False
    logging.getLogger("dashboard.screen").error("a screen could not be drawn", exc_info=error)
    _ = language().text
    st.error(_("This screen could not be drawn. The fault is in the server's log; the other screens still work."))
    return True


app = st.App(
    "pages/main.py",
    routes=server.assembled(base(), settings),
    middleware=server.middleware(base()),
    exception_handlers={Exception: server.broken},
    on_script_error=failed,
)
