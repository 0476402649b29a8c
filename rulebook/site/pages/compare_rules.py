"""Rules of one name side by side: what they say, and what they answer to the same facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rulebook.book.model import BookContents
from rulebook.diagnostics import Bilingual, Language
from rulebook.meaning.scope import lineage
from rulebook.meaning.typed import TypedDefinition, TypedRule
from rulebook.review.across import SharedCase, shared_rules
from rulebook.site import paths
from rulebook.site.comparing import ABSENT, TITLE, folded, mark, title_of
from rulebook.site.definitions import described
from rulebook.site.html import (
    NOTHING,
    Row,
    Two,
    beside,
    both_paragraphs,
    crumbs,
    fill,
    fold,
    in_both,
    join,
    late,
    link,
    of,
    paragraph,
    plain,
    row,
    table,
    two,
)
from rulebook.site.labels import FAMILIES, named
from rulebook.site.names import AmountNames, Links, RuleNames
from rulebook.site.outcomes import given_value, outcome_of
from rulebook.site.page import Section, SitePage
from rulebook.site.side_by_side import Likeness, by_rank, columns, likeness_of, telling
from rulebook.site.view import View, version_on

_LINKS = re.compile(r"<a [^>]*>(.*?)</a>", re.DOTALL)
_IDS = re.compile(r' id="[^"]*"')


@dataclass(frozen=True, slots=True)
class Line:
    """A definition as the places' rules word it; a place that is absent has no such definition."""

    id: str
    label: Bilingual
    cells: Mapping[str, Two]
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Compared:
    """The rules that several places have under one file name, ``stem``, with what they say.

    ``places`` are those that are shown, with what they are called.
    """

    family: str
    stem: str
    title: Bilingual
    rules: Mapping[str, TypedRule]
    places: Mapping[str, Bilingual]
    lines: Sequence[Line]

    @property
    def page(self) -> str:
        """The page on which they stand side by side."""
        return paths.compare_rule_page(self.family, self.stem)

    def alike(self, likeness: Likeness) -> list[Line]:
        """The lines that are this alike."""
        return [each for each in self.lines if each.likeness == likeness]


def compared_rules(view: View, family: str) -> list[Compared]:
    """The names of rules that more than one of the compared places has, by the book's order."""
    found = []
    for (home, stem), rules in shared_rules(view.rules).items():
        if home == family and len(rules) > 1:
            known = {each.place: each for each in rules}
            shown = _shown_places(view.contents, columns(view.contents), known)
            lines = _lines(known, shown, Links(view, paths.compare_rule_page(family, stem)))
            places = {each: view.contents.places[each].label for each in shown}
            found.append(Compared(family, stem, title_of(rules), known, places, lines))
    return found


def compared_rule_page(view: View, compared: Compared) -> SitePage:
    """What the rules of one name say, what differs first, then the same facts asked of each."""
    links = Links(view, compared.page)
    family = named(FAMILIES, compared.family)
    cases = view.shared.get((compared.family, compared.stem), ())
    names = join([links.place(each) for each in compared.places])
    lead = fill(
        "{}的规则并排，按 {} 的数字。先列写法不同的，只有一地有的列在后面，相同的收起；"
        "下面是同样的事实在各地得到的答案。",
        "The rules of {} side by side, by the figures of {}: what they word otherwise comes "
        "first, then what one place alone has; what is equal is folded away. Below, the same "
        "facts are asked of every place.",
        names,
        two(view.day.isoformat()),
    )
    return SitePage(
        path=links.origin,
        title=compared.title,
        of=TITLE,
        above=crumbs(
            [
                links.to(paths.COMPARE, of(TITLE)),
                links.to(paths.compare_page(compared.family), of(family)),
            ]
        ),
        opening=both_paragraphs(lead),
        sections=[
            Section("rules", Bilingual("规则并排", "The rules side by side"), _grids(compared)),
            Section(
                "cases",
                Bilingual("同样的事实，各地的答案", "The same facts, each place's answer"),
                _cases(cases, links),
            ),
        ],
        keywords=(compared.stem,),
        description=f"各地的“{compared.title.zh}”并排对比",
        wide=True,
    )


def _shown_places(
    contents: BookContents, places: list[str], known: Mapping[str, TypedRule]
) -> list[str]:
    """The columns that have the rule, and a place above where none below it has taken it over."""
    shown = [each for each in places if each in known]
    covered = {above for each in shown for above in lineage(contents, each)}
    wanted = {*shown, *(each for each in known if each not in covered)}
    return [each for each in by_rank(contents) if each in wanted]


# ---- what the rules say


def _lines(rules: Mapping[str, TypedRule], places: Sequence[str], links: Links) -> list[Line]:
    said: dict[str, dict[str, Two]] = {}
    labels: dict[str, Bilingual] = {}
    for place in places:
        version = version_on(rules[place], links.view.day)
        labels_here = {e.id: e.label for e in version.definitions.values()}
        names = AmountNames(links, labels_here)
        for each in telling(version):
            labels.setdefault(each.id, each.label)
            said.setdefault(each.id, {})[place] = _said(each, rules[place], names, links)
    return [
        Line(id_, labels[id_], cells, likeness_of(_words(cells.get(place)) for place in places))
        for id_, cells in said.items()
    ]


def _words(said: Two | None) -> str | None:
    return None if said is None else " ".join(plain(said.zh).split())


def _said(definition: TypedDefinition, rule: TypedRule, names: RuleNames, links: Links) -> Two:
    address = paths.href(links.origin, paths.rule_page(rule.id), paths.anchor("def", definition.id))
    more = Markup('<a class="rb-how" href="{}">›</a>').format(address)
    zh, en = (_unlinked(described((definition,), names, lang, NOTHING)) for lang in ("zh", "en"))
    return Two(zh + more, en + more)


def _unlinked(html: Markup) -> Markup:
    """A definition without its anchors and links, which belong to the page of its rule."""
    return Markup(_IDS.sub("", _LINKS.sub(r"\1", html)))


def _grids(compared: Compared) -> Markup:
    """The grid of the rules in both languages, to be chosen from."""
    return late(in_both("words", _grid(compared, "zh"), _grid(compared, "en")))


def _grid(compared: Compared, lang: Language) -> Markup:
    """What the rules say, definition by definition."""
    heads = [
        two("结果和数额", "results and amounts").text(lang),
        *(_head(compared, each, lang) for each in compared.places),
    ]
    first = [*compared.alike("differs"), *compared.alike("one")]
    rows = [_row(each, compared.places, lang) for each in first]
    caption = two("规则并排", "rules side by side").text(lang)
    whole = table(caption, heads, rows, quiet=True, class_="rb-pinned rb-compare rb-words")
    same = [_row(each, compared.places, lang) for each in compared.alike("same")]
    return whole + folded(heads, same)


def _head(compared: Compared, place: str, lang: Language) -> Markup:
    address = paths.href(compared.page, paths.rule_page(compared.rules[place].id))
    label = of(compared.places[place]).text(lang)
    return link(address, label)


def _row(line: Line, places: Iterable[str], lang: Language) -> Row:
    name = of(line.label).text(lang) + Markup(" ") + mark(line.likeness)
    cells = (line.cells[each].text(lang) if each in line.cells else ABSENT for each in places)
    return row(name, *cells)


# ---- what they answer


def _cases(cases: Sequence[SharedCase], links: Links) -> Markup:
    """The same facts asked of every place; the first one stands open."""
    if not cases:
        return NOTHING
    lead = two(
        "每地取几个例子，把它的事实拿去问其他各地的规则（生成网页时算出）。答案不同的在前。",
        "Some examples of each place, with their facts asked of every other place's rule, worked "
        "out when these pages were made. Those that are answered otherwise come first.",
    )
    ordered = sorted(cases, key=_telling_first)
    shown = [_case(each, links, open_=each is ordered[0]) for each in ordered]
    return both_paragraphs(lead) + Markup("").join(shown)


def _telling_first(case: SharedCase) -> tuple[bool, int]:
    """Cases that are answered otherwise, those that most places answer with a result first."""
    return not case.differs, -sum(e.status == "determined" for e in case.answers.values())


def _case(case: SharedCase, links: Links, *, open_: bool) -> Markup:
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
    return fold(head, late(_facts(case, links) + grid), open_=open_, class_="rb-example")


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
