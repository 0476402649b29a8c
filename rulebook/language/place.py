"""Where reading stopped, and the user's own words around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rulebook.diagnostics import Bilingual, Language, Span
from rulebook.language.tokens import Block, Token
from rulebook.language.words import words

VALUES = frozenset(
    {"NAME", "AMOUNT", "DATE", "STRING", "YES", "NO", "NOLIMIT", "NA", "BASE", "UNDET"}
)
"""Words that are a value by themselves."""

GATHERING = frozenset({"SUM", "COUNT", "MAX", "MIN", "ALL", "ANY"})

_MARKS = {
    "EQ": "=", "LPAR": "(", "RPAR": ")", "COLON": ":", "BAR": "|", "DOT": ".",
}  # fmt: skip
LIST_MARK = Bilingual("、", ",")


@dataclass(frozen=True, slots=True)
class Place:
    """The line where reading stopped, the place in it, and what could have stood there.

    ``at`` is the token that can't stand there, or the number of tokens for the line's end.
    ``parent`` is the line above that it stands under, ``among`` the lines beside it. ``deeper``
    says that not the token but the indentation of its line is what doesn't fit.
    """

    block: Block
    at: int
    expected: frozenset[str]
    parent: Block | None
    among: Sequence[Block]
    deeper: bool = False

    @property
    def tokens(self) -> list[Token]:
        """The tokens of the line."""
        return self.block.tokens

    @property
    def ends(self) -> bool:
        """Whether the line ends too early."""
        return self.at >= len(self.tokens)

    @property
    def token(self) -> Token | None:
        """The token that can't stand there."""
        return None if self.ends else self.tokens[self.at]

    @property
    def type(self) -> str:
        """The kind of that token; empty at the line's end."""
        return "" if self.ends else self.tokens[self.at].type

    @property
    def before(self) -> Token | None:
        """The token before it."""
        return self.tokens[self.at - 1] if self.at else None

    @property
    def type_before(self) -> str:
        """The kind of the token before it; empty at the line's start."""
        return self.tokens[self.at - 1].type if self.at else ""

    @property
    def span(self) -> Span:
        """The token, or the place behind the line."""
        return self.tokens[self.at].span if not self.ends else behind(self.tokens[-1])

    @property
    def parent_type(self) -> str:
        """How the line above begins; empty at the top of a file."""
        return self.parent.first.type if self.parent is not None else ""

    @property
    def parent_end(self) -> str:
        """How the line above ends."""
        return self.parent.tokens[-1].type if self.parent is not None else ""

    @property
    def under_definition(self) -> bool:
        """Whether the line stands under ``名称 = …``."""
        return self.parent is not None and any(each.type == "EQ" for each in self.parent.tokens)

    @property
    def in_table(self) -> bool:
        """Whether the line stands where rows of a table belong."""
        above = self.parent.tokens if self.parent is not None else []
        return any(each.type in ("TABLE", "BRACKETS") for each in above) or (
            self.parent_type == "GIVEN"
        )

    @property
    def surface(self) -> Language:
        """The language of the line's keywords."""
        known = words().keywords
        forms = [each.value for each in self.tokens if each.type in known]
        return "en" if forms and forms[0].isascii() else "zh"


def behind(token: Token) -> Span:
    """The place right behind a token."""
    end = token.span
    return Span(end.file, end.end_line, end.end_column, end.end_line, end.end_column + 1)


def text(tokens: Sequence[Token]) -> str:
    """The user's words, with one blank where there were blanks."""
    written: list[str] = []
    for position, token in enumerate(tokens):
        if position:
            last = tokens[position - 1].span
            touching = (last.end_line, last.end_column) == (token.span.line, token.span.column)
            written.append("" if touching else " ")
        written.append(token.text)
    return "".join(written).strip()


def brief(words: str, most: int = 48) -> str:
    """A quotation that is not too long for a sentence."""
    words = " ".join(words.split())
    return words if len(words) <= most else words[: most - 1] + "…"


def keyword(terminal: str) -> Bilingual:
    """A keyword or mark, as each language writes it."""
    if terminal in _MARKS:
        return Bilingual(_MARKS[terminal], _MARKS[terminal])
    forms = words().keywords[terminal]
    return Bilingual(forms.zh[0], forms.en[0])


def can_follow(place: Place) -> Bilingual:
    """A hint on what could have stood there."""
    expected = place.expected
    zh: list[str] = []
    en: list[str] = []
    if "AMOUNT" in expected and "NAME" in expected:
        zh.append("一个值")
        en.append("a value")
    elif "NAME" in expected:
        zh.append("一个名称")
        en.append("a name")
    elif "AMOUNT" in expected:
        zh.append("一个带单位的数")
        en.append("an amount")
    if "STRING" in expected and "AMOUNT" not in expected:
        zh.append("引号里的文字")
        en.append("text in quotes")
    named = [each for each in ("EQ", "IF", "ELSE", "RPAR", "COLON", "BAR") if each in expected]
    zh += [f"`{keyword(each).zh}`" for each in named]
    en += [f"`{keyword(each).en}`" for each in named]
    if "PLUS" in expected:
        zh.append("运算符")
        en.append("an operator")
    if "_NL" in expected and not place.ends:
        zh.append("换行")
        en.append("the end of the line")
    if not zh:
        return Bilingual("", "")
    return Bilingual("这里可以写" + "、".join(zh), "what can stand here: " + ", ".join(en))
