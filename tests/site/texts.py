"""Pages as a reader sees them: the words without the markup."""

from __future__ import annotations

import re

from rulebook.site.html import plain

_ENDS = re.compile(r"</(?:p|li|tr|div|h\d|dd|summary|caption)>|<br>|\n")
_CELLS = re.compile(r"</t[hd]>")
_LISTED = re.compile(r"<li>")


def text_of(html: str) -> str:
    """The words of a piece of HTML, a line a paragraph, list item or table row."""
    lines = _LISTED.sub("- ", _CELLS.sub(" | ", _ENDS.sub("\x00", html))).split("\x00")
    shown = (plain(line).strip() for line in lines)
    return "\n".join(line for line in shown if line)
