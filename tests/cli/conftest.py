"""Runs command lines as a process would, guard included, without starting one."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from rulebook.cli.run import run


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command line gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Rulebook = Callable[..., Ran]


@pytest.fixture(name="rulebook")
def _rulebook() -> Rulebook:
    """``rulebook("eval", rule, stdin=b"…", lang="en")``."""

    def invoke(*arguments: str | Path, stdin: bytes = b"", lang: str = "zh") -> Ran:
        with CliRunner(env={"RULEBOOK_LANG": lang}).isolation(input=stdin) as (out, err, _):
            code = run([str(each) for each in arguments])
            sys.stdout.flush()
            sys.stderr.flush()
        return Ran(code, out.getvalue().decode(), err.getvalue().decode())

    return invoke
