"""The lines of Python that give the same figures from `finance`."""

from finance.model.gap import HEADLINE, Result


def lines(result: Result) -> str:
    """A program to run in the folder of this repository; it stops where the data or the method is another one."""
    scenario = result.scenario
    values = "".join(f"\n    {id_}={value!r}," for id_, value in scenario.moved().items())
    moved = f".with_({values}\n)" if values else ""
    printed = ", ".join(f"result.{name}" for name in HEADLINE)
    return f"""\
from finance import gap, read
from finance.scenario import Scenario

dataset = read.load()
scenario = Scenario.preset({scenario.base!r}, dataset){moved}
assert scenario.key == {scenario.key!r}, f"edition {result.dataset.edition} was quoted; this is {{dataset.edition}}"
result = gap.solve(dataset, scenario)
print({printed}, sep="\\n")
"""
