"""Rules in plain words: each file holds a rule's body and what the page says; RENEW=1 renews."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rulebook.diagnostics import Language
from rulebook.site.definitions import described, groups
from rulebook.site.html import NOTHING
from rulebook.site.names import Links, RuleNames
from rulebook.site.prose import phrase
from rulebook.site.view import view_of
from tests.cases import RULE, book_in, full_rule, typed, with_rule
from tests.site.texts import text_of

HERE = Path(__file__).parent
BOOK = HERE.parent / "semantics" / "book"
MARKS: dict[Language, str] = {"zh": "#=== 中文\n", "en": "#=== English\n"}


def said(body: str, lang: Language) -> str:
    book, found = typed(with_rule(book_in(BOOK), full_rule(body)))
    assert not found, [f"{each.span} {each.message}" for each in found]
    (version,) = book.rules[RULE].versions
    links = Links(view_of(book.contents, book.rules, {}, {}), "rules/x.md")
    names = RuleNames(links, {each.id: each.label for each in version.definitions.values()})
    parts = [described(group, names, lang, NOTHING) for group in groups(version.definitions)]
    if version.applies is not None:
        parts.insert(0, phrase(version.applies, names).text(lang))
    return "\n".join(text_of(part) for part in parts) + "\n"


@pytest.mark.parametrize(
    "path", sorted((HERE / "prose").glob("*.rule")), ids=lambda path: path.stem
)
def test_a_rule_in_plain_words(path: Path) -> None:
    body, _, expected = path.read_text(encoding="utf-8").partition(MARKS["zh"])
    actual = said(body, "zh") + MARKS["en"] + said(body, "en")
    if os.environ.get("RENEW"):
        path.write_text(body + MARKS["zh"] + actual, encoding="utf-8")
        return
    assert actual == expected
