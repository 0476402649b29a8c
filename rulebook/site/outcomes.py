"""One result of an answer, as pages show it."""

from __future__ import annotations

from markupsafe import Markup

from rulebook.answers.decision import Answer
from rulebook.site.html import Two, beside, tag
from rulebook.site.labels import status_badge
from rulebook.site.names import Links


def outcome_of(answer: Answer, output: str, links: Links) -> Markup:
    """The value of an output, else what became of it."""
    outcome = answer.outcomes.get(output)
    if outcome is None:
        return status_badge(answer.status)
    if outcome.value is None:
        return status_badge(outcome.status)
    spec = links.view.contents.vocabulary.facts[output]
    return given_value(links.view.answers.show(outcome.value, spec.type, spec.units), strong=True)


def given_value(value: Two, strong: bool = False) -> Markup:
    """A value in one piece; ``strong`` where it is a result."""
    return tag("span", beside(value), class_="rb-value" if strong else "rb-given")
