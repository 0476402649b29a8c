"""What there is to go through in a rule: cases, rows, tiers, conditions, exceptions, versions.

A point that can't be reached because a figure is unset in the rule's whole period is left out; the
answer 未定 that comes of it is a point instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, assert_never

from rulebook.book.model import BookContents
from rulebook.book.types import Truth
from rulebook.diagnostics import Bilingual, Span
from rulebook.meaning import typed as t
from rulebook.meaning.walking import innermost_first, parts, tested

Kind = Literal[
    "version",
    "applies",
    "case",
    "otherwise",
    "exception",
    "base",
    "row",
    "tier",
    "condition",
    "line",
    "call",
    "undetermined",
]
KINDS: dict[Kind, Bilingual] = {
    "version": Bilingual("版本", "version"),
    "applies": Bilingual("适用", "applies"),
    "case": Bilingual("分支", "case"),
    "otherwise": Bilingual("否则", "otherwise"),
    "exception": Bilingual("例外", "exception"),
    "base": Bilingual("例外之外", "no exception"),
    "row": Bilingual("表行", "row"),
    "tier": Bilingual("分段", "tier"),
    "condition": Bilingual("条件", "condition"),
    "line": Bilingual("分项", "line"),
    "call": Bilingual("调用", "call"),
    "undetermined": Bilingual("未定", "undetermined"),
}

Outcome = int | bool | Literal["rest", "unknown", "version"]
Happening = tuple[int, Outcome]
"""A part of a rule (by identity) and how it came out."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A point before it is known whether it is hit: any of ``by`` hits it."""

    kind: Kind
    text: str
    file: str
    line: int
    by: tuple[Happening, ...]


@dataclass(slots=True)
class Spotter:
    """Finds the points of one version; ``text_of`` gives the rule's text of a span.

    ``label`` is the definition in hand.
    """

    contents: BookContents
    version: t.TypedVersion
    text_of: Callable[[Span], str]
    found: dict[tuple[Kind, str, int, str], list[Happening]] = field(default_factory=dict)
    known: dict[str, bool] = field(default_factory=dict)
    label: str = ""

    def spots(self) -> tuple[Spot, ...]:
        """All points, in the order of the text; those that say the same in one place are one."""
        version = self.version
        since, until = version.since, version.until
        period = f"自 {since}" + (f" 至 {until}" if until else "")
        self._add("version", period, version.span, id(version), "version")
        if version.applies is not None:
            self._conditions(version.applies, "applies")
        for definition in version.definitions.values():
            self.label = definition.label.zh
            self._value(definition.value)
        made = [
            Spot(kind, text, file, line, tuple(dict.fromkeys(by)))
            for (kind, file, line, text), by in self.found.items()
        ]
        return tuple(sorted(made, key=lambda each: (each.kind != "version", each.file, each.line)))

    def _add(self, kind: Kind, text: str, span: Span, part: int, outcome: Outcome) -> None:
        key = (kind, span.file, span.line, re.sub(r"\s+", " ", text))
        self.found.setdefault(key, []).append((part, outcome))

    # ---- values ----------------------------------------------------------------------------

    def _value(self, node: t.Typed) -> None:
        match node:
            case t.Cases():
                self._cases(node)
            case t.Lookup():
                self._table(node)
            case t.Brackets():
                for number, tier in enumerate(node.tiers):
                    self._add("tier", self.text_of(tier.span), tier.span, id(node), number)
                self._below(node)
            case t.RuleRead(fallback=fallback) if fallback is not None:
                text = self.text_of(node.span)
                self._add("call", f"{text}：适用", node.span, id(node), True)
                self._add("call", f"{text}：不适用", node.span, id(node), False)
                self._below(node)
            case t.Gather(items=items) if isinstance(items[0].value.type, Truth):
                self._lines(node)
            case _ if isinstance(node.type, Truth):
                self._conditions(node, "condition")
            case _:
                self._below(node)

    def _below(self, node: t.Typed) -> None:
        for part in parts(node):
            if not _is_plain_truth(part):
                self._value(part)

    def _cases(self, node: t.Cases) -> None:
        for number, case in enumerate(node.cases):
            if self._stuck(case.condition):
                text = self.text_of(case.condition.span)
                self._add("undetermined", text, case.condition.span, id(node), "unknown")
                return
            if case.name is not None:
                text = f"{case.name.zh} 若 {self.text_of(case.condition.span)}"
                self._add("exception", text, case.span, id(node), number)
            else:
                self._add("case", self.text_of(case.span), case.span, id(node), number)
            self._inside(case.condition)
            self._value(case.value)
        last = node.otherwise
        if node.cases[-1].name is not None:
            self._add("base", f"{self.label}：不属例外", last.span, id(node), "rest")
        else:
            self._add("otherwise", self.text_of(last.span), last.span, id(node), "rest")
        self._value(last)

    def _inside(self, condition: t.Typed) -> None:
        """The parts of a case's condition; the condition itself comes out with its case."""
        match condition:
            case t.Junction() | t.Gather():
                self._conditions(condition, "condition")
            case t.Not(operand):
                self._inside(operand)
            case _:
                self._below(condition)

    def _table(self, node: t.Lookup) -> None:
        lines = [row.span.line for row in node.rows]
        two_way = len(set(lines)) < len(lines)
        stuck = [self._stuck(column) for column in node.inputs]
        for place, row in enumerate(node.rows):
            if any(self._never(cell, stuck[at]) for at, cell in enumerate(row.cells)):
                self._add("undetermined", self._row_text(row), row.span, id(node), "unknown")
                continue
            text = self._row_text(row) if two_way else self.text_of(row.span)
            self._add("row", text, row.span, id(node), place)
        if node.rest is not None:
            text = f"否则 → {self.text_of(node.rest.span)}"
            self._add("row", text, node.rest.span, id(node), "rest")
        self._below(node)

    def _never(self, cell: t.CellTest, stuck: bool) -> bool:
        """Whether a cell can't be held against its column."""
        return not isinstance(cell, t.AnyValue) and (
            stuck or any(self._stuck(each) for each in tested(cell))
        )

    def _row_text(self, row: t.TypedRow) -> str:
        cells = " × ".join(self._cell(cell) for cell in row.cells)
        return f"{cells} → {self.text_of(row.result.span)}"

    def _cell(self, cell: t.CellTest) -> str:
        match cell:
            case t.AnyValue():
                return "*"
            case t.WithinBounds(bounds):
                return " ".join(f"{op} {self.text_of(bound.span)}" for op, bound in bounds)
            case t.AmongValues(values):
                return "、".join(self.text_of(value.span) for value in values)
            case _:
                assert_never(cell)

    # ---- conditions ------------------------------------------------------------------------

    def _conditions(self, node: t.Typed, kind: Kind) -> None:
        """Both outcomes of a condition, or of each that it joins."""
        match node:
            case t.Junction(operands=operands):
                for operand in operands:
                    self._conditions(operand, kind)
            case t.Not(operand):
                self._conditions(operand, kind)
            case t.Gather():
                self._lines(node)
            case t.Cases() | t.Lookup() | t.Brackets():
                self._value(node)
            case t.Literal():
                return
            case _:
                self._both(node, kind, self.text_of(node.span), node.span)
                self._below(node)

    def _lines(self, node: t.Gather) -> None:
        for item in node.items:
            if isinstance(item.value, t.Junction | t.Gather):
                self._conditions(item.value, "condition")
            if item.label is not None:
                self._both(item.value, "line", item.label.zh, item.value.span)
            elif not isinstance(item.value, t.Junction | t.Gather):
                self._conditions(item.value, "condition")

    def _both(self, node: t.Typed, kind: Kind, text: str, span: Span) -> None:
        if self._stuck(node):
            self._add("undetermined", text, span, id(node), "unknown")
            return
        self._add(kind, f"{text}：是", span, id(node), True)
        self._add(kind, f"{text}：否", span, id(node), False)

    # ---- figures that nobody has published ---------------------------------------------------

    def _stuck(self, node: t.Typed) -> bool:
        """Whether a value is undetermined in every case, for want of a figure."""
        match node:
            case t.FigureRead(day=None):
                return self._unset(node)
            case t.DefinitionRead(definition):
                return self._stuck_definition(definition)
            case t.Junction(operands=operands):
                return all(self._stuck(each) for each in operands)
            case t.Gather(op=op, items=items) if op in ("all", "any"):
                return all(self._stuck(each.value) for each in items)
            case t.Cases(cases=cases, otherwise=otherwise):
                values = [*(each.value for each in cases), otherwise]
                return self._stuck(cases[0].condition) or all(map(self._stuck, values))
            case t.Lookup(rows=rows, rest=rest):
                results = [*(row.result for row in rows), *(() if rest is None else (rest,))]
                return all(map(self._stuck, results))
            case t.RuleRead() | t.RecordGather() | t.Brackets():
                return False
            case _:
                return any(self._stuck(each) for each in parts(node))

    def _stuck_definition(self, id_: str) -> bool:
        definitions = self.version.definitions
        if id_ not in self.known:
            for each in innermost_first(id_, definitions, self.known.__contains__):
                self.known[each] = self._stuck(definitions[each].value)
        return self.known[id_]

    def _unset(self, node: t.FigureRead) -> bool:
        figure = self.contents.figures[node.place, node.figure]
        since, until = self.version.since, self.version.until
        return not any(
            value.value is not None
            and (value.until is None or value.until >= since)
            and (value.since is None or until is None or value.since <= until)
            for value in figure.values
        )


def _is_plain_truth(node: t.Typed) -> bool:
    """A yes or no that is read as it is, such as a cell's or an argument's: no condition."""
    plain = (t.Literal, t.FactRead, t.FieldRead, t.DefinitionRead, t.FigureRead)
    return isinstance(node.type, Truth) and isinstance(node, plain)
