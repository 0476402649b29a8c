"""A whole statement: columns as users have them in, answers as people read them out.

From the inside out: the user's columns, the facts as checked integers, the stages of the rules'
terms, and the results in their units.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlglot import exp, parse_one

from rulebook.batch import results
from rulebook.batch.answering import Answered, Epoch, answered, epochs
from rulebook.batch.columns import Column
from rulebook.batch.dialects import DIALECTS, Name, quoted
from rulebook.batch.knowing import NOTHING, Known
from rulebook.batch.look_ups import tabulated
from rulebook.batch.quoting import quoted_name, quoted_text
from rulebook.batch.reading import Reader
from rulebook.batch.readings import Reading, Steps
from rulebook.batch.results import REJECTED, Shown
from rulebook.batch.speaking import Speaking
from rulebook.batch.stages import arrange, columns_of
from rulebook.batch.terms import Kind, Term, Terms, possible
from rulebook.batch.truths_and_days import read_day
from rulebook.batch.writing import select
from rulebook.book.model import EVIDENCE_LEVELS, EvidenceLevel, Vocabulary
from rulebook.book.platform import Names
from rulebook.meaning import program as p

FIRST_DAY = datetime.date(1900, 1, 1).toordinal()
LAST_DAY = datetime.date(2199, 12, 31).toordinal()
NO_DAY = "RB9601"
DAY, REJECT, PROBLEM = "as_of", "rejected", "problem"
ITS_DAY = " day"
"""What the day of a row is called among the facts."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: rules, the day (or the column that holds it), evidence, names, and a key.

    ``columns`` give the facts; those of ``key`` are passed on as they are. ``edition`` and
    ``rulebook`` are written into every row. ``known`` is what all rows have in common, where it is.
    """

    rules: tuple[str, ...]
    day: datetime.date | Column
    level: EvidenceLevel
    names: Names
    columns: Mapping[str, Column]
    key: tuple[str, ...]
    edition: str
    rulebook: str
    known: Known = NOTHING


@dataclass(frozen=True, slots=True)
class Statement:
    """The query over a relation, and the columns it gives, those of each rule together.

    ``texts`` gives the columns that hold few texts, and which: formats may hold them by number.
    """

    query: exp.Select
    columns: tuple[str, ...]
    dialect: Name
    texts: Mapping[str, tuple[str, ...]]

    def sql(self, *, pretty: bool = False) -> str:
        """The text."""
        return self.query.sql(dialect=self.dialect, pretty=pretty)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule's answer with the names of its columns before they are shown."""

    rule: str
    prefix: str
    answer: Answered


def facts_of(program: p.Program, rules: Sequence[str]) -> tuple[str, ...]:
    """The facts that some rules read, each once."""
    found = [
        node.fact
        for rule in rules
        for version in program.rules[rule]
        for node in version.nodes
        if isinstance(node, p.ReadFact)
    ]
    return tuple(dict.fromkeys(found))


def statement(
    program: p.Program,
    vocabulary: Vocabulary,
    request: Request,
    relation: str,
    dialect: Name = "duckdb",
) -> Statement:
    """The statement that answers every row of ``relation``, a name or a subquery in brackets."""
    readings = _readings(program, vocabulary, request)
    terms = Terms()
    rules = _rules(program, request, terms)
    wanted = _wanted(terms, request, rules, readings)
    wanted = tabulated(terms, wanted, _choices(program, terms, request))
    inputs = sorted(set[str]().union(*(columns_of(each, {}) for each in wanted.values())))
    source = _source(request, readings, relation, dialect, inputs)
    inner = select(arrange(wanted, inputs), wanted, source, DIALECTS[dialect])
    shown = _shown(program, vocabulary, request, rules, wanted)
    names = [each for each, _ in shown]
    columns = [_parsed(sql, name, dialect) for name, sql in shown]
    query = exp.select(*columns, copy=False).from_(
        inner.subquery("answers", copy=False), copy=False
    )
    return Statement(query, tuple(names), dialect, _texts(request, rules, wanted))


def readings_of(
    program: p.Program, vocabulary: Vocabulary, columns: Mapping[str, Column], names: Names
) -> dict[str, Reading]:
    """How each column of a table is read."""
    reader = Reader(vocabulary, names)
    return {
        fact: reader.read(
            quoted_name(column.name), column, vocabulary.facts[fact], program.facts[fact]
        )
        for fact, column in columns.items()
    }


def _readings(program: p.Program, vocabulary: Vocabulary, request: Request) -> dict[str, Reading]:
    """How each column is read where a statement holds it."""
    reader = Reader(vocabulary, request.names)
    return {
        fact: reader.read(_held(fact), column, vocabulary.facts[fact], program.facts[fact])
        for fact, column in request.columns.items()
    }


def rejections(
    program: p.Program,
    vocabulary: Vocabulary,
    request: Request,
    relation: str,
    dialect: Name,
) -> Statement:
    """The statement that gives the rejected rows alone: the columns of the key, and ``problem``."""
    readings = _readings(program, vocabulary, request)
    inputs = [REJECT, PROBLEM, *_passed(request)]
    source = _source(request, readings, relation, dialect, inputs)
    columns = [
        exp.alias_(exp.column(quoted(_key(each))), quoted(each), copy=False) for each in request.key
    ]
    checked = source.subquery("checked", copy=False)
    query = exp.select(*columns, exp.column(quoted(PROBLEM)), copy=False)
    query = query.from_(checked, copy=False).where(exp.column(quoted(REJECT)), copy=False)
    return Statement(query, (*request.key, PROBLEM), dialect, {})


# ---- inside --------------------------------------------------------------------------------


def _source(
    request: Request,
    readings: Mapping[str, Reading],
    relation: str,
    dialect: Name,
    inputs: Sequence[str],
) -> exp.Select:
    """Of checked facts, the day, and whether and why the row is rejected, the ``inputs``."""
    plain = request.known.plain
    looked = {fact: each for fact, each in readings.items() if fact not in plain}
    doubtful = {fact: each for fact, each in looked.items() if each.problems}
    day = _day(request.day)
    given = {_key(each): quoted_name(each) for each in request.key}
    given |= {f"f_{fact}": each for fact, each in plain.items()}
    given |= {_place(fact): each for fact, each in request.known.places.items()}
    given = {name: each for name, each in given.items() if name in inputs}
    if not looked and not isinstance(request.day, Column) and REJECT not in inputs:
        return _select(given | {DAY: day.value} if DAY in inputs else given, relation, dialect)
    held = {f"c_{fact}": quoted_name(request.columns[fact].name) for fact in looked}
    if isinstance(request.day, Column):
        held[f"c_{ITS_DAY}"] = quoted_name(request.day.name)
    columns = [f"{each} AS {quoted_name(name)}" for name, each in (given | held).items()]
    text = f"SELECT {', '.join(columns)} FROM {relation}"  # noqa: S608 - names are quoted
    several = [each.steps for each in (*looked.values(), day)]
    for level in range(max(map(len, several))):
        steps = [each[level] for each in several if level < len(each)]
        text = _more(text, [f"{written} AS {quoted_name(name)}" for name, written in steps])
    values = [f"{each.value} AS {quoted_name('f_' + fact)}" for fact, each in looked.items()]
    text = _more(text, [*values, f"{day.value} AS {quoted_name(DAY)}"])
    bad, told = [], []
    if isinstance(request.day, Column):
        bad.append(f"{quoted_name(DAY)} IS NULL")
        told.append(_told(DAY, day, request.day.name))
    for fact, each in doubtful.items():
        bad.append(f"({quoted_name('f_' + fact)} IS NULL AND {each.wrong})")
        told.append(_told(f"f_{fact}", each, request.columns[fact].name))
    last = {name: quoted_name(name) for name in inputs}
    if DAY in last:
        last[DAY] = f"COALESCE({last[DAY]}, {FIRST_DAY})"
    if REJECT in last:
        text = _more(text, [f"({' OR '.join(bad) or 'FALSE'}) AS {quoted_name(REJECT)}"])
        problem = f"CASE WHEN {quoted_name(REJECT)} THEN CONCAT_WS(' ', {', '.join(told)}) END"
        last[PROBLEM] = problem if told else "CAST(NULL AS VARCHAR)"
    return _select(last, f"({text}) AS looked", dialect)


def _select(columns: Mapping[str, str], relation: str, dialect: Name) -> exp.Select:
    """A query by its columns, each as DuckDB has it."""
    some = ", ".join(f"{written} AS {quoted_name(name)}" for name, written in columns.items())
    text = f"SELECT {some or '1'} FROM {relation}"  # noqa: S608 - names are quoted
    parsed = DIALECTS[dialect].adapted(parse_one(text, dialect="duckdb"))
    assert isinstance(parsed, exp.Select)
    return parsed


def _more(text: str, columns: Sequence[str]) -> str:
    """A query with further columns, worked out from those that it has."""
    return f"SELECT *, {', '.join(columns)} FROM ({text}) AS given"  # noqa: S608 - names are quoted


def _held(fact: str) -> str:
    """The column of a fact inside, as it is given: no column of the user's is called so."""
    return quoted_name(f"c_{fact}")


def _told(value: str, reading: Reading, column: str) -> str:
    """Why a value is wrong, NULL where it isn't."""
    ways = [f"WHEN {quoted_name(value)} IS NOT NULL THEN NULL"]
    missing = f"'{_coded(NO_DAY, column)}'" if value == DAY else "NULL"
    ways.append(f"WHEN NOT ({reading.wrong}) THEN {missing}")
    ways += [f"WHEN {met} THEN '{_coded(code, column)}'" for code, met in reading.problems]
    return f"CASE {' '.join(ways)} END"


def _coded(code: str, column: str) -> str:
    """A reason code: what is wrong, and in which column (and field)."""
    name, _, inner = code.partition(":")
    return f"{name}:{column}{'.' + inner if inner else ''}".replace("'", "''")


def _day(day: datetime.date | Column) -> Reading:
    """The day's number."""
    if isinstance(day, datetime.date):
        return Reading(f"CAST({day.toordinal()} AS BIGINT)", ())
    steps = Steps(ITS_DAY)
    found = read_day(_held(ITS_DAY), day, FIRST_DAY, LAST_DAY, steps)
    wrong = found.wrong or f"{_held(ITS_DAY)} IS NOT NULL"
    return replace(found, wrong=wrong, steps=tuple(steps.made))


def _rules(program: p.Program, request: Request, terms: Terms) -> list[_Rule]:
    """The answers of the rules over the columns of the source."""
    facts = {
        fact: _column(terms, program.facts[fact], nullable=fact not in request.known.present)
        if fact in request.columns
        else terms.null(_kind(program.facts[fact]))
        for fact in facts_of(program, request.rules)
    }
    if isinstance(request.day, datetime.date):
        number = request.day.toordinal()
        first, last, day = number, number, terms.literal(number)
    else:
        first, last = FIRST_DAY, LAST_DAY
        day = terms.column(DAY, "number", (first, last), nullable=False)
    made = []
    for rule in request.rules:
        stretches: Sequence[Epoch] = epochs(program, rule, first, last, request.level)
        answer = answered(program, stretches, terms, facts, day)
        made.append(_Rule(rule, "" if len(request.rules) == 1 else f"{rule}.", answer))
    return made


def _choices(program: p.Program, terms: Terms, request: Request) -> list[tuple[Term, Term]]:
    """The columns of facts that are given by name in all rows, and those of the names' places."""
    return [
        (
            _column(terms, program.facts[fact], nullable=False),
            terms.column(_place(fact), "number", (1, program.facts[fact].shape.high + 1)),
        )
        for fact in request.known.places
    ]


def _column(terms: Terms, fact: p.ProgramFact, *, nullable: bool) -> Term:
    bounds = (fact.shape.low, fact.shape.high)
    return terms.column(f"f_{fact.id}", _kind(fact), bounds, nullable=nullable)


def _kind(fact: p.ProgramFact) -> Kind:
    if fact.shape.kind == "truth":
        return "truth"
    return "records" if fact.shape.kind == "records" else "number"


def _wanted(
    t: Terms, request: Request, rules: Sequence[_Rule], readings: Mapping[str, Reading]
) -> dict[str, Term]:
    """The columns of the innermost answer: keys, integers, and what the reasons are read off."""
    doubtful = any(
        each.problems for fact, each in readings.items() if fact not in request.known.plain
    )
    rejected = t.literal(False)
    wanted = {each: t.column(each, "number") for each in _passed(request)}
    if doubtful or isinstance(request.day, Column):
        rejected = t.column(REJECT, "truth", nullable=False)
        wanted[PROBLEM] = t.column(PROBLEM, "number")
    for rule in rules:
        answer, prefix = rule.answer, rule.prefix
        status = t.case([(rejected, t.literal(REJECTED))], answer.status)
        wanted[f"{prefix}status"] = status
        wanted[f"{prefix}evidence"] = t.case([(rejected, t.literal(-1))], answer.evidence)
        for name, value in answer.values.items():
            wanted[f"{prefix}value {name}"] = t.case([(rejected, t.null(value.kind))], value)
        for word, bits in enumerate(answer.lacking):
            if not bits.is_literal(0):
                wanted[f"{prefix}lacking {word}"] = bits
        for place, (_, failed) in enumerate(answer.failed):
            wanted[f"{prefix}failed {place}"] = failed
    return wanted


# ---- outside -------------------------------------------------------------------------------


def _shown(
    program: p.Program,
    vocabulary: Vocabulary,
    request: Request,
    rules: Sequence[_Rule],
    wanted: Mapping[str, Term],
) -> list[tuple[str, str]]:
    """The columns that the user gets, with what each is worked out from."""
    show = Shown(vocabulary, request.names)
    shown = [(each, quoted_name(_key(each))) for each in request.key]
    for rule in rules:
        answer, prefix = rule.answer, rule.prefix
        called = show.columns(list(answer.values))
        for name, shape in answer.shapes.items():
            written = quoted_name(f"{prefix}value {name}")
            result = show.result(written, vocabulary.facts[name], shape)
            shown.append((prefix + called[name], result))
        state, level = f"{prefix}status", f"{prefix}evidence"
        words = [
            quoted_name(f"{prefix}lacking {word}") if f"{prefix}lacking {word}" in wanted else None
            for word in range(len(answer.lacking))
        ]
        failed = [quoted_name(f"{prefix}failed {place}") for place in range(len(answer.failed))]
        speaking = Speaking(program, vocabulary, rule.rule, request.names)
        some, levels = possible(wanted[state]), possible(wanted[level])
        why = results.reasons(quoted_name(state), some, words, answer, failed, speaking)
        shown.append((f"{prefix}status", results.status(quoted_name(state), some)))
        shown.append((f"{prefix}reasons", why))
        shown.append((f"{prefix}evidence", results.evidence(quoted_name(level), levels)))
    shown.append(("edition", quoted_text(request.edition)))
    shown.append(("rulebook", quoted_text(request.rulebook)))
    return shown


def _texts(
    request: Request, rules: Sequence[_Rule], wanted: Mapping[str, Term]
) -> dict[str, tuple[str, ...]]:
    """The columns that hold few texts."""
    found: dict[str, tuple[str, ...]] = {
        "edition": (request.edition,),
        "rulebook": (request.rulebook,),
    }
    for rule in rules:
        for name, every in (("status", results.ALL_STATUSES), ("evidence", EVIDENCE_LEVELS)):
            some = possible(wanted[rule.prefix + name])
            texts = [text for place, text in enumerate(every) if some is None or place in some]
            if texts:
                found[rule.prefix + name] = tuple(texts)
    return found


def _parsed(sql: str, name: str, dialect: Name) -> exp.Expr:
    parsed = DIALECTS[dialect].adapted(parse_one(sql, dialect="duckdb"))
    return exp.alias_(parsed, quoted(name), copy=False)


def _passed(request: Request) -> list[str]:
    return [_key(each) for each in request.key]


def _place(fact: str) -> str:
    """The column of the place that a fact's value has among its names."""
    return f"p_{fact}"


def _key(name: str) -> str:
    """The column of a key inside: no fact's column is called so."""
    return f"k_{name}"
