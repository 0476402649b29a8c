"""Where the packaged book, the grammar and the hand-written pages lie.

In a checkout (and so in an editable install) they are the top-level folders ``rules/``,
``grammar/`` and ``docs/``; a wheel carries them inside the package, under ``_data/``.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def grammar_folder() -> Path:
    """The folder of ``rule.lark``, ``words.yaml`` and the schemas of the YAML files."""
    return _folder("grammar")


def packaged_rules() -> Path:
    """The folder of the book that comes with the package."""
    return _folder("rules")


def docs_folder() -> Path:
    """The folder of the hand-written pages."""
    return _folder("docs")


def _folder(name: str) -> Path:
    packaged = _PACKAGE / "_data" / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name
