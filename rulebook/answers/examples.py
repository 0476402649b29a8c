"""Examples run: what each expected, what it gave, and where the two differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rulebook.answers.decision import MissingFigure
from rulebook.answers.evaluate import outcome
from rulebook.answers.explaining import Explainer
from rulebook.answers.explanation import Explanation
from rulebook.answers.fact_text import write_fact, write_value
from rulebook.answers.naming import written_name
from rulebook.answers.outline import outline, shown_text
from rulebook.answers.results import Decision
from rulebook.answers.trace import Trace
from rulebook.book.model import Vocabulary
from rulebook.diagnostics import Bilingual, Language
from rulebook.meaning import program as p
from rulebook.meaning import typed
from rulebook.meaning.show import show_both
from rulebook.meaning.typed import TypedExample, TypedRule, TypedVersion

UNDETERMINED = Bilingual("未定", "undetermined")
NOT_APPLICABLE = Bilingual("不适用", "not applicable")
_ADOPTED = Bilingual(
    "这条规则是采用上级的，示例也在本级运行；本级的数字或规则使答案不同的，"
    "从 adopts 里去掉它，在 {rule}.rule 里写 `沿用` 和本级的示例",
    "this rule is adopted from above, and its examples run here too; where figures or rules of "
    "this place change the answer, take it out of `adopts` and write `based on` "
    "with examples of your own in {rule}.rule",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that an example expected otherwise."""

    what: Bilingual
    expected: Bilingual
    actual: Bilingual

    def text(self, lang: Language) -> str:
        """The difference as a line."""
        zh = f"{self.what.zh}：应为 {self.expected.zh}，得到 {self.actual.zh}"
        en = f"{self.what.en}: expected {self.expected.en}, got {self.actual.en}"
        return zh if lang == "zh" else en


@dataclass(frozen=True, slots=True)
class ExampleRun:
    """An example with the answer it gave."""

    example: TypedExample
    decision: Decision
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        """Whether the answer is what the example says."""
        return not self.differences

    def to_json(self) -> dict[str, Any]:
        """The example in the form that ``eval`` takes and gives.

        ``expected`` holds the answer's shape: the status, the results that the example names, and
        what is missing. Where the example names no status, it is the one it gave.
        """
        example, vocabulary = self.example, self.decision.vocabulary
        answer = self.decision.to_json()
        results: dict[str, Any] = {}
        for id_, expected in example.expected.items():
            given = answer["results"].get(id_)
            if given is not None:
                fact = vocabulary.facts[id_]
                value = None
                status = "not-applicable" if expected.not_applicable else "undetermined"
                if expected.value is not None:
                    value = write_value(expected.value, fact.type, fact.units, fact.step)
                    status = "determined"
                results[id_] = {**given, "value": value, "status": status}
        return {
            "rule": example.rule,
            "name": example.name,
            "as_of": example.day.isoformat(),
            "evidence": example.evidence,
            "facts": facts_json(example.facts, vocabulary),
            "expected": {
                "status": example.status or answer["status"],
                "results": results,
                "missing": answer["missing"],
            },
            "generated": False,
        }


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that gave something else than it says."""

    run: ExampleRun

    def text(self, lang: Language) -> str:
        """What differed and why the answer is what it is."""
        example = self.run.example
        lines = [f"{example.rule} “{example.name}” ({example.span.file}:{example.span.line})"]
        lines += [f"  {each.text(lang)}" for each in self.run.differences]
        lines += [f"  {_ADOPTED.text(lang).format(rule=example.rule)}"] if self._adopted() else []
        decision = self.run.decision
        why = outline(self._why(), decision.contents, lang, decision.text_in)
        return "\n".join([*lines, *(f"    {line}" for line in why.splitlines())])

    def _adopted(self) -> bool:
        """Whether the example stands with the rule above that a place takes over as it is."""
        example = self.run.example
        return not example.span.file.endswith(f"{example.rule}.rule")

    def _why(self) -> tuple[Explanation, ...]:
        """The steps that lead to what differs; the whole way where that is not one of them."""
        steps = self.run.decision.explanation.children
        about = {each.what.zh for each in self.run.differences}
        return tuple(step for step in steps if step.label.zh in about) or steps[:1]

    def to_json(self) -> dict[str, Any]:
        """The failure as plain values: expected, actual, and why."""
        run = self.run
        return {
            "rule": run.example.rule,
            "name": run.example.name,
            "file": run.example.span.file,
            "line": run.example.span.line,
            "expected": run.to_json()["expected"],
            "actual": run.decision.to_json(),
            "why": [each.text("zh") for each in run.differences],
        }


@dataclass(frozen=True, slots=True)
class ExamplesReport:
    """How the examples of some rules went."""

    runs: tuple[ExampleRun, ...]

    @property
    def examples(self) -> int:
        """How many examples were run."""
        return len(self.runs)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The examples that gave something else than they say."""
        return tuple(Failure(run) for run in self.runs if not run.passed)

    @property
    def failed(self) -> int:
        """How many failed."""
        return len(self.failures)

    @property
    def passed(self) -> int:
        """How many gave what they say."""
        return self.examples - self.failed

    def to_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return {
            "examples": self.examples,
            "passed": self.passed,
            "failed": self.failed,
            "failures": [each.to_json() for each in self.failures],
        }


def facts_json(facts: Mapping[str, typed.FactValue], vocabulary: Vocabulary) -> dict[str, Any]:
    """Facts in the form that ``eval`` takes."""
    return {
        id_: write_fact(value, vocabulary.facts[id_], vocabulary) for id_, value in facts.items()
    }


def compare(example: TypedExample, rule: TypedRule, decision: Decision) -> ExampleRun:
    """Hold an answer against what its example says; checks of the rule have to hold as well."""
    return ExampleRun(example, decision, tuple(_differences(example, rule, decision)))


def _differences(
    example: TypedExample, rule: TypedRule, decision: Decision
) -> Iterator[Difference]:
    if example.status is not None and example.status != decision.status:
        yield Difference(Bilingual("状态", "status"), _same(example.status), _same(decision.status))
    version = _version(rule, example)
    for id_, expected in example.expected.items():
        yield from _result(id_, expected, version, decision)
    yield from _checks(decision)


def _version(rule: TypedRule, example: TypedExample) -> TypedVersion:
    for version in rule.versions:
        if version.since <= example.day and (version.until is None or example.day <= version.until):
            return version
    return rule.versions[-1]


def _result(
    id_: str, expected: typed.Expected, version: TypedVersion, decision: Decision
) -> Iterator[Difference]:
    definition = version.definitions.get(id_)
    label = definition.label if definition else _same(id_)
    trace = decision.trace
    if trace is None or definition is None or _refused(trace):
        yield Difference(label, _wanted(expected, definition, decision), _same(decision.status))
        return
    spec = trace.plan.version.definitions[id_]
    actual = outcome(decision.program, trace, spec)
    match actual.status:
        case "undetermined":
            found = {
                each.id if isinstance(each, MissingFigure) else each
                for each in trace.missing(spec.node)
            }
            expects = expected.value is not None or expected.not_applicable
            if expects or (expected.missing and set(expected.missing) != found):
                wanted = _wanted(expected, definition, decision)
                yield Difference(label, wanted, _lacking(sorted(found), decision))
        case "not-applicable":
            if not expected.not_applicable:
                yield Difference(label, _wanted(expected, definition, decision), NOT_APPLICABLE)
        case _:
            if expected.not_applicable or actual.value != expected.value:
                wanted = _wanted(expected, definition, decision)
                yield Difference(label, wanted, _shown(actual.value, definition, decision))


def _refused(trace: Trace) -> bool:
    """Whether the rule did not apply at all."""
    applies = trace.plan.version.applies
    return applies is not None and trace.value(applies) is False


def _checks(decision: Decision) -> Iterator[Difference]:
    trace = decision.trace
    if trace is None:
        return
    applies = trace.plan.version.applies
    if applies is not None and trace.value(applies) is not True:
        return
    for check in trace.plan.version.checks:
        if trace.value(check.node) is False:
            yield Difference(
                Bilingual(f"核对“{check.title}”", f"check “{check.title}”"),
                Bilingual("成立", "to hold"),
                _sides(check.node, trace, decision),
            )


def _sides(check: p.Index, trace: Trace, decision: Decision) -> Bilingual:
    """That a check does not hold, with the values of its two sides."""
    node = trace.node(check)
    failed = Bilingual("不成立", "that it does not")
    if not isinstance(node, p.Test):
        return failed
    explainer = Explainer(decision.program, decision.rule, trace, decision.text_of)
    left, right = explainer.shown(node.left), explainer.shown(node.right)
    zh = [shown_text(each, decision.vocabulary, "zh") for each in (left, right)]
    en = [shown_text(each, decision.vocabulary, "en") for each in (left, right)]
    return Bilingual(
        f"不成立：左边 {zh[0]}，右边 {zh[1]}", f"that it does not: left {en[0]}, right {en[1]}"
    )


def _wanted(
    expected: typed.Expected, definition: typed.TypedDefinition | None, decision: Decision
) -> Bilingual:
    if expected.not_applicable:
        return NOT_APPLICABLE
    if expected.value is None:
        return _lacking(sorted(expected.missing), decision)
    return _shown(expected.value, definition, decision)


def _lacking(ids: list[str], decision: Decision) -> Bilingual:
    names = [written_name(each, decision.contents) for each in ids]
    zh, en = "、".join(each.zh for each in names), ", ".join(each.en for each in names)
    return Bilingual(
        f"未定({zh})" if zh else "未定", f"undetermined({en})" if en else "undetermined"
    )


def _shown(
    value: typed.Value | None, definition: typed.TypedDefinition | None, decision: Decision
) -> Bilingual:
    if value is None or definition is None:
        return UNDETERMINED
    enumerations = decision.vocabulary.enumerations
    return show_both(value, definition.type, definition.units, enumerations)


def _same(text: str) -> Bilingual:
    return Bilingual(text, text)
