"""How long it takes to start: importing, and opening a book, each in a new process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

IMPORT = """
import time; start = time.perf_counter(), time.process_time()
import rulebook
print([time.perf_counter() - start[0], time.process_time() - start[1]])
"""
OPEN = """
import sys, time
start = time.perf_counter(), time.process_time()
import rulebook
book = rulebook.open_book(sys.argv[1])
print([time.perf_counter() - start[0], time.process_time() - start[1]])
"""


def measure(rounds: int) -> dict[str, Any]:
    """Seconds to import, to open the packaged book compiling it, and to open it unchanged.

    Each as it passes on the clock, which a busy machine makes longer, and of the processor.
    """
    rules = str(ROOT / "rules")
    with tempfile.TemporaryDirectory() as cache:
        seconds(OPEN, rules, cache=cache)
        found: dict[str, list[list[float]]] = {"import": [], "open_unchanged": []}
        for _ in range(rounds):
            found["import"].append(seconds(IMPORT, cache=cache))
            found["open_unchanged"].append(seconds(OPEN, rules, cache=cache))
    few = range(max(1, rounds // 10))
    found["open_compiling"] = [seconds(OPEN, rules, cache="off") for _ in few]
    files = sum(1 for each in (ROOT / "rules").rglob("*.rule"))
    return {
        "clock_seconds": {
            name: round(median(clock for clock, _ in each), 4) for name, each in found.items()
        },
        "processor_seconds": {
            name: round(median(used for _, used in each), 4) for name, each in found.items()
        },
        "packaged_rule_files": files,
    }


def seconds(
    code: str, *arguments: str, cache: str, environment: Mapping[str, str] = os.environ
) -> list[float]:
    """What a new process prints: its seconds, on the clock and of the processor."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**environment, "RULEBOOK_CACHE": cache},
    )
    told: list[float] = json.loads(done.stdout)
    return told
