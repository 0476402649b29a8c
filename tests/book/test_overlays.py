"""Books that stand on other books: what is added, what takes another's place, what is told."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from rulebook import open_book
from rulebook.book.choice import locate
from rulebook.book.loading import load
from rulebook.book.model import BookContents
from rulebook.cli.run import run
from rulebook.diagnostics import Bilingual
from rulebook.resources import packaged_rules
from tests.book.books import SMALL

HEAD = 'format: rulebook/book/1\nedition: "2026.2"\ndate: 2026-12-01\nextends: {base}\n'


def write(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def over(tmp_path: Path) -> Path:
    """An empty book over the small one, which lies beside it."""
    shutil.copytree(SMALL, tmp_path / "base")
    return write(tmp_path / "over", {"book.yaml": HEAD.format(base="../base")})


def loaded(folder: Path) -> BookContents:
    contents, findings = load(folder)
    assert findings == ()
    assert contents is not None
    return contents


def found(folder: Path) -> list[tuple[str, str]]:
    return [(each.code, each.file) for each in load(folder)[1]]


# ---- what an overlay holds


def test_an_empty_overlay_is_the_book_below_it(over: Path) -> None:
    contents, base = loaded(over), loaded(SMALL)
    assert contents.edition.id == "2026.2"
    assert contents.edition.note == Bilingual("", "")
    assert list(contents.vocabulary.facts) == list(base.vocabulary.facts)
    assert (list(contents.places), list(contents.figures)) == (
        list(base.places),
        list(base.figures),
    )
    (rule,) = contents.rules
    assert rule.path == "../base/shanghai/benefit-list/resident-inpatient.rule"
    assert rule.id == "shanghai/benefit-list/resident-inpatient"


def test_new_entries_are_added(over: Path) -> None:
    write(
        over,
        {
            "vocabulary.yaml": "format: rulebook/vocabulary/1\n"
            "enumerations:\n  tier: {zh: 档次, values: {low: {zh: 低}, high: {zh: 高}}}\n"
            "facts:\n  own_tier: {zh: 本人档次, type: enum, enum: tier}\n",
            "quanzhou/place.yaml": "format: rulebook/place/1\nzh: 泉州\nparent: national\n",
            "quanzhou/sources.yaml": "format: rulebook/sources/1\nsources:\n  QZ_rules: "
            "{zh: 泉州规定, title: 《规定》, issuer: 泉州市政府, evidence: official}\n",
            "quanzhou/figures.yaml": "format: rulebook/figures/1\nfigures:\n  share: "
            "{zh: 报销比例, type: rate, item: resident.inpatient, "
            "values: [{value: 70%, source: QZ_rules}]}\n",
        },
    )
    contents = loaded(over)
    assert list(contents.places) == ["national", "quanzhou", "shanghai"]
    assert "tier" in contents.vocabulary.enumerations
    assert {"scheme", "own_tier"} <= set(contents.vocabulary.facts)
    assert contents.figures["quanzhou", "share"].values[0].value == Fraction(7, 10)
    assert contents.figures["shanghai", "retirement_share"].span.file == (
        "../base/shanghai/figures.yaml"
    )


def test_an_entry_of_the_same_id_takes_the_other_ones_place(over: Path) -> None:
    write(
        over,
        {
            "shanghai/figures.yaml": "format: rulebook/figures/1\nfigures:\n"
            "  retirement_share: {zh: 退休人员比例, type: rate, "
            "values: [{value: 85%, source: SH_measure}]}\n",
            "shanghai/sources.yaml": "format: rulebook/sources/1\nsources:\n  SH_measure: "
            "{zh: 上海居民医保办法, title: 《办法》, issuer: 上海市政府, evidence: official}\n",
            "national/treatment-list.yaml": "format: rulebook/treatment-list/1\nitems:\n"
            "  resident.inpatient: {zh: 居民医保.住院, title: {zh: 住院}, block: basic, "
            "decides: province}\n",
            "vocabulary.yaml": "format: rulebook/vocabulary/1\nenumerations:\n"
            "  grade: {zh: 等次, values: {good: {zh: 良好}, fair: {zh: 一般}}}\n"
            "facts:\n  age: {zh: 年龄, type: quantity, unit: 岁, max: 99岁}\n",
        },
    )
    contents, base = loaded(over), loaded(SMALL)
    figure = contents.figures["shanghai", "retirement_share"]
    assert (figure.values[0].value, figure.values[0].evidence) == (Fraction(17, 20), "official")
    assert contents.figures["shanghai", "resident_annual_cap"].values[0].evidence == "official"
    assert contents.items["resident.inpatient"].decides == "province"
    grade = contents.vocabulary.enumerations["grade"]
    assert [each.id for each in grade.values] == ["good", "fair"]
    assert contents.vocabulary.facts["age"].high == 99
    assert list(contents.vocabulary.facts) == list(base.vocabulary.facts)


def test_a_rule_file_of_the_same_path_takes_the_other_ones_place(over: Path) -> None:
    path = "shanghai/benefit-list/resident-inpatient.rule"
    text = (SMALL / path).read_text(encoding="utf-8").replace("12300元", "12400元")
    write(over, {path: text, "shanghai/benefit-list/other.rule": "# 空\n"})
    rules = loaded(over).rules
    assert [each.path for each in rules] == ["shanghai/benefit-list/other.rule", path]
    assert "12400元" in rules[1].text


def test_a_place_file_takes_the_place_of_the_other_one_whole(over: Path) -> None:
    write(over, {"shanghai/place.yaml": "format: rulebook/place/1\nzh: 上海市\nparent: national\n"})
    place = loaded(over).places["shanghai"]
    assert (place.label.zh, place.code) == ("上海市", None)


def test_a_chain_of_books(over: Path) -> None:
    top = write(
        over.parent / "deep" / "top",
        {
            "book.yaml": HEAD.format(base="../../over"),
            "national/place.yaml": "format: rulebook/place/1\nzh: 中国\n",
        },
    )
    contents = loaded(top)
    assert contents.places["national"].label.zh == "中国"
    assert contents.rules[0].path.startswith("../../base/shanghai/")
    assert locate(top, contents.rules[0].path).is_file()


def test_a_path_written_on_windows(over: Path) -> None:
    write(over, {"book.yaml": HEAD.format(base=r"..\base")})
    assert loaded(over).rules


# ---- the digest


def test_the_digest_counts_the_books_below(over: Path) -> None:
    before = loaded(over).digest
    assert before != loaded(over.parent / "base").digest
    with (over.parent / "base" / "vocabulary.yaml").open("a", encoding="utf-8") as file:
        file.write("# 注\n")
    assert loaded(over).digest != before


def test_the_digest_does_not_tell_where_the_book_below_lies(over: Path) -> None:
    before = loaded(over).digest
    (over.parent / "base").rename(over.parent / "elsewhere")
    head = (over / "book.yaml").read_text(encoding="utf-8")
    (over / "book.yaml").write_text(head.replace("../base", "../else"), encoding="utf-8")
    (over.parent / "elsewhere").rename(over.parent / "else")
    after = loaded(over).digest
    assert after != before  # what book.yaml says counts
    (over.parent / "else").rename(over.parent / "base")
    (over / "book.yaml").write_text(head, encoding="utf-8")
    shutil.copytree(over.parent, over.parent / "copy")
    assert loaded(over.parent / "copy" / "over").digest == before


# ---- what is told


def test_files_below_are_told_apart_from_the_books_own(over: Path) -> None:
    for folder in (over, over.parent / "base"):
        write(folder, {"shanghai/place.yaml": "format: rulebook/place/1\nzh: 上 海\n"})
        write(folder, {"notes/odd.yaml": "x"})
    assert found(over) == [
        ("RB2205", "../base/notes/odd.yaml"),
        ("RB2205", "notes/odd.yaml"),
        ("RB2318", "shanghai/place.yaml"),
    ]


def test_a_name_used_twice_is_told_where_it_can_be_mended(over: Path) -> None:
    write(
        over,
        {
            "vocabulary.yaml": "format: rulebook/vocabulary/1\nfacts:\n"
            "  scheme: {zh: 年龄, type: enum, enum: scheme}\n"
        },
    )
    _, (finding,) = load(over)
    assert (finding.code, finding.file) == ("RB2316", "vocabulary.yaml")
    assert finding.related[0].span.file == "../base/vocabulary.yaml"


def test_what_an_overlay_breaks_below_is_told_there(over: Path) -> None:
    write(
        over,
        {
            "shanghai/sources.yaml": "format: rulebook/sources/1\nsources:\n  SH_other: "
            "{zh: 另一办法, title: 《办法》, issuer: 上海市政府, evidence: none}\n"
        },
    )
    assert found(over) == [("RB2117", "shanghai/sources.yaml")]
    shutil.rmtree(over.parent / "base" / "shanghai")
    (over / "shanghai" / "sources.yaml").unlink()
    write(over, {"shanghai/figures.yaml": (SMALL / "shanghai/figures.yaml").read_text("utf-8")})
    assert {code for code, _ in found(over)} == {"RB2217", "RB2305"}


def test_a_vocabulary_that_cannot_be_read_stops_the_overlay(over: Path) -> None:
    write(over, {"vocabulary.yaml": "facts: '年龄\n"})
    contents, findings = load(over)
    assert contents is None
    assert [each.code for each in findings] == ["RB2017"]


def test_a_missing_base_is_all_that_is_told(over: Path) -> None:
    shutil.rmtree(over.parent / "base")
    contents, findings = load(over)
    assert contents is None
    assert [(each.code, each.file, each.line) for each in findings] == [("RB2213", "book.yaml", 4)]


def test_a_base_of_the_base_that_is_missing_is_told_there(over: Path) -> None:
    write(over.parent / "base", {"book.yaml": HEAD.format(base="nowhere")})
    assert found(over) == [("RB2213", "../base/book.yaml")]


def test_books_that_stand_on_each_other(over: Path) -> None:
    write(over.parent / "base", {"book.yaml": HEAD.format(base="../over")})
    contents, (finding,) = load(over)
    assert contents is None
    assert (finding.code, finding.file) == ("RB2220", "../base/book.yaml")
    assert finding.arguments["path"] == "over → ../base → over"


# ---- a sixth place on the packaged book

NINGBO = {
    "book.yaml": HEAD.format(base="packaged"),
    "ningbo/place.yaml": "format: rulebook/place/1\nzh: 宁波\nen: Ningbo\nparent: national\n",
    "ningbo/sources.yaml": "format: rulebook/sources/1\nsources:\n  NB_rules: {zh: 宁波办法, "
    "title: 《办法》, issuer: 宁波市政府, evidence: official}\n",
    "ningbo/figures.yaml": "format: rulebook/figures/1\nfigures:\n  nb_share: {zh: 宁波报销比例, "
    "type: rate, values: [{value: 70%, source: NB_rules, from: 2026-01-01}]}\n",
    "ningbo/benefit-list/resident-inpatient.rule": """规则 居民住院 resident_inpatient “居民住院”
    依据 宁波办法
    施行 自 2026-01-01
    输入 政策范围内费用
    统筹支付 = 政策范围内费用 × 宁波报销比例
        四舍五入到 0.01元
    输出 统筹支付

    示例 “一次住院”
        设 政策范围内费用 = 1000元
        得 统筹支付 = 700元
""",
}


@pytest.fixture
def sixth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compiled_books: Path) -> Path:
    folder = write(tmp_path / "ningbo-book", NINGBO)
    monkeypatch.setenv("RULEBOOK_CACHE", str(compiled_books))
    monkeypatch.chdir(folder)
    return folder


def test_a_sixth_place_answers_beside_the_packaged_ones(sixth: Path) -> None:
    book = open_book()
    assert book.check() == []
    decision = book.decide("ningbo/benefit-list/resident-inpatient", {"in_scope_cost": "1000"})
    assert decision.to_json()["results"]["pooled_pay"]["value"] == "700.00"
    assert decision.edition == "2026.2"
    assert "政策范围内费用 × 宁波报销比例" in decision.explain("zh")
    assert {"shanghai/benefit-list/resident-inpatient", *open_book(packaged_rules()).rules} <= set(
        book.rules
    )
    assert book.run_examples().failed == 0


def test_explanations_quote_the_rules_of_the_book_below(sixth: Path) -> None:
    for book in (open_book(), open_book(packaged_rules())):
        worked = book.examples("shanghai/long-term-care/home-care")[0]
        assert [step.text for step in worked.decision.explanation.children if step.text]


def test_the_commands_work_on_a_sixth_place(
    sixth: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rule = "ningbo/benefit-list/resident-inpatient"
    write(sixth.parent, {"facts.json": '{"in_scope_cost": "1000"}'})
    assert run(["check"]) == 0
    assert run(["fmt", "--check"]) == 0
    capsys.readouterr()
    assert run(["eval", rule, "--facts", "../facts.json", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["results"]["pooled_pay"]["value"] == "700.00"
    assert run(["show", "shanghai/long-term-care/home-care", "--lang", "en"]) == 0


def test_a_mistake_below_shows_its_line(over: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rule = over.parent / "base" / "shanghai" / "benefit-list" / "resident-inpatient.rule"
    text = rule.read_text(encoding="utf-8")
    rule.write_text(text.replace("不超过 居民年度限额", "不超过 年度限额"), encoding="utf-8")
    assert run(["check", "--book", str(over), "--lang", "zh"]) == 1
    out = capsys.readouterr()
    told = out.out + out.err
    assert "../base/shanghai/benefit-list/resident-inpatient.rule:7" in told
    assert "统筹支付 = 政策范围内费用 不超过 年度限额" in told


# ---- list items


def test_an_item_keeps_its_section_and_note(over: Path) -> None:
    write(
        over,
        {
            "national/treatment-list.yaml": "format: rulebook/treatment-list/1\nitems:\n"
            "  resident.maternity: {zh: 居民医保.生育, title: {zh: 生育}, block: maternity, "
            "decides: province, source: national_list, section: 第三部分, note: {zh: 说明}}\n"
        },
    )
    item = loaded(over).items["resident.maternity"]
    assert (item.section, item.note) == ("第三部分", Bilingual("说明", "说明"))
