"""The definitions of a rule in plain words: a sentence, a list or a table each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rulebook.diagnostics import Language
from rulebook.meaning import typed as t
from rulebook.site.html import NOTHING, Two, bullets, fill, join, of, paragraph, tag, two
from rulebook.site.names import RuleNames
from rulebook.site.prose import GATHERED_LINES, Tie, condition_of, limit_step, phrase, rounding
from rulebook.site.tables import Column, brackets_table, lookup_table


@dataclass(frozen=True, slots=True)
class Stepped:
    """An expression without the limits and roundings around it, and those in order."""

    body: t.Typed
    steps: tuple[Two, ...]


def stepped(value: t.Typed, names: RuleNames) -> Stepped:
    """Take the outer limits and roundings off, the innermost first."""
    steps: list[Two] = []
    while isinstance(value, (t.Limit, t.Round)):
        step = rounding(value) if isinstance(value, t.Round) else limit_step(value, names)
        steps.insert(0, step)
        value = value.value
    return Stepped(value, tuple(steps))


def groups(definitions: Mapping[str, t.TypedDefinition]) -> list[tuple[t.TypedDefinition, ...]]:
    """Definitions in written order; those that one table gives belong together."""
    found: list[list[t.TypedDefinition]] = []
    for each in definitions.values():
        if found and _same_table(found[-1][-1], each):
            found[-1].append(each)
        else:
            found.append([each])
    return [tuple(each) for each in found]


def _same_table(one: t.TypedDefinition, other: t.TypedDefinition) -> bool:
    first, second = _table(one), _table(other)
    if first is None or second is None:
        return False
    return [row.span for row in first.rows] == [row.span for row in second.rows]


def _table(definition: t.TypedDefinition) -> t.Lookup | None:
    value = definition.value
    while isinstance(value, (t.Limit, t.Round)):
        value = value.value
    return value if isinstance(value, t.Lookup) else None


def described(
    group: Sequence[t.TypedDefinition], names: RuleNames, lang: Language, grounds: Markup
) -> Markup:
    """A definition, or several from one table, in one language."""
    first = stepped(group[0].value, names)
    head = join([Two(_name(each, "zh"), _name(each, "en")) for each in group], "、", ", ")
    match first.body:
        case t.Lookup():
            inside = _from_table(group, head, names, lang)
        case t.Cases():
            inside = _from_cases(first, head, names, lang)
        case t.Brackets():
            inside = _from_brackets(first, head, names, lang)
        case t.Gather() if any(item.label for item in first.body.items):
            inside = _from_lines(first.body, first.steps, head, names, lang)
        case _:
            said = phrase(first.body, names)
            sentence = fill("{}＝{}{}。", "{} = {}{}.", head, said, _steps(first.steps))
            inside = paragraph(sentence.text(lang))
    anchors = [names.anchor(each.id) + ("" if lang == "zh" else "-en") for each in group]
    extra = Markup("").join(tag("span", id=each) for each in anchors[1:])
    return tag("div", extra, inside, grounds, class_="rb-def", id=anchors[0])


def _name(definition: t.TypedDefinition, lang: Language) -> Markup:
    return tag("span", of(definition.label).text(lang), class_="rb-name")


def _steps(steps: Sequence[Two]) -> Two:
    if not steps:
        return two("")
    return fill("，{}", ", {}", join(list(steps), "，", ", then "))


def _afterwards(steps: Sequence[Two], lang: Language) -> Markup:
    if not steps:
        return NOTHING
    said = fill("结果{}。", "The result is {}.", join(list(steps), "，", ", then "))
    return paragraph(said.text(lang))


def _from_table(
    group: Sequence[t.TypedDefinition], head: Two, names: RuleNames, lang: Language
) -> Markup:
    columns, endings = [], []
    for each in group:
        parts = stepped(each.value, names)
        assert isinstance(parts.body, t.Lookup)
        columns.append(Column(of(each.label).text(lang), parts.body))
        endings.append(_afterwards(parts.steps, lang))
    inputs = columns[0].lookup.inputs
    by = join([phrase(each, names, Tie.WORD) for each in inputs], "、", " and ")
    lead = fill("{}由{}查表得出：", "{} is looked up by {}:", head, by)
    caption = fill("{}", "{}", head).text(lang)
    return (
        paragraph(lead.text(lang))
        + lookup_table(caption, columns, names, lang)
        + Markup("").join(dict.fromkeys(endings))
    )


def _from_brackets(parts: Stepped, head: Two, names: RuleNames, lang: Language) -> Markup:
    assert isinstance(parts.body, t.Brackets)
    amount = phrase(parts.body.amount, names, Tie.SUM)
    lead = fill(
        "{}：把{}分段，每一段按自己的比例计算再相加：",
        "{}: {} is cut into parts, each taken at its own rate and then added up:",
        head,
        amount,
    )
    above = NOTHING
    if parts.body.on_top_of is not None:
        before = phrase(parts.body.on_top_of, names)
        said = fill("从已累计的{}往上算。", "It lies on top of {}.", before)
        above = paragraph(said.text(lang))
    table = brackets_table(head.text(lang), parts.body, names, lang)
    return paragraph(lead.text(lang)) + above + table + _afterwards(parts.steps, lang)


def _from_cases(parts: Stepped, head: Two, names: RuleNames, lang: Language) -> Markup:
    assert isinstance(parts.body, t.Cases)
    lead = fill(
        "{}取下列第一个成立的情形：", "{} is the first of these whose condition holds:", head
    )
    lines = [
        fill(
            "{}时，为{}",
            "{1} if {0}",
            condition_of(each, names),
            phrase(each.value, names),
        ).text(lang)
        for each in parts.body.cases
    ]
    rest = phrase(parts.body.otherwise, names)
    lines.append(fill("其他情形，为{}", "otherwise {}", rest).text(lang))
    return (
        paragraph(lead.text(lang)) + bullets(lines, ordered=True) + _afterwards(parts.steps, lang)
    )


def _from_lines(
    body: t.Gather, steps: Sequence[Two], head: Two, names: RuleNames, lang: Language
) -> Markup:
    lead = fill("{}{}", "{} {}", head, GATHERED_LINES[body.op])
    lines = []
    for item in body.items:
        said = phrase(item.value, names)
        if item.label is not None:
            said = fill("{}：{}", "{}: {}", of(item.label), said)
        lines.append(said.text(lang))
    return paragraph(lead.text(lang)) + bullets(lines) + _afterwards(steps, lang)
