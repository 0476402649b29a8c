"""Values and cells of the tree as text, on either surface, on one line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rulebook.diagnostics import Language
from rulebook.language import tree
from rulebook.language.characters import half_width
from rulebook.language.words import Words, words

_GATHER: dict[tree.GatherOp, str] = {
    "sum": "SUM", "count": "COUNT", "max": "MAX", "min": "MIN", "all": "ALL", "any": "ANY",
}  # fmt: skip
_LIMITS: dict[tree.LimitKind, str] = {"floor": "FLOOR", "ceiling": "CEIL"}
_MODES: dict[tree.RoundingMode, str] = {"half_up": "ROUND", "down": "ROUNDDOWN", "up": "ROUNDUP"}
_CURLY, _CORNER, _STRAIGHT = ("“", "”"), ("「", "」"), ('"', '"')
_QUOTES: dict[Language, tuple[tuple[str, str], ...]] = {
    "zh": (_CURLY, _CORNER, _STRAIGHT),
    "en": (_STRAIGHT, _CURLY, _CORNER),
}

# How tightly a value holds together; one that stands where a tighter one must is put in brackets.
_VALUE, _LOGIC, _UNARY, _COMPARISON, _SUM, _PRODUCT, _NEGATIVE, _ATOM = range(8)


@dataclass(frozen=True, slots=True)
class _Inner:
    """A value inside another, in brackets unless it holds together as tightly as ``least``."""

    node: tree.Expression
    least: int


class Phrases:
    """Writes values on one surface."""

    def __init__(self, lang: Language) -> None:
        self.lang = lang
        self.words: Words = words()
        self.comma = "、" if lang == "zh" else ", "

    def word(self, terminal: str) -> str:
        """A keyword."""
        return self.words.keyword(terminal, self.lang)

    def gathering(self, op: tree.GatherOp) -> str:
        """合计, 全部 and so on."""
        return self.word(_GATHER[op])

    def quoted(self, text: str) -> str:
        """``text`` in the surface's quotes, or in others where it holds those itself."""
        read = half_width(text)  # a full-width quote ends a text as well
        for opening, closing in _QUOTES[self.lang]:
            if closing not in read and opening not in read:
                return f"{opening}{text}{closing}"
        opening, closing = next(pair for pair in _QUOTES[self.lang] if pair[1] not in read)
        return f"{opening}{text}{closing}"

    def listed(self, items: tuple[tree.Expression, ...]) -> str:
        """Values with the surface's list mark between them."""
        return self.comma.join(self.value(item) for item in items)

    # ---- values, and what needs brackets where

    def value(self, node: tree.Expression) -> str:
        """Any value."""
        return self._text(_Inner(node, _VALUE))

    def condition(self, node: tree.Expression) -> str:
        """A condition, where limits and roundings need brackets."""
        return self._text(_Inner(node, _LOGIC))

    def operand(self, node: tree.Expression) -> str:
        """One of several conditions, where 且 and 或 need brackets too."""
        return self._text(_Inner(node, _UNARY))

    def sum(self, node: tree.Expression) -> str:
        """A bound, or what brackets go on top of, where comparisons need brackets too."""
        return self._text(_Inner(node, _SUM))

    def product(self, node: tree.Expression) -> str:
        """What is added or taken away, where sums need brackets too."""
        return self._text(_Inner(node, _PRODUCT))

    def reference(self, node: tree.Reference) -> str:
        """A name, a part, or a call."""
        return self._text(_Inner(node, _ATOM))

    def amount(self, node: tree.Amount) -> str:
        """A number with its unit."""
        if not node.units:
            return node.digits
        unit, *per = (self.words.units[each] for each in node.units)
        text = unit.written(self.lang, one=node.number == 1)
        between = " " if text[0].isalpha() and text.isascii() else ""
        below = "".join("/" + each.written(self.lang, per=True) for each in per)
        return f"{node.digits}{between}{text}{below}"

    def limit(self, node: tree.LimitStep) -> str:
        """The limit alone, without what it limits."""
        return f"{self.word(_LIMITS[node.kind])} {self.sum(node.bound)}"

    def rounding(self, node: tree.RoundingStep) -> str:
        """The rounding alone, without what it rounds."""
        return f"{self.word(_MODES[node.mode])} {self.amount(node.step)}"

    def _text(self, start: _Inner) -> str:
        """Written with a stack of what is still to come, so that depth costs nothing."""
        written: list[str] = []
        coming: list[str | _Inner] = [start]
        while coming:
            piece = coming.pop()
            if isinstance(piece, str):
                written.append(piece)
                continue
            tightness, pieces = self._pieces(piece.node)
            if tightness < piece.least:
                pieces = ["(", *pieces, ")"]
            coming.extend(reversed(pieces))
        return "".join(written)

    def _pieces(self, node: tree.Expression) -> tuple[int, list[str | _Inner]]:
        """How tightly a value holds together, and its parts."""
        match node:
            case tree.Minus(operand):
                return _NEGATIVE, ["-", _Inner(operand, _ATOM)]
            case tree.Arithmetic(("+" | "-") as op, left, right):
                return _SUM, [_Inner(left, _SUM), f" {op} ", _Inner(right, _PRODUCT)]
            case tree.Arithmetic(op, left, right):
                return _PRODUCT, [_Inner(left, _PRODUCT), f" {op} ", _Inner(right, _NEGATIVE)]
            case tree.Comparison(op, left, right):
                return _COMPARISON, [_Inner(left, _SUM), f" {op} ", _Inner(right, _SUM)]
            case tree.Membership(operand, options):
                joint = f" {self.word('IN')} "
                return _COMPARISON, [_Inner(operand, _SUM), joint, _Inner(options, _SUM)]
            case tree.Not(operand):
                return _UNARY, [f"{self.word('NOT')} ", _Inner(operand, _UNARY)]
            case tree.And(operands):
                return _LOGIC, self._between(operands, f" {self.word('AND')} ", _UNARY)
            case tree.Or(operands):
                return _LOGIC, self._between(operands, f" {self.word('OR')} ", _UNARY)
            case tree.Limit(kind, value, bound):
                least = _LOGIC if isinstance(value, tree.Limit) else _VALUE
                mark = f" {self.word(_LIMITS[kind])} "
                return _VALUE, [_Inner(value, least), mark, _Inner(bound, _SUM)]
            case tree.Rounding(mode, value, step):
                text = f" {self.word(_MODES[mode])} {self.amount(step)}"
                return _VALUE, [_Inner(value, _VALUE), text]
            case _:
                return _ATOM, self._atom(node)

    def _between(
        self, items: Iterable[tree.Expression], joint: str, least: int
    ) -> list[str | _Inner]:
        pieces: list[str | _Inner] = []
        for item in items:
            pieces += [joint, _Inner(item, least)]
        return pieces[1:]

    def _atom(self, node: tree.Expression) -> list[str | _Inner]:
        match node:
            case tree.Name(word):
                return [word]
            case tree.Part(owner, part):
                return [_Inner(owner, _ATOM), ".", part.word]
            case tree.Call(target, arguments):
                return [target.word, *self._arguments(arguments)]
            case tree.Undetermined(names) if names:
                return [self.word("UNDET"), "(", *self._between(names, self.comma, _ATOM), ")"]
            case tree.WhenNotApplicable(reference, fallback):
                mark = f" {self.word('WHENNA')} "
                return [_Inner(reference, _ATOM), mark, _Inner(fallback, _ATOM)]
            case tree.Choice(items):
                return ["(", *self._between(items, self.comma, _VALUE), ")"]
            case tree.Bracketed(value):
                return ["(", _Inner(value, _VALUE), ")"]
            case tree.Aggregate():
                return self._aggregate(node)
            case _:
                return [self._leaf(node)]

    def _leaf(self, node: tree.Expression) -> str:
        match node:
            case tree.Amount():
                return self.amount(node)
            case tree.Day(date):
                return date.isoformat()
            case tree.Quoted(text):
                return self.quoted(text)
            case tree.YesNo(value):
                return self.word("YES" if value else "NO")
            case tree.NoLimit():
                return self.word("NOLIMIT")
            case tree.NotApplicable():
                return self.word("NA")
            case tree.Base():
                return self.word("BASE")
            case tree.Undetermined():
                return self.word("UNDET")
            case _:
                raise AssertionError(node)  # everything that has parts was written above

    def _aggregate(self, node: tree.Aggregate) -> list[str | _Inner]:
        pieces = [self.gathering(node.op), "(", *self._between(node.items, self.comma, _VALUE)]
        if node.where is not None:
            pieces += [f" {self.word('WHERE')} ", _Inner(node.where, _LOGIC)]
        if node.otherwise is not None:
            pieces += [f" {self.word('ELSE')} ", _Inner(node.otherwise, _VALUE)]
        return [*pieces, ")"]

    def _arguments(self, arguments: Iterable[tree.Argument]) -> list[str | _Inner]:
        pieces: list[str | _Inner] = []
        for argument in arguments:
            named = f"{argument.name.word}: " if argument.name is not None else ""
            pieces += [self.comma, named, _Inner(argument.value, _VALUE)]
        return ["(", *pieces[1:], ")"]

    # ---- cells

    def cell(self, node: tree.Cell) -> str:
        """What stands between two bars of a table."""
        match node:
            case tree.Anything():
                return "*"
            case tree.Rest():
                return self.word("ELSE")
            case tree.Bounds(bounds):
                return " ".join(f"{op} {self.sum(bound)}" for op, bound in bounds)
            case tree.Several(items):
                return self.listed(items)
            case tree.Corner(row, column):
                return f"{self.value(row)} \\ {self.value(column)}"
            case _:
                return self.value(node)
