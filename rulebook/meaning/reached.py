"""Cases and exceptions that no case comes to: a warning, since what they say then means nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from rulebook.book.model import BookContents
from rulebook.diagnostics import Bilingual, Diagnostic, Related, Span, finding
from rulebook.meaning import typed as t
from rulebook.meaning.boxes import Boxes, Guard
from rulebook.meaning.completeness import read_by_applies
from rulebook.meaning.domains import Domains
from rulebook.meaning.walking import everything, parts

MOST_NODES = 20_000
"""How many nodes of one definition are looked at; 原值 may repeat them without end."""

Guards = tuple[Guard, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """A case of a definition, an exception's or a plain one's; without one the 否则 of a choice."""

    definition: str
    span: Span
    case: t.TypedCase | None = field(compare=False)


def never_reached(version: t.TypedVersion, contents: BookContents) -> list[Diagnostic]:
    """The cases and exceptions of a version that no case comes to.

    What an inherited rule says is told where it is written, and not again below it.
    """
    domains = Domains(version.definitions, contents, any_figure=True)
    return list(_Walk(version, Boxes(version, domains)).run())


@dataclass(slots=True)
class _Walk:
    version: t.TypedVersion
    boxes: Boxes
    reached: dict[_Place, bool] = field(default_factory=dict)
    """Whether some case comes there; a place may stand in a definition several times."""
    takers: dict[_Place, tuple[t.TypedCase, ...]] = field(default_factory=dict)
    """The cases above that take all that would come to a place."""
    rest: dict[_Place, Span] = field(default_factory=dict)
    """Where the value of a 否则 is written."""
    looked_at: int = 0
    unsure: set[str] = field(default_factory=set)
    """Definitions that were not looked at to their end."""

    def run(self) -> Iterator[Diagnostic]:
        applies = self.version.applies
        holds: Guards = () if applies is None else ((applies, True),)
        if applies is not None and not self._possible(holds):
            yield finding("RB6017", applies.span)
            return
        before = read_by_applies(self.version)
        for definition in self.version.definitions.values():
            self.looked_at = 0
            self._visit(definition.id, definition.value, () if definition.id in before else holds)
            if self.looked_at > MOST_NODES:
                self.unsure.add(definition.id)
        yield from self._told()

    def _possible(self, guards: Guards) -> bool:
        return self.boxes.first_true(guards, ()) != frozenset()

    # ---- looking ---------------------------------------------------------------------------

    def _visit(self, definition: str, node: t.Typed, guards: Guards) -> None:
        self.looked_at += 1
        if self.looked_at > MOST_NODES:
            return
        match node:
            case t.Cases():
                self._cases(definition, node, guards)
            case t.RecordGather():
                outside = tuple(each for each in guards if not self._of_record(each[0]))
                for part in parts(node):
                    self._visit(definition, part, outside)
            case _:
                for part in parts(node):
                    self._visit(definition, part, guards)

    def _of_record(self, node: t.Typed) -> bool:
        """Whether a condition asks about the record in hand, which is another one further in."""
        return any(
            isinstance(each, t.FieldRead)
            or (
                isinstance(each, t.DefinitionRead)
                and self.version.definitions[each.definition].records is not None
            )
            for each in everything(node)
        )

    def _cases(self, definition: str, node: t.Cases, guards: Guards) -> None:
        conditions = [case.condition for case in node.cases]
        known = self.boxes.first_true(guards, conditions)
        inside = guards
        for number, case in enumerate(node.cases):
            place = _Place(definition, case.span, case)
            self._note(place, known is None or number in known)
            if not self.reached[place] and place not in self.takers:
                self.takers[place] = self._takers(node, number, guards)
            self._visit(definition, case.condition, inside)
            if known is None or number in known:
                self._visit(definition, case.value, (*inside, (case.condition, True)))
            inside = (*inside, (case.condition, False))
        if node.cases and node.cases[-1].name is None:
            place = _Place(definition, node.span, None)
            self.rest[place] = written_rest(node)
            self._note(place, known is None or len(conditions) in known)
        if known is None or len(conditions) in known:
            self._visit(definition, node.otherwise, inside)

    def _note(self, place: _Place, reached: bool) -> None:
        self.reached[place] = reached or self.reached.get(place, False)

    def _takers(self, node: t.Cases, number: int, guards: Guards) -> tuple[t.TypedCase, ...]:
        """The cases above that are true wherever this one's condition is."""
        above = [case.condition for case in node.cases[:number]]
        alone = (*guards, (node.cases[number].condition, True))
        first = self.boxes.first_true(alone, above)
        return tuple(node.cases[each] for each in sorted(first or ()) if each < number)

    # ---- telling ---------------------------------------------------------------------------

    def _told(self) -> Iterator[Diagnostic]:
        own = self.version.span.file
        for place, reached in self.reached.items():
            case = place.case
            if reached or place.span.file != own or place.definition in self.unsure:
                continue
            if case is None:
                yield finding("RB6016", self.rest[place])
            elif case.name is None:
                yield self._case(place, case.span)
            elif self._elsewhere(place):
                yield self._case(place, case.value.span)
            else:
                yield self._exception(case, case.name)

    def _elsewhere(self, place: _Place) -> bool:
        """Whether an exception comes to another definition that it gives anew."""
        return any(reached and each.span == place.span for each, reached in self.reached.items())

    def _case(self, place: _Place, span: Span) -> Diagnostic:
        takers = self.takers[place]
        if not takers:
            return finding("RB6014", span)
        lines = list(dict.fromkeys(str(each.condition.span.line) for each in takers))
        others = [
            Related(each.condition.span, Bilingual("这里已经包括", "taken here already"))
            for each in takers[:3]
        ]
        above = Bilingual(f"第 {'、'.join(lines)} 行", f"line {' or '.join(lines)}")
        return finding("RB6015", span, *others, lines=above)

    def _exception(self, case: t.TypedCase, name: Bilingual) -> Diagnostic:
        return finding("RB6018", case.condition.span, name=name)


def written_rest(node: t.Cases) -> Span:
    """The value of 否则; that of 原值 is written elsewhere."""
    whole, value = node.span, node.otherwise.span
    inside = whole.line <= value.line <= value.end_line <= whole.end_line
    return value if inside and value.file == whole.file else whole
