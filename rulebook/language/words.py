"""The words of the rule language, from ``grammar/words.yaml``: keywords and units, zh and en."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from rulebook.diagnostics import Language
from rulebook.resources import grammar_folder

WORD = re.compile(r"[^\W0-9]\w*")
"""A word: letters, digits, ``_`` and Chinese characters, not beginning with a digit."""


@dataclass(frozen=True, slots=True)
class Forms:
    """How a keyword is written; the first form of a language is the one the formatter writes."""

    zh: tuple[str, ...]
    en: tuple[str, ...]

    def of(self, lang: Language) -> tuple[str, ...]:
        """The forms of one language."""
        return self.zh if lang == "zh" else self.en

    @property
    def every(self) -> tuple[str, ...]:
        """The forms of both languages."""
        return self.zh + self.en


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: what it measures (``base``) and how many of the base unit it is (``factor``)."""

    id: str
    forms: Forms
    base: str
    factor: Fraction
    count: bool

    def written(self, lang: Language, *, one: bool = False, per: bool = False) -> str:
        """The unit as the formatter writes it: after the number ``one``, or ``per`` a slash."""
        forms = self.forms.of(lang)
        singular = per or (one and lang == "en")
        return min(forms, key=len) if singular else forms[0]


@dataclass(frozen=True, slots=True)
class Words:
    """All words of the language, with the look-ups that the lexer needs."""

    keywords: Mapping[str, Forms]
    built_in: Mapping[str, str]
    units: Mapping[str, Unit]
    phrases: Mapping[str, tuple[tuple[re.Pattern[str] | None, str], ...]]
    unit_ids: Mapping[str, str]
    unit_pattern: re.Pattern[str]

    def keyword(self, terminal: str, lang: Language) -> str:
        """The keyword as the formatter writes it."""
        return self.keywords[terminal].of(lang)[0]

    def terminal(self, word: str) -> str | None:
        """The keyword that a single word is, or nothing."""
        for rest, terminal in self.phrases.get(word, ()):
            if rest is None:
                return terminal
        return None

    def surface(self, form: str) -> Language:
        """The language that a form of a keyword belongs to."""
        return "en" if form.isascii() else "zh"

    def is_name(self, word: str) -> bool:
        """Whether ``word`` can stand as a name without quotes."""
        return WORD.fullmatch(word) is not None and self.terminal(word) is None


@cache
def words() -> Words:
    """The words of ``grammar/words.yaml``, read once."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    path = grammar_folder() / "words.yaml"
    data = yaml.load(path.read_text(encoding="utf-8"), loader)  # noqa: S506 - a safe loader
    keywords = {name: _forms(forms) for name, forms in data["keywords"].items()}
    units = {name: _unit(name, entry) for name, entry in data["units"].items()}
    unit_ids = {form: unit.id for unit in units.values() for form in unit.forms.every}
    return Words(
        keywords=keywords,
        built_in={name: forms["zh"] for name, forms in data["names"].items()},
        units=units,
        phrases=_phrases(keywords),
        unit_ids=unit_ids,
        unit_pattern=_alternatives(unit_ids),
    )


def stuck_keyword(word: str) -> tuple[str, str, str] | None:
    """The Chinese keyword that a name swallowed for want of a blank: before, keyword, after.

    ``若本年`` gives ``("", "若", "本年")``. Prefixes win over suffixes, and those over the middle.
    """
    forms = sorted(
        (form for each in words().keywords.values() for form in each.zh), key=len, reverse=True
    )
    for form in forms:
        if word != form and word.startswith(form):
            return "", form, word.removeprefix(form)
    for form in forms:
        if word != form and word.endswith(form):
            return word.removesuffix(form), form, ""
    for form in forms:
        before, found, after = word.partition(form)
        if found and before and after:
            return before, form, after
    return None


def _forms(entry: Mapping[str, list[str]]) -> Forms:
    return Forms(tuple(entry["zh"]), tuple(entry["en"]))


def _unit(name: str, entry: Mapping[str, object]) -> Unit:
    forms = Forms(_texts(entry["zh"]), _texts(entry["en"]))
    factor = Fraction(str(entry.get("factor", 1)))
    return Unit(name, forms, str(entry["base"]), factor, entry.get("count") is True)


def _texts(value: object) -> tuple[str, ...]:
    assert isinstance(value, list)
    return tuple(str(each) for each in value)


def _phrases(
    keywords: Mapping[str, Forms],
) -> dict[str, tuple[tuple[re.Pattern[str] | None, str], ...]]:
    """First word → what must follow it to make a keyword of it, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for terminal, forms in keywords.items():
        for form in forms.every:
            first, *rest = form.split()
            found.setdefault(first, []).append((tuple(rest), terminal))
    return {
        first: tuple(
            (_following(rest), terminal)
            for rest, terminal in sorted(rests, key=lambda pair: len(pair[0]), reverse=True)
        )
        for first, rests in found.items()
    }


def _following(rest: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("".join(rf"[ \t]+{word}" for word in rest) + r"(?!\w)") if rest else None


def _alternatives(forms: Iterable[str]) -> re.Pattern[str]:
    """One of the forms with nothing stuck to it; any blanks inside a form of several words."""
    longest = sorted(forms, key=len, reverse=True)
    escaped = (r"[ \t]+".join(map(re.escape, form.split())) for form in longest)
    return re.compile(rf"(?:{'|'.join(escaped)})(?!\w)")
