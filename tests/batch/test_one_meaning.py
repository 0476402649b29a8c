"""DuckDB gives the answer of the reference and of the compiled evaluator, row by row.

Generated programs and facts as in `tests/differential`, in shards that run side by side; the kept
corpus, and the rules of the semantics with the facts of all their cases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import get_args

import duckdb
import pytest

from rulebook import reference
from rulebook.answers.decision import STATUSES, Answer
from rulebook.answers.evaluate import Machine, answer
from rulebook.batch.lowering import Lowering
from rulebook.batch.terms import Term
from rulebook.book.model import EvidenceLevel
from rulebook.meaning import program as p
from rulebook.meaning.linking import link
from rulebook.meaning.typed import FactValue, TypedBook
from tests.batch.bare import Asked, answers, normal, statement
from tests.cases import RULE, Case, book_in, full_rule, read_cases, typed, with_rule
from tests.differential import running
from tests.differential.choices import Seeded
from tests.differential.comparing import BOOK, Difference, Tally, typed_program
from tests.differential.facts import rows
from tests.differential.programs import program
from tests.differential.running import CORPUS, keep, run
from tests.evaluators import EVALUATORS, Evaluator, Refused
from tests.semantics.test_semantics import BOOK as SEMANTICS
from tests.semantics.test_semantics import CASES

SHARDS, PROGRAMS, ROWS = 20, 25, 200
"""20 × 25 programs with 200 rows each: 100,000 rows through three evaluators."""
RARE = {p.Absent}
"""Nodes that not every 25 programs have; the rules of the semantics do."""


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        yield connection


def _held_against(
    engine: duckdb.DuckDBPyConnection,
    book: TypedBook,
    asked: Sequence[Asked],
    level: EvidenceLevel,
    told: object,
) -> tuple[p.Program, list[Answer]]:
    linked, refused = link(book)
    assert not refused
    machine = Machine(linked)
    bulk = answers(engine, linked, RULE, asked, level)
    wanted = [reference.answer(book, RULE, row.facts, row.day, level) for row in asked]
    for row, want, found in zip(asked, wanted, bulk, strict=True):
        assert answer(machine, RULE, row.facts, row.day, level) == want, (told, row)
        if normal(found) != normal(want):
            raise Differs(f"{told}: {row}\nDuckDB {found}\nreference {want}")
    return linked, wanted


def _held_again(
    engine: duckdb.DuckDBPyConnection,
    linked: p.Program,
    asked: Sequence[Asked],
    wanted: Sequence[Answer],
    level: EvidenceLevel,
    seed: int,
) -> int:
    """The rows that lack none of some facts, answered by a statement that counts on it."""
    read = sorted({node.fact for node in _every(linked) if isinstance(node, p.ReadFact)})
    present = read if seed % 3 else read[seed % 2 :: 2]
    whole = [
        (row, want)
        for row, want in zip(asked, wanted, strict=True)
        if all(row.facts.get(fact) is not None for fact in present)
    ]
    if not whole:
        return 0
    found = answers(engine, linked, RULE, [row for row, _ in whole], level, present)
    for (row, want), told in zip(whole, found, strict=True):
        if normal(told) != normal(want):
            raise Differs(f"{seed}, {present}: {row}\nDuckDB {told}\nreference {want}")
    return len(whole)


class Differs(AssertionError):
    """DuckDB gave another answer than the reference."""


def kept(
    engine: duckdb.DuckDBPyConnection, seed: int, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> str:
    """The smallest case of a seed on which DuckDB still differs, written into the corpus."""
    monkeypatch.setitem(EVALUATORS, "duckdb", single(engine))
    try:
        run(range(seed, seed + 1), ROWS, Tally())
    except Difference as difference:
        return f"kept as {keep(difference, folder)}"
    return "not found again row by row"


def single(engine: duckdb.DuckDBPyConnection) -> Evaluator:
    """DuckDB asked for one row, in the reference's order of what is missing."""

    def ask(
        book: TypedBook,
        rule: str,
        facts: Mapping[str, FactValue],
        day: date,
        level: EvidenceLevel,
    ) -> Answer:
        linked, refused = link(book)
        if refused:
            raise Refused("refused by linking")
        (found,) = answers(engine, linked, rule, [Asked(facts, day)], level)
        want = reference.answer(book, rule, facts, day, level)
        return want if normal(found) == normal(want) else found

    return ask


@pytest.mark.parametrize("shard", range(SHARDS))
def test_generated_programs(
    engine: duckdb.DuckDBPyConnection, shard: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    statuses: Counter[str] = Counter()
    nodes: set[type] = set()
    whole = 0
    for seed in range(shard * PROGRAMS + 50_000, (shard + 1) * PROGRAMS + 50_000):
        made = program(Seeded(seed))
        book, _ = typed_program(made)
        many = list(rows(made, book_in(BOOK), seed, ROWS))
        level = many[0].min_evidence if seed % 3 else "code"
        asked = [Asked(row.facts, row.day) for row in many]
        try:
            linked, wanted = _held_against(engine, book, asked, level, (seed, level))
            whole += _held_again(engine, linked, asked, wanted, level, seed)
        except Differs as difference:
            pytest.fail(f"{difference}\n{kept(engine, seed, monkeypatch, CORPUS)}", pytrace=False)
        statuses.update(each.status for each in wanted)
        nodes.update(map(type, _every(linked)))
    assert sum(statuses.values()) == PROGRAMS * ROWS
    shares = {status: statuses[status] / (PROGRAMS * ROWS) for status in STATUSES}
    assert min(shares.values()) >= 0.05, shares
    assert whole >= PROGRAMS * ROWS / 10, whole
    assert nodes >= set(get_args(p.Node)) - RARE, set(get_args(p.Node)) - nodes


def test_a_difference_is_found_shrunk_and_kept(
    engine: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    def down(
        low: Lowering, node: p.DivideRound, numerator: Term, divisor: Term, *, signed: bool
    ) -> Term:
        return low.cells.terms.quotient(numerator, divisor)

    monkeypatch.setattr(Lowering, "rounded", down)
    monkeypatch.setattr(running, "SHRINKING_SECONDS", 5)
    said = ""
    for seed in range(100):
        made = program(Seeded(seed))
        book, _ = typed_program(made)
        asked = [Asked(row.facts, row.day) for row in rows(made, book_in(BOOK), seed, 40)]
        try:
            _held_against(engine, book, asked, "code", seed)
        except Differs:
            said = kept(engine, seed, monkeypatch, tmp_path)
            if said.startswith("kept as"):
                break
    assert said.startswith("kept as"), said or "not found out"
    (case,) = read_cases(next(tmp_path.glob("*.yaml")), book_in(BOOK))
    with pytest.raises(AssertionError):
        _one_by_one(engine, case, BOOK)
    monkeypatch.undo()
    _one_by_one(engine, case, BOOK)


def test_no_divisor_can_be_zero_even_in_a_way_not_taken() -> None:
    """Staged subqueries work out both ways of a choice; what may be zero divides in neither."""
    rule = full_rule(
        "输入 甲额、乙额\n"
        "得率 =\n    乙额 / 甲额 四舍五入到 0.01% 若 甲额 > 0元\n    0% 否则\n"
        "输出 得率\n"
    )
    book, _ = typed(with_rule(book_in(BOOK), rule))
    _, refused = link(book)
    assert [each.code for each in refused] == ["RB7002"]
    book, _ = typed(with_rule(book_in(BOOK), rule.replace("甲额", "丙额")))
    linked, refused = link(book)
    assert not refused
    day = date(2024, 5, 1).toordinal()
    assert "// " in statement(linked, RULE, (day, day), "code").sql


def test_a_wide_table_is_no_ladder() -> None:
    lines = "".join(f"    | ≥ {n}元 < {n + 1}元 | {n % 90 + 1}% |\n" for n in range(1000))
    rule = full_rule(
        f"输入 甲额\n得率 = 查表\n    | 甲额 | 得率 |\n{lines}    | ≥ 1000元 | 5% |\n输出 得率\n"
    )
    book, findings = typed(with_rule(book_in(BOOK), rule))
    assert RULE in book.rules, [each.message for each in findings]
    linked, _ = link(book)
    day = date(2024, 5, 1).toordinal()
    made = statement(linked, RULE, (day, day), "code")
    # Halving 1,001 intervals takes ten steps down, and 1,000 choices in all.
    assert made.sql.count(" AND ") < 20
    assert len(made.sql) < 120_000


def _every(linked: p.Program) -> Iterator[p.Node]:
    for version in linked.rules[RULE]:
        for node in version.nodes:
            yield node
            yield from node.body if isinstance(node, p.ForEach) else ()


def _one_by_one(engine: duckdb.DuckDBPyConnection, case: Case, folder: Path) -> None:
    contents = with_rule(book_in(folder), case.rule, case.figures, case.others)
    book, _ = typed(contents)
    linked, refused = link(book)
    assert not refused
    asked = [Asked(case.facts, case.day)]
    (found,) = answers(engine, linked, RULE, asked, case.min_evidence)
    assert normal(found) == normal(case.answer), case.sentence


@pytest.mark.parametrize("file", sorted(CORPUS.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_kept_corpus(engine: duckdb.DuckDBPyConnection, file: Path) -> None:
    for case in read_cases(file, book_in(BOOK)):
        _one_by_one(engine, case, BOOK)


def test_the_cases_of_the_semantics(engine: duckdb.DuckDBPyConnection) -> None:
    assert len(CASES) > 100
    for case in CASES:
        _one_by_one(engine, case, SEMANTICS)
