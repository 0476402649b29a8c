"""The index of the search, made lighter and plainer than the page builder leaves it.

The builder repeats a page's keywords with each of its sections, so that they are most of the index
and a search for one finds every section of the page. They are kept with the page alone. Rules of
several places have the same title with the place behind it: what is found has the rule's name too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rulebook.site import paths
from rulebook.site.view import View

_INDEX, _SCRIPT = "search/search_index.json", "search/search_index.js"
_BEFORE = "var __index = "
_APART = "\u200b"
"""What stands between the words of a Chinese text, for the search to tell them apart."""


def lighten(folder: Path, view: View) -> None:
    """Write the index of a built site anew, also as the script that pages on a disk load."""
    path = folder / _INDEX
    index: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    more = _said_of_rules(view)
    for entry in index["docs"]:
        if "#" in entry["location"]:
            entry.pop("tags", None)
        elif entry["location"] in more:
            entry["title"] += more[entry["location"]]
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text, encoding="utf-8")
    (folder / _SCRIPT).write_text(_BEFORE + text, encoding="utf-8")


def _said_of_rules(view: View) -> Mapping[str, str]:
    """The name of each rule, by the file of its page."""
    return {
        paths.html_of(paths.rule_page(rule.id)): f" · {_APART}{rule.label.zh}{_APART}"
        for rule in view.rules.values()
    }
