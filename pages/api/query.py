"""What a query asks for: the same names as in the address of a screen, and few of its own."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeVar

from starlette.datastructures import QueryParams

from finance.data.dataset import Dataset
from finance.errors import FinanceError, ScenarioError
from finance.language.catalogue import LANGUAGES, Language
from finance.messages import Remark
from finance.outputs.charts import CHARTS
from finance.scenario import DEFAULT, Scenario
from pages.parts import results

Name = TypeVar("Name", bound=str)

EDITION, CHOSEN, RECEIPTS = "edition", "charts", "receipts"
"""Names in a query that are no assumption: the edition that the answer must rest on, the charts of a file, and whether
it carries the receipts of cells."""
ASKED: Mapping[str, bool] = {"0": False, "1": True}
"""What a query may say of receipts."""


class UnknownError(FinanceError):
    """Something that was asked for by a name that does not exist."""


class EditionError(FinanceError):
    """The data has moved on from the edition that was asked for."""


def scenario(query: QueryParams, own: Collection[str] = (EDITION,), held: bool = True) -> Scenario:
    """The scenario that a query asks for, over the data as it is served; names in `own` are left to the caller.

    Raises UnknownError for a preset that does not exist, ScenarioError for values and names that are not allowed, each
    with every problem of the query; EditionError where the query is `held` to another edition; DataError.
    """
    dataset = results.dataset()
    asked = {name: value for name, value in query.items() if name not in own}
    found, problems = Scenario.read_query(asked, dataset)
    problems = (*_twice(query), *(_no_switch(query) if RECEIPTS in own else ()), *problems)
    if asked.get("scenario", DEFAULT) not in dataset.presets:
        raise UnknownError(*problems)
    if problems:
        raise ScenarioError(*problems)
    if held:
        _hold(query, dataset)
    return found


def language(query: QueryParams) -> Language:
    """The language that a query asks for where nothing else can be chosen; raises ScenarioError, EditionError."""
    dataset, known = results.dataset(), ("lang", EDITION)
    problems = [
        *_twice(query),
        *(
            Remark("'{name}' is not read here; known are {known}", name=name, known=", ".join(known))
            for name in query
            if name not in known
        ),
    ]
    asked = {"lang": query["lang"]} if "lang" in query else {}
    found, wrong = Scenario.read_query(asked, dataset)
    if problems or wrong:
        raise ScenarioError(*problems, *wrong)
    _hold(query, dataset)
    return Language(found.choice("lang"))


def spoken(query: QueryParams) -> Language:
    """The language of a refusal: the one asked for where there is such a one, else English."""
    return Language(query["lang"]) if query.get("lang") in LANGUAGES else Language()


def charts(query: QueryParams) -> tuple[str, ...]:
    """Ids of the charts that a file is to show, as `charts=waterfall,coverage`."""
    return tuple(id_ for id_ in query.get(CHOSEN, "").split(",") if id_)


def receipts(query: QueryParams) -> bool:
    """Whether a file is to carry the receipts of cells, as `receipts=1`, of a query that `scenario` has passed."""
    return ASKED[query.get(RECEIPTS, "0")]


def known(name: str, names: Iterable[Name], kind: str) -> Name:
    """`name`, if it is one of `names`; raises UnknownError with all of them."""
    by_text = {str(other): other for other in names}
    if name not in by_text:
        raise UnknownError(
            Remark("'{name}' is no {kind}; known are {known}", name=name, kind=kind, known=", ".join(by_text))
        )
    return by_text[name]


def chart(name: str) -> str:
    """The id of a chart; raises UnknownError with all of them."""
    return known(name, CHARTS, Remark("chart"))


def _twice(query: QueryParams) -> Iterator[str]:
    for name, count in Counter(name for name, _ in query.multi_items()).items():
        if count > 1:
            yield Remark("{name} is given {count} times; give it once", name=name, count=str(count))


def _no_switch(query: QueryParams) -> Iterator[str]:
    value = query.get(RECEIPTS, "0")
    if value not in ASKED:
        yield Remark("{id} is {value}; it takes one of {known}", id=RECEIPTS, value=value, known=", ".join(ASKED))


def _hold(query: QueryParams, dataset: Dataset) -> None:
    if query.get(EDITION, dataset.edition) != dataset.edition:
        raise EditionError(
            Remark(
                "the data is edition {today} now, not '{asked}'; leave edition out for today's figures",
                today=dataset.edition,
                asked=query[EDITION],
            )
        )
