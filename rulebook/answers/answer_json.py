"""The parts of an answer as plain values, for JSON: explanations, and what is missing."""

from __future__ import annotations

from typing import Any

from rulebook.answers.decision import MissingFigure
from rulebook.answers.explanation import Explanation, Read, Shown
from rulebook.answers.fact_text import unit_of, write_value
from rulebook.book.units import measure_of
from rulebook.diagnostics import Language


def explanation_json(step: Explanation, lang: Language) -> dict[str, Any]:
    """A step of an explanation, with those below it."""
    return {
        "rule": step.rule,
        "clause": step.clause,
        "label": step.label.text(lang),
        "citation": [{"source": source, "section": section} for source, section in step.citations],
        "op": step.op,
        "text": step.text,
        "value": shown_json(step.shown),
        "unit": _unit(step.shown, lang),
        "evidence": step.evidence,
        "read": [_read_json(each, lang) for each in step.read],
        "row": step.row,
        "column": step.column,
        "heads": None if step.heads is None else list(step.heads),
        "children": [explanation_json(each, lang) for each in step.children],
    }


def missing_json(figure: MissingFigure, label: str) -> dict[str, Any]:
    """A missing figure as plain values: ``unset``, or ``too-weak`` with the level that it has."""
    return {"id": figure.id, "reason": figure.reason, "level": figure.level, "label": label}


def shown_json(shown: Shown) -> Any:
    """A value as it is shown, without its unit."""
    if shown.value is None:
        return None
    measure, _ = measure_of(shown.units)
    return write_value(shown.value, measure, shown.units)


def _read_json(read: Read, lang: Language) -> dict[str, Any]:
    return {
        "kind": read.kind,
        "id": read.id,
        "label": read.label.text(lang),
        "value": shown_json(read.shown),
        "unit": _unit(read.shown, lang),
        "evidence": read.evidence,
        "source": read.source,
        "section": read.section,
    }


def _unit(shown: Shown, lang: Language) -> str:
    return unit_of(measure_of(shown.units)[0], shown.units, lang) if shown.units else ""
