"""Read the types, amounts and days that vocabulary and figures are written with."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from rulebook.book.amounts import read_amount, read_day, read_units, tidy, unit_forms
from rulebook.book.fields import text, text_node
from rulebook.book.hints import instead_of
from rulebook.book.nodes import Entries, Text
from rulebook.book.numerals import unit_missing
from rulebook.book.types import (
    DAY,
    MONEY,
    NUMBER,
    RATE,
    TRUTH,
    Measure,
    OneOf,
    Records,
    SetOf,
    Type,
)
from rulebook.book.units import measure_of, units_text
from rulebook.diagnostics import Diagnostic, finding
from rulebook.diagnostics.nearest import did_you_mean
from rulebook.language.amounts import scan_number

FEN = Fraction(1, 100)
BASIS_POINT = Fraction(1, 10_000)
HUNDRED_MILLION = Fraction(100_000_000)

_BOUNDS = ("RB1014", "RB1025")
"""What the language says of `50元以上`: its hint is about conditions, not about figures."""
_AROUND = re.compile(r"(以上|以下|以内|左右|不等|起)$|^(约|不超过|不低于|[≥≤<>])")


@dataclass(frozen=True, slots=True)
class Known:
    """The ids that a file may refer to with their Chinese names, those of broken entries too."""

    enumerations: Mapping[str, str]
    records: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Typed:
    """A type with the units in which its values are shown."""

    type: Type
    units: tuple[str, ...] = ()


def read_type(node: Entries, known: Known, findings: list[Diagnostic]) -> Typed | None:
    """The type that ``type``, ``unit``, ``enum`` and ``records`` say; None where it is unsound."""
    match text(node, "type"):
        case "money":
            return _measure(node, MONEY, ("yuan",), findings)
        case "rate":
            return _measure(node, RATE, ("percent",), findings)
        case "quantity":
            return _measure(node, None, (), findings)
        case "number":
            return _without_unit(node, Typed(NUMBER), findings)
        case "date":
            return _without_unit(node, Typed(DAY), findings)
        case "yes_no":
            return _without_unit(node, Typed(TRUTH), findings)
        case "enum":
            name = _reference(node, "enum", known.enumerations, "RB2303", findings)
            return None if name is None else Typed(OneOf(name))
        case "set":
            name = _reference(node, "enum", known.enumerations, "RB2303", findings)
            return None if name is None else Typed(SetOf(name))
        case "records":
            name = _reference(node, "records", known.records, "RB2304", findings)
            return None if name is None else Typed(Records(name))
        case _:
            return None


def _measure(
    node: Entries, wanted: Measure | None, default: tuple[str, ...], findings: list[Diagnostic]
) -> Typed | None:
    written = text_node(node, "unit")
    if written is None:
        return None if wanted is None else Typed(wanted, default)
    units = read_units(written.value)
    if units is None:
        findings.append(unknown_unit(written, written.value))
        return None
    measured, _ = measure_of(units)
    if wanted is not None and measured != wanted:
        findings.append(
            finding("RB2309", written.span, given=written.value, wanted=units_text(default))
        )
        return Typed(wanted, default)
    return Typed(measured, units)


def _without_unit(node: Entries, typed: Typed, findings: list[Diagnostic]) -> Typed:
    written = text_node(node, "unit")
    if written is not None:
        kind = text(node, "type") or ""
        findings.append(finding("RB2320", written.span, unit=written.value, type=kind))
    return typed


def _reference(
    node: Entries, key: str, known: Mapping[str, str], code: str, findings: list[Diagnostic]
) -> str | None:
    name = text_node(node, key)
    if name is None:
        return None
    if name.value in known:
        return name.value
    guess = instead_of(name.value, known)
    findings.append(finding(code, name.span, name=name.value, guess=guess))
    return None


def read_measure(written: Text, typed: Typed, findings: list[Diagnostic]) -> Fraction | None:
    """An amount of the type, in base units."""
    assert isinstance(typed.type, Measure)
    amount = read_amount(written.value)
    if amount is None:
        findings.append(unreadable(written))
        return None
    if amount.dimension != typed.type.dimension:
        wanted = units_text(typed.units)
        if amount.units:
            findings.append(finding("RB2309", written.span, given=written.value, wanted=wanted))
            return None
        advice = unit_missing(tidy(written.value), typed.units)
        findings.append(
            finding("RB2321", written.span, given=written.value, wanted=wanted, advice=advice)
        )
        return None
    return amount.value


def read_calendar_day(written: Text, findings: list[Diagnostic]) -> datetime.date | None:
    """A day such as ``2025-09-01``."""
    day = read_day(written.value)
    if day is None:
        like_one = re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", tidy(written.value))
        code = "RB2322" if like_one else "RB2327"
        findings.append(finding(code, written.span, given=written.value))
    return day


def unreadable(written: Text) -> Diagnostic:
    """Why a text is not an amount; the language says it where it has its own sentence for it."""
    given = tidy(written.value)
    if given[:1].isdigit():
        problem = scan_number(given, given, 0).problem
        if problem is not None and problem.code not in _BOUNDS:
            return finding(problem.code, written.span, **problem.arguments)
    if _AROUND.search(given):
        return finding("RB2324", written.span, given=written.value)
    unit = re.fullmatch(r"[+-]?[0-9]+(?:\.[0-9]+)?\s*([^\W0-9_].*|[%‰/].*)", given)
    if unit is not None:
        return unknown_unit(written, unit.group(1))
    return finding("RB2308", written.span, given=written.value)


def unknown_unit(written: Text, unit: str) -> Diagnostic:
    """A unit nobody knows, with the nearest ones."""
    guess = did_you_mean(unit, unit_forms())
    return finding("RB2307", written.span, unit=unit, guess=guess)
