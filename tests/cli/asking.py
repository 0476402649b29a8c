"""What several tests of commands ask of the packaged book, and how they spoil a copy of it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from tests.cli.conftest import Ran, Rulebook

INPATIENT = "shanghai/benefit-list/resident-inpatient"
HOME = "shanghai/long-term-care/home-care"
INSTITUTION = "shanghai/long-term-care/institution-care"
FACTS = {
    "险种": "居民医保",
    "age": 67,
    "重度残疾": False,
    "医疗机构等级": "三级",
    "in_scope_cost": "12345.67",
    "pooled_paid_to_date": Decimal("6820.4"),
}


def as_json(facts: dict[str, object]) -> bytes:
    return json.dumps(facts, ensure_ascii=False, default=float).encode()


def decided(rulebook: Rulebook, facts: dict[str, object], *more: str, rule: str = INPATIENT) -> Ran:
    return rulebook("eval", rule, "--facts", "-", "--json", *more, stdin=as_json(facts))


def spoil(book: Path, found: str, instead: str) -> int:
    """Replace the first ``found`` in the inpatient rule; gives its line."""
    path = book / f"{INPATIENT}.rule"
    before, _, after = path.read_text(encoding="utf-8").partition(found)
    path.write_text(before + instead + after, encoding="utf-8")
    return before.count("\n") + 1
