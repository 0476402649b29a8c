"""Numbers as drafters write them: amounts with units, days, and what is stuck to them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from rulebook.diagnostics import Bilingual
from rulebook.diagnostics.model import Argument
from rulebook.diagnostics.nearest import nearest
from rulebook.language.bound_words import BOUND_WORDS, second_bound
from rulebook.language.numerals import share_in_words
from rulebook.language.words import words

_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?![0-9])")
_OTHER_DAY = re.compile(
    r"((?:19|20|21)[0-9]{2})(?:([/.])([0-9]{1,2})\2([0-9]{1,2})(?![\w.])"
    r"|年([0-9]{1,2})月([0-9]{1,2})日?起?(?!\w))"
)
_SINCE_DAY = re.compile(
    r"((?:19|20|21)[0-9]{2})年([0-9]{1,2})月([0-9]{1,2})日(之前|以前|前|之后|以后|后)(?!\w)"
)
_INCLUDED = re.compile(r"[ \t]*\((不?)含\)(以上|以下|以内)(?!\w)")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_BLANKS = re.compile(r"[ \t]*")
_RANGE_MARK = re.compile(r"([ \t]*)([-~–—]+|至|到)([ \t]*)(?=[0-9])")
_RUN = re.compile(r"\w*")

MOST_DIGITS = 30
"""How many digits a number may have."""

_ABOUT = frozenset({"左右", "上下", "约"})
OTHER_UNITS = {
    "块": "元", "块钱": "元", "圆": "元", "万": "万元", "亿": "亿元", "千元": "元", "周岁": "岁",
    "个点": "个百分点", "百分点": "个百分点", "钟头": "小时", "个小时": "小时", "个星期": "周",
    "星期": "周", "个年": "年", "月份": "个月", "例": "项", "家": "个", "rmb": "yuan",
    "cny": "yuan",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a stretch of a line: a code, where it begins and ends, its words."""

    code: str
    start: int
    end: int
    arguments: Mapping[str, Argument] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scanned:
    """A number read from a line: its end there, its digits or day, its units."""

    type: Literal["AMOUNT", "DATE"]
    end: int
    value: str
    units: tuple[str, ...] = ()
    problem: Problem | None = None


def scan_number(text: str, raw: str, start: int) -> Scanned:
    """Read the number that begins at ``start``; ``raw`` is ``text`` before marks were unified."""
    day = _DAY.match(text, start)
    if day is not None:
        return _days(text, raw, day) or _day(text, day)
    other = _OTHER_DAY.match(text, start)
    if other is not None:
        return _other_day(text, other)
    since = _SINCE_DAY.match(text, start)
    if since is not None:
        return _since(since)
    thousands = _THOUSANDS.match(text, start)
    if thousands is not None and "、" not in raw[start : thousands.end()]:
        return _thousands(text, thousands)
    number = _NUMBER.match(text, start)
    assert number is not None
    if len(number[0].replace(".", "")) > MOST_DIGITS:
        problem = Problem("RB1026", start, number.end(), {"digits": str(MOST_DIGITS)})
        return replace(_amount(text, start, number.end(), "0"), problem=problem)
    between = _range(text, raw, start, number.end())
    if between is not None:
        return between
    if text[number.end() : number.end() + 1] == "." and not text[number.end() + 1 :][:1].isalpha():
        return _odd_number(text, start)
    return _amount(text, start, number.end(), number[0])


# ---- days


def _day(text: str, day: re.Match[str]) -> Scanned:
    year, month, date = day[1], day[2].zfill(2), day[3].zfill(2)
    proper = f"{year}-{month}-{date}"
    run = _RUN.match(text, day.end())
    assert run is not None
    problem: Problem | None = None
    why = _no_such_day(int(year), int(month), int(date))
    if why is not None:
        problem = Problem("RB1017", day.start(), day.end(), {"day": day[0], "why": why})
        proper = "2000-01-01"
    elif proper != day[0]:
        problem = Problem("RB1018", day.start(), day.end(), {"day": day[0], "proper": proper})
    elif run[0]:
        # 施行 自 2025-01-01至2025-12-31: the second day belongs to what is stuck to the first.
        following = _DAY.match(text, day.end() + 1)
        end = following.end() if following is not None else run.end()
        problem = _blank_missing(text, day.start(), day.end(), end)
        return Scanned("DATE", end, proper, problem=problem)
    return Scanned("DATE", run.end(), proper, problem=problem)


def _days(text: str, raw: str, day: re.Match[str]) -> Scanned | None:
    """``2025-01-01至2025-12-31``, other than in 施行: two bounds."""
    mark = _RANGE_MARK.match(text, day.end())
    last = _DAY.match(text, mark.end()) if mark is not None else None
    in_force = any(text.lstrip().startswith(form) for form in words().keywords["FORCE"].every)
    if mark is None or last is None or mark[2] == "-" or in_force:
        return None
    first, second = (_day(text[: each.end()], each).value for each in (day, last))
    problem = _two_bounds(raw, day.start(), last.end(), first, second)
    return Scanned("DATE", last.end(), first, problem=problem)


def _other_day(text: str, day: re.Match[str]) -> Scanned:
    year, month, date = day[1], day[3] or day[5], day[4] or day[6]
    proper = f"{year}-{month.zfill(2)}-{date.zfill(2)}"
    why = _no_such_day(int(year), int(month), int(date))
    if why is not None:
        problem = Problem("RB1017", day.start(), day.end(), {"day": day[0], "why": why})
        return Scanned("DATE", day.end(), "2000-01-01", problem=problem)
    problem = Problem("RB1018", day.start(), day.end(), {"day": day[0], "proper": proper})
    return Scanned("DATE", day.end(), proper, problem=problem)


def _since(day: re.Match[str]) -> Scanned:
    """``2024年3月1日之后``: a day with its comparison behind it."""
    proper = f"{day[1]}-{day[2].zfill(2)}-{day[3].zfill(2)}"
    why = _no_such_day(int(day[1]), int(day[2]), int(day[3]))
    mark = "<" if day[4].endswith("前") else ">"
    if why is not None:
        problem = Problem("RB1017", day.start(), day.end(), {"day": day[0], "why": why})
        return Scanned("DATE", day.end(), "2000-01-01", problem=problem)
    said = {"word": day[4], "amount": proper, "proper": f"{mark} {proper}"}
    return Scanned(
        "DATE", day.end(), proper, problem=Problem("RB1014", day.start(), day.end(), said)
    )


def _no_such_day(year: int, month: int, date: int) -> Bilingual | None:
    if not 1 <= month <= 12:
        return Bilingual(f"没有 {month} 月", f"there is no month {month}")
    if year == 0:
        return Bilingual("没有公元 0 年", "there is no year 0")
    following = datetime.date(year + month // 12, month % 12 + 1, 1) if year < 9999 else None
    last = (following - datetime.timedelta(days=1)).day if following else 31
    if 1 <= date <= last:
        return None
    return Bilingual(f"{year} 年 {month} 月有 {last} 天", f"{year}-{month:02} has {last} days")


# ---- amounts


def _range(text: str, raw: str, start: int, end: int) -> Scanned | None:
    """``2-3级``, ``60岁～69岁``, ``2级 至 3级``: two bounds of one amount."""
    unit, unit_end = _other_unit(text, end) or _leading_unit(text, end)
    mark = _RANGE_MARK.match(text, unit_end)
    number = _NUMBER.match(text, mark.end()) if mark is not None else None
    if mark is None or number is None or _DAY.match(text, mark.end()):
        return None
    low, high = text[start:end], _amount(text, number.start(), number.end(), number[0])
    written = text[number.end() : high.end]
    if high.problem is not None:
        # What is stuck to the amount, such as 以下 or 周岁, is not told again.
        other = _other_unit(text, number.end())
        high = replace(high, units=(other[0],) if other is not None else high.units)
        written = words().units[high.units[0]].forms.zh[0] if high.units else ""
    if unit is not None and high.units[:1] != (unit,):
        return None
    if mark[2] == "-" and not _is_no_difference(mark, unit, Decimal(low), high):
        return None
    return replace(
        high,
        problem=_two_bounds(raw, start, high.end, f"{low}{written}", f"{number[0]}{written}"),
    )


def _other_unit(text: str, start: int) -> tuple[str, int] | None:
    """A unit by another name, 周岁 for 岁, and its end."""
    for name, unit in OTHER_UNITS.items():
        if not name.isascii() and text.startswith(name, start):
            rest = text[start + len(name) : start + len(name) + 1]
            if not rest or not rest.isalnum() or rest in "至到":
                return words().unit_ids[unit], start + len(name)
    return None


def _two_bounds(raw: str, start: int, end: int, low: str, high: str) -> Problem:
    said = {"range": raw[start:end], "proper": f"≥ {low} ≤ {high}"}
    return Problem("RB1027", start, end, said)


def _is_no_difference(mark: re.Match[str], unit: str | None, low: Decimal, high: Scanned) -> bool:
    """Whether ``2-3级`` can't be meant as a subtraction, as ``1-20%`` and ``3 - 2`` are."""
    apart = bool(mark[1] and mark[3])
    sensible = unit is None and high.units[:1] in ((), ("percent",), ("permille",)) and low <= 1
    return not apart and bool(high.units) and low < Decimal(high.value) and not sensible


def _amount(text: str, start: int, end: int, digits: str) -> Scanned:
    known = words()
    unit = known.unit_pattern.match(text, _skip_blanks(text, end))
    if unit is None:
        run = _RUN.match(text, end)
        if (run and run[0]) or text[end : end + 1] in ("%", "‰"):
            return _stuck(text, start, end, digits)
        return Scanned("AMOUNT", end, digits, (), _bound_behind(text, start, end, end))
    units = [known.unit_ids[" ".join(unit[0].split())]]
    end = unit.end()
    if text[end : end + 1] == "/":
        per = known.unit_pattern.match(text, end + 1)
        if per is not None:
            units.append(known.unit_ids[" ".join(per[0].split())])
            end = per.end()
    again = known.unit_pattern.match(text, _skip_blanks(text, end))
    if again is not None:
        problem = Problem("RB1020", start, again.end(), {"amount": text[start:end]})
        return Scanned("AMOUNT", again.end(), digits, tuple(units), problem)
    return Scanned("AMOUNT", end, digits, tuple(units), _bound_behind(text, start, end, end))


def _bound_behind(text: str, start: int, end: int, behind: int) -> Problem | None:
    """``50元 以上``: a bound written behind its amount, after a blank."""
    run = _RUN.match(text, _skip_blanks(text, behind))
    assert run is not None
    if run[0] in BOUND_WORDS:
        return _bound(text[start:end], run[0], start, run.end())
    said = _INCLUDED.match(text, behind)
    if said is None:
        return None
    above = said[2] == "以上"
    mark = (">" if above else "<") if said[1] else ("≥" if above else "≤")
    word, amount = said[0].strip(), text[start:end]
    proper = f"{mark} {amount}"
    return Problem("RB1014", start, said.end(), {"word": word, "amount": amount, "proper": proper})


def _stuck(text: str, start: int, end: int, digits: str) -> Scanned:
    """An amount with something stuck to it."""
    whole = _RUN.match(text, end)
    assert whole is not None
    if whole[0].lower() in OTHER_UNITS:
        problem = unknown_unit(digits, whole[0], start, whole.end())
        return Scanned("AMOUNT", whole.end(), digits, (), problem)
    for name, meant in OTHER_UNITS.items():
        if whole[0].removeprefix(name) in BOUND_WORDS and whole[0].startswith(name):
            problem = _bound(f"{digits}{meant}", whole[0].removeprefix(name), start, whole.end())
            return Scanned("AMOUNT", whole.end(), digits, (words().unit_ids[meant],), problem)
    unit, rest_start = _leading_unit(text, end)
    run = _RUN.match(text, rest_start)
    assert run is not None
    rest, stop = run[0], run.end()
    amount = text[start:rest_start]
    units = (unit,) if unit else ()
    if rest in BOUND_WORDS:
        problem = _bound(amount, rest, start, stop)
    elif unit and (second := second_bound(rest, text[stop:])) is not None:
        said_: dict[str, str | Bilingual] = {
            "range": text[start : stop + second[1]],
            "proper": f"{second[0]} {amount} {second[2]}",
        }
        problem = Problem("RB1027", start, stop + second[1], said_)
    elif unit == "year" and rest == "度":
        hint = Bilingual(
            f"年份写成不带单位的 `{digits}`", f"write a year without a unit: `{digits}`"
        )
        said_year: dict[str, str | Bilingual] = {"unit": "年度", "number": digits, "hint": hint}
        problem = Problem("RB1019", start, stop, said_year)
    elif rest in _ABOUT:
        problem = Problem("RB1025", start, stop, {"amount": amount, "word": rest})
    elif _begins_with_keyword(rest):
        problem = _blank_missing(text, start, rest_start, stop)
    elif unit is None:
        problem = unknown_unit(digits, text[end:stop], start, stop)
    elif rest in words().unit_ids or text[rest_start : rest_start + 1] in ("%", "‰"):
        problem = Problem("RB1020", start, stop, {"amount": amount})
    else:
        problem = Problem("RB1022", start, stop, {"amount": amount, "rest": rest})
    return Scanned("AMOUNT", max(stop, rest_start), digits, units, problem)


def _leading_unit(text: str, start: int) -> tuple[str | None, int]:
    ids = words().unit_ids
    for length in range(min(4, len(text) - start), 0, -1):
        form = text[start : start + length]
        if form in ids and not form.isascii() | (form == "‰"):
            return ids[form], start + length
    if text[start : start + 1] in ("%", "‰"):
        return ids[text[start]], start + 1
    return None, start


def _begins_with_keyword(rest: str) -> bool:
    return words().terminal(rest) is not None or bool(_keyword_at_start(rest))


def _keyword_at_start(rest: str) -> str:
    forms = (form for each in words().keywords.values() for form in each.zh)
    return max((form for form in forms if rest.startswith(form)), key=len, default="")


def unknown_unit(digits: str, unit: str, start: int, stop: int) -> Problem:
    """A word behind a number that is no unit; the hint offers the one that was meant."""
    near = likely_unit(unit)
    blank = " " if near is not None and near.isascii() else ""
    if unit == "成":
        digits, near = f"{(Decimal(digits) * 10).normalize():f}", "%"
    share = share_in_words(f"{digits}{unit}")
    if share is not None:
        digits, near = share, ""
    hint = Bilingual(
        f"写成 `{digits}{blank}{near}`"
        if near is not None
        else "数后面写单位，例如 `50元`、`60岁`、`92%`",
        f"write `{digits}{blank}{near}`"
        if near is not None
        else "write a unit, such as `50 yuan` or `92%`",
    )
    return Problem("RB1019", start, stop, {"unit": unit, "number": digits, "hint": hint})


def likely_unit(word: str) -> str | None:
    """The unit that a word is another name of, or a slip of the pen."""
    if word.lower() in OTHER_UNITS:
        return OTHER_UNITS[word.lower()]
    return next(iter(nearest(word, words().unit_ids, 1)), None)


def _bound(amount: str, word: str, start: int, stop: int) -> Problem:
    proper = f"{BOUND_WORDS[word]} {amount}"
    return Problem("RB1014", start, stop, {"word": word, "amount": amount, "proper": proper})


def _blank_missing(text: str, start: int, between: int, stop: int) -> Problem:
    """A word stuck to an amount; a keyword that it begins with has blanks on both sides."""
    before, after = text[start:between], text[between:stop]
    keyword = _keyword_at_start(after)
    proper = " ".join(filter(None, (before, keyword, after.removeprefix(keyword))))
    said = {"before": before, "after": after, "proper": proper}
    return Problem("RB1015", start, stop, said)


def _thousands(text: str, thousands: re.Match[str]) -> Scanned:
    digits = thousands[0].replace(",", "")
    read = _amount(text, thousands.start(), thousands.end(), digits)
    written = text[thousands.start() : read.end]
    proper = written.replace(",", "")
    problem = Problem("RB1016", thousands.start(), read.end, {"amount": written, "proper": proper})
    return Scanned("AMOUNT", read.end, digits, read.units, problem)


def _odd_number(text: str, start: int) -> Scanned:
    odd = re.compile(r"[0-9.]+[\w%‰]*").match(text, start)
    assert odd is not None
    problem = Problem("RB1024", start, odd.end(), {"number": odd[0]})
    return Scanned("AMOUNT", odd.end(), "0", (), problem)


def _skip_blanks(text: str, start: int) -> int:
    blanks = _BLANKS.match(text, start)
    assert blanks is not None
    return blanks.end()
