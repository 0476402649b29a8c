"""A file's names in the other language; keywords and units are the printer's affair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from rulebook.diagnostics import Language, Span
from rulebook.language import tree
from rulebook.language.naming import Lexicon, Naming
from rulebook.language.pairs import own_names, written
from rulebook.language.words import words


def translate(file: tree.RuleFile, lexicon: Lexicon, to: Language) -> tree.RuleFile:
    """The file with its names in ``to``.

    A name that the file pairs with its other name is swapped with it; the lexicon knows the others.
    What nobody knows stays, and so does what would not come back as the same name. An enumeration's
    value that is not one word stands in quotes.
    """
    rules = tuple(_Translator(lexicon, to, own_names(file, each)).rule(each) for each in file.rules)
    broken = tuple(
        _Translator(lexicon, to, own_names(file, each)).rule(each) for each in file.broken
    )
    return tree.RuleFile(rules, file.comments, broken, file.span)


@dataclass(frozen=True, slots=True)
class _Translator(Naming):
    """Swaps the names of every kind of node."""

    def rule(self, rule: tree.Rule) -> tree.Rule:
        name, other = self.pair(rule.name, rule.other, "rule")
        statements = tuple(self.statement(statement) for statement in rule.statements)
        return tree.Rule(name, other, rule.titles, statements, rule.span)

    # ---- statements

    def statement(self, node: tree.Statement) -> tree.Statement:
        match node:
            case tree.BasedOn(tree.Name() as rule, span):
                return tree.BasedOn(self.name(rule, "rule"), span)
            case tree.BasedOn(rule, span):
                return tree.BasedOn(self.reference(rule), span)
            case tree.ListItems(items, span):
                return tree.ListItems(tuple(map(self.item, items)), span)
            case tree.Inputs(names, span):
                return tree.Inputs(self.references(names), span)
            case tree.Outputs(names, span):
                return tree.Outputs(self.references(names), span)
            case tree.Applies(condition, span):
                return tree.Applies(self.value(condition), span)
            case tree.Check(title, condition, span):
                return tree.Check(title, self.value(condition), span)
            case tree.Definition():
                return self.definition(node)
            case tree.RuleException():
                return self.exception(node)
            case tree.Example(title, lines, span):
                return tree.Example(title, self.example(lines), span)
            case tree.Grounds():
                return self.grounds(node)
            case tree.InForce() | tree.NotEncoded():
                return node

    def item(self, item: tree.Reference) -> tree.Reference:
        """An item of the national list: its dotted name is one name."""
        dotted = self.other(written(item), "item")
        if not all(map(words().is_name, dotted.split("."))):
            return item
        first, *parts = dotted.split(".")
        found: tree.Reference = tree.Name(first, item.span)
        for part in parts:
            found = tree.Part(found, tree.Name(part, item.span), item.span)
        return found

    def grounds(self, node: tree.Grounds) -> tree.Grounds:
        sources = tuple(
            tree.Source(self.name(each.name, "source"), each.section, each.span)
            for each in node.sources
        )
        evidence = self.name(node.evidence, "level") if node.evidence is not None else None
        return tree.Grounds(sources, evidence, node.facts, node.span)

    def exception(self, node: tree.RuleException) -> tree.RuleException:
        name, other = self.pair(node.name, node.other, "exception")
        after = tuple(
            self.name(each, "exception") if isinstance(each, tree.Name) else self.reference(each)
            for each in node.after
        )
        definitions = tuple(map(self.definition, node.definitions))
        grounds = self.grounds(node.grounds) if node.grounds is not None else None
        condition = self.value(node.condition)
        return tree.RuleException(name, other, condition, after, definitions, grounds, node.span)

    # ---- definitions

    def definition(self, node: tree.Definition) -> tree.Definition:
        of = written(node.targets[0].reference)
        targets = tuple(map(self.target, node.targets))
        steps = tuple(
            tree.LimitStep(step.kind, self.value(step.bound), step.span)
            if isinstance(step, tree.LimitStep)
            else step
            for step in node.steps
        )
        grounds = self.grounds(node.grounds) if node.grounds is not None else None
        return tree.Definition(targets, self.body(node.body, of), steps, grounds, node.span)

    def target(self, node: tree.Target) -> tree.Target:
        match node.reference:
            case tree.Part(owner, part, inner) if node.other is not None:
                part, other = self.pair(part, node.other, "part")
                reference = tree.Part(self.reference(owner), part, inner)
                return tree.Target(reference, other, node.span)
            case tree.Part() as reference:
                translated = self.reference(reference)
                assert isinstance(translated, tree.Part)
                return tree.Target(translated, None, node.span)
            case tree.Name() as name:
                name, other = self.pair(name, node.other, "name")
                return tree.Target(name, other, node.span)

    def body(self, node: tree.Body, of: str) -> Any:
        match node:
            case tree.Cases(cases, span):
                changed = tuple(
                    tree.Case(
                        self.value(case.value, of),
                        self.value(case.condition) if case.condition is not None else None,
                        case.span,
                    )
                    for case in cases
                )
                return tree.Cases(changed, span)
            case tree.Table(heading, rows, span):
                first, *others = self.rows((heading, *rows), of)
                return tree.Table(first, tuple(others), span)
            case tree.Brackets(on_top_of, heading, rows, span):
                below = self.value(on_top_of) if on_top_of is not None else None
                first, *others = self.rows((heading, *rows), of)
                return tree.Brackets(below, first, tuple(others), span)
            case tree.Gathered(op, lines, span):
                return tree.Gathered(op, tuple(self.line(line, of) for line in lines), span)
            case _:
                return self.value(node, of)

    def line(self, node: tree.NamedLine, of: str) -> tree.NamedLine:
        value = self.value(node.value, of)
        if isinstance(node.name, tree.Quoted):
            return tree.NamedLine(node.name, None, value, node.span)
        name, other = self.pair(node.name, node.other, "name")
        return tree.NamedLine(name, other, value, node.span)

    # ---- tables

    def rows(self, rows: Sequence[tree.Row], of: str | None, owner: str = "") -> list[tree.Row]:
        """A table; ``of`` is what a two-way table gives, ``owner`` the records in its rows."""
        heading = rows[0]
        columns: list[str | None]
        match heading.cells[0]:
            case tree.Corner(row, column, span):
                by_row, by_column = self.column(row), self.column(column)
                corner = tree.Corner(self.value(row), self.value(column), span)
                first = [corner, *(self.cell(cell, by_column) for cell in heading.cells[1:])]
                columns = [by_row, *(of for _ in heading.cells[1:])]
            case _:
                first = [self.heading(cell, owner) for cell in heading.cells]
                columns = [self.column(cell, owner) for cell in heading.cells]
        translated = [tree.Row(tuple(first), heading.span)]
        for row_ in rows[1:]:
            known = [*columns, *(None for _ in row_.cells)]
            cells = (self.cell(cell, of_) for cell, of_ in zip(row_.cells, known, strict=False))
            translated.append(tree.Row(tuple(cells), row_.span))
        return translated

    def column(self, cell: tree.Cell, owner: str = "") -> str | None:
        """What a column's values are values of."""
        if not isinstance(cell, tree.Reference):
            return None
        return f"{owner}.{written(cell)}" if owner else written(cell)

    def heading(self, cell: tree.Cell, owner: str) -> Any:
        if isinstance(cell, tree.Name):
            return self.name(cell, "part", owner) if owner else self.name(cell)
        return self.cell(cell, None)

    def cell(self, node: tree.Cell, of: str | None) -> Any:
        match node:
            case tree.Anything() | tree.Rest():
                return node
            case tree.Bounds(bounds, span):
                changed = tuple((op, self.value(bound, of)) for op, bound in bounds)
                return tree.Bounds(changed, span)
            case tree.Several(items, span):
                return tree.Several(self.values(items, of), span)
            case tree.Corner(row, column, span):
                return tree.Corner(self.value(row), self.value(column), span)
            case _:
                return self.value(node, of)

    # ---- examples

    def example(self, lines: Sequence[tree.ExampleLine]) -> tuple[tree.ExampleLine, ...]:
        rows = iter(self.rows(table, None) if (table := _rows(lines)) else ())
        changed: list[tree.ExampleLine] = []
        for line in lines:
            match line:
                case tree.Row():
                    changed.append(next(rows))
                case tree.Given(assignments, span):
                    changed.append(tree.Given(tuple(map(self.assignment, assignments)), span))
                case tree.Gives(assignments, span):
                    changed.append(tree.Gives(tuple(map(self.assignment, assignments)), span))
                case tree.GivenRecords(reference, given, span):
                    records = self.rows(given, None, written(reference))
                    translated = self.reference(reference)
                    changed.append(tree.GivenRecords(translated, tuple(records), span))
                case tree.ExampleEvidence(level, span):
                    changed.append(tree.ExampleEvidence(self.name(level, "level"), span))
                case tree.GivesStatus():
                    changed.append(line)
        return tuple(changed)

    def assignment(self, node: tree.Assignment) -> tree.Assignment:
        value = self.value(node.value, written(node.reference))
        return tree.Assignment(self.reference(node.reference), value, node.span)

    # ---- values

    def values(self, nodes: Sequence[Any], of: str | None) -> tuple[Any, ...]:
        return tuple([self.value(node, of) for node in nodes])

    def value(self, node: Any, of: str | None = None) -> Any:
        """An expression; a value of an enumeration in it is one of ``of``'s, where that is known.

        Deep expressions are walked with as few calls for each level as may be.
        """
        match node:
            case tree.Name(word, span) | tree.Quoted(word, span):
                return self.word(word, span, of, quoted=isinstance(node, tree.Quoted))
            case tree.Part() | tree.Call():
                return self.reference(node)
            case tree.Comparison(op, left, right, span):
                first = self.value(left, self.beside(left, right))
                second = self.value(right, _written(left) or self.beside(right, left))
                return tree.Comparison(op, first, second, span)
            case tree.Membership(operand, options, span):
                chosen = self.value(options, _written(operand))
                return tree.Membership(self.value(operand), chosen, span)
            case tree.Undetermined(names, span):
                return tree.Undetermined(self.references(names), span)
            case tree.WhenNotApplicable(reference, fallback, span):
                other = self.value(fallback, written(reference))
                return tree.WhenNotApplicable(self.reference(reference), other, span)
            case tree.Aggregate(op, items, where, otherwise, span):
                condition = self.value(where) if where is not None else None
                without = self.value(otherwise, of) if otherwise is not None else None
                return tree.Aggregate(op, self.values(items, of), condition, without, span)
            case _:
                # What only holds others hands on what they are values of, except for conditions.
                inner = None if isinstance(node, tree.And | tree.Or | tree.Not) else of
                changed: list[Any] = []
                for each in fields(node):
                    part = getattr(node, each.name)
                    if isinstance(part, tuple) and each.name != "units":
                        changed.append(tuple([self.value(one, inner) for one in part]))
                    elif is_dataclass(part) and not isinstance(part, Span):
                        changed.append(self.value(part, inner))
                    else:
                        changed.append(part)
                return type(node)(*changed)

    def beside(self, node: object, other: object) -> str | None:
        """What a bare word is a value of that is a name nowhere: of what it is compared with."""
        if isinstance(node, tree.Name) and (node.word in self.own.defined or self.named(node.word)):
            return None
        return _written(other)

    def references(self, nodes: Sequence[tree.Reference]) -> tuple[tree.Reference, ...]:
        return tuple(map(self.reference, nodes))

    def reference(self, node: tree.Reference) -> tree.Reference:
        """A name that is no value; it is never put in quotes."""
        match node:
            case tree.Name():
                return self.name(node)
            case tree.Part(owner, part, span):
                below = (
                    self.name(owner, "owner")
                    if isinstance(owner, tree.Name)
                    else self.reference(owner)
                )
                return tree.Part(below, self.name(part, "part", written(owner)), span)
            case tree.Call(target, arguments, span):
                changed = []
                for each in arguments:
                    named = self.name(each.name) if each.name is not None else None
                    of = each.name.word if each.name is not None else None
                    changed.append(tree.Argument(named, self.value(each.value, of), each.span))
                return tree.Call(self.name(target, "call"), tuple(changed), span)


def _rows(lines: Sequence[tree.ExampleLine]) -> list[tree.Row]:
    return [line for line in lines if isinstance(line, tree.Row)]


def _written(node: object) -> str | None:
    """What a value may be compared with, as text."""
    return written(node) if isinstance(node, tree.Name | tree.Part | tree.Call) else None
