"""The rule files that a command is pointed at, and how one is rewritten."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from rulebook.cli.usage import Stop, wrong_usage
from rulebook.diagnostics import NOWHERE, finding

SUFFIX = ".rule"


def rule_files(paths: Iterable[Path]) -> list[Path]:
    """The files named, and all rule files of the folders named, each once."""
    return list(dict.fromkeys(file for path in paths for file in _under(path)))


def _under(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(path.rglob(f"*{SUFFIX}"))
    elif not path.exists():
        reason = os.strerror(2)
        raise wrong_usage("RB9011", file=path.as_posix(), reason=reason)
    elif path.suffix == SUFFIX:
        yield path
    else:
        raise wrong_usage("RB9012", file=path.as_posix())


def rewrite(path: Path, text: str) -> None:
    """Replace a file's text whole or not at all; its permissions and links are kept."""
    target = path.resolve()
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        beside = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            beside.chmod(target.stat().st_mode & 0o7777)
            beside.replace(target)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Stop(1, finding("RB9015", NOWHERE, file=path.as_posix(), reason=reason)) from None
