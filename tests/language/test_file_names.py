"""File names that macOS took apart, and texts that hold such names, from file to answer."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path

from rulebook import open_book

from .texts import HERE

PLACE = "format: rulebook/place/1\nzh: 里昂\nen: Lyon\nparent: national\nadopts: [{}]\n"
RULE = "规则 {}\n    依据 二级\n    施行 自 2025-01-01\n    费用 = 5元\n    输出 费用\n"


def _apart(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def test_names_taken_apart_work_from_file_to_answer(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(HERE / "books" / "names", folder)
    rules = folder / "national" / "benefit-list"
    stay = rules / "stay.rule"
    renamed = stay.read_text(encoding="utf-8").replace("规则 住院 stay", _apart("规则 séjour"))
    stay.unlink()
    (rules / _apart("séjour.rule")).write_text(renamed, encoding="utf-8")
    caller = rules / "caller.rule"
    called = caller.read_text(encoding="utf-8").replace("住院(", _apart("séjour("))
    caller.write_text(called, encoding="utf-8")
    place = folder / _apart("lyón")
    (place / "plan-targets").mkdir(parents=True)
    adopted = PLACE.format(_apart("national/benefit-list/séjour"))
    (place / "place.yaml").write_text(adopted, encoding="utf-8")
    rule = place / "plan-targets" / _apart("bé.rule")
    rule.write_text(RULE.format(_apart("bé")), encoding="utf-8")

    book = open_book(folder)
    assert book.check() == []
    assert list(book.rules) == [
        "lyón/benefit-list/séjour",
        "lyón/plan-targets/bé",
        "national/benefit-list/caller",
        "national/benefit-list/séjour",
    ]
    runs = book.run_examples().runs
    assert len(runs) > 0
    assert all(run.passed for run in runs)
    assert book.decide("lyón/plan-targets/bé", {}).status == "determined"
    assert book.decide("lyón/benefit-list/séjour", {"住院": False}).status == "not-applicable"
