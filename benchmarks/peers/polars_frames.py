"""The settlement written by hand for Polars: expressions over whole fen, look-ups by gathering."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from benchmarks.data import LEVELS, MAXIMA, RESULTS, STATUSES

STANDARD = pl.Series([20_000, 50_000, 90_000, 10_000, 25_000, 45_000], dtype=pl.Int64)
SLOPES = pl.Series([88, 92, 95, 84, 88, 92, 80, 85, 90], dtype=pl.Int64)
BEFORE = pl.Series([0, -4, -19, 0, -4, -24, 0, -5, -30], dtype=pl.Int64) * 1_000_000
"""What the tier of a level adds to the product of its slope and the whole."""
CRITICAL = pl.Series([0, 60, 65, 70, 0, 70, 75, 80], dtype=pl.Int64)
ASSISTANCE_LINE = pl.Series([2_000_000, 300_000, 0, 0], dtype=pl.Int64)
ASSISTANCE_RATIO = pl.Series([0, 60, 75, 100], dtype=pl.Int64)
CENT = pl.lit("0.01").cast(pl.Decimal(3, 2))


def settled(path: Path) -> pl.LazyFrame:
    """The file settled, in the columns that every way writes."""
    frame = pl.scan_parquet(path)
    for step in _steps():
        frame = frame.with_columns(**step)
    determined = pl.col("state") == 0
    return frame.select(
        "settlement_id",
        *(
            pl.when(determined)
            .then((pl.col(each).cast(pl.Decimal(15, 0)) * CENT).cast(pl.Decimal(18, 2)))
            .alias(each)
            for each in RESULTS
        ),
        pl.when(determined)
        .then(pl.lit("determined"))
        .when(pl.col("state") == 1)
        .then(pl.lit("undetermined"))
        .otherwise(pl.lit("rejected"))
        .alias("status"),
        pl.when(determined).then(pl.lit("official")).alias("evidence"),
    )


def totals(path: Path) -> tuple[int, ...]:
    """The sums of the amounts in fen, how many rows were settled, and how many rest on sources."""
    found = settled(path).select(
        *(pl.col(each).sum() for each in RESULTS),
        (pl.col("status") == "determined").sum().alias("settled"),
        (pl.col("evidence") == "official").sum().alias("resting"),
    )
    (row,) = found.collect(engine="streaming").rows()
    return (*(int(each * 100) for each in row[:5]), *map(int, row[5:]))


def write(path: Path, out: Path) -> None:
    """The file settled, written."""
    settled(path).sink_parquet(out, compression="zstd")


def _number(column: str, names: tuple[str, ...]) -> pl.Expr:
    found: pl.Expr | pl.functions.whenthen.ChainedThen = pl.lit(None, dtype=pl.Int64)
    for place, name in reversed(list(enumerate(names))):
        here = pl.lit(place, dtype=pl.Int64)
        found = pl.when(pl.col(column) == name).then(here).otherwise(found)
    return found


def _gather(series: pl.Series, place: pl.Expr) -> pl.Expr:
    return pl.lit(series).gather(place.fill_null(0).clip(0, len(series) - 1))


def _rounded(hundredths: pl.Expr) -> pl.Expr:
    return (hundredths + 50) // 100


def _steps() -> list[dict[str, pl.Expr]]:
    c = pl.col
    given = ("level", "status", "retired", "admission", *(each for each in MAXIMA))
    outside = c("level_number").is_null() | c("person").is_null()
    outside |= ~c("admission").is_between(1, 100)
    for each, most in MAXIMA.items():
        outside |= ~c(each).is_between(0, most)
    zero = pl.lit(0, dtype=pl.Int64)
    tilted = c("person") > 1
    critical = (c("person") > 1).cast(pl.Int64) * 4
    low, high = 5_000_000, 10_000_000
    return [
        {
            "missing": pl.any_horizontal(c(each).is_null() for each in given),
            "level_number": _number("level", LEVELS),
            "person": _number("status", STATUSES),
            "admission": c("admission").cast(pl.Int64),
            **{each: (c(each) * 100).cast(pl.Int64) for each in MAXIMA},
        },
        {
            "state": pl.when(c("missing")).then(1).when(outside).then(2).otherwise(0),
            "standard": pl.when(c("admission") < 3)
            .then(_gather(STANDARD, c("level_number") + c("admission") * 3 - 3))
            .otherwise(zero),
            "line": pl.when(tilted).then(600_000).otherwise(1_200_000).cast(pl.Int64),
        },
        {
            "deductible": pl.min_horizontal("standard", "cost"),
            "before": (c("burden_to_date") - c("line")).clip(lower_bound=0),
        },
        {"base": c("cost") - c("deductible")},
        {
            "tier": c("level_number") * 3
            + (c("base") > 1_000_000).cast(pl.Int64)
            + (c("base") > 5_000_000).cast(pl.Int64)
        },
        {"tier_pay": _rounded(c("base") * _gather(SLOPES, c("tier")) + _gather(BEFORE, c("tier")))},
        {
            "uncapped": c("tier_pay")
            + pl.when(c("retired")).then(_rounded((c("base") - c("tier_pay")) * 3)).otherwise(zero)
        },
        {
            "pooled_pay": pl.min_horizontal(
                "uncapped", (30_000_000 - c("pooled_to_date")).clip(lower_bound=0)
            )
        },
        {
            "after_pooled": c("cost") - c("pooled_pay"),
            "total": (c("burden_to_date") + c("cost") - c("pooled_pay") - c("line")).clip(
                lower_bound=0
            ),
        },
        {
            "critical_pay": _rounded(
                (c("total").clip(upper_bound=low) - c("before")).clip(lower_bound=0)
                * _gather(CRITICAL, critical + 1)
                + (c("total").clip(upper_bound=high) - c("before").clip(lower_bound=low)).clip(
                    lower_bound=0
                )
                * _gather(CRITICAL, critical + 2)
                + (c("total") - c("before").clip(lower_bound=high)).clip(lower_bound=0)
                * _gather(CRITICAL, critical + 3)
            )
        },
        {"after_critical": c("after_pooled") - c("critical_pay")},
        {
            "assistance_pay": pl.min_horizontal(
                _rounded(
                    (c("after_critical") - _gather(ASSISTANCE_LINE, c("person"))).clip(
                        lower_bound=0
                    )
                    * _gather(ASSISTANCE_RATIO, c("person"))
                ),
                (5_000_000 - c("assisted_to_date")).clip(lower_bound=0),
            )
        },
        {"own_pay": c("after_critical") - c("assistance_pay")},
    ]
