"""One decision at a time: rulebook beside hand-written Python and other engines."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.data import FACTS, RESULTS, Row, settlements
from benchmarks.equality import agree, all_agree
from benchmarks.peers import hand
from benchmarks.timing import interleaved, ratio
from rulebook import Book, open_book

HERE = Path(__file__).resolve().parent
RULE = "city/benefit-list/settlement"
DAY = "2026-01-01"
HAND = "hand-written, dict to dict"
OURS = "rulebook compiled, dict to dict"
FULL = "rulebook decide, explained in full"
VERIFIED, VERIFIED_SLOWLY = 100_000, 2_000
TIMED, TIMED_SLOWLY = 1_000, 40


def measure(rounds: int) -> dict[str, Any]:
    """Microseconds a decision and ratios, after everything has been found equal."""
    book = open_book(HERE / "rules", cache=False)
    ways, slow = quick_ways(book), {FULL: in_full(book)} | slow_ways()
    rows = settlements(VERIFIED)
    verified = all_agree(rows, {name: way for name, (way, _) in ways.items()})
    verified |= all_agree(rows[:VERIFIED_SLOWLY], slow)
    timed = rows[:TIMED]
    turns: dict[str, tuple[Callable[[Any], Any], list[Any]]] = {
        name: (raw, [given(each) for each in timed])
        for name, (raw, given) in raw_ways(book).items()
    }
    turns |= {name: (way, timed[:TIMED_SLOWLY]) for name, way in slow.items()}
    found = interleaved(turns, rounds)
    node = publicodes(rows[:VERIFIED_SLOWLY], rounds)
    if node is not None:
        verified["publicodes"] = agree("publicodes", rows[:VERIFIED_SLOWLY], node["answers"])
        found["publicodes"] = node["micros"]
    return {
        "rows_verified": verified,
        "microseconds": {name: round(median(times), 3) for name, times in found.items()},
        "times_hand_written": {
            name: round(ratio(times, found[HAND]), 3) for name, times in found.items()
        },
        "times_ours": {name: round(ratio(times, found[OURS]), 2) for name, times in found.items()},
    }


# ---- the ways ----------------------------------------------------------------------------------


def quick_ways(book: Book) -> dict[str, tuple[Callable[[Row], Any], None]]:
    """Each way that is quick, from a row to its results, to be held against the right ones."""

    def way(raw: Callable[[Any], Any], given: Callable[[Row], Any]) -> Callable[[Row], Any]:
        return lambda row: raw(given(row))

    return {name: (_plain(name, way(*each)), None) for name, each in raw_ways(book).items()}


def _plain(name: str, way: Callable[[Row], Any]) -> Callable[[Row], Any]:
    if "reasons" in name:
        return lambda row: way(row)[0]
    if "decide" in name:
        return lambda row: [int(value * 100) for value in way(row)]
    return way


def raw_ways(book: Book) -> dict[str, tuple[Callable[[Any], Any], Callable[[Row], Any]]]:
    """What is timed, and how a row is given to it; giving is not timed."""
    compiled = book.compile(RULE, DAY)
    explained = book.compile(RULE, DAY, reasons="rule")

    def positional(row: tuple[Any, ...]) -> Any:
        return hand.settle(*row)

    def decide(facts: Mapping[str, Any]) -> list[Any]:
        decision = book.decide(RULE, facts, DAY)
        return [each.value for each in decision.results.values()]

    return {
        "hand-written, positional": (
            positional,
            lambda row: tuple(row[each] for each in FACTS),
        ),
        HAND: (hand.settle_checked, _same),
        OURS: (compiled, _same),
        "rulebook compiled, with rule-level reasons": (explained, _same),
        "rulebook decide, names and decimal texts": (decide, public),
    }


def _same(row: Row) -> Row:
    return row


def in_full(book: Book) -> Callable[[Row], Any]:
    """``decide`` with its explanation, every step down to the facts and figures."""

    def way(row: Row) -> list[int]:
        decision = book.decide(RULE, public(row), DAY)
        assert decision.explanation.children
        values = [each.value for each in decision.results.values()]
        return [int(each * 100) for each in values if isinstance(each, Decimal)]

    return way


def slow_ways() -> dict[str, Callable[[Row], Any]]:
    """The engines of others that are Python packages; what is not installed is left out."""
    found: dict[str, Callable[[Row], Any]] = {}
    try:
        from benchmarks.peers import zen_engine

        found["GoRules ZEN"] = zen_engine.ready()
    except ImportError as absent:
        print(f"left out: {absent}")
    try:
        from benchmarks.peers import openfisca

        found["OpenFisca-Core"] = openfisca.ready(FACTS, RESULTS)
    except ImportError as absent:
        print(f"left out: {absent}")
    return found


def publicodes(rows: list[Row], rounds: int) -> dict[str, Any] | None:
    """publicodes in Node: its answers, and microseconds a row in each round."""
    folder = Path(os.environ.get("PUBLICODES", HERE / ".node"))
    node = shutil.which("node")
    if node is None or not (folder / "node_modules" / "publicodes").is_dir():
        print("left out: publicodes (Node or the package is not there)")
        return None
    told = json.dumps({"rows": rows, "timed": TIMED_SLOWLY, "rounds": rounds})
    done = subprocess.run(
        [node, str(HERE / "peers" / "publicodes.mjs")],
        input=told,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PUBLICODES": str(folder)},
    )
    answered: dict[str, Any] = json.loads(done.stdout)
    return answered


CHINESE = {
    "level": "医疗机构等级",
    "status": "身份",
    "retired": "已退休",
    "admission": "本年住院次序",
    "cost": "政策范围内费用",
    "pooled_to_date": "本年统筹已支付",
    "burden_to_date": "本年累计自付",
    "assisted_to_date": "本年救助已支付",
}


def public(row: Row) -> dict[str, Any]:
    """A row as a caller of ``decide`` gives it: Chinese names, amounts as decimal texts."""
    given: dict[str, Any] = {
        CHINESE[fact]: f"{value // 100}.{value % 100:02d}" for fact, value in row.items()
    }
    given[CHINESE["level"]] = ("一级", "二级", "三级")[row["level"]]
    given[CHINESE["status"]] = ("一般人员", "低保边缘", "低保对象", "特困人员")[row["status"]]
    given[CHINESE["retired"]] = row["retired"]
    given[CHINESE["admission"]] = row["admission"]
    return given
