"""One Node process for all tests of a run: the evaluator in JavaScript."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from rulebook.browser import FOLDER
from tests.conftest import require

HERE = Path(__file__).parent


class Evaluator:
    """Answers requests in JavaScript, many in one line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def ask(self, requests: Sequence[dict[str, Any]]) -> list[Any]:
        """The answers, one for each request."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(list(requests)) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the evaluator has ended"
        answers: list[Any] = json.loads(line)
        return answers


@contextmanager
def started(entry: Path) -> Iterator[Evaluator]:
    """A Node process with the evaluator whose entry this is; skips where there is no Node."""
    command = [require("node"), str(HERE / "answer.mjs"), str(entry)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        yield Evaluator(process)
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture(scope="session")
def evaluator() -> Iterator[Evaluator]:
    """The evaluator; where there is no Node the tests that use it are skipped."""
    with started(FOLDER / "src" / "index.js") as running:
        yield running
