"""Columns of yes and no, and of days → truth values and the numbers of days."""

from __future__ import annotations

from rulebook.batch.columns import Column
from rulebook.batch.readings import OUTSIDE, Plain, Reading, Steps, where_null, wrong_kind
from rulebook.batch.spellings import iso, tidied

FIRST_DAY = "DATE '0001-01-01'"
NOT_TRUTH, NOT_A_DAY = "RB8115", "RB8118"


def read_truth(written: str, column: Column, steps: Steps) -> Reading:
    """Yes and no, as truth values, as 1 and 0, or as words."""
    if column.kind == "boolean":
        return Reading(written, ())
    if column.kind == "integer":
        value = f"CASE {written} WHEN 1 THEN TRUE WHEN 0 THEN FALSE END"
        return Reading(value, ((NOT_TRUTH, f"{written} NOT IN (0, 1)"),))
    if column.kind != "text":
        return wrong_kind("BOOLEAN", written)
    first = steps.column("v", _said(written))
    text = steps.column("t", where_null(first, tidied(written)))
    known = f"{text} IS NOT NULL"
    return Reading(
        f"COALESCE({first}, {_said(text)})",
        ((NOT_TRUTH, known),),
        wrong=known,
        plain=(Plain(_said(written), f"({_said(written)}) IS NULL"),),
    )


def _said(text: str) -> str:
    """Whether a text says yes or no; tables without truth values have 1 and 0."""
    yes, no = ("'是'", "'yes'", "'true'", "'1'"), ("'否'", "'no'", "'false'", "'0'")
    low = f"LOWER({text})"
    return (
        f"CASE WHEN {low} IN ({', '.join(yes)}) THEN TRUE "
        f"WHEN {low} IN ({', '.join(no)}) THEN FALSE END"
    )


def holds_days(column: Column) -> bool:
    """Whether a column may hold days."""
    return column.kind in ("date", "text", "integer")


def read_day(written: str, column: Column, low: int, high: int, steps: Steps) -> Reading:
    """Days by their numbers, from ``low`` to ``high``."""
    if not holds_days(column):
        return wrong_kind("BIGINT", written)
    if column.kind == "date":
        number = _day_number(written)
        inside = f"{number} BETWEEN {low} AND {high}"
        return Reading(f"CASE WHEN {inside} THEN {number} END", ((OUTSIDE, f"NOT ({inside})"),))
    if column.kind == "integer":
        written = f"CAST({written} AS VARCHAR)"  # 20250901
    number = _day_number(f"TRY_CAST({written} AS DATE)")
    iso_form = f"REGEXP_MATCHES({written}, '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}$')"
    plainly = f"CASE WHEN {iso_form} AND {number} BETWEEN {low} AND {high} THEN {number} END"
    first = steps.column("v", plainly)
    text = steps.column("t", where_null(first, tidied(written)))
    day = _day_number(f"TRY_CAST({iso(text)} AS DATE)")
    again = steps.column("n", f"CASE WHEN {text} IS NOT NULL THEN {day} END")
    return Reading(
        f"COALESCE({first}, CASE WHEN {again} BETWEEN {low} AND {high} THEN {again} END)",
        ((NOT_A_DAY, f"{again} IS NULL"), (OUTSIDE, f"{again} IS NOT NULL")),
        wrong=f"{text} IS NOT NULL",
        plain=(Plain(plainly, f"({plainly}) IS NULL"),),
    )


def _day_number(day: str) -> str:
    return f"CAST(DATE_DIFF('day', {FIRST_DAY}, {day}) AS BIGINT) + 1"
