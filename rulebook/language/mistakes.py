"""Why a line can't be read, as a sentence about the user's text.

:func:`explain` asks small recognisers, one mistake each, in order; the first that knows the mistake
answers. Only where none does, a general sentence says what can't follow what.
"""

from __future__ import annotations

from itertools import pairwise

from rulebook.diagnostics import Bilingual, Diagnostic, finding
from rulebook.diagnostics.nearest import nearest
from rulebook.language import mistakes_in_marks as marks
from rulebook.language import mistakes_in_values as values
from rulebook.language import mistakes_of_documents as documents
from rulebook.language.foreign import STATEMENTS_INSTEAD
from rulebook.language.layout import OPERATORS, STATEMENTS
from rulebook.language.mistakes_in_values import Recogniser
from rulebook.language.place import GATHERING, Place, behind, brief, can_follow, keyword, text
from rulebook.language.tokens import Token
from rulebook.language.words import words


def explain(place: Place) -> Diagnostic:
    """One diagnostic for the place where reading stopped."""
    for recogniser in _RECOGNISERS:
        found = recogniser(place)
        if found is not None:
            return found
    expected = can_follow(place)
    if place.token is None and place.tokens[-1].type in OPERATORS:
        expected = _go_on(place.tokens[-1].text)
    if place.token is None:
        last = brief(place.tokens[-1].text, 24)
        return finding("RB1041", place.span, last=last, expected=expected)
    word = brief(place.token.text, 24)
    if place.before is None:
        return finding("RB1042", place.span, word=word, expected=_may_begin(place))
    before = brief(place.before.text, 24)
    return finding("RB1040", place.span, word=word, before=before, expected=expected)


def _go_on(last: str) -> Bilingual:
    """A line that ends with an operator: what goes on begins with it."""
    return Bilingual(
        f"补上后面的部分；要换行，就把 `{last}` 写在下一行开头",
        f"write what follows it; to break the line, begin the next one with `{last}`",
    )


def _may_begin(place: Place) -> Bilingual:
    """What lines begin with, under the line above."""
    if place.parent_type == "EXAMPLE":
        return Bilingual(
            "示例里的行以 `设`、`得`、`证据` 或 `|` 开头",
            "lines of an example begin with `given`, `gives`, `evidence` or `|`",
        )
    if place.in_table:
        return Bilingual(
            "表的每一行以 `|` 开头，格子之间用 `|` 隔开；从表格软件粘贴的，把制表符都换成 `|`",
            "rows of a table begin with `|`, which also parts their cells; in rows pasted from a"
            " spreadsheet it replaces the tabs",
        )
    if place.under_definition and place.parent_end != "EQ":
        return Bilingual(
            "写完的定义下面只能写限额、取舍和依据，各占一行",
            "only limits, roundings and grounds stand under a finished definition, a line each",
        )
    if place.parent_type == "EXC":
        return Bilingual("例外下面写定义和依据", "definitions and grounds stand under an exception")
    return Bilingual(
        "规则下面的行以 `输入`、`输出` 这样的关键词或者要定义的名称开头",
        "lines of a rule begin with a keyword such as `inputs`, or with the name they define",
    )


# ---- headings and statements


def _outside(place: Place) -> Diagnostic | None:
    """A line at the margin that is no rule."""
    first = place.tokens[0]
    if place.parent is not None or first.type == "RULE" or place.deeper:
        return None
    after_a_rule = any(
        each.first.type == "RULE" and each is not place.block for each in place.among
    )
    hint = (
        Bilingual("缩进四格，放在它的规则下面", "indent it by four below its rule")
        if after_a_rule
        else Bilingual("文件以 `规则 名称` 开头", "a file begins with `rule name`")
    )
    return finding("RB1061", first.span, word=brief(first.text, 24), expected=hint)


def _rule_without_name(place: Place) -> Diagnostic | None:
    if place.tokens[0].type == "RULE" and place.at == 1 and place.type in ("", "STRING"):
        return finding("RB1062", place.span)
    return None


def _too_deep(place: Place) -> Diagnostic | None:
    """A line indented below one that takes nothing below it."""
    if not place.deeper or place.parent is None:
        return None
    above = brief(text(place.parent.tokens), 24)
    return finding(
        "RB1034", place.tokens[0].span, word=brief(place.tokens[0].text, 24), above=above
    )


def _nothing_below(place: Place) -> Diagnostic | None:
    """A heading with nothing under it."""
    if not place.ends or place.expected != {"_INDENT"}:
        return None
    last = place.tokens[-1]
    if last.type in ("TABLE", "BRACKETS"):
        return finding("RB1078", last.span, word=last.text)
    if last.type in GATHERING:
        return finding("RB1074", last.span, word=last.text)
    hints = {
        "RULE": (
            "在它下面缩进写语句，例如 `输出 统筹支付`",
            "write its statements below, indented",
        ),
        "EXAMPLE": (
            "在它下面缩进写 `设 …` 和 `得 …`",
            "write `given …` and `gives …` below, indented",
        ),
        "EXC": ("在它下面缩进写定义", "write definitions below, indented"),
    }
    zh, en = hints.get(
        place.tokens[0].type, ("在 `=` 后面或下面写值", "write the value after `=` or below")
    )
    head = brief(text(place.tokens), 24)
    return finding("RB1051", place.tokens[0].span, head=head, expected=Bilingual(zh, en))


def _reserved_for_later(place: Place) -> Diagnostic | None:
    if place.type == "REPLACES" and place.token is not None:
        return finding("RB1070", place.span, word=place.token.text)
    return None


def _day_expected(place: Place) -> Diagnostic | None:
    if place.expected == {"DATE"} and place.before is not None:
        return finding("RB1071", place.span, word=place.before.text)
    return None


def _quotes_missing(place: Place) -> Diagnostic | None:
    """A title, a clause or a reason without quotes."""
    if place.type != "NAME" or place.token is None:
        return None
    if "STRING" in place.expected and "NAME" not in place.expected:
        return finding("RB1063", place.span, word=brief(place.token.text, 24))
    return None


def _fact_row_expected(place: Place) -> Diagnostic | None:
    if place.expected == {"FACTID"} and place.token is not None:
        return finding("RB1072", place.span, word=place.token.text)
    return None


def _equals_missing(place: Place) -> Diagnostic | None:
    """A line that begins with a name, and neither defines it nor is a statement."""
    tokens = place.tokens
    in_block = place.in_table or (place.under_definition and place.parent is not None)
    if tokens[0].type != "NAME" or in_block or any(each.type == "EQ" for each in tokens):
        return None
    if place.parent_type not in ("RULE", "EXC"):
        return None
    near = nearest(tokens[0].value, _statement_words(tokens[0].value), 1)
    quoted = len(tokens) > 1 and tokens[1].type == "STRING"
    if near or quoted:
        return _no_statement(tokens[0], near[0] if near else None)
    end = 1
    while end < len(tokens) and tokens[end].type in ("_COMMA", "DOT"):
        end += 2
    other = tokens[end : end + 1]
    if other and other[0].type == "NAME" and other[0].value.isascii() != tokens[0].value.isascii():
        end += 1
    name = text(tokens[:end])
    rest = tokens[end:]
    if rest and rest[0].type == "COLON":
        rest = rest[1:]
    proper = brief(f"{name} = {text(rest)}".strip())
    at = tokens[end].span if end < len(tokens) else behind(tokens[-1])
    return finding("RB1044", at, name=brief(name, 24), proper=proper)


def _no_statement(token: Token, near: str | None) -> Diagnostic:
    hint = Bilingual(f"是不是 `{near}`？", f"did you mean `{near}`? ") if near else ""
    return finding("RB1069", token.span, word=token.text, near=hint)


def _statement_said_otherwise(place: Place) -> Diagnostic | None:
    """``使用 若 …``, ``生效 自 …``: a word that is not the one a statement begins with."""
    first = place.tokens[0]
    if first.type != "NAME" or place.parent_type not in ("RULE", "EXC"):
        return None
    following = place.tokens[1].type if len(place.tokens) > 1 else ""
    begun = following in _BEHIND_A_STATEMENT
    if not begun and any(each.type == "EQ" for each in place.tokens):
        return None
    meant = STATEMENTS_INSTEAD.get(first.value)
    if meant is None and place.at == 1 and begun:
        form = keyword(_BEHIND_A_STATEMENT[following])
        meant = form.en if first.value.isascii() else form.zh
    return None if meant is None else _no_statement(first, meant)


_BEHIND_A_STATEMENT = {"IF": "APPLIES", "FROM": "FORCE"}
"""Keywords by which a statement is known, whatever its first word."""


def _statement_words(word: str) -> list[str]:
    forms = (form for each in STATEMENTS for form in words().keywords[each].every)
    return [form for form in forms if form.isascii() == word.isascii()]


# ---- cases and items


def _negative_first_case(place: Place) -> Diagnostic | None:
    """A minus before the first case was read as the value beside ``=``."""
    if place.at or place.parent is None or place.parent_end == "EQ":
        return None
    above = place.parent.tokens
    for equals, minus in pairwise(above):
        below = equals.span.end_line < minus.span.line
        if equals.type == "EQ" and minus.type == "MINUS" and below:
            following = above[above.index(minus) + 1 :]
            ends = (at for at, each in enumerate(following) if each.type in ("IF", "ELSE"))
            value = text(following[: next(ends, len(following))])
            return finding("RB1050", minus.span, value=brief(f"-{value}"))
    return None


def _case_on_the_same_line(place: Place) -> Diagnostic | None:
    """``名称 = 值 若 条件`` on one line."""
    kinds = [each.type for each in place.tokens[: place.at]]
    if place.type not in ("IF", "ELSE") or "EQ" not in kinds or place.tokens[0].type != "NAME":
        return None
    if place.parent_end == "EQ":
        return None
    name = text(place.tokens[: kinds.index("EQ")])
    return finding("RB1073", place.span, name=brief(name, 24))


def _condition_before_value(place: Place) -> Diagnostic | None:
    """A case that begins with 若 or 否则."""
    if place.at == 0 and place.type in ("IF", "ELSE") and place.token is not None:
        return finding("RB1079", place.span, word=place.token.text)
    return None


def _condition_missing(place: Place) -> Diagnostic | None:
    """A case without 若."""
    if place.parent_end != "EQ" or place.at == 0:
        return None
    starts = place.type in ("NAME", "NOT", "LPAR", "YES", "NO") or place.type in GATHERING
    if not (place.ends or starts) or not place.expected & {"IF", "ELSE"}:
        return None
    value = brief(text(place.tokens[: place.at]), 24)
    return finding("RB1045", place.span, value=value)


def _colon_missing(place: Place) -> Diagnostic | None:
    """An item below 合计 or 全部 without its colon."""
    if place.parent_end not in GATHERING or place.tokens[0].type not in ("NAME", "STRING"):
        return None
    if any(each.type == "COLON" for each in place.tokens):
        return None
    return finding("RB1077", behind(place.tokens[0]), name=brief(place.tokens[0].text, 24))


# ---- tables


def _empty_cell(place: Place) -> Diagnostic | None:
    first = place.tokens[0].type
    if first == "BAR" and place.type_before == "BAR" and place.type == "BAR":
        return finding("RB1058", place.span)
    return None


def _last_bar_missing(place: Place) -> Diagnostic | None:
    tokens = place.tokens
    if tokens[0].type == "BAR" and place.ends and tokens[-1].type != "BAR":
        return finding("RB1056", place.span, last=brief(tokens[-1].text, 24))
    return None


def _first_bar_missing(place: Place) -> Diagnostic | None:
    tokens = place.tokens
    bars = [at for at, each in enumerate(tokens) if each.type == "BAR"]
    if place.in_table and bars and bars[0] > 0:
        return finding("RB1057", tokens[0].span, first=brief(text(tokens[: bars[0]]), 24))
    return None


def _table_without_word(place: Place) -> Diagnostic | None:
    """Rows under something that is no table."""
    rows = place.parent_type in ("EXAMPLE", "GIVEN")
    if place.at == 0 and place.type == "BAR" and not place.in_table and not rows:
        return finding("RB1081", place.tokens[0].span)
    return None


_RECOGNISERS: tuple[Recogniser, ...] = (
    values.capital_letters,
    _outside,
    _too_deep,
    _rule_without_name,
    values.minus_at_line_start,
    _negative_first_case,
    _nothing_below,
    values.amount_in_words_instead,
    _reserved_for_later,
    _table_without_word,
    _empty_cell,
    _last_bar_missing,
    _first_bar_missing,
    values.and_with_or,
    values.limit_as_comparison,
    documents.limit_said_otherwise,
    documents.rounding_to_a_unit,
    documents.colon_in_a_case,
    values.foreign_word,
    marks.colon_behind_keyword,
    _statement_said_otherwise,
    values.missing_blank,
    values.missing_blank_at_start,
    values.chained_comparison,
    _case_on_the_same_line,
    _condition_before_value,
    values.empty_brackets,
    documents.gathering_behind,
    documents.several_compared,
    values.gathering_without_brackets,
    values.dangling_comma,
    _colon_missing,
    _condition_missing,
    _day_expected,
    values.missing_keyword,
    _quotes_missing,
    _fact_row_expected,
    values.keyword_as_name,
    _equals_missing,
    marks.colon_for_equals,
    marks.list_mark_missing,
    values.values_side_by_side,
)
