"""What the engines say differently: types beyond 64 bits, and functions over lists of records.

Everything else is printed by sqlglot. Another engine is another class here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from sqlglot import exp

Name = Literal["duckdb", "spark", "postgres"]
Gather = Literal["total", "most", "least", "every_bit", "some", "length", "first"]

SHORT = 18
"""The digits of a decimal in 64 bits."""

IN_HAND = "x"
"""The record in hand, in a function over records."""


class NoRecords(Exception):
    """The engine has no functions over lists of records."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What every engine shares."""

    name: Name
    wide: str
    """The type of integers beyond 64 bits, of 38 digits."""

    def pick(self, values: Sequence[exp.Expr], index: exp.Expr) -> exp.Expr:
        """One of a list of values, by its place from 0; lists begin at 1."""
        place = exp.Add(this=exp.Paren(this=index), expression=exp.Literal.number(1))
        return exp.Bracket(this=exp.Array(expressions=list(values)), expressions=[place], offset=1)

    def look_up(self, values: Sequence[exp.Expr], place: exp.Expr) -> exp.Expr:
        """One of a list of values, by its place from 1.

        DuckDB looks up once for each value of a column of few, where the place is the column.
        """
        return exp.Bracket(this=exp.Array(expressions=list(values)), expressions=[place], offset=1)

    def adapted(self, written: exp.Expr) -> exp.Expr:
        """What is written as DuckDB has it, where sqlglot doesn't know the difference."""
        return written

    def map(self, records: exp.Expr, fields: Mapping[str, exp.Expr]) -> exp.Expr:
        """The records with other fields, worked out from the record in hand."""
        raise NoRecords

    def gather(self, op: Gather, records: exp.Expr, names: tuple[str, ...]) -> exp.Expr:
        """A field gathered over records: see ``rulebook.batch.terms.Op``."""
        raise NoRecords

    def field(self, name: str) -> exp.Expr:
        """A field of the record in hand."""
        return exp.Dot(this=exp.to_identifier(IN_HAND), expression=quoted(name))

    def each(self, records: exp.Expr, body: exp.Expr) -> exp.Expr:
        """A list of what is worked out for each record."""
        over = exp.Lambda(this=body, expressions=[exp.to_identifier(IN_HAND)])
        return exp.Transform(this=records, expression=over)


@dataclass(frozen=True, slots=True)
class DuckDB(Dialect):
    """DuckDB 1.5 and 2."""

    name: Name = "duckdb"
    wide: str = "INT128"

    FUNCTIONS: ClassVar[Mapping[Gather, str]] = {
        "total": "list_sum",
        "most": "list_max",
        "least": "list_min",
        "every_bit": "list_bit_or",
        "some": "list_bool_or",
    }

    def map(self, records: exp.Expr, fields: Mapping[str, exp.Expr]) -> exp.Expr:
        """See ``Dialect.map``."""
        entries = [
            exp.PropertyEQ(this=quoted(name), expression=each) for name, each in fields.items()
        ]
        return self.each(records, exp.Struct(expressions=entries))

    def gather(self, op: Gather, records: exp.Expr, names: tuple[str, ...]) -> exp.Expr:
        """See ``Dialect.gather``."""
        if op == "length":
            return exp.Anonymous(this="len", expressions=[records])
        values = self.each(records, self.field(names[-1]))
        if op == "first":
            flags = self.each(records.copy(), self.field(names[0]))
            place = exp.Anonymous(this="list_position", expressions=[flags, exp.true()])
            return exp.Anonymous(this="list_extract", expressions=[values, place])
        return exp.Anonymous(this=self.FUNCTIONS[op], expressions=[values])


@dataclass(frozen=True, slots=True)
class Spark(Dialect):
    """Spark 4 in ANSI mode."""

    name: Name = "spark"
    wide: str = "DECIMAL(38, 0)"

    def adapted(self, written: exp.Expr) -> exp.Expr:
        """Lengths are of lists; in Java's patterns the end of a text is ``\\z``.

        A product of decimals in 64 bits is one, too, as DuckDB has it; where it is longer, ANSI
        mode fails. The place of a text among others is a choice.
        """
        written = written.transform(_short_product, copy=False).transform(_place, copy=False)
        for length in list(written.find_all(exp.Length)):
            length.replace(exp.Anonymous(this="SIZE", expressions=[length.this]))
        for each in written.find_all(exp.RegexpLike, exp.RegexpReplace, exp.RegexpExtract):
            pattern = each.expression
            if pattern.is_string and pattern.name.endswith("$"):
                pattern.replace(exp.Literal.string(pattern.name[:-1] + r"\z"))
        return written

    def pick(self, values: Sequence[exp.Expr], index: exp.Expr) -> exp.Expr:
        """One of a list of values; NULL beyond its ends, where other versions are answered."""
        listed = exp.Array(expressions=list(values))
        return exp.Anonymous(this="GET", expressions=[listed, exp.cast(index, "INT")])

    def map(self, records: exp.Expr, fields: Mapping[str, exp.Expr]) -> exp.Expr:
        """See ``Dialect.map``."""
        entries = [
            part for name, each in fields.items() for part in (exp.Literal.string(name), each)
        ]
        return self.each(records, exp.Anonymous(this="NAMED_STRUCT", expressions=entries))

    def gather(self, op: Gather, records: exp.Expr, names: tuple[str, ...]) -> exp.Expr:
        """See ``Dialect.gather``."""
        if op == "length":
            return exp.Anonymous(this="SIZE", expressions=[records])
        values = self.each(records, self.field(names[-1]))
        match op:
            case "most" | "least":
                function = "ARRAY_MAX" if op == "most" else "ARRAY_MIN"
                return exp.Anonymous(this=function, expressions=[values])
            case "some":
                return exp.Anonymous(this="ARRAY_CONTAINS", expressions=[values, exp.true()])
            case "first":
                flagged = exp.Lambda(
                    this=self.field(names[0]), expressions=[exp.to_identifier(IN_HAND)]
                )
                found = exp.Anonymous(this="FILTER", expressions=[records.copy(), flagged])
                first = exp.Anonymous(
                    this="TRY_ELEMENT_AT", expressions=[found, exp.Literal.number(1)]
                )
                return exp.Dot(this=exp.Paren(this=first), expression=quoted(names[1]))
            case _:
                return self._summed(op, values)

    def _summed(self, op: Gather, values: exp.Expr) -> exp.Expr:
        """A sum or the bits of all; NULL adds nothing, as elsewhere."""
        a, b = exp.to_identifier("a"), exp.to_identifier("b")
        known = exp.Coalesce(this=b, expressions=[exp.Literal.number(0)])
        kind = exp.BitwiseOr if op == "every_bit" else exp.Add
        both = kind(this=a, expression=known)
        start = exp.cast(exp.Literal.number(0), "BIGINT")
        over = exp.Lambda(this=both, expressions=[a.copy(), b.copy()])
        return exp.Anonymous(this="AGGREGATE", expressions=[values, start, over])


@dataclass(frozen=True, slots=True)
class Postgres(Dialect):
    """PostgreSQL 14 and later; it has no functions over lists of records."""

    name: Name = "postgres"
    wide: str = "DECIMAL(38, 0)"


DIALECTS: Mapping[Name, Dialect] = {
    "duckdb": DuckDB(),
    "spark": Spark(),
    "postgres": Postgres(),
}


def _short_product(written: exp.Expr) -> exp.Expr:
    if not isinstance(written, exp.Mul):
        return written
    left, right = (_short_decimal(each) for each in (written.left, written.right))
    if left is None or right is None:
        return written
    return exp.cast(
        exp.Mul(this=written.this, expression=written.expression),
        f"DECIMAL({SHORT}, {left + right})",
    )


def _place(written: exp.Expr) -> exp.Expr:
    """``LIST_POSITION`` of a text in a list, and what another list holds at that place."""
    found, values = written, None
    if isinstance(written, exp.Bracket) and isinstance(written.this, exp.Array):
        found, values = written.expressions[0], written.this.expressions
    if not isinstance(found, exp.Anonymous) or found.name.upper() != "LIST_POSITION":
        return written
    names, text = found.expressions
    places = values or [exp.Literal.number(n + 1) for n in range(len(names.expressions))]
    pairs = zip(names.expressions, places, strict=True)
    ifs = [exp.If(this=name, true=place) for name, place in pairs]
    return exp.Paren(this=exp.Case(this=text, ifs=ifs))


def _short_decimal(written: exp.Expr) -> int | None:
    """How many places a value has that is cast to a decimal in 64 bits; None for any other."""
    if not isinstance(written, exp.Cast) or not written.is_type("decimal"):
        return None
    digits, places = (int(each.name) for each in written.to.expressions)
    return places if digits <= SHORT else None


def quoted(name: str) -> exp.Identifier:
    """A name as it is, whatever letters it has."""
    return exp.to_identifier(name, quoted=True)
