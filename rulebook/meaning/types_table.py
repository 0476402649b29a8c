"""The page of what every operator gives for every pair of types, from the type checker itself.

``python -m rulebook.meaning.types_table`` writes ``docs/language/types.md`` and its English twin.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rulebook.book.types import DAY, NUMBER, TRUTH, Measure, OneOf, Type
from rulebook.book.units import measure_of, shown_in, units_text
from rulebook.diagnostics import Bilingual, Language
from rulebook.diagnostics.catalogue import entry
from rulebook.meaning.arithmetic import difference, product, quotient, sum_
from rulebook.meaning.measures import meet

COMPARE = "RB4002"
NO_ORDER = "RB4009"


@dataclass(frozen=True, slots=True)
class Sample:
    """A type by an amount that has it."""

    text: Bilingual
    type: Type
    ordered: bool = True


def _amount(number: str, *units: str) -> Sample:
    named = units_text(units, one=number == "1")
    blank = " " if named.en[:1].isalpha() else ""
    text = Bilingual(f"{number}{named.zh}", f"{number}{blank}{named.en}")
    return Sample(text, measure_of(units)[0])


SAMPLES = (
    _amount("100", "yuan"),
    _amount("80", "percent"),
    _amount("3", "percentage_point"),
    _amount("1.5"),
    _amount("50", "yuan", "day"),
    _amount("7", "hour", "week"),
    _amount("30", "day"),
    _amount("6", "month"),
    _amount("2", "year"),
    _amount("60", "years_old"),
    _amount("9", "point"),
    _amount("2", "time"),
    _amount("3", "person"),
    Sample(Bilingual("日期", "a date"), DAY),
    Sample(Bilingual("是/否", "yes/no"), TRUTH, ordered=False),
    Sample(Bilingual("有大小的枚举", "an ordered value"), OneOf("ordered")),
    Sample(Bilingual("别的枚举", "another value"), OneOf("plain"), ordered=False),
)
"""One type of each kind that the checker treats differently."""

Operator = Callable[[Sample, Sample], Type | str]


def _plain(rule: Callable[[Type, Type], Type | str]) -> Operator:
    return lambda left, right: rule(left.type, right.type)


def _equal(left: Sample, right: Sample) -> Type | str:
    return TRUTH if meet(left.type, right.type) is not None else COMPARE


def _ordered(left: Sample, right: Sample) -> Type | str:
    if meet(left.type, right.type) is None:
        return COMPARE
    return TRUTH if left.ordered else NO_ORDER


def _limited(left: Sample, right: Sample) -> Type | str:
    common = meet(left.type, right.type)
    return common if isinstance(common, Measure) else COMPARE


OPERATORS: dict[str, tuple[Bilingual, Operator]] = {
    "+": (Bilingual("甲 + 乙", "a + b"), _plain(sum_)),
    "-": (Bilingual("甲 - 乙", "a - b"), _plain(difference)),
    "×": (Bilingual("甲 × 乙", "a × b"), _plain(product)),
    "/": (Bilingual("甲 / 乙", "a / b"), _plain(quotient)),
    "=": (Bilingual("甲 = 乙，甲 ≠ 乙", "a = b, a ≠ b"), _equal),
    "<": (Bilingual("甲 < 乙，≤，>，≥", "a < b, ≤, >, ≥"), _ordered),
    "limit": (
        Bilingual("甲 不低于 乙，甲 不超过 乙", "a not below b, a not above b"),
        _limited,
    ),
}

_COMMAND = "python -m rulebook.meaning.types_table"

TEXT = {
    "title": Bilingual("各种类型的运算", "What operators give"),
    "made": Bilingual(f"<!-- {_COMMAND} 写成，请勿手改 -->", f"<!-- made by {_COMMAND} -->"),
    "dash": Bilingual("“—”是 {code}。", "A dash is {code}."),
    "other": Bilingual("[English](types.en.md)", "[中文](types.md)"),
    "intro": Bilingual(
        "每一行是左边的值（甲），每一列是右边的值（乙），格子里是结果的单位；"
        "不能这样算的写着会得到的提示，用 `rulebook explain` 加编号看，规则书的网页上点编号看。"
        "没有列出的单位和同类的一样：岁、分像天，项、种像次。"
        "比例的比例还是比例，比例之差是百分点；不带单位的数可以和任何计数的单位相加、比较。",
        "Each row is the value on the left (a), each column the one on the right (b), and each "
        "cell the unit of the result, or the code of what is said where there is none: `rulebook "
        "explain` and the code tell more, in the site a click on it. Units that aren't listed go "
        "like those of their kind. A rate of a rate is a rate, the difference of two rates is in "
        "percentage points; a bare number meets every unit that counts.",
    ),
    "left": Bilingual("甲 \\ 乙", "a \\ b"),
    "codes": Bilingual("提示", "What is said"),
    "yes_no": Bilingual("是/否", "yes/no"),
    "day": Bilingual("日期", "date"),
    "number": Bilingual("数", "number"),
}


def page(lang: Language) -> str:
    """The page in one language."""
    said = {key: text.text(lang) for key, text in TEXT.items()}
    parts = [f"# {said['title']}", said["made"], said["other"], said["intro"]]
    used: set[str] = set()
    for title, operator in OPERATORS.values():
        parts.append(f"## {title.text(lang)}")
        parts.append("\n".join(_table(operator, lang, used)))
    parts.append(f"## {said['codes']}")
    parts.append("\n".join(f"- {_shown(code)}: {_sentence(code, lang)}" for code in sorted(used)))
    return "\n\n".join(parts) + "\n"


def _table(operator: Operator, lang: Language, used: set[str]) -> Iterator[str]:
    """The rows of a table; a dash stands for the code that it has most."""
    every = [operator(left, right) for left in SAMPLES for right in SAMPLES]
    codes = Counter(each for each in every if isinstance(each, str))
    usual = codes.most_common(1)[0][0]
    yield TEXT["dash"].text(lang).format(code=_shown(usual))
    yield ""
    used |= set(codes)
    heads = [sample.text.text(lang) for sample in SAMPLES]
    yield f"| {TEXT['left'].text(lang)} | " + " | ".join(heads) + " |"
    yield "|---" * (len(heads) + 1) + "|"
    for left in SAMPLES:
        outcomes = [operator(left, right) for right in SAMPLES]
        cells = ["—" if each == usual else _cell(each, lang) for each in outcomes]
        yield f"| **{left.text.text(lang)}** | " + " | ".join(cells) + " |"


def _cell(outcome: Type | str, lang: Language) -> str:
    return _shown(outcome) if isinstance(outcome, str) else _named(outcome, lang)


def _named(type_: Type, lang: Language) -> str:
    if type_ == NUMBER:
        return TEXT["number"].text(lang)
    if isinstance(type_, Measure):
        return units_text(shown_in(type_)).text(lang)
    return TEXT["day" if type_ == DAY else "yes_no"].text(lang)


def _shown(code: str) -> str:
    return f"<code>{code}</code>"


def _sentence(code: str, lang: Language) -> str:
    """The sentence of a code, with dots for what it fills in."""
    gap = "…"
    names = ("left", "right", "op", "found", "other")
    return entry(code).sentence.text(lang).format_map(dict.fromkeys(names, gap))


def write(folder: Path) -> None:
    """Write both pages."""
    (folder / "types.md").write_text(page("zh"), encoding="utf-8")
    (folder / "types.en.md").write_text(page("en"), encoding="utf-8")


if __name__ == "__main__":
    from rulebook.resources import docs_folder

    write(docs_folder() / "language")
