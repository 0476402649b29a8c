"""The answer that an embedder gets: results with units and labels, in Python values and in JSON."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rulebook.answers.answer_json import explanation_json, missing_json, shown_json
from rulebook.answers.answering import Answering
from rulebook.answers.decision import Answer, MissingFigure, Status
from rulebook.answers.evaluate import failing, held_status, overall, read_answer
from rulebook.answers.explaining import Explainer, explain
from rulebook.answers.explanation import Explanation, Read
from rulebook.answers.outline import outline
from rulebook.answers.plan import every_node
from rulebook.answers.specials import Held
from rulebook.answers.told import ResultValue, python_value, unit_told, written_value
from rulebook.answers.trace import Trace
from rulebook.answers.unpublished import NOT_PUBLISHED, why_unset
from rulebook.book.model import BookContents, EvidenceLevel, Vocabulary
from rulebook.book.platform import Names, outward
from rulebook.diagnostics import NOWHERE, Bilingual, Language, Span, finding
from rulebook.errors import RulebookError
from rulebook.meaning import program as p
from rulebook.meaning.program import Program


@dataclass(frozen=True, slots=True)
class Result:
    """One result: its own status and, where determined, its value in ``unit``; else None."""

    value: ResultValue | None
    unit: Bilingual
    label: Bilingual
    status: Status


@dataclass(frozen=True, slots=True)
class Missing:
    """What an undetermined answer lacks: facts by id, and figures."""

    facts: tuple[str, ...]
    figures: tuple[MissingFigure, ...]

    def __bool__(self) -> bool:
        return bool(self.facts or self.figures)


@dataclass(frozen=True, slots=True)
class FailedCondition:
    """A condition that made the rule not applicable, with the values that it read.

    ``values`` are in the form of JSON answers, by id; ``read`` the same with labels and units;
    ``span`` is where the rule says it. One without a name is called by the rule's own text.
    """

    id: str
    label: Bilingual
    values: Mapping[str, Any]
    read: tuple[Read, ...]
    span: Span = NOWHERE


class Decision:
    """The answer to one case, with its reasons.

    ``evidence`` is the weakest that the answer rests on; ``edition`` and ``rulebook`` (a SHA-256)
    say which book gave it. Values may be there at once; what they rest on, what is missing and
    explanations are worked out when asked for. ``names`` is what results and missing facts are
    called by; under the platform's names values have its form: a rate is a ratio, a value of an
    enumeration its code where it has one.
    """

    def __init__(
        self,
        answering: Answering,
        as_of: datetime.date,
        find: Callable[[], Trace | None],
        held: tuple[Held, ...] | None = None,
    ) -> None:
        """``find`` evaluates the case; ``held`` are its results where they are known already."""
        self._answering = answering
        self._find = find
        self._held = held
        self.as_of = as_of

    def __repr__(self) -> str:
        return f"<Decision of {self.rule} as of {self.as_of}: {self.status}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Decision):
            return NotImplemented
        mine, its = self._answering, other._answering
        same = (mine.rule, mine.rulebook, mine.names) == (its.rule, its.rulebook, its.names)
        return same and self.answer == other.answer

    @property
    def rule(self) -> str:
        """The id of the rule that answered."""
        return self._answering.rule

    @property
    def title(self) -> Bilingual:
        """The rule's title."""
        return self._answering.title

    @property
    def edition(self) -> str:
        """The edition of the book."""
        return self._answering.edition

    @property
    def rulebook(self) -> str:
        """The SHA-256 of the book, in hex."""
        return self._answering.rulebook

    @property
    def contents(self) -> BookContents:
        """What the book that answered holds."""
        return self._answering.contents

    @property
    def program(self) -> Program:
        """The program of the book that answered."""
        return self._answering.program

    @property
    def text_of(self) -> Callable[[Span], str]:
        """Gives the rule's text at a span."""
        return self._answering.text_of

    @property
    def text_in(self) -> Callable[[Span, Language], str | None]:
        """Gives the same in the words of the other language; None where it is in that already."""
        return self._answering.text_in

    @property
    def names(self) -> Names:
        """What results and missing facts are called by."""
        return self._answering.names

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary of the book that answered."""
        return self.contents.vocabulary

    @cached_property
    def trace(self) -> Trace | None:
        """The evaluation, value by value; None where no version is in force."""
        return self._find()

    @cached_property
    def answer(self) -> Answer:
        """The bare answer: statuses, exact values, what is missing, what it rests on."""
        if self.trace is None:
            return Answer("not-in-force", {}, (), (), (), None, self.as_of)
        return read_answer(self.program, self.trace, self.as_of)

    @property
    def status(self) -> Status:
        """``determined``, ``undetermined``, ``not-applicable`` or ``not-in-force``."""
        if self._held is None:
            return self.answer.status
        return overall([held_status(each) for each in self._held])

    @property
    def evidence(self) -> EvidenceLevel | None:
        """The weakest evidence that the answer rests on; None where nothing sourced was read."""
        return self.answer.evidence

    @cached_property
    def results(self) -> Mapping[str, Result]:
        """The results by name, in the order of 输出; empty where the rule does not apply."""
        if self._held is None:
            return self._read_results()
        found: dict[str, Result] = {}
        for (name, tell, unit, label), held in zip(self._answering.told, self._held, strict=True):
            if isinstance(held, int):
                found[name] = Result(tell(held), unit, label, "determined")
            else:
                found[name] = Result(None, unit, label, held_status(held))
        return found

    def _read_results(self) -> Mapping[str, Result]:
        found: dict[str, Result] = {}
        called = self.outward(self.answer.outcomes)
        for id_, outcome in self.answer.outcomes.items():
            fact = self.vocabulary.facts[id_]
            unit = unit_told(fact, self.names)
            value = (
                None
                if outcome.value is None
                else python_value(self.vocabulary, self.names, id_, outcome.value)
            )
            found[called[id_]] = Result(value, unit, fact.label, outcome.status)
        return found

    def outward(self, ids: Iterable[str]) -> Mapping[str, str]:
        """What facts are called, by id: see ``names``."""
        return outward(self.names, ids, self.vocabulary)

    @property
    def missing(self) -> Missing:
        """The facts, by name, and the figures without which the answer is undetermined."""
        called = self.outward(self.answer.missing_facts)
        return Missing(tuple(called.values()), self.answer.missing_figures)

    @cached_property
    def failed_conditions(self) -> tuple[FailedCondition, ...]:
        """The conditions that made the rule not applicable; empty where none did."""
        if not self.answer.failed or self.trace is None:
            return ()
        version = self.trace.plan.version
        assert version.applies is not None
        found: list[FailedCondition] = []
        for id_, label, index in failing(self.trace, version.applies):
            explainer = Explainer(self.program, self.rule, self.trace, self.text_of)
            step = explainer.condition(index, version.clauses[0], Bilingual("", ""))
            text = label or Bilingual(step.text, step.text)
            read = tuple(reads(step))
            values = {each.id: shown_json(each.shown) for each in read}
            found.append(FailedCondition(id_, text, values, read, step.span))
        return tuple(found)

    @cached_property
    def explanation(self) -> Explanation:
        """Why: the rule, and below it 适用 and each result, as trees of what was read."""
        return explain(self.program, self.rule, self.title, self.trace, self.text_of, self.evidence)

    def explain(self, lang: Language = "zh") -> str:
        """The explanation as text, one line a step; RulebookError for another language.

        What it quotes of the rule is in the words of ``lang``, whichever the rule is written in.
        """
        _check_language(lang)
        return outline(self.explanation.children, self.contents, lang, self.text_in)

    # ---- JSON ------------------------------------------------------------------------------

    def to_json(self, lang: Language = "zh") -> dict[str, Any]:
        """The answer as plain values; labels and units in ``lang``, everything else the same."""
        _check_language(lang)
        ids = {name: id_ for id_, name in self.outward(self.answer.outcomes).items()}
        return {
            "rule": self.rule,
            "as_of": self.as_of.isoformat(),
            "status": self.status,
            "results": {
                name: {
                    "value": self._json_result(ids[name]),
                    "unit": each.unit.text(lang),
                    "label": each.label.text(lang),
                    "status": each.status,
                }
                for name, each in self.results.items()
            },
            "missing": {
                "facts": list(self.missing.facts),
                "figures": [
                    missing_json(each, self.figure_label(each.id).text(lang))
                    for each in self.missing.figures
                ],
            },
            "failed_conditions": [
                {"id": each.id, "label": each.label.text(lang), "values": dict(each.values)}
                for each in self.failed_conditions
            ],
            "evidence": self.evidence,
            "explanation": explanation_json(self.explanation, lang),
            "edition": self.edition,
            "rulebook": self.rulebook,
        }

    def figure_label(self, id_: str) -> Bilingual:
        """What a missing figure, table or literal is called.

        Places have figures of one name and other labels: it is the one that the version reads.
        """
        if self.trace is None:
            return Bilingual(id_, id_)
        version = self.trace.plan.version
        for _, node in every_node(version):
            if isinstance(node, p.ReadFigure) and node.figure.partition("/")[2] == id_:
                return self.program.figures[node.figure].label
        return next((each.label for each in version.clauses if each.id == id_), Bilingual(id_, id_))

    def why_unset(self, figure: MissingFigure) -> Bilingual:
        """Why a missing figure has no value on the day of the case."""
        if self.trace is None:
            return NOT_PUBLISHED
        return why_unset(self.program, self.trace.plan.version, figure.id, self.as_of)

    def _json_result(self, id_: str) -> Any:
        value = self.answer.outcomes[id_].value
        return None if value is None else written_value(self.vocabulary, self.names, id_, value)


def _check_language(lang: str) -> None:
    if lang not in ("zh", "en"):
        raise RulebookError([finding("RB8221", NOWHERE, given=repr(lang)[:40])])


def reads(step: Explanation) -> list[Read]:
    """The facts and figures that a step and those below it read, each once."""
    found: dict[tuple[str, str], Read] = {
        (each.kind, each.id): each for each in step.read if each.kind != "definition"
    }
    for child in step.children:
        found.update({(each.kind, each.id): each for each in reads(child)})
    return list(found.values())
