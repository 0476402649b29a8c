"""The condition of a bound: text in the rule language → comparisons of typed values.

A condition names figures of the nation, amounts, and outputs of the vocabulary, alone
(``支付比例 ≥ 50%``) or in a case of theirs
(``救助比例(救助身份: 低收入) < 救助比例(救助身份: 低保)``). Several comparisons are joined by 且.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from rulebook.book.model import ListBound, ListItem
from rulebook.diagnostics import Diagnostic, Span, finding, has_errors
from rulebook.language import tree
from rulebook.language.parser import parse
from rulebook.meaning import typed as t
from rulebook.meaning.expressions import ExpressionTyper
from rulebook.meaning.scope import Scope
from rulebook.meaning.walking import everything

HEAD = "规则 界限 bound\n    核对 “界限” "
"""What makes a rule of a condition, so that the language's own parser reads it."""

Case = tuple[tuple[str, t.Value], ...]
"""Facts that are given, by id."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison; ``cases`` tells of each output, by the place where it is read, its case."""

    compare: t.Compare
    cases: Mapping[Span, Case]
    text: str

    def subjects(self) -> Iterator[tuple[t.FactRead, Case]]:
        """The outputs that are read, with the cases in which they are."""
        for node in everything(self.compare):
            if isinstance(node, t.FactRead):
                yield node, self.cases.get(node.span, ())

    def figures(self) -> Iterator[t.FigureRead]:
        """The figures that are read."""
        return (each for each in everything(self.compare) if isinstance(each, t.FigureRead))


@dataclass(slots=True)
class _Reader:
    scope: Scope
    item: ListItem
    bound: ListBound
    found: list[Diagnostic] = field(default_factory=list)
    cases: dict[Span, Case] = field(default_factory=dict)

    def comparisons(self) -> tuple[Comparison, ...]:
        text = " ".join((self.bound.condition or "").split())
        file, unread = parse(HEAD + text + "\n", "")
        self.found.extend(unread)
        if has_errors(unread) or file is None or not file.rules:
            return ()
        checks = [each for each in file.rules[0].statements if isinstance(each, tree.Check)]
        parts = [part for check in checks for part in _parts(check.condition)]
        made = [self._comparison(part, text) for part in parts]
        return tuple(each for each in made if each is not None)

    def _comparison(self, node: tree.Expression, text: str) -> Comparison | None:
        if not isinstance(node, tree.Comparison):
            self.found.append(finding("RB9201", node.span))
            return None
        typer = self._typer()
        plain = replace(node, left=self._plain(node.left), right=self._plain(node.right))
        value = typer.condition(plain)
        if value is None or has_errors(self.found):
            return None
        assert isinstance(value, t.Compare)
        for each in everything(value):
            if not isinstance(each, _READABLE):
                self.found.append(finding("RB9202", each.span))
                return None
        start = node.span.column - 1 - len(HEAD.partition("\n")[2])
        end = node.span.end_column - 1 - len(HEAD.partition("\n")[2])
        comparison = Comparison(value, self.cases, text[start:end])
        if not list(comparison.subjects()):
            self.found.append(finding("RB9203", node.span))
            return None
        return comparison

    def _typer(self) -> ExpressionTyper:
        bound, item = self.bound, self.item
        source = t.Citation(bound.source or item.source or "", bound.section)
        clause = t.Clause(item.id, item.label, (source,), bound.evidence, bound.facts, bound.span)
        return ExpressionTyper(self.scope, {}, lambda _word, _span: None, clause, self.found)

    def _plain(self, node: tree.Expression) -> tree.Expression:
        """The expression with ``名(事实: 值)`` as the name alone; its case is kept apart."""
        match node:
            case tree.Call(target, arguments, span) if target.word in self.scope.facts:
                self.cases[span] = self._case(arguments)
                return tree.Name(target.word, span)
            case tree.Bracketed(value):
                return replace(node, value=self._plain(value))
            case tree.Minus(operand):
                return replace(node, operand=self._plain(operand))
            case tree.Arithmetic(left=left, right=right):
                return replace(node, left=self._plain(left), right=self._plain(right))
            case _:
                return node

    def _case(self, arguments: tuple[tree.Argument, ...]) -> Case:
        case: list[tuple[str, t.Value]] = []
        for argument in arguments:
            fact = self.scope.facts.get(argument.name.word) if argument.name else None
            if fact is None:
                self.found.append(finding("RB9204", argument.span))
                continue
            value = self._typer().value(argument.value, fact.type)
            if isinstance(value, t.Literal):
                case.append((fact.id, value.value))
            elif value is not None:
                self.found.append(finding("RB9204", argument.span))
        return tuple(case)


_READABLE = (t.Compare, t.Literal, t.FigureRead, t.FactRead, t.Arithmetic, t.Negate)


def read_condition(
    scope: Scope, item: ListItem, bound: ListBound
) -> tuple[tuple[Comparison, ...], tuple[Diagnostic, ...]]:
    """The comparisons of a bound's condition, all of which have to hold; what is wrong with it.

    ``scope`` is that of the place whose list it is. Diagnostics point into the list's file.
    """
    reader = _Reader(scope, item, bound)
    comparisons = reader.comparisons()
    found = tuple(_placed(each, bound) for each in reader.found if each.severity == "error")
    return (() if found else comparisons), found


def _parts(node: tree.Expression) -> Iterator[tree.Expression]:
    match node:
        case tree.And(operands):
            for each in operands:
                yield from _parts(each)
        case tree.Bracketed(value):
            yield from _parts(value)
        case _:
            yield node


def _placed(diagnostic: Diagnostic, bound: ListBound) -> Diagnostic:
    """A finding about the wrapped text, at its place in the YAML file.

    Where the condition doesn't stand as it is on one line, the place is that of all of it.
    """
    whole = bound.condition_span or bound.span
    text = bound.condition or ""
    quotes = whole.end_column - whole.column - len(text)
    if whole.line != whole.end_line or quotes not in (0, 2) or diagnostic.line != 2:
        return replace(diagnostic, span=whole)
    head = len(HEAD.partition("\n")[2])
    column = max(whole.column, whole.column + quotes // 2 + diagnostic.column - 1 - head)
    width = max(1, diagnostic.span.end_column - diagnostic.span.column)
    end = min(column + width, whole.end_column)
    return replace(diagnostic, span=Span(whole.file, whole.line, column, whole.line, end))
