"""Runs command lines as a process would, guard included, without starting one."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rulebook.cli.run import run
from tests.conftest import ROOT


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
def _rulebook(monkeypatch: pytest.MonkeyPatch, compiled_books: Path) -> Rulebook:
    """``rulebook("eval", rule, …, stdin=b"…", lang="en")``.

    The packaged book is compiled once; those that a test names or stands in are its own.
    """

    def invoke(*arguments: str | Path, stdin: bytes = b"", lang: str = "zh") -> Ran:
        streams = [io.TextIOWrapper(io.BytesIO(given), "utf-8") for given in (stdin, b"", b"")]
        with monkeypatch.context() as patched:
            patched.setenv("RULEBOOK_LANG", lang)
            if "--book" not in arguments and Path.cwd() == ROOT:
                patched.setenv("RULEBOOK_CACHE", str(compiled_books))
            for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
                patched.setattr(sys, name, stream)
            code = run([str(each) for each in arguments])
        out, err = (written(stream) for stream in streams[1:])
        return Ran(code, out, err)

    return invoke


@pytest.fixture
def book(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the packaged book to spoil, compiled anew only after a change."""
    monkeypatch.setenv("RULEBOOK_CACHE", str(tmp_path / "compiled"))
    return Path(shutil.copytree(root / "rules", tmp_path / "rules"))


def written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()
