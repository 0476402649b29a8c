"""Facts from a settlement record of the national platform, its fields and codes read by the book.

The record stands alone or under ``setlinfo``. Facts that the platform has no field for stand
beside it under their ids or Chinese names, and so may one whose field or code says too little. A
blank text is what is not given. What the vocabulary has no fact for is left aside; the amounts of
the record must add up all the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from rulebook.answers.fact_values import Given, clean, kind_of, read_value
from rulebook.answers.facts import Reading, is_case_day
from rulebook.book.measured import FEN
from rulebook.book.model import Enumeration, Fact, Vocabulary
from rulebook.book.numerals import money_text
from rulebook.book.platform import (
    RECORD,
    Identity,
    facts_of_fields,
    platform_tables,
    values_of_codes,
)
from rulebook.book.types import MONEY, OneOf
from rulebook.diagnostics import NOWHERE, Bilingual, Diagnostic, Span, finding
from rulebook.diagnostics.nearest import did_you_mean
from rulebook.meaning.values import FactValue


def read_record(
    raw: object,
    vocabulary: Vocabulary,
    wanted: Collection[str],
    ignore_extra: bool = False,
    where: Mapping[str, Span] | None = None,
) -> tuple[dict[str, FactValue], tuple[Diagnostic, ...]]:
    """The exact values of the ``wanted`` facts, by id; as ``read_facts``, by the platform's names.

    A field that several wanted facts share and a code that no value or several values carry are
    findings, unless the fact is given by its name too; what is given both ways must agree. A code
    of a fact that is not wanted may be unknown, and so may one whose fact is null beside it.
    """
    reading = Reading(vocabulary, where or {})
    if not isinstance(raw, Mapping):
        return {}, (finding("RB8104", NOWHERE, kind=kind_of(raw)),)
    record = _Record(reading, frozenset(wanted), {}, {})
    for given in _flat(raw, reading):
        record.sort(given, ignore_extra)
    values = record.values()
    if not reading.findings:
        reading.findings.extend(_sums(record))
    kept = {id_: value for id_, value in values.items() if id_ in record.wanted}
    return kept, tuple(reading.findings)


def _flat(raw: Mapping[Any, object], reading: Reading) -> Iterator[Given]:
    """Every entry of the record and beside it; a field's place is known by its whole path."""
    for key, value in raw.items():
        if not isinstance(key, str):
            reading.findings.append(finding("RB8103", NOWHERE, key=kind_of(key)))
        elif clean(key) != RECORD:
            yield Given(key, key, value, reading.where.get(key, NOWHERE))
        elif not isinstance(value, Mapping):
            form = Bilingual("结算单的对象", "a settlement record, as an object")
            given = Given(key, key, value, reading.where.get(key, NOWHERE))
            reading.findings.append(given.problem("RB8107", form=form, kind=kind_of(value)))
        else:
            for inner, each in value.items():
                path = f"{key}.{inner}"
                yield Given(path, str(inner), each, reading.where.get(path, NOWHERE))


@dataclass(slots=True)
class _Record:
    """The entries of a record, by what they speak of."""

    reading: Reading
    wanted: frozenset[str]
    by_field: dict[str, Given]
    by_fact: dict[str, Given]

    def sort(self, given: Given, ignore_extra: bool) -> None:
        """Put an entry under its field or its fact."""
        name, vocabulary = clean(given.name), self.reading.vocabulary
        fields = platform_tables().fields | facts_of_fields(vocabulary).keys()
        if name in fields:
            self._once(self.by_field, name, given)
            return
        names = {each: fact.id for fact in vocabulary.facts.values() for each in _names(fact)}
        if name in names:
            self._once(self.by_fact, names[name], given)
        elif is_case_day(name):
            self.reading.findings.append(given.problem("RB8131"))
        elif not ignore_extra:
            guess = did_you_mean(name, (*fields, *names))
            self.reading.findings.append(given.problem("RB8101", guess=guess))

    def _once(self, place: dict[str, Given], name: str, given: Given) -> None:
        if name in place:
            self.reading.findings.append(given.problem("RB8102", other=place[name].name))
        else:
            place[name] = given

    def values(self) -> dict[str, FactValue]:
        """The value of every fact that is given, by id."""
        values: dict[str, FactValue] = {}
        for id_, given in self.by_fact.items():
            value = self.reading.value(self.reading.vocabulary.facts[id_], given)
            if value is not None:
                values[id_] = value
        for field, facts in facts_of_fields(self.reading.vocabulary).items():
            given_field = self.by_field.get(field)
            if given_field is None or _is_blank(given_field.raw):
                continue
            fact = self._one(given_field, facts)
            if fact is not None:
                self._field(given_field, fact, values)
        return values

    def _one(self, given: Given, facts: tuple[Fact, ...]) -> Fact | None:
        """The fact that a field is: of several, the one that is asked for and not named beside."""
        if len(facts) == 1:
            return facts[0]
        asked = [fact for fact in facts if fact.id in self.wanted and fact.id not in self.by_fact]
        if len(asked) > 1:
            names = _listed([fact.label for fact in asked])
            self.reading.findings.append(given.problem("RB8126", names=names))
        # With one of them named beside, the field may speak of that one.
        named = any(fact.id in self.by_fact for fact in facts)
        return asked[0] if len(asked) == 1 and not named else None

    def _field(self, given: Given, fact: Fact, values: dict[str, FactValue]) -> None:
        """Read a field as a fact, and hold it against the same fact given by its name."""
        named = values.get(fact.id)
        if isinstance(fact.type, OneOf):
            known = self.reading.vocabulary.enumerations.get(fact.type.enumeration)
            assert known is not None
            fits, problem = _coded(given, known)
            if problem is None and named is not None and (not fits or named in fits):
                return
            if problem is None and len(fits) == 1 and named is None:
                values[fact.id] = fits[0]
                return
            if problem is None and named is None:
                if fact.id not in self.wanted or fact.id in self.by_fact:
                    return  # nobody asks, or it is said beside that nobody knows
                problem = _undecided(given, fact, known, fits)
        else:
            value = read_value(given, fact, self.reading.vocabulary)
            if not isinstance(value, Diagnostic) and named in (None, value):
                values[fact.id] = value
                return
            problem = value if isinstance(value, Diagnostic) else None
        other = self.by_fact[fact.id].name if fact.id in self.by_fact else ""
        self.reading.findings.append(problem or given.problem("RB8129", other=other))


def _names(fact: Fact) -> tuple[str, str]:
    return fact.id, fact.label.zh


def _is_blank(raw: object) -> bool:
    return raw is None or (isinstance(raw, str) and not clean(raw))


def _listed(labels: list[Bilingual]) -> Bilingual:
    return Bilingual(
        "、".join(f"`{each.zh}`" for each in labels), ", ".join(f"`{each.en}`" for each in labels)
    )


# ---- codes ----------------------------------------------------------------------------------


def _coded(given: Given, enumeration: Enumeration) -> tuple[tuple[str, ...], Diagnostic | None]:
    """The ids of the values that a code may be; a code is a text or a whole number."""
    code = _code(given.raw)
    if code is None:
        form = Bilingual("平台代码（文字或整数）", "a code, a text or a whole number")
        return (), given.problem("RB8107", form=form, kind=kind_of(given.raw))
    return tuple(each.id for each in values_of_codes(enumeration).get(code, ())), None


def _code(raw: object) -> str | None:
    match raw:
        case bool():
            return None
        case str():
            return clean(raw)
        case int():
            return str(raw)
        case Decimal() if raw.is_finite() and raw == raw.to_integral_value():
            return str(int(raw))
        case _:
            return None


def _undecided(
    given: Given, fact: Fact, enumeration: Enumeration, fits: tuple[str, ...]
) -> Diagnostic:
    """A code that stands for nothing in the vocabulary, or for several values."""
    code = _code(given.raw) or ""
    shown = code if len(code) <= 40 else code[:39] + "…"
    labels = {each.id: each.label for each in enumeration.values}
    if fits:
        names = _listed([labels[each] for each in fits])
        return given.problem("RB8128", value=shown, names=names, fact=fact.label)
    table = platform_tables().codes.get(clean(given.name), {})
    meaning = table.get(code)
    if meaning is not None:
        told = Bilingual(f"平台上是“{meaning.zh}”", f"{meaning.en} on the platform")
    else:
        told = Bilingual("代码表里没有", "not in the table of codes")
        above = next((each for each in _shorter(code) if each in values_of_codes(enumeration)), "")
        if above:
            name = table.get(above, labels[values_of_codes(enumeration)[above][0].id])
            told = Bilingual(
                f"以 `{above}`（{name.zh}）开头，但细分代码各地不一",
                f"it begins like `{above}`, {name.en}, but finer codes differ from place to place",
            )
    names = _listed([each.label for each in enumeration.values])
    return given.problem("RB8127", value=shown, told=told, names=names, fact=fact.label)


def _shorter(code: str) -> Iterator[str]:
    return (code[:length] for length in range(len(code) - 1, 1, -1))


# ---- what must add up -----------------------------------------------------------------------


def _sums(record: _Record) -> Iterator[Diagnostic]:
    """Each identity of the record whose amounts are all given and that does not hold."""
    amounts: dict[str, Fraction] = {}
    for name, given in record.by_field.items():
        if name in platform_tables().amounts and not _is_blank(given.raw):
            value = read_value(given, _amount(name), record.reading.vocabulary)
            if isinstance(value, Diagnostic):
                yield value
                return
            assert isinstance(value, Fraction)
            amounts[name] = value
    names = dict(record.by_field)
    for id_, given in record.by_fact.items():
        fact = record.reading.vocabulary.facts[id_]
        if fact.type != MONEY or _is_blank(given.raw):
            continue
        value = read_value(given, fact, record.reading.vocabulary)
        if isinstance(value, Fraction):
            for name in (fact.platform or id_, id_):
                if name not in amounts:
                    amounts[name], names[name] = value, given
    for identity in platform_tables().identities:
        found = _wrong(identity, amounts, names)
        if found is not None:
            yield found


def _amount(name: str) -> Fact:
    """An amount of the record that no fact of the book needs to be."""
    return Fact(name, Bilingual(name, name), MONEY, NOWHERE, units=("yuan",), step=FEN)


def _wrong(
    identity: Identity, amounts: Mapping[str, Fraction], names: Mapping[str, Given]
) -> Diagnostic | None:
    terms = [each for each in identity.terms if each.name in amounts]
    absent = [each for each in identity.terms if each.name not in amounts]
    if identity.total not in amounts or not all(each.optional for each in absent):
        return None
    sum_ = sum((each.sign * amounts[each.name] for each in terms), Fraction(0))
    if sum_ == amounts[identity.total]:
        return None
    texts = [
        ("" if each.sign > 0 and not number else " + " if each.sign > 0 else " - ")
        + f"{names[each.name].name} {money_text(amounts[each.name])}"
        for number, each in enumerate(terms)
    ]
    total = names[identity.total]
    return total.problem(
        "RB8130",
        total=money_text(amounts[identity.total]),
        terms="".join(texts),
        sum=money_text(sum_),
        identity=identity.id.partition(" ")[0],
    )
