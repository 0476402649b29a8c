"""Names of things as links from a page: facts, figures, sources, rules, list items, places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rulebook.book.evidence import TENTATIVE
from rulebook.book.types import Records
from rulebook.diagnostics import Bilingual, Language
from rulebook.meaning.typed import Citation, Clause
from rulebook.review.dates import value_on
from rulebook.site import paths
from rulebook.site.html import NOTHING, Two, beside, code, fill, join, link, of, tag, two
from rulebook.site.labels import badge
from rulebook.site.values import Values
from rulebook.site.view import View


@dataclass(frozen=True, slots=True)
class Links:
    """Links from the page ``origin``."""

    view: View
    origin: str

    def to(self, target: str, text: Two, anchor: str | None = None) -> Two:
        """A link with its text in both languages."""
        address = paths.href(self.origin, target, anchor)
        return Two(link(address, text.zh), link(address, text.en))

    def fact(self, fact: str) -> Two:
        """A fact of the vocabulary."""
        known = self.view.contents.vocabulary.facts.get(fact)
        if known is None:
            return two(fact)
        return self.to(paths.VOCABULARY, of(known.label), paths.anchor("fact", fact))

    def figure(self, place: str, figure: str) -> Two:
        """A figure on its place's page."""
        known = self.view.figure(place, figure)
        if known is None:
            return two(figure)
        target = paths.figures_page(place)
        return self.to(target, of(known.label), paths.anchor("figure", figure))

    def home_of(self, figure: str) -> str | None:
        """The place that has a figure of this id."""
        return next((p for p, each in self.view.contents.figures if each == figure), None)

    def source(self, source: str) -> Two:
        """A source by its title."""
        known = self.view.source(source)
        if known is None:
            return two(source)
        text = two(known.title, known.label.en)
        return self.to(paths.SOURCES, text, paths.anchor("source", source))

    def rule(self, rule: str) -> Two:
        """A rule by its title."""
        known = self.view.rules.get(rule)
        return self.to(paths.rule_page(rule), two(rule) if known is None else of(known.title))

    def item(self, item: str) -> Two:
        """An item of the national list."""
        known = self.view.contents.items.get(item)
        if known is None:
            return two(item)
        return self.to(paths.item_page(item), two(known.label.zh, known.title.en))

    def place(self, place: str) -> Two:
        """A place."""
        known = self.view.contents.places.get(place)
        return self.to(paths.place_page(place), two(place) if known is None else of(known.label))

    def rules(self, rules: Sequence[str]) -> Markup:
        """Several rules, one a line; those of several places a line each place, in its name."""
        known = self.view.rules
        places: dict[str, list[str]] = {}
        for each in rules:
            places.setdefault(known[each].place, []).append(each)
        if len(places) < 2:
            return Markup("<br>").join(beside(self.rule(each)) for each in rules)
        return Markup("").join(
            tag("div", self.place(place).zh, "：", join([self._titled(each) for each in mine]).zh)
            for place, mine in places.items()
        )

    def _titled(self, rule: str) -> Two:
        """A rule by its Chinese title; the English one is its hint, to keep long lists short."""
        title = self.view.rules[rule].title
        address = paths.href(self.origin, paths.rule_page(rule))
        return Two(*(link(address, title.zh, title.en),) * 2)

    def citation(self, citation: Citation) -> Markup:
        """A source with the section that says so."""
        section = Markup(" {}").format(citation.section) if citation.section else NOTHING
        return beside(self.source(citation.source)) + section

    def cites(self, citation: Citation) -> Two:
        """The same, in both languages apart."""
        source = self.source(citation.source)
        if not citation.section:
            return source
        return fill("{} {}", "{} {}", source, two(citation.section))

    def grounds(self, clause: Clause, lang: Language) -> Markup:
        """What a clause stands on, on one line: sources, how sure, rows of facts."""
        if not clause.citations and clause.evidence is None:
            return NOTHING
        sources = join([self.cites(each) for each in clause.citations], "；", "; ")
        said = fill("依据 {}", "Cites {}", sources).text(lang)
        return Markup("{} {} {}").format(said, badge(clause.evidence), rows(clause.facts))

    def cited(self, source: str | None, section: str | None) -> Markup:
        """A figure's source, with its section."""
        if source is None:
            return NOTHING
        return self.citation(Citation(source, section))


def rows(facts: Sequence[str]) -> Markup:
    """The ids of the rows of collected facts that something encodes."""
    return Markup(" ").join(code(each) for each in facts)


@dataclass(frozen=True, slots=True)
class RuleNames:
    """Names inside one version of a rule; ``before`` is put before the anchors of its page."""

    links: Links
    labels: dict[str, Bilingual]
    before: str = ""

    @property
    def values(self) -> Values:
        """Shows values."""
        return self.links.view.values

    def fact(self, fact: str) -> Two:
        """A fact, as a link to the inputs of this page."""
        return self.links.fact(fact)

    def figure(self, place: str, figure: str) -> Two:
        """A figure."""
        return self.links.figure(place, figure)

    def definition(self, definition: str) -> Two:
        """A definition, as a link to where it stands on this page, in the same language."""
        label = of(self.labels.get(definition, Bilingual(definition, definition)))
        anchor = self.anchor(definition)
        return Two(link(f"#{anchor}", label.zh), link(f"#{anchor}-en", label.en))

    def field(self, records: str, field: str) -> Two:
        """A field of records."""
        words = self.links.view.contents.vocabulary
        fact = words.facts.get(records)
        if (
            fact is None
            or not isinstance(fact.type, Records)
            or fact.type.record not in words.records
        ):
            return two(field)
        record = words.records[fact.type.record]
        label = next((each.label for each in record.fields if each.id == field), None)
        return two(field) if label is None else of(label)

    def output(self, rule: str, output: str) -> Two:
        """A result of another rule, as a link to where that rule defines it."""
        known = self.links.view.contents.vocabulary.facts.get(output)
        label = two(output) if known is None else of(known.label)
        return fill("{}的{}", "{1} of {0}", self.links.rule(rule), label)

    def anchor(self, definition: str) -> str:
        """The anchor of a definition."""
        return self.before + paths.anchor("def", definition)


@dataclass(frozen=True, slots=True)
class AmountNames(RuleNames):
    """The same, where a figure is told by its value on the day of the edition."""

    def figure(self, place: str, figure: str) -> Two:
        """A figure's value and its name."""
        known = self.links.view.figure(place, figure)
        if known is None:
            return two(figure)
        value = value_on(known, self.links.view.day)
        if value is None or value.value is None:
            return fill("未公布（{}）", "unset ({})", of(known.label))
        shown = self.values.show(value.value, known.type, known.units)
        doubt = two("，待确认", ", to be confirmed") if value.evidence in TENTATIVE else two("")
        return fill("{}（{}{}）", "{} ({}{})", shown, of(known.label), doubt)
