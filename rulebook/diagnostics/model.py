"""What is wrong, where, and what to do about it: a value, never an exception."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from rulebook.diagnostics.catalogue import entry
from rulebook.diagnostics.span import Span
from rulebook.diagnostics.texts import Bilingual, Language, Severity

Argument = str | Bilingual


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that a diagnostic points at, with a word on why."""

    span: Span
    note: Bilingual


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding about a rulebook, a facts file or an argument.

    The sentence and the hint live in the catalogue under ``code``; ``arguments`` fill their
    ``{placeholders}``. ``file``, ``line`` and ``column`` point at the user's text (1-based).
    """

    code: str
    span: Span
    arguments: Mapping[str, Argument] = field(
        default_factory=lambda: MappingProxyType({}), hash=False
    )
    related: tuple[Related, ...] = ()
    surface: Language | None = None
    """The language in which the user's line is written: what a hint says to write is shown in it,
    whatever language the hint speaks."""

    @property
    def severity(self) -> Severity:
        """``error`` makes a check fail; ``warning`` does not."""
        return entry(self.code).severity

    @property
    def file(self) -> str:
        """The file's path as shown to people."""
        return self.span.file

    @property
    def line(self) -> int:
        """The line, from 1; 0 where no line can be named."""
        return self.span.line

    @property
    def column(self) -> int:
        """The column in characters, from 1; 0 where none can be named."""
        return self.span.column

    @property
    def message(self) -> str:
        """The sentence in Chinese; see :meth:`sentence` for a choice of language."""
        return self.sentence("zh")

    @property
    def hint(self) -> str:
        """What to do about it, in Chinese; empty where there is nothing to add."""
        return self.advice("zh")

    def sentence(self, lang: Language) -> str:
        """What is wrong, as one sentence in ``lang``."""
        return self._text(entry(self.code).sentence, lang)

    def advice(self, lang: Language) -> str:
        """What to do about it in ``lang``; empty where there is nothing to add."""
        return self._text(entry(self.code).hint, lang)

    def _text(self, template: Bilingual, lang: Language) -> str:
        text = _fill(template.text(lang), self.arguments, lang)
        if self.surface in (None, lang):
            return text
        surface = self.surface
        return _quoting_as(text, _fill(template.text(surface), self.arguments, surface))


def _fill(template: str, arguments: Mapping[str, Argument], lang: Language) -> str:
    filled = {
        name: value.text(lang) if isinstance(value, Bilingual) else value
        for name, value in arguments.items()
    }
    return template.format_map(filled)


_QUOTATION = re.compile(r"`([^`]*)`")


def _quoting_as(text: str, other: str) -> str:
    """``text`` with the quotations of ``other``, which says the same in the other language.

    Those that both share stay; the rest are put in each other's place, in order. A text that quotes
    more or less than the other stays as it is.
    """
    own, others = _QUOTATION.findall(text), _QUOTATION.findall(other)
    lacking = list((Counter(others) - Counter(own)).elements())
    instead = iter(sorted(lacking, key=others.index))
    spare = Counter(own) - Counter(others)
    if spare.total() != len(lacking):
        return text

    def put(quotation: re.Match[str]) -> str:
        if not spare[quotation[1]]:
            return quotation[0]
        spare[quotation[1]] -= 1
        return f"`{next(instead)}`"

    return _QUOTATION.sub(put, text)


def finding(code: str, span: Span, /, *related: Related, **arguments: Argument) -> Diagnostic:
    """Make a diagnostic; keyword arguments fill the placeholders of its sentence and hint."""
    return Diagnostic(code, span, MappingProxyType(arguments), related)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of the diagnostics is an error."""
    return any(diagnostic.severity == "error" for diagnostic in diagnostics)
