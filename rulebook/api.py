"""The book as an embedder holds it: open it, check it, decide cases.

>>> from rulebook import open_book
>>> decision = open_book().decide("shanghai/long-term-care/home-care", facts)  # doctest: +SKIP
>>> decision.results["fund_pay"].value  # doctest: +SKIP
Decimal('702.00')
"""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from rulebook.arguments import day_of, level_of, names_of, rule_id, several
from rulebook.book.choice import which_book
from rulebook.book.levels import DEFAULT_EVIDENCE, EvidenceLevel
from rulebook.diagnostics import NOWHERE, Bilingual, Diagnostic, Span, finding
from rulebook.errors import BrokenBook, FactsError, RulebookError, UnknownRule
from rulebook.stored.opening import (
    Heading,
    Stored,
    before,
    broken_rules,
    headings_of,
    keep,
    opened,
)

# Opening a book loads little; what a method needs is loaded when it is first called.
if TYPE_CHECKING:
    import pyarrow

    from rulebook.answers.evaluate import Machine
    from rulebook.answers.examples import ExampleRun, ExamplesReport
    from rulebook.answers.fast.asking import CompiledRule, ExplainedRule, Quick
    from rulebook.answers.fast.reading import FactReaders
    from rulebook.answers.results import Answering, Decision
    from rulebook.book.model import BookContents
    from rulebook.book.platform import Names
    from rulebook.conformity import ConformityReport
    from rulebook.language.tree import RuleFile
    from rulebook.meaning.program import Program
    from rulebook.meaning.typed import FactValue, TypedBook, TypedExample
    from rulebook.pipeline import Built

__all__ = [
    "Book",
    "BrokenBook",
    "FactsError",
    "RuleInfo",
    "RulebookError",
    "UnknownRule",
    "open_book",
]


@dataclass(frozen=True)
class RuleInfo:
    """What there is to know about a rule before asking it.

    ``in_force`` are its periods, the last day included, None where open; ``inputs`` and ``outputs``
    are ids of the vocabulary.
    """

    heading: Heading
    _find: Callable[[str], tuple[TypedExample, ...]]

    @property
    def id(self) -> str:
        """``place/family/name``."""
        return self.heading.id

    @property
    def title(self) -> Bilingual:
        """The rule's title."""
        return self.heading.title

    @property
    def place(self) -> str:
        """The id of its place."""
        return self.heading.place

    @property
    def family(self) -> str:
        """The family, such as ``benefit-list``."""
        return self.heading.family

    @property
    def in_force(self) -> tuple[tuple[datetime.date, datetime.date | None], ...]:
        """Its periods: first and last day, the last None where it has none."""
        return self.heading.in_force

    @property
    def inputs(self) -> tuple[str, ...]:
        """The facts that it reads, itself or through other rules."""
        return self.heading.inputs

    @property
    def outputs(self) -> tuple[str, ...]:
        """The facts that it gives."""
        return self.heading.outputs

    @property
    def examples(self) -> tuple[TypedExample, ...]:
        """Its examples, as they are written."""
        return self._find(self.id)


_Asked = tuple[str, datetime.date | str, EvidenceLevel, "Names"]
"""A rule, a day, evidence and names, as ``decide`` is asked for them."""

MOST_QUICK = 4_096
"""How many of these a book remembers."""


class Book:
    """A book of rules, opened; ``open_book`` makes one.

    Safe to share between threads once opened: answering only adds to a cache of compiled rules.
    """

    def __init__(self, built: Built | Stored, folder: Path) -> None:
        self.folder = folder
        self._built = built
        self._runs: dict[str, tuple[ExampleRun, ...]] = {}
        self._quick: dict[_Asked, Quick] = {}
        self._asked: set[_Asked] = set()

    @cached_property
    def contents(self) -> BookContents:
        """What the book's files say, the rules as text."""
        return self._built.contents

    @cached_property
    def program(self) -> Program:
        """The sound rules, ready to run."""
        return self._built.program

    @cached_property
    def trees(self) -> Mapping[str, RuleFile]:
        """The trees of the rule files, by path."""
        return self._built.trees

    @cached_property
    def typed(self) -> TypedBook:
        """The typed rules."""
        return self._built.typed

    @cached_property
    def _diagnostics(self) -> tuple[Diagnostic, ...]:
        return self._built.diagnostics

    @cached_property
    def _machine(self) -> Machine:
        from rulebook.answers.evaluate import Machine

        return Machine(self.program)

    @cached_property
    def _lines(self) -> Mapping[str, list[str]]:
        return {text.path: text.text.splitlines() for text in self.contents.rules}

    @cached_property
    def _readers(self) -> FactReaders:
        from rulebook.answers.fast.reading import FactReaders

        return FactReaders(self.contents.vocabulary, self.program)

    # ---- what there is ---------------------------------------------------------------------

    @cached_property
    def rules(self) -> Mapping[str, RuleInfo]:
        """The sound rules by id, in alphabetical order."""
        built = self._built
        found = built.headings if isinstance(built, Stored) else headings_of(built)
        return {id_: RuleInfo(each, self._examples_of) for id_, each in found.items()}

    def _examples_of(self, rule: str) -> tuple[TypedExample, ...]:
        return self.typed.rules[rule].examples

    @cached_property
    def broken(self) -> tuple[str, ...]:
        """The ids of rules that have errors, and so don't answer."""
        built = self._built
        return built.broken if isinstance(built, Stored) else tuple(broken_rules(built))

    def check(self) -> list[Diagnostic]:
        """Everything that is wrong with the book: YAML files first, since rules build on them."""
        return sorted(
            self._diagnostics,
            key=lambda each: (not each.file.endswith(".yaml"), each.span, each.code),
        )

    # ---- answers ---------------------------------------------------------------------------

    def decide(
        self,
        rule: str,
        facts: Mapping[str, object],
        as_of: datetime.date | str | None = None,
        min_evidence: EvidenceLevel = DEFAULT_EVIDENCE,
        *,
        ignore_extra: bool = False,
        names: Names = "id",
    ) -> Decision:
        """Answer one case.

        ``facts`` are given by vocabulary id or Chinese name: money as a decimal text or a number in
        yuan (never a float), rates as ``"85%"`` or ``"0.85"``, yes/no as booleans, an enumeration's
        value by id or Chinese name, days as ISO text or ``date``. ``as_of`` is the day of the case,
        today where not given. Figures of weaker evidence than ``min_evidence`` count as unset.

        ``names`` is what the results are called by: ids, Chinese names (``"zh"``), or the fields of
        the national platform (``"platform"``): the facts are then one of its settlement records,
        alone or under ``setlinfo``, with facts that it has no field for beside it.

        Raises UnknownRule, FactsError, or BrokenBook where the rule itself has errors. Every other
        case has an answer, whatever its status.
        """
        as_of = datetime.date.today() if as_of is None else as_of  # noqa: DTZ011 - the caller's day
        try:
            quick = self._quick.get((rule, as_of, min_evidence, names))
        except TypeError:  # a list where a text belongs; told below
            quick = None
        if quick is not None:
            held = self._readers.held(facts)
            if held is not None:
                return quick.decide(held)
        rule = self._known(rule)
        day, level, called = day_of(as_of), level_of(min_evidence), names_of(names)
        wanted = {fact for info in (self.rules[rule],) for fact in info.inputs}
        if called == "platform":
            from rulebook.answers.settlement_record import read_record as read
        else:
            from rulebook.answers.facts import read_facts as read
        values, wrong = read(facts, self.contents.vocabulary, wanted, ignore_extra)
        if wrong:
            raise FactsError(wrong)
        if quick is None and called != "platform":
            self._make_quick((rule, as_of, min_evidence, names), day, level)
        return self._decide(rule, values, day, level, called)

    def _make_quick(self, key: _Asked, day: datetime.date, level: EvidenceLevel) -> None:
        """Remember a rule that is asked once more, so that it answers faster from now on."""
        if key not in self._asked:
            self._asked.add(key)
            return
        from rulebook.answers.fast.asking import Quick

        ready = self._machine.plan(key[0], day.toordinal(), level)
        if ready is None:
            return
        if len(self._quick) >= MOST_QUICK:
            self._quick.clear()
            self._asked.clear()
        self._quick[key] = Quick(self._answering(key[0], key[3]), ready, day)

    def _answering(self, rule: str, names: Names) -> Answering:
        """What all answers of a rule share."""
        from rulebook.answers.results import Answering

        return Answering(
            rule,
            self.rules[rule].title,
            self.contents.edition.id,
            self.contents.digest,
            self.contents,
            self.program,
            self.text_of,
            names,
        )

    def decide_table(
        self,
        rules: str | Sequence[str],
        table: pyarrow.Table | Any,
        as_of: datetime.date | str | None = None,
        min_evidence: EvidenceLevel = DEFAULT_EVIDENCE,
        *,
        names: Names = "id",
        key: Sequence[str] = (),
    ) -> pyarrow.Table:
        """Answer every row of a table, in the order of its rows.

        ``table`` is an Arrow table, or what DuckDB reads as one, with a column for each fact,
        called by id or Chinese name (or platform field): money and rates as DECIMAL, never a
        float. ``as_of`` is a day for all rows, or the name of the column that holds each row's;
        columns of ``key`` are passed on. Gives the results with ``status``, ``reasons``,
        ``evidence``, ``edition`` and ``rulebook``; of several rules the columns are called
        ``rule.column``.

        Raises UnknownRule or BrokenBook, and FactsError where a column can't be read. A value that
        can't be makes its row ``rejected``. Needs ``rulebook[batch]``.
        """
        from rulebook.batch.arrow import answer_table
        from rulebook.batch.files import Refused

        wanted = (rules,) if isinstance(rules, str) else tuple(rules)
        for rule in wanted:
            rule = self._known(rule)
        day: datetime.date | str = as_of if isinstance(as_of, str) else day_of(as_of)
        with contextlib.suppress(FactsError):
            day = day_of(day)
        try:
            return answer_table(
                self.program,
                self.contents,
                wanted,
                table,
                day,
                level_of(min_evidence),
                names_of(names),
                key,
            )
        except Refused as error:
            raise FactsError(error.findings) from None

    def _decide(
        self,
        rule: str,
        values: Mapping[str, FactValue],
        day: datetime.date,
        level: EvidenceLevel,
        names: Names = "id",
    ) -> Decision:
        from rulebook.answers.results import Decision

        trace = self._machine.trace(rule, values, day, level)
        return Decision(self._answering(rule, names), day, lambda: trace)

    @overload
    def compile(
        self,
        rule: str,
        as_of: datetime.date | str | None = None,
        min_evidence: EvidenceLevel = DEFAULT_EVIDENCE,
        *,
        reasons: None = None,
    ) -> CompiledRule: ...

    @overload
    def compile(
        self,
        rule: str,
        as_of: datetime.date | str | None = None,
        min_evidence: EvidenceLevel = DEFAULT_EVIDENCE,
        *,
        reasons: Literal["rule"],
    ) -> ExplainedRule: ...

    def compile(
        self,
        rule: str,
        as_of: datetime.date | str | None = None,
        min_evidence: EvidenceLevel = DEFAULT_EVIDENCE,
        *,
        reasons: Literal["rule"] | None = None,
    ) -> CompiledRule | ExplainedRule:
        """A rule as a function of integers, for a day and evidence: the fastest way to ask.

        The function takes a mapping of facts by id and gives a dict of results by id, all as the
        program holds them: money in fen, rates as integers of their scale, yes/no as ``bool``,
        days as ``date.toordinal``, values of an enumeration by number (``facts`` and ``results``
        of the function say how). Presence, type and domain are looked at. A result without a value
        is its status, a text. ``hold`` reads facts given in their usual forms to such integers.

        With ``reasons="rule"`` the function gives a pair: the results, and the rule-level reasons
        (named steps with their values, the case, row or tier that decided each), read off only
        when asked for. The whole explanation is what ``decide`` gives.

        Raises UnknownRule, or BrokenBook where the rule has errors; the function raises FactsError.
        """
        from rulebook.answers.fast.asking import compile_rule

        rule = self._known(rule)
        day, level = day_of(as_of), level_of(min_evidence)
        ready = self._machine.plan(rule, day.toordinal(), level)
        return compile_rule(self.program, rule, ready, day, self.rules[rule].outputs, reasons)

    def hold(self, rule: str, facts: Mapping[str, object]) -> dict[str, Any]:
        """Facts in their usual forms as a compiled rule takes them; without those it does not read.

        Raises UnknownRule, BrokenBook, or FactsError as ``decide`` does.
        """
        from rulebook.answers.evaluate import held_fact
        from rulebook.answers.facts import read_facts
        from rulebook.answers.fast.asking import as_mappings

        rule = self._known(rule)
        wanted = set(self.rules[rule].inputs)
        values, wrong = read_facts(facts, self.contents.vocabulary, wanted)
        if wrong:
            raise FactsError(wrong)
        known = self.program.facts
        held = {id_: held_fact(self.program, known[id_], value) for id_, value in values.items()}
        return {id_: as_mappings(known[id_], value) for id_, value in held.items()}

    def _known(self, given: str) -> str:
        """The id of a rule that can answer."""
        rule = rule_id(given)
        if rule in self.rules:
            return rule
        if rule in self.broken:
            paths = {each.path for each in self.contents.rules if each.id == rule}
            errors = [each for each in self._diagnostics if each.severity == "error"]
            own = [each for each in errors if each.file in paths]
            raise BrokenBook(own or errors)
        from rulebook.diagnostics.nearest import did_you_mean

        near = did_you_mean(rule, self.rules)
        raise UnknownRule([finding("RB9001", NOWHERE, rule=rule, near=near)])

    def text_of(self, span: Span) -> str:
        """The book's text at a span of a rule file, on one line."""
        lines = self._lines.get(span.file, [])[span.line - 1 : span.end_line]
        if not lines:
            return ""
        lines[-1] = lines[-1][: span.end_column - 1]
        lines[0] = lines[0][span.column - 1 :]
        return " ".join(line.strip() for line in lines if line.strip())

    # ---- conformity ------------------------------------------------------------------------

    def conform(
        self, places: Sequence[str] | None = None, as_of: datetime.date | str | None = None
    ) -> ConformityReport:
        """The verdict on every item of the national list for some places, or for all below it.

        Places are given by id or name. ``as_of`` is the day, today where not given. Rules that
        have errors are left out.
        Raises RulebookError for a place that the book doesn't have, or that is above all.
        """
        from rulebook.book.place_names import places_called
        from rulebook.conformity import conform, unknown_places

        given = several(places)
        places = None if given is None else places_called(given, self.contents)
        wrong = unknown_places(self.contents, places or ())
        if wrong:
            raise RulebookError(wrong)
        return conform(self.contents, self.typed, self.program, day_of(as_of), places)

    # ---- other evaluators ------------------------------------------------------------------

    def export(self, rules: Iterable[str] | None = None, *, texts: bool = True) -> dict[str, Any]:
        """The program of some rules, or of all, for the evaluator in JavaScript.

        Plain values, ready for JSON, with no more than these rules need; rules that they call need
        not be named. ``texts`` lets explanations quote the rules.

        Raises UnknownRule, or BrokenBook where one of the rules has errors.
        """
        from rulebook.browser import export_rules

        chosen = several(rules)
        wanted = tuple(map(self._known, self.rules if chosen is None else chosen))
        titles = {each: self.rules[each].title for each in wanted}
        text_of = self.text_of if texts else None
        return export_rules(self.program, self.contents, titles, text_of)

    def violations(self, as_of: datetime.date | str | None = None) -> list[Diagnostic]:
        """What violates a 必须 bound of the national list on a day or later, as warnings.

        ``as_of`` is the day, today where not given. Only places of the book itself are looked at,
        not those of a book that it stands on. ``rulebook check`` tells them beside ``check()``.
        """
        from rulebook.conformity import violations

        return list(violations(self.contents, self.typed, self.program, day_of(as_of)))

    # ---- examples --------------------------------------------------------------------------

    def examples(self, rule: str | None = None) -> tuple[ExampleRun, ...]:
        """The examples of a rule, or of all, each with the answer it gives."""
        from rulebook.answers.examples import compare

        rules = self.rules if rule is None else (self._known(rule),)
        for each in rules:
            if each not in self._runs:
                self._runs[each] = tuple(
                    compare(
                        example,
                        self.typed.rules[each],
                        self._decide(each, example.facts, example.day, example.evidence),
                    )
                    for example in self.rules[each].examples
                )
        return tuple(run for each in rules for run in self._runs[each])

    def run_examples(self, rules: Iterable[str] | None = None) -> ExamplesReport:
        """Run the examples of some rules, or of all."""
        from rulebook.answers.examples import ExamplesReport

        chosen = several(rules)
        wanted = self.rules if chosen is None else chosen
        return ExamplesReport(tuple(run for each in wanted for run in self.examples(each)))


def open_book(path: Path | str | None = None, *, cache: bool = True) -> Book:
    """Open the book in ``path``, else the nearest ``rules/`` upward, else the packaged one.

    A book that has not changed since it was compiled is read from the user's cache;
    ``cache=False``, or ``RULEBOOK_CACHE=off`` in the environment, compiles it anew and keeps
    nothing. What needs the whole book (``check``, ``examples``) compiles it in any case.

    Raises BrokenBook where the folder holds no book that can be read. A book whose rules have
    errors opens, and answers with those that are sound; ``check`` tells the rest.
    """
    if path is not None and not isinstance(path, str | os.PathLike):
        raise BrokenBook([finding("RB8220", NOWHERE, given=repr(path)[:40], wanted="str, Path")])
    folder = which_book(Path(path) if path is not None else None, Path.cwd())
    stored = opened(folder) if cache else None
    if stored is not None:
        return Book(stored, folder)
    from rulebook.pipeline import build

    made_from = before(folder) if cache else None
    built, found = build(folder)
    if built is None:
        raise BrokenBook(found)
    if made_from is not None:
        keep(folder, built, made_from)
    return Book(built, folder)
