"""What changes in a place from one day to the next, worked out from its figures and rules."""

from __future__ import annotations

from itertools import groupby

from markupsafe import Markup

from rulebook.book.model import Figure, FigureValue
from rulebook.diagnostics import Bilingual
from rulebook.meaning.typed import TypedRule
from rulebook.review.dates import AnswerChange, DayOfChange, FigureChange, RuleChange, value_on
from rulebook.site import paths
from rulebook.site.html import (
    NOTHING,
    Row,
    Two,
    beside,
    both_paragraphs,
    bullets,
    fill,
    fold,
    late,
    link,
    of,
    paragraph,
    row,
    table,
    tag,
    two,
)
from rulebook.site.labels import badge
from rulebook.site.names import Links
from rulebook.site.outcomes import outcome_of
from rulebook.site.page import Section, SitePage
from rulebook.site.standing import held
from rulebook.site.view import View, figures_of

MOST_EXAMPLES = 2
"""How many examples a changed result names; the rest are counted."""

TITLE = Bilingual("何时变", "When things change")


def dates_page(view: View, place: str) -> SitePage:
    """All days on which something changes in a place, the newest first."""
    links = Links(view, paths.dates_page(place))
    label = view.contents.places[place].label
    days = view.changes.get(place, ())
    grid = Bilingual("逐日的数字", "The figures day by day")
    opening = both_paragraphs(
        two(
            "哪一天起数字换了、规则的版本换了、例子的答案换了。两天之间变了什么，看下表的两列。"
            "都由程序从规则和数字算出：例子用同样的事实，按前一天和当天各算一次。",
            "The days from which a figure, a version of a rule or the answer to an example is "
            "another. To compare two dates, compare two columns of the grid. All of it is worked "
            "out from rules and figures: each example is asked with the same facts as of the day "
            "before and as of the day.",
        )
    )
    return SitePage(
        path=links.origin,
        title=Bilingual(f"{label.zh}：{TITLE.zh}", f"{label.en}: {TITLE.en.lower()}"),
        opening=opening + _index(days),
        sections=[
            Section("figures", grid, _grid(days, links)),
            *(
                Section(_anchor(each), Bilingual(f"{each.day} 起", f"From {each.day}"), body)
                for each in reversed(days)
                if (body := _day(each, links))
            ),
        ],
        keywords=tuple(each.day.isoformat() for each in days),
        description=f"{label.zh}的数字、规则和答案在哪一天变、变成什么",
    )


def changes_of(rule: TypedRule, links: Links) -> Markup:
    """The days on which something changes for a rule, for its own page."""
    read = set(figures_of(rule))
    lines = []
    for each in links.view.changes.get(rule.place, ()):
        figures = [c for c in each.figures if (c.figure.place, c.figure.id) in read]
        version = [c for c in each.rules if c.rule.id == rule.id]
        answers = [c for c in each.answers if c.example.rule == rule.id]
        if not (figures or version or answers):
            continue
        parts = [_version(c, links, named=False) for c in version]
        parts += [_short(c, links) for c in figures]
        if answers and not version:
            count = two(str(len(answers)))
            parts.append(beside(fill("{} 个例子的答案不同", "other answers to {} examples", count)))
        day = links.to(paths.dates_page(rule.place), two(each.day.isoformat()), _anchor(each)).zh
        lines.append(Markup("{}：{}").format(day, Markup("；").join(parts)))
    return bullets(reversed(lines))


def _anchor(change: DayOfChange) -> str:
    return f"from-{change.day}"


def _index(days: tuple[DayOfChange, ...]) -> Markup:
    if not days:
        return paragraph(beside(two("没有变化的日子。", "Nothing ever changes.")))
    heads = (
        two("自", "from"),
        two("数字", "figures"),
        two("规则", "rules"),
        two("例子", "answers"),
    )
    rows = [
        row(
            link(f"#{_anchor(each)}", each.day.isoformat()),
            str(len(each.figures) or "–"),
            str(len(each.rules) or "–"),
            str(len(_answers(each)) or "–"),
        )
        for each in reversed(days)
    ]
    caption = beside(two("变化的日子", "days of change"))
    return table(caption, [beside(each) for each in heads], rows, quiet=True)


# ---- the grid


def _grid(days: tuple[DayOfChange, ...], links: Links) -> Markup:
    """A row a figure that ever changes, a column a day; what is new stands out."""
    figures = {
        (c.figure.place, c.figure.id): c.figure for each in days for c in each.figures
    }.values()
    dated = [each for each in days if each.figures]
    if not dated:
        return NOTHING
    heads = [
        beside(two("数字", "figure")),
        *(link(f"#{_anchor(each)}", each.day.isoformat()) for each in dated),
    ]
    rows = [_history(each, dated, links) for each in figures]
    caption = beside(two("数字和日期", "figures by date"))
    return late(table(caption, heads, rows, quiet=True, class_="rb-pinned"))


def _history(figure: Figure, dated: list[DayOfChange], links: Links) -> Row:
    cells = []
    for each in dated:
        new = any(c.figure is figure for c in each.figures)
        shown = _held(figure, value_on(figure, each.day), links)
        cells.append(tag("span", shown, class_="rb-new" if new else "rb-same"))
    return row(_figure(figure, links), *cells)


def _held(figure: Figure, value: FigureValue | None, links: Links) -> Markup:
    if value is None:
        return Markup("–")
    if value.unset is not None:
        return tag("span", beside(two("未公布", "unset")), title=value.unset.zh)
    return held(figure, value, links)


def _figure(figure: Figure, links: Links) -> Markup:
    return beside(links.figure(figure.place, figure.id))


# ---- a day


def _day(change: DayOfChange, links: Links) -> Markup:
    return late(_figures(change, links) + _rules(change, links) + _examples(change, links))


def _figures(change: DayOfChange, links: Links) -> Markup:
    heads = (
        two("数字", "figure"),
        two("前一天", "the day before"),
        two("当天起", "from the day"),
        two("证据", "evidence"),
        two("依据", "source"),
        two("用到它的规则", "used by"),
    )
    rows = [_change(each, links) for each in change.figures]
    return table(beside(two("数字", "figures")), [beside(each) for each in heads], rows)


def _change(change: FigureChange, links: Links) -> Row:
    figure, after = change.figure, change.after
    home = NOTHING
    if figure.place != links.origin.split("/")[1]:
        home = Markup("<br>") + beside(links.place(figure.place))
    published = after is not None and after.unset is None
    return row(
        _figure(figure, links) + home,
        held(figure, change.before, links),
        held(figure, after, links, marked=False),
        badge(after.evidence) if after is not None and published else NOTHING,
        links.cited(after.source, after.section) if after is not None else NOTHING,
        links.rules(links.view.uses.figures.get((figure.place, figure.id), ())),
    )


def _rules(change: DayOfChange, links: Links) -> Markup:
    lines = [_version(each, links) for each in change.rules]
    if not lines:
        return NOTHING
    return paragraph(tag("strong", beside(two("规则的版本", "versions of rules")))) + bullets(lines)


def _version(change: RuleChange, links: Links, named: bool = True) -> Markup:
    rule = links.rule(change.rule.id)
    if change.begins is None:
        said = two("失效，没有后一版", "ends; no later version")
    elif change.ended is None and change.begins is change.rule.versions[0]:
        said = two("开始施行", "comes into force")
    else:
        said = two("换为新版", "a new version takes its place")
    return beside(fill("{}：{}", "{}: {}", rule, said) if named else said)


def _short(change: FigureChange, links: Links) -> Markup:
    before, after = (_held(change.figure, each, links) for each in (change.before, change.after))
    return Markup("{} {} → {}").format(_figure(change.figure, links), before, after)


# ---- answers


def _answers(change: DayOfChange) -> list[AnswerChange]:
    """Without those that only say that a rule begins or ends, which its version says."""
    return [
        each
        for each in change.answers
        if "not-in-force" not in (each.before.status, each.after.status)
    ]


def _examples(change: DayOfChange, links: Links) -> Markup:
    changed = _answers(change)
    if not changed:
        return NOTHING
    shown = NOTHING
    for rule, answers in groupby(changed, key=lambda each: each.example.rule):
        shown += _of_rule(rule, list(answers), links)
    count = two(str(len(changed)))
    lead = fill("{} 个例子的答案不同", "{} examples have another answer", count)
    return paragraph(tag("strong", beside(lead))) + shown


def _of_rule(rule: str, changes: list[AnswerChange], links: Links) -> Markup:
    """A line for each way in which a result changes, with the examples in which it does."""
    heads = (
        two("结果", "result"),
        two("前一天", "the day before"),
        two("当天起", "from the day"),
        two("例子", "examples"),
    )
    alike: dict[tuple[Markup, Markup, Markup], list[Markup]] = {}
    for each in changes:
        for output in each.outputs:
            change = (
                beside(_label(output, links)),
                outcome_of(each.before, output, links),
                outcome_of(each.after, output, links),
            )
            alike.setdefault(change, []).append(_example(each, links))
    rows = [row(*change, _some(names)) for change, names in alike.items()]
    grid = table(beside(two("答案", "answers")), [beside(each) for each in heads], rows, quiet=True)
    count = two(f"{len(changes)} 个例子", f"{len(changes)} examples")
    title = links.view.rules[rule].title
    head = Markup("{} <small>{}</small>").format(beside(of(title)), beside(count))
    return fold(head, grid, class_="rb-example")


def _some(names: list[Markup]) -> Markup:
    shown = Markup("<br>").join(names[:MOST_EXAMPLES])
    more = len(names) - MOST_EXAMPLES
    if more <= 0:
        return shown
    return shown + Markup("<br>") + beside(two(f"另有 {more} 个", f"and {more} more"))


def _example(change: AnswerChange, links: Links) -> Markup:
    """The example's name, as a link to where it is worked out."""
    rule = links.view.rules[change.example.rule]
    number = rule.examples.index(change.example) + 1
    return links.to(paths.rule_page(rule.id), two(change.example.name), f"example-{number}").zh


def _label(output: str, links: Links) -> Two:
    known = links.view.contents.vocabulary.facts.get(output)
    return two(output) if known is None else of(known.label)
