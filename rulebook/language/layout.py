"""Lines → blocks: what goes on from the line above, what stands under it, which brackets close."""

from __future__ import annotations

from collections.abc import Iterable

from rulebook.diagnostics import Bilingual, Diagnostic, Related, Span, finding
from rulebook.language.tokens import Block, Line, Token

NESTING = 200
"""How deep brackets, and values in values, may be nested."""

OPERATORS = frozenset({"AND", "OR", "PLUS", "MINUS", "TIMES", "STAR", "SLASH", "EQ", "CMP", "IN"})
"""A line that begins with one of these goes on with the line above."""

STATEMENTS = frozenset(
    {
        "RULE", "BASED", "ITEM", "CITE", "EVIDENCE", "FACTS", "FORCE", "APPLIES", "INPUT", "OUTPUT",
        "EXC", "CHECK", "NOTENC", "EXAMPLE", "GIVEN", "GIVES", "REPLACES",
    }
)  # fmt: skip
"""What only the first word of a line can be."""

_DEEPEST = 12


def arrange(lines: Iterable[Line], file: str) -> tuple[list[Block], list[Diagnostic]]:
    """Join the lines that belong together, and put under each line what is indented below it."""
    joiner = _Joiner()
    for line in lines:
        joiner.take(line)
    joiner.close()
    layout = _Layout(file)
    for line in joiner.joined:
        layout.place(line)
    return layout.top, joiner.diagnostics + layout.diagnostics


def stream(blocks: Iterable[Block]) -> list[Token]:
    """The tokens of the blocks with the marks of the layout between them."""
    tokens: list[Token] = []
    for block in blocks:
        _pour(block, tokens)
    for position, token in enumerate(tokens):
        token.start_pos = position
    return tokens


def _pour(block: Block, tokens: list[Token]) -> None:
    tokens.extend(block.tokens)
    end = block.tokens[-1].span
    behind = Span(end.file, end.end_line, end.end_column, end.end_line, end.end_column + 1)
    tokens.append(Token("_NL", "", "", behind))
    if block.children:
        tokens.append(Token("_INDENT", "", "", block.children[0].first.span))
        for child in block.children:
            _pour(child, tokens)
        tokens.append(Token("_DEDENT", "", "", tokens[-1].span))


class _Joiner:
    """Joins lines: brackets run over them, operators at their beginning go on.

    So do the items below a line that ends with a list mark.
    A row of a table ends with its line.
    """

    def __init__(self) -> None:
        self.joined: list[Line] = []
        self.diagnostics: list[Diagnostic] = []
        self.open: list[Token] = []
        self.too_deep = False

    def take(self, line: Line) -> None:
        if self.open and self._is_new(line):
            self.close()
        goes_on = bool(self.open) or self._goes_on(line)
        tokens = self._balanced(line.tokens)
        if goes_on:
            self.joined[-1].tokens.extend(tokens)
        elif tokens:
            self.joined.append(Line(line.number, line.indent, line.margin, tokens))

    def _goes_on(self, line: Line) -> bool:
        """Whether a line goes on with the one above: by its operator, or with the list there."""
        if not self.joined or self.joined[-1].tokens[0].type == "BAR":
            return False
        first = line.tokens[0].type
        if first in OPERATORS:
            return True
        above = self.joined[-1]
        if above.tokens[-1].type != "_COMMA" or first in STATEMENTS or first == "BAR":
            return False
        if line.indent != above.indent:
            return line.indent > above.indent
        # At the same depth a definition may stand; in an example none does.
        return above.tokens[0].type in ("GIVEN", "GIVES") or _only_items(line.tokens)

    def _is_new(self, line: Line) -> bool:
        """Whether a line can't belong to the brackets that are open above it."""
        first = line.tokens[0].type
        if first in STATEMENTS or first == "BAR":
            return True
        outside = line.indent <= self.joined[-1].indent if self.joined else False
        return outside and first not in OPERATORS and first != "RPAR"

    def _balanced(self, tokens: list[Token]) -> list[Token]:
        kept = []
        for token in tokens:
            if token.type == "LPAR":
                self.open.append(token)
                if len(self.open) > NESTING and not self.too_deep:
                    self.too_deep = True
                    self.diagnostics.append(finding("RB1036", token.span))
            elif token.type == "RPAR":
                if not self.open:
                    self.diagnostics.append(finding("RB1033", token.span))
                    continue
                self.open.pop()
            elif token.type == "BAR" and self.open:
                self.close()
            kept.append(token)
        return kept

    def close(self) -> None:
        """Report the innermost bracket left open, and forget all of them."""
        if self.open:
            self.diagnostics.append(finding("RB1032", self.open[-1].span))
            self.open = []


def _only_items(tokens: list[Token]) -> bool:
    """Names and rows of facts with list marks between them."""
    kinds = [token.type for token in tokens]
    return {*kinds[::2]} <= {"NAME", "FACTID"} and {*kinds[1::2]} <= {"_COMMA", "DOT"}


class _Layout:
    """Finds for each line the one that it stands under."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.top: list[Block] = []
        self.diagnostics: list[Diagnostic] = []
        self.stack: list[tuple[int, list[Block]]] = []
        self.style: tuple[str, Line] | None = None
        self.tabs_told = False

    def place(self, line: Line) -> None:
        self._watch_tabs(line)
        block = Block(line.tokens, line.tokens[-1].span.end_line)
        if not self.stack:
            self.stack.append((line.indent, self.top))
        elif line.indent > self.stack[-1][0] and len(self.stack) < _DEEPEST:
            self.stack.append((line.indent, self.stack[-1][1][-1].children))
        elif line.indent < self.stack[-1][0]:
            self._step_back(line)
        self.stack[-1][1].append(block)

    def _step_back(self, line: Line) -> None:
        widths = [width for width, _ in self.stack]
        if line.indent not in widths and not self.tabs_told:
            fits = "、".join(str(width) for width in widths)
            span = line.tokens[0].span
            margin = Span(self.file, line.number, 1, line.number, span.column)
            self.diagnostics.append(
                finding(
                    "RB1031",
                    margin,
                    width=str(line.indent),
                    fits=Bilingual(fits, fits.replace("、", ", ")),
                )
            )
        nearest = min(widths, key=lambda width: (abs(width - line.indent), -width))
        while self.stack[-1][0] > nearest:
            self.stack.pop()

    def _watch_tabs(self, line: Line) -> None:
        if not line.margin or self.tabs_told:
            return
        style = "mixed" if "\t" in line.margin and " " in line.margin else line.margin[0]
        if self.style is None:
            self.style = (style, line)
            if style != "mixed":
                return
        if style == self.style[0] != "mixed":
            return
        self.tabs_told = True
        earlier = self.style[1]
        related: tuple[Related, ...] = ()
        if earlier is not line:
            note = Bilingual("这一行用的是另一种缩进", "this line is indented the other way")
            related = (Related(Span.point(self.file, earlier.number), note),)
        margin = Span(self.file, line.number, 1, line.number, len(line.margin) + 1)
        self.diagnostics.append(finding("RB1030", margin, *related))
