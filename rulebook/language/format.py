"""The formatter: text in, the same text in its one form out."""

from __future__ import annotations

from rulebook.diagnostics import Diagnostic, Language, has_errors
from rulebook.language import surface
from rulebook.language.lexer import lex
from rulebook.language.naming import Lexicon, NoLexicon
from rulebook.language.parser import parse
from rulebook.language.printer import print_file
from rulebook.language.translate import translate


def format_text(
    text: str, file: str, to: Language | None = None, lexicon: Lexicon | None = None
) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The text as the formatter settles on it, on its own surface or on ``to``.

    With ``to``, names are translated by the lexicon and by the pairs that the file gives. There is
    no text where the file has errors: the formatter never loses what it can't read.
    """
    tree, diagnostics = parse(text, file)
    if tree is None or has_errors(diagnostics):
        return None, diagnostics
    if to is None:
        return print_file(tree, surface_of(text)), diagnostics
    return print_file(translate(tree, lexicon or NoLexicon(), to), to), diagnostics


def surface_of(text: str) -> Language:
    """The surface that most keywords of the text are written on; Chinese where there are none."""
    lexed, _ = lex(text, "")
    return surface.surface_of(lexed.lines)
