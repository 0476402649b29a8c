"""The program as JSON: it comes back the same, and its schema describes it."""

from __future__ import annotations

import json
from collections.abc import Iterable

import jsonschema
import pytest

from rulebook import Book
from rulebook.browser.export import prune
from rulebook.meaning import program as p
from rulebook.meaning.interchange import FORMAT, from_json, schema, to_json


def test_a_program_comes_back_the_same(book: Book) -> None:
    text = json.dumps(to_json(book.program), ensure_ascii=False)
    assert from_json(json.loads(text)) == book.program


def test_the_schema_describes_every_kind_of_node(book: Book) -> None:
    """Of the packaged rules, every fifth and those that first have some kind of node."""
    described = schema()
    jsonschema.Draft202012Validator.check_schema(described)
    kinds = {rule: _kinds(versions) for rule, versions in book.program.rules.items()}
    chosen: dict[str, set[type]] = {}
    for place, (rule, found) in enumerate(kinds.items()):
        if place % 5 == 0 or found - set().union(*chosen.values()):
            chosen[rule] = found
    assert set().union(*chosen.values()) == set().union(*kinds.values())
    program = prune(book.program, chosen)
    jsonschema.Draft202012Validator(described).validate(json.loads(json.dumps(to_json(program))))


def _kinds(versions: Iterable[p.Version]) -> set[type]:
    return {type(node) for version in versions for node in version.nodes}


def test_amounts_are_texts_and_node_numbers_are_numbers(book: Book) -> None:
    nodes = to_json(book.program)["rules"]["shanghai/benefit-list/resident-inpatient"][0]["nodes"]
    constants = [node for node in nodes if node["is"] == "Constant"]
    assert all(isinstance(node["value"], str) for node in constants)
    assert all(isinstance(node["left"], int) for node in nodes if node["is"] == "Multiply")


def test_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match=FORMAT):
        from_json({"format": "rulebook/program/0"})
