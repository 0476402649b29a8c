"""A small book for a case: its item, its figures and its one rule written as files."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
HEAD = "规则 住院 stay “住院待遇” “Inpatient stay”\n"


def cases() -> list[tuple[str, dict[str, Any]]]:
    """All cases with the file they stand in."""
    return [
        (file.stem, case)
        for file in sorted((HERE / "cases").glob("*.yaml"))
        for case in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


def rule_text(case: dict[str, Any]) -> str:
    """The rule file of a case."""
    lines = ["清单 住院" if case.get("listed", True) else "", "依据 本市办法", "施行 自 2020-01-01"]
    lines += [f"适用 若 {case['applies']}"] if "applies" in case else []
    lines += [f"输入 {case['inputs']}"] if "inputs" in case else []
    lines += case["rule"].splitlines()
    return HEAD + "\n".join(f"    {line}".rstrip() for line in lines) + "\n"


def lay(folder: Path, case: dict[str, Any]) -> Path:
    """The book of a case, written into a folder."""
    shutil.copytree(HERE / "book", folder)
    bounds = [
        {"evidence": "official", **bound, "text": {"zh": bound["text"]}} for bound in case["bounds"]
    ]
    item = {
        "zh": "住院",
        "title": {"zh": "住院待遇", "en": "inpatient stay"},
        "block": "basic",
        "decides": case.get("decides", "pooling_area"),
        "source": "national_list",
        **({"bounds": bounds} if bounds else {}),
        **({"in_force_if": case["in_force_if"]} if "in_force_if" in case else {}),
    }
    _write(folder / "national/treatment-list.yaml", "treatment-list", {"items": {"stay": item}})
    for place, key in (("national", "figures"), ("city", "local_figures")):
        if key in case:
            _write(folder / place / "figures.yaml", "figures", {"figures": case[key]})
    if "level" in case:
        with (folder / "city/place.yaml").open("a", encoding="utf-8") as file:
            file.write(f"level: {case['level']}\n")
    if "rule" in case:
        (folder / "city/benefit-list").mkdir()
        (folder / "city/benefit-list/stay.rule").write_text(rule_text(case), encoding="utf-8")
    return folder


def _write(path: Path, kind: str, content: dict[str, Any]) -> None:
    text = yaml.safe_dump(
        {"format": f"rulebook/{kind}/1", **content},
        allow_unicode=True,
        sort_keys=False,
        width=10000,
    )
    path.write_text(text, encoding="utf-8")
