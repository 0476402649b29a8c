"""Bodies of definitions: values, cases, gatherings over lines, tables, brackets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tests.differential import pieces
from tests.differential.choices import Choices, likely, pick, shuffled, some
from tests.differential.expressions import Writer
from tests.differential.kinds import HOURS, MARKS, MONEY, RATE, Kind, decimals, written
from tests.differential.pieces import (
    ATOM,
    NOTHING,
    SUM,
    Number,
    Piece,
    Size,
    Truth,
    size_of,
)
from tests.differential.scope import Of, piece
from tests.differential.tables import Column, drawn, parts, rows

DEPTH = 3
ABSENT = "不适用"
RESULT = "结果列"
"""Stands for the name of what is defined, in the heading of its table."""


@dataclass(slots=True)
class Body:
    """The body of a definition: lines below ``名 =``, or a value on its own line."""

    head: str
    lines: list[str] = field(default_factory=list)
    reads: frozenset[str] = NOTHING
    size: Size | None = None
    columns: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Bodies:
    """Writes bodies; ``columns`` is what tables may ask, ``twins`` gives lines a second name."""

    writer: Writer
    columns: list[Column]
    twins: bool

    @property
    def choices(self) -> Choices:
        return self.writer.choices

    def twin(self, word: str, place: int) -> str:
        """The name in the other language: of every name of a program, or of none."""
        return f" {word}_{place + 1}" if self.twins else ""

    def body(self, of: Of, known: bool) -> Body:
        """A body of any form; ``known`` says that the type is the output's."""
        way = self.choices.below(12)
        if way < 3:
            return self._plain(of, known)
        if way < 5:
            return self._cases(of, known)
        if way < 8 or of == "count":
            return self._gathered(of, known)
        if way > 7 and of in (MONEY, HOURS, MARKS):
            assert isinstance(of, Kind)
            return self._brackets(of) if way < 10 else self._table(of, known)
        if way < 11:
            return self._table(of, known)
        return self._two_way(of, known)

    def value(self, of: Of, known: bool, depth: int) -> Piece:
        """A value of the kind; one of an enumeration is named bare only where that is known."""
        match of:
            case Kind():
                return self.writer.number(of, depth)
            case "truth":
                return self.writer.truth(depth)
            case "day":
                return self.writer.day(depth)
            case "grade":
                return self.writer.grade_or_value(depth) if known else self.writer.grade(depth)
            case "group":
                return self.writer.group_or_value() if known else self.writer.group(depth)
            case "set":
                writer = self.writer
                return writer.set_or_values(depth) if known else writer.set_of_groups(depth)
            case _:
                conditions = self.writer.conditions(1)
                reads = NOTHING.union(*(each.reads for each in conditions))
                text = f"计数({'、'.join(each.text for each in conditions)})"
                return Number(text, ATOM, reads, Size(1, 0))

    def results(self, of: Of, known: bool, depth: int, count: int) -> list[Piece]:
        """Several values that one of which is taken: one of them may be 不适用."""
        values = [self.value(of, known, depth) for _ in range(count)]
        if count > 1 and likely(self.choices, 25):
            place = self.choices.below(count)
            values[place] = with_text(values[place], ABSENT)
        return values

    def _plain(self, of: Of, known: bool) -> Body:
        made = self.value(of, known, DEPTH)
        if isinstance(of, Kind) and likely(self.choices, 25):
            loose = self.writer.number(of, DEPTH, divided=True)
            made = self.writer.round(of, loose, pick(self.choices, of.steps))
        head = "" if likely(self.choices, 15) else made.text
        size = made.size if isinstance(made, Number) else None
        return Body(head, [] if head else [made.text], made.reads, size)

    def _cases(self, of: Of, known: bool) -> Body:
        *values, last = self.results(of, known, 2, 2 + self.choices.below(3))
        pairs = [(value, self.writer.truth(2)) for value in values]
        guarded = self._guarded(of)
        if guarded and likely(self.choices, 60):
            pairs.insert(self.choices.below(len(pairs) + 1), pick(self.choices, guarded))
        lines = [f"{value.text} 若 {condition.text}" for value, condition in pairs]
        reads = last.reads.union(*(each.reads for pair in pairs for each in pair))
        lines.append(f"{last.text} 否则")
        return Body("", lines, reads, common([*(value for value, _ in pairs), last]))

    def _guarded(self, of: Of) -> list[tuple[Piece, Truth]]:
        """Results of rules that apply on a condition, which need nothing else behind it."""
        return [
            (piece(f"{callee.name}.{output}", of, size, callee.reads), callee.guard)
            for callee in self.writer.scope.callees
            if callee.guard is not None and callee.shared and callee.always
            if self.writer.inside is None or callee.in_a_record()
            for output, kind, size in callee.outputs
            if kind == of
        ]

    def _brackets(self, kind: Kind) -> Body:
        """Parts of an amount, each at its own rate."""
        choices, writer = self.choices, self.writer
        amount = writer.name(kind)
        below = writer.number(kind, 1) if likely(choices, 50) else None
        bounds = self._tier_bounds(kind)
        across = self.pick_columns(1) if likely(choices, 30) else []
        heads = parts(writer, across[0]) if across else ["比例"]
        depth = choices.below(2)
        rates = [self.results(RATE, True, depth, len(heads)) for _ in range(len(bounds) + 1)]
        sides = [*(f"≤ {bound.at(SUM)}" for bound in bounds), "*"]
        lines = [[side, *(r.text for r in row)] for side, row in zip(sides, rates, strict=True)]
        pieces_ = [amount, *bounds, *([below] if below else [])]
        every = [rate for row in rates for rate in row]
        reads = NOTHING.union(*(each.reads for each in (*pieces_, *every, *across)))
        sum_, rate = common(list(pieces_)), common(every)
        assert sum_ is not None
        assert rate is not None
        size = pieces.rated(sum_, rate)
        if not size.fits():
            return self._plain(kind, True)
        corner = f"{amount.text} \\ {across[0].name}" if across else amount.text
        on_top = f" 接 {below.at(SUM)}" if below else ""
        return Body(f"分段{on_top}", drawn([corner, *heads], lines), reads, size)

    def _tier_bounds(self, kind: Kind) -> list[Number]:
        """Bounds that surely ascend: one of any form, or several amounts."""
        count = self.choices.below(5)
        if count < 2:
            return [self.writer.number(kind, 1) for _ in range(count)]
        chosen = sorted(some(self.choices, kind.amounts, count))
        self.writer.constants.setdefault(kind.name, set()).update(chosen)
        unit = kind.units[0]
        return [
            Number(written(each, unit), ATOM, NOTHING, size_of(each, decimals(each)))
            for each in chosen
        ]

    def _gathered(self, of: Of, known: bool) -> Body:
        inside: Of = of
        match of:
            case Kind():
                word = pick(self.choices, ("合计", "最高", "最低"))
            case "truth":
                word = pick(self.choices, ("全部", "任一"))
            case "count":
                word, inside = "计数", "truth"
            case "group" | "set":
                return self._plain(of, known)
            case _:
                word = pick(self.choices, ("最高", "最低"))
        lines: list[str] = []
        values: list[Piece] = []
        for place in range(1 + self.choices.below(4)):
            value = self.value(inside, known and inside == of, 2)
            twin = self.twin("line", place)
            name = (
                f"“第{place + 1}行（项）”" if likely(self.choices, 10) else f"行{place + 1}{twin}"
            )
            lines.append(f"{name}: {value.text}")
            values.append(value)
        reads = NOTHING.union(*(value.reads for value in values))
        size = Size(1, 0) if of == "count" else common(values)
        return Body(word, lines, reads, size)

    def _table(self, of: Of, known: bool) -> Body:
        columns = self.pick_columns(1 + self.choices.below(3))
        unread = 1 if len(columns) > 1 and likely(self.choices, 20) else 0
        asked = columns[unread:]
        cells = [("*",) * unread + row for row in rows(self.writer, asked)]
        rest = len(cells) > 1 and likely(self.choices, 60)
        if rest:
            cells = cells[: 1 + self.choices.below(len(cells) - 1)]
        values = self.results(of, known, 1, len(cells) + rest)
        lines = [[*row, value.text] for row, value in zip(cells, values, strict=False)]
        if rest:
            others = ["否则" if likely(self.choices, 50) else "*" for _ in columns[1:]]
            lines.append(["否则", *others, values[-1].text])
        reads = NOTHING.union(*(each.reads for each in (*values, *columns)))
        heading = [column.name for column in columns]
        return Body("查表", drawn([*heading, RESULT], lines), reads, common(values))

    def _side(self, column: Column) -> list[str]:
        """The cells along a side of a two-way table; the last may be 否则."""
        cells = parts(self.writer, column)
        return [*cells[:-1], "否则"] if len(cells) > 1 and likely(self.choices, 30) else cells

    def pick_columns(self, count: int) -> list[Column]:
        """Different columns, the rule's own definitions more often than facts."""
        own = [each for each in self.columns if not each.reads]
        chosen = [each for each in shuffled(self.choices, own) if likely(self.choices, 50)]
        names = {each.name for each in chosen}
        others = [each for each in self.columns if each.name not in names]
        return [*chosen, *some(self.choices, others, count)][:count]

    def _two_way(self, of: Of, known: bool) -> Body:
        down, across = self.pick_columns(2)
        heads, sides = self._side(across), self._side(down)
        values = self.results(of, known, 1, len(heads) * len(sides))
        lines = [
            [side, *(each.text for each in values[place * len(heads) :][: len(heads)])]
            for place, side in enumerate(sides)
        ]
        reads = NOTHING.union(*(each.reads for each in (*values, down, across)))
        corner = f"{down.name} \\ {across.name}"
        return Body("查表", drawn([corner, *heads], lines), reads, common(values))


def common(values: Sequence[Piece]) -> Size | None:
    """The size of one of several numbers, at one scale."""
    sizes = [value.size for value in values if isinstance(value, Number)]
    if not sizes:
        return None
    size = sizes[0]
    for each in sizes[1:]:
        size = pieces.together(size, each)
    return size


def with_text(value: Piece, text: str) -> Piece:
    """Another text of the same size, which reads nothing."""
    return replace(value, text=text, reads=NOTHING)
