"""The exact values of facts and results."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction

Value = Fraction | bool | datetime.date | str | frozenset[str]
"""A measure, a truth, a day, an enumeration's value by id, or a set of such ids."""

RecordValues = tuple[Mapping[str, Value], ...]
"""Records, each its fields by id; a field that is not given is absent."""

FactValue = Value | RecordValues
"""The value of a fact of a case."""
