"""The national platform's names: which field a fact is, which code a value, and the other way.

A book says in its vocabulary what stands for what (``platform``, ``platform_also``). Several facts
may share a field, and several values a code: who reads a record then asks, and never guesses. What
is known of the platform's record itself, whatever the book, is in ``platform_tables.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from rulebook.book.model import Enumeration, EnumerationValue, Fact, Vocabulary
from rulebook.diagnostics import Bilingual

Names = Literal["id", "zh", "platform"]
NAMES: tuple[Names, ...] = ("id", "zh", "platform")
"""By what facts and results are called: vocabulary ids, Chinese names, or the platform's fields."""

RECORD = "setlinfo"
"""The block of the platform's answer that holds the settlement record."""

# ---- a book's vocabulary --------------------------------------------------------------------


def facts_of_fields(vocabulary: Vocabulary) -> Mapping[str, tuple[Fact, ...]]:
    """The facts that each field may be; more than one where the book tells finer."""
    found: dict[str, tuple[Fact, ...]] = {}
    for fact in vocabulary.facts.values():
        if fact.platform is not None:
            found[fact.platform] = (*found.get(fact.platform, ()), fact)
    return found


def values_of_codes(enumeration: Enumeration) -> Mapping[str, tuple[EnumerationValue, ...]]:
    """The values that each code may be; more than one where the book tells finer."""
    found: dict[str, tuple[EnumerationValue, ...]] = {}
    for value in enumeration.values:
        own = () if value.platform is None else (value.platform,)
        for code in dict.fromkeys((*own, *value.platform_also)):
            found[code] = (*found.get(code, ()), value)
    return found


def code_of(enumeration: Enumeration, value: str) -> str | None:
    """The code of a value, by its id; None where the book gives it none."""
    return next((each.platform for each in enumeration.values if each.id == value), None)


def outward(names: Names, ids: Iterable[str], vocabulary: Vocabulary) -> Mapping[str, str]:
    """What to call some facts, by id: each has a name of its own.

    Under ``platform`` a fact without a field keeps its id, and so do facts that share one.
    """
    facts = {id_: vocabulary.facts.get(id_) for id_ in ids}
    match names:
        case "id":
            return {id_: id_ for id_ in facts}
        case "zh":
            return {id_: fact.label.zh if fact else id_ for id_, fact in facts.items()}
        case "platform":
            fields = [fact.platform for fact in facts.values() if fact]
            return {
                id_: fact.platform
                if fact and fact.platform and fields.count(fact.platform) == 1
                else id_
                for id_, fact in facts.items()
            }


# ---- the platform's record ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """An amount of an identity: added or taken off, nothing where ``optional`` and not given."""

    name: str
    sign: Literal[1, -1]
    optional: bool


@dataclass(frozen=True, slots=True)
class Identity:
    """``total`` is the sum of its terms in every record; names are fields, or ids of facts."""

    id: str
    total: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class PlatformTables:
    """What is known of the record: its fields, its amounts, what must add up, names of codes."""

    fields: frozenset[str]
    amounts: frozenset[str]
    identities: tuple[Identity, ...]
    codes: Mapping[str, Mapping[str, Bilingual]]


@cache
def platform_tables() -> PlatformTables:
    """What ``platform_tables.yaml`` says."""
    import yaml

    text = (resources.files("rulebook.book") / "platform_tables.yaml").read_text("utf-8")
    loaded = yaml.safe_load(text)
    amounts = frozenset(loaded["amounts"])
    return PlatformTables(
        fields=amounts | frozenset(loaded["fields"]),
        amounts=amounts,
        identities=tuple(_identity(*each) for each in loaded["identities"].items()),
        codes={
            field: {code: Bilingual(name["zh"], name["en"]) for code, name in codes.items()}
            for field, codes in loaded["codes"].items()
        },
    )


def _identity(id_: str, text: str) -> Identity:
    total, _, sum_ = text.partition(" = ")
    terms = re.findall(r"([+-]?) ?(\w+)(\??)", sum_)
    return Identity(
        id_, total, tuple(Term(name, -1 if s == "-" else 1, bool(o)) for s, name, o in terms)
    )
