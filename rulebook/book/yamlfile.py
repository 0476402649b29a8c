"""Read a YAML file: plain mappings, lists and texts with places; nothing that YAML guesses.

The stream of events is walked here instead of letting the library compose it, so that anchors,
tags, repeated keys and deep nesting are refused before they cost anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from rulebook.book.nodes import Entries, Items, Node, Text
from rulebook.book.yamlsyntax import Readable, look_over, syntax_problem
from rulebook.diagnostics import Bilingual, Diagnostic, Related, Span, finding

MAX_DEPTH = 30

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Stop(Exception):
    """Reading can't go on after this finding."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic


def read_yaml(file: str, text: str) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """The file's one document, or None with the reason.

    ``file`` is the path as shown to people. Repeated keys, anchors, aliases, tags and merge keys
    are findings; what can be read beside them is returned all the same.
    """
    readable, early = look_over(file, text)
    if early:
        return None, early
    reader = _Reader(file, readable)
    try:
        node = reader.document(iter(yaml.parse(readable.text, _LOADER)))
    except _Stop as stop:
        return None, (*reader.findings, stop.diagnostic)
    except yaml.YAMLError as problem:
        sound = [each for each in reader.findings if each.code != "RB2015"]
        return None, (*sound, syntax_problem(file, readable, problem))
    return node, tuple(reader.findings)


def _says_nothing(event: Any) -> bool:
    """A document without a node, such as a lone ``---``: its place may lie behind the last line."""
    return (
        isinstance(event, yaml.ScalarEvent)
        and event.value == ""
        and event.style in (None, "")
        and event.anchor is None
        and event.tag is None
    )


def _short(tag: str) -> str:
    """A tag as people write it."""
    return tag.replace("tag:yaml.org,2002:", "!!")


class _Reader:
    """Turns events into nodes; collects findings on the way."""

    def __init__(self, file: str, readable: Readable) -> None:
        self.file = file
        self.readable = readable
        self.findings: list[Diagnostic] = []

    def document(self, events: Iterator[Any]) -> Node:
        """The only document of the stream."""
        next(events)
        start = next(events)
        if isinstance(start, yaml.StreamEndEvent):
            raise _Stop(finding("RB2013", Span.point(self.file)))
        first = next(events)
        if _says_nothing(first):
            raise _Stop(finding("RB2013", Span.point(self.file)))
        node = self.node(events, first, 1)
        next(events)
        after = next(events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise _Stop(finding("RB2011", self.span(after)))
        return node

    def node(self, events: Iterator[Any], event: Any, depth: int) -> Node:
        """The node that begins with ``event``."""
        if depth > MAX_DEPTH:
            raise _Stop(finding("RB2012", self.span(event), limit=str(MAX_DEPTH)))
        self.refuse_tricks(event)
        match event:
            case yaml.MappingStartEvent():
                return self.mapping(events, event, depth)
            case yaml.SequenceStartEvent():
                return self.sequence(events, event, depth)
            case yaml.AliasEvent():
                return Text(f"*{event.anchor}", self.span(event))
            case _:
                return self.scalar(event)

    def refuse_tricks(self, event: Any) -> None:
        """Anchors, aliases and tags say the same thing twice or change what a text means."""
        if event.anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            self.findings.append(finding("RB2008", self.span(event), name=f"{sign}{event.anchor}"))
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.findings.append(finding("RB2009", self.span(event), tag=_short(tag)))

    def scalar(self, event: Any) -> Text:
        """A text; one without quotes must end on its own line."""
        bare = event.style in (None, "")
        span = self.span(event)
        if bare and span.end_line > span.line:
            self.findings.append(finding("RB2015", span))
        return Text(event.value, span, bare)

    def sequence(self, events: Iterator[Any], start: Any, depth: int) -> Items:
        """A list."""
        items: list[Node] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self.node(events, event, depth + 1))
        return Items(tuple(items), self.span(start))

    def mapping(self, events: Iterator[Any], start: Any, depth: int) -> Entries:
        """A mapping; of a repeated key the first one counts."""
        pairs: list[tuple[Text, Node]] = []
        seen: dict[str, Text] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self.node(events, event, depth + 1)
            value = self.node(events, next(events), depth + 1)
            if not isinstance(key, Text):
                self.findings.append(finding("RB2014", key.span))
            elif key.value == "<<" and key.bare:
                self.findings.append(finding("RB2010", key.span))
            elif key.value in seen:
                first = Related(seen[key.value].span, Bilingual("第一次写在这里", "first here"))
                self.findings.append(finding("RB2007", key.span, first, key=key.value))
            else:
                seen[key.value] = key
                pairs.append((key, value))
        return Entries(tuple(pairs), self.span(start))

    def span(self, event: Any) -> Span:
        """The event's place, counted from 1."""
        start, end = event.start_mark, event.end_mark
        column = self.readable.column
        return Span(
            self.file,
            start.line + 1,
            column(start.line, start.column) + 1,
            end.line + 1,
            column(end.line, end.column) + 1,
        )
