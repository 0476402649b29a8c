"""A rule while it is lowered: the one asked for, or one that it calls."""

from __future__ import annotations

from dataclasses import dataclass

from rulebook.meaning import program as p
from rulebook.meaning import typed as t


@dataclass(frozen=True, slots=True)
class Frame:
    """A rule being lowered: the one asked for, or one that it calls.

    ``facts`` have other values for this call, ``day`` another day; ``name`` comes before the ids of
    its definitions, empty for the rule asked for.
    """

    rule: str
    version: t.TypedVersion
    name: str = ""
    facts: tuple[tuple[str, p.Index], ...] = ()
    day: p.Index | None = None

    @property
    def of_record(self) -> bool:
        """Whether the call depends on a record in hand: it is then lowered for each record."""
        day = () if self.day is None else (self.day,)
        return any(each >= p.BODY for each in (*(index for _, index in self.facts), *day))

    def replaced(self, fact: str) -> p.Index | None:
        """The node that stands for a fact in this call."""
        return next((index for id_, index in self.facts if id_ == fact), None)
