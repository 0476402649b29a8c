"""The settlement for OpenFisca-Core: a variable a step, 64-bit integers, one person at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERIOD = "2026-01"
STANDARD = numpy.array((20_000, 50_000, 90_000))
RATES = numpy.array(((88, 92, 95), (84, 88, 92), (80, 85, 90)))
CRITICAL = numpy.array(((60, 65, 70), (70, 75, 80)))
ASSISTANCE_DEDUCTIBLE = numpy.array((2_000_000, 300_000, 0, 0))
ASSISTANCE_RATIO = numpy.array((0, 60, 75, 100))

Person = build_entity(key="person", plural="persons", label="a person", is_person=True)
Read = Callable[[str], Any]


def standard(read: Read) -> Any:
    return STANDARD[read("level")]


def deductible(read: Read) -> Any:
    of = read("standard")
    which = read("admission")
    chosen = numpy.select([which == 1, which == 2], [of, of // 2], 0)
    return numpy.minimum(chosen, read("cost"))


def base(read: Read) -> Any:
    return read("cost") - read("deductible")


def tier_pay(read: Read) -> Any:
    rates, amount = RATES[read("level")], read("base")
    first = numpy.minimum(amount, 1_000_000) * rates[:, 0]
    second = numpy.clip(amount - 1_000_000, 0, 4_000_000) * rates[:, 1]
    third = numpy.maximum(amount - 5_000_000, 0) * rates[:, 2]
    return (first + second + third + 50) // 100


def retired_bonus(read: Read) -> Any:
    return numpy.where(read("retired"), 3, 0)


def retired_extra(read: Read) -> Any:
    return ((read("base") - read("tier_pay")) * read("retired_bonus") + 50) // 100


def pooled_left(read: Read) -> Any:
    return numpy.maximum(30_000_000 - read("pooled_to_date"), 0)


def pooled_pay(read: Read) -> Any:
    return numpy.minimum(read("tier_pay") + read("retired_extra"), read("pooled_left"))


def after_pooled(read: Read) -> Any:
    return read("cost") - read("pooled_pay")


def tilted(read: Read) -> Any:
    return (read("status") >= 2).astype(numpy.int64)


def critical_deductible(read: Read) -> Any:
    return numpy.where(read("tilted") == 1, 600_000, 1_200_000)


def burden(read: Read) -> Any:
    return read("burden_to_date") + read("after_pooled")


def insured_total(read: Read) -> Any:
    return numpy.maximum(read("burden") - read("critical_deductible"), 0)


def insured_before(read: Read) -> Any:
    return numpy.maximum(read("burden_to_date") - read("critical_deductible"), 0)


def critical_pay(read: Read) -> Any:
    rates, total, before = CRITICAL[read("tilted")], read("insured_total"), read("insured_before")
    low = numpy.maximum(numpy.minimum(total, 5_000_000) - before, 0)
    middle = numpy.maximum(numpy.minimum(total, 10_000_000) - numpy.maximum(before, 5_000_000), 0)
    high = numpy.maximum(total - numpy.maximum(before, 10_000_000), 0)
    return (low * rates[:, 0] + middle * rates[:, 1] + high * rates[:, 2] + 50) // 100


def after_critical(read: Read) -> Any:
    return read("after_pooled") - read("critical_pay")


def assistance_deductible(read: Read) -> Any:
    return ASSISTANCE_DEDUCTIBLE[read("status")]


def assistance_ratio(read: Read) -> Any:
    return ASSISTANCE_RATIO[read("status")]


def assistance_base(read: Read) -> Any:
    return numpy.maximum(read("after_critical") - read("assistance_deductible"), 0)


def assistance_left(read: Read) -> Any:
    return numpy.maximum(5_000_000 - read("assisted_to_date"), 0)


def assistance_pay(read: Read) -> Any:
    paid = (read("assistance_base") * read("assistance_ratio") + 50) // 100
    return numpy.minimum(paid, read("assistance_left"))


def own_pay(read: Read) -> Any:
    return read("after_critical") - read("assistance_pay")


STEPS = (
    standard,
    deductible,
    base,
    tier_pay,
    retired_bonus,
    retired_extra,
    pooled_left,
    pooled_pay,
    after_pooled,
    tilted,
    critical_deductible,
    burden,
    insured_total,
    insured_before,
    critical_pay,
    after_critical,
    assistance_deductible,
    assistance_ratio,
    assistance_base,
    assistance_left,
    assistance_pay,
    own_pay,
)


def _variable(name: str, step: Callable[[Read], Any] | None) -> type[Variable]:
    members: dict[str, Any] = {
        "value_type": bool if name == "retired" else int,
        "entity": Person,
        "definition_period": DateUnit.MONTH,
        "label": name,
    }
    if step is not None:

        def formula(persons: Any, period: Any) -> Any:
            def read(name: str) -> Any:
                value = persons(name, period)
                return value if value.dtype == bool else value.astype(numpy.int64)

            return step(read)

        members["formula"] = formula
    return type(name, (Variable,), members)


def ready(facts: tuple[str, ...], results: tuple[str, ...]) -> Callable[[Mapping[str, int]], Any]:
    """The settlement of one row: a simulation of one person."""
    system = TaxBenefitSystem([Person])
    for fact in facts:
        system.add_variable(_variable(fact, None))
    for step in STEPS:
        system.add_variable(_variable(step.__name__, step))

    def settle(row: Mapping[str, int]) -> dict[str, int]:
        simulation = SimulationBuilder().build_default_simulation(system, count=1)
        for fact, value in row.items():
            simulation.set_input(fact, PERIOD, [value])
        return {result: int(simulation.calculate(result, PERIOD)[0]) for result in results}

    return settle
