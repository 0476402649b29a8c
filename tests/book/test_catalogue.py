"""Each code of the YAML side has a case that brings it about."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rulebook.diagnostics.catalogue import entries, read_codes

HERE = Path(__file__).parent


def test_each_code_is_brought_about_by_a_case() -> None:
    codes = {code for code, entry in entries().items() if entry.stage == "yaml"}
    seen: set[str] = set()
    for file in (*HERE.glob("bad/*/expected.txt"), *HERE.glob("test_*.py")):
        seen |= set(re.findall(r"RB\d{4}", file.read_text(encoding="utf-8")))
    assert codes - seen == set()


@pytest.mark.parametrize(
    "text",
    [
        "RB1001:\n  zh: a\n  en: b\nRB1001:\n  zh: c\n  en: d\n",
        "RB1001:\n  zh: a\n  en: b\n  zh: c\n",
    ],
)
def test_a_code_or_key_that_is_there_twice_is_not_overwritten(text: str) -> None:
    with pytest.raises(ValueError, match="twice"):
        read_codes("x.yaml", text)


def test_codes_and_keys_stand_in_several_files_once() -> None:
    text = "RB1001:\n  zh: a\n  en: b\nRB1002:\n  zh: a\n  en: b\n"
    assert read_codes("x.yaml", text) == {
        "RB1001": {"zh": "a", "en": "b"}, "RB1002": {"zh": "a", "en": "b"}
    }  # fmt: skip
