"""Blocks that are put into the built pages afterwards.

Most of a rule's page are the steps of its examples: finished HTML that the builder of pages would
only read three times over, for Markdown, for headings and for the search. A stand-in is there for
it meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from rulebook.site.html import LATE, LATE_END
from rulebook.site.paths import html_of

_BLOCK = re.compile(rf"{LATE}(.*?){LATE_END}", re.DOTALL)
_STAND_IN = re.compile(r'<div class="rb-late" id="late-(\d+)"></div>')


def taken_out(text: str) -> tuple[str, list[str]]:
    """A page with stand-ins for its late blocks, and these."""
    blocks: list[str] = []

    def stand_in(match: re.Match[str]) -> str:
        blocks.append(match[1])
        return f'<div class="rb-late" id="late-{len(blocks) - 1}"></div>'

    return _BLOCK.sub(stand_in, text), blocks


def put_in(folder: Path, late: Mapping[str, Sequence[str]]) -> None:
    """Put the late blocks of every page, by its Markdown file, into the built site."""
    for page, blocks in late.items():
        if blocks:
            path = folder / html_of(page)
            text = path.read_text(encoding="utf-8")
            path.write_text(_filled(text, blocks), encoding="utf-8", newline="\n")


def _filled(text: str, blocks: Sequence[str]) -> str:
    return _STAND_IN.sub(lambda match: blocks[int(match[1])], text)
