"""Printing and parsing, translating there and back, lose nothing."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rulebook.diagnostics import Language
from rulebook.language import tree
from rulebook.language.characters import half_width, is_plain, width
from rulebook.language.format import format_text, surface_of
from rulebook.language.naming import NameKind
from rulebook.language.parser import parse
from rulebook.language.printer import WIDE, print_file
from rulebook.language.translate import translate
from rulebook.language.words import words

from .texts import HERE, parts
from .trees import FILES, ZH_WORDS, other_name

TEXTS = st.text(
    st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs")), max_size=12
)
WORDS = st.text(st.characters(codec="utf-8", categories=("L", "M", "N", "P")), max_size=6)

# Whole files are slow to make, and each holds many constructs.
assert settings.default is not None
FEWER = settings(max_examples=settings.default.max_examples // 3)

SURFACES: tuple[Literal["zh", "en"], ...] = ("zh", "en")
GOOD = sorted((HERE / "good").glob("*.rule"))


@given(TEXTS.filter(is_plain))
@example("＂")
def test_any_text_can_be_quoted(text: str) -> None:
    if all(mark in half_width(text) for mark in '”」"'):
        return  # no text that was read from quotes holds all of their ends
    value = tree.Quoted(text)
    definition = tree.Definition((tree.Target(tree.Name("甲")),), value)
    file = tree.RuleFile((tree.Rule(tree.Name("乙"), None, (text,), (definition,)),))
    for surface in SURFACES:
        assert parse(print_file(file, surface), "x.rule") == (file, ())


@given(WORDS.filter(is_plain).filter(words().is_name))
def test_any_name_can_be_written(word: str) -> None:
    word = unicodedata.normalize("NFC", half_width(word))
    if not words().is_name(word) or word in ("元", "万元", "亿元", "个百分点", "yuan"):
        return
    definition = tree.Definition((tree.Target(tree.Name(word)),), tree.Name(word))
    file = tree.RuleFile((tree.Rule(tree.Name("乙"), None, (), (definition,)),))
    for surface in SURFACES:
        assert parse(print_file(file, surface), "x.rule") == (file, ())


class Consistent:
    """A lexicon that gives every Chinese name one English name of its own."""

    def other(self, word: str, kind: NameKind, to: Language, of: str | None = None) -> str | None:
        if to == "en":
            return other_name(word)
        if not word.startswith("w_"):
            return None
        return bytes.fromhex(word.removeprefix("w_")).decode("utf-8")


@FEWER
@given(FILES)
def test_parsing_what_was_printed_gives_the_tree(file: tree.RuleFile) -> None:
    for surface in SURFACES:
        printed = print_file(file, surface)
        again, diagnostics = parse(printed, "x.rule")
        assert [each.sentence("en") for each in diagnostics] == [], printed
        assert again == file, printed
        assert again is not None
        assert print_file(again, surface) == printed


@FEWER
@given(FILES)
def test_translating_there_and_back_is_identity(file: tree.RuleFile) -> None:
    english = translate(file, Consistent(), "en")
    assert translate(english, Consistent(), "zh") == file
    printed = print_file(english, "en")
    again, diagnostics = parse(printed, "x.rule")
    assert not diagnostics
    assert again == english


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_formatting_settles_at_once(path: Path) -> None:
    text, _ = parts(path)
    for to in (None, *SURFACES):
        once, _ = format_text(text, "x.rule", to)
        assert once is not None
        assert format_text(once, "x.rule", to)[0] == once
        assert _comments(once) == _comments(text)


def _comments(text: str) -> list[str]:
    file, _ = parse(text, "x.rule")
    assert file is not None
    return [comment.text for comment in file.comments]


@given(st.lists(st.sampled_from(ZH_WORDS), min_size=1, max_size=60), st.sampled_from(SURFACES))
def test_long_lists_go_on_in_further_lines(names: list[str], surface: Language) -> None:
    listed = tuple(map(tree.Name, names))
    given = tuple(tree.Assignment(name, tree.Amount("1000", ("yuan",))) for name in listed)
    example = tree.Example(None, (tree.Given(given), tree.Gives(given)))
    facts = tree.Grounds((), None, tuple(f"SH-R-{at:02}" for at in range(len(names))))
    statements = (tree.Inputs(listed), tree.Outputs(listed), facts, example)
    file = tree.RuleFile((tree.Rule(tree.Name("甲"), None, (), statements),))
    printed = print_file(file, surface)
    assert parse(printed, "x.rule") == (file, ())
    assert format_text(printed, "x.rule", surface)[0] == printed
    assert all(width(line) <= WIDE for line in printed.split("\n"))
    short = f"    {words().keyword('INPUT', surface)} {names[0]}"
    assert len(names) > 1 or short in printed.split("\n")


def test_pairs_in_the_file_are_swapped_without_a_lexicon() -> None:
    text = (
        "规则 住院 inpatient “待遇”\n"
        "    起付 deductible = 50元\n"
        "    支付 = 费用 - 起付\n"
        "    记录.新 fresh = 起付\n"
        "    总 total = 全部\n"
        "        甲 first: 起付 > 0元\n"
        "    例外 困难 poor 若 起付 > 0元 后于 困难\n"
        "        起付 = 合计(记录.新)\n"
        "    例 = 住院(起付: 1元).起付\n"
    )
    english, found = format_text(text, "x.rule", "en")
    assert not found
    assert english == (
        'rule inpatient 住院 "待遇"\n'
        "    deductible 起付 = 50 yuan\n"
        "    支付 = 费用 - deductible\n"
        "    记录.fresh 新 = deductible\n"
        "    total 总 = all\n"
        "        first 甲: deductible > 0 yuan\n"
        "    exception poor 困难 if deductible > 0 yuan after poor\n"
        "        deductible = sum(记录.fresh)\n"
        "    例 = inpatient(deductible: 1 yuan).deductible\n"
    )
    assert format_text(english, "x.rule", "zh")[0] == text


def test_values_that_are_not_words_are_quoted_and_unquoted() -> None:
    class Grades:
        def other(
            self, word: str, kind: NameKind, to: Language, of: str | None = None
        ) -> str | None:
            return {"二级（甲等）": "grade_2a", "grade_2a": "二级（甲等）"}.get(word)

    text = "规则 甲 a\n    乙 b = 等级 = “二级（甲等）”\n    丙 = “丁”\n"
    english, _ = format_text(text, "x.rule", "en", Grades())
    assert english == 'rule a 甲\n    b 乙 = 等级 = grade_2a\n    丙 = "丁"\n'
    assert format_text(english, "x.rule", "zh", Grades())[0] == text


def test_a_broken_file_is_not_formatted() -> None:
    text, diagnostics = format_text("规则 甲\n    乙 = 5元以上\n", "x.rule")
    assert text is None
    assert [each.code for each in diagnostics] == ["RB1014"]


def test_the_surface_is_that_of_most_keywords() -> None:
    assert surface_of("规则 a\n    输出 b\n    if") == "zh"
    assert surface_of("rule a\n    outputs b\n    若") == "en"
    assert surface_of("") == "zh"
