"""The book as an embedder holds it: open it, check it, decide cases.

>>> from rulebook import open_book
>>> decision = open_book().decide("shanghai/long-term-care/home-care", facts)  # doctest: +SKIP
>>> decision.results["fund_pay"].value  # doctest: +SKIP
Decimal('702.00')
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from rulebook.arguments import day_of, day_or_column, level_of, names_of, several
from rulebook.book.choice import which_book
from rulebook.book.levels import DEFAULT_EVIDENCE, EvidenceLevel
from rulebook.diagnostics import NOWHERE, Diagnostic, finding
from rulebook.errors import BrokenBook, FactsError, RulebookError, UnknownRule
from rulebook.opened import OpenedBook
from rulebook.rule_info import RuleInfo
from rulebook.stored.opening import last_kept, unchanged

# Opening a book loads little; what a method needs is loaded when it is first called.
if TYPE_CHECKING:
    import pyarrow

    from rulebook.answers.answering import Answering
    from rulebook.answers.evaluate import Machine
    from rulebook.answers.examples import ExampleRun, ExamplesReport
    from rulebook.answers.fast.asking import CompiledRule, ExplainedRule, Quick
    from rulebook.answers.fast.reading import FactReaders
    from rulebook.answers.fast.remembering import Remembered
    from rulebook.answers.results import Decision
    from rulebook.book.platform import Names
    from rulebook.conformity import ConformityReport
    from rulebook.meaning.typed import FactValue

__all__ = [
    "Book",
    "BrokenBook",
    "FactsError",
    "RuleInfo",
    "RulebookError",
    "UnknownRule",
    "open_book",
]


class Book(OpenedBook):
    """A book of rules, opened; ``open_book`` makes one.

    Safe to share between threads once opened: answering only adds to a cache of compiled rules.
    """

    @cached_property
    def _runs(self) -> dict[str, tuple[ExampleRun, ...]]:
        return {}

    @cached_property
    def _machine(self) -> Machine:
        from rulebook.answers.evaluate import Machine

        return Machine(self.program)

    @cached_property
    def _remembered(self) -> Remembered:
        from rulebook.answers.fast.remembering import Remembered

        return Remembered()

    @cached_property
    def _readers(self) -> FactReaders:
        from rulebook.answers.fast.reading import FactReaders

        return FactReaders(self.contents.vocabulary, self.program)

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
        as_of = day_of(None) if as_of is None else as_of
        asked = (rule, as_of, min_evidence, names)
        quick = self._remembered.get(asked)
        if quick is not None:
            held = self._readers.held(facts)
            if held is not None:
                return quick.decide(held)
        rule = self._known(rule)
        day, level, called = day_of(as_of), level_of(min_evidence), names_of(names)
        wanted = set(self.rules[rule].inputs)
        if called == "platform":
            from rulebook.answers.settlement_record import read_record as read
        else:
            from rulebook.answers.facts import read_facts as read
        values, wrong = read(facts, self.contents.vocabulary, wanted, ignore_extra)
        if wrong:
            raise FactsError(wrong)
        if quick is None and called != "platform":
            self._remembered.note(asked, lambda: self._quick(rule, day, level, called))
        return self._decide(rule, values, day, level, called)

    def _quick(
        self, rule: str, day: datetime.date, level: EvidenceLevel, names: Names
    ) -> Quick | None:
        from rulebook.answers.fast.asking import Quick

        ready = self._machine.plan(rule, day.toordinal(), level)
        return None if ready is None else Quick(self._answering(rule, names), ready, day)

    def _answering(self, rule: str, names: Names) -> Answering:
        """What all answers of a rule share."""
        from rulebook.answers.answering import Answering

        return Answering(
            rule,
            self.rules[rule].title,
            self.contents.edition.id,
            self.contents.digest,
            self.contents,
            self.program,
            self.text_of,
            self.text_in,
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
        can't be makes its row ``rejected``. A TableWarning names facts that no column gives, and
        columns that no fact is called as. Needs ``rulebook[batch]``.
        """
        from rulebook.batch.arrow import answer_table

        wanted = [self._known(rule) for rule in several(rules) or ()]
        day, level, called = day_or_column(as_of), level_of(min_evidence), names_of(names)
        return answer_table(self.program, self.contents, wanted, table, day, level, called, key)

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
        from rulebook.answers.facts import read_facts
        from rulebook.answers.fast.asking import held_as_integers

        rule = self._known(rule)
        wanted = set(self.rules[rule].inputs)
        values, wrong = read_facts(facts, self.contents.vocabulary, wanted)
        if wrong:
            raise FactsError(wrong)
        return held_as_integers(self.program, values)

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

    A book that has not changed since it was compiled is read from the user's cache, and one that
    has is compiled as far as the changes reach; ``cache=False``, or ``RULEBOOK_CACHE=off`` in the
    environment, compiles it anew and keeps nothing.

    Raises BrokenBook where the folder holds no book that can be read. A book whose rules have
    errors opens, and answers with those that are sound; ``check`` tells the rest.
    """
    if path is not None and not isinstance(path, str | os.PathLike):
        raise BrokenBook([finding("RB8220", NOWHERE, given=repr(path)[:40], wanted="str, Path")])
    folder = which_book(Path(path) if path is not None else None, Path.cwd())
    last = last_kept(folder) if cache else None
    stored = unchanged(folder, last)
    if stored is not None:
        return Book(stored, folder)
    if cache:
        from rulebook.stored.keeping import compiled

        built, found = compiled(folder, last)
    else:
        from rulebook.pipeline import build

        built, found = build(folder)
    if built is None:
        raise BrokenBook(found)
    return Book(built, folder)
