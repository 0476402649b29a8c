"""The examples of a rule → facts and expected results, as exact values."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from fractions import Fraction

from rulebook.book.evidence import levels_listed
from rulebook.book.model import DEFAULT_EVIDENCE, EVIDENCE_LEVELS, EvidenceLevel, Fact
from rulebook.book.numerals import amount_text, range_ends
from rulebook.book.types import MONEY, Records, SetOf, Type
from rulebook.diagnostics import Bilingual, Diagnostic, Span, finding
from rulebook.diagnostics.nearest import did_you_mean, nearest_or_new
from rulebook.language import tree
from rulebook.meaning import typed
from rulebook.meaning.bodies import dotted
from rulebook.meaning.expressions import ExpressionTyper
from rulebook.meaning.references import fields_of
from rulebook.meaning.scope import CASE_DAY, Scope
from rulebook.meaning.show import show_both

_LARGE = {"yi_yuan": 10**8, "wan_yuan": 10**4}
_UNITS = Bilingual("看看单位，例如 `元` 和 `万元`", "look at the unit, as in `yuan` and `wan yuan`")
_PLAIN = Bilingual(
    "看看数写对了没有；范围写在 vocabulary.yaml 里",
    "is the number right? the range stands in vocabulary.yaml",
)


@dataclass(slots=True)
class _Draft:
    """An example being read; a row of a table adds to a copy of what stands above it."""

    day: datetime.date
    evidence: EvidenceLevel = DEFAULT_EVIDENCE
    facts: dict[str, typed.FactValue] = field(default_factory=dict)
    status: str | None = None
    expected: dict[str, typed.Expected] = field(default_factory=dict)
    asks: bool = False
    """Whether it says anything of a result, rightly or not."""

    def copy(self) -> _Draft:
        facts, expected = dict(self.facts), dict(self.expected)
        return _Draft(self.day, self.evidence, facts, self.status, expected, self.asks)


def type_examples(
    scope: Scope, rule: str, version: typed.TypedVersion, statements: tuple[tree.Statement, ...]
) -> tuple[tuple[typed.TypedExample, ...], tuple[Diagnostic, ...]]:
    """The examples that stand in one version of a rule; each row of a table is one."""
    reader = _Reader(scope, rule, version)
    examples: list[typed.TypedExample] = []
    names: set[str] = set()
    for statement in statements:
        if isinstance(statement, tree.Example):
            examples.extend(reader.example(statement))
            if statement.title in names:
                reader.report("RB3206", statement.span, name=statement.title or "")
            names.add(statement.title or "")
    return tuple(examples), tuple(reader.found)


class _Reader:
    def __init__(self, scope: Scope, rule: str, version: typed.TypedVersion) -> None:
        self.scope = scope
        self.rule = rule
        self.version = version
        self.found: list[Diagnostic] = []
        self.names: dict[str, str] = {}
        for definition in version.definitions.values():
            self.names[definition.id] = definition.id
            self.names[definition.label.zh] = definition.id
            self.names[definition.label.en] = definition.id
        for output in version.outputs:
            fact = scope.contents.vocabulary.facts[output]
            self.names[fact.label.zh] = output
        self.typer = ExpressionTyper(
            scope, {}, lambda _id, _span: None, version.clause, self.found, in_table=True
        )

    def report(self, code: str, span: Span, **arguments: str | Bilingual) -> None:
        self.found.append(finding(code, span, **arguments))

    # ---- one example -----------------------------------------------------------------------

    def example(self, node: tree.Example) -> list[typed.TypedExample]:
        draft = _Draft(self.version.since)
        rows: list[tree.Row] = []
        for line in node.lines:
            match line:
                case tree.Given(assignments):
                    for assignment in assignments:
                        self.given(draft, assignment.reference, assignment.value)
                case tree.GivenRecords():
                    self.given_records(draft, line)
                case tree.Gives(assignments):
                    for assignment in assignments:
                        self.gives(draft, assignment.reference, assignment.value)
                case tree.GivesStatus(status):
                    draft.status = status
                case tree.ExampleEvidence(level):
                    self.evidence(draft, level)
                case tree.Row():
                    rows.append(line)
        title = node.title or f"示例（第{node.span.line}行）"
        if not rows:
            self.complete(draft, node.span)
            return [self.made(draft, title, node.span)]
        return self.row_wise(draft, title, rows)

    def row_wise(self, draft: _Draft, title: str, rows: list[tree.Row]) -> list[typed.TypedExample]:
        """One example a row; columns that the rule defines are results, the others facts.

        There is a row, and each has a cell for each column: the parser sees to it.
        """
        heading, *lines = rows
        examples: list[typed.TypedExample] = []
        for number, row in enumerate(lines, start=1):
            case = draft.copy()
            for name, cell in zip(heading.cells, row.cells, strict=True):
                self.cell(case, name, cell)
            self.complete(case, row.span)
            examples.append(self.made(case, f"{title} #{number}", row.span))
        return examples

    def cell(self, case: _Draft, name: tree.Cell, cell: tree.Cell) -> None:
        wrong = (tree.Anything, tree.Rest, tree.Bounds, tree.Several, tree.Corner)
        if not isinstance(name, tree.Name):
            self.report("RB6002", name.span)
        elif isinstance(cell, tree.Several) and self.set_fact(name.word) is not None:
            self.given(case, name, tree.Choice(cell.items, cell.span))
        elif isinstance(cell, wrong):
            self.report("RB3203", cell.span)
        elif name.word in self.names:
            self.gives(case, name, cell)
        else:
            self.given(case, name, cell)

    def set_fact(self, word: str) -> Fact | None:
        """The fact of that name whose values are sets."""
        fact = self.scope.facts.get(word)
        return fact if fact is not None and isinstance(fact.type, SetOf) else None

    def made(self, draft: _Draft, name: str, span: Span) -> typed.TypedExample:
        return typed.TypedExample(
            self.rule,
            name,
            draft.day,
            draft.evidence,
            draft.facts,
            draft.status,
            draft.expected,
            span,
        )

    def complete(self, draft: _Draft, span: Span) -> None:
        """An example that expects nothing shows nothing."""
        if draft.status is None and not draft.asks:
            self.report("RB3201", span)

    # ---- lines -----------------------------------------------------------------------------

    def evidence(self, draft: _Draft, level: tree.Name) -> None:
        for known in EVIDENCE_LEVELS:
            if level.word == known:
                draft.evidence = known
                return
        self.report("RB3015", level.span, word=level.word, levels=levels_listed())

    def given(self, draft: _Draft, reference: tree.Reference, node: tree.Expression) -> None:
        """``设 名 = 值``: a fact of the case, or its day."""
        word = reference.word if isinstance(reference, tree.Name) else ""
        if word in CASE_DAY:
            if isinstance(node, tree.Day):
                draft.day = node.date
            else:
                self.report("RB3204", node.span)
            return
        fact = self.scope.facts.get(word)
        if fact is None:
            known = [*self.scope.facts, *CASE_DAY]
            self.report("RB3001", reference.span, word=word, nearest=nearest_or_new(word, known))
            return
        value = self.constant(node, fact.type)
        if value is None:
            return
        if fact.id in draft.facts:
            self.report("RB3202", reference.span, word=word)
        self.inside(fact, value, node.span)
        draft.facts[fact.id] = value

    def given_records(self, draft: _Draft, node: tree.GivenRecords) -> None:
        """``设 记录``: the records as a table; a cell ``*`` leaves its field out."""
        word = node.reference.word if isinstance(node.reference, tree.Name) else ""
        fact = self.scope.facts.get(word)
        if fact is None or not isinstance(fact.type, Records):
            lists = [each for each, of in self.scope.facts.items() if isinstance(of.type, Records)]
            near = did_you_mean(word, lists)
            self.report("RB3511", node.reference.span, word=word, nearest=near)
            return
        record = self.scope.contents.vocabulary.records[fact.type.record]
        fields = {form: each for each in record.fields for form in (each.id, each.label.zh)}
        heading, *rows = node.rows
        columns: list[Fact] = []
        for cell in heading.cells:
            name = dotted(cell) if isinstance(cell, tree.Name | tree.Part) else ""
            if name in fields and fields[name] in columns:
                self.report("RB3004", cell.span, word=name)
            if name not in fields:
                self.report("RB3505", cell.span, word=name, list=word, **fields_of(record))
                return
            columns.append(fields[name])
        draft.facts[fact.id] = tuple(self.record(row, columns) for row in rows)

    def record(self, row: tree.Row, columns: list[Fact]) -> dict[str, typed.Value]:
        """One record of a list."""
        values: dict[str, typed.Value] = {}
        for field_, cell in zip(columns, row.cells, strict=True):
            if isinstance(cell, tree.Anything):
                continue
            if isinstance(cell, tree.Rest | tree.Bounds | tree.Several | tree.Corner):
                self.report("RB3203", cell.span)
                continue
            value = self.constant(cell, field_.type)
            if value is not None:
                self.inside(field_, value, cell.span)
                values[field_.id] = value
        return values

    def inside(self, fact: Fact, value: typed.Value, span: Span) -> None:
        """A given value has to lie in its fact's domain, on one of its steps."""
        lows, highs = (fact.low, fact.high)
        if isinstance(value, datetime.date) and fact.first and fact.last:
            wrong = not fact.first <= value <= fact.last
        elif isinstance(value, Fraction):
            if (value / fact.step).denominator != 1:
                step = self.shown(fact, fact.step)
                self.report("RB3208", span, word=fact.label, step=step)
            wrong = (lows is not None and value < lows) or (highs is not None and value > highs)
        else:
            return
        if wrong:
            low = fact.first if fact.first else lows
            high = fact.last if fact.last else highs
            unit = _UNITS if fact.type == MONEY else _PLAIN
            low_text, high_text = self.shown(fact, low), self.shown(fact, high)
            if lows is not None and highs is not None:
                low_text = Bilingual(low_text.zh, range_ends(lows, highs, fact.units)[0].en)
                high_text = Bilingual(high_text.zh, range_ends(lows, highs, fact.units)[1].en)
            self.report("RB3205", span, word=fact.label, low=low_text, high=high_text, advice=unit)

    def shown(self, fact: Fact, value: typed.Value | None) -> Bilingual:
        if value is None:
            return Bilingual("不限", "no end")
        if isinstance(value, Fraction):
            larger = _LARGE if fact.type == MONEY else {}
            units = [unit for unit, of in larger.items() if value >= of and value % of == 0]
            return amount_text(value, (units[0],) if units else fact.units)
        enumerations = self.scope.contents.vocabulary.enumerations
        return show_both(value, fact.type, fact.units, enumerations)

    def gives(self, draft: _Draft, reference: tree.Reference, node: tree.Expression) -> None:
        """``得 名 = 值``: what a definition is expected to give."""
        word = reference.word if isinstance(reference, tree.Name) else ""
        id_ = self.names.get(word)
        draft.asks = True
        if id_ is None and word in self.scope.facts:
            self.report("RB3209", reference.span, word=word)
            return
        if id_ is None:
            nearest = did_you_mean(word, self.names)
            self.report("RB3009", reference.span, word=word, nearest=nearest)
            return
        if id_ in draft.expected:
            self.report("RB3202", reference.span, word=word)
        if isinstance(node, tree.NotApplicable):
            draft.expected[id_] = typed.Expected(None, not_applicable=True)
            return
        if isinstance(node, tree.Undetermined):
            missing = tuple(self.missing(name) for name in node.names)
            draft.expected[id_] = typed.Expected(None, missing)
            return
        value = self.constant(node, self.version.definitions[id_].type)
        if value is not None:
            draft.expected[id_] = typed.Expected(value)

    def missing(self, reference: tree.Reference) -> str:
        """The id under which an answer lists what ``未定(…)`` names: a fact, figure or clause."""
        word = reference.word if isinstance(reference, tree.Name) else ""
        if word in self.names:
            return self.version.definitions[self.names[word]].clause.id
        if word in self.scope.figures:
            return self.scope.figures[word].id
        if word in self.scope.facts:
            return self.scope.facts[word].id
        known = [*self.names, *self.scope.known_words()]
        self.report("RB3001", reference.span, word=word, nearest=nearest_or_new(word, known))
        return word

    def constant(self, node: tree.Expression, expected: Type) -> typed.Value | None:
        """A value written out; anything that would have to be worked out is refused."""
        before = len(self.found)
        value = self.typer.value(node, expected)
        match value:
            case typed.Literal():
                return value.value
            case typed.Negate(operand=typed.Literal(value=Fraction() as number)):
                return -number
            case _:
                pass
        if len(self.found) == before:
            self.report("RB3203", node.span)
        return None
