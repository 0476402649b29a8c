"""What a typed tree says, without where it stands in the text and the words it uses."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from rulebook.diagnostics import Span


def bare(node: object) -> object:
    """A typed node without spans and labels, to compare meanings."""
    if isinstance(node, Mapping):
        return tuple((key, bare(value)) for key, value in node.items())
    if isinstance(node, tuple):
        return tuple(bare(each) for each in node)
    if not dataclasses.is_dataclass(node) or isinstance(node, (Span, type)):
        return None if isinstance(node, Span) else node
    kept = [each.name for each in dataclasses.fields(node) if each.name not in ("span", "label")]
    return (type(node).__name__, *(bare(getattr(node, name)) for name in kept))
