"""The settlement written by hand for Spark: DataFrame expressions over whole fen.

As somebody writes it who knows Spark: one ``withColumns`` for each level of dependency, ``when``
and built-in functions, no UDF. It looks at the presence and the domain of each fact, and tells
status and weakest evidence.
"""

from __future__ import annotations

from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as f

from benchmarks.data import LEVELS, MAXIMA, RESULTS, STATUSES

STANDARD = (20_000, 50_000, 90_000)
RATES = ((88, 92, 95), (84, 88, 92), (80, 85, 90))
ASSISTANCE_DEDUCTIBLE = (2_000_000, 300_000, 0, 0)
ASSISTANCE_RATIO = (0, 60, 75, 100)


def settled(rows: DataFrame) -> DataFrame:
    """The rows settled, in the columns that every way writes."""
    level, status, retired = f.col("level"), f.col("status"), f.col("retired")
    money = {each: (f.col(each) * 100).cast("bigint") for each in MAXIMA}
    known = level.isNotNull() & status.isNotNull() & retired.isNotNull()
    inside = level.isin(*LEVELS) & status.isin(*STATUSES)
    for name in ("admission", *MAXIMA):
        low, high = (1, 100) if name == "admission" else (0, MAXIMA[name])
        known = known & f.col(name).isNotNull()
        inside = inside & (money.get(name, f.col(name))).between(low, high)
    frame = rows.withColumns(
        {
            **money,
            "state": f.when(~known, "undetermined")
            .when(inside, "determined")
            .otherwise("rejected"),
            "standard": f.when(f.col("admission") == 1, _by(level, LEVELS, STANDARD))
            .when(f.col("admission") == 2, _by(level, LEVELS, [each // 2 for each in STANDARD]))
            .otherwise(0)
            .cast("bigint"),
            "tilted": status.isin("poor", "destitute"),
            "pooled_left": _above(30_000_000 - money["pooled_to_date"]),
            "assisted_left": _above(5_000_000 - money["assisted_to_date"]),
        }
    )
    cost, base = f.col("cost"), f.col("base")
    first, second, third = (
        _by(level, LEVELS, [rates[tier] for rates in RATES]) for tier in range(3)
    )
    frame = frame.withColumns(
        {
            "deductible": f.least("standard", cost),
            "line": f.when(f.col("tilted"), 600_000).otherwise(1_200_000).cast("bigint"),
        }
    )
    frame = frame.withColumns(
        {
            "base": cost - f.col("deductible"),
            "before": _above(f.col("burden_to_date") - f.col("line")),
        }
    )
    tiers = (
        f.least(base, f.lit(1_000_000)) * first
        + _above(f.least(base, f.lit(5_000_000)) - 1_000_000) * second
        + _above(base - 5_000_000) * third
    )
    frame = frame.withColumn("tier_pay", _over(tiers + 50, 100))
    extra = f.when(retired, _over((base - f.col("tier_pay")) * 3 + 50, 100)).otherwise(0)
    frame = frame.withColumn("pooled_pay", f.least(f.col("tier_pay") + extra, f.col("pooled_left")))
    frame = frame.withColumn("after_pooled", cost - f.col("pooled_pay"))
    frame = frame.withColumn(
        "total", _above(f.col("burden_to_date") + f.col("after_pooled") - f.col("line"))
    )
    total, before = f.col("total"), f.col("before")
    low, middle, high = (
        f.when(f.col("tilted"), one).otherwise(other)
        for one, other in ((70, 60), (75, 65), (80, 70))
    )
    critical = (
        _above(f.least(total, f.lit(5_000_000)) - before) * low
        + _above(f.least(total, f.lit(10_000_000)) - f.greatest(before, f.lit(5_000_000))) * middle
        + _above(total - f.greatest(before, f.lit(10_000_000))) * high
    )
    frame = frame.withColumn("critical_pay", _over(critical + 50, 100))
    frame = frame.withColumn("after_critical", f.col("after_pooled") - f.col("critical_pay"))
    helped = _above(f.col("after_critical") - _by(status, STATUSES, ASSISTANCE_DEDUCTIBLE))
    assistance = _over(helped * _by(status, STATUSES, ASSISTANCE_RATIO) + 50, 100)
    frame = frame.withColumn("assistance_pay", f.least(assistance, f.col("assisted_left")))
    frame = frame.withColumn("own_pay", f.col("after_critical") - f.col("assistance_pay"))
    determined = f.col("state") == "determined"
    return frame.select(
        "settlement_id",
        *(f.when(determined, _yuan(f.col(each))).alias(each) for each in RESULTS),
        f.col("state").alias("status"),
        f.when(determined, "official").alias("evidence"),
    )


def _by(column: Any, names: Any, values: Any) -> Any:
    """A value for each name, as a whole number."""
    chosen = f.when(column == names[0], values[0])
    for name, value in zip(names[1:], values[1:], strict=True):
        chosen = chosen.when(column == name, value)
    return chosen.cast("bigint")


def _above(number: Any) -> Any:
    return f.greatest(number, f.lit(0).cast("bigint"))


def _over(number: Any, by: int) -> Any:
    """The whole quotient; Spark's own division would go through decimals or doubles."""
    return f.call_function("div", number, f.lit(by))


def _yuan(fen: Any) -> Any:
    return (fen.cast("decimal(15, 0)") * f.lit("0.01").cast("decimal(3, 2)")).cast("decimal(18, 2)")
