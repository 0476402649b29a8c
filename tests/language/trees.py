"""Generated trees: everything that a rule file can say, in names that mean nothing."""

from __future__ import annotations

from functools import cache
from typing import TypeVar

from hypothesis import strategies as st

from rulebook.language import tree
from rulebook.language.marks import LimitKind, RoundingMode
from rulebook.language.phrases import Phrases
from rulebook.language.words import words

T = TypeVar("T")
Made = st.SearchStrategy[tree.Expression]

# Names that look like keywords, units and amounts to whoever does not read whole words.
_WORDS = (
    "甲 乙 丙丁 起付标准 自付系数 非医保 若干 得分 设备费 接种费 至今 级别 分值 合计金额 元额"
    " 年 月 日 岁 不适用时限 次 天数 第2级 DRG组 一_二 café费 否决 是否 最高额 以上 左右 百分点"
    " 表 查 示例们 规则集"
)
ZH_WORDS = [word for word in _WORDS.split() if words().is_name(word)]
TEXT_POOL = [
    "", " ", "居民医保", "二级（甲等）", "A+", "若 甲 且 乙", "a # b", "5元以上", "| 表 |",
    "不重不漏，合计", "1,000", "it's", "\\", "　全角　", "ｆｕｌｌ", "（一）", "得 不适用", "甲",
    "含「角」", "含“弯”", "²", 'say "so"', "😀", "é", "{}", "%", "=", ":", "100%以上",
]  # fmt: skip


def other_name(word: str) -> str:
    """The English name that the tests' lexicon gives a Chinese one."""
    return "w_" + word.encode("utf-8").hex()


NAMES = st.sampled_from([tree.Name(word) for word in ZH_WORDS])
OTHERS = st.booleans()
TEXTS = st.sampled_from(TEXT_POOL)
DIGITS = st.sampled_from(["0", "1", "2", "50", "0.01", "92", "2025", "1.0", "007", "10000000.25"])
UNITS = st.sampled_from(sorted(words().units))
AMOUNTS = st.builds(
    tree.Amount, DIGITS, st.one_of(st.just(()), st.tuples(UNITS), st.tuples(UNITS, UNITS))
)
DAYS = st.builds(tree.Day, st.dates())
STEPS = st.builds(tree.Amount, DIGITS, st.tuples(UNITS))


def _tuples(
    items: st.SearchStrategy[T], least: int = 1, most: int = 3
) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(items, min_size=least, max_size=most).map(lambda found: tuple(found))


@cache
def references(depth: int) -> st.SearchStrategy[tree.Reference]:
    plain: st.SearchStrategy[tree.Reference] = st.one_of(NAMES, st.builds(tree.Part, NAMES, NAMES))
    if depth <= 0:
        return plain
    arguments = st.builds(tree.Argument, st.none() | NAMES, values(depth - 1))
    calls = st.builds(tree.Call, NAMES, _tuples(arguments))
    return st.one_of(plain, calls, st.builds(tree.Part, calls, NAMES))


@cache
def atoms(depth: int) -> st.SearchStrategy[tree.Expression]:
    leaves: Made = st.one_of(
        NAMES,
        AMOUNTS,
        DAYS,
        st.builds(tree.Quoted, TEXTS),
        st.builds(tree.YesNo, st.booleans()),
        st.sampled_from([tree.NoLimit(), tree.NotApplicable(), tree.Base()]),
        st.builds(tree.Undetermined, _tuples(NAMES, 0)),
    )
    if depth <= 0:
        return leaves
    return st.one_of(
        leaves,
        references(depth - 1),
        st.builds(tree.Bracketed, values(depth - 1)),
        st.builds(tree.Choice, _tuples(values(depth - 1), 2)),
        st.builds(tree.WhenNotApplicable, references(depth - 1), atoms(depth - 1)),
        st.builds(
            tree.Aggregate,
            st.sampled_from(["sum", "count", "max", "min", "all", "any"]),
            _tuples(values(depth - 1)),
            st.none() | conditions(depth - 1),
            st.none() | values(depth - 1),
        ),
    )


@cache
def negatives(depth: int) -> st.SearchStrategy[tree.Expression]:
    return st.one_of(atoms(depth), st.builds(tree.Minus, atoms(depth)))


def _chain(
    first: Made, ops: list[tree.ArithmeticOp], next_: Made
) -> st.SearchStrategy[tree.Expression]:
    @st.composite
    def build(draw: st.DrawFn) -> tree.Expression:
        value = draw(first)
        for _ in range(draw(st.integers(0, 2))):
            value = tree.Arithmetic(draw(st.sampled_from(ops)), value, draw(next_))
        return value

    return build()


@cache
def products(depth: int) -> st.SearchStrategy[tree.Expression]:
    return _chain(negatives(depth), ["×", "/"], negatives(depth))


@cache
def sums(depth: int) -> st.SearchStrategy[tree.Expression]:
    return _chain(products(depth), ["+", "-"], products(depth))


@cache
def unaries(depth: int) -> st.SearchStrategy[tree.Expression]:
    comparisons = st.one_of(
        sums(depth),
        st.builds(
            tree.Comparison, st.sampled_from(["=", "≠", "<", "≤", ">", "≥"]), sums(0), sums(depth)
        ),
        st.builds(tree.Membership, sums(depth), sums(0)),
    )
    return st.one_of(comparisons, st.builds(tree.Not, comparisons))


@cache
def conditions(depth: int) -> st.SearchStrategy[tree.Expression]:
    return st.one_of(
        unaries(depth),
        st.builds(tree.And, _tuples(unaries(0), 2)),
        st.builds(tree.Or, _tuples(unaries(0), 2)),
    )


MODES: st.SearchStrategy[RoundingMode] = st.sampled_from(("half_up", "down", "up"))
KINDS: st.SearchStrategy[LimitKind] = st.sampled_from(("floor", "ceiling"))


@cache
def values(depth: int) -> st.SearchStrategy[tree.Expression]:
    return _values(depth)


@st.composite
def _values(draw: st.DrawFn, depth: int) -> tree.Expression:
    value = draw(conditions(depth))
    if draw(st.integers(0, 3)) == 0:
        value = tree.Rounding(draw(MODES), value, draw(STEPS))
    if draw(st.integers(0, 3)) == 0:
        value = tree.Limit(draw(KINDS), value, draw(sums(0)))
    if draw(st.integers(0, 5)) == 0:
        value = tree.Rounding(draw(MODES), value, draw(STEPS))
    return value


def _named(draw: st.DrawFn) -> tuple[tree.Name, tree.Name | None]:
    name = draw(NAMES)
    return name, tree.Name(other_name(name.word)) if draw(OTHERS) else None


# ---- definitions


def _first_on_line(value: tree.Expression) -> tree.Expression:
    """A line can't begin with a minus."""
    starts = Phrases("zh").value(value).startswith("-")
    return tree.Bracketed(value) if starts else value


@st.composite
def cases(draw: st.DrawFn) -> tree.Cases:
    lines = [
        tree.Case(_first_on_line(draw(values(1))), draw(conditions(1)))
        for _ in range(draw(st.integers(0, 3)))
    ]
    return tree.Cases((*lines, tree.Case(_first_on_line(draw(values(1))), None)))


CELLS = st.one_of(
    st.just(tree.Anything()),
    st.just(tree.Rest()),
    st.builds(
        tree.Bounds, _tuples(st.tuples(st.sampled_from(["≠", "<", "≤", ">", "≥"]), sums(0)), 1, 2)
    ),
    st.builds(tree.Several, _tuples(values(0), 2)),
    values(1),
)
COLUMN_NAMES = st.one_of(NAMES, st.builds(tree.Part, NAMES, NAMES))


@st.composite
def rows(draw: st.DrawFn, least: int = 1) -> tuple[tree.Row, tuple[tree.Row, ...]]:
    columns = draw(st.integers(1, 4))
    named = draw(COLUMN_NAMES)
    first: tree.Cell = named
    following: list[tree.Cell] = [draw(COLUMN_NAMES) for _ in range(columns - 1)]
    if draw(st.booleans()):
        first = tree.Corner(named, draw(COLUMN_NAMES))
        simple = CELLS.filter(lambda cell: isinstance(cell, tree.Bounds | tree.Rest | tree.Name))
        following = [draw(simple) for _ in range(columns - 1)]
    body = draw(st.lists(st.tuples(*[CELLS] * columns).map(tree.Row), min_size=least, max_size=3))
    return tree.Row((first, *following)), tuple(body)


@st.composite
def tables(draw: st.DrawFn) -> tree.Table | tree.Brackets:
    heading, body = draw(rows())
    if draw(st.booleans()):
        return tree.Table(heading, body)
    return tree.Brackets(draw(st.none() | sums(1)), heading, body)


@st.composite
def gathered(draw: st.DrawFn) -> tree.Gathered:
    lines = []
    for _ in range(draw(st.integers(1, 3))):
        if draw(st.booleans()):
            name, other = _named(draw)
            lines.append(tree.NamedLine(name, other, draw(values(1))))
        else:
            lines.append(tree.NamedLine(tree.Quoted(draw(TEXTS)), None, draw(values(1))))
    return tree.Gathered(draw(st.sampled_from(["sum", "all", "any", "max"])), tuple(lines))


FACT_ROWS = st.from_regex(r"[A-Z]{2,3}(-[A-Z]{1,2})?-[0-9]{2}[a-z]?", fullmatch=True)
SOURCES = st.builds(tree.Source, NAMES, st.none() | TEXTS)
GROUNDS = st.builds(
    tree.Grounds, _tuples(SOURCES, 0), st.none() | NAMES, _tuples(FACT_ROWS, 0)
).filter(lambda node: bool(node.sources or node.evidence or node.facts))
LINE_STEPS = st.one_of(
    st.builds(tree.LimitStep, KINDS, sums(1)), st.builds(tree.RoundingStep, MODES, STEPS)
)


@st.composite
def targets(draw: st.DrawFn) -> tree.Target:
    name, other = _named(draw)
    if draw(st.integers(0, 3)) == 0:
        return tree.Target(tree.Part(draw(NAMES), name), other)
    return tree.Target(name, other)


DEFINITIONS = st.builds(
    tree.Definition,
    _tuples(targets(), 1, 2),
    st.one_of(values(2), cases(), tables(), gathered()),
    _tuples(LINE_STEPS, 0, 2),
    st.none() | GROUNDS,
)


# ---- statements


@st.composite
def exceptions(draw: st.DrawFn) -> tree.RuleException:
    name, other = _named(draw)
    definitions = draw(_tuples(DEFINITIONS, 0, 2))
    grounds = draw(GROUNDS if not definitions else st.none() | GROUNDS)
    after = draw(_tuples(references(0), 0, 2))
    return tree.RuleException(name, other, draw(conditions(1)), after, definitions, grounds)


ASSIGNMENTS = _tuples(st.builds(tree.Assignment, references(0), values(1)))


@st.composite
def records(draw: st.DrawFn) -> tree.GivenRecords:
    heading, body = draw(rows(0))
    return tree.GivenRecords(draw(references(0)), (heading, *body))


@st.composite
def examples(draw: st.DrawFn) -> tree.Example:
    line: st.SearchStrategy[tree.ExampleLine | tree.Row] = st.one_of(
        st.builds(tree.Given, ASSIGNMENTS),
        st.builds(tree.Gives, ASSIGNMENTS),
        records(),
        st.builds(tree.GivesStatus, st.sampled_from(["not-applicable", "undetermined"])),
        st.builds(tree.ExampleEvidence, NAMES),
    )
    lines = draw(st.lists(line, min_size=1, max_size=3))
    if draw(st.booleans()):
        heading, body = draw(rows())
        lines += [heading, *body]
    return tree.Example(draw(st.none() | TEXTS), tuple(lines))


@st.composite
def in_force(draw: st.DrawFn) -> tree.InForce:
    return tree.InForce(draw(st.dates()), draw(st.none() | st.dates()))


STATEMENTS = st.one_of(
    DEFINITIONS,
    exceptions(),
    examples(),
    in_force(),
    GROUNDS,
    st.builds(tree.BasedOn, references(1)),
    st.builds(tree.ListItems, _tuples(references(0))),
    st.builds(tree.Applies, conditions(2)),
    st.builds(tree.Inputs, _tuples(references(0))),
    st.builds(tree.Outputs, _tuples(references(0))),
    st.builds(tree.Check, TEXTS, conditions(2)),
    st.builds(tree.NotEncoded, TEXTS, TEXTS),
)


@st.composite
def rules(draw: st.DrawFn) -> tree.Rule:
    name, other = _named(draw)
    return tree.Rule(name, other, draw(_tuples(TEXTS, 0, 2)), draw(_tuples(STATEMENTS, 1, 3)))


FILES = st.builds(tree.RuleFile, _tuples(rules(), 0, 2))
