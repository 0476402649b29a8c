"""What callers in Python give, read or refused with a code: rules, days, evidence, names."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rulebook.book.levels import EvidenceLevel
from rulebook.diagnostics import NOWHERE, finding
from rulebook.errors import FactsError, RulebookError, UnknownRule

if TYPE_CHECKING:
    from rulebook.book.platform import Names


def rule_id(rule: Any) -> str:
    """A rule's id with its letters composed, as ids are; raises UnknownRule for what is no text."""
    if isinstance(rule, str):
        return rule if rule.isascii() else unicodedata.normalize("NFC", rule)
    raise UnknownRule([finding("RB8220", NOWHERE, given=_shown(rule), wanted="str")])


def several(given: Any) -> Sequence[str] | None:
    """Several ids, or None for all; a single text is one, not its letters."""
    if given is None:
        return None
    if isinstance(given, str):
        return (given,)
    try:
        every = tuple(given)
    except TypeError:
        every = (given,)
    for each in every:
        if not isinstance(each, str):
            raise RulebookError([finding("RB8220", NOWHERE, given=_shown(each), wanted="str")])
    return every


def day_of(as_of: Any) -> datetime.date:
    """The day of the case, today for None; raises FactsError for what is no day."""
    match as_of:
        case None:
            return datetime.date.today()  # noqa: DTZ011 - the day where the caller is
        case datetime.datetime():
            return as_of.date()
        case datetime.date():
            return as_of
        case str():
            try:
                return datetime.date.fromisoformat(as_of)
            except ValueError:
                pass
        case _:
            pass
    raise FactsError([finding("RB8201", NOWHERE, given=_shown(as_of))])


def day_or_column(as_of: Any) -> datetime.date | str:
    """The day of all rows, or the name of the column that holds each row's; today for None."""
    try:
        return day_of(as_of)
    except FactsError:
        if isinstance(as_of, str):
            return as_of
        raise


def names_of(names: Any) -> Names:
    """What results are called by; raises FactsError for another word."""
    from rulebook.book.platform import NAMES

    for known in NAMES:
        if names == known:
            return known
    raise FactsError([finding("RB8203", NOWHERE, given=_shown(names), known=", ".join(NAMES))])


def level_of(level: Any) -> EvidenceLevel:
    """A level of evidence, by its word or Chinese name; raises FactsError for another word."""
    from rulebook.book.evidence import level_called, levels_listed

    known = level_called(level) if isinstance(level, str) else None
    if known is None:
        raise FactsError([finding("RB8202", NOWHERE, given=_shown(level), levels=levels_listed())])
    return known


def _shown(given: object) -> str:
    text = given if isinstance(given, str) else repr(given)
    return text if len(text) <= 40 else text[:39] + "…"
