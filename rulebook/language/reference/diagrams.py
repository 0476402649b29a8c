"""Railroad diagrams as SVG files that stand alone: readable on light and dark pages alike.

A file of its own knows nothing of the page's colours, so boxes bring their own background.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, assert_never

import railroad

from rulebook.language.characters import width
from rulebook.language.reference.grammar import (
    InOrder,
    OneOf,
    Part,
    Perhaps,
    Repeated,
    Symbol,
)

STYLE = (
    "svg{background:none}"
    "path{stroke:#8a8f98;stroke-width:2;fill:none}"
    "text{font:14px 'Noto Sans Mono CJK SC','Microsoft YaHei','PingFang SC',monospace;"
    "text-anchor:middle;fill:#1b2437}"
    "rect{stroke-width:1.5}"
    "g.terminal rect{fill:#dfe7fb;stroke:#5b7bd5}"
    "g.non-terminal rect{fill:#f8ecd9;stroke:#b98a3e}"
)
COLUMN = 9
"""How wide a half-width character is drawn, in pixels."""

Labels = Callable[[str], tuple[str, bool]]
"""What a symbol is called, and whether it is a word or mark to be written as it is."""


def svg(part: Part, labels: Labels, title: str) -> str:
    """The diagram of a part, the same text every time."""
    diagram = railroad.Diagram(_item(part, labels), type="simple", css=None)
    diagram.attrs["role"] = "img"
    stream = io.StringIO()
    diagram.writeSvg(stream.write)
    head, behind = stream.getvalue().split(">", 1)
    head = head.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return f"{head}><title>{title}</title><style>{STYLE}</style>{behind}\n"


def _item(part: Part, labels: Labels) -> Any:
    match part:
        case Symbol(name):
            text, written = labels(name)
            box = railroad.Terminal(text) if written else railroad.NonTerminal(text)
            box.width = width(text) * COLUMN + 20
            return box
        case InOrder(items):
            return railroad.Sequence(*(_item(each, labels) for each in items))
        case OneOf(options):
            return railroad.Choice(0, *(_item(each, labels) for each in options))
        case Perhaps(Repeated(item, between)):
            return railroad.Optional(_loop(item, between, labels))
        case Perhaps(item):
            return railroad.Optional(_item(item, labels))
        case Repeated(item, between):
            return _loop(item, between, labels)
        case _:
            assert_never(part)


def _loop(item: Part, between: Part | None, labels: Labels) -> Any:
    repeat = None if between is None else _item(between, labels)
    return railroad.OneOrMore(_item(item, labels), repeat)
