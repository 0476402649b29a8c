"""The cases of a rule that its conditions can tell apart."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from rulebook.answers.evaluate import Machine, Ready, held_fact
from rulebook.answers.trace import Trace
from rulebook.conformity.conditions import Case
from rulebook.meaning import program as p
from rulebook.meaning.shapes import told
from rulebook.meaning.typed import Value

MOST_CASES = 4096
"""How many cases of a rule are gone through; facts beyond that are left open."""


MOST_ENDS = 256
"""How many combinations of the ends of other numbers are tried for a case that fails."""


@dataclass(frozen=True, slots=True)
class RuleOnDay:
    """A rule with the figures of a day filled in."""

    rule: str
    program: p.Program
    ready: Ready
    day: datetime.date

    @property
    def version(self) -> p.Version:
        """The version in force."""
        return self.ready.plan.version

    def cases(self, outputs: set[str], fixed: set[str]) -> Iterator[dict[str, Value]]:
        """Every choice of the facts that these outputs depend on, as far as they can be told apart.

        Facts of ``fixed`` are left to the caller.
        """
        wanted: list[tuple[str, list[Value]]] = []
        count = 1
        choices = self._choices(outputs)
        for fact in sorted(choices.keys() - fixed, key=lambda each: (len(choices[each]), each)):
            count *= len(choices[fact])
            if count > MOST_CASES:
                break
            wanted.append((fact, choices[fact]))
        for choice in product(*(values for _, values in wanted)):
            yield {fact: value for (fact, _), value in zip(wanted, choice, strict=True)}

    def left_open(self, outputs: set[str], fixed: set[str]) -> Iterator[dict[str, Value]]:
        """The ends of the numbers that ``cases`` leaves open, in every combination up to a limit.

        A bound that fails there fails in a case that the rule takes; that it holds proves nothing.
        """
        told_apart = self._choices(outputs)
        ends: list[tuple[str, list[Value]]] = []
        count = 1
        for node in self.version.nodes:
            if not isinstance(node, p.ReadFact) or node.fact in fixed:
                continue
            if node.shape.kind != "number" or node.fact in told_apart:
                continue
            count *= 2
            if count > MOST_ENDS:
                break
            shape = self.program.facts[node.fact].shape
            pair: list[Value] = [told(each, shape, None) for each in (shape.low, shape.high)]
            ends.append((node.fact, pair))
        for choice in product(*(values for _, values in ends)) if ends else ():
            yield {fact: value for (fact, _), value in zip(ends, choice, strict=True)}

    def trace(self, case: Mapping[str, Value], more: Case) -> Trace | None:
        """The rule in a case; None where it does not apply."""
        facts = {**case, **dict(more)}
        given = [
            held_fact(self.program, self.program.facts[fact], facts.get(fact))
            for fact in self.ready.facts
        ]
        values, bodies = self.ready.evaluate(given, self.day.toordinal())
        trace = Trace(self.ready.plan, values, bodies)
        applies = self.version.applies
        return None if applies is not None and trace.value(applies) is False else trace

    def _choices(self, outputs: set[str]) -> dict[str, list[Value]]:
        """The facts that some outputs, or 适用, depend on, with the values worth trying.

        Of an enumeration or a yes/no these are all; of a number or a day that is only ever compared
        with fixed amounts, those around each of them. Others are left open.
        """
        version = self.version
        waiting = [version.definitions[each].node for each in outputs]
        waiting += [] if version.applies is None else [version.applies]
        readers: dict[p.Index, list[p.Index]] = {}
        seen: set[p.Index] = set(waiting)
        while waiting:
            index = waiting.pop()
            for each in p.operands(version.nodes[index]):
                readers.setdefault(each, []).append(index)
                if each < p.BODY and each not in seen:
                    seen.add(each)
                    waiting.append(each)
        found: dict[str, list[Value]] = {}
        for index in sorted(seen):
            node = version.nodes[index]
            if isinstance(node, p.ReadFact):
                values = self._values(index, node, readers)
                if values:
                    found[node.fact] = values
        return found

    def _values(
        self, index: p.Index, node: p.ReadFact, readers: Mapping[p.Index, list[p.Index]]
    ) -> list[Value]:
        spec = self.program.facts[node.fact]
        if node.shape.kind in ("code", "truth"):
            ids = self.program.enumerations[spec.enumeration] if spec.enumeration else None
            count = 2 if ids is None else len(ids)
            return [told(number, spec.shape, ids) for number in range(count)]
        if node.shape.kind not in ("number", "day"):
            return []
        lines = self._lines(index, readers)
        if lines is None:
            return []
        numbers = {spec.shape.low, spec.shape.high}
        for line in lines:
            near = int(line * 10**spec.shape.scale) // spec.step * spec.step
            numbers |= {near - spec.step, near, near + spec.step}
        inside = sorted(each for each in numbers if spec.shape.low <= each <= spec.shape.high)
        return [told(number, spec.shape, None) for number in inside]

    def _lines(
        self, index: p.Index, readers: Mapping[p.Index, list[p.Index]]
    ) -> list[Fraction] | None:
        """The amounts that a fact is compared with; None where it is read in any other way."""
        found: list[Fraction] = []
        for reader in readers.get(index, ()):
            node = self.version.nodes[reader]
            if isinstance(node, p.Scale):
                more = self._lines(reader, readers)
                if more is None:
                    return None
                found += more
            elif isinstance(node, p.Test):
                amount = self._amount(node.right if node.left == index else node.left)
                if amount is None:
                    return None
                found.append(amount)
            elif isinstance(node, p.Table) and _only_a_column(node, index):
                continue  # What its cells compare are tests of their own.
            else:
                return None
        return found

    def _amount(self, index: p.Index) -> Fraction | None:
        """The amount of a node that is the same in every case; None of any other."""
        node = self.version.nodes[index]
        match node:
            case p.Constant(value=value):
                return Fraction(value, 10**node.shape.scale)
            case p.Scale(value=value):
                return self._amount(value)
            case p.ReadFigure(day=None):
                state = self.ready.plan.figures[index].state
                known = state[0] if isinstance(state, tuple) else None
                return None if known is None else Fraction(known, 10**node.shape.scale)
            case _:
                return None


def _only_a_column(table: p.Table, index: p.Index) -> bool:
    results = {row.result for row in table.rows} | {table.rest}
    return index in table.columns and index not in results


def rule_on(
    program: p.Program, machine: Machine, rule: str, day: datetime.date
) -> RuleOnDay | None:
    """A rule on a day; None where it is not in force."""
    ready = machine.plan(rule, day.toordinal(), "code")
    return None if ready is None else RuleOnDay(rule, program, ready, day)
