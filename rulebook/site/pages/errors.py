"""One page for each code that a check may say, from the catalogue of diagnostics."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from rulebook.diagnostics import Bilingual, Language
from rulebook.diagnostics.catalogue import Entry, entries
from rulebook.diagnostics.mistakes import Mistake
from rulebook.site import paths
from rulebook.site.html import (
    NOTHING,
    Two,
    beside,
    both_paragraphs,
    code,
    crumbs,
    of,
    pairs,
    paragraph,
    row,
    table,
    tag,
    two,
)
from rulebook.site.labels import named
from rulebook.site.page import Section, SitePage
from rulebook.site.source import listing

STAGES: dict[str, Bilingual] = {
    "syntax": Bilingual("规则的文字和写法", "Text and syntax of rules"),
    "yaml": Bilingual("YAML 文件", "YAML files"),
    "names": Bilingual("名称", "Names"),
    "types": Bilingual("类型和单位", "Types and units"),
    "versions": Bilingual("日期和版本", "Dates and versions"),
    "tables": Bilingual("表格", "Tables"),
    "numbers": Bilingual("数的范围", "Ranges of numbers"),
    "facts": Bilingual("给出的事实", "Facts given"),
    "commands": Bilingual("命令和示例", "Commands and examples"),
    "site": Bilingual("网页", "The site"),
    "conformity": Bilingual("与清单对照", "Held against the list"),
    "review": Bilingual("示例、事实和引用", "Examples, facts and citations"),
}
_HOLE = re.compile(r"\{\w+\}")
_QUOTED = re.compile(r"`([^`]*)`")


def error_pages(shown: Mapping[str, Mistake]) -> list[SitePage]:
    """The index and a page a code; ``shown`` has an example for some codes."""
    known = list(entries().values())
    return [_index(known), *(_page(each, shown.get(each.code)) for each in known)]


def _index(known: list[Entry]) -> SitePage:
    stages = dict.fromkeys(each.stage for each in known)
    heads = (beside(two("代码", "code")), beside(two("说的是什么", "what it says")))
    sections = []
    for stage in stages:
        label = named(STAGES, stage)
        rows = [
            row(
                Markup('<a href="{}">{}</a>').format(
                    paths.href(paths.ERRORS, paths.error_page(each.code)), each.code
                ),
                Markup("{}<br>{}").format(
                    sentence(each.sentence, "zh"),
                    tag("span", sentence(each.sentence, "en"), lang="en", class_="rb-en"),
                ),
            )
            for each in known
            if each.stage == stage
        ]
        sections.append(
            Section(f"stage-{stage}", label, table(beside(of(label)), heads, rows, quiet=True))
        )
    opening = two(
        "检查规则书时可能看到的每一句话、它的代码和改法。",
        "Every sentence that a check may say, its code and what to do about it.",
    )
    return SitePage(
        path=paths.ERRORS,
        title=Bilingual("检查时的提示", "What a check may say"),
        opening=both_paragraphs(opening),
        sections=sections,
        description="检查规则书时的提示、代码和改法",
    )


def _page(entry: Entry, shown: Mistake | None) -> SitePage:
    severity = two("错误", "error") if entry.severity == "error" else two("提醒", "warning")
    about = pairs(
        (
            (beside(two("类别", "kind")), beside(severity)),
            (beside(two("范围", "about")), beside(of(named(STAGES, entry.stage)))),
        )
    )
    said = both_paragraphs(_two(entry.sentence))
    hint = both_paragraphs(_two(entry.hint)) if entry.hint.zh else NOTHING
    example = NOTHING if shown is None else _example(shown)
    return SitePage(
        path=paths.error_page(entry.code),
        title=Bilingual(
            f"{entry.code} {plain_sentence(entry.sentence, 'zh')}",
            plain_sentence(entry.sentence, "en"),
        ),
        above=crumbs([_to_index(entry.code)]),
        opening=about,
        sections=(
            Section("said", Bilingual("说的是什么", "What it says"), said),
            Section("hint", Bilingual("怎么改", "What to do"), hint),
            Section("example", Bilingual("例子", "Example"), example),
        ),
        keywords=(entry.code,),
        description=entry.sentence.zh,
        boost=0.2,
    )


def _to_index(code_: str) -> Two:
    address = paths.href(paths.error_page(code_), paths.ERRORS)
    names = (tag("a", name, href=address) for name in ("检查时的提示", "What a check may say"))
    return Two(*names)


def _example(mistake: Mistake) -> Markup:
    return (
        paragraph(beside(two("这样写：", "what was written:")))
        + listing(mistake.written, "zh", anchors=False)
        + paragraph(beside(two("检查会说：", "what the check says:")))
        + tag("div", tag("pre", tag("code", mistake.said)), class_="highlight")
    )


def _two(text: Bilingual) -> Two:
    return Two(sentence(text, "zh"), sentence(text, "en"))


def sentence(text: Bilingual, lang: Language) -> Markup:
    """A sentence of the catalogue; `…` stands for the user's words."""
    escaped = str(escape(_filled(text.text(lang))))
    return Markup(_QUOTED.sub(lambda match: str(code(Markup(match[1]))), escaped))


def plain_sentence(text: Bilingual, lang: Language) -> str:
    """The same without marks, as a title."""
    return _filled(text.text(lang)).replace("`", "")


def _filled(sentence: str) -> str:
    """What stands for the user's words is left open: its name means nothing to a reader."""
    doubled = sentence.replace("{{", "\x01").replace("}}", "\x02")
    return _HOLE.sub("…", doubled).replace("\x01", "{").replace("\x02", "}")
