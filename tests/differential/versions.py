"""One version of a generated rule: 适用, definitions, exceptions, calls, a check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from tests.differential import pieces, reading
from tests.differential.bodies import ABSENT, Bodies, Body, with_text
from tests.differential.choices import likely, pick, shuffled
from tests.differential.constructs import EXCLUSIVE
from tests.differential.definitions import Definitions
from tests.differential.expressions import Writer
from tests.differential.kinds import (
    AGE,
    HOURS,
    KINDS,
    LISTS,
    MARKS,
    MONEY,
    NUMBER,
    PRICE,
    RATE,
    Kind,
    Listed,
    decimals,
    written,
)
from tests.differential.named import (
    BASE,
    DAY_FACTS,
    GRADE_FACTS,
    GRADE_SETS,
    GROUP_FACTS,
    SET_FACTS,
    YES_NO,
)
from tests.differential.pieces import ATOM, NOTHING, Number, Piece, Size, Truth, size_of
from tests.differential.scope import Of, Scope, Step
from tests.differential.tables import Column, drawn, record_columns, rows

LOCAL: tuple[Of, ...] = (
    MONEY,
    RATE,
    "truth",
    AGE,
    NUMBER,
    HOURS,
    PRICE,
    MARKS,
    "truth",
    "day",
    "set",
    "cap",
    "cap",
    "record",
    "record",
)
Period = tuple[date, date | None]
"""First and last day in force."""

PER_RECORD: tuple[Of, ...] = (MONEY, RATE, MARKS, "truth", "day")
FIRST_OF_ITS_OWN = 7
"""Where the definitions of a rule that stands on another begin to be numbered."""
EXCLUSIVE_FACTS = ("grade", "yes_one", "cost", "group")
"""What each pair of conditions reads."""


@dataclass(frozen=True, slots=True)
class Output:
    """An output fact: what it is, and how fine it may be."""

    name: str
    id: str
    of: Of
    scale: int = 0


@dataclass(slots=True)
class Anew:
    """An exception; ``lines`` are the definitions that it gives anew."""

    head: str
    lines: list[str] = field(default_factory=list)


class Version(Definitions):
    """One version of the rule named ``heading``."""

    def __init__(
        self, writer: Writer, heading: str, scope: Scope, outputs: Sequence[Output], twins: bool
    ) -> None:
        super().__init__(writer, scope, twins)
        self.heading = heading
        self.outputs = outputs
        self.statements: list[list[str]] = []
        self.exceptions: list[Anew] = []
        """In the order in which they are walked."""
        self.sizes: dict[str, Size] = {}
        """How large its outputs are."""

    def text(
        self,
        period: Period,
        guard: Truth | None,
        most_locals: int,
        excepting: bool,
    ) -> str:
        """The version as rule text; ``guard`` is its 适用 where that is given."""
        choices = self.choices
        if excepting:
            self._exceptions()
        if self.scope.callees:
            for place in range(choices.below(3)):
                self._step_of_rule(place)
        for place in range(choices.below(most_locals + 1)):
            self._local(place)
        applies = self._applies() if guard is None else self._read(guard).text
        outputs = list(self.outputs)
        if len(outputs) > 1 and likely(choices, 20):
            self._pair(outputs.pop(), outputs.pop())
        for output in outputs:
            self._output(output)
        if likely(choices, 30):
            held = self._read(self.writer.truth(2))
            self.statements.append([f"核对 “核对一下” {held.text}"])
        self.statements.append([f"输出 {'、'.join(output.name for output in self.outputs)}"])
        self._write_exceptions()
        return self._written(*period, applies)

    def standing_on(
        self,
        base: str,
        since: date,
        until: date | None,
        sizes: Mapping[str, Size],
        listed: frozenset[str],
    ) -> str:
        """A version that stands on another rule, which lists some facts as inputs already."""
        self._exceptions()
        self._local(FIRST_OF_ITS_OWN)
        for output in self.outputs:
            size = self._excepted(output.name, output.of, sizes.get(output.name), output.scale)
            self._given(output, size)
        if likely(self.choices, 30):
            held = self._read(self.writer.truth(2))
            self.statements.append([f"核对 “核对一下” {held.text}"])
        self._write_exceptions()
        return self._written(since, until, None, f"    沿用 {base}", listed)

    def _written(
        self,
        since: date,
        until: date | None,
        applies: str | None,
        based_on: str = "",
        listed: frozenset[str] = NOTHING,
    ) -> str:
        names = names_of(self.reads - listed)
        lines = [
            self.heading,
            *([based_on] if based_on else []),
            f"    {self.grounds(plain=True)}",
            f"    施行 自 {since}" + (f" 至 {until}" if until else ""),
            *([f"    适用 若 {applies}"] if applies else []),
            *([f"    输入 {'、'.join(names)}"] if names else []),
        ]
        shuffle = likely(self.choices, 30)
        for statement in shuffled(self.choices, self.statements) if shuffle else self.statements:
            lines += [f"    {line}" for line in statement]
        return "\n".join(lines) + "\n"

    def _twin(self, word: str, place: int) -> str:
        return self.bodies.twin(word, place)

    def _read(self, made: Truth) -> Truth:
        self.reads |= made.reads
        return made

    def _applies(self) -> str | None:
        way = self.choices.below(6)
        if way < 2:
            return None
        if way < 4:
            return self._read(self.writer.truth(2)).text
        lines = [
            f"行{place + 1}{self._twin('line', place)}: {self._read(self.writer.truth(1)).text}"
            for place in range(1 + self.choices.below(3))
        ]
        self.statements.append(["合格 eligible = 全部", *(f"    {line}" for line in lines)])
        if way == 4:
            return "合格"
        known = [Truth("合格", ATOM, NOTHING), self.writer.truth(1), self.writer.truth(2)]
        self.reads |= known[1].reads | known[2].reads
        return " 且 ".join(each.at(pieces.CLOSE) for each in shuffled(self.choices, known))

    # ---- exceptions and calls --------------------------------------------------------------

    def _exceptions(self) -> None:
        """None, one, or two that are ordered or exclude each other."""
        way = self.choices.below(5)
        if way < 2:
            return
        names = [f"例{place + 1}{self._twin('exception', place)}" for place in range(2)]
        conditions = [self._read(self.writer.truth(2)) for _ in names]
        texts = [each.text for each in conditions]
        if way == 2:
            names.pop()
        if way == 3:
            place = self.choices.below(len(EXCLUSIVE))
            first, second = EXCLUSIVE[place]
            self.reads |= {EXCLUSIVE_FACTS[place]}
            texts = [
                f"{own} 且 {each.at(pieces.CLOSE)}"
                for own, each in zip((first, second), conditions, strict=True)
            ]
        heads = [f"例外 {name} 若 {text}" for name, text in zip(names, texts, strict=False)]
        if way == 4:
            later = self.choices.below(2)
            heads[1 - later] += f" 后于 例{later + 1}"
            heads = heads if later == 0 else heads[::-1]
        self.exceptions = [Anew(head) for head in heads]

    def _excepted(
        self,
        name: str,
        of: Of,
        size: Size | None,
        most_decimals: int | None,
        listed: Listed | None = None,
    ) -> Size | None:
        """Let exceptions give a definition anew; the size of what it may then be.

        ``listed`` are the records for each of which it is worked out.
        """
        for exception in reversed(self.exceptions):
            if of == "count" or not likely(self.choices, 40):
                continue
            scope = self.scope.copy()
            scope.enter(BASE, of, size)
            inner = Definitions(self.writer, scope, self.twins)
            inner.bodies.columns = list(self.bodies.columns)
            if listed is not None:
                inner.bodies = self._bodies_of(listed, inner.writer)
            body = inner.bodies.body(of, known=True)
            lines, after = inner.finished(name, name, of, body, most_decimals)
            self.reads |= inner.reads | body.reads
            exception.lines += lines
            if size is not None and after is not None:
                size = pieces.together(size, after)
        return size

    def _write_exceptions(self) -> None:
        given = [each for each in self.exceptions if each.lines]
        if len(given) == 1:
            given[0].head = given[0].head.partition(" 后于 ")[0]
        for exception in given:
            cited = [f"    {self.grounds()}"] if likely(self.choices, 70) else []
            lines = [f"    {line}" for line in exception.lines]
            self.statements.append([exception.head, *cited, *lines])

    def _step_of_rule(self, place: int) -> None:
        """A name for a rule that is read with other values."""
        callee = pick(self.choices, self.scope.callees)
        given, dated, reads = reading.arguments(self.writer, callee, 2)
        name = f"步{place + 1}"
        twin = self._twin("step", place)
        self.statements.append([f"{name}{twin} = {callee.name}({given})"])
        self.reads |= reads
        self.scope.steps.append(Step(name, callee, dated))

    # ---- definitions -----------------------------------------------------------------------

    def _local(self, place: int) -> None:
        """A definition of the rule's own, that later ones may read."""
        of = pick(self.choices, LOCAL)
        name = f"项{place + 1}"
        target = f"{name}{self._twin('item', place)}"
        if of == "cap":
            self._cap(target, name)
            return
        if of == "record":
            self._per_record(place, target)
            return
        body = self.bodies.body(of, known=False)
        self._enter(name, of, self._define(target, name, of, body, None))

    def _output(self, output: Output) -> None:
        of = output.of
        body = self.bodies.body(of, known=True)
        size = self._define(output.name, output.name, of, body, output.scale)
        self._given(output, size)

    def _given(self, output: Output, size: Size | None) -> None:
        if size is not None:
            size = Size(size.whole, max(size.scale, output.scale))
            self.sizes[output.name] = size
        self._enter(output.name, output.of, size)

    def _enter(self, name: str, of: Of, size: Size | None) -> None:
        """Let later definitions read this one."""
        self.scope.enter(name, of, size)
        if of not in ("count", "set"):
            self.bodies.columns.append(Column(name, of, NOTHING))

    def _define(
        self, target: str, name: str, of: Of, body: Body, most_decimals: int | None
    ) -> Size | None:
        """Write a definition down, and the exceptions to it; how large it may be."""
        lines, size = self.finished(target, name, of, body, most_decimals)
        self.statements.append(lines)
        self.reads |= body.reads
        return self._excepted(name, of, size, most_decimals)

    def _cap(self, target: str, name: str) -> None:
        """A cap that is 无上限 in some cases, by its own cases or by an exception."""
        kind = pick(self.choices, (MONEY, MONEY, MARKS, HOURS))
        values = [self.writer.number(kind, 1) for _ in range(2 + self.choices.below(2))]
        place = self.choices.below(len(values))
        size = values[0].size
        for each in values[1:]:
            size = pieces.together(size, each.size)
        values[place] = Number("无上限", ATOM, NOTHING, values[place].size)
        conditions = [self.writer.truth(1) for _ in values[1:]]
        lines = [
            f"{value.text} 若 {condition.text}"
            for value, condition in zip(values, conditions, strict=False)
        ]
        self.statements.append(
            [f"{target} =", *(f"    {line}" for line in lines), f"    {values[-1].text} 否则"]
        )
        self.reads = self.reads.union(*(each.reads for each in values))
        self.reads = self.reads.union(*(each.reads for each in conditions))
        for exception in self.exceptions[:1]:
            other = pick(self.choices, ("无上限", BASE, f"原值 + {self.writer.amount(kind).text}"))
            exception.lines.append(f"{name} = {other}")
            size = Size(size.whole + 0.5, max(size.scale, 2))
        self.scope.unlimited.setdefault(kind.name, []).append(Number(name, ATOM, NOTHING, size))

    def _per_record(self, place: int, target: str) -> None:
        """A definition that is worked out for each record of a list."""
        listed = pick(self.choices, LISTS)
        of = pick(self.choices, PER_RECORD)
        inner = Definitions(self.writer, self.scope, self.twins)
        inner.bodies = self._bodies_of(listed, self.writer)
        name = f"{listed.name}.项{place + 1}"
        body = inner.bodies.body(of, known=False)
        lines, size = inner.finished(f"{listed.name}.{target}", name, of, body, None)
        self.statements.append(lines)
        self.reads |= inner.reads | body.reads | {listed.id}
        size = self._excepted(name, of, size, None, listed)
        self.scope.items[listed.name].enter(name, of, size, frozenset({listed.id}))

    def _bodies_of(self, listed: Listed, writer: Writer) -> Bodies:
        """Bodies of what is worked out for each record."""
        return Bodies(replace(writer, inside=listed.name), self._columns_of(listed), self.twins)

    def _columns_of(self, listed: Listed) -> list[Column]:
        own = [
            Column(each.text, of, frozenset({listed.id}))
            for of in PER_RECORD
            for each in self.scope.items[listed.name].known(of)
            if ".项" in each.text
        ]
        return [*record_columns(listed), *own, *self.bodies.columns]

    def _pair(self, one: Output, other: Output) -> None:
        """Two outputs from one table."""
        columns = self.bodies.pick_columns(1 + self.choices.below(2))
        lines: list[list[str]] = []
        reads = NOTHING.union(*(each.reads for each in columns))
        for cells in rows(self.writer, columns):
            values = [self._cell(one), self._cell(other)]
            if lines and likely(self.choices, 10):
                values[0] = with_text(values[0], ABSENT)
            lines.append([*cells, *(value.text for value in values)])
            reads = reads.union(*(value.reads for value in values))
        heading = [*(column.name for column in columns), one.name, other.name]
        table = [f"    {line}" for line in drawn(heading, lines)]
        self.statements.append([f"{one.name}、{other.name} = 查表", *table])
        self.reads |= reads
        for output in (one, other):
            size = size_of(Fraction(10**6), output.scale) if isinstance(output.of, Kind) else None
            self._given(output, size)

    def _cell(self, output: Output) -> Piece:
        """A value that is no finer than the output may be."""
        if not isinstance(output.of, Kind):
            return self.bodies.value(output.of, True, 1)
        fine = [each for each in output.of.amounts if decimals(each) <= output.scale]
        value = pick(self.choices, fine)
        text = written(value, pick(self.choices, output.of.units))
        return Number(text, ATOM, NOTHING, size_of(value, decimals(value)))


def names_of(reads: frozenset[str]) -> list[str]:
    """The Chinese names of facts, in a fixed order."""
    names = {fact.id: fact.name for kind in KINDS for fact in kind.facts}
    for known in (YES_NO, GRADE_FACTS, GROUP_FACTS, DAY_FACTS, SET_FACTS, GRADE_SETS):
        names |= {id_: name for name, id_ in known.items()}
    names |= {each.id: each.name for each in LISTS}
    return [name for id_, name in names.items() if id_ in reads]
