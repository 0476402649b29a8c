"""Tree → text, in the one form that the formatter settles on.

A tree that was parsed keeps its comments, and its blank lines between statements, through the
places of its nodes; a tree without places is written without blank lines inside a rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import assert_never

from rulebook.diagnostics import Language, Span
from rulebook.language import tree
from rulebook.language.characters import width
from rulebook.language.paper import Printed, with_comments
from rulebook.language.phrases import Phrases

WIDE = 100
"""From this width on, a formula goes on in lines of its own, and cases are not aligned."""


def print_file(file: tree.RuleFile, surface: Language) -> str:
    """The file's healthy rules as text, ending with a line break; empty for an empty file."""
    printer = _Printer(surface)
    for rule in file.rules:
        printer.rule(rule)
    return with_comments(printer.lines, file.comments)


class _Printer:
    """Writes line after line."""

    def __init__(self, surface: Language) -> None:
        self.say = Phrases(surface)
        self.lines: list[Printed] = []

    def put(self, level: int, text: str, first: Span, last: Span | None = None) -> None:
        """One line, with the place in the source that it stands for."""
        end = (last or first).end_line
        self.lines.append(Printed(level, text, first.line, end, first.column))

    def rule(self, rule: tree.Rule) -> None:
        parts = [self.say.word("RULE"), rule.name.word]
        if rule.other is not None:
            parts.append(rule.other.word)
        parts += [self.say.quoted(title) for title in rule.titles]
        self.put(0, " ".join(parts), rule.span, rule.name.span)
        for statement in rule.statements:
            before = len(self.lines)
            self.statement(statement)
            self.lines[before] = replace(self.lines[before], may_break=True)

    def statement(self, node: tree.Statement) -> None:
        match node:
            case tree.Definition():
                self.definition(node, 1)
            case tree.RuleException():
                self.exception(node)
            case tree.Example():
                self.example(node)
            case tree.Applies(condition):
                opening = f"{self.say.word('APPLIES')} {self.say.word('IF')}"
                self.put(1, self.long(opening, condition, 1), node.span)
            case tree.Check(title, condition):
                opening = f"{self.say.word('CHECK')} {self.say.quoted(title)}"
                self.put(1, self.long(opening, condition, 1), node.span)
            case _:
                self.put(1, self.single(node), node.span)

    def single(
        self,
        node: tree.BasedOn
        | tree.ListItems
        | tree.Grounds
        | tree.InForce
        | tree.Inputs
        | tree.Outputs
        | tree.NotEncoded,
    ) -> str:
        """A statement that stands on one line."""
        word = self.say.word
        match node:
            case tree.BasedOn(rule):
                return f"{word('BASED')} {self.say.reference(rule)}"
            case tree.ListItems(items):
                return self.filled(self.enumerated(word("ITEM"), items))
            case tree.Grounds():
                return self.filled([piece for line in self.grounds(node) for piece in line])
            case tree.InForce(since, until):
                start = f"{word('FORCE')} {word('FROM')} {since.isoformat()}"
                return f"{start} {word('TO')} {until.isoformat()}" if until else start
            case tree.Inputs(names):
                return self.filled(self.enumerated(word("INPUT"), names))
            case tree.Outputs(names):
                return self.filled(self.enumerated(word("OUTPUT"), names))
            case tree.NotEncoded(clause, reason):
                because = f"{word('BECAUSE')} {self.say.quoted(reason)}"
                return f"{word('NOTENC')} {self.say.quoted(clause)} {because}"
            case _ as never:
                assert_never(never)

    def grounds(self, node: tree.Grounds) -> list[list[str]]:
        """依据, 证据 and 事实, each where there is one, in pieces."""
        lines = []
        if node.sources:
            sources = [self.source(each) for each in node.sources]
            lines.append(self.pieces_of(self.say.word("CITE"), sources))
        if node.evidence is not None:
            lines.append([f"{self.say.word('EVIDENCE')} {node.evidence.word}"])
        if node.facts:
            lines.append(self.pieces_of(self.say.word("FACTS"), node.facts))
        return lines

    def source(self, node: tree.Source) -> str:
        section = f" {self.say.quoted(node.section)}" if node.section is not None else ""
        return node.name.word + section

    def put_grounds(self, node: tree.Grounds | None, level: int) -> None:
        """Grounds below a definition, a line each."""
        for pieces in self.grounds(node) if node is not None else ():
            assert node is not None
            self.put(level, self.filled(pieces, level), node.span)

    # ---- definitions

    def definition(self, node: tree.Definition, level: int) -> None:
        named = self.say.comma.join(self.target(each) for each in node.targets)
        first, last = node.targets[0].span, node.targets[-1].span
        opening = f"{named} ="
        match node.body:
            case tree.Cases(cases):
                self.put(level, opening, first, last)
                self.cases(cases, level + 1)
            case tree.Table(heading, rows):
                self.put(level, f"{opening} {self.say.word('TABLE')}", first, last)
                self.table((heading, *rows), level + 1)
            case tree.Brackets(on_top_of, heading, rows):
                opening += f" {self.say.word('BRACKETS')}"
                if on_top_of is not None:
                    opening += f" {self.say.word('ONTOP')} {self.say.sum(on_top_of)}"
                    last = on_top_of.span
                self.put(level, opening, first, last)
                self.table((heading, *rows), level + 1)
            case tree.Gathered(op, lines):
                self.put(level, f"{opening} {self.say.gathering(op)}", first, last)
                self.named_lines(lines, level + 1)
            case _ as value:
                self.put(level, self.long(opening, value, level), first, value.span)
        for step in node.steps:
            match step:
                case tree.LimitStep():
                    text = self.say.limit(step)
                case tree.RoundingStep():
                    text = self.say.rounding(step)
            self.put(level + 1, text, step.span)
        self.put_grounds(node.grounds, level + 1)

    def target(self, node: tree.Target) -> str:
        name = self.say.reference(node.reference)
        return f"{name} {node.other.word}" if node.other is not None else name

    def cases(self, cases: Sequence[tree.Case], level: int) -> None:
        values = [self.first_on_line(case.value) for case in cases]
        widest = max(map(width, values))
        room = widest if widest + 4 * level <= WIDE * 0.6 else 0
        for case, value in zip(cases, values, strict=True):
            text = value + " " * max(1, room + 1 - width(value))
            if case.condition is None:
                text += self.say.word("ELSE")
            else:
                text += f"{self.say.word('IF')} {self.say.condition(case.condition)}"
            self.put(level, text, case.span)

    def first_on_line(self, node: tree.Expression) -> str:
        """A value at the start of a line, where a minus would go on with the line above."""
        text = self.say.value(node)
        return f"({text})" if text.startswith("-") else text

    def named_lines(self, lines: Sequence[tree.NamedLine], level: int) -> None:
        names = [self.line_name(line) for line in lines]
        widest = max(map(width, names))
        room = widest if widest <= WIDE * 0.4 else 0
        for line, name in zip(lines, names, strict=True):
            between = " " * max(1, room + 1 - width(name))
            self.put(level, f"{name}{between}{self.say.value(line.value)}", line.span)

    def line_name(self, node: tree.NamedLine) -> str:
        if isinstance(node.name, tree.Quoted):
            return f"{self.say.quoted(node.name.text)}:"
        return f"{node.name.word} {node.other.word}:" if node.other else f"{node.name.word}:"

    def table(self, rows: Sequence[tree.Row], level: int) -> None:
        texts = [[self.say.cell(cell) for cell in row.cells] for row in rows]
        columns = max(map(len, texts))
        rooms = [
            max(width(row[column]) for row in texts if column < len(row))
            for column in range(columns)
        ]
        for row, cells in zip(rows, texts, strict=True):
            padded = (
                cell + " " * (room - width(cell)) for cell, room in zip(cells, rooms, strict=False)
            )
            self.put(level, f"| {' | '.join(padded)} |", row.span)

    # ---- exceptions and examples

    def exception(self, node: tree.RuleException) -> None:
        parts = [self.say.word("EXC"), node.name.word]
        if node.other is not None:
            parts.append(node.other.word)
        parts += [self.say.word("IF"), self.say.condition(node.condition)]
        last = node.condition.span
        if node.after:
            parts += [self.say.word("AFTER"), self.say.listed(node.after)]
            last = node.after[-1].span
        self.put(1, " ".join(parts), node.span, last)
        self.put_grounds(node.grounds, 2)
        for definition in node.definitions:
            before = len(self.lines)
            self.definition(definition, 2)
            self.lines[before] = replace(self.lines[before], may_break=True)

    def example(self, node: tree.Example) -> None:
        title = f" {self.say.quoted(node.title)}" if node.title is not None else ""
        heading = Span(node.span.file, node.span.line, node.span.column, node.span.line, 0)
        self.put(1, self.say.word("EXAMPLE") + title, heading)
        for is_row, lines in groupby(node.lines, key=lambda line: isinstance(line, tree.Row)):
            if is_row:
                self.table([line for line in lines if isinstance(line, tree.Row)], 2)
                continue
            for line in lines:
                assert not isinstance(line, tree.Row)
                before = len(self.lines)
                self.example_line(line)
                self.lines[before] = replace(self.lines[before], may_break=True)

    def example_line(
        self,
        node: tree.Given | tree.GivenRecords | tree.Gives | tree.GivesStatus | tree.ExampleEvidence,
    ) -> None:
        word = self.say.word
        match node:
            case tree.Given(assignments):
                pieces = self.assignments(word("GIVEN"), assignments)
                self.put(2, self.filled(pieces, 2), node.span)
            case tree.Gives(assignments):
                pieces = self.assignments(word("GIVES"), assignments)
                self.put(2, self.filled(pieces, 2), node.span)
            case tree.GivenRecords(reference, rows):
                text = f"{word('GIVEN')} {self.say.reference(reference)}"
                self.put(2, text, node.span, reference.span)
                self.table(rows, 3)
            case tree.GivesStatus(status):
                terminal = "NA" if status == "not-applicable" else "UNDET"
                self.put(2, f"{word('GIVES')} {word(terminal)}", node.span)
            case tree.ExampleEvidence(level):
                self.put(2, f"{word('EVIDENCE')} {level.word}", node.span)
            case _ as never:
                assert_never(never)

    def assignments(self, opening: str, assignments: Sequence[tree.Assignment]) -> list[str]:
        texts = (
            f"{self.say.reference(each.reference)} = {self.say.value(each.value)}"
            for each in assignments
        )
        return self.pieces_of(opening, texts)

    # ---- long lines

    def enumerated(self, opening: str, items: Iterable[tree.Expression]) -> list[str]:
        """A keyword and the values behind it, in pieces."""
        return self.pieces_of(opening, map(self.say.value, items))

    def pieces_of(self, opening: str, items: Iterable[str]) -> list[str]:
        """A list in pieces, a line may be broken behind each that ends with a list mark."""
        first, *others = items
        texts = [f"{opening} {first}", *others]
        return [*(text + self.say.comma for text in texts[:-1]), texts[-1]]

    def filled(self, pieces: Sequence[str], level: int = 1) -> str:
        """As many pieces on a line as there is room for."""
        lines = [""]
        for piece in pieces:
            inside = level if len(lines) == 1 else level + 2
            goes_on = lines[-1].endswith(self.say.comma)
            joined = lines[-1] + ("" if goes_on or not lines[-1] else " ") + piece
            if goes_on and width(joined.rstrip()) + 4 * inside > WIDE:
                lines[-1] = lines[-1].rstrip()
                lines.append(piece)
            else:
                lines[-1] = joined
        return ("\n" + "    " * (level + 2)).join(lines)

    def long(self, opening: str, value: tree.Expression, level: int) -> str:
        """``opening value``, going on in further lines where one is too long."""
        text = f"{opening} {self.say.value(value)}"
        if width(text) + 4 * level <= WIDE:
            return text
        further = "\n" + "    " * (level + 2)
        return f"{opening} {further.join(self.pieces(value))}"

    def pieces(self, value: tree.Expression) -> list[str]:
        """Where a long formula may be broken: before 且, 或, + and - that no brackets hold."""
        match value:
            case tree.And(operands) | tree.Or(operands):
                joint = self.say.word("AND" if isinstance(value, tree.And) else "OR")
                texts = [self.say.operand(each) for each in operands]
                return [texts[0], *(f"{joint} {text}" for text in texts[1:])]
            case tree.Arithmetic("+" | "-"):
                return self.terms(value)
            case _:
                return [self.say.value(value)]

    def terms(self, value: tree.Expression) -> list[str]:
        """The terms of a sum, each but the first with its sign."""
        texts: list[str] = []
        while isinstance(value, tree.Arithmetic) and value.op in ("+", "-"):
            texts.append(f"{value.op} {self.say.product(value.right)}")
            value = value.left
        return [self.say.sum(value), *reversed(texts)]
