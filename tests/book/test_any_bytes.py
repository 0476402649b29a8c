"""Whatever stands in a YAML file: no traceback, and each finding has a place in the file."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.book.decoding import decode_yaml
from rulebook.book.figures import Context, read_figures
from rulebook.book.nodes import Entries
from rulebook.book.places import read_edition, read_place, read_sources
from rulebook.book.schemas import KINDS, Kind, check_form
from rulebook.book.treatment_list import read_items
from rulebook.book.vocabulary import read_vocabulary
from rulebook.book.yamlfile import read_yaml
from rulebook.diagnostics import Diagnostic
from tests.book.books import SMALL

FILES: dict[Kind, Path] = {
    "book": SMALL / "book.yaml",
    "vocabulary": SMALL / "vocabulary.yaml",
    "place": SMALL / "shanghai" / "place.yaml",
    "sources": SMALL / "national" / "sources.yaml",
    "figures": SMALL / "shanghai" / "figures.yaml",
    "treatment-list": SMALL / "national" / "treatment-list.yaml",
}
MARKS = "{}[]:,-#&*!|>'\"%@` \t\n\u3000\u200b：，“”0aé一\x00\x85"


def read(kind: Kind, data: bytes) -> list[Diagnostic]:
    """Everything that a file goes through."""
    text, findings = decode_yaml(data, "file.yaml")
    if text is None:
        return list(findings)
    node, more = read_yaml("file.yaml", text)
    findings = (*findings, *more)
    if node is None:
        assert findings
        return list(findings)
    findings = (*findings, *check_form(kind, node))
    if isinstance(node, Entries):
        findings = (*findings, *build(kind, node))
    return list(findings)


def build(kind: Kind, node: Entries) -> tuple[Diagnostic, ...]:
    """What the reader of this kind makes of a mapping, sound or not."""
    match kind:
        case "book":
            return read_edition(node)[1]
        case "vocabulary":
            return read_vocabulary(node)[1]
        case "place":
            read_place("shanghai", node)
        case "sources":
            read_sources("shanghai", node)
        case "figures":
            return read_figures("shanghai", node, Context({}, {"scheme": "险种"}, {}))[1]
        case "treatment-list":
            read_items(node, {})
    return ()


def check_places(findings: list[Diagnostic], data: bytes) -> None:
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for each in findings:
        assert each.file == "file.yaml"
        assert 1 <= each.line <= len(lines)
        assert 1 <= each.column <= len(lines[each.line - 1]) + 2
        for lang in ("zh", "en"):
            assert each.sentence(lang)
            each.advice(lang)


@given(st.sampled_from(KINDS), st.binary(max_size=200))
def test_any_bytes(kind: Kind, data: bytes) -> None:
    check_places(read(kind, data), data)


@pytest.mark.parametrize("text", ["---", "---\n", "--- # none", "%YAML 1.1\n---"])
def test_a_document_that_says_nothing_is_an_empty_file(text: str) -> None:
    found = read("book", text.encode())
    check_places(found, text.encode())
    assert [each.code for each in found] == ["RB2013"]


@given(st.sampled_from(KINDS), st.text(alphabet=MARKS, max_size=60))
def test_any_marks(kind: Kind, text: str) -> None:
    data = text.encode()
    check_places(read(kind, data), data)


@given(st.sampled_from(KINDS), st.integers(0, 2**32), st.integers(1, 4))
def test_damaged_files(kind: Kind, seed: int, times: int) -> None:
    """Characters dropped, doubled, swapped, replaced; lines cut."""
    chance = random.Random(seed)
    text = FILES[kind].read_text(encoding="utf-8")
    for _ in range(times):
        text = damage(text, chance)
    data = text.encode()
    check_places(read(kind, data), data)


def damage(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text)) if text else 0
    match chance.randrange(6):
        case 0:
            return text[:at] + text[at + 1 :]
        case 1:
            return text[:at] + text[at : at + 1] * 2 + text[at + 1 :]
        case 2:
            return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]
        case 3:
            return text[:at] + chance.choice(MARKS) + text[at + 1 :]
        case 4:
            return text[:at]
        case _:
            lines = text.split("\n")
            del lines[chance.randrange(len(lines))]
            return "\n".join(lines)
