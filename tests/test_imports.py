"""`import rulebook` is light: an embedder pays only for what is used."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = {
    "lark", "yaml", "jsonschema", "click", "rich", "mkdocs", "jieba", "duckdb", "sqlglot",
    "pyspark", "pyarrow", "polars", "hypothesis", "asyncio", "unittest",
}  # fmt: skip


def loaded_by(statement: str) -> set[str]:
    code = f"import json, sys\n{statement}\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return {name.partition(".")[0] for name in json.loads(done.stdout)}


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded_by("import rulebook") & HEAVY == set()


def test_the_public_names_are_there() -> None:
    import rulebook

    missing = [name for name in rulebook.__all__ if not hasattr(rulebook, name)]
    assert missing == []


def test_importing_the_command_line_loads_no_evaluator() -> None:
    assert loaded_by("import rulebook.cli") & (HEAVY - {"click"}) == set()


def test_importing_the_package_is_fast() -> None:
    code = (
        "import time; start = time.process_time(); import rulebook; "
        "print(time.process_time() - start)"
    )
    taken = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
        for _ in range(5)
    ]
    assert min(taken) < 0.05
