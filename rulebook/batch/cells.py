"""What a node of the program comes to in SQL: its value, and what is said where it has none.

The rules are those of ``docs/semantics.md``, as the compiled evaluator and its trace follow them;
here they are written as terms, so that one statement answers every row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from rulebook.answers.decision import MissingFigure
from rulebook.batch.terms import Kind, Term, Terms, Way
from rulebook.book.model import EVIDENCE_LEVELS, EvidenceLevel

Missing = str | MissingFigure
"""A fact by its id, or a figure."""

BITS = 62
"""How many missing things one number tells apart."""

NO_EVIDENCE = -1


@dataclass(frozen=True, slots=True)
class Cell:
    """A node of a row.

    ``value`` is NULL where the node is unknown, 不适用 or 无上限. ``absent`` and ``unlimited`` tell
    the latter two and are never NULL; ``sure``: it is never unknown. ``lacking`` are bits, one for
    each missing thing that stopped it, 0 where it isn't unknown. ``evidence`` is the number of the
    weakest level that a known value rests on, -1 where it rests on none.
    """

    value: Term
    absent: Term
    unlimited: Term
    lacking: tuple[Term, ...]
    evidence: Term
    sure: bool


@dataclass(slots=True)
class Leaves:
    """The missing things of a rule, by the number of their bit."""

    places: dict[Missing, int] = field(default_factory=dict)

    def place(self, leaf: Missing) -> int:
        """The number of a thing's bit."""
        return self.places.setdefault(leaf, len(self.places))


@dataclass(slots=True)
class Cells:
    """Makes cells out of cells; ``words`` is how many numbers hold the bits of what is missing."""

    terms: Terms
    leaves: Leaves
    words: int

    @property
    def no(self) -> Term:
        """False."""
        return self.terms.literal(False)

    @property
    def nothing(self) -> tuple[Term, ...]:
        """No bits."""
        return (self.terms.literal(0),) * self.words

    @property
    def none(self) -> Term:
        """No evidence."""
        return self.terms.literal(NO_EVIDENCE)

    # ---- leaves ----------------------------------------------------------------------------

    def known(self, value: Term, level: EvidenceLevel | None = None) -> Cell:
        """A value that is always known."""
        return Cell(value, self.no, self.no, self.nothing, self.level(level), True)

    def unknown(self, leaf: Missing, kind: Kind) -> Cell:
        """What is never known."""
        null = self.terms.null(kind)
        return Cell(null, self.no, self.no, self.bits(leaf), self.none, False)

    def read(self, column: Term, leaf: Missing) -> Cell:
        """A column that may be NULL where the thing is missing."""
        if not column.nullable:
            return self.known(column)
        missing = self.terms.is_null(column)
        lacking = tuple(self.where(missing, each) for each in self.bits(leaf))
        return Cell(column, self.no, self.no, lacking, self.none, False)

    def special(self, kind: Kind, *, absent: bool) -> Cell:
        """不适用 or 无上限."""
        return Cell(
            self.terms.null(kind),
            self.terms.literal(absent),
            self.terms.literal(not absent),
            self.nothing,
            self.none,
            True,
        )

    def level(self, level: EvidenceLevel | None) -> Term:
        """A level of evidence as a number."""
        return self.none if level is None else self.terms.literal(EVIDENCE_LEVELS.index(level))

    def bits(self, leaf: Missing) -> tuple[Term, ...]:
        """The words in which the bit of a missing thing is set."""
        word, bit = divmod(self.leaves.place(leaf), BITS)
        zero = self.terms.literal(0)
        return tuple(
            self.terms.literal(1 << bit) if each == word else zero for each in range(self.words)
        )

    # ---- what a cell is --------------------------------------------------------------------

    def is_unknown(self, cell: Cell) -> Term:
        """Whether a cell is unknown."""
        if cell.sure:
            return self.no
        t = self.terms
        plain = t.is_null(cell.value)
        return t.and_([plain, t.not_(cell.absent), t.not_(cell.unlimited)])

    def where(self, condition: Term, word: Term) -> Term:
        """A word of bits where a condition holds, else none."""
        return self.terms.case([(condition, word)], self.terms.literal(0))

    def all_lacking(self, cells: Sequence[Cell]) -> tuple[Term, ...]:
        """What is missing in some cells."""
        return tuple(
            self.terms.bit_or(cell.lacking[word] for cell in cells) for word in range(self.words)
        )

    def weakest(self, levels: Sequence[Term]) -> Term:
        """The greatest of some levels."""
        t = self.terms
        floor = max((int(each.value or 0) for each in levels if each.op == "literal"), default=-1)
        result = t.literal(floor)
        for each in dict.fromkeys(levels):
            if each.op != "literal" and each.high > floor:
                result = t.extreme("max", each, result)
        return result

    def with_evidence(self, cell: Cell, level: EvidenceLevel | None) -> Cell:
        """A cell that also rests on a level of its own."""
        if level is None:
            return cell
        return replace(cell, evidence=self.weakest([cell.evidence, self.level(level)]))

    # ---- operations ------------------------------------------------------------------------

    def strict(
        self,
        cells: Sequence[Cell],
        value: Callable[..., Term],
        *,
        written: Sequence[Cell] = (),
        limitless: Sequence[Cell] = (),
    ) -> Cell:
        """An operation on values: not applicable, else unknown, where one of the cells is so.

        ``written`` are the cells in the order of the rule where that is another. Of those that are
        ``limitless`` one that is 无上限 makes the whole so.
        """
        t = self.terms
        ordered = list(written or cells)
        absent = t.or_([each.absent for each in cells])
        unlimited = t.or_([each.unlimited for each in limitless])
        sure = all(each.sure for each in cells)
        if not unlimited.is_literal(False):
            unknown = t.or_([self.is_unknown(each) for each in cells])
            unlimited = t.and_([unlimited, t.not_(absent), t.not_(unknown)])
        lacking = self.all_lacking(ordered)
        if not absent.is_literal(False):
            lacking = tuple(self.where(t.not_(absent), each) for each in lacking)
        return Cell(
            value(*(each.value for each in cells)),
            absent,
            unlimited,
            lacking,
            self.first_absent(ordered),
            sure,
        )

    def first_absent(self, cells: Sequence[Cell]) -> Term:
        """The evidence of the first cell that is 不适用, else of all."""
        whole = self.weakest([each.evidence for each in cells])
        ways = [(each.absent, each.evidence) for each in cells]
        return self.terms.case(ways, whole)

    def null_unless_known(self, cells: Sequence[Cell], value: Term) -> Term:
        """A value, NULL where one of the cells is."""
        t = self.terms
        missing = t.or_([t.is_null(each.value) for each in cells])
        return t.case([(missing, t.null(value.kind))], value)

    def join(self, cells: Sequence[Cell], *, decisive: bool) -> Cell:
        """且 and 或: decided, else unknown, else not applicable, else the opposite."""
        t = self.terms
        joined = (t.or_ if decisive else t.and_)([each.value for each in cells])
        open_ = t.is_null(joined)
        absent = t.or_([each.absent for each in cells])
        if not absent.is_literal(False):
            unknown = t.or_([self.is_unknown(each) for each in cells])
            absent = t.and_([open_, absent, t.not_(unknown)])
        decided: list[Way] = [
            (each.value if decisive else t.not_(each.value), each.evidence) for each in cells
        ]
        lacking = tuple(self.where(open_, each) for each in self.all_lacking(cells))
        evidence = t.case(decided, self.first_absent(cells))
        if all(each.evidence is cells[0].evidence for each in cells):
            evidence = cells[0].evidence
        sure = all(each.sure for each in cells)
        return Cell(joined, absent, self.no, lacking, evidence, sure)

    def whether_absent(self, cell: Cell) -> Cell:
        """Whether a cell is 不适用; unknown where the cell is."""
        t = self.terms
        value = t.case([(self.is_unknown(cell), t.null("truth"))], cell.absent)
        return replace(cell, value=value, absent=self.no, unlimited=self.no)

    def choose(self, pairs: Sequence[tuple[Cell, Cell]], otherwise: Cell) -> Cell:
        """Cases walked down; a condition that is unknown or not applicable ends the walk."""
        t = self.terms
        kind = otherwise.value.kind
        values: list[Way] = []
        absents: list[Way] = []
        limits: list[Way] = []
        words: list[list[Way]] = [[] for _ in range(self.words)]
        levels: list[Way] = []
        walked: list[Term] = []
        for condition, cell in pairs:
            test = condition.value
            stops = t.is_null(test)
            walked.append(condition.evidence)
            so_far = self.weakest(walked)
            values += [(test, cell.value), (stops, t.null(kind))]
            absents += [(test, cell.absent), (stops, condition.absent)]
            limits += [(test, cell.unlimited), (stops, self.no)]
            levels += [(test, self.weakest([so_far, cell.evidence])), (stops, so_far)]
            for ways, own, other in zip(words, cell.lacking, condition.lacking, strict=True):
                ways += [(test, own), (stops, other)]
        last = self.weakest([*walked, otherwise.evidence])
        return Cell(
            t.case(values, otherwise.value),
            t.case(absents, otherwise.absent),
            t.case(limits, otherwise.unlimited),
            tuple(t.case(ways, word) for ways, word in zip(words, otherwise.lacking, strict=True)),
            t.case(levels, last),
            otherwise.sure and all(a.sure and b.sure for a, b in pairs),
        )

    def picked(self, cells: Sequence[Cell], index: Term) -> Cell:
        """The cell at a place, from 0."""
        t = self.terms
        return Cell(
            t.pick([each.value for each in cells], index),
            t.pick([each.absent for each in cells], index),
            t.pick([each.unlimited for each in cells], index),
            tuple(
                t.pick([each.lacking[word] for each in cells], index) for word in range(self.words)
            ),
            t.pick([each.evidence for each in cells], index),
            all(each.sure for each in cells),
        )
