"""`rulebook batch` as its users meet it: files in, files out, and everything that may go wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from rulebook import open_book
from rulebook.answers.examples import ExampleRun
from tests.conftest import ROOT

RULE = "shanghai/benefit-list/resident-inpatient"
HEAD = "编号,险种,医疗机构等级,年龄,重度残疾,政策范围内费用,本年统筹已支付,日期,本年住院次序"
GOOD = "a1,居民医保,三级,45,否,12300.00,0,2024-05-01,1"


def rulebook(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rulebook", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), "RULEBOOK_LANG": "zh"},
        check=False,
    )


def batch(
    folder: Path, *more: object, source: str = "一月.csv", out: str = "答案.csv"
) -> subprocess.CompletedProcess[str]:
    fixed = ("--as-of", "日期", "--evidence", "weak", "--names", "zh")
    return rulebook("batch", RULE, "--in", source, "--out", out, *fixed, *more, cwd=folder)


def written(folder: Path, name: str, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text("\n".join((HEAD, *lines)) + "\n", encoding=encoding)
    return path


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def leftovers(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir() if each.name.startswith("."))


def test_every_row_gets_a_row_in_the_same_order(tmp_path: Path) -> None:
    many = [GOOD.replace("a1", f"b{n}").replace("12300", str(400 + n)) for n in range(5000)]
    written(tmp_path, "一月.csv", *many)
    done = batch(tmp_path, "--key", "编号")
    assert done.returncode == 0, done.stderr
    found = rows(tmp_path / "答案.csv")
    assert [each["编号"] for each in found] == [f"b{n}" for n in range(5000)]
    book = open_book(ROOT / "rules")
    for number in (0, 2499, 4999):
        facts = {
            "险种": "居民医保",
            "医疗机构等级": "三级",
            "年龄": 45,
            "重度残疾": False,
            "政策范围内费用": str(400 + number),
            "本年统筹已支付": "0",
            "本年住院次序": 1,
        }
        decision = book.decide(RULE, facts, "2024-05-01", "weak")
        assert found[number]["统筹支付"] == str(decision.results["pooled_pay"].value)
        assert found[number]["evidence"] == decision.evidence
    assert {each["rulebook"] for each in found} == {book.contents.digest}
    assert leftovers(tmp_path) == []


def test_rows_that_cannot_be_answered_are_rejected_with_their_codes(tmp_path: Path) -> None:
    written(
        tmp_path,
        "一月.csv",
        GOOD,
        GOOD.replace("12300.00", "-12300.00"),
        GOOD.replace("2024-05-01", ""),
        GOOD.replace("12300.00", "12300.001"),
        GOOD.replace("12300.00", '"12,30.00"'),
        GOOD.replace("三级", "四级"),
        GOOD.replace("2024-05-01", "2024-02-30"),
        "短,居民医保",
        GOOD.replace("45", "四十五"),
        GOOD.replace("否", "也许"),
        GOOD.replace("12300.00", "99999999999999999"),
    )
    done = batch(tmp_path, "--rejects", "拒收.csv")
    assert done.returncode == 0, done.stderr
    found = [each["status"] for each in rows(tmp_path / "答案.csv")]
    assert found == ["determined", *["rejected"] * 9]
    rejects = rows(tmp_path / "拒收.csv")
    assert [(each["row"], each["line"], each["column"], each["code"]) for each in rejects] == [
        ("2", "3", "政策范围内费用", "RB9630"),
        ("3", "4", "日期", "RB9601"),
        ("4", "5", "政策范围内费用", "RB8113"),
        ("5", "6", "政策范围内费用", "RB8125"),
        ("6", "7", "医疗机构等级", "RB8116"),
        ("7", "8", "日期", "RB8118"),
        ("8", "10", "年龄", "RB8109"),
        ("9", "11", "重度残疾", "RB8115"),
        ("10", "12", "政策范围内费用", "RB8114"),
        ("", "9", "医疗机构等级", "RB9616"),
    ]
    assert "12300" not in (tmp_path / "拒收.csv").read_text(encoding="utf-8-sig")
    assert "RB9616  1" in done.stdout


def test_days_and_amounts_as_spreadsheets_write_them(tmp_path: Path) -> None:
    forms = ("2024/5/1", "2024-5-1", "20240501", "2024年5月1日", "2024/05/01 00:00:00", " 2024.5.1")
    lines = [GOOD.replace("2024-05-01", form) for form in forms]
    amounts = ("12300元", '"12,300.00"', "￥12300", "1.23万元", "１２３００．００")
    lines += [GOOD.replace("12300.00", each) for each in amounts]
    written(tmp_path, "一月.csv", *lines)
    done = batch(tmp_path)
    assert done.returncode == 0, done.stderr
    assert {each["统筹支付"] for each in rows(tmp_path / "答案.csv")} == {"7200.00"}
    more = ("--as-of", "日期", "--evidence", "weak", "--names", "zh")
    checked = rulebook("selfcheck", RULE, "--in", "一月.csv", *more, cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout


def test_empty_rows_are_passed_over_and_counted(tmp_path: Path) -> None:
    empty, blank = "," * HEAD.count(","), " ,　," + "," * (HEAD.count(",") - 2)
    wrong = GOOD.replace("12300.00", "-1")
    written(
        tmp_path, "一月.csv", empty, GOOD, "短", blank, wrong, empty, wrong, empty, '""' + empty
    )
    done = batch(tmp_path, "--rejects", "拒收.csv", "--rejects-values", "--json")
    told = json.loads(done.stdout)[0]
    assert (told["rows"], told["empty_rows"], told["rejected"]["rows"]) == (3, 5, 2)
    rejects = rows(tmp_path / "拒收.csv")
    assert [(each["row"], each["line"], each["value"]) for each in rejects] == [
        ("2", "6", "'-1"),
        ("3", "8", "'-1"),
        ("", "4", "短"),
    ]
    done = batch(tmp_path, "--explain-row", "1")
    assert "略过 5 个空行" in done.stdout and "7200.00" in done.stdout


def test_codes_speak_the_names_that_were_asked_for(tmp_path: Path) -> None:
    written(tmp_path, "一月.csv", GOOD.replace("45", ""), GOOD.replace("居民医保", "职工医保"))
    batch(tmp_path)
    assert [each["reasons"] for each in rows(tmp_path / "答案.csv")] == [
        "missing:年龄",
        "failed:适用",
    ]
    batch(tmp_path, "--evidence", "official")
    (told,) = {each["reasons"] for each in rows(tmp_path / "答案.csv")} - {"failed:适用"}
    figures = ("起付标准", "支付比例", "居民年度限额")
    assert told.split() == [f"figure:{each}:too-weak" for each in figures]
    batch(tmp_path, "--names", "id")
    assert [e["reasons"] for e in rows(tmp_path / "答案.csv")] == ["missing:age", "failed:applies"]


def test_a_misspelt_column_is_told(tmp_path: Path) -> None:
    text = written(tmp_path, "一月.csv", GOOD).read_text(encoding="utf-8")
    (tmp_path / "一月.csv").write_text(text.replace("政策范围内费用", "政策内费用"), "utf-8")
    told = batch(tmp_path).stderr
    assert "`政策内费用` 列是不是 `政策范围内费用`？" in told
    assert "RB9636" in told and "没有读它们：`编号`、`政策内费用`" in told
    assert "没有读它们：`政策内费用`" in batch(tmp_path, "--key", "编号").stderr
    assert "是不是 `编号`？" in batch(tmp_path, "--key", "编码").stderr


def test_values_of_rejected_rows_are_written_only_where_asked_for(tmp_path: Path) -> None:
    written(tmp_path, "一月.csv", GOOD.replace("12300.00", "-7.5"))
    batch(tmp_path, "--rejects", "拒收.csv", "--rejects-values")
    assert rows(tmp_path / "拒收.csv")[0]["value"] == "'-7.5"


def test_a_csv_file_is_safe_to_open_in_a_spreadsheet(tmp_path: Path) -> None:
    written(tmp_path, "一月.csv", GOOD.replace("a1", '"=cmd|calc"'))
    done = batch(tmp_path, "--key", "编号", "--bom")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "答案.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert rows(tmp_path / "答案.csv")[0]["编号"] == "'=cmd|calc"


def test_another_encoding_is_told_and_read(tmp_path: Path) -> None:
    written(tmp_path, "一月.csv", GOOD, encoding="gb18030")
    done = batch(tmp_path)
    assert done.returncode == 1
    assert "RB9608" in done.stderr
    assert "--encoding gb18030" in done.stderr
    assert not (tmp_path / "答案.csv").exists()
    assert batch(tmp_path, "--encoding", "gb18030").returncode == 0
    assert rows(tmp_path / "答案.csv")[0]["status"] == "determined"
    assert leftovers(tmp_path) == []


def test_parquet_in_and_out_agree_with_csv(tmp_path: Path) -> None:
    written(tmp_path, "一月.csv", GOOD, GOOD.replace("三级", ""))
    duckdb.sql(
        f"COPY (SELECT * REPLACE (CAST(政策范围内费用 AS DECIMAL(12, 2)) AS 政策范围内费用, "
        "CAST(日期 AS DATE) AS 日期, CAST(年龄 AS SMALLINT) AS 年龄, "
        f"重度残疾 = '是' AS 重度残疾) FROM read_csv('{tmp_path}/一月.csv', all_varchar = true)) "
        f"TO '{tmp_path}/一月.parquet'"
    )
    assert batch(tmp_path).returncode == 0
    assert batch(tmp_path, source="一月.parquet", out="答案.parquet").returncode == 0
    both = [
        duckdb.execute(f"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM '{tmp_path}/{name}'").fetchall()
        for name in ("答案.csv", "答案.parquet")
    ]
    assert both[0] == both[1]


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("CAST(1.5 AS DOUBLE)", "RB9603"),
        ("TIMESTAMP '2024-05-01 10:00:00'", "RB9605"),
        ("'x'::BLOB", "RB9605"),
    ],
)
def test_columns_of_unfit_types_are_refused(tmp_path: Path, sql: str, code: str) -> None:
    duckdb.sql(
        f"COPY (SELECT {sql} AS 政策范围内费用, DATE '2024-05-01' AS 日期) "
        f"TO '{tmp_path}/x.parquet'"
    )
    done = batch(tmp_path, source="x.parquet")
    assert done.returncode == 1
    assert code in done.stderr or (code == "RB9605" and "RB9604" in done.stderr)
    assert "Traceback" not in done.stderr


def test_a_truncated_parquet_file_leaves_nothing(tmp_path: Path) -> None:
    duckdb.sql(f"COPY (SELECT range AS 年龄 FROM range(100000)) TO '{tmp_path}/x.parquet'")
    data = (tmp_path / "x.parquet").read_bytes()
    (tmp_path / "x.parquet").write_bytes(data[: len(data) // 2])
    (tmp_path / "答案.csv").write_text("old")
    done = batch(tmp_path, source="x.parquet")
    assert done.returncode == 1
    assert "RB9617" in done.stderr
    assert (tmp_path / "答案.csv").read_text() == "old"
    assert leftovers(tmp_path) == []


def test_missing_columns_are_told(tmp_path: Path) -> None:
    (tmp_path / "一月.csv").write_text("日期,年龄\n2024-05-01,45\n", encoding="utf-8")
    done = batch(tmp_path)
    assert done.returncode == 0
    assert "RB9615" in done.stderr
    assert rows(tmp_path / "答案.csv")[0]["status"] == "undetermined"
    assert "RB9613" in batch(tmp_path, "--key", "没有").stderr
    (tmp_path / "一月.csv").write_text("日期,岁数\n2024-05-01,45\n", encoding="utf-8")
    assert "RB9614" in batch(tmp_path).stderr


def test_the_input_is_never_written_over(tmp_path: Path) -> None:
    before = written(tmp_path, "一月.csv", GOOD).read_bytes()
    done = batch(tmp_path, out="一月.csv")
    assert "RB9627" in done.stderr
    assert (tmp_path / "一月.csv").read_bytes() == before


def test_an_empty_table_has_an_empty_answer(tmp_path: Path) -> None:
    written(tmp_path, "一月.csv")
    done = batch(tmp_path)
    assert done.returncode == 0, done.stderr
    assert rows(tmp_path / "答案.csv") == []
    assert "0 行" in done.stdout


def test_several_files_go_on_where_they_stopped(tmp_path: Path) -> None:
    for month in ("一月", "二月"):
        written(tmp_path, f"{month}.csv", GOOD)
    assert batch(tmp_path, source="*月.csv", out="结果").returncode == 0
    first = (tmp_path / "结果/一月.csv").stat().st_mtime_ns
    written(tmp_path, "三月.csv", GOOD)
    done = batch(tmp_path, "--resume", source="*月.csv", out="结果")
    assert done.stdout.count("跳过") == 2
    assert (tmp_path / "结果/一月.csv").stat().st_mtime_ns == first
    assert rows(tmp_path / "结果/三月.csv")[0]["status"] == "determined"
    written(tmp_path, "一月.csv", GOOD, GOOD)
    batch(tmp_path, "--resume", source="*月.csv", out="结果")
    assert len(rows(tmp_path / "结果/一月.csv")) == 2


def test_two_runs_on_one_output(tmp_path: Path) -> None:
    import fcntl

    written(tmp_path, "一月.csv", GOOD)
    with (tmp_path / ".答案.csv.lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        done = batch(tmp_path)
    assert done.returncode == 1
    assert "RB9612" in done.stderr
    assert not (tmp_path / "答案.csv").exists()


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_stopped_leaves_no_half_file(tmp_path: Path, by: signal.Signals) -> None:
    duckdb.sql(
        "COPY (SELECT '居民医保' AS 险种, '三级' AS 医疗机构等级, range % 90 AS 年龄, "
        "false AS 重度残疾, CAST(range % 99999 AS DECIMAL(12, 2)) AS 政策范围内费用, "
        "CAST(0 AS DECIMAL(12, 2)) AS 本年统筹已支付, DATE '2024-05-01' AS 日期, "
        f"1 AS 本年住院次序, hash(range) AS 号 FROM range(10000000)) TO '{tmp_path}/很多.parquet'"
    )
    running = subprocess.Popen(
        [
            *(sys.executable, "-m", "rulebook", "batch", RULE, "--in", "很多.parquet"),
            *("--out", "答案.parquet", "--as-of", "日期", "--key", "号"),
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    )
    part = tmp_path / ".答案.parquet.part"
    deadline = time.monotonic() + 120
    while not (part.exists() and part.stat().st_size > 0):
        assert running.poll() is None, running.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.05)
    running.send_signal(by)
    _, said = running.communicate(timeout=120)
    assert running.returncode != 0
    assert "Traceback" not in said
    assert not (tmp_path / "答案.parquet").exists()
    if by == signal.SIGINT:
        assert leftovers(tmp_path) == []
    else:  # what the killed run left does not stand in the way of the next
        written(tmp_path, "一月.csv", GOOD)
        assert batch(tmp_path, out="答案.parquet").returncode == 0
        assert not part.exists()


def test_records_of_another_file(tmp_path: Path) -> None:
    book = open_book(ROOT / "rules")
    rule = "shanghai/credit-scoring/personnel-points"
    example = next(each for each in book.examples(rule) if "points_records" in each.example.facts)
    records = example.example.facts["points_records"]
    assert isinstance(records, tuple) and records
    names = list(records[0])
    lines = [",".join(["id", *names])]
    for record in records:
        values = [_text(record[name]) for name in names]
        lines.append(",".join(["p1", *values]))
    (tmp_path / "事件.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    others = {k: v for k, v in example.example.facts.items() if k != "points_records"}
    heads = ",".join(["id", *others])
    some = ",".join(["p1", *map(_text, others.values())])
    none = ",".join(["p2", *map(_text, others.values())])
    (tmp_path / "人员.csv").write_text(f"{heads}\n{some}\n{none}\n", encoding="utf-8")
    done = rulebook(
        *("batch", rule, "--in", "人员.csv", "--out", "分.csv", "--key", "id"),
        *("--records", "points_records=事件.csv", "--as-of", example.example.day.isoformat()),
        *("--evidence", example.example.evidence, "--json"),
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)[0]["rows"] == 2
    found = rows(tmp_path / "分.csv")
    assert [each["id"] for each in found] == ["p1", "p2"]
    decided = book.decide(rule, _api(example), example.example.day, example.example.evidence)
    assert found[0]["status"] == decided.status
    for id_, result in decided.results.items():
        assert found[0][id_] == ("" if result.value is None else str(result.value).lower())


def _text(value: object) -> str:
    from fractions import Fraction

    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction):
        return str(int(value)) if value.denominator == 1 else str(float(value))
    return str(value)


def _api(run: ExampleRun) -> dict[str, object]:
    from rulebook.answers.fact_text import write_fact

    example = run.example
    vocabulary = open_book(ROOT / "rules").contents.vocabulary
    return {
        name: write_fact(value, vocabulary.facts[name], vocabulary)
        for name, value in example.facts.items()
    }


def test_why_of_one_row(tmp_path: Path) -> None:
    written(tmp_path, "一月.csv", GOOD)
    done = batch(tmp_path, "--explain-row", "1")
    assert done.returncode == 0, done.stderr
    assert "起付标准" in done.stdout and "查表" in done.stdout
    kind = GOOD.replace("12300.00", '"￥12,300.00"').replace("否", "0").replace("45", "４５岁")
    written(tmp_path, "一月.csv", kind)
    assert batch(tmp_path, "--explain-row", "1").stdout == done.stdout
    assert "RB9623" in batch(tmp_path, "--explain-row", "7").stderr


def test_a_full_disk_is_told_and_what_was_there_stays(tmp_path: Path) -> None:
    small = tmp_path / "小盘"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(small)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("a small disk can't be mounted here: needs root")
    try:
        (small / "答案.csv").write_text("old")
        written(tmp_path, "一月.csv", *([GOOD] * 20_000))
        done = batch(tmp_path, out="小盘/答案.csv")
        assert done.returncode == 1
        assert "RB9619" in done.stderr
        assert (small / "答案.csv").read_text() == "old"
        assert leftovers(small) == []
    finally:
        subprocess.run(["umount", str(small)], check=True)
