"""The parts of typed nodes, for stages that look at all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from rulebook.meaning import typed as t


def parts(node: t.Typed) -> Iterator[t.Typed]:  # noqa: C901 - one arm a construct
    """The nodes directly below a typed node, in written order."""
    match node:
        case (
            t.Literal()
            | t.FactRead()
            | t.CaseDayRead()
            | t.DefinitionRead()
            | t.FieldRead()
            | t.NoLimitValue()
            | t.NotApplicableValue()
        ):
            return
        case t.FigureRead(day=day):
            yield from () if day is None else (day,)
        case t.RuleRead(replaced=replaced, day=day, fallback=fallback):
            yield from (value for _, value in replaced)
            yield from (each for each in (day, fallback) if each is not None)
        case t.FunctionCall(arguments=arguments):
            yield from arguments
        case t.RecordGather(item=item, where=where, otherwise=otherwise):
            yield from (each for each in (where, item, otherwise) if each is not None)
        case t.Brackets(amount=amount, on_top_of=on_top, tiers=tiers):
            yield amount
            yield from () if on_top is None else (on_top,)
            for tier in tiers:
                yield from () if tier.upper is None else (tier.upper,)
                yield tier.rate
        case t.Contains(operand, of):
            yield from (operand, of)
        case t.Negate(operand) | t.Not(operand):
            yield operand
        case t.Arithmetic(left=left, right=right) | t.Compare(left=left, right=right):
            yield from (left, right)
        case t.Member(operand, options):
            yield from (operand, *options)
        case t.Junction(operands=operands):
            yield from operands
        case t.Gather(items=items):
            yield from (item.value for item in items)
        case t.Limit(value=value, bound=bound):
            yield from (value, bound)
        case t.Round(value=value):
            yield value
        case t.Cases(cases=cases, otherwise=otherwise):
            for case in cases:
                yield from (case.condition, case.value)
            yield otherwise
        case t.Lookup(inputs=inputs, rows=rows, rest=rest):
            yield from inputs
            for row in rows:
                for cell in row.cells:
                    yield from tested(cell)
                yield row.result
            yield from () if rest is None else (rest,)


def tested(cell: t.CellTest) -> Iterator[t.Typed]:
    """The values that a cell compares with."""
    match cell:
        case t.AnyValue():
            return
        case t.WithinBounds(bounds):
            yield from (bound for _, bound in bounds)
        case t.AmongValues(values):
            yield from values


def everything(node: t.Typed) -> Iterator[t.Typed]:
    """A typed node and all nodes below it."""
    yield node
    for part in parts(node):
        yield from everything(part)


def bare(node: object) -> object:
    """A typed node without its spans and clauses, to compare what it says."""
    if isinstance(node, tuple):
        return tuple(bare(each) for each in node)
    slots = getattr(type(node), "__slots__", None)
    if slots is None or not type(node).__module__.startswith(t.__name__):
        return node
    kept = [slot for slot in slots if slot not in ("span", "clause", "label")]
    return (type(node).__name__, *(bare(getattr(node, slot)) for slot in kept))


def innermost_first(
    id_: str, definitions: Mapping[str, t.TypedDefinition], known: Callable[[str], bool]
) -> Iterator[str]:
    """The definitions that one rests on, each after those that it reads itself; then ``id_``.

    Those that are ``known`` are passed over, with what they rest on. It is no recursion, since
    thousands of definitions may each build on the one before.
    """
    seen: set[str] = set()
    way = [(id_, _read_by(definitions[id_]))]
    while way:
        current, reads = way[-1]
        below = next((each for each in reads if each not in seen and not known(each)), None)
        if below is None:
            way.pop()
            yield current
        elif below in definitions:
            seen.add(below)
            way.append((below, _read_by(definitions[below])))


def _read_by(definition: t.TypedDefinition) -> Iterator[str]:
    """The definitions that one reads itself."""
    return (
        each.definition
        for each in everything(definition.value)
        if isinstance(each, t.DefinitionRead)
    )
