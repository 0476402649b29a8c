"""What a node reads."""

from __future__ import annotations

from rulebook.meaning.program.choices import Choose, Table, Tiers
from rulebook.meaning.program.conditions import (
    Absent,
    Contains,
    CountTrue,
    Gathering,
    Invert,
    Join,
    OneOf,
    Test,
)
from rulebook.meaning.program.nodes import Consult, Define, ForEach, Node
from rulebook.meaning.program.numbers import (
    Add,
    Bound,
    Calendar,
    DivideRound,
    Extreme,
    Multiply,
    Negate,
    Scale,
    Subtract,
)
from rulebook.meaning.program.reading import (
    Constant,
    ReadDay,
    ReadFact,
    ReadField,
    ReadFigure,
    Special,
)
from rulebook.meaning.program.shape import Index


def operands(node: Node) -> tuple[Index, ...]:
    """The nodes that a node reads, in written order; of a gathering over records not its body."""
    match node:
        case Constant() | ReadFact() | ReadDay() | ReadField() | Special():
            return ()
        case ReadFigure(day=day):
            return () if day is None else (day,)
        case Define(value=value) | Scale(value=value) | Negate(value=value) | Invert(value=value):
            return (value,)
        case Gathering(value=value) | Tiers(value=value) | Absent(value=value):
            return (value,)
        case Add(operands=many) | Extreme(operands=many) | Join(operands=many):
            return many
        case CountTrue(operands=many) | Calendar(operands=many):
            return many
        case Subtract(left=left, right=right) | Multiply(left=left, right=right):
            return (left, right)
        case Test(left=left, right=right):
            return (left, right)
        case DivideRound(numerator=numerator, denominator=denominator):
            return (numerator,) if denominator is None else (numerator, denominator)
        case Bound(value=value, bound=bound):
            return (value, bound)
        case Contains(value=value, of=of):
            return (value, of)
        case OneOf(value=value, options=options):
            return (value, *options)
        case Consult(applies=applies, value=value, otherwise=otherwise):
            return (applies, value, otherwise)
        case ForEach(records=records, otherwise=otherwise):
            return (records,) if otherwise is None else (records, otherwise)
        case Choose(conditions=conditions, values=values, otherwise=otherwise):
            pairs = (each for pair in zip(conditions, values, strict=True) for each in pair)
            return (*pairs, otherwise)
        case Table(rows=rows, rest=rest, columns=columns):
            cells = tuple(
                each for row in rows for each in (*(cell.test for cell in row.cells), row.result)
            )
            return (*columns, *cells, *(() if rest is None else (rest,)))
