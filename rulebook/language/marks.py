"""What operators, limits and roundings are called in trees and programs."""

from __future__ import annotations

from typing import Literal

CompareOp = Literal["=", "≠", "<", "≤", ">", "≥"]
ArithmeticOp = Literal["+", "-", "×", "/"]
GatherOp = Literal["sum", "count", "max", "min", "all", "any"]
LimitKind = Literal["floor", "ceiling"]
RoundingMode = Literal["half_up", "down", "up"]
