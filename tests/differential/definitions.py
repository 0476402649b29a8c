"""A definition of a generated rule with the steps after it: limits, roundings, grounds."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from tests.differential import pieces
from tests.differential.bodies import RESULT, Bodies, Body
from tests.differential.choices import likely, pick
from tests.differential.expressions import Writer
from tests.differential.figures import LEVELS
from tests.differential.kinds import Kind, decimals
from tests.differential.named import LIMITS, ROUNDINGS
from tests.differential.pieces import NOTHING, SUM, Size
from tests.differential.scope import Of, Scope
from tests.differential.tables import fact_columns

SOURCES = ("公报", "转载", "报道", "公报", "转载", "报道", "传闻", "记忆")


class Definitions:
    """Writes definitions within a scope; ``reads`` are the facts that they read."""

    def __init__(self, writer: Writer, scope: Scope, twins: bool) -> None:
        self.twins = twins
        self.writer = replace(writer, scope=scope)
        self.choices = writer.choices
        self.scope = scope
        self.bodies = Bodies(self.writer, fact_columns(), twins)
        self.reads = NOTHING

    def grounds(self, plain: bool = False) -> str:
        cited = f"依据 {pick(self.choices, SOURCES[:6] if plain else SOURCES)}"
        if likely(self.choices, 20):
            cited += "、转载 “第二条”"
        if likely(self.choices, 10):
            cited += f" 证据 {pick(self.choices, LEVELS)}"
        return cited

    def finished(
        self, target: str, name: str, of: Of, body: Body, most_decimals: int | None
    ) -> tuple[list[str], Size | None]:
        """A definition with steps that keep it as fine as it may be."""
        steps: list[str] = []
        size = body.size
        if isinstance(of, Kind):
            assert size is not None
            size, steps = self._steps(of, size, most_decimals)
        lines = [
            f"{target} = {body.head}".rstrip(),
            *(f"    {line.replace(RESULT, name)}" for line in body.lines),
        ]
        lines += [f"    {step}" for step in steps]
        if likely(self.choices, 50):
            lines.append(f"    {self.grounds()}")
        return lines, size

    def _steps(self, kind: Kind, size: Size, most_decimals: int | None) -> tuple[Size, list[str]]:
        """Limits and roundings on lines of their own."""
        steps: list[str] = []
        for _ in range(self.choices.below(3)):
            if likely(self.choices, 50):
                size = self._limit_step(kind, size, steps)
            else:
                size = self._step(kind, size, pick(self.choices, kind.steps), steps)
        if most_decimals is not None and size.scale > most_decimals:
            fine = [each for each in kind.steps if decimals(each) <= most_decimals]
            size = self._step(kind, size, pick(self.choices, fine), steps)
        return size, steps

    def _limit_step(self, kind: Kind, size: Size, steps: list[str]) -> Size:
        caps = self.scope.unlimited.get(kind.name, [])
        if caps and likely(self.choices, 50):
            bound, word = pick(self.choices, caps), "不超过"
        else:
            bound, word = self.bodies.writer.number(kind, 1), pick(self.choices, LIMITS)
        if not pieces.together(size, bound.size).fits():
            return size
        self.reads |= bound.reads
        steps.append(f"{word} {bound.at(SUM)}")
        return pieces.together(size, bound.size)

    def _step(self, kind: Kind, size: Size, step: Fraction, steps: list[str]) -> Size:
        word = pick(self.choices, ROUNDINGS)
        steps.append(f"{word} {self.writer.step(kind, step)}")
        return pieces.rounded(size, decimals(step))
