"""Each code of the YAML side has a case that brings it about."""

from __future__ import annotations

import re
from pathlib import Path

from rulebook.diagnostics.catalogue import entries

HERE = Path(__file__).parent


def test_each_code_is_brought_about_by_a_case() -> None:
    codes = {code for code, entry in entries().items() if entry.stage == "yaml"}
    seen: set[str] = set()
    for file in (*HERE.glob("bad/*/expected.txt"), *HERE.glob("test_*.py")):
        seen |= set(re.findall(r"RB\d{4}", file.read_text(encoding="utf-8")))
    assert codes - seen == set()
