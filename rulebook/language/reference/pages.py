"""The pages of the reference as Markdown, one in each language, and their diagrams."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from rulebook.diagnostics import Bilingual, Language
from rulebook.diagnostics.catalogue import entry
from rulebook.language.reference.constructs import Construct, Constructs, read_constructs
from rulebook.language.reference.diagrams import svg
from rulebook.language.reference.grammar import Alternative, Part, grammar, part_of
from rulebook.language.words import words

LANGUAGES: tuple[Language, Language] = ("zh", "en")
PAGES: dict[Language, str] = {"zh": "reference.md", "en": "reference.en.md"}
_MADE = "<!-- 由 python -m rulebook.language.reference 写成，请勿手改 · made by it, not by hand -->"
_HOLE = re.compile(r"\{\w+\}")
_INTRODUCTION = Bilingual(
    "每种写法的语法图、中英文写法、含义和可能的提示。图从左往右读：蓝框照写，黄框换成所说的内容；"
    "线绕过去的可以不写，绕回来的可以重复。例子用的是[指南的小规则书](../guide/hour.md#folder)里的名称，"
    "数是示例用数。每个提示怎么改，用 `rulebook explain` 加编号看，规则书的网页上点编号看。"
    "初学请先读[一小时学会](../guide/hour.md)。",
    "The diagram, both surfaces, the meaning and the messages of each construct. Diagrams are "
    "read from left to right: blue boxes are written as they stand, yellow ones stand for "
    "what they say; a line around a box makes it optional, a line back repeats it. Examples "
    "use the names of [the guide's small book](../guide/hour.en.md#folder), and their numbers "
    "are made up. What to do about a message: `rulebook explain` and its code, or in the site a "
    "click on the code. To learn the language read [the hour](../guide/hour.en.md).",
)


def files() -> dict[str, str]:
    """Every file of the reference by its path in ``docs/language/``."""
    known = read_constructs()
    rules = grammar()
    found: dict[str, str] = {}
    for lang in LANGUAGES:
        found[PAGES[lang]] = "\n".join(_page(known, lang))
        for construct in known.constructs:
            for wanted in construct.draws:
                path = f"diagrams/{drawn_as(wanted)}.{lang}.svg"
                found[path] = _diagram(known, rules, wanted, lang)
    return found


def write(folder: Path) -> int:
    """Write the reference into a folder; how many files it has. Diagrams no longer used go."""
    wanted = files()
    for old in (folder / "diagrams").glob("*.svg"):
        if f"diagrams/{old.name}" not in wanted:
            old.unlink()
    for path, text in wanted.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    return len(wanted)


def drawn_as(wanted: str) -> str:
    """The file name of a diagram, without what follows the dot."""
    return wanted.replace("_", "-").replace(".", "-")


def _diagram(
    known: Constructs, rules: dict[str, tuple[Alternative, ...]], wanted: str, lang: Language
) -> str:
    part: Part = part_of(rules, wanted)
    return svg(part, lambda symbol: known.label(symbol, lang), drawn_as(wanted))


# ---- pages


def _page(known: Constructs, lang: Language) -> Iterator[str]:
    title = Bilingual("语言参考", "Language reference").text(lang)
    other = "[English](reference.en.md)" if lang == "zh" else "[中文](reference.md)"
    yield from (f"# {title}", "", _MADE, "", other, "", _INTRODUCTION.text(lang), "")
    yield from _more(lang)
    for construct in known.constructs:
        yield from _section(known, construct, lang)
    yield from _keywords(lang)
    yield from _units(lang)


def _section(known: Constructs, construct: Construct, lang: Language) -> Iterator[str]:
    yield from (f"## {construct.title.text(lang)} {{#{construct.id.replace('_', '-')}}}", "")
    yield from (construct.means.text(lang), "")
    for wanted in construct.draws:
        alternative = _caption(known, construct, wanted, lang)
        picture = f"diagrams/{drawn_as(wanted)}.{lang}.svg"
        yield f'<p style="overflow-x: auto">{alternative}<br>'
        yield f'<img src="{picture}" alt="{alternative}" style="max-width: none"></p>'
        yield ""
    surfaces = LANGUAGES if lang == "zh" else LANGUAGES[::-1]
    for each in surfaces:
        yield from ("```rule-part", construct.example.text(each).rstrip("\n"), "```", "")
    head = Bilingual("可能的提示", "What may be said").text(lang)
    yield from (f"<details><summary>{head}</summary>", "<ul>")
    for code in construct.codes:
        sentence = _html(entry(code).sentence.text(lang))
        yield f"<li><code>{code}</code> {sentence}</li>"
    yield from ("</ul>", "</details>", "")


def _caption(known: Constructs, construct: Construct, wanted: str, lang: Language) -> str:
    rule, _, node = wanted.partition(".")
    name = construct.title if node else known.labels[rule]
    return name.text(lang)


def _more(lang: Language) -> Iterator[str]:
    yield Bilingual(
        "哪些类型能相加、相乘、比较，见[各种类型的运算](types.md)；答案怎样定，见[规则的含义](../semantics.md)。",
        "Which types can be added, multiplied and compared: [operators](types.en.md). How "
        "answers come about: [what a rule means](../semantics.md).",
    ).text(lang)
    yield ""


def _html(sentence: str) -> str:
    """A sentence of the catalogue: the user's words, open here, in code."""
    safe = _HOLE.sub("…", sentence)
    safe = safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    parts = safe.split("`")
    return "".join(
        f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(parts)
    )


def _keywords(lang: Language) -> Iterator[str]:
    title = Bilingual("全部关键词和内置名称", "All keywords and built-in names").text(lang)
    heads = Bilingual("| 中文 | 英文 |", "| English | Chinese |").text(lang)
    yield from (f"## {title} {{#keywords}}", "", heads, "|---|---|")
    pairs = [(each.zh, each.en) for each in words().keywords.values()]
    pairs += [((zh,), (en,)) for en, zh in words().built_in.items()]
    yield from _rows(pairs, lang)
    yield ""


def _units(lang: Language) -> Iterator[str]:
    title = Bilingual("全部单位", "All units").text(lang)
    heads = Bilingual("| 中文 | 英文 |", "| English | Chinese |").text(lang)
    yield from (f"## {title} {{#units}}", "", heads, "|---|---|")
    yield from _rows([(each.forms.zh, each.forms.en) for each in words().units.values()], lang)
    yield ""


def _rows(pairs: list[tuple[tuple[str, ...], tuple[str, ...]]], lang: Language) -> Iterator[str]:
    for zh, en in pairs:
        first, second = (zh, en) if lang == "zh" else (en, zh)
        yield f"| {_forms(first)} | {_forms(second)} |"


def _forms(forms: tuple[str, ...]) -> str:
    return ", ".join(f"`{form}`" for form in forms)
