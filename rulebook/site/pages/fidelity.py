"""What became of each row of the facts, and which sections of the plans are cited."""

from __future__ import annotations

from markupsafe import Markup

from rulebook.diagnostics import Bilingual
from rulebook.review.fidelity import STATES, FidelityReport, RowState, SectionState
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
    of,
    row,
    table,
    two,
)
from rulebook.site.names import Links
from rulebook.site.page import Section, SitePage
from rulebook.site.said import Said
from rulebook.site.side_by_side import by_rank
from rulebook.site.source import line_anchor
from rulebook.site.view import View

TITLE = Bilingual("事实的着落", "What became of each fact")
WORDS: dict[str, Bilingual] = {
    "encoded": Bilingual("已编码", "encoded"),
    "unset": Bilingual("未公布", "unset"),
    "conflict": Bilingual("有冲突未用", "in conflict, not used"),
    "left-out": Bilingual("不编码", "left out"),
}


HEADS = (
    two("行号", "row"),
    two("着落", "state"),
    two("写成了什么", "what it became"),
    two("位置", "where"),
    two("理由", "reason"),
)


def fidelity_page(view: View, report: FidelityReport) -> SitePage:
    """How many rows of each place have which state; the rows, folded; then the sections cited."""
    links = Links(view, paths.FIDELITY)
    said = Said(links)
    sections = [Section("counts", Bilingual("各地", "By place"), _counts(report, links))]
    for id_ in by_rank(view.contents):
        place = view.contents.places[id_]
        rows = [each for each in report.rows if each.place == id_]
        sections.append(Section(paths.anchor("rows", id_), place.label, _rows(rows, said)))
    title = Bilingual("引用的规划章节", "Sections of the plans that are cited")
    sections.append(Section("sections", title, _sections(report.sections, links)))
    lead = two(
        "每一行事实写进了哪里：编码为数字、条目或规则，因没有公布而未定，因冲突未用，或说明理由不编码。",
        "Where each row of the facts went: encoded, unset because nobody has published it, in "
        "conflict and not used, or left out for a reason.",
    )
    return SitePage(
        path=paths.FIDELITY,
        title=TITLE,
        opening=both_paragraphs(lead),
        sections=sections,
        keywords=tuple(each.row for each in report.rows),
        description="每一行事实写进了哪里，或为什么没有写",
    )


def _counts(report: FidelityReport, links: Links) -> Markup:
    """A line a place, a column a state."""
    heads = (two("地方", "place"), *(of(WORDS[state]) for state in STATES), two("合计", "all"))
    lines = []
    for id_ in by_rank(links.view.contents):
        place = links.view.contents.places[id_]
        states = [each.state for each in report.rows if each.place == id_]
        if states:
            name = links.to(paths.FIDELITY, of(place.label), paths.anchor("rows", id_))
            counted = (str(states.count(state)) for state in STATES)
            lines.append(row(beside(name), *counted, str(len(states))))
    caption = beside(two("每地各有多少行", "rows of each place"))
    return table(caption, [beside(each) for each in heads], lines, quiet=True)


def _rows(rows: list[RowState], said: Said) -> Markup:
    if not rows:
        return NOTHING
    caption = two("资料行", "rows of facts")
    grid = table(
        beside(caption),
        [beside(each) for each in HEADS],
        [_row(each, said) for each in rows],
        quiet=True,
    )
    head = fill("{} 行，点开看", "{} rows, to open", two(str(len(rows))))
    # Search finds a row by its id, which is a keyword of the page.
    return late(fold(beside(head), grid, class_="rb-found"))


def _row(state: RowState, said: Said) -> Row:
    where = Markup("<br>").join(dict.fromkeys(_where(each, said.links) for each in state.where))
    what = Markup("<br>").join(dict.fromkeys(said.of(each.span) for each in state.named))
    reason = two(state.reason("zh"), state.reason("en"))
    return row(
        code(state.row),
        beside(of(WORDS[state.state])),
        what,
        where,
        beside(reason),
        anchor=paths.anchor("row", state.row),
    )


def _where(where: str, links: Links) -> Markup:
    """A place in the book: in a rule file a link to the line."""
    file, _, line = where.rpartition(":")
    rule = links.view.rule_of(file)
    if rule is None or rule not in links.view.rules:
        return code(where)
    text = Two(code(where), code(where))
    return links.to(paths.rule_page(rule), text, line_anchor(int(line))).zh


def _sections(sections: tuple[SectionState, ...], links: Links) -> Markup:
    heads = (two("文件", "document"), two("章节", "section"), two("引用处", "cited by"))
    rows = [
        row(
            beside(links.source(each.document)),
            each.section,
            Markup("<br>").join(dict.fromkeys(_where(place, links) for place in each.where)),
        )
        for each in sections
    ]
    caption = beside(two("章节", "sections"))
    return table(caption, [beside(each) for each in heads], rows, firsts=2, quiet=True)
