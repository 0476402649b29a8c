"""Terms → SQL, by sqlglot: the one place that knows how a term is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sqlglot import exp

from rulebook.batch.dialects import Dialect, Gather, quoted
from rulebook.batch.stages import Stages, shared
from rulebook.batch.terms import HIGH, LOW, Term

BINARY: Mapping[str, type[exp.Binary]] = {
    "add": exp.Add,
    "subtract": exp.Sub,
    "multiply": exp.Mul,
    "quotient": exp.IntDiv,
    "remainder": exp.Mod,
    "equal": exp.EQ,
    "less": exp.LT,
    "less_equal": exp.LTE,
    "bit_or": exp.BitwiseOr,
    "bit_and": exp.BitwiseAnd,
    "shift_right": exp.BitwiseRightShift,
    "and": exp.And,
    "or": exp.Or,
}
BIGINT = exp.DataType.build("BIGINT")
ARITHMETIC = {"add", "subtract", "multiply", "quotient", "remainder"}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes terms over the columns ``names``; inside a record its fields are ``fields``."""

    dialect: Dialect
    names: Mapping[int, str]
    fields: Mapping[int, str]

    def term(self, term: Term) -> exp.Expr:
        """A term where it is read: its column, or what it is worked out from."""
        if id(term) in self.names:
            return exp.column(quoted(self.names[id(term)]))
        if id(term) in self.fields:
            return self.dialect.field(self.fields[id(term)])
        return self.definition(term)

    def definition(self, term: Term) -> exp.Expr:
        """What a term is worked out from."""
        match term.op:
            case "literal":
                return self.literal(term)
            case "column":
                return exp.column(quoted(term.names[0]))
            case "field":
                return self.dialect.field(term.names[0])
            case "case":
                return self.case(term)
            case "pick":
                return self.pick(term)
            case "look_up":
                return self.look_up(term)
            case "not":
                return exp.Not(this=_inner(self.term(term.parts[0])))
            case "is_null":
                return exp.Is(this=_inner(self.term(term.parts[0])), expression=exp.null())
            case "map":
                return self.map(term)
            case "total" | "most" | "least" | "every_bit" | "some" | "length" | "first":
                return self.gather(term)
            case _:
                return self.binary(term)

    def literal(self, term: Term) -> exp.Expr:
        """A number, a truth value, or NULL."""
        if term.value is None:
            kind = "BOOLEAN" if term.kind == "truth" else "BIGINT"
            return exp.cast(exp.null(), kind, copy=False)
        if isinstance(term.value, bool):
            return exp.true() if term.value else exp.false()
        number = exp.Literal.number(abs(term.value))
        return exp.Paren(this=exp.Neg(this=number)) if term.value < 0 else number

    def number(self, term: Term) -> exp.Expr:
        """A term as one result of several: a literal is given the type of the columns.

        DuckDB holds small numbers in 32 bits.
        """
        written = self.term(term)
        return self.big(written) if term.op == "literal" and term.value is not None else written

    def big(self, written: exp.Expr) -> exp.Expr:
        """A number of 64 bits."""
        return exp.Cast(this=written, to=BIGINT.copy())

    def case(self, term: Term) -> exp.Expr:
        """A choice; what isn't chosen may be NULL unsaid.

        A choice for what is left, where it is no column, is written into it: engines are quicker.
        """
        parts = list(term.parts)
        while parts[-1].op == "case" and not self.is_there(parts[-1]):
            parts[-1:] = parts[-1].parts
        of = self.number if _are_literals(parts) and term.kind == "number" else self.term
        pairs = zip(parts[:-1:2], parts[1::2], strict=True)
        ifs = [exp.If(this=self.term(test), true=of(value)) for test, value in pairs]
        last = parts[-1]
        return exp.Case(ifs=ifs, default=None if last.is_literal(None) else of(last))

    def is_there(self, term: Term) -> bool:
        """Whether a term is a column, or a field of the record in hand."""
        return id(term) in self.names or id(term) in self.fields

    def pick(self, term: Term) -> exp.Expr:
        """One of a list of values, by its place."""
        of = self.number if term.kind == "number" else self.term
        values = [of(term.parts[1]), *(self.term(each) for each in term.parts[2:])]
        return self.dialect.pick(values, self.term(term.parts[0]))

    def look_up(self, term: Term) -> exp.Expr:
        """One of a list of literals, by the place that a column tells."""
        of = self.number if term.kind == "number" else self.term
        values = [of(term.parts[1]), *(self.term(each) for each in term.parts[2:])]
        return self.dialect.look_up(values, self.term(term.parts[0]))

    def binary(self, term: Term) -> exp.Expr:
        """An operation on two or more terms."""
        parts = [self.term(each) for each in term.parts]
        if term.op not in ARITHMETIC:
            return _balanced(BINARY[term.op], parts)
        if _passes_64_bits(term):
            parts = [exp.cast(each, self.dialect.wide, copy=False) for each in parts]
        elif len(parts) == 2 and all(each.op == "literal" for each in term.parts):
            parts[0] = self.big(parts[0])
        written = _balanced(BINARY[term.op], parts)
        wide_parts = any(each.is_wide for each in term.parts) or _passes_64_bits(term)
        if wide_parts and not term.is_wide:
            return self.big(written)
        return written

    # ---- records ---------------------------------------------------------------------------

    def map(self, term: Term) -> exp.Expr:
        """Records with other fields; what several of them read is a field of an inner list."""
        made = dict(zip(term.names, term.parts[1:], strict=True))
        columns, stage = shared(list(made.values()), of_record=True)
        asked = {id(each) for each in made.values()}
        columns = [each for each in columns if id(each) not in asked or _read(each, columns)]
        written = self.term(term.parts[0])
        fields: dict[int, str] = {}
        levels = sorted({stage[id(each)] for each in columns})
        for level in levels:
            here = [each for each in columns if stage[id(each)] == level]
            later = [
                *(part for each in columns if stage[id(each)] > level for part in each.parts),
                *made.values(),
            ]
            inner = Writer(self.dialect, self.names, dict(fields))
            new = {f"r{level}_{place}": each for place, each in enumerate(here)}
            kept = self._kept(later, fields)
            entries = {name: self.dialect.field(name) for name in kept}
            entries |= {name: inner.definition(each) for name, each in new.items()}
            written = self.dialect.map(written, entries)
            fields |= {id(each): name for name, each in new.items()}
        last = Writer(self.dialect, self.names, fields)
        return self.dialect.map(written, {name: last.term(each) for name, each in made.items()})

    def _kept(self, later: Sequence[Term], fields: Mapping[int, str]) -> list[str]:
        """The fields that later stages read."""
        found: set[str] = set()
        for term in later:
            found |= _fields_of(term, fields)
        return sorted(found)

    def gather(self, term: Term) -> exp.Expr:
        """A field gathered over records; sums come in a type of their own."""
        gathered = self.dialect.gather(cast(Gather, term.op), self.term(term.parts[0]), term.names)
        return gathered if term.kind == "truth" else self.big(gathered)


def _read(term: Term, columns: Sequence[Term]) -> bool:
    return any(term is part for each in columns for part in each.parts)


def _fields_of(term: Term, fields: Mapping[int, str]) -> set[str]:
    found: set[str] = set()
    waiting, done = [term], set[int]()
    while waiting:
        each = waiting.pop()
        if id(each) in done or not each.of_record:
            continue
        done.add(id(each))
        if id(each) in fields:
            found.add(fields[id(each)])
        elif each.op == "field":
            found.add(each.names[0])
        else:
            waiting.extend(each.parts)
    return found


def _are_literals(parts: Sequence[Term]) -> bool:
    """Whether all that a choice leads to are literals: columns give the others their type."""
    return all(each.op == "literal" for each in (*parts[1::2], parts[-1]))


def _passes_64_bits(term: Term) -> bool:
    """Whether the operation, or a part of it, may pass 64 bits on the way."""
    match term.op:
        case "add":
            low = sum(min(each.low, 0) for each in term.parts)
            high = sum(max(each.high, 0) for each in term.parts)
        case "subtract":
            low = term.parts[0].low - term.parts[1].high
            high = term.parts[0].high - term.parts[1].low
        case "multiply":
            edges = [
                a * b
                for a in (term.parts[0].low, term.parts[0].high)
                for b in (term.parts[1].low, term.parts[1].high)
            ]
            low, high = min(edges), max(edges)
        case _:
            return any(each.is_wide for each in term.parts)
    return low < LOW or high > HIGH or any(each.is_wide for each in term.parts)


def _inner(written: exp.Expr) -> exp.Expr:
    return exp.Paren(this=written) if isinstance(written, exp.Binary | exp.Not) else written


def _balanced(kind: type[exp.Binary], parts: Sequence[exp.Expr]) -> exp.Expr:
    """Many parts joined two by two: readers of SQL go down by recursion."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    left, right = _balanced(kind, parts[:middle]), _balanced(kind, parts[middle:])
    return kind(this=_wrapped(left), expression=_wrapped(right))


def _wrapped(written: exp.Expr) -> exp.Expr:
    plain = isinstance(written, exp.Column | exp.Literal | exp.Case | exp.Paren | exp.Cast)
    call = isinstance(written, exp.Func) and not isinstance(written, exp.Connector)
    return written if plain or call else exp.Paren(this=written)


def select(
    stages: Stages, wanted: Mapping[str, Term], source: exp.Select, dialect: Dialect
) -> exp.Select:
    """The stages as subqueries around ``source``; ``wanted`` are the columns of the whole."""
    query = source
    known: dict[int, str] = {}
    for number, stage in enumerate(stages.stages):
        writer = Writer(dialect, dict(known), {})
        columns: list[exp.Expr] = [exp.column(quoted(each)) for each in stage.passes]
        columns += [_named(writer.definition(term), name) for name, term in stage.adds]
        query = _over(query, number, columns)
        known |= {id(term): name for name, term in stage.adds}
    writer = Writer(dialect, known, {})
    last = [_named(writer.term(term), name) for name, term in wanted.items()]
    return _over(query, len(stages.stages), last)


def _over(query: exp.Select, number: int, columns: list[exp.Expr]) -> exp.Select:
    """A select over a subquery; without copies, which would make many stages take ages."""
    inner = query.subquery(f"s{number}", copy=False)
    return exp.select(*columns, copy=False).from_(inner, copy=False)


def _named(written: exp.Expr, name: str) -> exp.Expr:
    return exp.alias_(written, name, quoted=True, copy=False)
