"""A result's value as it is told: in Python, in JSON, by the platform's names in its form."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

from rulebook.answers.fact_text import Json, unit_of, write_value
from rulebook.book.model import Fact, Vocabulary
from rulebook.book.numerals import decimal_text
from rulebook.book.platform import Names, code_of
from rulebook.book.types import RATE, OneOf
from rulebook.diagnostics import Bilingual
from rulebook.meaning.values import Value

ResultValue = Decimal | int | bool | str | datetime.date | frozenset[str]
"""Money in yuan and rates in per cent are Decimals; a quantity with whole steps is an int."""


def unit_told(fact: Fact, names: Names) -> Bilingual:
    """The unit in which a result is told."""
    if names == "platform" and fact.type == RATE:
        return Bilingual("", "")
    return Bilingual(*(unit_of(fact.type, fact.units, lang) for lang in ("zh", "en")))


def python_value(vocabulary: Vocabulary, names: Names, id_: str, value: Value) -> ResultValue:
    """A result's value as Python has it."""
    if isinstance(value, datetime.date | frozenset | bool):
        return value
    written = written_value(vocabulary, names, id_, value)
    if isinstance(written, str) and not isinstance(value, str):
        return Decimal(written)
    assert isinstance(written, int | str)
    return written


def written_value(vocabulary: Vocabulary, names: Names, id_: str, value: Value) -> Json:
    """A value in the form of JSON answers, by the platform's names in the platform's form."""
    fact = vocabulary.facts[id_]
    if names == "platform":
        if fact.type == RATE and isinstance(value, Fraction):
            return decimal_text(value)
        if isinstance(fact.type, OneOf) and isinstance(value, str):
            known = vocabulary.enumerations[fact.type.enumeration]
            return code_of(known, value) or value
    return write_value(value, fact.type, fact.units, fact.step)
