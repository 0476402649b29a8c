"""Gatherings over records as cells: each record's share, then what the shares come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, assert_never

from rulebook.batch.cells import Cell, Cells
from rulebook.batch.terms import Term, Terms
from rulebook.meaning import program as p

SHARE, LACKING, EVIDENCE = "share", "lacking", "evidence"
UNKNOWN, ABSENT, COUNTS = "unknown", "absent", "counts"


@dataclass(frozen=True, slots=True)
class Share:
    """Of one record: what it adds, and whether it can be worked with.

    ``value`` is the condition of 全部, 任一 and 计数, the number of the others; NULL where the
    record adds nothing. ``counts``: the record counts, or may.
    """

    value: Term
    unknown: Term
    absent: Term
    counts: Term
    lacking: tuple[Term, ...]
    evidence: Term


def gathered(
    cells: Cells, node: p.ForEach, records: Cell, where: Cell, item: Cell, otherwise: Cell | None
) -> Cell:
    """The cell of a gathering; ``where`` and ``item`` are cells of the record in hand."""
    t = cells.terms
    share = _share(cells, node, where, item)
    fields = {
        SHARE: share.value,
        UNKNOWN: share.unknown,
        ABSENT: share.absent,
        COUNTS: share.counts,
        EVIDENCE: share.evidence,
        **{f"{LACKING}{word}": each for word, each in enumerate(share.lacking)},
    }
    over = Over(t, _mapped(t, records.value, fields), records.value, fields)
    unknown, absent = over.some(UNKNOWN), over.some(ABSENT)
    match node.op:
        case "any":
            made = _any(t, over, unknown, absent)
        case "all":
            made = _all(t, over, unknown, absent)
        case "count" | "sum" | "max" | "min":
            made = _number(t, over, node, unknown, absent, otherwise)
        case _:
            assert_never(node.op)
    value, is_absent = made
    no_list = t.is_null(records.value)
    value = t.case([(no_list, t.null(value.kind))], value)
    is_absent = t.and_([t.not_(no_list), is_absent])
    none_lacks = t.and_([t.is_null(value), t.not_(is_absent)])
    if otherwise is not None:
        # The extreme of no records may be 不适用 itself, or unknown.
        none_counts = t.and_([t.not_(no_list), t.not_(over.some(COUNTS))])
        is_absent = t.case([(none_counts, otherwise.absent)], is_absent)
        none_lacks = t.and_([t.is_null(value), t.not_(is_absent)])
    words = []
    for word in range(cells.words):
        bits = over.bits(f"{LACKING}{word}")
        if otherwise is not None:
            bits = t.bit_or(
                [bits, t.case([(over.some(COUNTS), t.literal(0))], otherwise.lacking[word])]
            )
        missing = t.case([(no_list, records.lacking[word])], bits)
        words.append(t.case([(none_lacks, missing)], t.literal(0)))
    evidence = _evidence(cells, over, node, value, is_absent)
    if otherwise is not None:
        rest = t.case([(over.some(COUNTS), cells.none)], otherwise.evidence)
        evidence = cells.weakest([evidence, rest])
    body_sure = share.unknown.is_literal(False)
    sure = records.sure and body_sure and (otherwise is None or otherwise.sure)
    return Cell(value, is_absent, cells.no, tuple(words), evidence, sure)


@dataclass(frozen=True, slots=True)
class Over:
    """The records with their shares; a share that is the same for all needs no gathering."""

    terms: Terms
    shares: Term
    records: Term
    fields: dict[str, Term]

    def some(self, name: str) -> Term:
        """Whether it is true of some record; no where there is none."""
        t = self.terms
        term = self.fields[name]
        if term.is_literal(False):
            return term
        if term.is_literal(True):
            return t.less(t.literal(0), self.length())
        found = t.gathered("some", self.shares, (name,), "truth", (0, 1))
        return t.or_else(found, t.literal(False))

    def bits(self, name: str) -> Term:
        """All bits over the records."""
        t = self.terms
        term = self.fields[name]
        if term.op == "literal":
            return t.case([(t.less(t.literal(0), self.length()), term)], t.literal(0))
        found = t.gathered("every_bit", self.shares, (name,), "number", (0, 2**62 - 1))
        return t.or_else(found, t.literal(0))

    def most(self, name: str) -> Term:
        """The greatest over the records, -1 where there is none."""
        t = self.terms
        term = self.fields[name]
        if term.op == "literal":
            some = t.less(t.literal(0), self.length())
            return t.case([(some, term)], t.literal(-1))
        bounds = (term.low, term.high)
        found = t.gathered("most", self.shares, (name,), "number", bounds)
        return t.or_else(found, t.literal(-1))

    def first(self, flag: str, name: str) -> Term:
        """The field of the first record of which a flag is true."""
        t = self.terms
        term = self.fields[name]
        if term.op == "literal":
            return term
        bounds = (term.low, term.high)
        both = _mapped(t, self.records, {flag: self.fields[flag], name: term}, whole=True)
        found = t.gathered("first", both, (flag, name), "number", bounds)
        return t.or_else(found, t.literal(-1))

    def length(self) -> Term:
        """How many records there are, 0 where the list is missing."""
        t = self.terms
        found = t.gathered("length", self.records, (), "number", (0, 2**31))
        return t.or_else(found, t.literal(0))

    def number(self, op: Literal["total", "most", "least"], bounds: tuple[int, int]) -> Term:
        """The sum or extreme of the shares that are not NULL."""
        t, share = self.terms, self.fields[SHARE]
        if share.op != "literal" or share.value is None:
            return t.gathered(op, self.shares, (SHARE,), "number", bounds)
        if op == "total":
            return t.bounded(t.multiply(self.length(), share), *bounds)
        return t.case([(t.less(t.literal(0), self.length()), share)], t.null("number"))


def _mapped(t: Terms, records: Term, fields: Mapping[str, Term], *, whole: bool = False) -> Term:
    """The records with ``fields``, of which literals need no place unless they are asked for."""
    literal = [name for name, term in fields.items() if term.op == "literal"]
    spared = [] if whole else [each for each in literal if fields[each].value is not None]
    needed = [(name, term) for name, term in fields.items() if name not in spared]
    return t.map(records, needed)


def _share(cells: Cells, node: p.ForEach, where: Cell, item: Cell) -> Share:
    t = cells.terms
    counts = t.not_(t.surely(t.not_(where.value)))
    evidence = _resting(cells, node, where, item)
    if node.op in ("any", "count", "all"):
        if node.op == "all":
            opposite = cells.strict([where], t.not_)
            held = cells.join([opposite, item], decisive=True)
        else:
            held = cells.join([where, item], decisive=False)
        unknown = cells.is_unknown(held)
        both = cells.all_lacking([where, item])
        lacking = tuple(cells.where(unknown, each) for each in both)
        return Share(held.value, unknown, held.absent, counts, lacking, evidence)
    yes = t.surely(where.value)
    value = t.case([(yes, item.value)], t.null("number"))
    unknown = t.or_([cells.is_unknown(where), t.and_([yes, cells.is_unknown(item)])])
    absent = t.or_([where.absent, t.and_([yes, item.absent])])
    lacking = tuple(
        t.bit_or([own, cells.where(yes, other)])
        for own, other in zip(where.lacking, item.lacking, strict=True)
    )
    return Share(value, unknown, absent, counts, lacking, evidence)


def _resting(cells: Cells, node: p.ForEach, where: Cell, item: Cell) -> Term:
    """The evidence of the parts that decided a record's share: see ``Trace._resting``."""
    t = cells.terms
    out = t.surely(t.not_(where.value)) if node.where is not None else t.literal(False)
    read = [each for each, index in ((where, node.where), (item, node.item)) if index is not None]
    both = cells.first_absent(read)
    if node.op not in ("any", "all", "count"):
        counted = cells.first_absent(read)
        alone = where.evidence if node.where is not None else both
        return t.case([(t.surely(where.value), counted)], alone)
    ways = [(out, where.evidence)]
    if node.item is not None:
        decides = t.surely(item.value if node.op == "all" else t.not_(item.value))
        ways.append((decides, item.evidence))
    return t.case(ways, both)


def _any(t: Terms, over: Over, unknown: Term, absent: Term) -> tuple[Term, Term]:
    held = over.some(SHARE)
    value = t.case(
        [(held, t.literal(True)), (t.or_([unknown, absent]), t.null("truth"))], t.literal(False)
    )
    return value, t.and_([absent, t.not_(held), t.not_(unknown)])


def _all(t: Terms, over: Over, unknown: Term, absent: Term) -> tuple[Term, Term]:
    share = over.fields[SHARE]
    failing = t.surely(t.not_(share))
    broken = Over(t, _mapped(t, over.records, {SHARE: failing}), over.records, {SHARE: failing})
    fails = broken.some(SHARE)
    value = t.case(
        [(fails, t.literal(False)), (t.or_([unknown, absent]), t.null("truth"))], t.literal(True)
    )
    return value, t.and_([absent, t.not_(fails), t.not_(unknown)])


def _number(
    t: Terms, over: Over, node: p.ForEach, unknown: Term, absent: Term, otherwise: Cell | None
) -> tuple[Term, Term]:
    wrong = t.or_([unknown, absent])
    null, zero = t.null("number"), t.literal(0)
    share = over.fields[SHARE]
    bounds = (node.shape.low, node.shape.high)
    match node.op:
        case "count":
            one = t.case([(share, t.literal(1))], zero)
            ones = Over(t, _mapped(t, over.records, {SHARE: one}), over.records, {SHARE: one})
            found = t.or_else(ones.number("total", bounds), zero)
        case "sum":
            found = t.or_else(over.number("total", bounds), zero)
        case _:
            assert otherwise is not None
            extreme = over.number("most" if node.op == "max" else "least", bounds)
            found = t.or_else(extreme, otherwise.value)
    return t.case([(wrong, null)], found), absent


def _evidence(cells: Cells, over: Over, node: p.ForEach, value: Term, absent: Term) -> Term:
    """Of the first record where one alone makes the whole what it is, else of all records."""
    t = cells.terms
    whole = over.most(EVIDENCE)
    if over.fields[EVIDENCE].op == "literal":
        return whole
    # The whole may be 不适用 as the extreme of no records, with none of them being so.
    ways = [(t.and_([absent, over.some(ABSENT)]), over.first(ABSENT, EVIDENCE))]
    if node.op == "any":
        ways.append((value, over.first(SHARE, EVIDENCE)))
    if node.op == "all":
        failing = t.surely(t.not_(over.fields[SHARE]))
        fields = {SHARE: failing, EVIDENCE: over.fields[EVIDENCE]}
        broken = Over(t, _mapped(t, over.records, fields), over.records, fields)
        ways.append((t.not_(value), broken.first(SHARE, EVIDENCE)))
    return t.case(ways, whole)
