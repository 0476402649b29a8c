"""Pieces of rule text, with what has to be known of them to put them together soundly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import log10

ATOM, PRODUCT, SUM, VALUE = 3, 2, 1, 0
"""How tightly a piece holds together: a name, a product, a sum, a value with limits."""
CLOSE, LOOSE = 2, 0
"""The same of conditions: a comparison or 非, and 且 or 或."""

MOST_DIGITS = 16.5
"""No number may come near 2**63 however it is scaled."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a number can be: digits before the point and decimals, of both its parts."""

    whole: float
    scale: int
    below: float = 0.0
    below_scale: int = 0

    @property
    def digits(self) -> float:
        return self.whole + self.scale

    @property
    def divided(self) -> bool:
        """Whether the number is a quotient that has not been rounded."""
        return self.below > 0 or self.below_scale > 0

    def fits(self) -> bool:
        return self.digits <= MOST_DIGITS and self.below + self.below_scale <= MOST_DIGITS


def size_of(high: Fraction, scale: int) -> Size:
    """The size of a plain number up to ``high``."""
    return Size(log10(max(1.0, float(high))) + 0.01, scale)


def product(left: Size, right: Size) -> Size:
    return Size(
        left.whole + right.whole,
        left.scale + right.scale,
        left.below + right.below,
        left.below_scale + right.below_scale,
    )


def quotient(left: Size, right: Size) -> Size:
    """The right one is above zero; its least step shows in how large the quotient can be."""
    return Size(
        left.whole + right.below,
        left.scale + right.below_scale,
        left.below + right.whole + 0.1,
        left.below_scale + right.scale,
    )


def together(left: Size, right: Size) -> Size:
    """Both over one denominator and at one scale: sums, limits and comparisons."""
    one = Size(left.whole + right.below, left.scale + right.below_scale)
    other = Size(right.whole + left.below, right.scale + left.below_scale)
    return Size(
        max(one.whole, other.whole) + 0.35,
        max(one.scale, other.scale),
        left.below + right.below,
        left.below_scale + right.below_scale,
    )


def rounded(size: Size, scale: int) -> Size:
    """Rounded to a step with that many decimals."""
    return Size(size.whole + size.below_scale + 0.35, scale)


def rounding_fits(size: Size, scale: int) -> bool:
    """Whether the numerator can be raised to the decimals of the step."""
    return size.whole + size.scale + size.below_scale + scale + 0.5 <= MOST_DIGITS + 1


@dataclass(frozen=True, slots=True)
class Number:
    """A measure as text."""

    text: str
    tight: int
    reads: frozenset[str]
    size: Size

    def at(self, tight: int) -> str:
        """The text, in brackets where it would come apart."""
        return self.text if self.tight >= tight else f"({self.text})"


@dataclass(frozen=True, slots=True)
class Truth:
    """A condition as text."""

    text: str
    tight: int
    reads: frozenset[str]

    def at(self, tight: int) -> str:
        return self.text if self.tight >= tight else f"({self.text})"


@dataclass(frozen=True, slots=True)
class Other:
    """A day or a value of an enumeration as text, always an atom."""

    text: str
    reads: frozenset[str] = frozenset()


Piece = Number | Truth | Other
NOTHING: frozenset[str] = frozenset()


def rated(amount: Size, rate: Size) -> Size:
    """An amount's parts, each at a rate of that size, summed."""
    size = product(amount, rate)
    return Size(size.whole + 1.0, size.scale)


def many(size: Size) -> Size:
    """The sum of as many as a list may have."""
    return Size(size.whole + 3.0, size.scale)
