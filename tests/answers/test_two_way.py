"""How a two-way table is explained: by its row and column as they are written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rulebook import Book
from tests.answers.test_large import book_of

RULE = """    输入 数二、选中
    支付 = 查表
        | 数二 \\ 选中 | 是  | 否  |
        | < 3         | 1元 | 2元 |
        | ≥ 3 < 7     | 3元 | 4元 |
        | 否则        | 5元 | 6元 |
    输出 支付
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return book_of(tmp_path_factory.mktemp("two-way"), RULE)


def table_step(book: Book, second: int, chosen: bool) -> tuple[dict[str, Any], str]:
    facts = {"数二": second, "选中": chosen}
    decision = book.decide("national/benefit-list/trial", facts, "2026-01-01")
    (step,) = decision.to_json()["explanation"]["children"]
    return step, decision.explain("zh").splitlines()[0]


@pytest.mark.parametrize(
    ("second", "chosen", "cell", "heads"),
    [
        (2, True, (1, 1), ["< 3", "是"]),
        (3, False, (2, 2), ["≥ 3 < 7", "否"]),
        (9, True, (3, 1), ["否则", "是"]),
    ],
)
def test_the_cell_that_hit_is_named_by_its_headings(
    book: Book, second: int, chosen: bool, cell: tuple[int, int], heads: list[str]
) -> None:
    step, line = table_step(book, second, chosen)
    assert (step["row"], step["column"]) == cell
    assert step["heads"] == heads
    assert f"[查表：{heads[0]} × {heads[1]} · " in line


def test_an_ordinary_table_has_rows_alone(tmp_path: Path) -> None:
    rows = "        | 数二 | 支付 |\n        | < 3 | 1元 |\n        | 否则 | 5元 |\n"
    ordinary = book_of(tmp_path, f"    输入 数二\n    支付 = 查表\n{rows}    输出 支付\n")
    decision = ordinary.decide("national/benefit-list/trial", {"数二": 1}, "2026-01-01")
    (step,) = decision.to_json()["explanation"]["children"]
    assert (step["row"], step["column"], step["heads"]) == (1, None, None)
    assert "[查表：第1行 · " in decision.explain("zh")
