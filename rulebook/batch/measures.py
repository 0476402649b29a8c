"""Columns of measures → checked integers: amounts, rates, counts."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from rulebook.batch.columns import Column
from rulebook.batch.readings import OUTSIDE, Plain, Problem, Reading, Steps, where_null, wrong_kind
from rulebook.batch.spellings import NUMBER, amount, tidied_amount
from rulebook.book.model import Fact
from rulebook.book.types import MONEY, RATE
from rulebook.book.units import factor
from rulebook.meaning.program import ProgramFact

LONGEST = 18
"""The digits of a decimal that engines hold in 64 bits."""
TEXT_DIGITS = "TRY_CAST({} AS DECIMAL(28, 9))"
UNREADABLE, NO_UNIT, TOO_FINE = "RB8109", "RB8112", "RB8113"
MARKS, NEGATIVE = "RB8125", "RB9630"


def read_number(
    written: str, column: Column, fact: Fact, spec: ProgramFact, steps: Steps
) -> Reading:
    """Numbers by the steps of their fact, within its domain."""
    one = Fraction(1) if fact.type in (MONEY, RATE) else factor(fact.units)
    scaled = one * 10**spec.shape.scale
    match column.kind:
        case "integer" | "decimal":
            return _typed_number(written, column, spec, scaled)
        case "text":
            return _text_number(written, fact, spec, one, steps)
        case _:
            return wrong_kind("BIGINT", written)


def _typed_number(written: str, column: Column, spec: ProgramFact, scaled: Fraction) -> Reading:
    """A number of an exact type: bounds first, so that no product passes its type."""
    low, high = Fraction(spec.shape.low) / scaled, Fraction(spec.shape.high) / scaled
    lowest, highest = _decimal(low, column.scale, up=True), _decimal(high, column.scale, up=False)
    inside = f"{written} BETWEEN {lowest} AND {highest}"
    times, over = scaled.numerator, scaled.denominator * spec.step
    if column.kind == "integer":
        product = f"CAST({written} AS BIGINT)" + ("" if times == 1 else f" * {times}")
    else:
        narrow = written
        if not 0 < column.digits + len(str(times)) <= LONGEST:
            width = len(str(max(abs(floor(low)), abs(ceil(high))))) + column.scale
            narrow = f"CAST({written} AS DECIMAL({width}, {column.scale}))"
        product = f"{narrow} * CAST({times} AS DECIMAL({len(str(times))}, 0))"
    whole = over == 1 and times % 10**column.scale == 0
    test = inside if whole else f"{inside} AND ({product}) % {over} = 0"
    value = product if column.kind == "integer" else f"CAST({product} AS BIGINT)"
    if scaled.denominator != 1:
        value = f"({value}) // {scaled.denominator}"
    finer = () if whole else ((TOO_FINE, f"{inside} AND ({product}) % {over} <> 0"),)
    return Reading(
        f"CASE WHEN {test} THEN {value} END",
        (*_negative(written, spec), (OUTSIDE, f"NOT ({inside})"), *finer),
        plain=(Plain(value, f"{written} IS NULL OR NOT ({inside})"),) if whole else (),
    )


def _text_number(
    written: str, fact: Fact, spec: ProgramFact, one: Fraction, steps: Steps
) -> Reading:
    """A number as text: plain, such as ``12300.00`` or ``85%``, else tidied and with its unit."""
    plainly = _plain_number(written, fact, spec, one * 10**spec.shape.scale)
    first = steps.column("v", plainly)
    text = steps.column("t", where_null(first, tidied_amount(written, fact)))
    made, over = amount(text, fact, one, 10**spec.shape.scale)
    number = steps.column("n", f"CASE WHEN {text} IS NOT NULL THEN {made} END")
    inside = f"{number} BETWEEN {spec.shape.low * over} AND {spec.shape.high * over}"
    fits = f"{number} % {spec.step * over} = 0"
    value = f"CASE WHEN {inside} AND {fits} THEN CAST({number} AS BIGINT) // {over} END"
    digits = f"REGEXP_EXTRACT({text}, '{NUMBER}', 1)"
    known = f"{text} IS NOT NULL"
    marks = f"REGEXP_MATCHES({text}, '^[+-]?[0-9]+(,[0-9]+)+([.][0-9]+)?[^0-9]*$')"
    return Reading(
        f"COALESCE({first}, {value})",
        (
            (MARKS, marks),
            (UNREADABLE, f"NOT REGEXP_MATCHES({text}, '{NUMBER}( *[^0-9 .,￥¥][^0-9]*)?$')"),
            *_negative(number, spec),
            (TOO_FINE, f"REGEXP_MATCHES({digits}, '[.][0-9]{{9,}}[1-9]') OR NOT ({fits})"),
            (OUTSIDE, f"REGEXP_MATCHES({digits}, '^[+-]?0*[1-9][0-9]{{15,}}') OR NOT ({inside})"),
            (NO_UNIT, known),
        ),
        wrong=known,
        plain=(Plain(plainly, f"({plainly}) IS NULL"),),
    )


def _plain_number(written: str, fact: Fact, spec: ProgramFact, scaled: Fraction) -> str:
    """The value of a plain number within its domain, NULL of any other text."""
    form = "^[+-]?[0-9]{1,18}([.][0-9]{1,9})?"
    form += "%?$" if fact.type == RATE else "$"
    well = f"REGEXP_MATCHES({written}, '{form}')"
    over = f"CAST({scaled.denominator} AS BIGINT)"
    digits = written
    if fact.type == RATE:
        digits = f"REPLACE({written}, '%', '')"
        percent = f"ENDS_WITH({written}, '%')"
        over = f"CASE WHEN {percent} THEN {scaled.denominator * 100} ELSE {scaled.denominator} END"
    number = TEXT_DIGITS.format(digits)
    product = f"{number} * CAST({scaled.numerator} AS DECIMAL({len(str(scaled.numerator))}, 0))"
    inside = f"({product}) BETWEEN {spec.shape.low} * ({over}) AND {spec.shape.high} * ({over})"
    fits = f"({product}) % ({spec.step} * ({over})) = 0"
    value = f"CAST({product} AS BIGINT) // ({over})"
    return f"CASE WHEN {well} AND {inside} AND {fits} THEN {value} END"


def _negative(written: str, spec: ProgramFact) -> tuple[Problem, ...]:
    """An amount below zero where none can be: a reversal or refund, which no rule answers."""
    return ((NEGATIVE, f"{written} < 0"),) if spec.shape.low >= 0 else ()


def _decimal(value: Fraction, scale: int, *, up: bool) -> str:
    """A bound as a literal of ``scale`` decimals, rounded inward."""
    number = value * 10**scale
    whole = ceil(number) if up else floor(number)
    sign, digits = ("-" if whole < 0 else ""), str(abs(whole)).rjust(scale + 1, "0")
    return sign + (f"{digits[:-scale]}.{digits[-scale:]}" if scale else digits)
