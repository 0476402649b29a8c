"""Explanations built from the program and the values recorded (see ``rulebook.answers.trace``).

So they show the way that was really taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from rulebook.answers.explanation import Explanation, Operation, Read, Shown
from rulebook.answers.trace import Trace
from rulebook.answers.walked import Walked
from rulebook.book.model import EvidenceLevel
from rulebook.diagnostics import NOWHERE, Bilingual, Span
from rulebook.meaning import program as p
from rulebook.meaning.values import Value

OF_LINES: dict[Operation, Bilingual] = {
    "cases": Bilingual("所分情形", "the cases"),
    "table": Bilingual("查表所得", "the table"),
    "brackets": Bilingual("分段合计", "the brackets"),
    "all": Bilingual("须全部满足的条件", "the conditions"),
    "any": Bilingual("满足任一的条件", "the conditions"),
}
"""What steps that are written over several lines are called where they have no name."""

DEEPEST = 25
"""How many definitions are shown inside each other."""

MOST_RECORDS_SHOWN = 50
"""How many records of a gathering are shown."""

PART, RATE = Bilingual("本段金额", "part"), Bilingual("比例", "rate")


@dataclass(slots=True)
class Explainer(Walked):
    """Explains the definitions of one evaluation; each definition once, where it is first read."""

    told: set[str] = field(default_factory=set)
    depth: int = 0
    later: list[str] = field(default_factory=list)
    """Definitions too far down to be shown where they are read; they follow at the end."""

    def definition(self, id_: str, index: p.Index | None = None) -> Explanation:
        """How a definition came to its value.

        ``index`` is its node where it was read: that of a record is another one in each gathering.
        """
        self.told.add(id_)
        spec = self.trace.plan.version.definitions[id_]
        index = spec.node if index is None else index
        node = self._node(index)
        assert isinstance(node, p.Define)
        clause = self.trace.plan.version.clauses[spec.clause]
        shown = self._as(index, spec.units, spec.enumeration)
        step = self._step(self._strip(node.value), clause, spec.label, shown)
        return replace(step, rule=spec.rule)

    def condition(self, index: p.Index, clause: p.ProgramClause, label: Bilingual) -> Explanation:
        """How a condition, such as 适用's, came out; one that is a definition, how that did."""
        node = self._node(index)
        if isinstance(node, p.Define):
            return self.definition(node.definition)
        return self._step(index, clause, label, self._as(index, (), None), "condition")

    def _step(
        self,
        index: p.Index,
        clause: p.ProgramClause,
        label: Bilingual,
        shown: Shown,
        plain: Operation = "formula",
    ) -> Explanation:
        index = self._called(index)
        node = self._node(index)
        op, row = self._kind(node, plain)
        crossing = self._crossing(node)
        read: dict[tuple[str, str], Read] = {}
        children: list[Explanation] = []
        if isinstance(node, p.ForEach):
            children.extend(self._records(index, node, clause))
        if isinstance(node, p.Tiers):
            children.extend(self._tiers(node, clause, read))
        for part, name in () if isinstance(node, p.Tiers) else self._parts(index, node):
            if name is None and isinstance(node, p.Bound | p.DivideRound):
                self._operand(node, part, clause, read, children)
            else:
                self._collect(part, clause, name, read, children)
        return Explanation(
            rule=self.rule,
            clause=clause.id,
            label=label,
            citations=clause.citations,
            op=op,
            shown=shown,
            text=self._text(node),
            span=self._place(node),
            evidence=self._evidence(index),
            read=tuple(read.values()),
            row=row,
            column=crossing.column if crossing else None,
            heads=self._heads(crossing) if crossing else None,
            exception=self._exception(node),
            children=tuple(children),
            crossing=(crossing.side, crossing.top) if crossing else None,
        )

    def _records(
        self, index: p.Index, node: p.ForEach, clause: p.ProgramClause
    ) -> Iterator[Explanation]:
        """Each record that a gathering went over: whether it counts, and what it adds."""
        for number, record in enumerate(self.trace.records(index)[:MOST_RECORDS_SHOWN], start=1):
            inner = Explainer(self.program, self.rule, record, self.text_of, set(self.told))
            label = Bilingual(f"第{number}条", f"record {number}")
            read: dict[tuple[str, str], Read] = {}
            children: list[Explanation] = []
            for part in record.parts(node):
                inner._collect(part, clause, None, read, children)
            where, _ = record.pair(node)
            counted = where is True and node.item is not None
            shown = (
                inner.shown(node.item)
                if counted and node.item is not None
                else Shown(where if isinstance(where, bool) else None, (), None)
            )
            yield Explanation(
                rule=self.rule,
                clause=clause.id,
                label=label,
                citations=clause.citations,
                op="record",
                shown=shown,
                text="",
                span=node.span,
                evidence=None,
                read=tuple(read.values()),
                children=tuple(children),
            )

    def _tiers(
        self, node: p.Tiers, clause: p.ProgramClause, read: dict[tuple[str, str], Read]
    ) -> Iterator[Explanation]:
        """Each tier that the amount reaches: its part, its rate, what that gives."""
        for tier in node.tiers:
            if tier.reached is not None and self.trace.value(tier.reached) is not True:
                return
            children: list[Explanation] = []
            self._collect(tier.part, clause, None, read, children)
            self._collect(tier.rate, clause, None, read, children)
            units = node.shape.units
            part = Read("definition", f"part{tier.number}", PART, self._as(tier.part, units, None))
            rate = Read(
                "definition", f"rate{tier.number}", RATE, self._as(tier.rate, ("percent",), None)
            )
            label = Bilingual(f"第{tier.number}段", f"tier {tier.number}")
            shown = self._as(tier.share, units, None)
            yield Explanation(
                rule=self.rule,
                clause=clause.id,
                label=label,
                citations=clause.citations,
                op="tier",
                shown=shown,
                text=self.text_of(tier.span),
                span=tier.span,
                evidence=None,
                read=(part, rate),
                row=tier.number,
            )

    def _operand(
        self,
        parent: p.Bound | p.DivideRound,
        index: p.Index,
        clause: p.ProgramClause,
        read: dict[tuple[str, str], Read],
        children: list[Explanation],
    ) -> None:
        """What is limited or rounded: arithmetic is a step of its own, with its exact value."""
        inner = self._strip(index)
        node = self._node(inner)
        if not isinstance(node, p.Add | p.Subtract | p.Multiply | p.Negate):
            self._collect(inner, clause, None, read, children)
            return
        if isinstance(parent, p.DivideRound):
            if index != parent.numerator:
                return
            children.append(self._unrounded(parent, inner, clause))
            return
        children.append(self._unnamed(inner, clause))

    def _unrounded(
        self, parent: p.DivideRound, inner: p.Index, clause: p.ProgramClause
    ) -> Explanation:
        """The exact value before a rounding, as the rule writes it."""
        text = self.text_of(parent.rounds)
        above = self.trace.value(parent.numerator)
        below = 1 if parent.denominator is None else self.trace.value(parent.denominator)
        value: Value | None = None
        if isinstance(above, int) and isinstance(below, int):
            value = Fraction(above * parent.step, below * parent.divisor * 10**parent.shape.scale)
        step = self._step(inner, clause, clause.label, Shown(value, parent.shape.units, None))
        read, children = list(step.read), list(step.children)
        if parent.denominator is not None:
            more: dict[tuple[str, str], Read] = {(each.kind, each.id): each for each in read}
            self._collect(parent.denominator, clause, None, more, children)
            read = list(more.values())
        return replace(
            step,
            label=Bilingual(text, text),
            text=text,
            span=parent.rounds,
            read=tuple(read),
            children=tuple(children),
        )

    def _collect(
        self,
        index: p.Index,
        clause: p.ProgramClause,
        line: p.Line | None,
        read: dict[tuple[str, str], Read],
        children: list[Explanation],
    ) -> None:
        """A part of a step: something read, a step of its own, or arithmetic to look through."""
        if line is not None:
            children.append(self._step(index, clause, line.label, self.shown(index), "line"))
            return
        index = self._called(index)
        node = self._node(index)
        match node:
            case p.ReadFact(fact):
                spec = self.program.facts[fact]
                if not spec.fields:
                    shown = self._as(index, spec.units, spec.enumeration)
                    read[("fact", fact)] = Read("fact", fact, spec.label, shown)
            case p.ReadField(records, name):
                fields = self.program.facts[records].fields
                spec = next(each for each in fields if each.id == name)
                shown = self._as(index, spec.units, spec.enumeration)
                read[("fact", name)] = Read("fact", f"{records}.{name}", spec.label, shown)
            case p.ReadFigure(figure=key):
                read[("figure", key)] = self._figure(index, key)
            case p.Define(definition):
                self._definition(index, definition, read, children)
            case p.Consult() if isinstance(self._node(node.applies), p.Constant):
                self._collect(node.value, clause, None, read, children)
            case (
                p.Choose()
                | p.Table()
                | p.Bound()
                | p.DivideRound()
                | p.Gathering()
                | p.Extreme()
                | p.ForEach()
                | p.Consult()
                | p.Tiers()
            ):
                children.append(self._unnamed(index, clause))
            case p.Join(lines=lines) if lines:
                children.append(self._unnamed(index, clause))
            case _:
                for part, named in self._parts(index, node):
                    self._collect(part, clause, named, read, children)

    def _unnamed(self, index: p.Index, clause: p.ProgramClause) -> Explanation:
        """A step that has no name of its own: it is called by its text, where that is a line."""
        step = self._step(index, clause, clause.label, self.shown(index))
        if step.op in OF_LINES:
            return replace(step, label=OF_LINES[step.op])
        text = self.text_of(step.span)
        return replace(step, label=Bilingual(text, text))

    def _definition(
        self,
        index: p.Index,
        id_: str,
        read: dict[tuple[str, str], Read],
        children: list[Explanation],
    ) -> None:
        spec = self.trace.plan.version.definitions[id_]
        shown = self._as(index, spec.units, spec.enumeration)
        read[("definition", id_)] = Read("definition", spec.id, spec.label, shown)
        if id_ in self.told:
            return
        if self.depth >= DEEPEST and index < p.BODY:
            self.told.add(id_)
            self.later.append(id_)
            return
        self.depth += 1
        children.append(self.definition(id_, index))
        self.depth -= 1


def explain(
    program: p.Program,
    rule: str,
    title: Bilingual,
    trace: Trace | None,
    text_of: Callable[[Span], str],
    evidence: EvidenceLevel | None,
) -> Explanation:
    """The explanation of an evaluation: the rule, below it 适用 where there is one, and outputs.

    Without a trace no version is in force, and there is nothing below the rule.
    """
    steps: tuple[Explanation, ...] = ()
    citations: tuple[tuple[str, str | None], ...] = ()
    span = NOWHERE
    if trace is not None:
        steps = tuple(_steps(Explainer(program, rule, trace, text_of)))
        citations = trace.plan.version.clauses[0].citations
        span = trace.plan.version.clauses[0].span
    nothing = Shown(None, (), None)
    return Explanation(
        rule, rule, title, citations, "answer", nothing, "", span, evidence, children=steps
    )


def _steps(explainer: Explainer) -> Iterator[Explanation]:
    version = explainer.trace.plan.version
    if version.applies is not None:
        label = Bilingual("适用条件", "applies if")
        yield explainer.condition(version.applies, version.clauses[0], label)
        if explainer.trace.value(version.applies) is not True:
            return
    for output in version.outputs:
        if output not in explainer.told:
            yield explainer.definition(output)
    while explainer.later:
        yield explainer.definition(explainer.later.pop(0))
