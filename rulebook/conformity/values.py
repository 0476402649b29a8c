"""Every value that a node can have in a case of which only some facts are known.

A value written in the rule (a table's row, a case, a figure) is exact; one that is worked out from
facts lies between two bounds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from rulebook.answers.decision import MissingFigure
from rulebook.answers.specials import NO_LIMIT, SpecialValue
from rulebook.answers.trace import Trace
from rulebook.diagnostics import Span
from rulebook.meaning import program as p

NO_END = Fraction(2**63)
"""Above every number that a rule can give."""


@dataclass(frozen=True, slots=True)
class Possible:
    """A value between ``low`` and ``high`` (None: without end), or one that is ``missing``.

    ``where`` is the place in the rule where it is written or worked out. ``sure``: it does occur;
    otherwise a condition on the way to it depends on facts that are left open.
    """

    low: Fraction | None
    high: Fraction | None
    where: Span
    missing: tuple[MissingFigure, ...] = ()
    sure: bool = True

    @property
    def exact(self) -> bool:
        """Whether it is one value."""
        return self.low is not None and self.low == self.high


def possible(trace: Trace, index: p.Index) -> Iterator[Possible]:
    """The values of a node; a node that does not apply has none."""
    applies = trace.plan.version.applies
    sure = applies is None or trace.value(applies) is True
    for leaf in _leaves(trace, index, trace.node(index).span, sure):
        yield from _of_leaf(trace, leaf)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A node that may give the value, or what is missing instead of one."""

    node: p.Index
    where: Span
    sure: bool
    missing: tuple[MissingFigure, ...] = ()


def _of_leaf(trace: Trace, leaf: _Leaf) -> Iterator[Possible]:
    index, where, sure = leaf.node, leaf.where, leaf.sure
    if leaf.missing:
        yield Possible(None, None, where, leaf.missing, sure)
        return
    node, value = trace.node(index), trace.value(index)
    scale = 10**node.shape.scale
    if isinstance(value, SpecialValue):
        if value is NO_LIMIT:
            yield Possible(NO_END, None, where, (), sure)
        return
    if value is not None:
        number = Fraction(int(value), scale)
        yield Possible(number, number, where, (), sure)
        return
    missing = [each for each in trace.missing(index) if isinstance(each, MissingFigure)]
    if missing:
        yield Possible(None, None, where, tuple(missing), sure)
        return
    high = None if node.shape.unlimited else Fraction(node.shape.high, scale)
    yield Possible(Fraction(node.shape.low, scale), high, where, (), sure)


def _leaves(trace: Trace, index: p.Index, where: Span, sure: bool) -> Iterator[_Leaf]:
    """The nodes that may give the value of a node, by going through what only chooses."""
    node = trace.node(index)
    missing = trace.plan.unset(index, node)
    if missing is not None:
        yield _Leaf(index, where, sure, (missing,))
        return
    match node:
        case p.Define(value=value) | p.Scale(value=value):
            yield from _leaves(trace, value, trace.node(value).span, sure)
        case p.Choose(conditions=conditions, values=values, otherwise=otherwise):
            for condition, value in zip(conditions, values, strict=True):
                held = trace.value(condition)
                if held is not False:
                    sure_here = sure and held is True
                    yield from _leaves(trace, value, trace.node(value).span, sure_here)
                if held is True:
                    return
                sure = sure and held is False
            yield from _leaves(trace, otherwise, trace.node(otherwise).span, sure)
        case p.Consult(applies=applies, value=value, otherwise=otherwise):
            held = trace.value(applies)
            if held is not False:
                yield from _leaves(trace, value, trace.node(value).span, sure and held is True)
            if held is not True:
                sure = sure and held is False
                yield from _leaves(trace, otherwise, trace.node(otherwise).span, sure)
        case p.Table():
            yield from _of_table(trace, node, sure)
        case _:
            yield _Leaf(index, where, sure)


def _of_table(trace: Trace, table: p.Table, sure: bool) -> Iterator[_Leaf]:
    for row in table.rows:
        tests = [trace.value(cell.test) for cell in row.cells]
        hit = all(test is True for test in tests)
        if False not in tests:
            yield from _leaves(trace, row.result, row.span, sure and hit)
        else:
            continue
        if hit:
            return
        sure = False
    if table.rest is not None:
        yield from _leaves(trace, table.rest, table.span, sure)
