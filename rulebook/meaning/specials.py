"""Where 不适用 and 无上限 may occur: carried from operands to what reads them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TypeVar

from rulebook.diagnostics import finding
from rulebook.meaning import program as p
from rulebook.meaning.refused import Refused

N = TypeVar("N", bound=p.Node)


def with_specials(node: N, operands: Sequence[p.Shape]) -> N:
    """The node with a shape that says whether it may be 不适用 or 无上限.

    无上限 goes on through sums, differences, limits and choices; whatever else would read it is
    refused.
    """
    absent = node.shape.absent or any(each.absent for each in operands)
    if isinstance(node, p.Absent):
        return node
    unlimited = node.shape.unlimited
    if any(each.unlimited for each in operands):
        unlimited = _unlimited(node, operands)
    if (absent, unlimited) == (node.shape.absent, node.shape.unlimited):
        return node
    shape = dataclasses.replace(node.shape, absent=absent, unlimited=unlimited)
    return dataclasses.replace(node, shape=shape)


def _unlimited(node: p.Node, operands: Sequence[p.Shape]) -> bool:
    match node:
        case p.Add():
            return True
        case p.Scale() | p.Define() | p.Gathering() | p.Choose() | p.Table() | p.Consult():
            return True
        case p.Subtract() if not operands[1].unlimited:
            return True
        case p.Bound(kind="floor") if not operands[1].unlimited:
            return True
        case p.Bound(kind="ceiling"):
            return operands[0].unlimited and operands[1].unlimited
        case _:
            raise Refused(finding("RB4025", node.span))
