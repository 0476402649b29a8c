"""Tables as they should not be: each is told by its code, or answered; nothing is half-written."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rulebook.cli.run import run
from tests.batch.test_batch_command import GOOD, HEAD, RULE, rows

TABLE = f"{HEAD}\n{GOOD}\n"
FIXED = ("--as-of", "日期", "--evidence", "weak", "--names", "zh", "--key", "编号", "--lang", "zh")


def batch(folder: Path, source: str, *more: str, out: str = "答案.csv") -> int:
    where = ("--in", str(folder / source), "--out", str(folder / out))
    return run(["batch", RULE, *where, *FIXED, *more])


REFUSED: dict[str, tuple[bytes, str, str]] = {
    "nothing": (b"", "RB9651", "是空的"),
    "only a mark and blanks": (b"\xef\xbb\xbf\r\n \n", "RB9651", "是空的"),
    "no names": (GOOD.encode(), "RB9614", "第一行要是列名"),
    "a title above": (f"结算表{',' * 8}\n{TABLE}".encode(), "RB9614", "上面不能有标题"),
    "commas of full width": (TABLE.replace(",", "，").encode(), "RB9614", "半角逗号"),
    "sixteen bits": (TABLE.encode("utf-16"), "RB9608", "--encoding utf-16`"),
    "sixteen bits unmarked": (TABLE.encode("utf-16-le"), "RB9608", "--encoding utf-16-le`"),
    "a workbook": (b"PK\x03\x04" + bytes(200), "RB9650", "另存为“CSV UTF-8"),
    "a workbook of old": (b"\xd0\xcf\x11\xe0" + bytes(200), "RB9650", "另存为“CSV UTF-8"),
    "packed": (gzip.compress(TABLE.encode()), "RB9650", ".csv.gz"),
    "Parquet": (b"PAR1" + bytes(200), "RB9650", ".parquet"),
    "a column twice": (f"{HEAD},年龄\n{GOOD},46\n".encode(), "RB9602", "`年龄` 和 `年龄_1`"),
    "a column in both languages": (f"{HEAD},age\n{GOOD},46\n".encode(), "RB9602", "`age`"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_table_is_refused(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, code, told = REFUSED[name]
    (tmp_path / "表.csv").write_bytes(data)
    (tmp_path / "答案.csv").write_text("old")
    assert batch(tmp_path, "表.csv") == 1
    said = capsys.readouterr()
    assert code in said.err and told in said.err and "Traceback" not in said.err
    assert (tmp_path / "答案.csv").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 2


READ: dict[str, tuple[bytes, int]] = {
    "a mark": (("\ufeff" + TABLE).encode(), 1),
    "names alone": (HEAD.encode(), 0),
    "ends of old": (TABLE.replace("\n", "\r").encode(), 1),
    "ends of all kinds": (f"{TABLE}{GOOD}\r\n{GOOD}\r{GOOD}\n".encode(), 4),
    "other ends far down": (
        f"{TABLE}{(GOOD + chr(10)) * 50_000}{(GOOD + chr(13) + chr(10)) * 9}".encode(),
        50_010,
    ),
    "names with blanks": (
        TABLE.replace("险种", '" 险种\n"').replace("年龄", "\u3000年龄").encode(),
        1,
    ),
    "semicolons": (TABLE.replace(",", ";").encode(), 1),
    "tabs": (TABLE.replace(",", "\t").encode(), 1),
}


@pytest.mark.parametrize("name", READ)
def test_a_table_is_read(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, count = READ[name]
    (tmp_path / "我的 表(1).csv").write_bytes(data)
    assert batch(tmp_path, "我的 表(1).csv", out="结 果'.csv") == 0, capsys.readouterr().err
    found = rows(tmp_path / "结 果'.csv")
    assert [each["统筹支付"] for each in found] == ["7200.00"] * count


def test_a_packed_file_is_read_in_its_encoding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "表.csv.gz").write_bytes(gzip.compress(TABLE.encode("gb18030")))
    assert batch(tmp_path, "表.csv.gz") == 1
    assert "--encoding gb18030" in capsys.readouterr().err
    assert batch(tmp_path, "表.csv.gz", "--encoding", "gb18030") == 0
    assert len(rows(tmp_path / "答案.csv")) == 1
    (tmp_path / "半.csv.gz").write_bytes(gzip.compress(TABLE.encode())[:40])
    assert batch(tmp_path, "半.csv.gz") == 1
    assert "RB9617" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "out", "code", "status"),
    [
        (("--rejects", "表.csv"), "答案.csv", "RB9627", 1),
        (("--rejects", "答案.csv"), "答案.csv", "RB9653", 1),
        (("--rejects", "."), "答案.csv", "RB9611", 1),
        ((), "./表.csv", "RB9627", 1),
        ((), "link.csv", "RB9627", 1),
        ((), "答案.xlsx", "RB9606", 1),
        ((), "/dev/full", "RB9611", 2),
        ((), "表.csv/答案.csv", "RB9611", 1),
        (("--records", "events=表.csv"), "答案.csv", "RB9655", 1),
        (("--encoding", "base64"), "答案.csv", "RB9625", 2),
        (("--as-of", ""), "答案.csv", "RB9613", 1),
    ],
)
def test_what_was_there_stays_as_it_was(
    more: tuple[str, ...],
    out: str,
    code: str,
    status: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "表.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "link.csv").symlink_to("表.csv")
    assert run(["batch", RULE, "--in", "表.csv", "--out", out, *FIXED, *more]) == status
    assert code in capsys.readouterr().err
    assert (tmp_path / "表.csv").read_text(encoding="utf-8") == TABLE
    assert sorted(each.name for each in tmp_path.iterdir()) == ["link.csv", "表.csv"]


def test_pipes_are_no_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "表.csv")
    assert batch(tmp_path, "表.csv") == 1
    assert "RB9652" in capsys.readouterr().err
    assert run(["batch", RULE, "--in", "-", "--out", str(tmp_path / "答案.csv")]) == 1
    assert "RB9652" in capsys.readouterr().err


def parquet(folder: Path, **columns: Any) -> str:
    row: dict[str, Any] = dict(
        zip(HEAD.split(","), ([each] for each in GOOD.split(",")), strict=True)
    )
    pq.write_table(pa.table({**row, **columns}), folder / "表.parquet")
    return "表.parquet"


def test_columns_of_parquet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert batch(tmp_path, parquet(tmp_path, 日期=[20240501])) == 0
    assert rows(tmp_path / "答案.csv")[0]["统筹支付"] == "7200.00"
    assert batch(tmp_path, parquet(tmp_path, 年龄=pa.nulls(1))) == 0
    assert rows(tmp_path / "答案.csv")[0]["reasons"] == "missing:年龄"
    assert batch(tmp_path, parquet(tmp_path, 年龄=[{"a": 1}])) == 1
    assert "RB9605" in capsys.readouterr().err
    assert batch(tmp_path, parquet(tmp_path, status=["x"]), "--key", "status") == 1
    assert "RB9654" in capsys.readouterr().err
    (tmp_path / "表.parquet").write_bytes(b"")
    assert batch(tmp_path, "表.parquet") == 1
    assert "RB9651" in capsys.readouterr().err


def test_inner_names_may_be_the_users_too(tmp_path: Path) -> None:
    text = TABLE.replace("日期", "as_of").replace("编号", "f_age")
    (tmp_path / "表.csv").write_text(text.replace("f_age", "problem"), encoding="utf-8")
    where = ("--in", str(tmp_path / "表.csv"), "--out", str(tmp_path / "答案.csv"))
    fixed = ("--as-of", "as_of", "--evidence", "weak", "--key", "problem")
    assert run(["batch", RULE, *where, *fixed]) == 0
    assert rows(tmp_path / "答案.csv")[0]["pooled_pay"] == "7200.00"
