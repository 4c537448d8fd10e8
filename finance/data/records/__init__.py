"""The records of `data/`: frozen, typed, and strict about what they refer to.

A record checks what one row can see by itself: its fields, the ids it names (known ids come in the validation
context), and that its figures agree. What needs several rows or files is in `finance.data.check`. Each message goes on
from the name of the field: "has no origin; add …".
"""

from finance.data.records.assessments import Assessment, Cells, Plan
from finance.data.records.assumptions import Assumption, Correlation, Preset
from finance.data.records.codes import CodeList, Codes
from finance.data.records.commitments import Commitment, Ledger, Terms
from finance.data.records.evidence import Benchmark, ResidualSource
from finance.data.records.fields import (
    COLOUR,
    CURRENCY,
    FIRMNESS,
    ID,
    NOT_ITEMISED,
    PUBLISHED,
    STANDING,
    Cell,
    FieldError,
    Firmness,
    Headline,
    Id,
    Instrument,
    Kind,
    Purpose,
    Reason,
    Shape,
    Standing,
    suggestion,
)
from finance.data.records.figures import Basis, DatedFigure, Figure, Period, Record, Text, YearFigure
from finance.data.records.lists import Origin, Region, Sector, Source
from finance.data.records.macro import Macro
from finance.data.records.statements import Change, Check, Claim, Question, Term

__all__ = [
    "COLOUR",
    "CURRENCY",
    "FIRMNESS",
    "ID",
    "NOT_ITEMISED",
    "PUBLISHED",
    "STANDING",
    "Assessment",
    "Assumption",
    "Basis",
    "Benchmark",
    "Cell",
    "Cells",
    "Change",
    "Check",
    "Claim",
    "CodeList",
    "Codes",
    "Commitment",
    "Correlation",
    "DatedFigure",
    "FieldError",
    "Figure",
    "Firmness",
    "Headline",
    "Id",
    "Instrument",
    "Kind",
    "Ledger",
    "Macro",
    "Origin",
    "Period",
    "Plan",
    "Preset",
    "Purpose",
    "Question",
    "Reason",
    "Record",
    "Region",
    "ResidualSource",
    "Sector",
    "Shape",
    "Source",
    "Standing",
    "Term",
    "Terms",
    "Text",
    "YearFigure",
    "suggestion",
]
