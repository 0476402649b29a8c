"""Whether a table is whole: no case without a row, no case with two.

An interval sweep over the declared domains. Each column's values are cut at every bound that a row
names; rows that share a stretch go on to the next column together, and what is left after the last
is a gap (no row) or an overlap (several), each told with a concrete case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise

from rulebook.book.model import BookContents
from rulebook.book.types import CalendarDay, Measure, OneOf
from rulebook.diagnostics import Bilingual, Diagnostic, Related, finding
from rulebook.meaning import typed as t
from rulebook.meaning.alternatives import EVERYTHING, Box, alternatives
from rulebook.meaning.domains import Domain, Domains, values_of, witness_between
from rulebook.meaning.show import show_both
from rulebook.meaning.stretches import (
    ALL,
    Cut,
    Key,
    Stretch,
    compared,
    meet,
    number_of,
    point,
)
from rulebook.meaning.walking import everything, innermost_first

MOST_GAPS = 5
"""How many gaps or overlaps of one table are told."""

Number = Fraction


def incomplete_tables(version: t.TypedVersion, contents: BookContents) -> list[Diagnostic]:
    """The gaps and overlaps of every table of a version."""
    found: list[Diagnostic] = []
    domains = Domains(version.definitions, contents)
    before = read_by_applies(version)
    for definition in version.definitions.values():
        for table in tables_in(definition.value):
            narrowed = definition.id not in before
            found.extend(_Sweep(version, contents, table, domains, narrowed).run())
    return list(dict.fromkeys(found))


def read_by_applies(version: t.TypedVersion) -> set[str]:
    """The definitions that 适用 rests on: they are read in cases that it then leaves out."""
    found: set[str] = set()
    for node in () if version.applies is None else everything(version.applies):
        if isinstance(node, t.DefinitionRead):
            found.update(innermost_first(node.definition, version.definitions, found.__contains__))
    return found


def tables_in(node: t.Typed) -> Iterator[t.Lookup]:
    """The look-up that a definition's value rests on, under its limits and roundings."""
    match node:
        case t.Lookup():
            yield node
        case t.Limit(value=value) | t.Round(value=value):
            yield from tables_in(value)
        case t.Cases(cases=cases, otherwise=otherwise):
            for case in cases:
                yield from tables_in(case.value)
            yield from tables_in(otherwise)
        case t.Brackets(tiers=tiers):
            for tier in tiers:
                yield from tables_in(tier.rate)
        case _:
            pass


@dataclass(slots=True)
class _Sweep:
    version: t.TypedVersion
    contents: BookContents
    table: t.Lookup
    domains_of: Domains
    narrowed: bool
    """Whether the table is read only where the rule applies."""
    cells: list[list[tuple[Stretch, ...]]] = field(default_factory=list)
    domains: list[Domain] = field(default_factory=list)
    admitted: list[tuple[Stretch, ...]] = field(default_factory=list)
    """Of each column, the values with which the rule applies at all."""
    gaps: list[tuple[Number | None, ...]] = field(default_factory=list)
    overlaps: dict[frozenset[int], tuple[Number | None, ...]] = field(default_factory=dict)
    seen: set[tuple[int, frozenset[int]]] = field(default_factory=set)
    reached: set[int] = field(default_factory=set)
    """The rows that some case reaches."""
    rest_reached: bool = False

    def run(self) -> list[Diagnostic]:
        self.domains = [self.domains_of.of(column) for column in self.table.inputs]
        for row in self.table.rows:
            line: list[tuple[Stretch, ...]] = []
            for test, column in zip(row.cells, self.table.inputs, strict=True):
                stretches = self._stretches(test, column)
                if isinstance(stretches, Diagnostic):
                    return [stretches]
                line.append(stretches)
            self.cells.append(line)
        for box in self._boxes():
            self.admitted = [box.get(_key(column), ALL) for column in self.table.inputs]
            self.seen.clear()
            self._walk(0, frozenset(range(len(self.cells))), ())
        return [*self._told_gaps(), *self._told_overlaps(), *self._told_unreached()]

    # ---- numbers behind values -------------------------------------------------------------

    def _boxes(self) -> tuple[Box, ...]:
        """Where the rule applies, as far as the columns are concerned."""
        if not self.narrowed:
            return EVERYTHING
        keys = frozenset(key for key in map(_key, self.table.inputs) if key != NO_KEY)
        version = self.version
        return alternatives(version.applies, version.definitions, self.contents.vocabulary, keys)

    def _stretches(self, test: t.CellTest, column: t.Typed) -> tuple[Stretch, ...] | Diagnostic:
        match test:
            case t.AnyValue():
                return ALL
            case t.AmongValues(values):
                found: tuple[Stretch, ...] = ()
                for value in values:
                    number = self._fixed(value, column)
                    if number is None:
                        return finding("RB6009", value.span)
                    found = (*found, point(number))
                return found
            case t.WithinBounds(bounds):
                found = ALL
                for op, bound in bounds:
                    number = self._fixed(bound, column)
                    if number is None:
                        return finding("RB6009", bound.span)
                    found = meet(found, compared(op, number))
                return found

    def _fixed(self, value: t.Typed, column: t.Typed) -> Number | None:
        if not isinstance(value, t.Literal):
            return None
        return number_of(value.value, column.type, self.contents.vocabulary)

    # ---- the sweep -------------------------------------------------------------------------

    def _walk(self, place: int, rows: frozenset[int], case: tuple[Number | None, ...]) -> None:
        if place == len(self.domains):
            self.reached |= rows
            self.rest_reached = self.rest_reached or not rows
            told = case in self.gaps or len(self.gaps) >= MOST_GAPS
            if not rows and self.table.rest is None and not told:
                self.gaps.append(case)
            if len(rows) > 1:
                self.overlaps.setdefault(rows, case)
            return
        if (place, rows) in self.seen:
            return
        self.seen.add((place, rows))
        for witness, inside in self._segments(place, rows):
            self._walk(place + 1, inside, (*case, witness))

    def _segments(
        self, place: int, rows: frozenset[int]
    ) -> Iterator[tuple[Number | None, frozenset[int]]]:
        domain = self.domains[place]
        admitted = self.admitted[place]
        kept = [self.cells[row][place] for row in rows]
        cuts = {cut for line in (admitted, *kept) for each in line for cut in (each.low, each.high)}
        inner = sorted(
            cut
            for cut in cuts
            if cut is not None
            and (domain.low is None or cut > domain.low)
            and (domain.high is None or cut < domain.high)
        )
        edges: Sequence[Cut | None] = [domain.low, *inner, domain.high]
        for low, high in pairwise(edges):
            witness = witness_between(low, high, domain.step)
            if witness is None or not any(_holds(each, low, high) for each in admitted):
                continue
            if not inner:
                # Every row left takes the whole column, or none of it: its value says nothing.
                yield None, frozenset(row for row in rows if self._whole(row, place, low, high))
                continue
            inside = frozenset(row for row in rows if self._whole(row, place, low, high))
            yield witness, inside

    def _whole(self, row: int, place: int, low: Cut | None, high: Cut | None) -> bool:
        return any(_holds(each, low, high) for each in self.cells[row][place])

    # ---- telling ---------------------------------------------------------------------------

    def _case(self, case: tuple[Number | None, ...]) -> Bilingual:
        texts = [
            self._cell_text(column, number)
            for column, number in zip(self.table.inputs, case, strict=True)
            if number is not None
        ]
        return Bilingual("、".join(each.zh for each in texts), ", ".join(each.en for each in texts))

    def _cell_text(self, column: t.Typed, number: Number) -> Bilingual:
        value: t.Value = number
        match column.type:
            case OneOf() as type_:
                value = values_of(self.contents, type_)[int(number)]
            case CalendarDay():
                value = date.fromordinal(int(number))
            case Measure():
                pass
            case _:
                value = bool(number)
        label = self._label(column)
        shown = show_both(value, column.type, (), self.contents.vocabulary.enumerations)
        return Bilingual(f"{label.zh} = {shown.zh}", f"{label.en} = {shown.en}")

    def _label(self, column: t.Typed) -> Bilingual:
        match column:
            case t.FactRead(fact):
                label = self.contents.vocabulary.facts[fact].label
                return Bilingual(label.zh, fact)
            case t.DefinitionRead(definition):
                return self.version.definitions[definition].label
            case t.FieldRead():
                field_ = self.domains_of.fact_of(column)
                return field_.label if field_ else Bilingual("该列", "the column")
            case _:
                return Bilingual("该列", "the column")

    def _told_gaps(self) -> Iterator[Diagnostic]:
        for case in self.gaps:
            yield finding("RB6006", self.table.span, case=self._case(case))

    def _told_unreached(self) -> Iterator[Diagnostic]:
        """Rows that no case reaches, told on their own: a warning.

        A cell of a two-way table may make several rows; one that is reached is enough.
        """
        reached = {self.table.rows[place].span for place in self.reached}
        for span in dict.fromkeys(row.span for row in self.table.rows):
            if span not in reached:
                yield finding("RB6008", span)
        if self.table.rest is not None and not self.rest_reached:
            yield finding("RB6008", self.table.rest.span)

    def _told_overlaps(self) -> Iterator[Diagnostic]:
        whole = [rows for rows in self.overlaps if not any(rows < other for other in self.overlaps)]
        for rows in whole[:MOST_GAPS]:
            numbers = sorted(rows)
            listed = [str(self.table.rows[row].span.line) for row in numbers]
            others = [
                Related(
                    self.table.rows[row].span, Bilingual("这一行也适用", "this row applies as well")
                )
                for row in numbers[1:]
            ]
            yield finding(
                "RB6007",
                self.table.rows[numbers[0]].span,
                *others,
                case=self._case(self.overlaps[rows]),
                lines=Bilingual("、".join(listed), ", ".join(listed)),
            )


NO_KEY: Key = ("", "")


def _key(column: t.Typed) -> Key:
    match column:
        case t.FactRead(fact):
            return "fact", fact
        case t.DefinitionRead(definition):
            return "definition", definition
        case _:
            return NO_KEY


def _holds(stretch: Stretch, low: Cut | None, high: Cut | None) -> bool:
    """Whether a whole elementary stretch lies inside a row's stretch."""
    begins = stretch.low is None or (low is not None and stretch.low <= low)
    ends = stretch.high is None or (high is not None and high <= stretch.high)
    return begins and ends
