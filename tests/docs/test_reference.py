"""The reference of the language is up to date, whole, and says what is so."""

from __future__ import annotations

import os
import re
import shutil

import pytest

from rulebook.diagnostics.catalogue import entries
from rulebook.language.reference.constructs import Construct, read_constructs
from rulebook.language.reference.grammar import (
    InOrder,
    OneOf,
    Part,
    Perhaps,
    Repeated,
    Symbol,
    grammar,
    part_of,
)
from rulebook.language.words import words
from tests.docs.pages import BOOK, DOCS, output

FOLDER = DOCS / "language"
KNOWN = read_constructs()
RULES = grammar()
STAGES = {"syntax", "names", "types", "versions", "tables", "numbers"}


def symbols(part: Part) -> set[str]:
    match part:
        case Symbol(name):
            return {name}
        case InOrder(parts) | OneOf(parts):
            return {name for each in parts for name in symbols(each)}
        case Perhaps(item):
            return symbols(item)
        case Repeated(item, between):
            return symbols(item) | (symbols(between) if between else set())


def test_what_is_in_docs_is_what_would_be_written() -> None:
    pytest.importorskip("railroad")
    from rulebook.language.reference.pages import files, write

    if os.environ.get("RENEW"):
        write(FOLDER)
    made = {
        path.relative_to(FOLDER).as_posix(): path.read_text("utf-8")
        for path in [*FOLDER.glob("reference*.md"), *FOLDER.rglob("*.svg")]
    }
    wanted = files()
    stale = [path for path in wanted if made.get(path) != wanted[path]]
    assert stale == [], "write it anew: python -m rulebook.language.reference"
    assert made.keys() == wanted.keys()


def test_every_rule_of_the_grammar_is_drawn() -> None:
    drawn = {wanted.partition(".")[0] for each in KNOWN.constructs for wanted in each.draws}
    inside = {
        name
        for each in KNOWN.constructs
        for wanted in each.draws
        for name in symbols(part_of(RULES, wanted))
        if name.islower()
    }
    assert inside - {"rule", "value_line", "rows", *drawn} - {"named_lines"} == set()
    rules = {name for name in RULES if not name.startswith("_")} - {"start"}
    assert rules - drawn == {"value_line", "named_lines"}, "these two are no more than their lines"


def test_every_code_of_the_language_is_in_a_construct_and_no_other() -> None:
    codes = {each.code for each in entries().values() if each.stage in STAGES}
    listed = {code for each in KNOWN.constructs for code in each.codes}
    assert codes - listed == set(), "say in grammar/constructs.yaml which construct can give it"
    assert listed - codes == set(), "no such code"


def test_every_keyword_stands_in_an_example() -> None:
    shown = " ".join(each.example.zh for each in KNOWN.constructs)
    forms = {name: forms.zh[0] for name, forms in words().keywords.items()}
    missing = {
        name for name, form in forms.items() if not re.search(rf"(?<!\w){form}(?!\w)", shown)
    }
    assert missing <= NOT_SHOWN, missing


NOT_SHOWN = {"REPLACES"}
"""Not used in rules: a figure says that it replaces another in its own file."""


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every example in English, by its construct and the language that it was written in."""
    desk = tmp_path_factory.mktemp("examples")
    shutil.copytree(BOOK, desk, dirs_exist_ok=True)
    folder = desk / "rules" / "city" / "benefit-list"
    heads = {"zh": "规则 试 trial “试”\n", "en": 'rule trial 试 "trial"\n'}
    files = {}
    for construct in KNOWN.constructs:
        for lang, head in heads.items():
            text = construct.example.zh if lang == "zh" else construct.example.en
            if not text.startswith(("规则", "rule")):
                text = head + "".join(f"    {line}\n" for line in text.splitlines())
            files[f"{construct.id} {lang}"] = folder / f"{construct.id}-{lang}.rule"
            files[f"{construct.id} {lang}"].write_text(text, "utf-8")
    paths = " ".join(each.as_posix() for each in files.values())
    said = output(f"rulebook fmt {paths} --to en --book {(desk / 'rules').as_posix()}", "en")
    assert "0 with errors" in said, said
    return {name: path.read_text("utf-8") for name, path in files.items()}


@pytest.mark.parametrize("construct", KNOWN.constructs, ids=lambda each: str(each.id))
def test_the_examples_are_translations_of_each_other(
    construct: Construct, english: dict[str, str]
) -> None:
    zh, en = (
        re.sub(r"\"[^\"]*\"|#.*", "", english[f"{construct.id} {lang}"]).split()
        for lang in ("zh", "en")
    )
    assert zh == en
