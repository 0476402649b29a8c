"""The span of a node: where it stands, which never takes part in equality."""

from __future__ import annotations

from dataclasses import field

from rulebook.diagnostics.span import NOWHERE, Span


def own_span() -> Span:
    """The default of a node's field ``span``: nowhere, and never compared or shown."""
    return field(default=NOWHERE, compare=False, repr=False)
