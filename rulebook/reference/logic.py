"""Logic of true, false, unknown and 不适用, independent of the order of the operands.

What decides comes first: one false part of 且, one true part of 或. Else an unknown part leaves the
whole unknown, since it might still decide; else a part that is 不适用 makes the whole so.
"""

from __future__ import annotations

from collections.abc import Sequence

from rulebook.reference.results import (
    Known,
    NotApplicable,
    Result,
    Unknown,
    evidence_of,
    first_not_applicable,
    is_false,
    is_true,
    missing_of,
)


def conjunction(operands: Sequence[Result]) -> Result:
    """且, 全部: false where one is false, however many are unknown.

    A false one rests on its first false operand in written order, a true one on all.
    """
    for operand in operands:
        if is_false(operand):
            return operand
    if any(isinstance(operand, Unknown) for operand in operands):
        return Unknown(missing_of(operands))
    return first_not_applicable(operands) or Known(True, evidence_of(operands))


def disjunction(operands: Sequence[Result]) -> Result:
    """或, 任一: true where one is true, however many are unknown.

    A true one rests on its first true operand in written order, a false one on all.
    """
    for operand in operands:
        if is_true(operand):
            return operand
    if any(isinstance(operand, Unknown) for operand in operands):
        return Unknown(missing_of(operands))
    return first_not_applicable(operands) or Known(False, evidence_of(operands))


def negation(operand: Result) -> Result:
    """非: unknown stays unknown, 不适用 stays 不适用."""
    match operand:
        case Known(value, evidence):
            return Known(not value, evidence)
        case NotApplicable() | Unknown():
            return operand
