"""Loading healthy books, and what is odd about folders and files rather than their text."""

from __future__ import annotations

import datetime
import shutil
import unicodedata
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from rulebook import open_book
from rulebook.book.choice import which_book
from rulebook.book.loading import load
from rulebook.book.model import BookContents
from rulebook.book.types import DAY, MONEY, TRUTH, Measure, OneOf, Records, SetOf
from rulebook.diagnostics import Bilingual, Diagnostic
from rulebook.resources import packaged_rules
from tests.book.books import SMALL


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "book"))


def loaded(folder: Path) -> BookContents:
    contents, findings = load(folder)
    assert findings == ()
    assert contents is not None
    return contents


def codes(findings: tuple[Diagnostic, ...]) -> list[str]:
    return [each.code for each in findings]


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


# ---- what a healthy book holds


def test_the_edition() -> None:
    edition = loaded(SMALL).edition
    assert (edition.id, edition.date) == ("2026.1", datetime.date(2026, 11, 22))
    assert edition.note == Bilingual("小书", "a small book")


def test_the_types_of_facts() -> None:
    facts = loaded(SMALL).vocabulary.facts
    assert {id_: fact.type for id_, fact in facts.items()} == {
        "in_scope_cost": MONEY,
        "pooled_pay": MONEY,
        "scheme": OneOf("scheme"),
        "age": Measure((("years_old", 1),)),
        "hourly_price": Measure((("hour", -1), ("yuan", 1))),
        "severely_disabled": TRUTH,
        "admission_date": DAY,
        "measures": SetOf("grade"),
        "admissions": Records("admission"),
    }


def test_domains_as_written_and_by_default() -> None:
    facts = loaded(SMALL).vocabulary.facts
    cost, age, price = facts["in_scope_cost"], facts["age"], facts["hourly_price"]
    assert [cost.low, cost.high, cost.step] == [0, 100_000_000, Fraction(1, 100)]
    assert [age.low, age.high, age.step] == [0, 130, 1]
    assert [price.low, price.high, price.step] == [0, 1000, Fraction(1, 100)]
    assert price.units == ("yuan", "hour")
    day = facts["admission_date"]
    assert (day.first, day.last) == (datetime.date(2000, 1, 1), datetime.date(2199, 12, 31))


def test_enumerations_keep_their_order_and_codes() -> None:
    scheme = loaded(SMALL).vocabulary.enumerations["scheme"]
    assert not scheme.ordered
    assert [(value.id, value.label.zh, value.platform) for value in scheme.values] == [
        ("resident", "居民医保", "390"),
        ("employee", "职工医保", "310"),
    ]
    assert loaded(SMALL).vocabulary.enumerations["grade"].ordered


def test_figures_with_their_periods_and_evidence() -> None:
    figure = loaded(SMALL).figures["shanghai", "resident_annual_cap"]
    first, second = figure.values
    assert (first.value, first.since, first.until) == (
        Fraction(182_000),
        datetime.date(2024, 1, 1),
        datetime.date(2024, 12, 31),
    )
    assert (second.value, second.until, second.evidence) == (Fraction(200_000), None, "reprinted")
    assert figure.conflicts[0].note == Bilingual("两处说法不同", "两处说法不同")


def test_an_unset_figure_keeps_its_reason() -> None:
    (value,) = loaded(SMALL).figures["shanghai", "retirement_share"].values
    assert value.value is None
    assert value.unset == Bilingual("文件未公布", "文件未公布")
    assert value.evidence is None


def test_a_bound_takes_source_and_evidence_from_its_item() -> None:
    (bound,) = loaded(SMALL).items["resident.inpatient"].bounds
    assert (bound.source, bound.evidence, bound.strength) == ("national_list", "official", "about")


def test_rules_come_as_text() -> None:
    (rule,) = loaded(SMALL).rules
    assert rule.path == "shanghai/benefit-list/resident-inpatient.rule"
    assert (rule.place, rule.family, rule.stem) == (
        "shanghai",
        "benefit-list",
        "resident-inpatient",
    )
    assert rule.text.startswith("规则 居民住院")


def test_places_and_their_parents() -> None:
    places = loaded(SMALL).places
    assert places["shanghai"].parent == "national"
    assert places["national"].parent is None


def test_the_packaged_book_loads_without_findings() -> None:
    loaded(packaged_rules())


def test_the_small_book_is_healthy_to_the_end() -> None:
    book = open_book(SMALL)
    assert book.check() == []
    assert book.run_examples().failed == 0


# ---- the digest


def test_line_ends_and_byte_order_marks_do_not_change_the_digest(book: Path) -> None:
    before = loaded(book).digest
    for file in book.rglob("*.yaml"):
        data = file.read_bytes().replace(b"\n", b"\r\n")
        file.write_bytes(b"\xef\xbb\xbf" + data)
    assert loaded(book).digest == before


def test_every_file_counts_in_the_digest(book: Path) -> None:
    digests = {loaded(book).digest}
    for file in (*book.rglob("*.yaml"), *book.rglob("*.rule")):
        with file.open("a", encoding="utf-8") as end:
            end.write("# 注\n")
        digests.add(loaded(book).digest)
    assert len(digests) == 1 + len(list(book.rglob("*.yaml"))) + 1


# ---- text as people have it


def test_blanks_and_invisible_characters_pasted_from_word_are_read(book: Path) -> None:
    file = book / "shanghai" / "place.yaml"
    rewrite(file, "zh: 上海", "zh:\u00a0上\u200b海\u3000")
    rewrite(file, "parent: national", "parent:\u3000national")
    place = loaded(book).places["shanghai"]
    assert (place.label.zh, place.parent) == ("上海", "national")


def test_places_are_told_in_the_text_as_it_stands(book: Path) -> None:
    rewrite(book / "shanghai" / "place.yaml", "zh: 上海", "\u200bzh: {zh: \u200b上海, x\u200by: 1}")
    _, findings = load(book)
    assert [(each.code, each.line, each.column) for each in findings] == [("RB2113", 2, 2)]


def test_full_width_amounts_are_read(book: Path) -> None:
    rewrite(book / "shanghai" / "figures.yaml", "18.2万元", "１８．２ 万元")
    assert loaded(book).figures["shanghai", "resident_annual_cap"].values[0].value == 182_000


def test_nothing_is_guessed_from_a_bare_text(book: Path) -> None:
    rewrite(book / "vocabulary.yaml", "good: {zh: 良好}", "good: {zh: no, en: 0123}")
    rewrite(book / "vocabulary.yaml", "a_plus: {zh: A+}", "a_plus: {zh: 1.80, en: null}")
    values = loaded(book).vocabulary.enumerations["grade"].values
    assert [value.label for value in values] == [Bilingual("no", "0123"), Bilingual("1.80", "null")]


@pytest.mark.parametrize(
    ("encoding", "code"), [("gb18030", "RB1001"), ("utf-16", "RB1002"), ("utf-16-le", "RB1002")]
)
def test_other_encodings_are_named(book: Path, encoding: str, code: str) -> None:
    file = book / "shanghai" / "sources.yaml"
    file.write_bytes(file.read_text(encoding="utf-8").encode(encoding))
    _, findings = load(book)
    assert codes(findings) == [code]


def test_other_encodings_of_long_files_are_named(book: Path) -> None:
    file = book / "shanghai" / "sources.yaml"
    text = file.read_text(encoding="utf-8") + "# 一行很长的说明\n" * 8000
    file.write_text(text, encoding="utf-8")
    loaded(book)
    file.write_bytes(text.encode("gb18030"))
    assert codes(load(book)[1]) == ["RB1001"]
    file.write_bytes(text.encode() + b"\xff\n")
    (finding,) = load(book)[1]
    assert (finding.code, finding.line) == ("RB2001", text.count("\n") + 1)


def test_a_file_that_is_too_large_is_refused(book: Path) -> None:
    file = book / "shanghai" / "sources.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "#" * 1_000_000, encoding="utf-8")
    assert codes(load(book)[1]) == ["RB2002"]


# ---- folders as people have them


def test_decomposed_names_are_composed(book: Path) -> None:
    name = unicodedata.normalize("NFD", "é-rule.rule")
    (book / "shanghai" / "benefit-list" / name).write_text("规则 甲 a “甲”\n", encoding="utf-8")
    stems = [rule.stem for rule in loaded(book).rules]
    assert stems == ["resident-inpatient", unicodedata.normalize("NFC", "é-rule")]


def test_two_names_that_look_the_same(book: Path) -> None:
    for form in ("NFC", "NFD"):
        name = unicodedata.normalize(form, "é.rule")
        (book / "shanghai" / "benefit-list" / name).write_text("", encoding="utf-8")
    if len(list((book / "shanghai" / "benefit-list").iterdir())) < 3:
        pytest.skip("this file system composes names itself")
    assert codes(load(book)[1]) == ["RB2210"]


def test_chinese_folder_and_file_names(book: Path) -> None:
    (book / "shanghai").rename(book / "上海")
    folder = book / "上海" / "benefit-list"
    (folder / "resident-inpatient.rule").rename(folder / "居民住院.rule")
    contents = loaded(book)
    assert list(contents.places) == ["national", "上海"]
    assert contents.rules[0].path == "上海/benefit-list/居民住院.rule"


def test_a_link_that_leads_back_is_passed_over(book: Path) -> None:
    (book / "shanghai" / "loop").symlink_to(book, target_is_directory=True)
    contents, findings = load(book)
    assert [(each.code, each.file) for each in findings] == [("RB2209", "shanghai/loop")]
    assert contents is not None


def test_a_link_that_leads_nowhere_is_told(book: Path) -> None:
    (book / "shanghai" / "sources.yaml").unlink()
    (book / "shanghai" / "sources.yaml").symlink_to(book / "nowhere.yaml")
    assert codes(load(book)[1]) == ["RB2208"]


def test_an_unreadable_file_is_told(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def refuse(self: Path, *args: Any, **kwargs: Any) -> Any:
        if self.name == "sources.yaml":
            raise PermissionError(13, "Permission denied")
        return opened(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)
    assert codes(load(book)[1]) == ["RB2208", "RB2208"]


def test_files_of_other_programs_are_passed_over(book: Path) -> None:
    for name in (".DS_Store", "~$figures.yaml", "notes.md", "figures.xlsx", ".figures.yaml.swp"):
        (book / "shanghai" / name).write_text("x", encoding="utf-8")
    (book / ".git").mkdir()
    (book / ".git" / "config.yaml").write_text("x", encoding="utf-8")
    loaded(book)


# ---- what is missing


def test_no_folder(tmp_path: Path) -> None:
    contents, findings = load(tmp_path / "nowhere")
    assert contents is None
    assert codes(findings) == ["RB2201"]


def test_a_file_instead_of_a_folder(book: Path) -> None:
    assert codes(load(book / "book.yaml")[1]) == ["RB2202"]


def test_a_folder_without_a_book(tmp_path: Path) -> None:
    assert codes(load(tmp_path)[1]) == ["RB2203"]


def test_the_folder_above_the_book(book: Path) -> None:
    book.rename(book.parent / "rules")
    (finding,) = load(book.parent)[1]
    assert finding.code == "RB2204"
    assert finding.hint.endswith("/rules`？")


def test_no_vocabulary(book: Path) -> None:
    (book / "vocabulary.yaml").unlink()
    contents, findings = load(book)
    assert contents is None
    assert codes(findings) == ["RB2218"]


def test_an_empty_book(book: Path) -> None:
    for place in ("national", "shanghai"):
        shutil.rmtree(book / place)
    contents, findings = load(book)
    assert contents is not None
    assert codes(findings) == ["RB2219"]


# ---- as much as is sound comes back


def test_what_is_sound_comes_back_beside_errors(book: Path) -> None:
    rewrite(book / "book.yaml", "format: rulebook/book/1", "format: [")
    rewrite(book / "vocabulary.yaml", "unit: 岁", "unit: 碎")
    rewrite(book / "shanghai" / "sources.yaml", "evidence: reprinted", "evidence: none")
    contents, findings = load(book)
    assert contents is not None
    assert {each.file for each in findings} == {
        "book.yaml",
        "vocabulary.yaml",
        "shanghai/sources.yaml",
    }
    assert "in_scope_cost" in contents.vocabulary.facts
    assert "age" not in contents.vocabulary.facts
    assert len(contents.figures) == 2


def test_a_broken_source_is_still_a_known_name(book: Path) -> None:
    rewrite(book / "shanghai" / "sources.yaml", "evidence: reprinted", "evidence: none")
    assert codes(load(book)[1]) == ["RB2117"]


# ---- which book


def test_the_named_book_comes_first(book: Path, tmp_path: Path) -> None:
    assert which_book(tmp_path / "other", book) == tmp_path / "other"


def test_the_nearest_rules_folder_upward(book: Path) -> None:
    rules = book.rename(book.parent / "rules")
    deep = book.parent / "notes" / "2026"
    deep.mkdir(parents=True)
    assert which_book(None, deep) == rules.resolve()
    assert which_book(None, rules / "shanghai") == rules.resolve()


def test_the_packaged_book_otherwise(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    assert which_book(None, tmp_path) == packaged_rules()
