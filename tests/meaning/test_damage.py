"""Damaged rule files: no traceback, no hang, a place and a sentence for everything that is said.

A few thousand here, as many as wanted by ``python -m tests.meaning.damage``.
"""

from __future__ import annotations

import os
import random

import pytest

from tests.meaning.damage import damaged, samples, survive
from tests.meaning.test_trial import TRIAL

FILES = int(os.environ.get("FUZZ", "2000"))
PARTS = 6


@pytest.mark.parametrize("part", range(PARTS))
def test_damaged_files(part: int) -> None:
    pool = samples(TRIAL)
    for seed in range(part, FILES, PARTS):
        chance = random.Random(seed)
        sample = pool[seed % len(pool)]
        survive(sample, damaged(sample.text, chance, pool))


def test_every_sample_is_whole() -> None:
    for sample in samples(TRIAL):
        survive(sample, sample.text)
