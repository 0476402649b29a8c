"""What is known of a rule without reading it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rulebook.diagnostics import Bilingual

if TYPE_CHECKING:
    from rulebook.meaning.program import Version
    from rulebook.meaning.typed import TypedRule
    from rulebook.pipeline import Built


@dataclass(frozen=True, slots=True)
class Heading:
    """What is known of a rule without reading it."""

    id: str
    title: Bilingual
    place: str
    family: str
    in_force: tuple[tuple[datetime.date, datetime.date | None], ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]

    def to_json(self) -> list[Any]:
        """As plain values."""
        in_force = [
            [since.toordinal(), None if until is None else until.toordinal()]
            for since, until in self.in_force
        ]
        title = [self.title.zh, self.title.en]
        return [self.id, title, self.place, self.family, in_force, self.inputs, self.outputs]

    @classmethod
    def from_json(cls, values: list[Any]) -> Heading:
        """From plain values."""
        id_, title, place, family, in_force, inputs, outputs = values
        day = datetime.date.fromordinal
        spans = tuple(
            (day(since), None if until is None else day(until)) for since, until in in_force
        )
        return cls(id_, Bilingual(*title), place, family, spans, tuple(inputs), tuple(outputs))


def heading_of(rule: TypedRule, versions: tuple[Version, ...]) -> Heading:
    """The heading of a sound rule."""
    return Heading(
        id=rule.id,
        title=rule.title,
        place=rule.place,
        family=rule.family,
        in_force=tuple((version.since, version.until) for version in rule.versions),
        inputs=tuple(dict.fromkeys(each for version in versions for each in version.inputs)),
        outputs=tuple(dict.fromkeys(each for version in rule.versions for each in version.outputs)),
    )


def headings_of(built: Built) -> dict[str, Heading]:
    """The headings of the sound rules, in alphabetical order of their ids."""
    typed, program = built.typed.rules, built.program.rules
    return {id_: heading_of(typed[id_], program[id_]) for id_ in sorted(program)}


def broken_rules(built: Built, kept: Iterable[str] = ()) -> list[str]:
    """The ids of rules that have errors, and so don't answer; those ``kept`` are sound as well."""
    sound = {*built.program.rules, *kept}
    # A file without a rule is warned of, and is none that could answer.
    empty = {each.file for each in built.diagnostics if each.code == "RB1006"}
    ids = (each.id for each in built.contents.rules if each.path not in empty)
    return sorted(id_ for id_ in ids if id_ not in sound)
