"""Lines in the words of documents: a rule says the same with its own words, in another order."""

from __future__ import annotations

from rulebook.diagnostics import Bilingual, Diagnostic, finding
from rulebook.language.numerals import amount_in_words
from rulebook.language.place import GATHERING, VALUES, Place, brief, keyword, text

_ROUNDED = ("四舍五入", "保留", "精确", "舍去", "进位")
_STEPS = {
    "分": "0.01元",
    "角": "0.1元",
    "元": "1元",
    "百元": "100元",
    "万元": "1万元",
    "整数": "1元",
}


def rounding_to_a_unit(place: Place) -> Diagnostic | None:
    """``四舍五入到分``, ``精确到0.01元``: a rounding in the words of documents."""
    token = place.token
    if token is None or token.type != "NAME":
        return None
    begun = next((each for each in _ROUNDED if token.value.startswith(each)), None)
    if begun is None or "到" not in token.value:
        return None
    mode = keyword({"舍去": "ROUNDDOWN", "进位": "ROUNDUP"}.get(begun, "ROUND")).zh
    step = token.value.partition("到")[2]
    behind = place.tokens[place.at + 1 :]
    if step and step[-1].isdigit() and behind:
        step += text(behind).replace(" ", "")
    step = _STEPS.get(step, step) or "0.01元"
    if not step[0].isdigit():
        return None
    instead = Bilingual(f"写成 `{mode} {step}`", f"write `{mode} {step}`")
    return finding("RB1053", token.span, word=token.text, instead=instead)


_CEILINGS = "最高不超过 最高不得超过 不得超过 不高于 封顶 最高 最多 至多 上限"
_FLOORS = "最低不低于 不得低于 不少于 保底 最低 最少 至少 下限"
_LIMITS = {
    **dict.fromkeys(_CEILINGS.split(), "CEIL"),
    **dict.fromkeys(_FLOORS.split(), "FLOOR"),
}
_LIMITS_SAID = sorted(_LIMITS, key=len, reverse=True)


def limit_said_otherwise(place: Place) -> Diagnostic | None:
    """``费用 × 50%，最高5万元``, ``费用 封顶 5万元``: a limit behind a formula in other words."""
    tokens = place.tokens
    at = place.at + (place.type == "_COMMA")
    if at >= len(tokens) or tokens[at].type not in ("NAME", "CEIL", "FLOOR", *GATHERING):
        return None
    token, equals = tokens[at], [each.type for each in tokens[:at]]
    if tokens[0].type != "NAME" or "EQ" not in equals or {"IF", "WHERE", "BAR"} & set(equals):
        return None
    said = next((each for each in _LIMITS_SAID if token.value.startswith(each)), None)
    kind = _LIMITS[said] if said else token.type if token.type in ("CEIL", "FLOOR") else None
    if kind is None or (at == place.at and token.type in ("CEIL", "FLOOR")):
        return None
    rest = [
        token.value.removeprefix(said or token.value),
        *(each.text for each in tokens[at + 1 :]),
    ]
    bound = " ".join(each for each in rest if each and each not in ("为", "是", ":", "="))
    formula = text(tokens[: place.at])
    limit = keyword(kind).text(place.surface)
    if not bound:
        return None
    proper = brief(f"{formula} {limit} {amount_in_words(bound) or bound}", 80)
    instead = Bilingual(f"写成 `{proper}`", f"write `{proper}`")
    return finding("RB1053", token.span, word=said or token.text, instead=instead)


def gathering_behind(place: Place) -> Diagnostic | None:
    """``住院记录.住院费用 合计``: the word for the sum behind what is added up."""
    equals = [at for at, each in enumerate(place.tokens) if each.type == "EQ"]
    if place.type not in GATHERING or place.at + 1 < len(place.tokens) or not equals:
        return None
    of = text(place.tokens[equals[-1] + 1 : place.at])
    if not of or place.type_before not in VALUES or place.token is None:
        return None
    proper = brief(f"{place.token.text}({of})", 80)
    instead = Bilingual(f"写成 `{proper}`", f"write `{proper}`")
    return finding("RB1053", place.span, word=place.token.text, instead=instead)


def several_compared(place: Place) -> Diagnostic | None:
    """``若 等级 = 一级、二级``: several values where one is compared."""
    tokens = place.tokens
    if place.type != "_COMMA" or not {"IF", "WHERE"} & {each.type for each in tokens[: place.at]}:
        return None
    start = place.at - 1
    if start < 2 or tokens[start - 1].type != "EQ" or tokens[start - 2].type != "NAME":
        return None
    end = place.at
    while end + 1 < len(tokens) and tokens[end].type == "_COMMA" and tokens[end + 1].type in VALUES:
        end += 2
    joint = keyword("IN").text(place.surface)
    proper = brief(f"{tokens[start - 2].text} {joint} ({text(tokens[start:end])})", 80)
    instead = Bilingual(f"写成 `{proper}`", f"write `{proper}`")
    return finding("RB1053", place.span, word=tokens[place.at].text, instead=instead)


def colon_in_a_case(place: Place) -> Diagnostic | None:
    """``100元：年龄 ≥ 60岁`` or the other way round where a case is written."""
    if place.type != "COLON" or place.parent_end != "EQ" or place.token is None:
        return None
    before, after = text(place.tokens[: place.at]), text(place.tokens[place.at + 1 :])
    compared = [each.type in _COMPARING for each in place.tokens[: place.at]]
    condition, value = (before, after) if any(compared) else (after, before)
    if not condition or not value:
        return None
    joint = keyword("IF").text(place.surface)
    rest = keyword("ELSE").text(place.surface)
    others = next((each for each in (before, after) if each in _OTHERS), None)
    proper = f"{value} {joint} {condition}"
    if others is not None:
        proper = f"{after if others == before else before} {rest}"
    proper = brief(proper, 80)
    instead = Bilingual(f"写成 `{proper}`", f"write `{proper}`")
    return finding("RB1053", place.span, word=place.token.text, instead=instead)


_COMPARING = frozenset({"CMP", "EQ", "IN", "AND", "OR", "NOT"})
_OTHERS = frozenset({"其他", "其它", "其余", "其他情形", "其余情形", "否则", "otherwise"})
