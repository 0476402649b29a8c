"""The quick test of a file's form says what the library of JSON Schema says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.book.forms import Compiler
from rulebook.book.nodes import Entries, Items, Node, Text, plain
from rulebook.book.schemas import KINDS, Kind, form_test, validator
from rulebook.book.yamlfile import read_yaml
from rulebook.diagnostics import NOWHERE
from rulebook.resources import packaged_rules
from tests.book.books import HERE, SMALL

FILES: dict[Kind, str] = {
    "book": "book.yaml",
    "vocabulary": "vocabulary.yaml",
    "place": "shanghai/place.yaml",
    "sources": "shanghai/sources.yaml",
    "figures": "shanghai/figures.yaml",
    "treatment-list": "national/treatment-list.yaml",
}


def sound(kind: Kind) -> Node:
    text = (SMALL / FILES[kind]).read_text(encoding="utf-8")
    node, findings = read_yaml(FILES[kind], text)
    assert node is not None
    assert findings == ()
    return node


def agree(kind: Kind, node: Node) -> bool:
    """Both answers, which are the same."""
    quick, thorough = form_test(kind)(node), validator(kind).is_valid(plain(node))
    assert quick == thorough
    return quick


@pytest.mark.parametrize("kind", KINDS)
def test_a_sound_file_passes(kind: Kind) -> None:
    assert agree(kind, sound(kind))


@pytest.mark.parametrize("file", sorted(HERE.glob("bad/*/**/*.yaml")), ids=lambda file: file.name)
def test_bad_files_are_judged_alike(file: Path) -> None:
    node, _ = read_yaml(file.name, file.read_bytes().decode("utf-8", "replace"))
    for kind, path in FILES.items():
        if node is not None and Path(path).name == file.name:
            agree(kind, node)


def texts() -> st.SearchStrategy[Node]:
    words = st.sampled_from(
        ("", "x", "上海", "2025-09-01", "a_b", "province", "x" * 3000, "310000")
    )
    return words.map(lambda word: Text(word, NOWHERE))


def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    keys = st.sampled_from(("zh", "en", "values", "value", "unset", "type", "unit", "level", "x"))
    entries = st.dictionaries(keys, inner, max_size=3).map(
        lambda found: Entries(tuple((Text(k, NOWHERE), v) for k, v in found.items()), NOWHERE)
    )
    return entries | st.lists(inner, max_size=3).map(lambda found: Items(tuple(found), NOWHERE))


NODES = st.recursive(texts(), grown, max_leaves=6)


def damaged(draw: st.DrawFn, node: Node) -> Node:
    """The node with one thing in it changed, dropped or put in twice."""
    match node:
        case Entries(pairs=pairs, span=span) if pairs and draw(st.integers(0, 5)) > 0:
            place = draw(st.integers(0, len(pairs) - 1))
            key, value = pairs[place]
            change = draw(st.sampled_from(("inside", "inside", "inside", "drop", "rename", "add")))
            new: tuple[tuple[Text, Node], ...]
            if change == "inside":
                new = ((key, damaged(draw, value)),)
            elif change == "drop":
                new = ()
            elif change == "rename":
                new = ((Text(draw(st.sampled_from(("X y", "note", "zh2"))), span), value),)
            else:
                name = draw(st.sampled_from(("note", "level", "replaces", "unset")))
                known = any(each.value == name for each, _ in pairs)
                new = ((key, value),) if known else ((key, value), (Text(name, span), draw(NODES)))
            return Entries((*pairs[:place], *new, *pairs[place + 1 :]), span)
        case Items(items=items, span=span) if items and draw(st.integers(0, 5)) > 0:
            place = draw(st.integers(0, len(items) - 1))
            twice = draw(st.booleans())
            put = (items[place], items[place]) if twice else (damaged(draw, items[place]),)
            return Items((*items[:place], *put, *items[place + 1 :]), span)
        case _:
            return draw(NODES)


@st.composite
def damaged_files(draw: st.DrawFn) -> tuple[Kind, Node]:
    kind = draw(st.sampled_from(KINDS))
    return kind, damaged(draw, sound(kind))


@given(damaged_files())
def test_damaged_files_are_judged_alike(case: tuple[Kind, Node]) -> None:
    kind, node = case
    agree(kind, node)


def test_a_keyword_that_nobody_compiles_is_refused() -> None:
    with pytest.raises(NotImplementedError, match="maximum"):
        Compiler({}).test({"maximum": 3})


def test_a_sound_book_needs_no_library_of_schemas() -> None:
    code = "import sys; from pathlib import Path; from rulebook.book.loading import load;"
    code += f"load(Path({str(packaged_rules())!r})); sys.exit('jsonschema' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
