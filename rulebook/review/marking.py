"""Which node of the program each part of a typed rule became.

A version is lowered once more, by the same steps as the program was, and every part's node is noted
on the way. Equal nodes are made once, so parts that say the same share one.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from rulebook.meaning import program as p
from rulebook.meaning import typed as t
from rulebook.meaning.frames import Frame
from rulebook.meaning.lowering import Lowering
from rulebook.meaning.making import Ratio


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """A part of ``version``, a rule's or a called one's, and its node.

    ``gathering`` is the node of the gathering in whose body it stands, where it stands in one.
    """

    part: t.Typed
    version: t.TypedVersion
    index: p.Index
    gathering: p.Index | None = None


@dataclass(slots=True, kw_only=True)
class Marking(Lowering):
    """Lowers as ``Lowering`` does, and notes what became what.

    ``waiting`` are the parts in the body of a gathering whose own node is still to be made.
    """

    marks: list[Mark] = field(default_factory=list)
    waiting: list[Mark] = field(default_factory=list)

    def plain(self, node: t.Typed) -> p.Index:
        """As in ``Lowering``."""
        around, self.waiting = self._enter(node)
        index = Lowering.plain(self, node)
        self._leave(node, index, around)
        return index

    def number(self, node: t.Typed) -> Ratio:
        """As in ``Lowering``."""
        around, self.waiting = self._enter(node)
        ratio = Lowering.number(self, node)
        self._leave(node, ratio.numerator if ratio.denominator is None else None, around)
        return ratio

    def _enter(self, part: t.Typed) -> tuple[list[Mark], list[Mark]]:
        return self.waiting, [] if isinstance(part, t.RecordGather) else self.waiting

    def _leave(self, part: t.Typed, index: p.Index | None, around: list[Mark]) -> None:
        if isinstance(part, t.RecordGather):
            self.marks += [Mark(m.part, m.version, m.index, index) for m in self.waiting]
            self.waiting = around
        if index is not None:
            mark = Mark(part, self.frame.version, index)
            (self.marks if index < p.BODY else self.waiting).append(mark)


def marks_of(
    book: t.TypedBook, program: p.Program, rule: str, version: t.TypedVersion, since: int
) -> Marking:
    """The marks of a version as it was lowered for the period that begins on day ``since``."""
    marking = Marking(
        book=book,
        frame=Frame(rule, version),
        start=datetime.date.fromordinal(since),
        facts=dict(program.facts),
        figures=dict(program.figures),
    )
    marking.clause(version.clause)
    if version.applies is not None:
        marking.whole(version.applies)
    for id_, definition in version.definitions.items():
        if definition.records is None:
            marking.definition(id_)
    for check in version.checks:
        marking.whole(check.condition)
    return marking
