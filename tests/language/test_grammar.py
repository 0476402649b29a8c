"""The grammar: no conflicts, every word in it, every construct built."""

from __future__ import annotations

import logging

import pytest
from lark import Lark
from lark.utils import logger

from rulebook.language.machine import STARTS, machine
from rulebook.language.words import words
from rulebook.resources import grammar_folder


def test_no_conflicts(caplog: pytest.LogCaptureFixture) -> None:
    """Lark settles shift/reduce conflicts silently; a reduce/reduce conflict raises."""
    assert _conflicts(caplog, (grammar_folder() / "rule.lark").read_text(encoding="utf-8")) == []


def test_a_conflict_would_be_counted(caplog: pytest.LogCaptureFixture) -> None:
    text = (grammar_folder() / "rule.lark").read_text(encoding="utf-8")
    ambiguous = text.replace("| sum (PLUS | MINUS) product", "| sum (PLUS | MINUS) sum")
    assert ambiguous != text
    assert _conflicts(caplog, ambiguous)


def _conflicts(caplog: pytest.LogCaptureFixture, grammar: str) -> list[str]:
    caplog.clear()
    with caplog.at_level(logging.DEBUG, logger=logger.name):
        Lark(
            grammar,
            parser="lalr",
            lexer=type(machine().parser.lexer),
            start=list(STARTS),
            maybe_placeholders=False,
        )
    return [record.message for record in caplog.records if "onflict" in record.message]


def test_every_keyword_is_a_terminal_of_the_grammar() -> None:
    used = {symbol.name for rule in machine().rules for symbol in rule.expansion if symbol.is_term}
    assert set(words().keywords) - used == {"REPLACES"}  # reserved for what is still to come


def test_no_word_has_two_meanings() -> None:
    forms = [form for each in words().keywords.values() for form in each.every]
    assert len(forms) == len(set(forms))
    units = [form for each in words().units.values() for form in set(each.forms.every)]
    assert len(units) == len(set(units))
    assert not set(forms) & set(units)
