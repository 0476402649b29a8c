"""``rulebook conform``: what it prints, and its exit codes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Rulebook
from tests.cli.conftest import _rulebook as _rulebook
from tests.conformity.books import lay

RULE = "支付比例 = 60%\n输出 支付比例\n"
KEYS = ["place", "item", "verdict", "value", "bound", "strength", "evidence", "why", "where"]


def _bound(**more: str) -> dict[str, Any]:
    bound = {"text": "不低于70%", "condition": "支付比例 ≥ 70%", "strength": "must"} | more
    return {"bounds": [bound], "rule": RULE}


def test_the_text_names_place_item_reason_bound_and_file(
    rulebook: Rulebook, tmp_path: Path
) -> None:
    ran = rulebook("conform", "--book", lay(tmp_path / "book", _bound()), "--as-of", "2026-11-22")
    assert (ran.err, ran.out.splitlines()[0]) == ("", "基准日：2026-11-22")
    assert ran.out.splitlines()[1:] == [
        "某市 city",
        "  保障不足  住院",
        "      `支付比例`为 60%，不符合 `支付比例 ≥ 70%`，对照 70%",
        "      界限：不低于70%（必须、官方）",
        "      city/benefit-list/stay.rule:5",
        "",
        "保障不足 1",
    ]
    assert ran.code == 1


def test_the_json_has_the_agreed_keys(rulebook: Rulebook, tmp_path: Path) -> None:
    folder = lay(tmp_path / "book", _bound())
    ran = rulebook("conform", "city", "--book", folder, "--format", "json", lang="en")
    (said,) = ran.json
    assert list(said)[: len(KEYS)] == KEYS
    assert [said[each] for each in KEYS[:7]] == [
        "city", "stay", "under-guarantee", "60%", "支付比例 ≥ 70%", "must", "official",
    ]  # fmt: skip
    assert (
        said["why"]
        == "`payment ratio` is 60%, which does not keep to `支付比例 ≥ 70%`, against 70%"
    )
    assert said["where"] == "city/benefit-list/stay.rule:5"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"evidence": "reprinted"}, 1),
        ({"evidence": "reported"}, 0),
        ({"strength": "in_principle"}, 0),
        ({"condition": "支付比例 ≥ 60%"}, 0),
        ({"condition": "支付比例 ≥ 60元"}, 1),
    ],
)
def test_only_sure_violations_and_bad_conditions_fail(
    more: dict[str, str], code: int, rulebook: Rulebook, tmp_path: Path
) -> None:
    assert rulebook("conform", "--book", lay(tmp_path / "book", _bound(**more))).code == code


def test_an_unknown_place_is_wrong_usage(rulebook: Rulebook, tmp_path: Path) -> None:
    ran = rulebook("conform", "ctiy", "--book", lay(tmp_path / "book", _bound()), lang="en")
    assert (ran.code, ran.out) == (2, "")
    assert "RB9205" in ran.err
    assert "`city`" in ran.err


def test_a_bad_condition_is_shown_with_its_line(rulebook: Rulebook, tmp_path: Path) -> None:
    folder = lay(tmp_path / "book", _bound(condition="支付比列 ≥ 70%"))
    ran = rulebook("conform", "--book", folder)
    assert "national/treatment-list.yaml:" in ran.err
    assert "支付比列" in ran.err


def test_a_broken_rule_is_not_taken_for_none(rulebook: Rulebook, tmp_path: Path) -> None:
    case = _bound() | {"rule": "支付比例 = 60元\n输出 支付比例\n"}
    ran = rulebook("conform", "--book", lay(tmp_path / "book", case), "--format", "json")
    (said,) = ran.json
    assert said["verdict"] == "not-decidable"
    assert "`city/benefit-list/stay` 有错误" in said["why"]
    assert "rulebook check" in ran.err


def test_items_are_picked_by_id_or_name(rulebook: Rulebook, tmp_path: Path) -> None:
    folder = lay(tmp_path / "book", _bound())
    for item in ("stay", "住院"):
        ran = rulebook("conform", "--book", folder, "--item", item)
        assert (ran.code, "保障不足 1" in ran.out) == (1, True)
    ran = rulebook("conform", "--book", folder, "--item", "住院费")
    assert (ran.code, "RB9210" in ran.err, "`住院`" in ran.err) == (2, True, True)
