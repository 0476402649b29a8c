"""Drafters' mistakes inside a line: formulas, conditions, words stuck together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rulebook.diagnostics import Bilingual, Diagnostic, finding
from rulebook.language.amounts import likely_unit, unknown_unit
from rulebook.language.bound_words import BOUND_WORDS, bounds_in_words
from rulebook.language.foreign import BEGINNINGS, INSTEAD
from rulebook.language.layout import STATEMENTS
from rulebook.language.numerals import amount_in_words
from rulebook.language.place import GATHERING, VALUES, Place, brief, keyword, text
from rulebook.language.tokens import Token
from rulebook.language.words import stuck_keyword, words

Recogniser = Callable[[Place], Diagnostic | None]

# Where a formula or condition begins and ends.
_EDGES = frozenset(
    {"IF", "ELSE", "WHERE", "_COMMA", "BAR", "COLON", "BACKSLASH", "AFTER", "EQ", "ONTOP", "GIVES"}
)
_JOINTS = frozenset({"FLOOR", "CEIL", "ROUND", "ROUNDDOWN", "ROUNDUP", "IN", "IF", "ELSE", "WHERE"})
_JOINTS_ALONE = frozenset({"若", "且", "或", "否则", "其中"})


def minus_at_line_start(place: Place) -> Diagnostic | None:
    """A negative value at the beginning of a line went on with the line above."""
    tokens = place.tokens
    for position in range(1, min(place.at + 1, len(tokens))):
        token = tokens[position]
        if token.type != "MINUS" or token.span.line == tokens[position - 1].span.end_line:
            continue
        following = tokens[position + 1 :]
        ends = (at for at, each in enumerate(following) if each.type in ("IF", "ELSE"))
        value = text(following[: next(ends, len(following))])
        return finding("RB1050", token.span, value=brief(f"-{value}"))
    return None


def missing_blank(place: Place) -> Diagnostic | None:
    """A keyword and the word beside it became one."""
    for token in (place.token, place.before):
        if token is None or token.type != "NAME":
            continue
        parts = stuck_keyword(token.value)
        if parts is None:
            continue
        before, word, after = parts
        terminal = words().terminal(word)
        if before:
            fits = terminal in _JOINTS or word in _JOINTS_ALONE
        else:
            fits = token is place.token and terminal in place.expected
        if fits:
            return _stuck(token, before, word, after)
    return None


def missing_blank_at_start(place: Place) -> Diagnostic | None:
    """``输入险种``: the line's first keyword swallowed what follows."""
    first = place.tokens[0]
    if first.type != "NAME":
        return None
    parts = stuck_keyword(first.value)
    if parts is None or parts[0]:
        return None
    _, word, after = parts
    following = place.tokens[1].type if len(place.tokens) > 1 else ""
    if following == "NAME" and words().terminal(after) is None:
        return None
    in_example = place.parent_type == "EXAMPLE"
    terminal = words().terminal(word)
    usual = terminal in STATEMENTS and (in_example or terminal not in ("GIVEN", "GIVES"))
    has_definition = any(each.type == "EQ" for each in place.tokens)
    if usual and (in_example or not has_definition or terminal in ("APPLIES", "CHECK", "EXC")):
        return _stuck(first, "", word, after)
    return None


def _stuck(token: Token, before: str, word: str, after: str) -> Diagnostic:
    proper = " ".join(filter(None, (before, word, after)))
    return finding("RB1043", token.span, keyword=word, name=before or after, proper=proper)


def capital_letters(place: Place) -> Diagnostic | None:
    """``If``, ``Rule``: keywords with a capital letter."""
    for token in (place.token, place.before, place.tokens[0]):
        if token is None or token.type != "NAME" or token.value == token.value.lower():
            continue
        lower = token.value.lower()
        if words().terminal(lower) is not None:
            instead = Bilingual(f"写成小写的 `{lower}`", f"write `{lower}`, in small letters")
            return finding("RB1053", token.span, word=token.value, instead=instead)
    return None


def foreign_word(place: Place) -> Diagnostic | None:
    """如果, 大于, else: words that are said otherwise here."""
    if place.type == "IF" and place.type_before == "ELSE":
        zh, en = INSTEAD["否则如果"]
        pair = place.tokens[place.at - 1 : place.at + 1]
        return finding("RB1053", place.span, word=text(pair), instead=Bilingual(zh, en))
    for token in (place.token, place.before, place.tokens[0]):
        if token is None or token.type != "NAME":
            continue
        known = token.value if token.value in INSTEAD else None
        known = known or next((each for each in BEGINNINGS if token.value.startswith(each)), None)
        if known is not None:
            zh, en = INSTEAD[known]
            return finding("RB1053", token.span, word=known, instead=Bilingual(zh, en))
    return None


def and_with_or(place: Place) -> Diagnostic | None:
    """且 and 或 side by side: shows both ways to read it."""
    if place.type not in ("AND", "OR"):
        return None
    start, end = _stretch(place.tokens, place.at)
    operands, joints = _split(place.tokens[start:end], ("AND", "OR"))
    if len({each.type for each in joints}) < 2:
        return None
    return finding(
        "RB1048",
        place.span,
        first=brief(_grouped(operands, joints, "AND"), 80),
        second=brief(_grouped(operands, joints, "OR"), 80),
    )


def _grouped(operands: list[str], joints: list[Token], tight: str) -> str:
    """The condition with brackets around what is joined by ``tight``."""
    groups = [[operands[0]]]
    between: list[str] = []
    for joint, operand in zip(joints, operands[1:], strict=True):
        if joint.type == tight:
            groups[-1] += [joint.text, operand]
        else:
            between.append(joint.text)
            groups.append([operand])
    texts = [" ".join(group) if len(group) == 1 else f"({' '.join(group)})" for group in groups]
    return " ".join(
        part for pair in zip(texts, [*between, ""], strict=True) for part in pair if part
    )


def two_limits(tokens: Sequence[Token]) -> Diagnostic | None:
    """Two limits on one line: shows both ways to read it."""
    for at, token in enumerate(tokens):
        if token.type not in ("FLOOR", "CEIL"):
            continue
        start, end = _stretch(tokens, at)
        parts, limits = _split(tokens[start:end], ("FLOOR", "CEIL"))
        if len(limits) < 2:
            continue
        value, one, two = parts[:3]
        first, second = limits[:2]
        inner = f"({one} {second.text} {two})"
        if value:
            left = f"({value} {first.text} {one}) {second.text} {two}"
        else:
            left = f"{first.text} {one} ⏎ {second.text} {two}"
        right = " ".join(filter(None, (value, first.text, inner)))
        return finding("RB1049", second.span, first=brief(left, 80), second=brief(right, 80))
    return None


def limit_as_comparison(place: Place) -> Diagnostic | None:
    """``若 年龄 不低于 60岁``."""
    if place.type not in ("FLOOR", "CEIL") or place.token is None:
        return None
    start, _ = _stretch(place.tokens, place.at)
    edge = place.tokens[start - 1].type if start else ""
    in_condition = edge in ("IF", "WHERE") or place.tokens[0].type == "CHECK"
    joined = any(each.type in ("AND", "OR", "NOT") for each in place.tokens[start : place.at])
    if not in_condition and not joined:
        return None
    mark = "≥" if place.type == "FLOOR" else "≤"
    return finding("RB1066", place.span, word=place.token.text, mark=mark)


def chained_comparison(place: Place) -> Diagnostic | None:
    """``18岁 ≤ 年龄 < 60岁``."""
    if place.type not in ("CMP", "EQ") or place.token is None:
        return None
    start, end = _stretch(place.tokens, place.at, edges=_EDGES - {"EQ"} | {"AND", "OR"})
    parts, marks = _split(place.tokens[start:end], ("CMP", "EQ"))
    if place.tokens[0].type == "NAME" and marks and marks[0].type == "EQ":
        parts, marks = parts[1:], marks[1:]
    if len(marks) < 2:
        return None
    joint = Bilingual(" 且 ", " and ")
    pairs = [f"{parts[at]} {mark.text} {parts[at + 1]}" for at, mark in enumerate(marks)]
    proper = Bilingual(brief(joint.zh.join(pairs), 80), brief(joint.en.join(pairs), 80))
    return finding("RB1065", place.span, proper=proper)


_BEFORE_A_VALUE = frozenset(
    {
        "EQ", "CMP", "PLUS", "MINUS", "TIMES", "STAR", "SLASH", "BAR", "COLON", "FLOOR", "CEIL",
        "ROUND", "ROUNDDOWN", "ROUNDUP", "ONTOP", "WHENNA", "ELSE",
    }
)  # fmt: skip
_BEHIND_A_NAME = frozenset({"EQ", "COLON", "DOT", "LPAR", "NAME", "_COMMA"})
_NO_FORMULAS = frozenset({"RULE", "ITEM", "CITE", "INPUT", "OUTPUT", "BASED"})


def amounts_in_words(tokens: Sequence[Token]) -> Iterator[Diagnostic]:
    """``≤ 十八万元``: an amount in Chinese numerals was read as a name."""
    if tokens[0].type in _NO_FORMULAS:
        return
    for at, token in enumerate(tokens):
        if token.type != "NAME":
            continue
        before = tokens[at - 1].type if at else "EQ"
        behind = tokens[at + 1].type if at + 1 < len(tokens) else ""
        if before in _BEFORE_A_VALUE and behind not in _BEHIND_A_NAME:
            proper = amount_in_words(token.value)
            if proper is not None:
                yield finding("RB1028", token.span, word=token.text, proper=proper)


def amount_in_words_instead(place: Place) -> Diagnostic | None:
    """The same where only an amount can stand."""
    spans = [each.span for each in (place.token, place.before) if each is not None and place.at]
    found = amounts_in_words(place.tokens)
    return next((each for each in found if each.span in spans), None)


def empty_brackets(place: Place) -> Diagnostic | None:
    """``()``."""
    if place.type == "RPAR" and place.type_before == "LPAR":
        return finding("RB1075", place.span)
    return None


def gathering_without_brackets(place: Place) -> Diagnostic | None:
    """``合计 甲、乙``."""
    if place.type_before in GATHERING and place.before is not None:
        return finding("RB1074", place.before.span, word=place.before.text)
    return None


def dangling_comma(place: Place) -> Diagnostic | None:
    """A list that ends with a comma."""
    if place.type_before != "_COMMA" or place.before is None:
        return None
    if not place.ends and place.type != "RPAR":
        return None
    first = place.tokens[0]
    more = Bilingual("删去它，或者补上一项", "remove it, or add the item")
    if first.type in ("INPUT", "OUTPUT", "ITEM", "CITE", "FACTS", "GIVEN", "GIVES"):
        more = Bilingual(
            f"{more.zh}；要换行接着写，下一行就缩进得深一些",
            f"{more.en}; a list goes on in a line that is indented deeper",
        )
    return finding("RB1068", place.before.span, expected=more)


def keyword_as_name(place: Place) -> Diagnostic | None:
    """A reserved word where only a name can stand, or where a statement begins with one."""
    token = place.token
    if token is None or token.type not in words().keywords:
        return None
    following = place.tokens[place.at + 1].type if place.at + 1 < len(place.tokens) else ""
    only_names = "NAME" in place.expected and "AMOUNT" not in place.expected
    defined = place.at == 0 and following in ("EQ", "_COMMA", "DOT", "COLON")
    misplaced = "AMOUNT" in place.expected and token.type in STATEMENTS
    if (only_names and place.at > 0) or defined or misplaced:
        another = f"the_{token.text}" if token.text.isascii() else f"{token.text}额"
        return finding("RB1052", token.span, keyword=token.text, another=another)
    return None


def _comparison_in_words(token: Token, place: Place) -> Diagnostic | None:
    """``费用 大于100元``, ``医疗机构等级 二级以上``, ``医疗机构等级 是 二级``."""
    proper = ""
    if token.value == "是" and place.at + 1 < len(place.tokens):
        following = place.tokens[place.at + 1]
        proper = f"= {following.text}" if following.type in VALUES else ""
    elif token.type == "NAME":
        # The longest word for a bound leaves the least of the value.
        read = [each for each in bounds_in_words(token.value) if each[1]]
        mark, rest = min(read, key=lambda each: len(each[1]), default=("", ""))
        proper = f"{mark} {amount_in_words(rest) or rest}" if rest else ""
    if not proper:
        return None
    instead = Bilingual(f"写成 `{proper}`", f"write `{proper}`")
    return finding("RB1053", token.span, word=token.text, instead=instead)


def values_side_by_side(place: Place) -> Diagnostic | None:
    """Two values with nothing between them."""
    token, before = place.token, place.before
    if token is None or before is None:
        return None
    if before.type == "AMOUNT" and not before.units and token.type == "NAME":
        near = likely_unit(token.value)
        if near is not None:
            problem = unknown_unit(before.value, token.value, 0, 0)
            return finding("RB1019", token.span, **problem.arguments)
    if before.type == "NAME" and token.value in BOUND_WORDS:
        proper = f"{BOUND_WORDS[token.value]} {before.text}"
        return finding("RB1014", token.span, word=token.value, amount=before.text, proper=proper)
    comparison = _comparison_in_words(token, place)
    if comparison is not None and before.type in VALUES:
        return comparison
    starts = token.type in VALUES or token.type == "LPAR" or token.type in GATHERING
    if starts and (before.type in VALUES or before.type == "RPAR"):
        return finding(
            "RB1064", token.span, left=brief(before.text, 24), right=brief(token.text, 24)
        )
    return None


_SAID_INSTEAD = frozenset({"从", "于", "起", "自"})
"""Words that documents put where a rule writes 自."""


def missing_keyword(place: Place) -> Diagnostic | None:
    """Where one certain keyword must follow: 施行 自, 适用 若, 未能编码 “…” 理由."""
    if place.before is None:
        return None
    wanted = place.expected & {"FROM", "IF", "BECAUSE"}
    others = place.expected - {"NAME", "STRING"} - wanted
    if len(wanted) != 1 or others:
        return None
    at = place.at
    if at > 2 and not place.ends and place.type not in VALUES and place.type_before == "NAME":
        at -= 1  # the name before it belongs to the condition already
    missing = keyword(next(iter(wanted))).text(place.surface)
    rest = list(place.tokens[at:])
    while rest and (rest[0].type in {"COLON", *wanted} or rest[0].value in _SAID_INSTEAD):
        rest = rest[1:]
    kept = [each for each in rest if each.value not in _SAID_INSTEAD]
    proper = brief(f"{text(place.tokens[:at])} {missing} {text(kept)}")
    before = place.tokens[at - 1]
    span = place.tokens[at].span if at < len(place.tokens) else place.span
    return finding("RB1076", span, word=before.text, missing=missing, proper=proper)


# ---- stretches of a line


def _stretch(tokens: Sequence[Token], at: int, edges: frozenset[str] = _EDGES) -> tuple[int, int]:
    """From where to where the formula around ``at`` goes, inside its own brackets."""
    start, depth = at, 0
    while start > 0:
        kind = tokens[start - 1].type
        depth += (kind == "RPAR") - (kind == "LPAR")
        edge = kind in edges and (kind != "EQ" or _gives_a_value(tokens, start - 1))
        if depth < 0 or (depth == 0 and (edge or kind in STATEMENTS)):
            break
        if depth == 0 and kind == "STRING" and tokens[0].type == "CHECK":
            break
        start -= 1
    end, depth = at, 0
    while end < len(tokens):
        kind = tokens[end].type
        depth += (kind == "LPAR") - (kind == "RPAR")
        if depth < 0 or (depth == 0 and kind in edges and kind != "EQ" and end > at):
            break
        end += 1
    return start, end


def _gives_a_value(tokens: Sequence[Token], at: int) -> bool:
    """Whether a ``=`` defines or gives a value, and doesn't compare."""
    named = all(token.type in ("NAME", "_COMMA", "DOT") for token in tokens[:at])
    return named or tokens[0].type in ("GIVEN", "GIVES")


def _split(tokens: Sequence[Token], kinds: Sequence[str]) -> tuple[list[str], list[Token]]:
    """The stretch taken apart at the outermost tokens of some kinds."""
    parts: list[str] = []
    joints: list[Token] = []
    start = depth = 0
    for at, token in enumerate(tokens):
        depth += (token.type == "LPAR") - (token.type == "RPAR")
        if depth == 0 and token.type in kinds:
            parts.append(text(tokens[start:at]))
            joints.append(token)
            start = at + 1
    parts.append(text(tokens[start:]))
    return parts, joints
