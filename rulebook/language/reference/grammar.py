"""The grammar as diagrams need it: sequences, choices and repetitions of words and rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lark import Lark, Token, Tree

from rulebook.resources import grammar_folder


@dataclass(frozen=True, slots=True)
class Symbol:
    """A terminal (in capitals) or another rule."""

    name: str


@dataclass(frozen=True, slots=True)
class InOrder:
    """One after the other."""

    items: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several."""

    options: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Perhaps:
    """Once or not at all."""

    item: Part


@dataclass(frozen=True, slots=True)
class Repeated:
    """Once or more, with something between."""

    item: Part
    between: Part | None = None


Part = Symbol | InOrder | OneOf | Perhaps | Repeated
NOTHING = InOrder(())


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of a rule's alternatives, and the name of the node that it makes, if it has one."""

    node: str | None
    part: Part


def grammar() -> dict[str, tuple[Alternative, ...]]:
    """The rules of ``rule.lark`` by name, in order, without the marks ``?`` and ``!``."""
    reader = Lark.open_from_package("lark", "lark.lark", ["grammars"], parser="lalr")
    tree = reader.parse((grammar_folder() / "rule.lark").read_text("utf-8"))
    rules: dict[str, tuple[Alternative, ...]] = {}
    for entry in _trees(tree):
        if entry.data == "rule":
            name, _, body = entry.children
            rules[str(name).lstrip("?!")] = tuple(_alternatives(body))
    return rules


def part_of(rules: Mapping[str, Sequence[Alternative]], wanted: str) -> Part:
    """A rule as one part: ``rule`` for all of it, ``rule.node`` for what makes that node."""
    name, _, node = wanted.partition(".")
    options = [each.part for each in rules[name] if not node or each.node == node]
    if not options:
        raise LookupError(f"the grammar has no {wanted}")
    return _joined(_looped(_in_place(each, rules)) for each in _from_left(name, options))


# ---- reading the grammar's own tree


def _trees(tree: Tree[Token]) -> Iterable[Tree[Token]]:
    return (child for child in tree.children if isinstance(child, Tree))


def _alternatives(body: object) -> Iterable[Alternative]:
    assert isinstance(body, Tree)
    for each in _trees(body) if body.data == "expansions" else (body,):
        assert each.data == "alias"
        part, node = each.children
        yield Alternative(None if node is None else str(node), _part(part))


def _part(tree: object) -> Part:
    assert isinstance(tree, Tree)
    match tree.data:
        case "alias":
            return _part(tree.children[0])
        case "expansions":
            return OneOf(tuple(_part(each) for each in tree.children))
        case "expansion":
            return _in_order([_part(each) for each in tree.children])
        case "expr":
            return _counted(_part(tree.children[0]), tree.children[1])
        case "maybe":
            return Perhaps(_part(tree.children[0]))
        case "name":
            return Symbol(str(tree.children[0]))
        case other:
            raise LookupError(f"the grammar has something new, {other}")


def _counted(part: Part, mark: object) -> Part:
    match None if mark is None else str(mark):
        case None:
            return part
        case "?":
            return Perhaps(part)
        case "+":
            return Repeated(part)
        case _:
            return Perhaps(Repeated(part))


def _in_order(parts: Sequence[Part]) -> Part:
    """A sequence; ``x (s x)*`` becomes a repetition of x with s between.

    Of the layout, a new line is told, and whether what follows is indented below.
    """
    found: list[Part] = []
    for part in parts:
        match part:
            case Symbol("_DEDENT"):
                pass
            case Symbol("_INDENT") if found and found[-1] == Symbol("_NL"):
                found[-1] = part
            case Perhaps(Repeated(InOrder(items), None)) if found and items[-1] == found[-1]:
                between = _in_order(items[:-1])
                found[-1] = Repeated(found[-1], between)
            case InOrder(items):
                found.extend(items)
            case _:
                found.append(part)
    return found[0] if len(found) == 1 else InOrder(tuple(found))


# ---- shaping


def _in_place(part: Part, rules: Mapping[str, Sequence[Alternative]]) -> Part:
    """With the rules that only shorten the grammar (``_refs``) written out."""
    match part:
        case Symbol(name) if name.startswith("_") and name.islower():
            return _in_place(_joined(each.part for each in rules[name]), rules)
        case Symbol():
            return part
        case InOrder(items):
            return _in_order([_in_place(each, rules) for each in items])
        case OneOf(options):
            return OneOf(tuple(_in_place(each, rules) for each in options))
        case Perhaps(item):
            return Perhaps(_in_place(item, rules))
        case Repeated(item, between):
            inner = None if between is None else _in_place(between, rules)
            return Repeated(_in_place(item, rules), inner)


def _from_left(name: str, options: Sequence[Part]) -> list[Part]:
    """``a: b | a c`` as b with any number of c behind it."""
    tails = [
        _in_order(each.items[1:])
        for each in options
        if isinstance(each, InOrder) and each.items[:1] == (Symbol(name),)
    ]
    heads = [
        each
        for each in options
        if not (isinstance(each, InOrder) and each.items[:1] == (Symbol(name),))
    ]
    if not tails or not heads:
        return list(options)
    return [_in_order([_joined(heads), Perhaps(Repeated(_joined(tails)))])]


def _looped(part: Part) -> Part:
    """``b (s b)+`` as b, then s b once or more, drawn as one loop."""
    match part:
        case InOrder((first, Repeated(InOrder(items), None), *rest)) if items[-1] == first:
            return _in_order([first, *items[:-1], Repeated(first, _in_order(items[:-1])), *rest])
        case _:
            return part


def _joined(parts: Iterable[Part]) -> Part:
    """A choice; what all options begin with is drawn once, and what two differ by is a bypass."""
    options = list(dict.fromkeys(parts))
    if len(options) == 1:
        return options[0]
    if len(options) == 2:
        merged = _merged(_items(options[0]), _items(options[1]))
        if merged is not None:
            return merged
    shared = _shared([_items(each) for each in options])
    if not shared:
        return OneOf(tuple(options))
    rests = [_in_order(_items(each)[len(shared) :]) for each in options]
    return _in_order([*shared, _joined(rests)])


def _shared(options: Sequence[tuple[Part, ...]]) -> tuple[Part, ...]:
    """What all options begin with, leaving something of each."""
    most = min(len(each) for each in options) - 1
    found: list[Part] = []
    while len(found) < most and len({each[len(found)] for each in options}) == 1:
        found.append(options[0][len(found)])
    return tuple(found)


def _items(part: Part) -> tuple[Part, ...]:
    return part.items if isinstance(part, InOrder) else (part,)


def _merged(first: tuple[Part, ...], second: tuple[Part, ...]) -> Part | None:
    short, long = sorted((first, second), key=len)
    before = 0
    while before < len(short) and short[before] == long[before]:
        before += 1
    behind = len(short) - before
    if short[before:] != long[len(long) - behind :]:
        return None
    middle = long[before : len(long) - behind]
    return _in_order([*short[:before], Perhaps(_in_order(middle)), *short[before:]])
