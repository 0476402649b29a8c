"""An expression in plain words, Chinese and English: a fold over the typed tree.

A construct that is missing here fails the type check.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Protocol, assert_never

from rulebook.book.types import CalendarDay, Measure, Truth, Type
from rulebook.language.tree import ArithmeticOp, CompareOp, GatherOp, LimitKind, RoundingMode
from rulebook.meaning import typed as t
from rulebook.site.html import Two, fill, join, of, two
from rulebook.site.values import Values


class Names(Protocol):
    """Says the names of things, as links where the page has them."""

    @property
    def values(self) -> Values:
        """Shows values."""

    def fact(self, fact: str) -> Two:
        """A fact of the vocabulary."""

    def figure(self, place: str, figure: str) -> Two:
        """A figure of a place."""

    def definition(self, definition: str) -> Two:
        """A definition of the same rule."""

    def field(self, records: str, field: str) -> Two:
        """A field of the records that a fact holds."""

    def output(self, rule: str, output: str) -> Two:
        """A result of another rule."""


class Tie(IntEnum):
    """How closely a phrase holds together; a looser one inside a closer one stands in brackets."""

    SENTENCE = 0
    OR = 1
    AND = 2
    COMPARISON = 3
    SUM = 4
    PRODUCT = 5
    WORD = 6


_ARITHMETIC: dict[ArithmeticOp, tuple[Two, Tie]] = {
    "+": (two("加", " plus "), Tie.SUM),
    "-": (two("减", " minus "), Tie.SUM),
    "×": (two("乘以", " times "), Tie.PRODUCT),
    "/": (two("除以", " divided by "), Tie.PRODUCT),
}
_COMPARED: dict[CompareOp, Two] = {
    "=": two("为", " is "),
    "≠": two("不是", " is not "),
    "<": two("不到", " is below "),
    "≤": two("不超过", " is at most "),
    ">": two("超过", " is above "),
    "≥": two("不低于", " is at least "),
}
_COMPARED_MEASURES: dict[CompareOp, Two] = {
    **_COMPARED,
    "=": two("等于", " equals "),
    "≠": two("不等于", " does not equal "),
}
_COMPARED_DAYS: dict[CompareOp, Two] = {
    **_COMPARED,
    "<": two("早于", " is before "),
    "≤": two("不晚于", " is on or before "),
    ">": two("晚于", " is after "),
    "≥": two("不早于", " is on or after "),
}
_LIMITS: dict[LimitKind, tuple[str, str]] = {
    "floor": ("{}，最少为{}", "{}, but at least {}"),
    "ceiling": ("{}，最多为{}", "{}, but at most {}"),
}
_STEPS: dict[LimitKind, tuple[str, str]] = {
    "floor": ("最少为{}", "at least {}"),
    "ceiling": ("最多为{}", "at most {}"),
}
_ROUNDED: dict[RoundingMode, tuple[str, str]] = {
    "half_up": ("四舍五入到{}", "rounded to {} (halves up)"),
    "down": ("舍去到{}", "rounded down to {}"),
    "up": ("进位到{}", "rounded up to {}"),
}
_GATHERED: dict[GatherOp, tuple[str, str]] = {
    "sum": ("{}之和", "the sum of {}"),
    "count": ("{}中成立的个数", "how many hold of {}"),
    "max": ("{}中最高的", "the highest of {}"),
    "min": ("{}中最低的", "the lowest of {}"),
    "all": ("{}全部成立", "all of: {}"),
    "any": ("{}至少一项成立", "at least one of: {}"),
}
GATHERED_LINES: dict[GatherOp, Two] = {
    "sum": two("是下列各项之和：", "is the sum of:"),
    "count": two("是下列各项中成立的个数：", "is how many of these hold:"),
    "max": two("取下列各项中最高的：", "is the highest of:"),
    "min": two("取下列各项中最低的：", "is the lowest of:"),
    "all": two("，须下列各项全部成立：", "holds when all of these hold:"),
    "any": two("，下列任一项成立即成立：", "holds when any of these holds:"),
}
CASE_DAY = two("基准日", "the day of the case")
NO_LIMIT = two("无上限", "no limit")
NOT_APPLICABLE = two("不适用", "not applicable")
_FUNCTIONS: dict[str, tuple[str, str]] = {
    "year": ("{}的年份", "the year of {}"),
    "age": ("生日为{}的人到{}的周岁", "the age on {1} of a person born on {0}"),
    "months": ("从{}到{}的满月数", "the full months from {} to {}"),
    "medical_year": ("{}所在的医保年度（从{}月起）", "the medical year of {} (from month {})"),
}


def phrase(node: t.Typed, names: Names, inside: Tie = Tie.SENTENCE) -> Two:
    """The expression in words, in brackets where it stands inside something closer."""
    said, tie = _say(node, names)
    return fill("（{}）", "({})", said) if tie < inside else said


def _say(node: t.Typed, names: Names) -> tuple[Two, Tie]:  # noqa: C901 - one line a construct
    match node:
        case t.Literal():
            return names.values.show(node.value, node.type, node.units), Tie.WORD
        case t.FactRead():
            return names.fact(node.fact), Tie.WORD
        case t.CaseDayRead():
            return CASE_DAY, Tie.WORD
        case t.FigureRead():
            return _figure(node, names), Tie.WORD
        case t.DefinitionRead():
            return names.definition(node.definition), Tie.WORD
        case t.FieldRead():
            return names.field(node.records, node.field), Tie.WORD
        case t.RuleRead():
            return _other_rule(node, names), Tie.WORD
        case t.NoLimitValue():
            return NO_LIMIT, Tie.WORD
        case t.NotApplicableValue():
            return NOT_APPLICABLE, Tie.WORD
        case t.FunctionCall():
            parts = [phrase(each, names, Tie.WORD) for each in node.arguments]
            return fill(*_FUNCTIONS[node.function], *parts), Tie.WORD
        case t.RecordGather():
            return _records(node, names), Tie.SENTENCE
        case t.Brackets():
            return fill("{}分段计算的结果", "{} by brackets", phrase(node.amount, names)), Tie.WORD
        case t.Contains():
            inside = phrase(node.of, names, Tie.WORD)
            operand = phrase(node.operand, names, Tie.WORD)
            return fill("{}包括{}", "{} includes {}", inside, operand), Tie.COMPARISON
        case t.Negate():
            return fill("负{}", "minus {}", phrase(node.operand, names, Tie.WORD)), Tie.PRODUCT
        case t.Arithmetic():
            return _arithmetic(node, names)
        case t.Compare():
            return _compare(node, names), Tie.COMPARISON
        case t.Member():
            options = join([phrase(each, names, Tie.WORD) for each in node.options], "、", " or ")
            said = fill("{}属于{}", "{} is {}", phrase(node.operand, names, Tie.WORD), options)
            return said, Tie.COMPARISON
        case t.Not():
            return _denied(node.operand, names), Tie.COMPARISON
        case t.Junction():
            tie = Tie.AND if node.op == "and" else Tie.OR
            parts = [phrase(each, names, Tie.COMPARISON) for each in node.operands]
            words = ("，且", " and ") if node.op == "and" else ("，或", " or ")
            return join(parts, *words), tie
        case t.Gather():
            return _gather(node, names), Tie.SENTENCE
        case t.Limit():
            value, bound = phrase(node.value, names, Tie.SUM), phrase(node.bound, names, Tie.SUM)
            return fill(*_LIMITS[node.kind], value, bound), Tie.SENTENCE
        case t.Round():
            value = phrase(node.value, names, Tie.SUM)
            return join([value, rounding(node)], "，", ", "), Tie.SENTENCE
        case t.Cases():
            return _cases(node, names), Tie.SENTENCE
        case t.Lookup():
            return _lookup(node, names), Tie.SENTENCE
        case _:
            assert_never(node)


def _arithmetic(node: t.Arithmetic, names: Names) -> tuple[Two, Tie]:
    word, tie = _ARITHMETIC[node.op]
    left = phrase(node.left, names, tie)
    right = phrase(node.right, names, Tie(tie + 1))
    return Two(left.zh + word.zh + right.zh, left.en + word.en + right.en), tie


def _compare(node: t.Compare, names: Names) -> Two:
    left = phrase(node.left, names, Tie.SUM)
    if isinstance(node.left.type, Truth) and isinstance(node.right, t.Literal):
        holds = (node.op == "=") == bool(node.right.value)
        return left if holds else _denied(node.left, names)
    word = compared(node.op, node.left.type)
    right = phrase(node.right, names, Tie.SUM)
    return Two(left.zh + word.zh + right.zh, left.en + word.en + right.en)


def _denied(node: t.Typed, names: Names) -> Two:
    said = phrase(node, names, Tie.WORD)
    plain = isinstance(node, (t.FactRead, t.DefinitionRead, t.FieldRead))
    return fill("{}为否" if plain else "{}不成立", "not {}", said)


def compared(op: CompareOp, kind: Type) -> Two:
    """The words of a comparison; days and measures have their own."""
    if isinstance(kind, CalendarDay):
        return _COMPARED_DAYS[op]
    return (_COMPARED_MEASURES if isinstance(kind, Measure) else _COMPARED)[op]


def _gather(node: t.Gather, names: Names) -> Two:
    parts = []
    for item in node.items:
        said = phrase(item.value, names, Tie.COMPARISON)
        if item.label is not None:
            said = fill("{}（{}）", "{} ({})", of(item.label), said)
        parts.append(said)
    return fill(*_GATHERED[node.op], join(parts, "、", ", "))


def _figure(node: t.FigureRead, names: Names) -> Two:
    name = names.figure(node.place, node.figure)
    if node.day is None:
        return name
    return fill("{}（按{}）", "{} (as of {})", name, phrase(node.day, names))


def _other_rule(node: t.RuleRead, names: Names) -> Two:
    said = names.output(node.rule, node.output)
    terms = [
        fill("{}取{}", "{} being {}", names.fact(fact), phrase(value, names))
        for fact, value in node.replaced
    ]
    if node.day is not None:
        terms.append(fill("按{}", "as of {}", phrase(node.day, names)))
    if node.fallback is not None:
        rest = phrase(node.fallback, names)
        terms.append(fill("不适用时为{}", "{} where it is not applicable", rest))
    return fill("{}（{}）", "{} ({})", said, join(terms, "，", ", ")) if terms else said


def _records(node: t.RecordGather, names: Names) -> Two:
    which = names.fact(node.records)
    if node.where is not None:
        where = phrase(node.where, names)
        which = fill("{}（只看{}的）", "{} (only those where {})", which, where)
    if node.item is None:
        said = fill("{}的条数", "the number of {}", which)
    else:
        item = phrase(node.item, names, Tie.SUM)
        said = fill(*_GATHERED[node.op], fill("{}各条的{}", "{1} of each of {0}", which, item))
    if node.otherwise is None:
        return said
    rest = phrase(node.otherwise, names)
    return fill("{}；一条也没有时为{}", "{}; {} where there are none", said, rest)


def _cases(node: t.Cases, names: Names) -> Two:
    parts = [
        fill("{}时为{}", "{1} if {0}", condition_of(each, names), phrase(each.value, names))
        for each in node.cases
    ]
    rest = fill("否则为{}", "otherwise {}", phrase(node.otherwise, names))
    return join([*parts, rest], "；", "; ")


def condition_of(case: t.TypedCase, names: Names) -> Two:
    """When a case holds; an exception says its name."""
    said = phrase(case.condition, names)
    if case.name is None:
        return said
    return fill("例外“{}”：{}", "exception “{}”: {}", of(case.name), said)


def _lookup(node: t.Lookup, names: Names) -> Two:
    inputs = join([phrase(each, names, Tie.WORD) for each in node.inputs], "、", " and ")
    return fill("按{}查表", "what the table gives for {}", inputs)


def cell(test: t.CellTest, column: t.Typed, names: Names) -> Two:
    """A condition cell of a table."""
    match test:
        case t.AnyValue():
            return two("任意", "any")
        case t.WithinBounds(bounds):
            parts = [
                fill("{} {}", "{} {}", two(op), phrase(bound, names, Tie.SUM))
                if op != "="
                else phrase(bound, names, Tie.SUM)
                for op, bound in bounds
            ]
            return join(parts, " 且 ", " and ")
        case t.AmongValues(values):
            return join([_among(each, column, names) for each in values], "、", ", ")
        case _:
            assert_never(test)


def _among(value: t.Typed, column: t.Typed, names: Names) -> Two:
    if isinstance(value, t.Literal):
        return names.values.show(value.value, column.type, value.units)
    return phrase(value, names, Tie.WORD)


def rounding(node: t.Round) -> Two:
    """What a rounding does."""
    return fill(*_ROUNDED[node.mode], Values({}).show(node.step, node.type))


def limit_step(node: t.Limit, names: Names) -> Two:
    """A limit as a step of its own."""
    return fill(*_STEPS[node.kind], phrase(node.bound, names, Tie.SUM))
