"""The SQL evaluator asked as the others are: held facts in, bare answers out, many rows at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa
from sqlglot import exp

from rulebook.answers.decision import Answer, MissingFigure, Outcome
from rulebook.answers.evaluate import held_fact
from rulebook.batch.answering import NOTHING, STATUSES, Answered, answered, epochs
from rulebook.batch.cells import BITS
from rulebook.batch.dialects import DIALECTS, Name, quoted
from rulebook.batch.look_ups import tabulated
from rulebook.batch.stages import arrange
from rulebook.batch.terms import Kind, Term, Terms
from rulebook.batch.writing import select
from rulebook.book.model import EVIDENCE_LEVELS, EvidenceLevel
from rulebook.meaning import program as p
from rulebook.meaning.shapes import told
from rulebook.meaning.typed import FactValue

KINDS: Mapping[str, Kind] = {"truth": "truth", "records": "records"}


@dataclass(frozen=True)
class Asked:
    """A row: facts in base units and a day."""

    facts: Mapping[str, FactValue]
    day: date


@dataclass(frozen=True)
class Statement:
    """A rule as SQL over a table, and how its columns are read."""

    sql: str
    answer: Answered
    facts: tuple[str, ...]


def statement(
    program: p.Program,
    rule: str,
    days: tuple[int, int],
    level: EvidenceLevel,
    dialect: Name = "duckdb",
    table: str = "input",
    present: Collection[str] = (),
) -> Statement:
    terms = Terms()
    stretches = epochs(program, rule, *days, level)
    read = [
        node.fact
        for each in stretches
        if each.plan is not None
        for node in each.plan.version.nodes
        if isinstance(node, p.ReadFact)
    ]
    facts = tuple(dict.fromkeys(read))
    columns = {fact: _column(terms, program.facts[fact], fact not in present) for fact in facts}
    day = terms.column("day", "number", days, nullable=False)
    answer = answered(program, stretches, terms, columns, day)
    wanted: dict[str, Term] = {
        "row": terms.column("row", "number", (0, 2**31), nullable=False),
        "status": answer.status,
        "evidence": answer.evidence,
    }
    wanted |= {f"value {name}": each for name, each in answer.values.items()}
    wanted |= {f"state {name}": each for name, each in answer.states.items()}
    wanted |= {f"lacking {word}": each for word, each in enumerate(answer.lacking)}
    wanted |= {f"failed {place}": each for place, (_, each) in enumerate(answer.failed)}
    choices = [
        fact for fact in facts if fact in present and program.facts[fact].shape.kind == "code"
    ]
    places = {
        fact: terms.column(f"p_{fact}", "number", (1, columns[fact].high + 1)) for fact in choices
    }
    wanted = tabulated(terms, wanted, [(columns[fact], places[fact]) for fact in choices])
    inputs = ["row", "day", *(f"f_{fact}" for fact in facts)]
    given = [exp.column(quoted(each)) for each in inputs]
    given += [exp.maybe_parse(f'"f_{fact}" + 1 AS "p_{fact}"') for fact in choices]
    source = exp.select(*given).from_(table)
    inputs += [f"p_{fact}" for fact in choices]
    query = select(arrange(wanted, inputs), wanted, source, DIALECTS[dialect])
    return Statement(query.sql(dialect=dialect), answer, facts)


def _column(terms: Terms, fact: p.ProgramFact, nullable: bool) -> Term:
    bounds = (fact.shape.low, fact.shape.high)
    kind = KINDS.get(fact.shape.kind, "number")
    return terms.column(f"f_{fact.id}", kind, bounds, nullable=nullable)


def table(program: p.Program, facts: Sequence[str], rows: Sequence[Asked]) -> pa.Table:
    columns: dict[str, pa.Array] = {
        "row": pa.array(range(len(rows)), pa.int64()),
        "day": pa.array([row.day.toordinal() for row in rows], pa.int64()),
    }
    for fact in facts:
        spec = program.facts[fact]
        values = [held_fact(program, spec, row.facts.get(fact)) for row in rows]
        if spec.shape.kind != "records":
            columns[f"f_{fact}"] = pa.array(values, _type(spec))
            continue
        struct = pa.struct([(each.id, _type(each)) for each in spec.fields])
        names = [each.id for each in spec.fields]
        lists = [
            [dict(zip(names, each, strict=True)) for each in many]
            if isinstance(many, list | tuple)
            else None
            for many in values
        ]
        columns[f"f_{fact}"] = pa.array(lists, pa.list_(struct))
    return pa.table(columns)


def _type(spec: p.ProgramFact) -> Any:
    return pa.bool_() if spec.shape.kind == "truth" else pa.int64()


def answers(
    connection: duckdb.DuckDBPyConnection,
    program: p.Program,
    rule: str,
    rows: Sequence[Asked],
    level: EvidenceLevel,
    present: Collection[str] = (),
) -> list[Answer]:
    """The answers of all rows, in their order; ``present`` are facts that none of them lacks."""
    numbers = [row.day.toordinal() for row in rows]
    days = min(numbers), max(numbers)
    made = statement(program, rule, days, level, present=present)
    connection.register("input", table(program, made.facts, rows))
    found = connection.sql(made.sql).to_arrow_table().to_pylist()
    found.sort(key=lambda each: each["row"])
    assert [each["row"] for each in found] == list(range(len(rows)))
    return [read_answer(program, made.answer, rows[each["row"]].day, each) for each in found]


def read_answer(program: p.Program, made: Answered, day: date, row: Mapping[str, Any]) -> Answer:
    status = STATUSES[row["status"]]
    outcomes: dict[str, Outcome] = {}
    for name, shape in made.shapes.items():
        state = row[f"state {name}"]
        if state == NOTHING or status == "not-in-force":
            continue
        value = None
        if STATUSES[state] == "determined":
            ids = program.enumerations[shape.enumeration] if shape.enumeration else None
            value = told(row[f"value {name}"], shape, ids)
        else:
            assert row[f"value {name}"] is None, (name, row)
        outcomes[name] = Outcome(STATUSES[state], value)
    missing = [
        leaf
        for number, leaf in enumerate(made.missing)
        if row[f"lacking {number // BITS}"] >> (number % BITS) & 1
    ]
    failed = tuple(name for place, (name, _) in enumerate(made.failed) if row[f"failed {place}"])
    return Answer(
        status,
        outcomes,
        tuple(each for each in missing if isinstance(each, str)),
        tuple(each for each in missing if isinstance(each, MissingFigure)),
        failed if status == "not-applicable" else (),
        None if row["evidence"] < 0 else EVIDENCE_LEVELS[row["evidence"]],
        day,
    )


def normal(answer: Answer) -> tuple[object, ...]:
    """An answer without the order of what is missing, which SQL doesn't keep."""
    return (
        answer.status,
        dict(answer.outcomes),
        frozenset(answer.missing_facts),
        frozenset(answer.missing_figures),
        answer.failed,
        answer.evidence,
        answer.day,
    )
