"""The way that an answer took: every node that was read for it, record by record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from rulebook.answers.trace import Trace
from rulebook.meaning import program as p


@dataclass(slots=True)
class Way:
    """The nodes that were read in one trace: those of the version, and those of each record.

    且 and 或 read all their parts, whatever the order; cases and tables only what they walked.
    """

    trace: Trace
    seen: set[p.Index] = field(default_factory=set)
    records: dict[p.Index, list[Way]] = field(default_factory=dict)

    def go(self, index: p.Index) -> None:
        """Follow a node down."""
        waiting = [index]
        while waiting:
            each = waiting.pop()
            if each in self.seen:
                continue
            self.seen.add(each)
            node = self.trace.node(each)
            waiting.extend(self._read(each, node))
            if isinstance(node, p.ForEach):
                waiting.extend(self._into_records(each, node))

    def _read(self, index: p.Index, node: p.Node) -> Iterator[p.Index]:
        match node:
            case p.Join(operands=operands):
                yield from operands
            case p.Choose(conditions=conditions, values=values, otherwise=otherwise):
                yield from self.trace.walked(conditions, values, otherwise)
            case p.Consult(applies=applies, value=value, otherwise=otherwise):
                yield from self.trace.walked((applies,), (value,), otherwise)
            case p.Table(columns=columns):
                yield from columns
                yield from self._row(node)
            case p.Tiers(tiers=tiers):
                yield from p.operands(node)
                yield from (each for tier in tiers for each in _parts_of_tier(tier, self.trace))
            case p.Test(written=written) | p.DivideRound(written=written):
                yield from written
                yield from p.operands(node)
            case p.Gathering(operands=operands):
                yield from operands
                yield from p.operands(node)
            case _ if self.trace.value(index) is None:
                yield from p.operands(node)
            case _:
                yield from self.trace.deciding(node)

    def _row(self, node: p.Table) -> Iterator[p.Index]:
        row = self.trace.row_hit(node)
        if row is not None:
            yield row.result
        elif node.rest is not None and ruled_out(self.trace, node):
            yield node.rest

    def _into_records(self, index: p.Index, node: p.ForEach) -> list[p.Index]:
        """Follow each record's own nodes; gives the nodes of the version that they read."""
        outside: list[p.Index] = []
        known = self.trace.value(node.records) is not None
        for record in self.trace.records(index) if known else ():
            way = Way(record)
            for part in record.parts(node):
                way.go(part)
            outside += [each for each in way.seen if each < p.BODY]
            way.seen = {each for each in way.seen if each >= p.BODY}
            self.records.setdefault(index, []).append(way)
        return outside


def ruled_out(trace: Trace, node: p.Table) -> bool:
    """Whether no row of a table can match."""
    return all(any(trace.value(cell.test) is False for cell in row.cells) for row in node.rows)


def tier_hit(tier: p.TierPart, trace: Trace) -> bool:
    """Whether some of the amount lies in a tier."""
    reached = tier.reached is None or trace.value(tier.reached) is True
    part = trace.value(tier.part)
    return reached and isinstance(part, int) and part > 0


def _parts_of_tier(tier: p.TierPart, trace: Trace) -> tuple[p.Index, ...]:
    return (tier.part, tier.rate) if tier_hit(tier, trace) else ()


def way_of(trace: Trace) -> Way:
    """The way to the outputs of a case; to 适用 alone where the rule does not apply."""
    version = trace.plan.version
    way = Way(trace)
    if version.applies is not None:
        way.go(version.applies)
        if trace.value(version.applies) is not True:
            return way
    for output in version.outputs:
        way.go(version.definitions[output].node)
    return way
