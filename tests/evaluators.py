"""Every evaluator that answers cases; whatever is added here runs all tests of the semantics."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from rulebook import reference
from rulebook.answers.decision import Answer
from rulebook.book.model import EvidenceLevel
from rulebook.meaning.typed import TypedBook, Value

Evaluator = Callable[[TypedBook, str, Mapping[str, Value], date, EvidenceLevel], Answer]

EVALUATORS: dict[str, Evaluator] = {"reference": reference.answer}
