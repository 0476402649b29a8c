"""Damaged files: no traceback, and a place and a sentence for everything that is said."""

from __future__ import annotations

import os
import random
import re

from hypothesis import given
from hypothesis import strategies as st

from rulebook.language.format import format_text
from rulebook.language.parser import parse

from .texts import HERE, parts

TEXTS = [parts(path)[0] for path in sorted(HERE.glob("*/*.rule"))]
PIECES = re.compile(r"\w+|[^\w\s]|\s+")
ROUNDS = int(os.environ.get("FUZZ", "500"))


def _mutated(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 4)):
        match chance.randrange(7):
            case 0:  # a character dropped, doubled, or put elsewhere
                at = chance.randrange(len(text) + 1)
                text = text[:at] + text[at + 1 :]
            case 1:
                at = chance.randrange(len(text) + 1)
                text = text[:at] + text[at : at + 1] * 2 + text[at + 1 :]
            case 2:
                at = chance.randrange(len(text) + 1)
                text = text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
            case 3:  # a piece from anywhere
                at = chance.randrange(len(text) + 1)
                pieces = PIECES.findall(chance.choice(TEXTS)) or [" "]
                text = text[:at] + chance.choice(pieces) + text[at:]
            case 4:  # a line cut
                lines = text.split("\n")
                at = chance.randrange(len(lines))
                lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
                text = "\n".join(lines)
            case 5:  # a line put elsewhere
                lines = text.split("\n")
                lines.insert(chance.randrange(len(lines)), lines.pop(chance.randrange(len(lines))))
                text = "\n".join(lines)
            case _:  # a piece dropped
                pieces = PIECES.findall(text) or [""]
                del pieces[chance.randrange(len(pieces))]
                text = "".join(pieces)
    return text


def _read(text: str) -> None:
    tree, found = parse(text, "x.rule")
    lines = re.split(r"\r\n|\r|\n", text)
    for each in found:
        assert 1 <= each.line <= len(lines), (each, text)
        assert 1 <= each.column <= len(lines[each.line - 1]) + 1, (each, text)
        for lang in ("zh", "en"):
            assert each.sentence(lang)
            assert "{" not in each.sentence(lang).replace("`{`", "")
    assert tree is not None
    if not found:
        assert not tree.broken
        once, _ = format_text(text, "x.rule")
        assert once is not None
        again, told = parse(once, "x.rule")
        assert told == ()
        assert again == tree, text


def test_damaged_files() -> None:
    chance = random.Random(20260101)
    for _ in range(ROUNDS):
        _read(_mutated(chance.choice(TEXTS), chance))


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    _read(text)


KNOWN = sorted({piece for text in TEXTS for piece in PIECES.findall(text)})


@given(st.lists(st.sampled_from(KNOWN)))
def test_any_words(pieces: list[str]) -> None:
    _read("".join(pieces))
