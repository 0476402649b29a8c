"""What a column's reading is: values in SQL, what may be wrong with them, and the steps between."""

from __future__ import annotations

from dataclasses import dataclass, field

from rulebook.batch.quoting import quoted_name

WRONG_KIND, OUTSIDE = "RB8107", "RB8114"

Problem = tuple[str, str]
"""The code of what may be wrong with a value, and the condition under which it is."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A value worked out without looking at what it is; ``unless`` is where it is given otherwise.

    A missing value is given otherwise, too. ``place`` is that of a name among its fact's, from 1.
    """

    value: str
    unless: str
    place: str = ""


Step = tuple[str, str]
"""The name of a column, and what it is worked out from."""


@dataclass(slots=True)
class Steps:
    """Gathers the steps of a fact; within a record they are fields of ``owner``."""

    fact: str
    owner: str = ""
    made: list[Step] = field(default_factory=list)

    def column(self, mark: str, written: str) -> str:
        """A further column, as those after it call it."""
        name = f"{mark}_{self.fact}"
        self.made.append((name, written))
        return self.owner + quoted_name(name)


@dataclass(frozen=True, slots=True)
class Reading:
    """A fact's value, NULL where it is missing or wrong, and what may be wrong, the first first.

    ``steps`` are columns that ``value`` and ``problems`` are worked out from, each from those
    before it. ``given`` is what the column gives, NULL where it is missing: an empty text is.
    ``wrong`` tells, where the value is NULL, that something was given. ``plain`` are ways in which
    a column may be given throughout, the simplest first.
    """

    value: str
    problems: tuple[Problem, ...]
    given: str = ""
    wrong: str = ""
    plain: tuple[Plain, ...] = ()
    steps: tuple[Step, ...] = ()


def where_null(first: str, written: str) -> str:
    """What is worked out only where the first look found nothing."""
    return f"CASE WHEN {first} IS NULL THEN {written} END"


def wrong_kind(type_: str, written: str) -> Reading:
    """The reading of a column that can't hold such values."""
    return Reading(f"CAST(NULL AS {type_})", ((WRONG_KIND, f"{written} IS NOT NULL"),))
