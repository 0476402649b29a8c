"""``rulebook facts``: the words that rules may use, with their units and values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from rulebook.cli.group import subcommand
from rulebook.cli.options import json_option
from rulebook.cli.output import say_json, say_table
from rulebook.cli.session import Session
from rulebook.cli.usage import Stop
from rulebook.diagnostics import NOWHERE, Bilingual, Language, finding
from rulebook.diagnostics.nearest import did_you_mean

if TYPE_CHECKING:
    from rulebook.book.model import Enumeration, Fact, Vocabulary


def command(lang: Language) -> click.Command:
    """The command, speaking ``lang``."""
    return subcommand(
        "facts",
        lang,
        facts,
        [click.Argument(["words"], nargs=-1, metavar="[WORD]..."), json_option(lang)],
        help=(
            "列出词汇：事实的名称、单位、可取的值和平台字段",
            "List the vocabulary: facts with their units, values and platform fields",
        ),
        details=(
            "WORD 是名称、编号、取值或平台字段的一部分，写几个就都要有；不写就是全部。",
            (
                "WORD is part of a name, an id, a value or a platform field; all of several must be"
                " there."
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    """A fact, or a field of a record, as a rule writes it."""

    fact: Fact
    zh: str
    id: str
    values: Enumeration | None

    def says(self, word: str) -> bool:
        """Whether a word is part of one of its names or of those of its values."""
        names = [self.zh, self.id, self.fact.label.en, self.fact.platform or ""]
        if self.values is not None:
            names += [name for each in self.values.values for name in (each.label.zh, each.id)]
        return any(word.lower() in each.lower() for each in names)


def facts(session: Session, words: tuple[str, ...], as_json: bool) -> int:
    """Write the facts that all words speak of; 1 where there are none."""
    vocabulary = session.open().contents.vocabulary
    every = list(_entries(vocabulary))
    found = [each for each in every if all(each.says(word.strip()) for word in words)]
    if not found:
        names = [name for each in every for name in (each.zh, each.id)]
        near = did_you_mean(" ".join(words), names)
        raise Stop(1, finding("RB9150", NOWHERE, word=" ".join(words), near=near))
    if as_json:
        say_json([_as_json(each, session.lang) for each in found])
        return 0
    heads = ("名称", "编号", "类别（单位）", "可取的值", "平台字段")
    if session.lang == "en":
        heads = ("name", "id", "kind (unit)", "values", "platform field")
    say_table(heads, (_row(each, session.lang) for each in found))
    return 0


def _entries(vocabulary: Vocabulary) -> Iterator[_Entry]:
    """Every fact, each list of records followed by its fields."""
    from rulebook.book.types import OneOf, Records, SetOf

    def entry(fact: Fact, zh: str, id_: str) -> _Entry:
        match fact.type:
            case OneOf(name) | SetOf(name):
                return _Entry(fact, zh, id_, vocabulary.enumerations.get(name))
            case _:
                return _Entry(fact, zh, id_, None)

    for fact in vocabulary.facts.values():
        yield entry(fact, fact.label.zh, fact.id)
        if isinstance(fact.type, Records) and fact.type.record in vocabulary.records:
            for each in vocabulary.records[fact.type.record].fields:
                zh, id_ = f"{fact.label.zh}.{each.label.zh}", f"{fact.id}.{each.id}"
                yield entry(each, zh, id_)


def _row(entry: _Entry, lang: Language) -> tuple[str, ...]:
    kind, values = _kind(entry.fact).text(lang), _values(entry).text(lang)
    return entry.zh, entry.id, kind, values, entry.fact.platform or ""


def _as_json(entry: _Entry, lang: Language) -> dict[str, Any]:
    from rulebook.book.units import units_text

    fact = entry.fact
    return {
        "id": entry.id,
        "name": entry.zh,
        "label": fact.label.text(lang),
        "kind": _kind(fact).text(lang),
        "unit": units_text(fact.units).text(lang) if fact.units else None,
        "domain": _values(entry).text(lang),
        "values": [each.id for each in entry.values.values] if entry.values else None,
        "platform": fact.platform,
    }


def _kind(fact: Fact) -> Bilingual:
    from rulebook.book.typenames import describe
    from rulebook.book.types import Measure, OneOf, Records, SetOf
    from rulebook.book.units import units_text

    match fact.type:
        case OneOf():
            return Bilingual("选一", "one of")
        case SetOf():
            return Bilingual("可选多项", "any of")
        case Records():
            return Bilingual("记录", "records")
        case Measure() if fact.units and "yuan" not in fact.units:
            unit = units_text(fact.units)
            return Bilingual(f"数量（{unit.zh}）", f"quantity ({unit.en})")
        case _:
            return describe(fact.type)


def _values(entry: _Entry) -> Bilingual:
    from rulebook.book.numerals import range_ends
    from rulebook.book.types import CalendarDay, Measure, Truth

    fact = entry.fact
    if entry.values is not None:
        less = Bilingual("（由低到高）", " (the least first)")
        order = less if entry.values.ordered else Bilingual("", "")
        zh = "、".join(each.label.zh for each in entry.values.values)
        en = ", ".join(each.id for each in entry.values.values)
        return Bilingual(zh + order.zh, en + order.en)
    match fact.type:
        case Truth():
            return Bilingual("是、否", "yes, no")
        case CalendarDay():
            return _between(_day(fact.first), _day(fact.last))
        case Measure():
            if fact.low is None or fact.high is None:
                return Bilingual("", "")
            return _between(*range_ends(fact.low, fact.high, fact.units))
        case _:
            return Bilingual("", "")


def _day(day: object) -> Bilingual | None:
    return None if day is None else Bilingual(str(day), str(day))


def _between(low: Bilingual | None, high: Bilingual | None) -> Bilingual:
    if low is None or high is None:
        return Bilingual("", "")
    return Bilingual(f"{low.zh} 至 {high.zh}", f"{low.en} to {high.en}")
