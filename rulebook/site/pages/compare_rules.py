"""Rules of one name side by side: what they say, and what they answer to the same facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rulebook.book.model import BookContents
from rulebook.diagnostics import Bilingual
from rulebook.meaning.scope import lineage
from rulebook.meaning.typed import TypedDefinition, TypedRule
from rulebook.review.across import SharedCase, shared_rules
from rulebook.site import paths
from rulebook.site.comparing import ABSENT, folded, mark, title_of
from rulebook.site.definitions import described
from rulebook.site.html import (
    NOTHING,
    Row,
    beside,
    fill,
    fold,
    late,
    of,
    paragraph,
    plain,
    row,
    table,
    two,
)
from rulebook.site.names import AmountNames, Links, RuleNames
from rulebook.site.outcomes import given_value, outcome_of
from rulebook.site.page import Section
from rulebook.site.side_by_side import Likeness, by_rank, likeness_of, telling
from rulebook.site.view import View, version_on

_LINKS = re.compile(r"<a [^>]*>(.*?)</a>", re.DOTALL)
_IDS = re.compile(r' id="[^"]*"')


def rules_side_by_side(
    view: View, family: str, places: list[str], links: Links
) -> Iterator[Section]:
    """The rules that more than one place has under the same file name."""
    for (home, stem), rules in shared_rules(view.rules).items():
        if home != family:
            continue
        known = {each.place: each for each in rules}
        if len(known) < 2:
            continue
        body = _stem(known, _shown_places(view.contents, places, known), links)
        cases = view.shared.get((family, stem), ())
        title = title_of(rules)
        name = Bilingual(f"规则：{title.zh}", f"Rule: {title.en}")
        yield Section(paths.anchor("rule", stem), name, body + _cases(cases, links))


def _shown_places(
    contents: BookContents, places: list[str], known: Mapping[str, TypedRule]
) -> list[str]:
    """The columns that have the rule, and a place above where none below it has taken it over."""
    shown = [each for each in places if each in known]
    covered = {above for each in shown for above in lineage(contents, each)}
    wanted = {*shown, *(each for each in known if each not in covered)}
    return [each for each in by_rank(contents) if each in wanted]


@dataclass(frozen=True, slots=True)
class _Said:
    """A definition as a place's rule words it, in both languages."""

    shown: Markup
    text: str


def _stem(rules: Mapping[str, TypedRule], places: list[str], links: Links) -> Markup:
    """What the rules say, definition by definition."""
    said: dict[str, dict[str, _Said]] = {}
    labels: dict[str, Bilingual] = {}
    for place in places:
        version = version_on(rules[place], links.view.day)
        labels_here = {e.id: e.label for e in version.definitions.values()}
        names = AmountNames(links, labels_here)
        for each in telling(version):
            labels.setdefault(each.id, each.label)
            said.setdefault(each.id, {})[place] = _said(each, rules[place], names, links)
    heads = [
        beside(two("结果和数额", "results and amounts")),
        *(
            beside(links.to(paths.rule_page(rules[e].id), of(links.view.contents.places[e].label)))
            for e in places
        ),
    ]
    rows: dict[Likeness, list[Row]] = {"differs": [], "one": [], "same": []}
    for id_, cells in said.items():
        likeness = likeness_of(cells[e].text if e in cells else None for e in places)
        shown = [cells[e].shown if e in cells else ABSENT for e in places]
        name = beside(of(labels[id_])) + Markup(" ") + mark(likeness)
        rows[likeness].append(row(name, *shown))
    caption = beside(two("规则并排", "rules side by side"))
    first = [*rows["differs"], *rows["one"]]
    whole = table(caption, heads, first, quiet=True, class_="rb-pinned rb-compare rb-words")
    return late(whole + folded(heads, rows["same"]))


def _said(definition: TypedDefinition, rule: TypedRule, names: RuleNames, links: Links) -> _Said:
    zh = described((definition,), names, "zh", NOTHING)
    address = paths.href(links.origin, paths.rule_page(rule.id), paths.anchor("def", definition.id))
    more = Markup('<a class="rb-how" href="{}">›</a>').format(address)
    return _Said(_unlinked(zh) + more, " ".join(plain(zh).split()))


def _unlinked(html: Markup) -> Markup:
    """A definition without its anchors and links, which belong to the page of its rule."""
    return Markup(_IDS.sub("", _LINKS.sub(r"\1", html)))


def _cases(cases: Sequence[SharedCase], links: Links) -> Markup:
    """The same facts asked of every place."""
    if not cases:
        return NOTHING
    lead = two(
        "同样的事实问各地的规则（生成网页时算出）：",
        "The same facts asked of each place's rule, worked out when these pages were made:",
    )
    ordered = sorted(cases, key=lambda each: not each.differs)
    return paragraph(beside(lead)) + Markup("").join(_case(each, links) for each in ordered)


def _case(case: SharedCase, links: Links) -> Markup:
    view = links.view
    places = list(case.answers)
    outputs = dict.fromkeys(o for answer in case.answers.values() for o in answer.outcomes)
    facts = view.contents.vocabulary.facts
    rows = [
        row(
            beside(of(facts[each].label)),
            *(outcome_of(case.answers[place], each, links) for place in places),
        )
        for each in outputs
    ] or [
        row(
            beside(two("答案", "answer")),
            *(outcome_of(case.answers[place], "", links) for place in places),
        )
    ]
    heads = [
        beside(two("结果", "result")),
        *(beside(of(view.contents.places[each].label)) for each in places),
    ]
    grid = table(case.example.name, heads, rows, quiet=True, class_="rb-pinned")
    home = of(view.contents.places[case.place].label)
    head = Markup("{} <small>{}</small> {}").format(
        case.example.name,
        beside(fill("{}的例子", "example of {}", home)),
        mark("differs" if case.differs else "same"),
    )
    return fold(head, late(_facts(case, links) + grid), open_=False, class_="rb-example")


def _facts(case: SharedCase, links: Links) -> Markup:
    known = links.view.contents.vocabulary.facts
    parts = []
    for id_, value in case.example.facts.items():
        spec = known[id_]
        if isinstance(value, tuple):
            shown = given_value(two(f"{len(value)} 条记录", f"{len(value)} records"))
        else:
            shown = given_value(links.view.answers.show(value, spec.type, spec.units))
        parts.append(Markup("{} {}").format(beside(links.fact(id_)), shown))
    day = beside(two(f"基准日 {case.example.day}", f"as of {case.example.day}"))
    return paragraph(Markup(" · ").join([day, *parts]))
