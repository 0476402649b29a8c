"""Text → lines of tokens. What can't be read gets a diagnostic, and a token to go on with."""

from __future__ import annotations

import re
from collections.abc import Callable

from rulebook.diagnostics import Bilingual, Diagnostic, Language, Span, finding
from rulebook.diagnostics.model import Argument
from rulebook.language.amounts import scan_number
from rulebook.language.characters import DECEIVING, half_width, is_plain, visible
from rulebook.language.in_force import read_in_force
from rulebook.language.in_one_word import ANY_NAME, in_one_word
from rulebook.language.tokens import Lexed, Line, Token
from rulebook.language.tree import Comment
from rulebook.language.words import words

LINE_BREAK = re.compile(r"\r\n|\r|\n")

_PIECE = re.compile(
    r"""(?P<blank>[ \t]+)
    |(?P<word>[^\W0-9]\w*)
    |(?P<number>[0-9])
    |(?P<bar>\|)
    |(?P<foreign>==|=>|=<|&&?|!(?!=))
    |(?P<mark>>=|<=|!=|<>|[=≠<≤>≥+\-×*/().:\\,])
    |(?P<quote>[“”「」"])
    |(?P<comment>\#)
    |(?P<unit>[%‰])""",
    re.VERBOSE,
)
_GOES_ON = re.compile(
    r"[^\W0-9]\w*(?:(?:(?<=[0-9])(?:,[0-9]{3}(?![0-9])|\.(?=[0-9])|[%‰])|\((?:含|不含)\))\w*)+"
)
"""A word that goes on with marks of numbers, as in ``费用超过1.5万元``: it can't be a name."""
_FACT_ROW = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Za-z0-9]+)+(?!\w)")
_MARKS = {
    "=": ("EQ", "="), "≠": ("CMP", "≠"), "!=": ("CMP", "≠"), "<>": ("CMP", "≠"),
    "<": ("CMP", "<"), "≤": ("CMP", "≤"), "<=": ("CMP", "≤"),
    ">": ("CMP", ">"), "≥": ("CMP", "≥"), ">=": ("CMP", "≥"),
    "+": ("PLUS", "+"), "-": ("MINUS", "-"), "×": ("TIMES", "×"), "*": ("STAR", "×"),
    "/": ("SLASH", "/"), "(": ("LPAR", "("), ")": ("RPAR", ")"), ".": ("DOT", "."),
    ":": ("COLON", ":"), "\\": ("BACKSLASH", "\\"), ",": ("_COMMA", ","),
}  # fmt: skip
_FOREIGN = {
    "==": ("EQ", "=", "=", "="), "=>": ("CMP", "≥", "≥", "≥"), "=<": ("CMP", "≤", "≤", "≤"),
    "&&": ("AND", "&&", "且", "and"), "&": ("AND", "&", "且", "and"),
    "!": ("NOT", "!", "非", "not"),
    "||": ("OR", "||", "或", "or"),
}  # fmt: skip
_NEVER_NAMES = frozenset({"元", "万元", "亿元", "个百分点", "yuan"})
_CLOSING = {"“": "”", "「": "」", '"': '"'}
_INSTEAD = {
    "。": ("行末不用句号", "lines don't end with a full stop"),
    "；": ("一行写一项，不用分号", "write one thing a line, without semicolons"),
    ";": ("一行写一项，不用分号", "write one thing a line, without semicolons"),
    "'": ("引号写成 `“…”`", 'write quotes as `"…"`'),
    "‘": ("引号写成 `“…”`", 'write quotes as `"…"`'),
    "’": ("引号写成 `“…”`", 'write quotes as `"…"`'),
    "《": ("名称放在引号 `“…”` 里", 'put titles in quotes `"…"`'),
    "》": ("名称放在引号 `“…”` 里", 'put titles in quotes `"…"`'),
    "〔": ("文号写在 sources.yaml 里", "document numbers stand in sources.yaml"),
    "〕": ("文号写在 sources.yaml 里", "document numbers stand in sources.yaml"),
    "$": ("金额写成 `50元`", "write money as `50 yuan`"),
    "¥": ("金额写成 `50元`", "write money as `50 yuan`"),
    "￥": ("金额写成 `50元`", "write money as `50 yuan`"),
    "^": ("没有乘方，写成连乘", "there are no powers: multiply"),
    "~": ("范围写成两个界限：`≥ 60岁 < 70岁`", "write two bounds: `≥ 60 years < 70 years`"),
    "～": ("范围写成两个界限：`≥ 60岁 < 70岁`", "write two bounds: `≥ 60 years < 70 years`"),
    "—": ("减号写成 `-`", "write minus as `-`"),
    "?": ("条件写成 `值 若 条件`", "write a condition as `value if condition`"),
    "？": ("条件写成 `值 若 条件`", "write a condition as `value if condition`"),
    "·": ("乘号写成 `×`", "write times as `×`"),
}  # fmt: skip
_BRACKETS = dict.fromkeys("[]{}【】〖〗〈〉", ("括号写成 `(…)`", "write brackets as `(…)`"))
_NUMBERING = re.compile(
    r"(?:\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+[、,]|[①-⑳]|[0-9]+(?:[)]|[、,.](?![0-9])))"
    r"[ \t]*(?=[^\s|、=,])"
)
"""Numbers that a word processor puts before clauses."""


def lex(text: str, file: str) -> tuple[Lexed, list[Diagnostic]]:
    """Read the lines of ``text``; blank lines leave nothing, comments stand apart."""
    scanner = _Scanner(file)
    for number, line in enumerate(LINE_BREAK.split(text.removeprefix("\ufeff")), start=1):
        scanner.line(number, line)
    return scanner.lexed, scanner.diagnostics


class _Scanner:
    """Goes over a file line by line."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lexed = Lexed()
        self.diagnostics: list[Diagnostic] = []
        self.words = words()
        self.unknown_told = 0
        self.fact_rows = False
        self.handlers: dict[str, Callable[[int, str], int]] = {
            "word": self._word,
            "number": self._number,
            "bar": self._bar,
            "foreign": self._foreign,
            "mark": self._mark,
            "quote": self._quote,
            "comment": self._comment,
            "unit": self._lonely_unit,
        }

    def line(self, number: int, original: str) -> None:
        """Read one line."""
        if not original or original.isspace():
            return
        self.number = number
        self.places: list[int] | None = None
        self.raw = original
        if not is_plain(original):
            self.raw, self.places = visible(original)
        self.text = half_width(self.raw)
        self.tokens: list[Token] = []
        self.fact_rows = self.fact_rows and self._list_is_open()
        body = self.text.lstrip(" \t")
        start = position = len(self.text) - len(body)
        if not DECEIVING.isdisjoint(original):
            self._deceiving()
        numbering = _NUMBERING.match(self.text, position)
        if numbering is not None:
            self._report("RB1029", position, numbering.end(), number=numbering[0].rstrip())
            position = numbering.end()
        position = self._in_force(position)
        while position < len(self.text):
            position = self._piece(position)
        if self.tokens:
            margin = self.raw[:start]
            columns = sum(4 if char == "\t" else 2 if char == "\u3000" else 1 for char in margin)
            self.lexed.lines.append(Line(number, columns, self.text[:start], self.tokens))

    def _in_force(self, start: int) -> int:
        """A line about 施行 in the words of documents, told once and read as it was meant."""
        meant = read_in_force(self.text[start:])
        if meant is None:
            return start
        end = len(self.text.partition("#")[0].rstrip())
        form = next(
            each for each in self.words.keywords["FORCE"].every if self.text.startswith(each, start)
        )
        after = start + len(form)
        day = after + len(self.text[after:end]) - len(self.text[after:end].lstrip())
        lang: Language = "en" if form.isascii() else "zh"
        begin, until = (self.words.keyword(each, lang) for each in ("FROM", "TO"))
        if meant.has_from:
            self._report("RB1018", day, end, day=self.raw[day:end], proper=meant.proper)
        else:
            self._report("RB1076", day, end, word=form, missing=begin, proper=meant.proper)
        self._token("FORCE", start, after, form)
        self._token("FROM", day, end, begin)
        self._token("DATE", day, end, meant.since)
        if meant.until:
            self._token("TO", day, end, until)
            self._token("DATE", day, end, meant.until)
        return end

    def _piece(self, position: int) -> int:
        piece = _PIECE.match(self.text, position)
        if piece is None:
            return self._unknown(position)
        kind = piece.lastgroup
        assert kind is not None
        if kind == "blank":
            return piece.end()
        return self.handlers[kind](position, piece[0])

    def _list_is_open(self) -> bool:
        """Whether the line above ends with a list mark."""
        return bool(self.lexed.lines) and self.lexed.lines[-1].tokens[-1].type == "_COMMA"

    # ---- places

    def _span(self, start: int, end: int) -> Span:
        places = self.places
        if places is not None:
            # The end is behind the last character taken, not behind what is skipped after it.
            end = places[end - 1] + 1 if end > start else places[start]
            start = places[start]
        return Span(self.file, self.number, start + 1, self.number, end + 1)

    def _token(
        self, kind: str, start: int, end: int, value: str, units: tuple[str, ...] = ()
    ) -> int:
        span = self._span(start, end)
        self.tokens.append(Token(kind, self.raw[start:end], value, span, units))
        return end

    def _report(self, code: str, start: int, end: int, **arguments: Argument) -> None:
        self.diagnostics.append(finding(code, self._span(start, end), **arguments))

    # ---- pieces

    def _word(self, start: int, word: str) -> int:
        if self.fact_rows:
            row = _FACT_ROW.match(self.text, start)
            if row is not None:
                return self._token("FACTID", start, row.end(), row[0])
        for rest, terminal in self.words.phrases.get(word, ()):
            if rest is None:
                self.fact_rows = terminal == "FACTS"
                return self._token(terminal, start, start + len(word), word)
            following = rest.match(self.text, start + len(word))
            if following is not None:
                self.fact_rows = False
                phrase = " ".join(self.text[start : following.end()].split())
                return self._token(terminal, start, following.end(), phrase)
        longer = _GOES_ON.match(self.text, start)
        if longer is not None:
            apart = in_one_word(longer[0], ANY_NAME)
            if apart is not None:
                said = {"said": apart.said, "mark": apart.mark, "proper": apart.proper}
                self._report("RB1084", start, longer.end(), word=longer[0], **said)
                return self._token("NAME", start, longer.end(), longer[0])
        if word in _NEVER_NAMES:
            self._report("RB1021", start, start + len(word), unit=word)
        return self._token("NAME", start, start + len(word), word)

    def _number(self, start: int, _: str) -> int:
        read = scan_number(self.text, self.raw, start)
        if read.problem is not None:
            problem = read.problem
            self._report(problem.code, problem.start, problem.end, **problem.arguments)
        return self._token(read.type, start, read.end, read.value, read.units)

    def _bar(self, start: int, _: str) -> int:
        in_a_row = not self.tokens or self.tokens[0].type == "BAR"
        if self.text.startswith("||", start) and not in_a_row:
            return self._foreign(start, "||")
        return self._token("BAR", start, start + 1, "|")

    def _mark(self, start: int, mark: str) -> int:
        kind, value = _MARKS[mark]
        return self._token(kind, start, start + len(mark), value)

    def _foreign(self, start: int, mark: str) -> int:
        kind, value, zh, en = _FOREIGN[mark]
        end = start + len(mark)
        self._report("RB1023", start, end, mark=mark, instead=Bilingual(f"`{zh}`", f"`{en}`"))
        return self._token(kind, start, end, value)

    def _lonely_unit(self, start: int, unit: str) -> int:
        self._report("RB1021", start, start + 1, unit=unit)
        return self._token("AMOUNT", start, start + 1, "0", (self.words.unit_ids[unit],))

    def _comment(self, start: int, _: str) -> int:
        span = self._span(start, start + 1)
        text = "#" + self.raw[start + 1 :].rstrip()
        self.lexed.comments.append(Comment(text, span.line, span.column, not self.tokens))
        return len(self.text)

    def _quote(self, start: int, opening: str) -> int:
        closing = _CLOSING.get(opening)
        end = self.text.find(closing, start + 1) if closing else -1
        inside = self.text[start + 1 : end]
        if end < 0 or (opening != '"' and opening in inside):
            return self._broken_quote(start, opening)
        return self._string(start, end)

    def _string(self, start: int, end: int) -> int:
        return self._token("STRING", start, end + 1, self.raw[start + 1 : end])

    def _broken_quote(self, start: int, opening: str) -> int:
        others = [self.text.find(mark, start + 1) for mark in '“”「」"']
        ends = [end for end in others if end >= 0]
        if ends and (opening in "”」" or self.text[min(ends)] in '”」"'):
            end = min(ends)
            self._report("RB1013", start, end + 1, opening=self.raw[start], closing=self.raw[end])
            return self._string(start, end)
        end = len(self.text.rstrip())
        self._report("RB1012", start, start + 1, opening=self.raw[start])
        return self._token("STRING", start, end, self.raw[start + 1 : end])

    # ---- what nobody can read

    def _unknown(self, start: int) -> int:
        char = self.raw[start]
        if char in DECEIVING:
            return start + 1
        if self.unknown_told == self.number:
            return start + 1
        self.unknown_told = self.number
        zh, en = _INSTEAD.get(char) or _BRACKETS.get(char) or ("删去它", "remove it")
        shown = char if char.isprintable() else f"U+{ord(char):04X}"
        self._report("RB1010", start, start + 1, char=shown, instead=Bilingual(zh, en))
        return start + 1

    def _deceiving(self) -> None:
        start = next(place for place, char in enumerate(self.raw) if char in DECEIVING)
        self._report("RB1011", start, start + 1, char=f"U+{ord(self.raw[start]):04X}")
