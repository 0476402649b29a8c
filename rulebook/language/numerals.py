"""Numbers in Chinese characters, as documents write them: 十八万元, 百分之八十."""

from __future__ import annotations

import re
from collections.abc import Mapping

_DIGITS: Mapping[str, int] = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8, "九": 9,
}  # fmt: skip
_TENS: Mapping[str, int] = {"十": 10, "百": 100, "千": 1000}
_LARGE: Mapping[str, int] = {"万": 10_000, "亿": 100_000_000}

_NUMBER = "[零〇一二两三四五六七八九十百千万亿]+"
_DECIMAL = "(?:点[零〇一二三四五六七八九]+)?"
# Units behind numerals that names are made of as well, such as 一级, 二类 and 三次, are left out.
_AMOUNT = re.compile(
    rf"(?P<number>{_NUMBER})(?P<decimal>{_DECIMAL})"
    r"(?P<unit>元|块|周岁|岁|年|个月|天|小时|分钟|个百分点)"
)
_RATE = re.compile(rf"(?P<of>百|千)分之(?P<number>{_NUMBER})(?P<decimal>{_DECIMAL})")
_SMALL = re.compile(r"(?<![0-9.])(?:10|[1-9])(?![0-9.])")
_TENTHS = re.compile(r"(?P<tens>[一二两三四五六七八九])成(?P<ones>[一二三四五六七八九半]?)")
_DISCOUNT = re.compile(r"(?P<number>[0-9](?:\.[0-9]+)?|[1-9][0-9]|[一二三四五六七八九]{1,2})折")
_TIMES = re.compile(rf"(?P<number>[0-9]+(?:\.[0-9]+)?|{_NUMBER})倍")
_PART = re.compile(rf"(?P<below>{_NUMBER})分之(?P<above>{_NUMBER})")
_YEARS_AND_A_HALF = re.compile(rf"(?P<years>{_NUMBER})年半|半年")
_PLACE = re.compile(rf"第(?P<number>[0-9]+|{_NUMBER})次(?P<bound>(?:及)?以[上后])?")
_PRICE = re.compile(
    r"每(?P<each>天|日|月|年|次|人|周|小时)(?P<amount>[0-9]+(?:\.[0-9]+)?(?:万|亿)?元)"
)
_SIGNS = {"百": "%", "千": "‰"}
_ONES: Mapping[str, int] = {**_DIGITS, "": 0, "半": 5}
_UNITS = {"周岁": "岁", "块": "元"}


def amount_in_words(word: str) -> str | None:
    """The amount that a word in Chinese numerals is, in digits: ``18万元``, ``80%``, ``60岁``."""
    rate = _RATE.fullmatch(word)
    if rate is not None:
        number = _number(rate["number"])
        return None if number is None else f"{number}{_fraction(rate)}{_SIGNS[rate['of']]}"
    if _DISCOUNT.fullmatch(word) is not None:
        return share_in_words(word)
    half = _YEARS_AND_A_HALF.fullmatch(word)
    if half is not None:
        years = _number(half["years"]) if half["years"] else 0
        return None if years is None else f"{years * 12 + 6}个月"
    tenths = _TENTHS.fullmatch(word)
    if tenths is not None:
        return f"{_DIGITS[tenths['tens']]}{_ONES[tenths['ones']]}%"
    amount = _AMOUNT.fullmatch(word)
    number = _number(amount["number"]) if amount is not None else None
    if amount is None or number is None:
        return None
    unit = _UNITS.get(amount["unit"], amount["unit"])
    if unit == "元" and not amount["decimal"]:
        for large, of in (("亿", _LARGE["亿"]), ("万", _LARGE["万"])):
            if number and number % of == 0:
                return f"{number // of}{large}元"
    return f"{number}{_fraction(amount)}{unit}"


def share_in_words(word: str) -> str | None:
    """What is multiplied by in ``八折``, ``8.5折``, ``1.5倍`` and ``三分之一``."""
    if word in ("一半", "半数"):
        return "50%"
    times = _TIMES.fullmatch(word)
    if times is not None:
        number = times["number"]
        return number if number[0].isdigit() else str(_number(number) or "") or None
    discount = _DISCOUNT.fullmatch(word)
    if discount is not None:
        return f"{_percent(discount['number'])}%"
    part = _PART.fullmatch(word)
    if part is None:
        return None
    below, above = _number(part["below"]), _number(part["above"])
    return f"{above} / {below}" if below and above else None


def place_or_price_in_words(word: str) -> str | None:
    """``第二次`` as ``2次``, ``第三次及以上`` as ``≥ 3次``, ``每天50元`` as ``50元/天``."""
    price = _PRICE.fullmatch(word)
    if price is not None:
        return f"{price['amount']}/{price['each']}"
    place = _PLACE.fullmatch("第一次" if word == "首次" else word)
    if place is None:
        return None
    number = place["number"]
    counted = number if number[0].isdigit() else _number(number)
    return f"{'≥ ' if place['bound'] else ''}{counted}次"


def _percent(tenths: str) -> str:
    """``8.5`` and ``八五`` of ten as a number of a hundred: 85."""
    digits = "".join(str(_DIGITS.get(char, char)) for char in tenths)
    whole, _, part = digits.partition(".")
    if not part and len(whole) > 1:
        return whole
    return f"{whole}{part[:1] or '0'}{'.' + part[1:] if part[1:] else ''}"


def in_numerals(word: str) -> str:
    """``1级`` as 一级: small numbers as names have them."""
    characters = "〇一二三四五六七八九十"
    return _SMALL.sub(lambda number: characters[int(number[0])], word)


def _fraction(match: re.Match[str]) -> str:
    digits = "".join(str(_DIGITS[char]) for char in match["decimal"][1:])
    return f".{digits}" if digits else ""


def _number(text: str) -> int | None:
    """一千二百 → 1200, 二〇二五 → 2025; nothing for what is no number."""
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _TENS:
            section += (digit or 1) * _TENS[char]
            digit = 0
        else:
            if not total + section + digit:
                return None
            # 一万亿 is 万 times 亿, but in 一亿二千万 only what stands behind 亿 is counted in 万.
            raised, kept = (
                (section + digit, total) if char == "万" else (total + section + digit, 0)
            )
            total = kept + raised * _LARGE[char]
            section = digit = 0
    return total + section + digit
