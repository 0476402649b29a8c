"""What a YAML file holds, each key and value with its place.

Every scalar is a text: ``1.80``, ``2023-01-01``, ``是``, ``no`` and ``0123`` stay as they are
written. What a text must look like is the schemas' business.
"""

from __future__ import annotations

from dataclasses import dataclass

from rulebook.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar, as written; ``bare`` when it stands without quotes."""

    value: str
    span: Span
    bare: bool = True


@dataclass(frozen=True, slots=True)
class Entries:
    """A mapping. ``get`` finds an entry by key; keys occur once."""

    pairs: tuple[tuple[Text, Node], ...]
    span: Span

    def get(self, key: str) -> Node | None:
        """The value under ``key``, or None."""
        return next((value for name, value in self.pairs if name.value == key), None)

    def key(self, key: str) -> Text | None:
        """The key itself, for its place, or None."""
        return next((name for name, _ in self.pairs if name.value == key), None)


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    span: Span


Node = Text | Entries | Items
Plain = str | list["Plain"] | dict[str, "Plain"]


def plain(node: Node) -> Plain:
    """The node as dictionaries, lists and strings, without places."""
    match node:
        case Text(value=value):
            return value
        case Items(items=items):
            return [plain(item) for item in items]
        case Entries(pairs=pairs):
            return {key.value: plain(value) for key, value in pairs}


def span_at(node: Node, path: tuple[str | int, ...]) -> Span:
    """The place of what ``path`` leads to: for a mapping or list under a key, the key's place."""
    span = node.span
    for step in path:
        match node:
            case Entries() if isinstance(step, str):
                key, value = node.key(step), node.get(step)
                if key is None or value is None:
                    return span
                node = value
                span = value.span if isinstance(value, Text) and value.value else key.span
            case Items(items=items) if isinstance(step, int) and step < len(items):
                node = items[step]
                span = node.pairs[0][0].span if isinstance(node, Entries) else node.span
            case _:
                return span
    return span
