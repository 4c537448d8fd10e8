"""The page /api: how to ask for figures without a screen, made from the same description that machines read."""

from starlette.requests import Request
from starlette.responses import Response

from finance.errors import FinanceError
from finance.language.catalogue import Language
from finance.outputs.charts import CHARTS
from pages.api import html, openapi, query, replies
from pages.parts import results

PATH = "/api"
ROOT = f"{PATH}/v1"
"""Where the addresses stand below the app."""


def manual(request: Request) -> Response:
    """The page in the language of the query."""
    try:
        language = query.language(request.query_params)
        dataset = results.dataset()
    except FinanceError as error:
        return replies.refused(request, error)
    root = request.url.path.removesuffix("/").removesuffix(PATH)
    site = str(request.base_url).rstrip("/") + root
    return replies.tagged(
        request,
        (dataset.edition, language.code, site),
        lambda: html.page(
            "manual.html",
            language,
            root,
            api=ROOT,
            site=site,
            title=language.text("Figures without a screen"),
            document=openapi.document(dataset, language, root + ROOT),
            charts=list(CHARTS),
            words=_words(language),
        ),
    )


def _words(language: Language) -> dict[str, str]:
    _ = language.text
    return {
        "lead": _(
            "Every figure, chart and file of the dashboard has an address. What a screen's address says after the "
            "question mark is what these addresses read, so a state can be copied from one to the other."
        ),
        "first": _("A first call"),
        "addresses": _("Addresses"),
        "names": _("What a query may hold"),
        "answers": _("Answers"),
        "address": _("Address"),
        "gives": _("Gives"),
        "name": _("Name"),
        "allowed": _("Allowed"),
        "otherwise": _("Otherwise"),
        "meaning": _("Meaning"),
        "to": _("to"),
        "preset": _("as the preset"),
        "machines": _("The same for machines, in OpenAPI 3.1"),
        "status": _("Status"),
        "ok": _("The answer, with an ETag: sent back as If-None-Match it gives 304 while nothing has changed."),
        "embed": _("One chart as a card on another site"),
        "dashboard": _("To the dashboard"),
    }
