"""The page of verdicts: every cell leads to its reason, every reason to its line."""

from __future__ import annotations

import re
from pathlib import Path

from rulebook.api import open_book
from rulebook.site.opening import open_view
from rulebook.site.pages.conformity import conformity_page
from tests.conformity.books import lay

RULE = "支付比例 = 60%\n输出 支付比例\n"


def test_a_cell_leads_to_its_reason_and_the_reason_to_its_line(tmp_path: Path) -> None:
    bounds = [{"text": "不低于70%", "condition": "支付比例 ≥ 70%", "strength": "must"}]
    view = open_view(open_book(lay(tmp_path / "book", {"bounds": bounds, "rule": RULE})))
    assert view.conformity is not None
    text = conformity_page(view, view.conformity).markdown()
    assert "保障不足" in text and "under-guarantee" in text
    assert "<code>支付比例 ≥ 70%</code>" in text
    (anchor,) = set(re.findall(r'href="#(finding-[^"]*)"', text))
    assert f'id="{anchor}"' in text
    assert "rules/city/benefit-list/stay.html#" in text


def test_a_condition_that_cannot_be_read_is_told_with_the_book(tmp_path: Path) -> None:
    bounds = [{"text": "不低于70%", "condition": "支付比列 ≥ 70%", "strength": "must"}]
    view = open_view(open_book(lay(tmp_path / "book", {"bounds": bounds, "rule": RULE})))
    assert [each.code for each in view.findings] == ["RB3001"]
