"""`rulebook selfcheck`, `rulebook sql` and tables in memory."""

from __future__ import annotations

import datetime
import json
import subprocess
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
import sqlglot
from sqlglot import exp

from rulebook import FactsError, TableWarning, UnknownRule, open_book
from tests.batch.test_batch_command import GOOD, RULE, batch, rulebook, written
from tests.conftest import ROOT

pytestmark = pytest.mark.filterwarnings("ignore::rulebook.TableWarning")

BOOK = open_book(ROOT / "rules")


def selfcheck(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    fixed = ("--as-of", "日期", "--evidence", "weak", "--names", "zh", "--json")
    return rulebook("selfcheck", RULE, "--in", "一月.csv", *fixed, *more, cwd=folder)


def test_evaluators_agree_on_the_users_data(tmp_path: Path) -> None:
    lines = [GOOD.replace("12300.00", f"{n}.07").replace("三级", "一级") for n in range(300)]
    written(tmp_path, "一月.csv", *lines, GOOD.replace("45", ""), GOOD.replace("12300", "-1"))
    done = selfcheck(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert (told["rows"], told["rejected"], told["differences"]) == (302, 1, 0)


def test_answers_that_were_expected_are_compared(tmp_path: Path) -> None:
    written(tmp_path, "一月.csv", GOOD, GOOD)
    batch(tmp_path)
    (tmp_path / "答案.csv").rename(tmp_path / "应有.csv")
    assert selfcheck(tmp_path, "--expected", "应有.csv").returncode == 0
    text = (tmp_path / "应有.csv").read_text(encoding="utf-8")
    (tmp_path / "应有.csv").write_text(text.replace("7200.00", "7200.01", 1), encoding="utf-8")
    done = selfcheck(tmp_path, "--expected", "应有.csv")
    assert done.returncode == 1
    (first,) = [e for e in json.loads(done.stdout)["first"] if e["what"] == "限额前统筹支付"]
    assert first == {"row": 1, "what": "限额前统筹支付", "expected": "7200.01", "duckdb": "7200.00"}
    (tmp_path / "应有.csv").write_text("统筹支付\n7200\n", encoding="utf-8")
    assert "RB9634" in selfcheck(tmp_path, "--expected", "应有.csv").stderr


def _table() -> pa.Table:
    return pa.table(
        {
            "id": ["a", "b"],
            "scheme": ["resident", "employee"],
            "hospital_level": ["level_3", "level_3"],
            "age": [45, 45],
            "severely_disabled": [False, False],
            "in_scope_cost": pa.array([Decimal("12300.00")] * 2, pa.decimal128(12, 2)),
            "pooled_paid_to_date": pa.array([Decimal(0)] * 2, pa.decimal128(12, 2)),
            "admission_number": [1, 1],
            "day": [datetime.date(2024, 5, 1)] * 2,
        }
    )


def test_tables_in_memory() -> None:
    found = BOOK.decide_table(RULE, _table(), "day", "weak", key=["id"]).to_pylist()
    assert [(each["id"], each["status"]) for each in found] == [
        ("a", "determined"),
        ("b", "not-applicable"),
    ]
    assert found[0]["pooled_pay"] == Decimal("7200.00")
    assert found[1]["reasons"] == "failed:applies"
    assert found == BOOK.decide_table(RULE, _table(), "2024-05-01", "weak", key=["id"]).to_pylist()


def test_several_rules_answer_in_one_pass() -> None:
    rules = [RULE, "shanghai/benefit-list/resident-premium"]
    found = BOOK.decide_table(rules, _table(), "2024-05-01", "weak").to_pylist()
    alone = BOOK.decide_table(RULE, _table(), "2024-05-01", "weak").to_pylist()
    assert [each[f"{RULE}.pooled_pay"] for each in found] == [each["pooled_pay"] for each in alone]
    assert {each[f"{rules[1]}.status"] for each in found} <= {"undetermined", "not-applicable"}


def test_odd_columns_are_told() -> None:
    odd = _table().rename_columns([each.replace("age", "agee") for each in _table().column_names])
    with pytest.warns(TableWarning, match="column `agee`: did you mean `age`") as told:
        BOOK.decide_table(RULE, odd, "day", "weak", key=["id"])
    (warning,) = told
    assert isinstance(warning.message, TableWarning)
    assert [each.code for each in warning.message.diagnostics] == ["RB9615", "RB9636"]
    assert "`agee`" in warning.message.text("zh")
    assert warning.filename == __file__


def test_a_table_that_cannot_be_read_is_refused() -> None:
    floats = _table().set_column(5, "in_scope_cost", pa.array([1.5, 2.5]))
    with pytest.raises(FactsError, match="floats are not exact"):
        BOOK.decide_table(RULE, floats)
    with pytest.raises(FactsError, match="is not a table"):
        BOOK.decide_table(RULE, 5)
    with pytest.raises(FactsError, match="no column `elsewhere`"):
        BOOK.decide_table(RULE, _table(), "elsewhere")
    with pytest.raises(UnknownRule):
        BOOK.decide_table("no/such/rule", _table())


@pytest.mark.parametrize("dialect", ["duckdb", "spark", "postgres"])
def test_every_rule_is_printed_for_a_warehouse(tmp_path: Path, dialect: str) -> None:
    done = rulebook("sql", RULE, "--dialect", dialect, "--key", "id", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert isinstance(sqlglot.parse_one(done.stdout, dialect=dialect), exp.Query)
    records = "shanghai/credit-scoring/personnel-points"
    done = rulebook("sql", records, "--dialect", dialect, cwd=tmp_path)
    assert ("RB9622" in done.stderr) == (dialect == "postgres")


def test_the_printed_statement_runs(tmp_path: Path) -> None:
    said = ("sql", RULE, "--key", "id", "--as-of", "day", "--evidence", "weak", "--from", "宽表")
    done = rulebook(*said, cwd=tmp_path)
    with duckdb.connect() as connection:
        connection.register("宽表", _table())
        found = connection.sql(done.stdout).to_arrow_table().to_pylist()
    assert found == BOOK.decide_table(RULE, _table(), "day", "weak", key=["id"]).to_pylist()


def test_a_zero_divisor_in_a_way_not_taken_and_a_value_out_of_its_domain() -> None:
    """Staged subqueries work out both ways; one bad row among good ones spoils only itself."""
    table = _table().set_column(
        5,
        "in_scope_cost",
        pa.array([Decimal("12300.00"), Decimal("9999999999.99")], pa.decimal128(14, 2)),
    )
    found = BOOK.decide_table(RULE, table, "2024-05-01", "weak").to_pylist()
    assert [each["status"] for each in found] == ["determined", "rejected"]
    assert found[1]["reasons"] == "RB8114:in_scope_cost"
