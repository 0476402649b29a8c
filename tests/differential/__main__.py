"""Compare evaluators for as long as asked: ``python -m tests.differential --minutes 10``."""

from __future__ import annotations

import argparse
import secrets
import sys
import time
from itertools import count

from rulebook.answers.decision import STATUSES
from tests.differential.comparing import Difference, Tally
from tests.differential.running import keep, run


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.differential", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0, help="how long to look")
    parser.add_argument("--rows", type=int, default=50, help="rows of facts for each program")
    parser.add_argument("--seed", type=int, help="the first seed; else it is random")
    asked = parser.parse_args()
    seed = secrets.randbelow(2**32) if asked.seed is None else asked.seed
    until = time.monotonic() + asked.minutes * 60
    tally = Tally()
    print(f"from seed {seed}", flush=True)
    for each in count(seed):
        if time.monotonic() > until:
            break
        try:
            run(range(each, each + 1), asked.rows, tally)
        except Difference as difference:
            print(f"{difference}\nseed {each}, kept as {keep(difference)}")
            return 1
    told(tally)
    return 0


def told(tally: Tally) -> None:
    """Say what was compared."""
    print(f"{tally.programs} programs, {tally.rows} rows: every answer is the same")
    for seed, why in tally.refused.items():
        print(f"refused: seed {seed}: {why}")
    print("statuses: " + ", ".join(f"{each} {tally.share(each):.1%}" for each in STATUSES))
    rare = sorted(tally.constructs.items(), key=lambda each: each[1])[:5]
    print("rarest constructs: " + ", ".join(f"{name} {count}" for name, count in rare))


sys.exit(main())
