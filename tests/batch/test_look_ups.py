"""What one name alone decides is looked up by it: fewer operations, the same values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook.batch.look_ups import OPERATIONS, tabulated
from rulebook.batch.terms import Term, Terms

LEVELS, STATUSES = 3, 4
Row = Mapping[str, int]


def _columns(t: Terms) -> tuple[Term, Term, Term]:
    level = t.column("level", "number", (0, LEVELS - 1), nullable=False)
    status = t.column("status", "number", (0, STATUSES - 1), nullable=False)
    return level, status, t.column("cost", "number", (0, 10_000_000), nullable=False)


def _choices(t: Terms) -> list[tuple[Term, Term]]:
    level, status, _ = _columns(t)
    places = [t.column(f"place {n}", "number", (1, n + 1)) for n in (level.high, status.high)]
    return list(zip((level, status), places, strict=True))


def _value(term: Term, row: Row) -> int:
    """What a term comes to in a row, by the plainest of all ways."""
    if term.op == "column":
        return row[term.names[0]]
    if term.op == "literal":
        return int(term.value or 0)
    parts = tuple(_value(each, row) for each in term.parts)
    if term.op == "look_up":
        return parts[parts[0]]
    found = OPERATIONS[term.op](parts)
    assert found is not None
    return found


def _rows() -> Iterator[Row]:
    for level, status, cost in product(range(LEVELS), range(STATUSES), (0, 1, 999, 5_000_000)):
        places = {f"place {LEVELS - 1}": level + 1, f"place {STATUSES - 1}": status + 1}
        yield {"level": level, "status": status, "cost": cost} | places


def _rate(t: Terms, choice: Term, *numbers: int) -> Term:
    ways = [(t.equal(choice, t.literal(n)), t.literal(each)) for n, each in enumerate(numbers)]
    return t.case(ways[:-1], ways[-1][1])


def test_a_ladder_is_one_look_up() -> None:
    t = Terms()
    level, *_ = _columns(t)
    (made,) = tabulated(t, {"rate": _rate(t, level, 88, 84, 80)}, _choices(t)).values()
    assert made.op == "look_up"
    assert [each.value for each in made.parts[1:]] == [88, 84, 80]


def test_a_tier_is_a_product_and_one_sum() -> None:
    t = Terms()
    level, _, cost = _columns(t)
    rate, below = _rate(t, level, 92, 88, 85), _rate(t, level, 88, 84, 80)
    over = t.add([cost, t.literal(-1_000_000)])
    tier = t.add([t.multiply(below, t.literal(1_000_000)), t.multiply(over, rate), t.literal(50)])
    (made,) = tabulated(t, {"tier": tier}, _choices(t)).values()
    assert [each.op for each in made.parts] == ["multiply", "look_up"]
    assert [each.value for each in made.parts[1].parts[1:]] == [-3_999_950, -3_999_950, -4_999_950]


def test_two_choices_are_two_look_ups() -> None:
    t = Terms()
    level, status, _ = _columns(t)
    both = t.add([_rate(t, level, 1, 2, 3), _rate(t, status, 10, 20, 30, 40)])
    (made,) = tabulated(t, {"both": both}, _choices(t)).values()
    assert [each.op for each in made.parts] == ["look_up", "look_up"]


def test_values_beyond_64_bits_are_not_listed() -> None:
    t = Terms()
    level, *_ = _columns(t)
    large = _rate(t, level, 2**62, 2**62, 1)
    wide = t.multiply(large, t.add([level, t.literal(2)]))
    (made,) = tabulated(t, {"wide": wide}, _choices(t)).values()
    assert made.op == "multiply"


def test_without_choices_nothing_changes() -> None:
    t = Terms()
    level, *_ = _columns(t)
    wanted = {"rate": _rate(t, level, 88, 84, 80)}
    assert tabulated(t, wanted, []) == wanted


NUMBERS: Mapping[str, Callable[[Terms, list[Term]], Term]] = {
    "add": lambda t, many: t.add(many),
    "subtract": lambda t, many: t.subtract(*many[:2]),
    "multiply": lambda t, many: t.multiply(*many[:2]),
    "least": lambda t, many: t.extreme("min", *many[:2]),
    "greatest": lambda t, many: t.extreme("max", *many[:2]),
    "cases": lambda t, many: t.case([(t.less_equal(*many[:2]), many[2])], many[0]),
    "floor": lambda t, many: t.extreme("max", many[0], t.literal(0)),
    "half": lambda t, many: t.quotient(many[0], t.literal(2)),
}


@st.composite
def terms(draw: st.DrawFn) -> tuple[Terms, dict[str, Term]]:
    t = Terms()
    level, status, cost = _columns(t)
    many = [cost, level, status, _rate(t, level, 3, 1, 2), _rate(t, status, 0, -5, 7, 7)]
    many += [t.literal(draw(st.integers(-3, 3)))]
    for _ in range(draw(st.integers(1, 12))):
        work = NUMBERS[draw(st.sampled_from(sorted(NUMBERS)))]
        made = work(t, [draw(st.sampled_from(many)) for _ in range(3)])
        if not made.is_wide:
            many.append(made)
    return t, {"last": many[-1], "one": draw(st.sampled_from(many))}


@given(terms())
@settings(max_examples=300, deadline=None)
def test_look_ups_change_no_value(drawn: tuple[Terms, dict[str, Term]]) -> None:
    t, wanted = drawn
    made = tabulated(t, wanted, _choices(t))
    for name, term in wanted.items():
        for row in _rows():
            value = _value(made[name], row)
            assert value == _value(term, row), (name, row)
            assert made[name].low <= value <= made[name].high, (name, row)
