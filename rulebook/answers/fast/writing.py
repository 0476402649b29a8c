"""Python statements for the placed nodes of a specialised version.

A node that is read once is written where it is read; any other gets a name. A choice is ``if``,
``elif`` and ``else``, with what only one of its ways needs inside that way.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from rulebook.answers import python
from rulebook.answers.fast.expressions import Expressions, state
from rulebook.answers.fast.placing import Placed, Region, guarded, place
from rulebook.answers.fast.scope import Choice, Scope, State
from rulebook.answers.syntax import (
    Way,
    append,
    assign,
    binary,
    call,
    compare,
    every,
    first,
    group,
    is_,
    literal,
    loop,
    opposite,
    read,
)
from rulebook.meaning import program as p

LONGEST_CHAIN = 40
"""Longer choices are a loop left at once instead of ``elif``: Python's compiler nests them."""

DEEPEST_EXPRESSION = 12


def hit_name(index: p.Index) -> str:
    """What the number of a choice's way is called."""
    return f"h{index}"


class Writer(Expressions):
    """Writes the nodes of one scope.

    ``kept`` are nodes whose value is recorded: they have a name of their own. ``hits`` are choices
    that note the number of the way that was taken, below zero where its condition was neither true
    nor false.
    """

    def __init__(
        self,
        scope: Scope,
        placed: Placed,
        outer: Expressions | None = None,
        prefix: str = "v",
        kept: frozenset[p.Index] = frozenset(),
        hits: frozenset[p.Index] = frozenset(),
    ) -> None:
        super().__init__(scope, placed, outer)
        self.kept = kept
        self.hits = hits
        self.called: dict[p.Index, str] = {}
        for index in sorted(placed.region, reverse=True):
            reader = self._goes_on_in(index)
            own = f"{prefix}{index - scope.base}"
            self.called[index] = own if reader is None else self.called[reader]

    def _goes_on_in(self, index: p.Index) -> p.Index | None:
        """The node under whose name this one is worked out, where only that one reads it."""
        reader = self.placed.reader.get(index)
        if reader is None or index in self.placed.held or index in self.kept:
            return None
        node = self.scope.node(reader)
        inside = self.placed.region[index] != self.placed.region[reader]
        if reader in self.scope.choices:
            return reader if inside else None
        if not isinstance(node, p.Bound) or guarded(self.scope, node) or inside:
            return None
        return reader if self.scope.real(node.value) == index else None

    # ---- statements ------------------------------------------------------------------------

    def block(self, region: Region) -> list[ast.stmt]:
        """The statements of a region, those of its inner regions inside their choices."""
        body: list[ast.stmt] = []
        for index in self.placed.members.get(region, ()):
            body += self.written(index)
        return body

    def written(self, index: p.Index) -> list[ast.stmt]:
        """What works out one node; nothing where it is written where it is read."""
        node = self.scope.node(index)
        if index in self.names:
            return []
        if index in self.scope.choices:
            return self.choice(index, self.scope.choices[index])
        match node:
            case p.ForEach():
                return self.gathering(index, node)
            case p.Table() if index not in self.scope.lookups:
                self.names[index] = self.called[index]
                return [first(self.names[index], list(self.open_table(node)))]
            case p.Bound() if not guarded(self.scope, node):
                return self.limit(index, node)
            case _:
                return self.plain(index, node)

    def plain(self, index: p.Index, node: p.Node) -> list[ast.stmt]:
        """A node that is an expression."""
        found = self.scope.lookups.get(index)
        parts = p.operands(node) if found is None else found.columns
        depth = 1 + max((self.depth(each) for each in parts), default=0)
        value = self.expression(index, node)
        once = index not in self.placed.held and index not in self.kept
        if once and depth < DEEPEST_EXPRESSION:
            self.inline[index] = (value, depth)
            return []
        self.names[index] = self.called[index]
        return [assign(self.names[index], value)]

    def limit(self, index: p.Index, node: p.Bound) -> list[ast.stmt]:
        """``v = value``, and the bound instead where the value is beyond it."""
        name = self.called[index]
        body = self.put(name, node.value)
        self.names[index] = name
        op = ast.Lt if node.kind == "floor" else ast.Gt
        test = compare(read(name), op, self.value(node.bound))
        return [*body, python.If(test, [assign(name, self.value(node.bound))], [])]

    def put(self, name: str, index: p.Index) -> list[ast.stmt]:
        """A node's value under a name; nothing to do where that is its own."""
        real = self.scope.real(index)
        own = self.scope.home(real) is self.scope and not self.scope.is_known(real)
        if own and self.names.get(real) == name:
            return []
        return [assign(name, self.value(index))]

    # ---- choices ---------------------------------------------------------------------------

    def choice(self, index: p.Index, choice: Choice) -> list[ast.stmt]:
        """``if``, ``elif`` and ``else``."""
        name = self.called[index]
        branches: list[Branch] = []
        for place_, way in enumerate(choice.ways):
            test = every([self.holds(each) for each in way.tests])
            branches.append((test, self.way(index, place_, name, way.number, way.value)))
            for each in way.tests:
                for found in self.states(each):
                    held = self.ended(index, name, way.number, found)
                    branches.append((is_(self.value(each), found), held))
        if isinstance(choice.last[1], State):
            number, last = choice.last[0], choice.last[1]
            branches.append((None, self.ended(index, name, number, state(last.held))))
        else:
            number, value = choice.last[0], choice.last[1]
            branches.append((None, self.way(index, len(choice.ways), name, number, value)))
        self.names[index] = name
        return _chain(branches)

    def states(self, index: p.Index) -> Iterator[ast.expr]:
        """The states that a condition may be in beside true and false."""
        if self.scope.may_be_unknown(index):
            yield literal(None)
        if self.scope.may_be_absent(index):
            yield read("NA")

    def holds(self, index: p.Index) -> ast.expr:
        """Whether a condition is true."""
        value = self.value(index)
        return is_(value, literal(True)) if self.scope.is_open(index) else value

    def way(
        self, index: p.Index, place_: int, name: str, number: int, value: p.Index
    ) -> list[ast.stmt]:
        """What one way of a choice does: work out its value, and note that it was taken."""
        inner = self.placed.inner[index, place_]
        body = self.block(inner) if inner != self.placed.region[index] else []
        return [*body, *self.put(name, value), *self.noted(index, number)]

    def ended(self, index: p.Index, name: str, number: int, held: ast.expr) -> list[ast.stmt]:
        """A choice that ends at a condition that is neither true nor false."""
        return [assign(name, held), *self.noted(index, -number)]

    def noted(self, index: p.Index, number: int) -> list[ast.stmt]:
        """The number of the way that was taken, where that is recorded."""
        return [assign(hit_name(index), literal(number))] if index in self.hits else []

    def open_table(self, node: p.Table) -> Iterator[Way]:
        """The row that surely matches; else unknown where one may; else the rest."""
        rows = [row for row in node.rows if row.cells]
        for row in node.rows:
            tests = [is_(self.value(cell.test), literal(True)) for cell in row.cells]
            yield (every(tests) if tests else None), self.value(row.result)
        for row in rows:
            if any(self.scope.may_be_unknown(cell.test) for cell in row.cells):
                yield self.possible(row, literal(None)), literal(None)
        for row in rows:
            if any(self.scope.may_be_absent(cell.test) for cell in row.cells):
                yield self.possible(row, read("NA")), read("NA")
        yield None, literal(None) if node.rest is None else self.value(node.rest)

    def possible(self, row: p.TableRow, held: ast.expr) -> ast.expr:
        """Whether no condition of a row is false, and one is in a state."""
        cells = [cell.test for cell in row.cells]
        excluded = every([is_(self.value(each), literal(False)) for each in cells], ast.Or)
        some = every([is_(self.value(each), held) for each in cells], ast.Or)
        return python.BoolOp(ast.And(), [opposite(excluded), some])

    # ---- records ---------------------------------------------------------------------------

    def gathering(self, index: p.Index, node: p.ForEach) -> list[ast.stmt]:
        """A loop over the records; left at once where one of them decides."""
        scope = self.scope.bodies[index]
        parts = [[each for each in (part,) if each is not None] for part in (node.where, node.item)]
        placed = place(scope, parts)
        inner = Writer(scope, placed, self, f"b{index}_")
        self.names[index] = name = self.called[index]
        records = self.value(node.records)
        if any(scope.is_open(e) or scope.may_be_unlimited(e) for part in parts for e in part):
            return self._pairs(index, node, inner)
        body = inner.block(0)
        where = [] if node.where is None else [inner.value(node.where)]
        late = inner.block(1)
        item_ = literal(True) if node.item is None else inner.value(node.item)
        if node.op == "all":
            item_ = opposite(item_)
        then, start = _gathered(node.op, name, item_)
        whole = [python.If(where[0], [*late, *then], [])] if where else [*late, *then]
        ends: list[ast.stmt] = []
        if node.op in ("max", "min"):
            otherwise = literal(None) if node.otherwise is None else self.value(node.otherwise)
            ends = [python.If(is_(read(name), literal(None)), [assign(name, otherwise)], [])]
        return [assign(name, start), loop("record", records, [*body, *whole]), *ends]

    def _pairs(self, index: p.Index, node: p.ForEach, inner: Writer) -> list[ast.stmt]:
        """Records of which a part may be unknown or 不适用: gathered as they are."""
        pairs = f"pairs{index}"
        body = [*inner.block(0), *inner.block(1)]
        where = literal(True) if node.where is None else inner.value(node.where)
        item_ = literal(True) if node.item is None else inner.value(node.item)
        otherwise = literal(None) if node.otherwise is None else self.value(node.otherwise)
        return [
            assign(pairs, python.List([], ast.Load())),
            loop("record", self.value(node.records), [*body, append(pairs, group(where, item_))]),
            assign(self.names[index], call("gather", literal(node.op), read(pairs), otherwise)),
        ]


Branch = tuple[ast.expr | None, list[ast.stmt]]
"""A condition, None where it always holds, and what is done then."""


def _chain(branches: Sequence[Branch]) -> list[ast.stmt]:
    """``if``, ``elif``, ``else``; a loop left at once where there are very many."""
    if len(branches) > LONGEST_CHAIN:
        body: list[ast.stmt] = []
        for condition, then in branches:
            done: list[ast.stmt] = [*then, python.Break()]
            body += done if condition is None else [python.If(condition, done, [])]
        return [python.While(literal(True), body, [])]
    rest: list[ast.stmt] = []
    for condition, then in reversed(branches):
        rest = then if condition is None else [python.If(condition, then, rest)]
    return rest


def _gathered(op: str, name: str, item_: ast.expr) -> tuple[list[ast.stmt], ast.expr]:
    """What a record that counts does, and what the gathering begins with."""
    match op:
        case "sum":
            return [assign(name, binary(read(name), ast.Add, item_))], literal(0)
        case "count":
            more = assign(name, binary(read(name), ast.Add, literal(1)))
            return [python.If(item_, [more], [])], literal(0)
        case "any" | "all":
            decided = literal(op == "any")
            return [python.If(item_, [assign(name, decided), python.Break()], [])], literal(
                op == "all"
            )
        case _:
            compared = compare(read("item"), ast.Gt if op == "max" else ast.Lt, read(name))
            test = python.BoolOp(ast.Or(), [is_(read(name), literal(None)), compared])
            return [
                assign("item", item_),
                python.If(test, [assign(name, read("item"))], []),
            ], literal(None)
