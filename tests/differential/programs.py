"""Whole programs: figures of a place, and a rule in several versions over every construct."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from tests.differential import pieces
from tests.differential.choices import Choices, likely, pick, shuffled, some
from tests.differential.expressions import (
    DAY_FACTS,
    DAYS,
    GRADE_FACTS,
    GRADES,
    GROUP_FACTS,
    GROUPS,
    LIMITS,
    NOTHING,
    ROUNDINGS,
    YES_NO,
    Scope,
    Writer,
)
from tests.differential.kinds import (
    AGE,
    HOURS,
    KINDS,
    MARKS,
    MONEY,
    NUMBER,
    PRICE,
    RATE,
    Kind,
    decimals,
    written,
)
from tests.differential.pieces import ATOM, SUM, Number, Other, Size, Truth, size_of
from tests.differential.tables import Column, drawn, parts, rows

LEVELS = ("official", "reprinted", "reported", "code", "weak", "recalled")
SOURCES = ("公报", "转载", "报道", "公报", "转载", "报道", "传闻", "记忆")
NAMED: dict[str, tuple[str, ...]] = {
    "grade": GRADES,
    "group": tuple(each.strip("“”") for each in GROUPS),
    "truth": ("是", "否"),
    "day": tuple(day.isoformat() for day in DAYS),
}
"""What figures that are no measures may be."""
DEPTH = 3


Of = Kind | str
"""What something is: a measure, or the name of another type."""


@dataclass(frozen=True, slots=True)
class Output:
    """An output fact: what it is, and how fine it may be."""

    name: str
    id: str
    of: Of
    scale: int = 0


OUTPUTS = (
    Output("得额一", "pay", MONEY, 2),
    Output("得额二", "rest", MONEY, 2),
    Output("得率", "ratio", RATE, 4),
    Output("得分", "points", MARKS, 0),
    Output("得小时", "served", HOURS, 1),
    Output("得项数", "number", "count"),
    Output("得是一", "verdict", "truth"),
    Output("得是二", "other_verdict", "truth"),
    Output("得程度", "result_grade", "grade"),
    Output("得类别", "result_group", "group"),
    Output("得日", "result_day", "day"),
)
FIGURES: tuple[Of, ...] = (MONEY, MONEY, RATE, MARKS, HOURS, NUMBER, AGE, *NAMED)
LOCAL: tuple[Of, ...] = (MONEY, RATE, "truth", AGE, NUMBER, HOURS, PRICE, MARKS, "truth", "day")


@dataclass(frozen=True, slots=True)
class Program:
    """A rule with the figures that it may read, and what rows of facts should touch on."""

    rule: str
    figures: str
    reads: frozenset[str]
    constants: dict[str, set[Fraction]]
    days: frozenset[date]
    edges: frozenset[date]
    """First and last days in force, of versions and of figures."""
    periods: tuple[tuple[date, date | None], ...]
    """When its versions are in force."""


@dataclass(slots=True)
class Body:
    """The body of a definition: lines below ``名 =``, or a value on its own line."""

    head: str
    lines: list[str] = field(default_factory=list)
    reads: frozenset[str] = NOTHING
    size: Size | None = None
    columns: list[str] = field(default_factory=list)


def program(choices: Choices) -> Program:
    """A program of some figures and one to three versions of a rule."""
    scope, figures, edges = _figures(choices)
    writer = Writer(choices, scope)
    outputs = some(choices, OUTPUTS, 1 + choices.below(3))
    twins = likely(choices, 50)
    texts: list[str] = []
    periods: list[tuple[date, date | None]] = []
    reads = NOTHING
    since = pick(choices, (date(2020, 1, 1), date(2021, 7, 1), date(2024, 2, 29)))
    for left in reversed(range(1 + choices.below(3))):
        until = since + timedelta(days=pick(choices, (0, 365, 30, 700)))
        closed = left > 0 or likely(choices, 40)
        made = _Version(writer, _copy(scope), outputs, twins)
        periods.append((since, until if closed else None))
        texts.append(made.text(*periods[-1]))
        reads |= made.reads
        edges |= {since, until} if closed else {since}
        since = until + timedelta(days=pick(choices, (1, 1, 2, 100)))
    return Program(
        rule="".join(texts),
        figures=figures,
        reads=reads,
        constants=writer.constants,
        days=frozenset(writer.days_named),
        edges=frozenset(edges),
        periods=tuple(periods),
    )


def _copy(scope: Scope) -> Scope:
    return Scope(
        {name: list(known) for name, known in scope.numbers.items()},
        {name: list(known) for name, known in scope.positive.items()},
        list(scope.truths),
        list(scope.days),
        list(scope.grades),
        list(scope.groups),
    )


# ---- figures


def _figures(choices: Choices) -> tuple[Scope, str, set[date]]:
    """Dated, unset and weak figures of the place, and those of the nation above it."""
    scope = Scope()
    scope.numbers["money"] = [Number("全国限额", ATOM, NOTHING, size_of(Fraction(500), 2))]
    scope.numbers["rate"] = [Number("全国比例", ATOM, NOTHING, size_of(Fraction(1), 3))]
    scope.positive["money"] = list(scope.numbers["money"])
    lines = ["format: rulebook/figures/1", "figures:"]
    edges: set[date] = {date(2021, 6, 30)}
    for place in range(2 + choices.below(4)):
        name, id_ = f"指标{place + 1}", f"figure_{place + 1}"
        of = pick(choices, FIGURES)
        lines += [f"  {id_}:", f"    zh: {name}", *_type_lines(of), "    values:"]
        values, periods = _figure_values(choices, of, edges)
        lines += [f"      - {{{each}}}" for each in periods]
        if isinstance(of, Kind):
            scale = max(map(decimals, values), default=0)
            read = Number(name, ATOM, NOTHING, size_of(max(values, default=Fraction(1)), scale))
            scope.numbers.setdefault(of.name, []).append(read)
            if all(value > 0 for value in values):
                scope.positive.setdefault(of.name, []).append(read)
        else:
            _enter_named(scope, name, of)
    return scope, "\n".join(lines) + "\n", edges


def _type_lines(of: Of) -> list[str]:
    match of:
        case Kind(name="money" | "rate" | "number" as name):
            return [f"    type: {name}"]
        case Kind(units=((unit, _), *_)):
            return ["    type: quantity", f"    unit: {unit}"]
        case "truth":
            return ["    type: yes_no"]
        case "day":
            return ["    type: date"]
        case _:
            return ["    type: enum", f"    enum: {of}"]


def _enter_named(scope: Scope, name: str, of: Of) -> None:
    match of:
        case "truth":
            scope.truths.append(Truth(name, ATOM, NOTHING))
        case "grade":
            scope.grades.append(Other(name))
        case "group":
            scope.groups.append(Other(name))
        case _:
            scope.days.append(Other(name))


def _figure_values(choices: Choices, of: Of, edges: set[date]) -> tuple[list[Fraction], list[str]]:
    values: list[Fraction] = []
    lines: list[str] = []
    day: date | None = None if likely(choices, 50) else date(2020, 1, 1)
    for left in reversed(range(1 + choices.below(3))):
        parts_ = []
        if likely(choices, 12):
            parts_.append("unset: {zh: 没有公布, en: never published}")
        elif isinstance(of, Kind):
            value = Fraction(0) if likely(choices, 8) else pick(choices, of.amounts)
            values.append(value)
            parts_.append(f'value: "{written(value, pick(choices, of.units))}"')
        else:
            parts_.append(f'value: "{pick(choices, NAMED[str(of)])}"')
        parts_.append(f"source: {pick(choices, ('gazette', 'gazette', 'reprint', 'report'))}")
        if likely(choices, 25):
            parts_.append(f"evidence: {pick(choices, LEVELS)}")
        if day is not None:
            parts_.append(f"from: {day}")
            edges.add(day)
        if left or likely(choices, 20):
            last = (day or date(2020, 6, 30)) + timedelta(days=pick(choices, (400, 0, 1000)))
            parts_.append(f"until: {last}")
            edges.add(last)
            day = last + timedelta(days=pick(choices, (1, 1, 60)))
        lines.append(", ".join(parts_))
    return values, lines


# ---- one version


class _Version:
    """One version of the rule: local definitions, 适用, outputs, a check."""

    def __init__(self, writer: Writer, scope: Scope, outputs: list[Output], twins: bool) -> None:
        self.twins = twins
        self.writer = Writer(writer.choices, scope, writer.constants, writer.days_named)
        self.choices = writer.choices
        self.scope = scope
        self.outputs = outputs
        self.columns = _fact_columns()
        self.reads = NOTHING
        self.statements: list[list[str]] = []

    def text(self, since: date, until: date | None) -> str:
        """The version as rule text."""
        choices = self.choices
        for place in range(choices.below(5)):
            self._local(place)
        applies = self._applies()
        outputs = list(self.outputs)
        if len(outputs) > 1 and likely(choices, 20):
            self._pair(outputs.pop(), outputs.pop())
        for output in outputs:
            self._output(output)
        if likely(choices, 30):
            held = self._read(self.writer.truth(2))
            self.statements.append([f"核对 “核对一下” {held.text}"])
        self.statements.append([f"输出 {'、'.join(output.name for output in self.outputs)}"])
        period = f"施行 自 {since}" + (f" 至 {until}" if until else "")
        names = _names_of(self.reads)
        lines = [
            "规则 试 trial “试”",
            f"    {self._grounds(plain=True)}",
            f"    {period}",
            *([f"    适用 若 {applies}"] if applies else []),
            *([f"    输入 {'、'.join(names)}"] if names else []),
        ]
        order = shuffled(choices, self.statements) if likely(choices, 30) else self.statements
        for statement in order:
            lines += [f"    {line}" for line in statement]
        return "\n".join(lines) + "\n"

    def _twin(self, word: str, place: int) -> str:
        """The name in the other language: of every name of a program, or of none."""
        return f" {word}_{place + 1}" if self.twins else ""

    def _read(self, made: Truth) -> Truth:
        self.reads |= made.reads
        return made

    def _grounds(self, plain: bool = False) -> str:
        cited = f"依据 {pick(self.choices, SOURCES[:6] if plain else SOURCES)}"
        if likely(self.choices, 20):
            cited += "、转载 “第二条”"
        if likely(self.choices, 10):
            cited += f" 证据 {pick(self.choices, LEVELS)}"
        return cited

    def _applies(self) -> str | None:
        way = self.choices.below(5)
        if way == 0:
            return None
        if way in (1, 2):
            return self._read(self.writer.truth(2)).text
        lines = [
            f"行{place + 1}{self._twin('line', place)}: {self._read(self.writer.truth(1)).text}"
            for place in range(1 + self.choices.below(3))
        ]
        self.statements.append(["合格 eligible = 全部", *(f"    {line}" for line in lines)])
        if way == 3:
            return "合格"
        known = [Truth("合格", ATOM, NOTHING), self.writer.truth(1), self.writer.truth(2)]
        self.reads |= known[1].reads | known[2].reads
        return " 且 ".join(each.at(pieces.CLOSE) for each in shuffled(self.choices, known))

    # ---- definitions -----------------------------------------------------------------------

    def _local(self, place: int) -> None:
        """A definition of the rule's own, that later ones may read."""
        of = pick(self.choices, LOCAL)
        name = f"项{place + 1}"
        twin = self._twin("item", place)
        body = self._body(of, known=False)
        size = self._finish(f"{name}{twin}", name, of, body, None)
        self._enter(name, of, size)

    def _output(self, output: Output) -> None:
        of = output.of
        body = self._body(of, known=True)
        size = self._finish(output.name, output.name, of, body, output.scale)
        if size is not None:
            size = Size(size.whole, max(size.scale, output.scale))
        self._enter(output.name, of, size)

    def _enter(self, name: str, of: Of, size: Size | None) -> None:
        """Let later definitions read this one."""
        if of == "count":
            return
        if isinstance(of, Kind):
            assert size is not None
            self.scope.numbers.setdefault(of.name, []).append(Number(name, ATOM, NOTHING, size))
        else:
            _enter_named(self.scope, name, of)
        self.columns.append(Column(name, of, NOTHING))

    def _finish(
        self, target: str, name: str, of: Of, body: Body, most_decimals: int | None
    ) -> Size | None:
        """Write a definition down, with steps that keep it as fine as it may be."""
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
            lines.append(f"    {self._grounds()}")
        self.statements.append(lines)
        self.reads |= body.reads
        return size

    def _steps(self, kind: Kind, size: Size, most_decimals: int | None) -> tuple[Size, list[str]]:
        """Limits and roundings on lines of their own."""
        steps: list[str] = []
        for _ in range(self.choices.below(3)):
            if likely(self.choices, 50):
                bound = self.writer.number(kind, 1)
                if pieces.together(size, bound.size).fits():
                    size = pieces.together(size, bound.size)
                    self.reads |= bound.reads
                    steps.append(f"{pick(self.choices, LIMITS)} {bound.at(SUM)}")
            else:
                size = self._step(kind, size, pick(self.choices, kind.steps), steps)
        if most_decimals is not None and size.scale > most_decimals:
            fine = [each for each in kind.steps if decimals(each) <= most_decimals]
            size = self._step(kind, size, pick(self.choices, fine), steps)
        return size, steps

    def _step(self, kind: Kind, size: Size, step: Fraction, steps: list[str]) -> Size:
        word = pick(self.choices, ROUNDINGS)
        steps.append(f"{word} {self.writer.step(kind, step)}")
        return pieces.rounded(size, decimals(step))

    def _pair(self, one: Output, other: Output) -> None:
        """Two outputs from one table."""
        columns = self._columns(1 + self.choices.below(2))
        lines: list[list[str]] = []
        reads = NOTHING.union(*(each.reads for each in columns))
        for cells in rows(self.writer, columns):
            values = [self._cell(one), self._cell(other)]
            lines.append([*cells, *(value.text for value in values)])
            reads = reads.union(*(value.reads for value in values))
        heading = [*(column.name for column in columns), one.name, other.name]
        table = [f"    {line}" for line in drawn(heading, lines)]
        self.statements.append([f"{one.name}、{other.name} = 查表", *table])
        self.reads |= reads
        for output in (one, other):
            size = size_of(Fraction(10**6), output.scale) if isinstance(output.of, Kind) else None
            self._enter(output.name, output.of, size)

    def _cell(self, output: Output) -> Number | Truth | Other:
        """A value that is no finer than the output may be."""
        if not isinstance(output.of, Kind):
            return self._value(output.of, True, 1)
        fine = [each for each in output.of.amounts if decimals(each) <= output.scale]
        value = pick(self.choices, fine)
        text = written(value, pick(self.choices, output.of.units))
        return Number(text, ATOM, NOTHING, size_of(value, decimals(value)))

    # ---- bodies ----------------------------------------------------------------------------

    def _body(self, of: Of, known: bool) -> Body:
        """A body of any form; ``known`` says that the type is the output's."""
        way = self.choices.below(12)
        if way < 3:
            return self._plain(of, known)
        if way < 5:
            return self._cases(of, known)
        if way < 8 or of == "count":
            return self._gathered(of, known)
        if way < 11:
            return self._table(of, known)
        return self._two_way(of, known)

    def _value(self, of: Of, known: bool, depth: int) -> Number | Truth | Other:
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
                return self.writer.group_or_value() if known else self.writer.group()
            case _:
                conditions = [self.writer.truth(1) for _ in range(1 + self.choices.below(3))]
                reads = NOTHING.union(*(each.reads for each in conditions))
                text = f"计数({'、'.join(each.text for each in conditions)})"
                return Number(text, ATOM, reads, Size(1, 0))

    def _plain(self, of: Of, known: bool) -> Body:
        made = self._value(of, known, DEPTH)
        if isinstance(of, Kind) and likely(self.choices, 25):
            loose = self.writer.number(of, DEPTH, divided=True)
            made = self.writer.round(of, loose, pick(self.choices, of.steps))
        head = "" if likely(self.choices, 15) else made.text
        size = made.size if isinstance(made, Number) else None
        return Body(head, [] if head else [made.text], made.reads, size)

    def _cases(self, of: Of, known: bool) -> Body:
        lines: list[str] = []
        reads = NOTHING
        values: list[Number | Truth | Other] = []
        for _ in range(1 + self.choices.below(3)):
            value, condition = self._value(of, known, 2), self.writer.truth(2)
            lines.append(f"{value.text} 若 {condition.text}")
            reads |= value.reads | condition.reads
            values.append(value)
        last = self._value(of, known, 2)
        lines.append(f"{last.text} 否则")
        return Body("", lines, reads | last.reads, _common([*values, last]))

    def _gathered(self, of: Of, known: bool) -> Body:
        inside: Of = of
        match of:
            case Kind():
                word = pick(self.choices, ("合计", "最高", "最低"))
            case "truth":
                word = pick(self.choices, ("全部", "任一"))
            case "count":
                word, inside = "计数", "truth"
            case "group":
                return self._plain(of, known)
            case _:
                word = pick(self.choices, ("最高", "最低"))
        lines: list[str] = []
        values: list[Number | Truth | Other] = []
        for place in range(1 + self.choices.below(4)):
            value = self._value(inside, known and inside == of, 2)
            twin = self._twin("line", place)
            name = (
                f"“第{place + 1}行（项）”" if likely(self.choices, 10) else f"行{place + 1}{twin}"
            )
            lines.append(f"{name}: {value.text}")
            values.append(value)
        reads = NOTHING.union(*(value.reads for value in values))
        size = Size(1, 0) if of == "count" else _common(values)
        return Body(word, lines, reads, size)

    def _table(self, of: Of, known: bool) -> Body:
        columns = self._columns(1 + self.choices.below(3))
        unread = 1 if len(columns) > 1 and likely(self.choices, 20) else 0
        asked = columns[unread:]
        cells = [("*",) * unread + row for row in rows(self.writer, asked)]
        rest = len(cells) > 1 and likely(self.choices, 40)
        if rest:
            cells = cells[: 1 + self.choices.below(len(cells) - 1)]
        values = [self._value(of, known, 1) for _ in range(len(cells) + rest)]
        lines = [[*row, value.text] for row, value in zip(cells, values, strict=False)]
        if rest:
            others = ["否则" if likely(self.choices, 50) else "*" for _ in columns[1:]]
            lines.append(["否则", *others, values[-1].text])
        reads = NOTHING.union(*(each.reads for each in (*values, *columns)))
        heading = [column.name for column in columns]
        return Body("查表", drawn([*heading, RESULT], lines), reads, _common(values))

    def _columns(self, count: int) -> list[Column]:
        """Different columns, the rule's own definitions more often than facts."""
        own = [each for each in self.columns if not each.reads]
        chosen = [each for each in shuffled(self.choices, own) if likely(self.choices, 50)]
        names = {each.name for each in chosen}
        others = [each for each in self.columns if each.name not in names]
        return [*chosen, *some(self.choices, others, count)][:count]

    def _two_way(self, of: Of, known: bool) -> Body:
        down, across = self._columns(2)
        heads, sides = parts(self.writer, across), parts(self.writer, down)
        lines: list[list[str]] = []
        values: list[Number | Truth | Other] = []
        for side in sides:
            inside = [self._value(of, known, 1) for _ in heads]
            lines.append([side, *(value.text for value in inside)])
            values += inside
        reads = NOTHING.union(*(each.reads for each in (*values, down, across)))
        corner = f"{down.name} \\ {across.name}"
        return Body("查表", drawn([corner, *heads], lines), reads, _common(values))


RESULT = "结果列"
"""Stands for the name of what is defined, in the heading of its table."""


def _common(values: list[Number | Truth | Other]) -> Size | None:
    """The size of one of several numbers, at one scale."""
    sizes = [value.size for value in values if isinstance(value, Number)]
    if not sizes:
        return None
    size = sizes[0]
    for each in sizes[1:]:
        size = pieces.together(size, each)
    return size


def _fact_columns() -> list[Column]:
    columns = [
        Column(fact.name, kind, frozenset({fact.id}), fact.low, fact.high)
        for kind in KINDS
        for fact in kind.facts
    ]
    named = (
        (YES_NO, "truth"),
        (GRADE_FACTS, "grade"),
        (GROUP_FACTS, "group"),
        (DAY_FACTS, "day"),
    )
    for names, of in named:
        columns += [Column(name, of, frozenset({id_})) for name, id_ in names.items()]
    return columns


def _names_of(reads: frozenset[str]) -> list[str]:
    """The Chinese names of facts, in a fixed order."""
    names = {fact.id: fact.name for kind in KINDS for fact in kind.facts}
    for known in (YES_NO, GRADE_FACTS, GROUP_FACTS, DAY_FACTS):
        names |= {id_: name for name, id_ in known.items()}
    return [name for id_, name in names.items() if id_ in reads]
