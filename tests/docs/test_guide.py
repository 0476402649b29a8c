"""Everything that the drafter's pages show is run: rules, facts, commands and messages."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
from pathlib import Path

import pytest

from rulebook import open_book
from rulebook.language.parser import parse
from rulebook.language.tree import RuleFile
from tests.docs.pages import (
    BOOK,
    DOCS,
    DRAFT,
    Fenced,
    commands,
    draft,
    fenced,
    file_of,
    language,
    of_kind,
    output,
    pages,
    rule_files,
)

PAGES = pages()
BESIDE = [page for page in PAGES if not page.name.startswith("sixth-place.")]
"""The pages whose texts belong to the guide's book; see test_sixth_place.py for the others."""
NAMES = [page.relative_to(DOCS).as_posix() for page in PAGES]
RENEW = bool(os.environ.get("RENEW"))
each_page = pytest.mark.parametrize("page", PAGES, ids=NAMES)
each_beside = pytest.mark.parametrize("page", BESIDE, ids=lambda page: page.name)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the guide's book and facts in it, which is where the process then is."""
    shutil.copytree(BOOK, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


# ---- pages


@each_page
def test_every_page_has_its_twin_in_the_other_language(page: Path) -> None:
    stem = page.name.removesuffix(".md").removesuffix(".en")
    twin = f"{stem}.md" if language(page) == "en" else f"{stem}.en.md"
    assert (page.parent / twin).is_file()
    assert f"]({twin})" in page.read_text("utf-8").split("\n## ")[0], "links to its twin at the top"


@each_page
def test_links_between_pages_and_files_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)#\s]+)", text)
    made = re.compile(r"(\.\./)+(rules/|vocabulary\.md|sources\.md|index\.md)")
    assert [
        each for each in links if not made.match(each) and not (page.parent / each).exists()
    ] == []


# ---- rules


def test_the_book_of_the_guide_is_sound_and_its_examples_hold() -> None:
    book = open_book(BOOK / "rules")
    assert [f"{each.file}: {each.message}" for each in book.check()] == []
    report = book.run_examples()
    assert report.examples > 40
    assert report.failures == ()


def test_every_rule_of_the_book_is_shown_in_both_languages() -> None:
    for lang in ("zh", "en"):
        texts = (
            each.text for page in BESIDE if language(page) == lang for each in of_kind(page, "rule")
        )
        assert {file_of(each) for each in texts} == set(rule_files()), lang


@each_beside
def test_whole_rules_are_those_of_the_book(page: Path) -> None:
    if language(page) == "en":
        return
    for each in of_kind(page, "rule"):
        assert each.text == file_of(each.text).read_text("utf-8")


def test_the_english_rules_hold_as_they_are_written(desk: Path) -> None:
    for page in BESIDE:
        if language(page) == "en":
            for each in of_kind(page, "rule"):
                (desk / file_of(each.text).relative_to(BOOK)).write_text(each.text, "utf-8")
    book = open_book(desk / "rules")
    assert [f"{each.file}:{each.line}: {each.message}" for each in book.check()] == []
    report = book.run_examples()
    assert (report.examples, report.failures) == (
        open_book(BOOK / "rules").run_examples().examples,
        (),
    )


def test_the_english_rules_are_formatted_translations_of_the_chinese(desk: Path) -> None:
    for page in BESIDE:
        if language(page) == "en":
            for each in of_kind(page, "rule"):
                path = file_of(each.text).relative_to(BOOK).as_posix()
                (desk / path).write_text(each.text, "utf-8")
                assert output(f"rulebook fmt {path} --check", "en").startswith("1 file: 0"), path
                output(f"rulebook fmt {path} --to zh", "en")
                theirs = without_texts((desk / path).read_text("utf-8"))
                assert theirs == without_texts((BOOK / path).read_text("utf-8")), path


def without_texts(text: str) -> list[str]:
    """The words of a rule text; quoted texts and comments are not translated word for word."""
    text = re.sub(r"  #.*", "", text)
    return re.sub(r"“[^”]*”|\"[^\"]*\"", "", text).split()


@each_beside
def test_parts_of_rules_can_be_read(page: Path) -> None:
    for each in of_kind(page, "rule-part"):
        text = each.text
        if not text.startswith(("规则 ", "rule ")):
            head = "规则 试 trial “试”" if language(page) == "zh" else 'rule trial 试 "trial"'
            text = head + "\n" + "".join(f"    {line}\n" for line in text.splitlines())
        tree, findings = parse(text, page.name)
        assert [f"{found.span.line}: {found.message}" for found in findings] == [], each.text
        assert isinstance(tree, RuleFile)


def test_the_first_rule_is_the_same_on_both_pages() -> None:
    zh, en = (
        set(
            re.findall(r"^```\n(.*?)^```$", (DOCS / "guide" / name).read_text("utf-8"), re.M | re.S)
        )
        for name in ("first-rule.md", "first-rule.en.md")
    )
    assert len([each for each in zh & en if each.startswith(("规则", "rule "))]) == 2


# ---- data


@each_beside
def test_facts_and_lines_of_yaml_are_those_of_the_files(page: Path) -> None:
    for each in of_kind(page, "json"):
        assert each.title is not None
        assert json.loads(each.text) == json.loads((BOOK / each.title).read_text("utf-8"))
        assert each.text == (BOOK / each.title).read_text("utf-8")
    for each in of_kind(page, "yaml"):
        assert each.title is not None
        lines = [line.strip() for line in (BOOK / each.title).read_text("utf-8").splitlines()]
        missing = [line for line in each.text.splitlines() if line.strip() not in (*lines, "")]
        assert missing == [], each.title


# ---- commands and messages


@each_beside
def test_commands_write_what_the_page_shows(page: Path, desk: Path) -> None:
    text = page.read_text("utf-8")
    lang = language(page)
    shown: list[tuple[int, int, str]] = []
    for fragment, console, start, end in with_drafts(text):
        if fragment is not None:
            (desk / DRAFT).write_text(draft(fragment, lang), "utf-8")
        said = "".join(f"$ {one}\n{output(one, lang)}" for one in commands(console))
        (desk / DRAFT).unlink(missing_ok=True)
        shown.append((start, end, said))
    shown += [(each.start, each.end, table(desk, each)) for each in of_kind(page, "csv")]
    actual = text
    for start, end, said in sorted(shown, reverse=True):
        actual = actual[:start] + said + actual[end:]
    assert not re.search("内部出错|itself failed", actual)
    if RENEW:
        page.write_text(actual, "utf-8")
    else:
        assert actual == text, "read the difference; renew with RENEW=1"


@each_beside
def test_mended_rules_are_sound(page: Path, desk: Path) -> None:
    for number, each in enumerate(of_kind(page, "rule-right")):
        text = draft(each.text, language(page), str(number))
        (desk / DRAFT).with_name(f"draft{number}.rule").write_text(text, "utf-8")
    findings = open_book(desk / "rules").check()
    assert [f"{found.file}:{found.line}: {found.message}" for found in findings] == []


@each_page
def test_every_message_shown_leads_to_its_page(page: Path) -> None:
    text = page.read_text("utf-8")
    if page.name.startswith("mistakes."):
        for code in re.findall(r"\[(RB\d{4})\] ", text):
            assert f"`rulebook explain {code}`" in text


def table(desk: Path, shown: Fenced) -> str:
    """A table that commands read or wrote, in the columns that the page shows."""
    assert shown.title is not None
    columns = next(csv.reader([shown.text.splitlines()[0]]))
    with (desk / shown.title).open(encoding="utf-8-sig", newline="") as file:
        rows = [[each[name] for name in columns] for each in csv.DictReader(file)]
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows([columns, *rows])
    return target.getvalue()


def with_drafts(text: str) -> list[tuple[str | None, str, int, int]]:
    """Every console text with the wrong rule that stands before it, if one does."""
    found: list[tuple[str | None, str, int, int]] = []
    wrong: str | None = None
    for each in fenced(text):
        if each.kind == "console":
            found.append((wrong, each.text, each.start, each.end))
        wrong = each.text if each.kind == "rule-wrong" else None
    return found


def test_the_guide_shows_no_text_of_a_kind_that_nothing_runs() -> None:
    known = {"rule", "rule-part", "rule-wrong", "rule-right", "json", "yaml", "csv", "console"}
    for page in BESIDE:
        text = page.read_text("utf-8")
        assert {each.kind for each in fenced(text)} <= known, page
        if page.name.startswith("first-rule."):
            continue  # its texts belong to the packaged book, see tests/rules/test_guide.py
        assert len(re.findall(r"^```", text, re.MULTILINE)) == 2 * len(fenced(text)), page
