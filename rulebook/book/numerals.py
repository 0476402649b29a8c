"""Write exact numbers and amounts as digits: never rounded, never through a float."""

from __future__ import annotations

from fractions import Fraction

from rulebook.book.units import Units, factor, units_text
from rulebook.diagnostics import Bilingual, Language

LEVEL: Units = ("level",)
"""A unit that stands before its number in English texts, though not in English rules."""

MONEY_PLACES = 2
"""Decimals that an amount in yuan is written with, at least."""


def decimal_text(value: Fraction, least: int = 0) -> str:
    """The value as an exact decimal, with at least ``least`` decimals; else a fraction ``1/3``."""
    places = _places(value)
    if places is None:
        return f"{value.numerator}/{value.denominator}"
    places = max(places, least)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def _places(value: Fraction) -> int | None:
    """How many decimals the value has; None where they never end."""
    rest = value.denominator
    places = 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest //= prime
            count += 1
        places = max(places, count)
    return places if rest == 1 else None


def money_text(yuan: Fraction) -> str:
    """An amount in yuan with two decimals, more only where it is finer than a fen."""
    return decimal_text(yuan, MONEY_PLACES)


def amount_text(value: Fraction, units: Units) -> Bilingual:
    """A value in base units as a rule writes it: ``1.8万元`` and ``1.8 wan yuan``."""
    number = decimal_text(value / factor(units))
    return Bilingual(*(with_unit(number, units, lang) for lang in ("zh", "en")))


def grouped(digits: str) -> str:
    """Digits with a comma between thousands, from five digits on, as English texts have them."""
    whole, dot, fraction = digits.partition(".")
    if "/" in digits or len(whole.lstrip("-")) < 5:
        return digits
    return f"{int(whole):,}{dot}{fraction}"


def range_ends(low: Fraction, high: Fraction, units: Units) -> tuple[Bilingual, Bilingual]:
    """Both ends of a range as people say them; in English a word is said once.

    ``0 to 100,000,000 yuan``, ``level 0 to 6``, ``0% to 100%``.
    """
    zh = (amount_text(each, units).zh for each in (low, high))
    first, last = (grouped(decimal_text(each / factor(units))) for each in (low, high))
    if units == LEVEL:
        first = f"level {first}"
    else:
        word = units_text(units).en[:1].isalpha()
        first, last = first if word else with_unit(first, units, "en"), with_unit(last, units, "en")
    chinese_first, chinese_last = zh
    return Bilingual(chinese_first, first), Bilingual(chinese_last, last)


def with_unit(number: str, units: Units, lang: Language) -> str:
    """A number already written, with its unit; in English a blank stands before a word."""
    unit = units_text(units, one=number == "1").text(lang)
    blank = " " if lang == "en" and unit[:1].isalpha() else ""
    return f"{number}{blank}{unit}"


def unit_missing(digits: str, units: Units) -> Bilingual:
    """What to write for a bare number where ``units`` are wanted.

    A spreadsheet gives 90% as ``0.9``: a number up to 1 may be meant as a share or as so many
    percent, and only its writer knows.
    """
    zh, en = (with_unit(digits, units, lang) for lang in ("zh", "en"))
    if units != ("percent",) or not 0 < Fraction(digits) <= 1:
        return Bilingual(f"写上单位，例如 `{zh}`", f"write the unit, as in `{en}`")
    share = decimal_text(Fraction(digits) * 100)
    return Bilingual(
        f"是 `{share}%`，还是 `{zh}`？两个差一百倍，对照文件写上单位",
        f"is it `{share}%` or `{en}`? they differ a hundredfold: write what the document says",
    )
