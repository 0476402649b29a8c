"""An explanation as indented text, for a terminal or a log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rulebook.answers.explanation import Explanation, Read, Shown
from rulebook.answers.specials import SpecialValue
from rulebook.book.evidence import evidence_text
from rulebook.book.model import BookContents, Vocabulary
from rulebook.book.types import TRUTH, OneOf
from rulebook.book.units import measure_of
from rulebook.diagnostics import Bilingual, Language, Span
from rulebook.meaning.show import show_value

TextIn = Callable[[Span, Language], str | None]
"""Gives what a rule says at a span in the words of a language, where those are others."""

WORDS: dict[str, Bilingual] = {
    "formula": Bilingual("按公式", "by formula"),
    "cases": Bilingual("分情形", "by cases"),
    "table": Bilingual("查表", "by table"),
    "limit": Bilingual("限定", "limited"),
    "round": Bilingual("取舍", "rounded"),
    "all": Bilingual("须全部满足", "all must hold"),
    "any": Bilingual("满足任一", "any may hold"),
    "sum": Bilingual("合计", "sum"),
    "count": Bilingual("计数", "count"),
    "max": Bilingual("最高", "greatest"),
    "min": Bilingual("最低", "least"),
    "line": Bilingual("其中", "of which"),
    "condition": Bilingual("条件", "condition"),
    "record": Bilingual("记录", "record"),
    "rule": Bilingual("另一条规则", "another rule"),
    "brackets": Bilingual("分段", "by brackets"),
    "tier": Bilingual("一段", "tier"),
    "answer": Bilingual("答案", "answer"),
}
UNKNOWN = Bilingual("未定", "undetermined")
SPECIAL = {
    SpecialValue.NOT_APPLICABLE: Bilingual("不适用", "not applicable"),
    SpecialValue.NO_LIMIT: Bilingual("无上限", "no limit"),
}


def outline(
    steps: tuple[Explanation, ...], contents: BookContents, lang: Language, text_in: TextIn
) -> str:
    """One line a step, indented by depth, with what the step read below it.

    ``text_in`` gives what a rule says at a span in the words of ``lang``, where it has others.
    """
    said = _Outline(contents, lang, text_in)
    return "\n".join(line for step in steps for line in said.lines(step, 0, ()))


@dataclass(frozen=True, slots=True)
class _Outline:
    contents: BookContents
    lang: Language
    text_in: TextIn

    def lines(
        self, step: Explanation, depth: int, above: tuple[tuple[str, str | None], ...]
    ) -> Iterator[str]:
        contents, lang = self.contents, self.lang
        indent = "  " * depth
        text = self.text_in(step.span, lang) or step.text if step.text else ""
        unnamed = step.label.zh == step.label.en == step.text
        name = text if unnamed else step.label.text(lang)
        notes = [how(step, lang, self.heads(step))]
        if step.citations != above:
            notes.append(cited(step, contents, lang))
        if step.evidence and depth == 0:
            notes.append(evidence_text(step.evidence, lang))
        value = shown_text(step.shown, contents.vocabulary, lang)
        yield f"{indent}{name} = {value}  [{' · '.join(each for each in notes if each)}]"
        if text and text != name and step.heads is None:
            yield f"{indent}  > {text}"
        below = {child.clause for child in step.children}
        for read in step.read:
            if read.kind != "definition" or f"{step.rule}.{read.id}" not in below:
                yield f"{indent}  · {read_text(read, contents, lang)}"
        for child in step.children:
            yield from self.lines(child, depth + 1, step.citations)

    def heads(self, step: Explanation) -> tuple[str, str] | None:
        """What stands beside the row and over the column that hit."""
        if step.heads is None or step.crossing is None:
            return step.heads
        (side, top), (row, column) = step.heads, step.crossing
        return self.text_in(row, self.lang) or side, self.text_in(column, self.lang) or top


def how(step: Explanation, lang: Language, heads: tuple[str, str] | None) -> str:
    """How a step came to its value, in a few words: the operation, the row or case that hit.

    ``heads`` are those of the cell of a two-way table, in words of ``lang``.
    """
    word = WORDS[step.op].text(lang)
    if step.op == "tier":
        return word
    if step.exception is not None:
        return Bilingual(f"例外：{step.exception.zh}", f"exception: {step.exception.en}").text(lang)
    if heads is not None:
        return word + Bilingual("：", ": ").text(lang) + " × ".join(heads)
    if step.row == 0:
        return word + Bilingual("：否则", ": otherwise").text(lang)
    if step.row is not None and step.op == "table":
        return word + Bilingual(f"：第{step.row}行", f": row {step.row}").text(lang)
    if step.row is not None:
        return word + Bilingual(f"：第{step.row}种", f": case {step.row}").text(lang)
    return word


def cited(step: Explanation, contents: BookContents, lang: Language) -> str:
    """The sources that a step stands on, by name, with their sections."""
    joined = "、" if lang == "zh" else ", "
    return joined.join(
        source_text(each, section, contents, lang) for each, section in step.citations
    )


def source_text(source: str, section: str | None, contents: BookContents, lang: Language) -> str:
    """A source by its name, with the section."""
    known = contents.sources.get(source)
    name = known.label.text(lang) if known else source
    blank = " " if lang == "en" else ""
    return f"{name}{blank}“{section}”" if section else name


def read_text(read: Read, contents: BookContents, lang: Language) -> str:
    """A fact or figure that was read, with its source and evidence."""
    text = f"{read.label.text(lang)} = {shown_text(read.shown, contents.vocabulary, lang)}"
    if read.source is None:
        return text
    source = source_text(read.source, read.section, contents, lang)
    level = evidence_text(read.evidence, lang) if read.evidence else ""
    return f"{text}  [{' · '.join(each for each in (source, level) if each)}]"


def shown_text(shown: Shown, vocabulary: Vocabulary, lang: Language) -> str:
    """A value as people read it; an unknown one as 未定."""
    if shown.special is not None:
        return SPECIAL[shown.special].text(lang)
    if shown.value is None:
        return UNKNOWN.text(lang)
    if shown.enumeration is not None:
        return show_value(shown.value, OneOf(shown.enumeration), (), lang, vocabulary.enumerations)
    if isinstance(shown.value, bool):
        return show_value(shown.value, TRUTH, (), lang, vocabulary.enumerations)
    type_ = measure_of(shown.units)[0]
    return show_value(shown.value, type_, shown.units, lang, vocabulary.enumerations)
