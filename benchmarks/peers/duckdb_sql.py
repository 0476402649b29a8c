"""The settlement written by hand in DuckDB's SQL, over columns as a Parquet file has them.

``ORDINARY`` is what one writes who knows the rule: named steps one after another, ``CASE`` for the
tables, ``least`` and ``greatest`` for limits, whole fen instead of decimals. ``SHAPED`` is the best
that we know how to write by hand for DuckDB: a subquery for each level of dependency, ``CASE``
instead of ``least`` and ``greatest``, lists indexed by number instead of ladders, tiers with what
lies below them worked out beforehand. Both look at the presence and the domain of each fact, and
tell status and weakest evidence. ``{source}`` is the relation.
"""

from __future__ import annotations

from benchmarks.data import RESULTS

ORDINARY = """
WITH facts AS (
    SELECT settlement_id, level, status AS person, retired, admission,
        CAST(cost * 100 AS BIGINT) AS cost,
        CAST(pooled_to_date * 100 AS BIGINT) AS pooled_to_date,
        CAST(burden_to_date * 100 AS BIGINT) AS burden_to_date,
        CAST(assisted_to_date * 100 AS BIGINT) AS assisted_to_date
    FROM {source}
),
deductibles AS (
    SELECT *,
        least(cost, CASE admission
            WHEN 1 THEN CASE level
                WHEN 'primary' THEN 20000 WHEN 'secondary' THEN 50000 ELSE 90000 END
            WHEN 2 THEN CASE level
                WHEN 'primary' THEN 10000 WHEN 'secondary' THEN 25000 ELSE 45000 END
            ELSE 0 END) AS deductible
    FROM facts
),
tiers AS (
    SELECT *, cost - deductible AS base,
        (least(cost - deductible, 1000000)
            * CASE level WHEN 'primary' THEN 88 WHEN 'secondary' THEN 84 ELSE 80 END
        + greatest(least(cost - deductible, 5000000) - 1000000, 0)
            * CASE level WHEN 'primary' THEN 92 WHEN 'secondary' THEN 88 ELSE 85 END
        + greatest(cost - deductible - 5000000, 0)
            * CASE level WHEN 'primary' THEN 95 WHEN 'secondary' THEN 92 ELSE 90 END
        + 50) // 100 AS tier_pay
    FROM deductibles
),
pooled AS (
    SELECT *,
        least(
            tier_pay + CASE WHEN retired THEN ((base - tier_pay) * 3 + 50) // 100 ELSE 0 END,
            greatest(30000000 - pooled_to_date, 0)
        ) AS pooled_pay
    FROM tiers
),
burdens AS (
    SELECT *, cost - pooled_pay AS after_pooled,
        person IN ('poor', 'destitute') AS tilted,
        CASE WHEN person IN ('poor', 'destitute') THEN 600000 ELSE 1200000 END AS line
    FROM pooled
),
insured AS (
    SELECT *,
        greatest(burden_to_date - line, 0) AS before,
        greatest(burden_to_date + after_pooled - line, 0) AS total
    FROM burdens
),
critical AS (
    SELECT *,
        (greatest(least(total, 5000000) - before, 0) * CASE WHEN tilted THEN 70 ELSE 60 END
        + greatest(least(total, 10000000) - greatest(before, 5000000), 0)
            * CASE WHEN tilted THEN 75 ELSE 65 END
        + greatest(total - greatest(before, 10000000), 0) * CASE WHEN tilted THEN 80 ELSE 70 END
        + 50) // 100 AS critical_pay
    FROM insured
),
assisted AS (
    SELECT *, after_pooled - critical_pay AS after_critical,
        least(
            (greatest(after_pooled - critical_pay - CASE person
                WHEN 'none' THEN 2000000 WHEN 'near_poor' THEN 300000 ELSE 0 END, 0)
            * CASE person
                WHEN 'none' THEN 0 WHEN 'near_poor' THEN 60 WHEN 'poor' THEN 75 ELSE 100 END
            + 50) // 100,
            greatest(5000000 - assisted_to_date, 0)
        ) AS assistance_pay
    FROM critical
),
states AS (
    SELECT *, after_critical - assistance_pay AS own_pay,
        CASE
            WHEN level IS NULL OR person IS NULL OR retired IS NULL OR admission IS NULL
                OR cost IS NULL OR pooled_to_date IS NULL OR burden_to_date IS NULL
                OR assisted_to_date IS NULL THEN 'undetermined'
            WHEN level IN ('primary', 'secondary', 'tertiary')
                AND person IN ('none', 'near_poor', 'poor', 'destitute')
                AND admission BETWEEN 1 AND 100
                AND cost BETWEEN 0 AND 1000000000
                AND pooled_to_date BETWEEN 0 AND 100000000
                AND burden_to_date BETWEEN 0 AND 100000000
                AND assisted_to_date BETWEEN 0 AND 100000000 THEN 'determined'
            ELSE 'rejected'
        END AS status
    FROM assisted
)
SELECT settlement_id, {amounts}, status,
    CASE WHEN status = 'determined' THEN 'official' END AS evidence
FROM states
"""

LAYERS = (
    """
    SELECT settlement_id, retired, admission,
        CASE level WHEN 'primary' THEN 1 WHEN 'secondary' THEN 2 WHEN 'tertiary' THEN 3 END
            AS level,
        CASE status WHEN 'none' THEN 1 WHEN 'near_poor' THEN 2 WHEN 'poor' THEN 3
            WHEN 'destitute' THEN 4 END AS person,
        CAST(cost * 100 AS BIGINT) AS cost,
        CAST(pooled_to_date * 100 AS BIGINT) AS pooled_to_date,
        CAST(burden_to_date * 100 AS BIGINT) AS burden_to_date,
        CAST(assisted_to_date * 100 AS BIGINT) AS assisted_to_date,
        level IS NULL OR status IS NULL AS unnamed
    """,
    """
    SELECT *,
        CASE
            WHEN unnamed OR retired IS NULL OR admission IS NULL OR cost IS NULL
                OR pooled_to_date IS NULL OR burden_to_date IS NULL OR assisted_to_date IS NULL
                THEN 1
            WHEN level IS NULL OR person IS NULL OR admission NOT BETWEEN 1 AND 100
                OR cost NOT BETWEEN 0 AND 1000000000
                OR pooled_to_date NOT BETWEEN 0 AND 100000000
                OR burden_to_date NOT BETWEEN 0 AND 100000000
                OR assisted_to_date NOT BETWEEN 0 AND 100000000
                THEN 2
            ELSE 0
        END AS state,
        CASE WHEN admission < 3
            THEN [20000::BIGINT, 50000, 90000, 10000, 25000, 45000][level + admission * 3 - 3]
            ELSE 0::BIGINT END AS standard,
        CASE WHEN pooled_to_date < 30000000 THEN 30000000 - pooled_to_date ELSE 0::BIGINT END
            AS pooled_left,
        CASE WHEN assisted_to_date < 5000000 THEN 5000000 - assisted_to_date ELSE 0::BIGINT END
            AS assisted_left,
        CASE WHEN person > 2 THEN 600000::BIGINT ELSE 1200000 END AS line
    """,
    """
    SELECT *, CASE WHEN standard < cost THEN standard ELSE cost END AS deductible,
        CASE WHEN burden_to_date > line THEN burden_to_date - line ELSE 0::BIGINT END AS before
    """,
    "SELECT *, cost - deductible AS base",
    """
    SELECT *,
        (CASE WHEN base <= 1000000 THEN base * [88::BIGINT, 84, 80][level]
            WHEN base <= 5000000 THEN [88000000::BIGINT, 84000000, 80000000][level]
                + (base - 1000000) * [92::BIGINT, 88, 85][level]
            ELSE [456000000::BIGINT, 436000000, 420000000][level]
                + (base - 5000000) * [95::BIGINT, 92, 90][level] END
        + 50) // 100 AS tier_pay
    """,
    """
    SELECT *,
        CASE WHEN retired THEN tier_pay + ((base - tier_pay) * 3 + 50) // 100 ELSE tier_pay END
            AS uncapped
    """,
    "SELECT *, CASE WHEN uncapped < pooled_left THEN uncapped ELSE pooled_left END AS pooled_pay",
    """
    SELECT *, cost - pooled_pay AS after_pooled,
        burden_to_date + cost - pooled_pay - line AS total
    """,
    """
    SELECT *,
        CASE WHEN total <= before THEN 0::BIGINT ELSE (
            CASE WHEN before < 5000000 THEN
                (CASE WHEN total < 5000000 THEN total ELSE 5000000 END - before)
                * CASE WHEN person > 2 THEN 70::BIGINT ELSE 60 END ELSE 0::BIGINT END
            + CASE WHEN total > 5000000 THEN
                CASE WHEN before < 10000000 THEN
                    (CASE WHEN total < 10000000 THEN total ELSE 10000000 END
                    - CASE WHEN before > 5000000 THEN before ELSE 5000000 END)
                    * CASE WHEN person > 2 THEN 75::BIGINT ELSE 65 END ELSE 0::BIGINT END
                + CASE WHEN total > 10000000 THEN
                    (total - CASE WHEN before > 10000000 THEN before ELSE 10000000 END)
                    * CASE WHEN person > 2 THEN 80::BIGINT ELSE 70 END ELSE 0::BIGINT END
                ELSE 0::BIGINT END
            + 50) // 100 END AS critical_pay
    """,
    "SELECT *, after_pooled - critical_pay AS after_critical",
    """
    SELECT *,
        CASE WHEN person = 1 THEN 0::BIGINT
            WHEN person = 2 THEN CASE WHEN after_critical > 300000
                THEN ((after_critical - 300000) * 60 + 50) // 100 ELSE 0::BIGINT END
            WHEN person = 3 THEN (after_critical * 75 + 50) // 100
            ELSE after_critical END AS unlimited
    """,
    """
    SELECT *,
        CASE WHEN unlimited < assisted_left THEN unlimited ELSE assisted_left END AS assistance_pay
    """,
    "SELECT *, after_critical - assistance_pay AS own_pay",
    """
    SELECT settlement_id, {amounts},
        CASE state WHEN 0 THEN 'determined' WHEN 1 THEN 'undetermined' ELSE 'rejected' END
            AS status,
        CASE WHEN state = 0 THEN 'official' END AS evidence
    """,
)


def ordinary(source: str) -> str:
    """The settlement as most would write it."""
    return ORDINARY.format(source=source, amounts=_yuan("status = 'determined'"))


def shaped(source: str) -> str:
    """The settlement as shaped for DuckDB by hand."""
    query = source
    for layer in LAYERS:
        query = f"({layer.replace('{amounts}', _yuan('state = 0'))} FROM {query})"
    return query[1:-1]


def _yuan(settled: str) -> str:
    """The amounts as decimals, where the row could be settled."""
    return ", ".join(
        f"CASE WHEN {settled} THEN CAST({each} AS DECIMAL(15, 0)) * 0.01::DECIMAL(3, 2) END "
        f"AS {each}"
        for each in RESULTS
    )
