"""Read one value of a fact: from what JSON or a Python caller gives to the exact value."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from rulebook.book.amounts import MAX_DIGITS, read_amount, read_given_day, tidy, unit_forms
from rulebook.book.hints import nearest_or_all
from rulebook.book.model import Enumeration, Fact, Vocabulary
from rulebook.book.numerals import amount_text, decimal_text, range_ends
from rulebook.book.types import (
    MONEY,
    RATE,
    CalendarDay,
    Measure,
    OneOf,
    Records,
    SetOf,
    Truth,
)
from rulebook.book.units import factor, units_text
from rulebook.diagnostics import Argument, Bilingual, Diagnostic, Span, finding
from rulebook.diagnostics.nearest import did_you_mean, did_you_mean_one_of, nearest
from rulebook.language.characters import visible
from rulebook.language.numerals import in_numerals
from rulebook.meaning.values import Value

_PLAIN = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_WITH_UNIT = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?\s*([^\W0-9_][^0-9]*|[%‰]+)")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?[^0-9,.]*")
_COMMAS = re.compile(r"[+-]?[0-9]+(,[0-9]+)+(\.[0-9]+)?\D*")
_YUAN = re.compile(r"^[¥￥] ?")
_BIGGEST: int = 10**MAX_DIGITS
_TEN_THOUSAND = Fraction(10_000)
_YES = frozenset(("是", "yes", "true"))
_NO = frozenset(("否", "no", "false"))
_NOTHING = Bilingual("", "")


@dataclass(frozen=True, slots=True)
class Given:
    """A value as given, with what to call it: ``key`` is the outermost key, ``name`` the path."""

    key: str
    name: str
    raw: object
    span: Span

    def problem(self, code: str, **arguments: Argument) -> Diagnostic:
        """A finding about this value."""
        return finding(code, self.span, key=self.key, name=self.name, **arguments)


def read_value(given: Given, fact: Fact, vocabulary: Vocabulary) -> Value | Diagnostic:
    """The exact value that ``given`` is for a fact, records aside."""
    if isinstance(given.raw, str) and not clean(given.raw):
        return given.problem("RB8108")
    match fact.type:
        case Measure():
            return _measure(given, fact, fact.type)
        case Truth():
            return _truth(given)
        case CalendarDay():
            return _day(given, fact)
        case OneOf(name):
            return _one_of(given, vocabulary.enumerations.get(name), given.raw)
        case SetOf(name):
            return _set_of(given, vocabulary.enumerations.get(name))
        case Records():
            return _wrong_kind(given, _LIST)
        case _:
            assert_never(fact.type)


def clean(text: str) -> str:
    """A text without invisible characters and blanks around it."""
    return visible(text)[0].strip()


# ---- measures ------------------------------------------------------------------------------


def _measure(given: Given, fact: Fact, type_: Measure) -> Fraction | Diagnostic:
    value = _exact(given, fact, type_)
    if isinstance(value, Diagnostic):
        return value
    if value % fact.step:
        step = amount_text(fact.step, fact.units)
        return given.problem("RB8113", given=_shown(given.raw), step=step)
    too_low = fact.low is not None and value < fact.low
    too_high = fact.high is not None and value > fact.high
    if too_low or too_high:
        return given.problem(
            "RB8114",
            given=_shown(given.raw),
            domain=_domain(fact),
            advice=_advice(given.raw, value, fact, type_),
        )
    return value


def _exact(given: Given, fact: Fact, type_: Measure) -> Fraction | Diagnostic:
    """The value in base units; a number without a unit is in yuan, a ratio, or the fact's unit."""
    one = Fraction(1) if type_ in (MONEY, RATE) else factor(fact.units)
    match given.raw:
        case bool():
            return given.problem("RB8106", given="true" if given.raw else "false")
        case int() | Fraction():
            exact = Fraction(given.raw)
            if _is_long(exact):
                return given.problem("RB8110")
            return exact * one
        case Decimal():
            return _decimal(given, given.raw, one, fact)
        case float():
            return given.problem("RB8105", given=repr(given.raw))
        case str():
            return _written(given, given.raw, fact, type_, one)
        case _:
            return _wrong_kind(given, _form(fact))


def _decimal(given: Given, number: Decimal, one: Fraction, fact: Fact) -> Fraction | Diagnostic:
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):
        return given.problem("RB8109", given=str(number), form=_form(fact))
    if len(digits) > MAX_DIGITS or abs(exponent) > MAX_DIGITS:
        return given.problem("RB8110")
    return Fraction(number) * one


def _written(
    given: Given, text: str, fact: Fact, type_: Measure, one: Fraction
) -> Fraction | Diagnostic:
    written, text = text, tidy(text)
    if len(text) > 2 * MAX_DIGITS:
        return given.problem("RB8110")
    if not _PLAIN.fullmatch(text):
        text = _unmarked(text, written, type_)
    if _PLAIN.fullmatch(text):
        return Fraction(text) * one if len(text) <= MAX_DIGITS else given.problem("RB8110")
    amount = read_amount(text)
    if amount is None:
        return _unreadable(given, text, fact)
    if amount.dimension != type_.dimension:
        wanted = units_text(fact.units) if fact.units else _NO_UNIT
        return given.problem("RB8111", given=_shown(text), wanted=wanted)
    return amount.value


def _unmarked(text: str, written: str, type_: Measure) -> str:
    """A tidied number without ¥, and without commas where each stands before three digits."""
    if type_ == MONEY:
        text = _YUAN.sub("", text)
    # 、 divides the items of a list; tidied, it is a comma as well.
    if "、" not in written and _THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    return text


def _unreadable(given: Given, text: str, fact: Fact) -> Diagnostic:
    if _COMMAS.fullmatch(text):
        return given.problem("RB8125", given=_shown(text))
    with_unit = _WITH_UNIT.fullmatch(text)
    if with_unit is None:
        return given.problem("RB8109", given=_shown(text), form=_form(fact))
    unit = with_unit.group(1)
    guess = did_you_mean(unit, unit_forms())
    return given.problem("RB8112", unit=_shown(unit), guess=guess)


def _domain(fact: Fact) -> Bilingual:
    low = None if fact.low is None else _round_text(fact.low, fact.units)
    high = None if fact.high is None else _round_text(fact.high, fact.units)
    if fact.low is not None and fact.high is not None and low and high:
        first, last = range_ends(fact.low, fact.high, fact.units)
        return Bilingual(f"{low.zh} 至 {high.zh}", f"{first.en} to {last.en}")
    if low is not None:
        return Bilingual(f"{low.zh} 及以上", f"{low.en} and above")
    return _NOTHING if high is None else Bilingual(f"{high.zh} 及以下", f"{high.en} and below")


def _round_text(value: Fraction, units: tuple[str, ...]) -> Bilingual:
    """An amount; in Chinese a round sum is said in 万元 or 亿元, as nobody counts zeros."""
    text = amount_text(value, units)
    if units == ("yuan",) and value:
        for larger in ("yi_yuan", "wan_yuan"):
            if value % factor((larger,)) == 0:
                return Bilingual(amount_text(value, (larger,)).zh, text.en)
    return text


def _advice(raw: object, value: Fraction, fact: Fact, type_: Measure) -> Bilingual:
    """What the clerk may have meant."""
    bare = not isinstance(raw, str) or _PLAIN.fullmatch(tidy(raw)) is not None
    if type_ == RATE and bare and _inside(value / 100, fact):
        percent = f"{decimal_text(value)}%"
        return Bilingual(f"是不是 `{percent}`？", f"did you mean `{percent}`?")
    if type_ != MONEY:
        return _NOTHING
    if bare:
        return Bilingual("不带单位的金额以元计", "an amount without a unit is in yuan")
    if "万" in str(raw) and _inside(value / _TEN_THOUSAND, fact):
        yuan = f"{decimal_text(value / _TEN_THOUSAND)}元"
        return Bilingual(f"是不是把元写成了万元：`{yuan}`？", f"yuan, not 万元: `{yuan}`?")
    return _NOTHING


def _inside(value: Fraction, fact: Fact) -> bool:
    return (fact.low is None or value >= fact.low) and (fact.high is None or value <= fact.high)


# ---- yes and no, days, names -----------------------------------------------------------------


def _truth(given: Given) -> bool | Diagnostic:
    match given.raw:
        case bool():
            return given.raw
        case str() if (said := tidy(given.raw).lower()) in _YES | _NO:
            return said in _YES
        case str() | int() | Decimal() | Fraction() | float():
            return given.problem("RB8115", given=_shown(given.raw))
        case _:
            return _wrong_kind(given, _YES_NO)


def _day(given: Given, fact: Fact) -> datetime.date | Diagnostic:
    match given.raw:
        case datetime.datetime():
            return given.problem("RB8119")
        case datetime.date():
            day = given.raw
        case str():
            read = read_given_day(given.raw)
            if read is None:
                return given.problem("RB8118", given=_shown(given.raw))
            day = read
        case _:
            return _wrong_kind(given, _DATE)
    first, last = fact.first or datetime.date.min, fact.last or datetime.date.max
    if not first <= day <= last:
        domain = Bilingual(f"{first} 至 {last}", f"{first} to {last}")
        return given.problem("RB8114", given=str(day), domain=domain, advice=_NOTHING)
    return day


def _one_of(given: Given, enumeration: Enumeration | None, raw: object) -> str | Diagnostic:
    values = () if enumeration is None else enumeration.values
    names = {name: value.id for value in values for name in (value.label.zh, value.id)}
    if not isinstance(raw, str):
        if isinstance(raw, int | Decimal | Fraction) and not isinstance(raw, bool):
            return _no_such_value(given, _shown(raw), names)
        return _wrong_kind(given, _NAME)
    found = names.get(clean(raw))
    return _no_such_value(given, _shown(raw), names) if found is None else found


def _no_such_value(given: Given, shown: str, names: Mapping[str, str]) -> Diagnostic:
    chinese = [name for name, id_ in names.items() if name != id_]
    meant = in_numerals(shown)
    if meant in names:
        guess = Bilingual(f"是不是 `{meant}`？", f"did you mean `{meant}`?")
        return given.problem("RB8116", given=shown, guess=guess)
    near = nearest(shown, names)
    if len(near) > 1 and set(near) == set(chinese):
        near = chinese  # all of a few: in their own order
    guess = did_you_mean_one_of(near)
    guess = guess if guess.zh else nearest_or_all(shown, chinese or names)
    return given.problem("RB8116", given=shown, guess=guess)


def _set_of(given: Given, enumeration: Enumeration | None) -> frozenset[str] | Diagnostic:
    if isinstance(given.raw, frozenset | set):
        items: list[object] = sorted(given.raw, key=str)
    elif isinstance(given.raw, list | tuple):
        items = list(given.raw)
    else:
        return _wrong_kind(given, _LIST)
    found: list[str] = []
    for item in items:
        value = _one_of(given, enumeration, item)
        if isinstance(value, Diagnostic):
            return value
        if value in found:
            return given.problem("RB8121", given=_shown(item))
        found.append(value)
    return frozenset(found)


# ---- what a value is -------------------------------------------------------------------------


def _wrong_kind(given: Given, form: Bilingual) -> Diagnostic:
    return given.problem("RB8107", form=form, kind=kind_of(given.raw))


def kind_of(raw: object) -> Bilingual:
    """What a person calls a value of this kind."""
    match raw:
        case None:
            return Bilingual("空值", "nothing")
        case bool():
            return Bilingual("是/否", "a yes/no value")
        case str():
            return Bilingual("文字", "a text")
        case int() | float() | Decimal() | Fraction():
            return Bilingual("数", "a number")
        case list() | tuple() | set() | frozenset():
            return Bilingual("列表", "a list")
        case Mapping():
            return Bilingual("对象", "an object")
        case _:
            return Bilingual(f"{type(raw).__name__}", f"{type(raw).__name__}")


def _form(fact: Fact) -> Bilingual:
    if fact.type == MONEY:
        return Bilingual('金额，如 "12300.00"', 'an amount of money such as "12300.00"')
    if fact.type == RATE:
        return Bilingual('比例，如 "85%"', 'a rate such as "85%"')
    if not fact.units:
        return _NUMBER
    unit = units_text(fact.units)
    return Bilingual(f'数量，如 "3{unit.zh}"', f'a quantity such as "3 {unit.en}"')


def _shown(raw: object) -> str:
    """A value as given, short enough for a sentence."""
    match raw:
        case bool():
            return "true" if raw else "false"
        case int() | Fraction() if _is_long(Fraction(raw)):
            return "…"
        case Fraction():
            text = decimal_text(raw)
        case _:
            text = str(raw)
    return text if len(text) <= 40 else text[:39] + "…"


def _is_long(number: Fraction) -> bool:
    return max(abs(number.numerator), number.denominator) >= _BIGGEST


_NUMBER = Bilingual("数，如 3", "a number such as 3")
_NO_UNIT = Bilingual("不带单位的数", "a number without a unit")
_LIST = Bilingual("列表", "a list")
_YES_NO = Bilingual("true 或 false", "true or false")
_DATE = Bilingual('日期，如 "2025-09-01"', 'a day such as "2025-09-01"')
_NAME = Bilingual("名称（文字）", "a name, as a text")
