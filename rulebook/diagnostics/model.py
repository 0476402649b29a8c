"""What is wrong, where, and what to do about it: a value, never an exception."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from rulebook.diagnostics.span import Span

Language = Literal["zh", "en"]
Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A short text in both languages, for arguments that are ours and not the user's words."""

    zh: str
    en: str

    def text(self, lang: Language) -> str:
        """The text in one language."""
        return self.zh if lang == "zh" else self.en


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

    @property
    def severity(self) -> Severity:
        """``error`` makes a check fail; ``warning`` does not."""
        from rulebook.diagnostics.catalogue import entry

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
        from rulebook.diagnostics.catalogue import entry

        return _fill(entry(self.code).sentence.text(lang), self.arguments, lang)

    def advice(self, lang: Language) -> str:
        """What to do about it in ``lang``; empty where there is nothing to add."""
        from rulebook.diagnostics.catalogue import entry

        return _fill(entry(self.code).hint.text(lang), self.arguments, lang)


def _fill(template: str, arguments: Mapping[str, Argument], lang: Language) -> str:
    filled = {
        name: value.text(lang) if isinstance(value, Bilingual) else value
        for name, value in arguments.items()
    }
    return template.format_map(filled)


def finding(code: str, span: Span, /, *related: Related, **arguments: Argument) -> Diagnostic:
    """Make a diagnostic; keyword arguments fill the placeholders of its sentence and hint."""
    return Diagnostic(code, span, MappingProxyType(arguments), related)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of the diagnostics is an error."""
    return any(diagnostic.severity == "error" for diagnostic in diagnostics)
