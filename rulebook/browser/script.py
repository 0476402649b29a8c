"""The evaluator as one classic script: for pages that are opened from a folder.

A browser loads no module from ``file://``. The script is made from the modules in ``src/``, word
for word but for comments, whenever it is needed: for the pages of the book, for an export, for the
npm package. It defines the global ``rulebook``; in Node, ``require`` gives the same.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from rulebook.diagnostics.catalogue import entry

FOLDER = Path(__file__).resolve().parent
"""The npm package."""

SENTENCES = FOLDER / "src" / "sentences.js"

_ENTRY = "index.js"
_SENTENCES_BEGIN = "export const SENTENCES = {"
_HEAD = """\
// rulebook's evaluator as a classic script, made from the modules in src/. Apache-2.0
var rulebook = (() => {
"use strict";
"""
_FOOT = """\
if (typeof module === "object" && module.exports) module.exports = rulebook;
"""
"""So that ``require`` gives what a page finds as the global."""
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w.]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:class|function|const) (\w+))", re.MULTILINE)
_EXPORT_OF = re.compile(r"^export \{ (\w+) \};\n", re.MULTILINE)
_CODE = re.compile(r'"(RB[0-9]{4})"')
_COMMENT = re.compile(r"^ *(?:/\*\*.*?\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)


def script_text() -> str:
    """The classic script, made from the modules; ``rulebook.global.js`` of the npm package."""
    *parts, entry_part = [_module(name) for name in _in_order(_ENTRY, [])]
    _, _, last = entry_part.partition(" = ")
    return f"{_HEAD}{''.join(parts)}return {last}}})();\n{_FOOT}"


def sentences_text() -> str:
    """The module of the sentences of all codes that the other modules name."""
    sources = [each for each in modules() if each != SENTENCES]
    codes = sorted({code for each in sources for code in _CODE.findall(_text(each.name))})
    lines = ["/** What the codes say, from the catalogue of diagnostics. */", "", _SENTENCES_BEGIN]
    for code in codes:
        sentence = entry(code).sentence
        both = {"zh": sentence.zh, "en": sentence.en}
        lines.append(f"  {code}: {json.dumps(both, ensure_ascii=False)},")
    return "\n".join((*lines, "};", ""))


def modules() -> list[Path]:
    """The modules, each after those that it uses."""
    return [FOLDER / "src" / name for name in _in_order(_ENTRY, [])]


def _in_order(name: str, before: list[str]) -> list[str]:
    for needed in _IMPORT.findall(_text(name)):
        if needed not in before:
            _in_order(needed, before)
    before.append(name)
    return before


def _module(name: str) -> str:
    """A module as a function that is called at once: only what it exports is seen outside."""
    names = ", ".join(_exported(name))
    body = _IMPORT.sub("", _COMMENT.sub("", _text(name)))
    body = _EXPORT.sub("", _EXPORT_OF.sub("", body)).strip()
    body = re.sub(r"\n{2,}", "\n", body)
    return f"const {{ {names} }} = (() => {{\n{body}\nreturn {{ {names} }};\n}})();\n"


def _exported(name: str) -> list[str]:
    return _EXPORT.findall(_text(name)) + _EXPORT_OF.findall(_text(name))


def _text(name: str) -> str:
    return (FOLDER / "src" / name).read_text(encoding="utf-8")
