"""The settlement for GoRules ZEN: decision tables and expressions, as its editor saves them."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from typing import Any

import zen

Node = dict[str, Any]

LEVELS = ((0, 20_000, 88, 92, 95), (1, 50_000, 84, 88, 92), (2, 90_000, 80, 85, 90))
STATUSES = (
    (0, 1_200_000, 60, 65, 70, 2_000_000, 0),
    (1, 1_200_000, 60, 65, 70, 300_000, 60),
    (2, 600_000, 70, 75, 80, 0, 75),
    (3, 600_000, 70, 75, 80, 0, 100),
)

EXPRESSIONS = {
    "of_admission": "admission == 1 ? standard : (admission == 2 ? standard / 2 : 0)",
    "deductible": "min([$.of_admission, cost])",
    "base": "cost - $.deductible",
    "tiers": (
        "min([$.base, 1000000]) * first"
        " + max([min([$.base, 5000000]) - 1000000, 0]) * second"
        " + max([$.base - 5000000, 0]) * third"
    ),
    "tier_pay": "floor(($.tiers + 50) / 100)",
    "extra": "retired ? floor((($.base - $.tier_pay) * 3 + 50) / 100) : 0",
    "pooled_left": "max([30000000 - pooled_to_date, 0])",
    "pooled_pay": "min([$.tier_pay + $.extra, $.pooled_left])",
    "after_pooled": "cost - $.pooled_pay",
    "total": "max([burden_to_date + $.after_pooled - line, 0])",
    "before": "max([burden_to_date - line, 0])",
    "shares": (
        "max([min([$.total, 5000000]) - $.before, 0]) * low"
        " + max([min([$.total, 10000000]) - max([$.before, 5000000]), 0]) * middle"
        " + max([$.total - max([$.before, 10000000]), 0]) * high"
    ),
    "critical_pay": "floor(($.shares + 50) / 100)",
    "after_critical": "$.after_pooled - $.critical_pay",
    "helped": "max([$.after_critical - assistance_deductible, 0])",
    "assistance_left": "max([5000000 - assisted_to_date, 0])",
    "assistance_pay": "min([floor(($.helped * ratio + 50) / 100), $.assistance_left])",
    "own_pay": "$.after_critical - $.assistance_pay",
}


def _table(
    id_: str, field: str, results: tuple[str, ...], rows: tuple[tuple[int, ...], ...]
) -> Node:
    columns = [{"id": f"o{n}", "name": name, "field": name} for n, name in enumerate(results)]
    return {
        "id": id_,
        "name": id_,
        "type": "decisionTableNode",
        "position": {"x": 0, "y": 0},
        "content": {
            "hitPolicy": "first",
            "passThrough": True,
            "inputs": [{"id": "i", "name": field, "field": field}],
            "outputs": columns,
            "rules": [
                {
                    "_id": f"{id_}{row[0]}",
                    "i": str(row[0]),
                    **{f"o{n}": str(value) for n, value in enumerate(row[1:])},
                }
                for row in rows
            ],
        },
    }


def decision() -> Node:
    """The graph: input, two tables, the expressions, output."""
    place = {"x": 0, "y": 0}
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": place},
        _table("levels", "level", ("standard", "first", "second", "third"), LEVELS),
        _table(
            "statuses",
            "status",
            ("line", "low", "middle", "high", "assistance_deductible", "ratio"),
            STATUSES,
        ),
        {
            "id": "sums",
            "name": "sums",
            "type": "expressionNode",
            "position": place,
            "content": {
                "expressions": [
                    {"id": key, "key": key, "value": value} for key, value in EXPRESSIONS.items()
                ]
            },
        },
        {"id": "out", "name": "out", "type": "outputNode", "position": place},
    ]
    ids = [each["id"] for each in nodes]
    edges = [
        {"id": f"{a}-{b}", "type": "edge", "sourceId": a, "targetId": b}
        for a, b in itertools.pairwise(ids)
    ]
    return {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}


def ready() -> Callable[[Mapping[str, int]], dict[str, int]]:
    """The settlement of one row."""
    made = zen.ZenEngine().create_decision(json.dumps(decision()))
    evaluate = made.evaluate

    def settle(row: Mapping[str, int]) -> dict[str, int]:
        result: dict[str, int] = evaluate(row)["result"]
        return result

    return settle
