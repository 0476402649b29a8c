"""The schemas themselves: valid, closed, and speaking both languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from rulebook.book.schemas import KINDS, schema
from rulebook.resources import grammar_folder

NAMES = [path.name.removesuffix(".schema.json") for path in grammar_folder().glob("*.schema.json")]


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a schema."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def test_there_is_a_schema_for_each_kind_of_file() -> None:
    assert set(NAMES) == {*KINDS, "common"}


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_valid(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    assert schema(name)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_closed(name: str) -> None:
    for node in nodes(schema(name)):
        if node.get("type") == "object":
            assert "additionalProperties" in node, json.dumps(node, ensure_ascii=False)[:200]


@pytest.mark.parametrize("name", NAMES)
def test_titles_and_descriptions_speak_both_languages(name: str) -> None:
    for node in nodes(schema(name)):
        for key in ("title", "description"):
            if isinstance(node.get(key), str):
                zh, mark, en = node[key].partition(" · ")
                assert zh
                assert mark
                assert en.isascii() or key == "description"


@pytest.mark.parametrize("name", NAMES)
def test_each_leaf_has_a_title(name: str) -> None:
    for node in nodes(schema(name)):
        if node.get("type") == "string":
            assert "title" in node
