"""DuckDB gives the answer of the reference and of the compiled evaluator, row by row.

Generated programs and facts as in `tests/differential`, in shards that run side by side; the kept
corpus, and the rules of the semantics with the facts of all their cases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import duckdb
import pytest

from rulebook import reference
from rulebook.answers.decision import STATUSES, Answer
from rulebook.answers.evaluate import Machine, answer
from rulebook.book.model import EvidenceLevel
from rulebook.meaning import program as p
from rulebook.meaning.linking import link
from rulebook.meaning.typed import TypedBook
from tests.batch.bare import Asked, answers, normal
from tests.cases import RULE, Case, book_in, read_cases, typed, with_rule
from tests.differential.choices import Seeded
from tests.differential.comparing import BOOK, typed_program
from tests.differential.facts import rows
from tests.differential.programs import program
from tests.differential.running import CORPUS
from tests.semantics.test_semantics import BOOK as SEMANTICS
from tests.semantics.test_semantics import CASES

SHARDS, PROGRAMS, ROWS = 20, 25, 200
"""20 × 25 programs with 200 rows each: 100,000 rows through three evaluators."""


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
        assert normal(found) == normal(want), (told, row)
    return linked, wanted


@pytest.mark.parametrize("shard", range(SHARDS))
def test_generated_programs(engine: duckdb.DuckDBPyConnection, shard: int) -> None:
    statuses: Counter[str] = Counter()
    nodes: set[type] = set()
    for seed in range(shard * PROGRAMS + 50_000, (shard + 1) * PROGRAMS + 50_000):
        made = program(Seeded(seed))
        _, book = typed_program(made)
        many = list(rows(made, book_in(BOOK), seed, ROWS))
        level = many[0].min_evidence if seed % 3 else "code"
        asked = [Asked(row.facts, row.day) for row in many]
        linked, wanted = _held_against(engine, book, asked, level, (seed, level))
        statuses.update(each.status for each in wanted)
        nodes.update(_nodes(linked))
    assert sum(statuses.values()) == PROGRAMS * ROWS
    shares = {status: statuses[status] / (PROGRAMS * ROWS) for status in STATUSES}
    assert min(shares.values()) >= 0.05, shares
    assert nodes == set(p.Node.__args__), set(p.Node.__args__) - nodes  # type: ignore[attr-defined]


def _nodes(linked: p.Program) -> Iterator[type]:
    for version in linked.rules[RULE]:
        for node in version.nodes:
            yield type(node)
            yield from map(type, node.body if isinstance(node, p.ForEach) else ())


def _one_by_one(engine: duckdb.DuckDBPyConnection, case: Case, folder: object) -> None:
    contents = with_rule(book_in(folder), case.rule, case.figures, case.others)  # type: ignore[arg-type]
    book, _ = typed(contents)
    linked, refused = link(book)
    assert not refused
    asked = [Asked(case.facts, case.day)]
    (found,) = answers(engine, linked, RULE, asked, case.min_evidence)
    assert normal(found) == normal(case.answer), case.sentence


@pytest.mark.parametrize("file", sorted(CORPUS.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_kept_corpus(engine: duckdb.DuckDBPyConnection, file: object) -> None:
    for case in read_cases(file, book_in(BOOK)):  # type: ignore[arg-type]
        _one_by_one(engine, case, BOOK)


def test_the_cases_of_the_semantics(engine: duckdb.DuckDBPyConnection) -> None:
    assert len(CASES) > 100
    for case in CASES:
        _one_by_one(engine, case, SEMANTICS)
