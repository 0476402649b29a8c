"""The reference interpreter: the typed tree, by the book and slowly.

It is the definition of what a rule means. It reads the tree before lowering, with fractions, units
and real dates, and shares nothing with the evaluators that it is held against.
"""

from rulebook.reference.interpreter import answer, checks
from rulebook.reference.results import BrokenBookError

__all__ = ["BrokenBookError", "answer", "checks"]
