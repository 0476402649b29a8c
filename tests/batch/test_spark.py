"""Spark gives the answers of DuckDB and of the reference, and the command does the same on both."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from sqlglot import exp

from rulebook import open_book, reference
from rulebook.batch.columns import Column
from rulebook.batch.dialects import DIALECTS, Name, quoted
from rulebook.batch.files import Refused
from rulebook.batch.knowing import Known
from rulebook.batch.readings import Plain, Reading
from rulebook.batch.spark import session as sessions
from rulebook.batch.spark.outputs import writing
from rulebook.batch.spark.running import failed
from rulebook.batch.spark.sources import Source
from rulebook.batch.spark.usual import usual
from rulebook.batch.stages import arrange
from rulebook.batch.statement import Request, statement
from rulebook.batch.terms import Term, Terms
from rulebook.batch.writing import select
from rulebook.cli.run import run as command_line
from rulebook.meaning.linking import link
from tests.answers.giving_back import RULE as GIVING_BACK
from tests.answers.giving_back import giving_back
from tests.batch import bare, sparkling
from tests.batch.bare import Asked, normal
from tests.batch.sparkling import Many
from tests.batch.spellings import SPELLINGS
from tests.batch.test_spellings import table as spellings
from tests.cases import RULE, book_in, read_cases, typed, with_rule
from tests.conftest import ROOT
from tests.differential.choices import Seeded
from tests.differential.comparing import BOOK, typed_program
from tests.differential.facts import rows as facts_of
from tests.differential.programs import program
from tests.differential.running import CORPUS

pytestmark = pytest.mark.needs("java")

PROGRAMS, ROWS = 32, 32
INPATIENT = "shanghai/benefit-list/resident-inpatient"
HEAD = "编号,险种,医疗机构等级,年龄,重度残疾,政策范围内费用,本年统筹已支付,日期,本年住院次序"
GOOD = "a1,居民医保,三级,45,否,12300.00,0,2024-05-01,1"


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    with sparkling.session() as made:
        yield made


# ---- one meaning


@contextmanager
def interpreted(spark: Any) -> Iterator[None]:
    """Statements too long to be worth compiling for a few rows."""
    spark.conf.set("spark.sql.codegen.wholeStage", "false")
    spark.conf.set("spark.sql.codegen.factoryMode", "NO_CODEGEN")
    yield
    spark.conf.unset("spark.sql.codegen.wholeStage")
    spark.conf.unset("spark.sql.codegen.factoryMode")


def test_generated_programs_in_one_statement(spark: Any, tmp_path: Path) -> None:
    """Every eighth program over days of all versions; the others on one, which plans faster."""
    many, wanted = [], []
    with duckdb.connect() as engine:
        for seed in range(70_000, 70_000 + PROGRAMS):
            made = program(Seeded(seed))
            book, _ = typed_program(made)
            linked, refused = link(book)
            assert not refused
            rows = list(facts_of(made, book_in(BOOK), seed, ROWS))
            day = None if seed % 8 == 0 else rows[seed % ROWS].day
            asked = [Asked(each.facts, day or each.day) for each in rows]
            many.append(Many(linked, RULE, asked, "code"))
            answers = [reference.answer(book, RULE, e.facts, e.day, "code") for e in asked]
            on_duckdb = bare.answers(engine, linked, RULE, asked, "code")
            assert list(map(normal, on_duckdb)) == list(map(normal, answers))
            wanted.append(answers)
    # 32 programs are a lot to compile for a thousand rows; the commands below run compiled.
    with interpreted(spark):
        found = sparkling.answers(spark, many, tmp_path)
    compared: Counter[str] = Counter()
    for each, want, got in zip(many, wanted, found, strict=True):
        for row, one, other in zip(each.rows, want, got, strict=True):
            assert normal(one) == normal(other), row
            compared[one.status] += 1
    assert compared.total() == PROGRAMS * ROWS >= 1_000
    assert min(compared.values()) >= 20 and len(compared) == 4, compared


@pytest.mark.filterwarnings("ignore::rulebook.TableWarning")
def test_every_spelling_is_read_as_on_duckdb(spark: Any, tmp_path: Path) -> None:
    book, given = giving_back(tmp_path), spellings()
    columns = {each: Column(each, "text", "VARCHAR") for each in given.column_names}
    asked = Request((GIVING_BACK,), date(2026, 1, 1), "code", "id", columns, (), "", "")
    pq.write_table(given, tmp_path / "given.parquet")
    spark.read.parquet((tmp_path / "given.parquet").as_uri()).createOrReplaceTempView("spellings")
    vocabulary = book.contents.vocabulary
    made = statement(book.program, vocabulary, asked, "spellings", "spark")
    with interpreted(spark):
        found = [row.asDict() for row in spark.sql(made.sql()).collect()]
    wanted = book.decide_table(GIVING_BACK, given, "2026-01-01").to_pylist()
    told = {"edition", "rulebook"}
    for (fact, text), row, want in zip(SPELLINGS, found, wanted, strict=True):
        assert row | dict.fromkeys(told) == want | dict.fromkeys(told), (fact, text)


def test_the_kept_corpus(spark: Any, tmp_path: Path) -> None:
    many, wanted = [], []
    for file in sorted(CORPUS.glob("*.yaml")):
        for case in read_cases(file, book_in(BOOK)):
            contents = with_rule(book_in(BOOK), case.rule, case.figures, case.others)
            linked, refused = link(typed(contents)[0])
            assert not refused
            many.append(Many(linked, RULE, [Asked(case.facts, case.day)], case.min_evidence))
            wanted.append(case.answer)
    assert len(many) >= len(list(CORPUS.glob("*.yaml")))
    for want, (got,) in zip(wanted, sparkling.answers(spark, many, tmp_path), strict=True):
        assert normal(got) == normal(want)


def test_a_zero_divisor_in_a_way_not_taken(spark: Any) -> None:
    """The quotient is a column of its own, worked out for every row, the one with zero too."""
    t = Terms()
    a, b = (t.column(name, "number", (0, 100)) for name in "ab")
    quotient = t.quotient(t.multiply(a, t.literal(7)), b)
    positive = t.less(t.literal(0), b)
    wanted: dict[str, Term] = {
        "a": a,
        "one": t.case([(positive, quotient)], t.literal(-1)),
        "two": t.case([(positive, t.add([quotient, t.literal(1)]))], t.literal(-2)),
    }
    rows = [(10, 3), (10, 0), (0, 7)]
    values = " UNION ALL ".join(f"SELECT {x} AS a, {y} AS b" for x, y in rows)
    stages = arrange(wanted, ["a", "b"])
    assert stages.stages, "the quotient is expected to be a column"
    found = []
    ways: dict[Name, Callable[[str], list[Any]]] = {
        "spark": lambda sql: list(spark.sql(sql).collect()),
        "duckdb": lambda sql: duckdb.execute(sql).fetchall(),
    }
    for name, ask in ways.items():
        source = exp.select(exp.column(quoted("a")), exp.column(quoted("b")))
        query = select(stages, wanted, source.from_("given"), DIALECTS[name])
        sql = f"WITH given AS ({values}) {query.sql(dialect=name)}"
        found.append(sorted(tuple(each) for each in ask(sql)))
    assert found[0] == found[1] == [(0, 0, 1), (10, -1, -2), (10, 23, 24)]


def test_ansi_mode_that_is_off_is_found_out(
    spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sessions, "SQL", {**sessions.SQL, "spark.sql.ansi.enabled": "false"})
    written(tmp_path, "a.csv", GOOD)
    assert batch(tmp_path, "a.csv", "out", "--engine", "spark") == 1
    assert "RB9644" in capsys.readouterr().err
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]


# ---- the command


def batch(folder: Path, source: str, out: str, *more: str, rule: str = INPATIENT) -> int:
    """The command in this process, so that it finds the session that is there."""
    where = ("--in", str(folder / source), "--out", str(folder / out))
    return command_line(["batch", rule, *where, "--book", str(ROOT / "rules"), *more])


def written(folder: Path, name: str, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join((HEAD, *lines)) + "\n", encoding=encoding)
    return path


def texts(*paths: Path) -> list[tuple[tuple[str, str], ...]]:
    """The rows of some CSV files, in one order."""
    found = []
    for path in paths:
        read = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
        found += [tuple(each.items()) for each in read]
    return sorted(found)


FIXED = ("--as-of", "日期", "--evidence", "weak", "--names", "zh", "--key", "编号")
BAD = (
    GOOD.replace("12300.00", "-12300.00"),
    GOOD.replace("2024-05-01", ""),
    GOOD.replace("12300.00", "12300.001"),
    GOOD.replace("12300.00", '"12,30.00"'),
    GOOD.replace("12300.00", '"￥12,300.00"').replace("三级", " 三级　"),
    GOOD.replace("三级", "四级"),
    GOOD.replace("2024-05-01", "2024-02-30"),
    "短,居民医保",
    GOOD.replace("45", "四十五"),
    GOOD.replace("否", "也许").replace("2024-05-01", "0000-05-01"),
    GOOD.replace("12300.00", "99999999999999999"),
    GOOD.replace("12300.00", '"12300\n"'),
    f"{GOOD},多",
    GOOD.replace("居民医保", ""),
    "," * 8,
    '"=b6",居民医保,三级,45,否,12300元,0,2024年5月1日,1',
    GOOD.replace("45", "四十五"),
)


def test_csv_files_with_every_kind_of_reject(
    spark: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two files, one in which nothing is wrong before a line that is no row."""
    written(tmp_path, "数据/一月[1].csv", *BAD, GOOD)
    written(tmp_path, "数据/二月.csv", GOOD, "短", *BAD[:4], "," * 8)
    said = []
    for engine in ("duckdb", "spark"):
        rejects = ("--rejects", str(tmp_path / f"{engine}.csv"), "--rejects-values")
        assert batch(tmp_path, "数据", engine, "--engine", engine, *FIXED, *rejects) == 0
        said.append(capsys.readouterr())
    on_duckdb = texts(*(tmp_path / "duckdb").glob("*.csv"))
    on_spark = texts(*(tmp_path / "spark").glob("part-*.csv"))
    assert on_spark == on_duckdb
    assert len(on_spark) == 20
    assert texts(tmp_path / "spark.csv") == texts(tmp_path / "duckdb.csv")
    assert len(texts(tmp_path / "spark.csv")) == 18
    assert "RB9635" in said[1].err
    assert "RB9616  3" in said[1].out
    assert "2 empty rows passed over" in said[1].out


def test_parquet_with_a_day_column_across_versions(spark: Any, tmp_path: Path) -> None:
    """Days over all versions of the rule; a few costs are one above their domain, or not there."""
    folder = tmp_path / "in"
    folder.mkdir()
    limit = open_book(ROOT / "rules").program.facts["in_scope_cost"].shape.high
    for number in range(3):
        duckdb.sql(
            "COPY (SELECT range AS id, '居民医保' AS 险种, "
            "['一级', '二级', '三级'][range % 3 + 1] AS 医疗机构等级, "
            "CAST(range % 90 AS SMALLINT) AS 年龄, range % 5 = 0 AS 重度残疾, "
            f"CAST(CASE range % 37 WHEN 0 THEN {limit + 1} WHEN 1 THEN NULL ELSE range * 9931 END "
            "AS DECIMAL(18, 0)) * 0.01 AS 政策范围内费用, "
            "CAST(0 AS DECIMAL(12, 2)) AS 本年统筹已支付, "
            "DATE '2012-01-01' + CAST(range * 11 AS INTEGER) AS 日期, 1 AS 本年住院次序 "
            f"FROM range({number * 200}, {number * 200 + 200})) TO '{folder}/{number}.parquet'"
        )
    options = ("--as-of", "日期", "--evidence", "weak", "--key", "id")
    for engine in ("duckdb", "spark"):
        rejects = ("--rejects", str(tmp_path / f"{engine}.csv"))
        assert batch(tmp_path, "in", engine, "--engine", engine, *options, *rejects) == 0
    found = [
        duckdb.execute(f"SELECT * FROM '{tmp_path}/{engine}/*.parquet' ORDER BY id").fetchall()
        for engine in ("duckdb", "spark")
    ]
    assert found[0] == found[1]
    assert len(found[1]) == 600
    states = {"determined", "undetermined", "not-in-force", "rejected"}
    assert {each[-5] for each in found[1]} == states
    assert texts(tmp_path / "spark.csv") == texts(tmp_path / "duckdb.csv")
    assert len(texts(tmp_path / "spark.csv")) == 17
    kinds = [
        [each[:2] for each in duckdb.execute(f"DESCRIBE SELECT * FROM '{where}'").fetchall()]
        for where in (f"{tmp_path}/duckdb/*.parquet", f"{tmp_path}/spark/*.parquet")
    ]
    # DuckDB writes what holds few texts by number.
    assert kinds[1][:-5] == kinds[0][:-5]


def test_what_is_usual_in_a_table(spark: Any) -> None:
    """Of a thousand rows one has no level, three are given in Chinese; half have no cost."""
    rows = spark.sql(
        "SELECT CASE WHEN id = 7 THEN NULL WHEN id < 3 THEN '三级' ELSE 'level_3' END AS level, "
        "CASE WHEN id % 2 = 0 THEN CAST(id AS DECIMAL(12, 2)) END AS cost, id AS age "
        "FROM RANGE(1000)"
    )
    by_id = Plain("by id", "level IS NULL OR level <> 'level_3'")
    readings = {
        "level": Reading("", (), "level", plain=(Plain("by name", "level <> '三级'"), by_id)),
        "cost": Reading("", (), "cost", plain=(Plain("fen", "cost IS NULL"),)),
        "age": Reading("", (), "age"),
    }
    found = usual(rows, readings)
    assert found is not None
    assert found.known == Known(frozenset({"level", "age"}), {"level": "by id"})
    assert rows.where(found.otherwise).count() == 4
    assert usual(rows.where("cost IS NULL").select("cost"), {"cost": readings["cost"]}) is None


def test_records_of_another_file(spark: Any, tmp_path: Path) -> None:
    rule = "shanghai/credit-scoring/personnel-points"
    book = open_book(ROOT / "rules")
    example = next(each for each in book.examples(rule) if "points_records" in each.example.facts)
    records = example.example.facts["points_records"]
    assert isinstance(records, tuple)
    names = list(records[0])
    lines = [",".join(["id", *names])]
    for person in ("p1", "p3", "p1"):
        lines += [",".join([person, *(_plain(each[name]) for name in names)]) for each in records]
    (tmp_path / "events.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    others = {k: v for k, v in example.example.facts.items() if k != "points_records"}
    rows = [",".join([person, *map(_plain, others.values())]) for person in ("p1", "p2", "p3")]
    head = ",".join(["id", *others])
    (tmp_path / "people.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    given = ("--records", f"points_records={tmp_path / 'events.csv'}", "--key", "id")
    day = ("--as-of", example.example.day.isoformat(), "--evidence", example.example.evidence)
    for engine, out in (("duckdb", "duckdb.csv"), ("spark", "spark.csv")):
        assert batch(tmp_path, "people.csv", out, "--engine", engine, *given, *day, rule=rule) == 0
    found = texts(*(tmp_path / "spark.csv").glob("part-*.csv"))
    assert found == texts(tmp_path / "duckdb.csv")
    assert len({each[1:] for each in found}) == 3


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def test_another_encoding_is_told_and_read(
    spark: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path, "a.csv", GOOD, encoding="gb18030")
    assert batch(tmp_path, "a.csv", "out", "--engine", "spark", *FIXED) == 1
    assert "--encoding gb18030" in capsys.readouterr().err
    encoding = ("--encoding", "gb18030")
    assert batch(tmp_path, "a.csv", "out", "--engine", "spark", *FIXED, *encoding) == 0
    (row,) = texts(*(tmp_path / "out").glob("part-*.csv"))
    assert dict(row)["统筹支付"] == "7200.00"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.csv", "out"]


def test_a_folder_is_replaced_as_a_whole_unless_other_files_are_in_it(
    spark: Any, tmp_path: Path
) -> None:
    there = Source("in", (), (tmp_path / "in.csv",), "csv")
    out = tmp_path / "out"
    for name in ("part-1", "part-2"):
        with writing(spark, str(out), there) as part:
            spark.range(1).write.parquet(part)
            Path(part.removeprefix("file:"), name).touch()
        assert [each.name for each in out.glob("part-?")] == [name]
    with (
        pytest.raises(Refused) as refused,
        writing(spark, str(out), there) as part,
        writing(spark, str(out), there),
    ):
        pass
    assert refused.value.findings[0].code == "RB9612"
    out.rename(tmp_path / ".out.old")  # what a run leaves that is killed between its two moves
    with pytest.raises(KeyError), writing(spark, str(out), there):
        raise KeyError
    assert [each.name for each in tmp_path.iterdir()] == ["out"]
    (out / "mine.txt").touch()
    with pytest.raises(Refused) as refused, writing(spark, str(out), there):
        pass
    assert refused.value.findings[0].code == "RB9646"
    assert (out / "part-2").exists() and (out / "mine.txt").exists()


def test_what_cannot_be_read_leaves_nothing(
    spark: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.parquet").write_bytes(b"PAR1 no more PAR1")
    assert batch(tmp_path, "x.parquet", "out", "--engine", "spark") == 1
    assert "RB9617" in capsys.readouterr().err
    written(tmp_path, "a.csv", GOOD)
    assert batch(tmp_path, "a.csv", "out", "--engine", "spark", "--key", "没有") == 1
    assert "RB9613" in capsys.readouterr().err
    assert batch(tmp_path, "*", "out", "--engine", "spark") == 1
    assert "RB9649" in capsys.readouterr().err
    assert batch(tmp_path, "a.csv", "a.csv", "--engine", "spark") == 1
    assert "RB9627" in capsys.readouterr().err
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.csv", "x.parquet"]


# ---- what must be there


@pytest.mark.parametrize(
    ("option", "code"),
    [
        (("--memory", "2GB"), "RB9645"),
        (("--bom",), "RB9645"),
        (("--resume",), "RB9645"),
        (("--explain-row", "1"), "RB9645"),
    ],
)
def test_options_that_mean_nothing_on_spark(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: tuple[str, ...], code: str
) -> None:
    assert batch(tmp_path, "a.csv", "out", "--engine", "spark", *option) == 2
    told = capsys.readouterr().err
    assert code in told and option[0] in told


def test_a_master_is_for_spark_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert batch(tmp_path, "a.csv", "out", "--master", "spark://a:7077") == 2
    assert "RB9648" in capsys.readouterr().err


def _java(folder: Path, said: str) -> None:
    (folder / "bin").mkdir()
    java = folder / "bin" / "java"
    java.write_text(f"#!/bin/sh\necho '{said}' >&2\n")
    java.chmod(0o755)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (None, "RB9640"),
        ("no such thing", "RB9640"),
        ('openjdk version "1.8.0_402"', "RB9641"),
        ('java version "11.0.2" 2019-01-15', "RB9641"),
    ],
)
def test_a_java_that_will_not_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str | None, code: str
) -> None:
    if said is not None:
        _java(tmp_path, said)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(Refused) as refused:
        sessions.insist_on_java()
    assert refused.value.findings[0].code == code


def test_a_cluster_that_does_not_answer() -> None:
    for master in ("spark://127.0.0.1:1,127.0.0.1:2", "spark://nobody"):
        with pytest.raises(Refused) as refused:
            sessions.insist_on_reach(master)
        assert refused.value.findings[0].code == "RB9642"


def test_why_spark_stopped() -> None:
    def code(text: str) -> str:
        return failed("in", "out", RuntimeError(text)).findings[0].code

    assert code("java.io.IOException: No space left on device") == "RB9619"
    assert code("Job aborted due to stage failure") == "RB9647"


def test_a_missing_component_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("rulebook.cli.tables.options.find_spec", lambda _: None)
    assert batch(tmp_path, "a.csv", "out", "--engine", "spark") == 2
    assert 'rulebook[spark]"' in capsys.readouterr().err


def test_the_file_for_spark_submit(tmp_path: Path) -> None:
    """It says where it is, and run from anywhere it is the command line."""

    def said(*arguments: str) -> str:
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = [sys.executable, *arguments]
        return subprocess.check_output(done, cwd=tmp_path, env=env, text=True).strip()

    path = said("-m", "rulebook.cli.submitted")
    assert path.endswith(".py")
    assert said(path, "--version") == said("-m", "rulebook", "--version") != ""


# ---- a cluster of processes


def command(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "rulebook", *arguments],
        cwd=folder,
        env={**os.environ, **sparkling.SHORT, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def below(root: int, named: str) -> list[int]:
    """The processes that ``root`` or its children started, with a word in their command."""
    parents: dict[int, int] = {}
    commands: dict[int, str] = {}
    for each in Path("/proc").iterdir():
        if not each.name.isdigit():
            continue
        try:
            stat = (each / "stat").read_text().rpartition(")")[2].split()
            parents[int(each.name)] = int(stat[1])
            commands[int(each.name)] = (each / "cmdline").read_text()
        except OSError:
            continue

    def ours(process: int) -> bool:
        while process in parents and process != root:
            process = parents[process]
        return process == root

    return [each for each, text in commands.items() if named in text and ours(each)]


def until(running: subprocess.Popen[str], met: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 150
    while not met():
        assert running.poll() is None, running.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)


in_proc = pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked for in /proc")
MANY = ("--as-of", "2024-05-01", "--evidence", "weak", "--key", "id", "--book", str(ROOT / "rules"))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with eight files of sixty thousand rows."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(8):
        duckdb.sql(
            "COPY (SELECT range AS id, '居民医保' AS 险种, '三级' AS 医疗机构等级, "
            "range % 90 AS 年龄, false AS 重度残疾, "
            "CAST(range % 99999 AS DECIMAL(12, 2)) AS 政策范围内费用, "
            "CAST(0 AS DECIMAL(12, 2)) AS 本年统筹已支付, 1 AS 本年住院次序 "
            f"FROM range({number} * 60000, {number + 1} * 60000)) "
            f"TO '{folder}/{number}.parquet'"
        )
    return folder


@in_proc
def test_an_executor_that_is_killed_loses_no_row(tmp_path: Path, many: Path) -> None:
    fixed = ("batch", INPATIENT, "--in", str(many), *MANY)
    cluster = ("--engine", "spark", "--master", "local-cluster[2,1,1024]")
    running = command(tmp_path, *fixed, "--out", "spark", *cluster)
    part = tmp_path / ".spark.part"
    until(running, lambda: any(part.glob("_temporary/0/task_*")))
    killed = below(running.pid, "CoarseGrainedExecutorBackend")
    assert killed
    os.kill(killed[0], signal.SIGKILL)
    already = len(list(part.glob("_temporary/0/task_*")))
    out, said = running.communicate(timeout=200)
    assert running.returncode == 0, said
    assert already < 8, "all was written before the executor was killed"
    assert "480,000" in out
    on_duckdb = command(tmp_path, *fixed, "--out", "duckdb")
    on_duckdb.communicate(timeout=200)
    assert on_duckdb.returncode == 0
    both = [f"SELECT * FROM '{tmp_path}/{name}/*.parquet'" for name in ("spark", "duckdb")]
    for one, other in (both, both[::-1]):
        assert duckdb.execute(f"{one} EXCEPT ALL {other}").fetchall() == []
    assert not part.exists()


@in_proc
def test_an_interruption_leaves_nothing(tmp_path: Path, many: Path) -> None:
    """Ctrl-C while parts are written: one line, no folder, no Java."""
    spark = ("--engine", "spark", "--master", "local[1]")
    running = command(
        tmp_path, "batch", INPATIENT, "--in", str(many), *MANY, *spark, "--out", "out"
    )
    until(running, lambda: any(tmp_path.glob(".out.part/_temporary/0/_temporary/*/*.parquet")))
    java = below(running.pid, "org.apache.spark.deploy.SparkSubmit")
    assert java
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert (running.returncode, said) == (130, "interrupted\n")
    assert list(tmp_path.iterdir()) == []
    deadline = time.monotonic() + 60
    while any(Path(f"/proc/{each}").exists() for each in java):
        assert time.monotonic() < deadline, "Java is still there"
        time.sleep(0.05)
