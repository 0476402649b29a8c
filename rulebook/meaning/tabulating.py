"""Cases, tables and brackets lowered."""

from __future__ import annotations

from rulebook.diagnostics import Span, finding
from rulebook.language.tree import CompareOp, LimitKind
from rulebook.meaning import program as p
from rulebook.meaning import typed as t
from rulebook.meaning.intervals import bound_range
from rulebook.meaning.lowerer import Lowerer
from rulebook.meaning.refused import Refused


def cases(low: Lowerer, node: t.Cases) -> p.Index:
    """Cases, their values at one scale."""
    conditions = tuple(low.whole(case.condition) for case in node.cases)
    values = low.wholes([*(case.value for case in node.cases), node.otherwise], node.span)
    shape = low.hull(values)
    names = tuple(case.name for case in node.cases)
    chosen = p.Choose(conditions, tuple(values[:-1]), values[-1], names, shape, node.span)
    return low.notable(chosen, node.type)


def table(low: Lowerer, node: t.Lookup) -> p.Index:
    """A look-up; a cell with two bounds puts two conditions."""
    columns = tuple(low.whole(column) for column in node.inputs)
    given = [row.result for row in node.rows]
    values = low.wholes(given + ([node.rest] if node.rest else []), node.span)
    rows = tuple(
        p.TableRow(row.number, _cells(low, row, node), value, row.span, _crossing(row))
        for row, value in zip(node.rows, values, strict=False)
    )
    made = p.Table(
        columns=columns,
        rows=rows,
        rest=values[-1] if node.rest else None,
        clause=low.clause(node.clause),
        shape=low.hull(values),
        span=node.span,
    )
    return low.notable(made, node.type)


def _crossing(row: t.TypedRow) -> p.Crossing | None:
    at = row.crossing
    return None if at is None else p.Crossing(at.row, at.column, at.side, at.top)


def _cells(low: Lowerer, row: t.TypedRow, node: t.Lookup) -> tuple[p.Cell, ...]:
    """The conditions that a row's cells put."""
    cells: list[p.Cell] = []
    for place, (test, column) in enumerate(zip(row.cells, node.inputs, strict=True)):
        match test:
            case t.AnyValue():
                pass
            case t.WithinBounds(bounds):
                for op, bound in bounds:
                    cells.append(p.Cell(place, low.compare(op, column, bound, bound.span)))
            case t.AmongValues((value,)):
                cells.append(p.Cell(place, low.compare("=", column, value, value.span)))
            case t.AmongValues(values):
                first, *options = low.wholes([column, *values], row.span)
                among = p.OneOf(first, tuple(options), p.TRUTH_SHAPE, values[0].span)
                cells.append(p.Cell(place, low.add(among)))
    return tuple(cells)


def brackets(low: Lowerer, node: t.Brackets) -> p.Index:
    """Brackets, from the last tier down: each adds its share, and the next where it isn't enough.

    With B what the amount lies on and T = B + amount, a tier from L up to U takes
    ``max(min(T, U) - max(B, L), 0)`` at its rate; where T ≤ U no later tier is read.
    """
    amount = low.whole(node.amount)
    base = low.whole(node.on_top_of) if node.on_top_of is not None else None
    total = amount if base is None else low.sum([base, amount], node.span)
    uppers = [None if tier.upper is None else low.whole(tier.upper) for tier in node.tiers]
    _ascending(low, uppers, node)
    built = _Built(low, node.span, base, total)
    lowers = [None, *uppers[:-1]]
    takes = [built.part(lower, upper) for lower, upper in zip(lowers, uppers, strict=True)]
    rates = [low.whole(tier.rate) for tier in node.tiers]
    shares = [built.share(part, rate) for part, rate in zip(takes, rates, strict=True)]
    value: p.Index | None = None
    for upper, share in reversed(list(zip(uppers, shares, strict=True))):
        value = share if value is None or upper is None else built.on(upper, share, value)
    assert value is not None
    reached = [None, *(built.beyond(upper) for upper in uppers[:-1] if upper is not None)]
    tiers = tuple(
        p.TierPart(number, reached[number - 1], takes[number - 1], rate, share, tier.span)
        for number, (tier, rate, share) in enumerate(
            zip(node.tiers, rates, shares, strict=True), start=1
        )
    )
    clause = low.clause(node.clause)
    return low.notable(p.Tiers(value, tiers, clause, low.shape(value), node.span), node.type)


def _ascending(low: Lowerer, uppers: list[p.Index | None], node: t.Brackets) -> None:
    """Each bound lies surely at or above the one before."""
    for place in range(1, len(uppers)):
        below, above = uppers[place - 1], uppers[place]
        if below is None or above is None:
            continue
        first, second = low.aligned([below, above], node.span)
        if low.shape(first).high > low.shape(second).low:
            upper = node.tiers[place].upper
            assert upper is not None
            raise Refused(finding("RB6012", upper.span))


class _Built:
    """The parts of one bracket table."""

    def __init__(self, low: Lowerer, span: Span, base: p.Index | None, total: p.Index) -> None:
        self.low = low
        self.span = span
        self.base = base
        self.total = total
        self.zero = low.add(p.Constant(0, None, p.Shape("number"), span))

    def bound(self, kind: LimitKind, value: p.Index, limit: p.Index) -> p.Index:
        a, b = self.low.aligned([value, limit], self.span)
        shape = bound_range(kind, self.low.shape(a), self.low.shape(b))
        return self.low.add(p.Bound(kind, a, b, shape, self.span))

    def part(self, lower: p.Index | None, upper: p.Index | None) -> p.Index:
        """What lies in a tier: the part of the amount between its bounds."""
        top = self.total if upper is None else self.bound("ceiling", self.total, upper)
        bottom = self.base if lower is None else lower
        if lower is not None and self.base is not None:
            bottom = self.bound("floor", self.base, lower)
        elif lower is not None and self.low.shape(lower).low < 0:
            bottom = self.bound("floor", lower, self.zero)
        part = top if bottom is None else self.low.subtract(top, bottom, self.span)
        return self.bound("floor", part, self.zero)

    def share(self, part: p.Index, rate: p.Index) -> p.Index:
        """The part at its rate; the rate of an empty part is not read."""
        low = self.low
        taken = low.multiply(part, rate, self.span)
        some = self.compare(">", part, self.zero)
        return self.choose(some, taken, self.zero)

    def on(self, upper: p.Index, share: p.Index, rest: p.Index) -> p.Index:
        """The share, and what the later tiers give where the amount goes beyond this one."""
        more = self.choose(self.compare("≤", self.total, upper), self.zero, rest)
        return self.low.sum([share, more], self.span)

    def beyond(self, upper: p.Index) -> p.Index:
        """Whether the amount goes beyond a tier."""
        return self.compare(">", self.total, upper)

    def compare(self, op: CompareOp, left: p.Index, right: p.Index) -> p.Index:
        a, b = self.low.aligned([left, right], self.span)
        return self.low.add(p.Test(op, a, b, p.TRUTH_SHAPE, self.span))

    def choose(self, condition: p.Index, value: p.Index, otherwise: p.Index) -> p.Index:
        a, b = self.low.aligned([value, otherwise], self.span)
        shape = self.low.hull([a, b])
        return self.low.add(p.Choose((condition,), (a,), b, (None,), shape, self.span))
