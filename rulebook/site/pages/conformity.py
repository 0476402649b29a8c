"""Places against the national list: a matrix of items and places, then the reasons."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from rulebook.book.choice import PACKAGED
from rulebook.book.model import BookContents
from rulebook.conformity import VERDICTS, ConformityReport, Finding, Verdict
from rulebook.conformity.matrix import matrix
from rulebook.diagnostics import Bilingual
from rulebook.site import paths
from rulebook.site.html import (
    NOTHING,
    Row,
    Two,
    beside,
    both_paragraphs,
    code,
    fill,
    fold,
    late,
    link,
    of,
    row,
    table,
    tag,
    two,
)
from rulebook.site.labels import STRENGTH, badge, verdict_badge
from rulebook.site.names import Links
from rulebook.site.page import Section, SitePage, ways_down
from rulebook.site.side_by_side import by_rank
from rulebook.site.source import line_anchor
from rulebook.site.view import View

TITLE = Bilingual("与国家清单对照", "Held against the national list")


def conformity_page(view: View, report: ConformityReport) -> SitePage:
    """How many of each verdict, the matrix of all items and places, and each place's reasons."""
    links = Links(view, paths.CONFORMITY)
    places = _places(view.contents, report)
    sections = [
        Section("counts", Bilingual("各地的结论", "Verdicts by place"), _counts(report, links)),
        Section(
            "matrix",
            Bilingual("条目与地方", "Items and places"),
            _matrix(view.contents, report, links),
        ),
        *(
            Section(
                _place_anchor(place),
                view.contents.places[place].label,
                _reasons([each for each in report.findings if each.place == place], links),
            )
            for place in places
        ),
    ]
    lead = fill(
        "各地在国家待遇清单每一条目下的结论，按 {} 的规则和数字。"
        "结论只说检验过的界限；不能检验的写明缺什么。",
        "The verdict on each item of the national list, place by place, by the rules and figures "
        "of {}. A verdict speaks only of bounds that were tested; what can't be told says what "
        "is missing.",
        two(report.as_of.isoformat()),
    )
    return SitePage(
        path=paths.CONFORMITY,
        title=TITLE,
        opening=ways_down(sections) + both_paragraphs(lead),
        sections=sections,
        keywords=tuple(view.contents.items),
        description="各地规则与国家待遇清单逐条对照的结论",
        wide=True,
    )


def _place_anchor(place: str) -> str:
    return paths.anchor("place", place)


def _counts(report: ConformityReport, links: Links) -> Markup:
    """A row a place, a column for each verdict that any place has."""
    contents = links.view.contents
    verdicts = [each for each in VERDICTS if each in report.counts()]
    counted = Counter((each.place, each.verdict) for each in report.findings)

    def cell(place: str, verdict: Verdict) -> Markup:
        number = counted[place, verdict]
        return tag("strong", str(number)) if number else tag("span", "–", class_="rb-absent")

    rows = [
        row(
            link(f"#{_place_anchor(place)}", beside(of(contents.places[place].label))),
            *(cell(place, each) for each in verdicts),
        )
        for place in _places(contents, report)
    ]
    heads = [beside(two("地方", "place")), *(verdict_badge(each) for each in verdicts)]
    caption = beside(two("各地有多少个结论", "how many verdicts each place has"))
    return table(caption, heads, rows, quiet=True)


def _places(contents: BookContents, report: ConformityReport) -> list[str]:
    found = {each.place for each in report.findings}
    return [each for each in by_rank(contents) if each in found]


def _matrix(contents: BookContents, report: ConformityReport, links: Links) -> Markup:
    places = _places(contents, report)
    labels = [contents.places[each].label for each in places]
    heads = [beside(two("条目", "item")), *(beside(of(each)) for each in labels)]
    rows = [
        row(
            _item(each.item.id, links),
            *(_verdict(each.cells[place]) if place in each.cells else NOTHING for place in places),
        )
        for each in matrix(contents, report)
    ]
    return table(beside(of(TITLE)), heads, rows, quiet=True, class_="rb-pinned rb-matrix")


def _item(item: str, links: Links) -> Markup:
    label = links.view.contents.items[item].title
    return beside(links.to(paths.item_page(item), of(label)))


def _anchor(finding: Finding) -> str:
    """The reason's place on the page; a rule without an item goes by its line."""
    name = finding.item or f"{finding.where.file}-{finding.where.line}".replace("/", "-")
    return paths.anchor("finding", f"{finding.place}-{name}")


def _verdict(finding: Finding) -> Markup:
    return Markup('<a class="rb-cell" href="#{}">{}</a>').format(
        _anchor(finding), verdict_badge(finding.verdict)
    )


def _reasons(findings: list[Finding], links: Links) -> Markup:
    """What a reader has to look at, then what nothing can be said of; all folded."""
    said = [each for each in findings if not _is_silent(each)]
    untested = [e for e in findings if _is_silent(e) and e.verdict == "not-decidable"]
    without = [e for e in findings if e.verdict == "not-implemented"]
    return (
        _folded(said, links, "有结论或缺数据的 {} 条", "{} with a verdict, or short of data")
        + _folded(untested, links, "没有可以检验的界限的 {} 条", "{} without a bound to test")
        + _folded(without, links, "未实施的 {} 条", "{} that are not implemented")
    )


def _is_silent(finding: Finding) -> bool:
    """Whether nothing was held against a bound."""
    return finding.bound is None and finding.verdict in ("not-decidable", "not-implemented")


def _folded(findings: list[Finding], links: Links, zh: str, en: str) -> Markup:
    """Reasons to open; without a column for bounds where none has any."""
    if not findings:
        return NOTHING
    number = two(str(len(findings)))
    bound = any(each.bound is not None for each in findings)
    rows = [_reason(each, links, bound=bound) for each in findings]
    grid = table(_CAPTION, _heads(bound=bound), rows, quiet=True)
    return late(fold(beside(fill(zh, en, number)), grid, class_="rb-more"))


_CAPTION = beside(two("结论和理由", "verdicts and reasons"))


def _heads(*, bound: bool) -> list[str]:
    heads = (
        two("条目", "item"),
        two("结论", "verdict"),
        two("理由", "reason"),
        *((two("界限", "bound"),) if bound else ()),
        two("位置", "where"),
    )
    return [beside(each) for each in heads]


def _reason(finding: Finding, links: Links, *, bound: bool) -> Row:
    return row(
        _item(finding.item, links) if finding.item else beside(two("（无条目）", "(no item)")),
        verdict_badge(finding.verdict),
        marked(finding.why),
        *((_bound(finding),) if bound else ()),
        where_of(finding, links),
        anchor=_anchor(finding),
    )


def marked(text: Bilingual) -> Markup:
    """Why a verdict was given; what it quotes stands out."""
    return beside(Two(_quoted(text.zh), _quoted(text.en)))


def _quoted(text: str) -> Markup:
    """A sentence whose quotations stand between backticks."""
    parts = text.split("`")
    return Markup("").join(
        code(part) if place % 2 else Markup.escape(part) for place, part in enumerate(parts)
    )


def _bound(finding: Finding) -> Markup:
    bound = finding.bound
    if bound is None:
        return NOTHING
    strength = beside(of(STRENGTH[bound.strength]))
    return Markup("{}<br>{} {}").format(beside(of(bound.text)), strength, badge(bound.evidence))


def where_of(finding: Finding, links: Links) -> Markup:
    """The line of the rule; of what is no rule's, the file with its line."""
    where = f"{finding.where.file.removeprefix(f'{PACKAGED}:')}:{finding.where.line}"
    rule = links.view.rule_of(finding.where.file)
    if rule is None or rule not in links.view.rules:
        return code(where)
    text = Two(code(where), code(where))
    return links.to(paths.rule_page(rule), text, line_anchor(finding.where.line)).zh
