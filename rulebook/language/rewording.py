"""What stands at a place of a rule file, in the words of the other surface.

An explanation quotes the rule. For a reader of the other language the quoted node is translated, as
``rulebook fmt --to`` translates the file, and printed alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from rulebook.depth import room_for_nesting
from rulebook.diagnostics import Language, Span
from rulebook.language import tree
from rulebook.language.format import surface_of
from rulebook.language.naming import Lexicon
from rulebook.language.parser import parse
from rulebook.language.phrases import Phrases
from rulebook.language.translate import translate

Place = tuple[int, int, int, int]
_WRITTEN = (
    tree.Row | tree.Case | tree.LimitStep | tree.RoundingStep | tree.RuleException | tree.Cell
)


@dataclass(slots=True)
class Rewording:
    """Words the places of rule files, given by path; a file is read when it is first quoted."""

    texts: Mapping[str, str]
    lexicon: Callable[[], Lexicon]
    _surfaces: dict[str, Language] = field(default_factory=dict)
    _files: dict[str, Mapping[Place, Any]] = field(default_factory=dict)

    def text_in(self, span: Span, lang: Language) -> str | None:
        """The words at a span in ``lang``; None where the file is written in it, or has none."""
        if span.file not in self.texts or self._surface(span.file) == lang:
            return None
        with room_for_nesting():
            nodes = self._nodes(span.file, lang)
            node = nodes.get(_place(span)) or nodes.get((span.line, span.column, 0, 0))
            return None if node is None else _text(node, Phrases(lang))

    def _surface(self, file: str) -> Language:
        if file not in self._surfaces:
            self._surfaces[file] = surface_of(self.texts[file])
        return self._surfaces[file]

    def _nodes(self, file: str, lang: Language) -> Mapping[Place, Any]:
        """The translated nodes by the place at which they stand in the file."""
        if file not in self._files:
            read, _ = parse(self.texts[file], file)
            other = None if read is None else translate(read, self.lexicon(), lang)
            # Of nodes at one place the outer one comes first and stays.
            self._files[file] = dict(reversed(list(_walked(other))))
        return self._files[file]


def _place(span: Span) -> Place:
    return span.line, span.column, span.end_line, span.end_column


def _walked(start: object) -> Iterator[tuple[Place, Any]]:
    """Every node that can be written alone by its place, the outer ones first.

    An exception is known by where it begins: its heading is what is quoted.
    """
    waiting: list[object] = [start]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting.extend(reversed(node))
        elif is_dataclass(node) and not isinstance(node, Span):
            if isinstance(node, tree.RuleException):
                yield (node.span.line, node.span.column, 0, 0), node
            elif isinstance(node, _WRITTEN | tree.Definition):
                yield _place(node.span), node
            waiting.extend(getattr(node, each.name) for each in reversed(fields(node)))


def _text(node: Any, say: Phrases) -> str:
    match node:
        case tree.Row(cells):
            return f"| {' | '.join(map(say.cell, cells))} |"
        case tree.Case(value, None):
            return f"{say.value(value)} {say.word('ELSE')}"
        case tree.Case(value, condition):
            assert condition is not None
            return f"{say.value(value)} {say.word('IF')} {say.condition(condition)}"
        case tree.Definition():
            return _definition(node, say)
        case tree.LimitStep():
            return say.limit(node)
        case tree.RoundingStep():
            return say.rounding(node)
        case tree.RuleException():
            opening = f"{say.word('EXC')} {node.name.word} {say.word('IF')}"
            return f"{opening} {say.condition(node.condition)}"
        case _:
            return say.cell(node)


def _definition(node: tree.Definition, say: Phrases) -> str:
    """A definition without its lines: what it is called, how it is found, what it is limited to."""
    parts = [say.comma.join(say.reference(each.reference) for each in node.targets), "="]
    match node.body:
        case tree.Cases():
            parts.append("…")
        case tree.Table():
            parts.append(say.word("TABLE"))
        case tree.Brackets():
            parts.append(say.word("BRACKETS"))
        case tree.Gathered(op):
            parts.append(say.gathering(op))
        case _ as value:
            parts.append(say.value(value))
    parts += [
        say.limit(each) if isinstance(each, tree.LimitStep) else say.rounding(each)
        for each in node.steps
    ]
    return " ".join(parts)
