"""Figures that replace one of a place above, down to the answer of a rule taken over."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rulebook import open_book
from rulebook.book.loading import load
from tests.book.books import SMALL
from tests.book.test_overlays import loaded, write

HEAD = "format: rulebook/figures/1\nfigures:\n"
FIGURE = (
    "  least_ratio: {{zh: 最低支付比例, type: rate, item: resident.inpatient, {more}"
    "values: [{{value: {value}, source: {source}}}]}}\n"
)
RULE = """规则 最低支付 least_pay “最低支付”
    依据 国家待遇清单
    施行 自 2024-01-01
    输入 政策范围内费用
    统筹支付 = 政策范围内费用 × 最低支付比例
        四舍五入到 0.01元
    输出 统筹支付
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A national figure, which 上海 replaces, and a national rule that 上海 takes over."""
    folder = Path(shutil.copytree(SMALL, tmp_path / "book"))
    national = FIGURE.format(more="", value="70%", source="national_list")
    own = FIGURE.format(more="replaces: national/least_ratio, ", value="75%", source="SH_measure")
    write(
        folder,
        {
            "national/figures.yaml": HEAD + national,
            "national/benefit-list/least-pay.rule": RULE,
        },
    )
    with (folder / "shanghai" / "figures.yaml").open("a", encoding="utf-8") as file:
        file.write(own)
    with (folder / "shanghai" / "place.yaml").open("a", encoding="utf-8") as file:
        file.write("adopts: [national/benefit-list/least-pay]\n")
    return folder


def test_a_figure_replaces_the_one_above_where_its_level_decides(book: Path) -> None:
    figures = loaded(book).figures
    assert figures["shanghai", "least_ratio"].replaces == ("national", "least_ratio")
    assert figures["national", "least_ratio"].replaces is None


@pytest.mark.parametrize(("place", "paid"), [("national", "700.00"), ("shanghai", "750.00")])
def test_a_rule_reads_the_figure_of_the_place_that_asks(book: Path, place: str, paid: str) -> None:
    opened = open_book(book)
    assert opened.check() == []
    answer = opened.decide(f"{place}/benefit-list/least-pay", {"in_scope_cost": "1000"})
    assert str(answer.results["pooled_pay"].value) == paid


def test_the_nearest_figure_above_is_the_one_to_name(book: Path) -> None:
    place = "format: rulebook/place/1\nzh: 浦东\nparent: shanghai\n"
    for target, codes in (("shanghai", []), ("national", ["RB2316", "RB2316"])):
        more = f"replaces: {target}/least_ratio, "
        figure = FIGURE.format(more=more, value="80%", source="SH_measure")
        write(book, {"pudong/place.yaml": place, "pudong/figures.yaml": HEAD + figure})
        assert [each.code for each in load(book)[1]] == codes


def test_a_place_of_two_levels_decides_at_both(tmp_path: Path) -> None:
    book = shutil.copytree(SMALL, tmp_path / "book")
    with (book / "shanghai" / "place.yaml").open("a", encoding="utf-8") as file:
        file.write("level: [pooling_area, province]\n")
    places = loaded(book).places
    assert places["shanghai"].levels == ("province", "pooling_area")
    assert places["national"].levels == ("state",)
    assert loaded(SMALL).places["shanghai"].levels == ("pooling_area",)
