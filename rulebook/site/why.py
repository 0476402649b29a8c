"""Why an answer is what it is: one step inside the other, to open; printing opens all."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from rulebook.answers.explanation import Explanation, Operation, Read, Shown
from rulebook.answers.outline import SPECIAL, UNKNOWN, WORDS
from rulebook.book.types import NUMBER, OneOf
from rulebook.meaning.typed import Limit, Lookup, Round, TypedRow, TypedVersion
from rulebook.site import paths
from rulebook.site.html import NOTHING, Two, beside, code, fill, fold, join, link, of, tag, two
from rulebook.site.labels import badge
from rulebook.site.names import Links, RuleNames
from rulebook.site.prose import cell
from rulebook.site.source import line_anchor
from rulebook.site.view import latest, version_on


@dataclass(frozen=True, slots=True)
class Why:
    """Tells the steps of an answer on a rule's page."""

    links: Links
    day: datetime.date

    def steps(self, steps: Sequence[Explanation]) -> Markup:
        """All steps; the first level is open."""
        inside = Markup("").join(self._step(each, open_=True) for each in steps)
        return tag("div", inside, class_="rb-why") if steps else NOTHING

    def _step(self, step: Explanation, open_: bool = False) -> Markup:
        head = Markup("{} ＝ {} {}").format(
            beside(of(step.label)), self.value(step.shown), self._how(step)
        )
        body = self._body(step)
        children = Markup("").join(self._step(each) for each in step.children)
        return fold(head, body, children, open_=open_)

    def value(self, shown: Shown) -> Markup:
        """A value of a step, or that it is unknown."""
        return tag("span", beside(self.plain_value(shown)), class_="rb-value")

    def plain_value(self, shown: Shown) -> Two:
        """The same, in both languages apart."""
        if shown.special is not None:
            return of(SPECIAL[shown.special])
        if shown.value is None:
            return of(UNKNOWN)
        kind = OneOf(shown.enumeration) if shown.enumeration else NUMBER
        return self.links.view.answers.show(shown.value, kind, shown.units)

    def _how(self, step: Explanation) -> Markup:
        said = of(WORDS[step.op])
        if step.row is not None:
            said = fill("{}：{}", "{}: {}", said, self._hit(step) or _row(step.op, step.row))
        return tag("small", Markup("（{}）").format(beside(said)), class_="rb-how")

    def _body(self, step: Explanation) -> Markup:
        says_more = step.op != "table" and step.text not in ("", step.label.zh, step.label.en)
        lines = [self._text(step)] if says_more else []
        lines += [self._read(each, step.rule) for each in step.read]
        return Markup("").join(tag("div", line, class_="rb-leaf") for line in lines)

    def _text(self, step: Explanation) -> Markup:
        """The rule's own text, as a link to its line, on the page of the rule whose file it is."""
        shown = code(" ".join(step.text.split()))
        owner = self.links.view.rule_of(step.span.file)
        if not step.span.line or owner is None:
            return shown
        page, anchor = paths.rule_page(owner), line_anchor(step.span.line)
        return link(paths.href(self.links.origin, page, anchor), shown)

    def _read(self, read: Read, rule: str) -> Markup:
        name = self._name(read, rule)
        source = self.links.cited(read.source, read.section)
        sure = badge(read.evidence) if read.kind == "figure" and read.evidence else NOTHING
        return Markup("{} ＝ {} {} {}").format(beside(name), self.value(read.shown), sure, source)

    def _name(self, read: Read, rule: str) -> Two:
        match read.kind:
            case "fact":
                known = read.id in self.links.view.contents.vocabulary.facts
                return self.links.fact(read.id) if known else of(read.label)
            case "definition":
                return self._definition(read, rule)
            case "figure":
                place = self.links.home_of(read.id)
                return of(read.label) if place is None else self.links.figure(place, read.id)

    def _definition(self, read: Read, rule: str) -> Two:
        version = self._version(rule)
        if version is None or read.id not in version.definitions:
            return of(read.label)
        mark = paths.version_mark(version, latest(self.links.view.rules[rule]))
        anchor = mark + paths.anchor("def", read.id)
        return self.links.to(paths.rule_page(rule), of(read.label), anchor)

    def _version(self, rule: str) -> TypedVersion | None:
        known = self.links.view.rules.get(rule)
        return None if known is None else version_on(known, self.day)

    def _hit(self, step: Explanation) -> Two | None:
        """The conditions of the table's row that matched."""
        lookup = self._lookup(step)
        row = None if lookup is None else next(filter(partial(_is_hit, step), lookup.rows), None)
        if lookup is None or row is None:
            return None
        tests = zip(row.cells, lookup.inputs, strict=True)
        version = self._version(step.rule)
        labels = {} if version is None else {e.id: e.label for e in version.definitions.values()}
        names = RuleNames(self.links, labels)
        said = [cell(test, column, names) for test, column in tests]
        return join(said, "，", ", ")

    def _lookup(self, step: Explanation) -> Lookup | None:
        """The table that a step read; a clause is called ``rule.definition``."""
        version = self._version(step.rule)
        if step.op != "table" or version is None:
            return None
        definition = version.definitions.get(step.clause.partition(".")[2])
        if definition is None:
            return None
        value = definition.value
        while isinstance(value, (Limit, Round)):
            value = value.value
        return value if isinstance(value, Lookup) else None


def _is_hit(step: Explanation, row: TypedRow) -> bool:
    at = row.crossing
    return row.number == step.row if at is None else (at.row, at.column) == (step.row, step.column)


def _row(op: Operation, number: int) -> Two:
    if number == 0:
        return two("其他情形", "otherwise")
    match op:
        case "table":
            return two(f"第 {number} 行", f"row {number}")
        case "tier":
            return two(f"第 {number} 段", f"tier {number}")
        case "record":
            return two(f"第 {number} 条", f"record {number}")
        case _:
            return two(f"第 {number} 种情形", f"case {number}")
