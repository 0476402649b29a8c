"""Why an answer is what it is: one step inside the other, to open; printing opens all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rulebook.answers.explanation import Explanation, Operation, Read, Shown
from rulebook.answers.outline import UNKNOWN, WORDS
from rulebook.book.types import NUMBER, OneOf
from rulebook.meaning.typed import Limit, Lookup, Round, TypedVersion
from rulebook.site.html import NOTHING, Two, beside, code, fill, fold, join, link, of, tag, two
from rulebook.site.labels import badge
from rulebook.site.names import Links, RuleNames
from rulebook.site.prose import cell
from rulebook.site.source import line_anchor


@dataclass(frozen=True, slots=True)
class Why:
    """Tells the steps of an answer on a rule's page."""

    links: Links
    version: TypedVersion

    @property
    def names(self) -> RuleNames:
        """The names of the version's definitions."""
        return RuleNames(self.links, {e.id: e.label for e in self.version.definitions.values()})

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
        if shown.value is None:
            return of(UNKNOWN)
        kind = OneOf(shown.enumeration) if shown.enumeration else NUMBER
        return self.links.view.answers.show(shown.value, kind, shown.units)

    def _how(self, step: Explanation) -> Markup:
        said = of(WORDS[step.op])
        if step.row is not None:
            said = fill(
                "{}：{}", "{}: {}", said, self._hit(step, step.row) or _row(step.op, step.row)
            )
        return tag("small", Markup("（{}）").format(beside(said)), class_="rb-how")

    def _body(self, step: Explanation) -> Markup:
        says_more = step.op != "table" and step.text not in ("", step.label.zh, step.label.en)
        lines = [self._text(step)] if says_more else []
        lines += [self._read(each) for each in step.read]
        return Markup("").join(tag("div", line, class_="rb-leaf") for line in lines)

    def _text(self, step: Explanation) -> Markup:
        shown = code(" ".join(step.text.split()))
        if step.span.line and self.links.view.surfaces.get(step.rule):
            return link(f"#{line_anchor(step.span.line)}", shown)
        return shown

    def _read(self, read: Read) -> Markup:
        name = self._name(read)
        source = self.links.cited(read.source, read.section)
        sure = badge(read.evidence) if read.kind == "figure" and read.evidence else NOTHING
        return Markup("{} ＝ {} {} {}").format(beside(name), self.value(read.shown), sure, source)

    def _name(self, read: Read) -> Two:
        match read.kind:
            case "fact":
                return self.links.fact(read.id)
            case "definition":
                return self.links.to(self.links.origin, of(read.label), f"def-{read.id}")
            case "figure":
                place = self.links.home_of(read.id)
                return of(read.label) if place is None else self.links.figure(place, read.id)

    def _hit(self, step: Explanation, number: int) -> Two | None:
        """The conditions of the table's row that matched."""
        lookup = self._lookup(step)
        if lookup is None or number == 0:
            return None
        row = next((each for each in lookup.rows if each.number == number), None)
        if row is None:
            return None
        tests = zip(row.cells, lookup.inputs, strict=True)
        said = [cell(test, column, self.names) for test, column in tests]
        return join(said, "，", ", ")

    def _lookup(self, step: Explanation) -> Lookup | None:
        """The table that a step read; a clause is called ``rule.definition``."""
        definition = self.version.definitions.get(step.clause.partition(".")[2])
        if step.op != "table" or definition is None:
            return None
        value = definition.value
        while isinstance(value, (Limit, Round)):
            value = value.value
        return value if isinstance(value, Lookup) else None


def _row(op: Operation, number: int) -> Two:
    if number == 0:
        return two("其他情形", "otherwise")
    if op == "table":
        return two(f"第 {number} 行", f"row {number}")
    return two(f"第 {number} 种情形", f"case {number}")
