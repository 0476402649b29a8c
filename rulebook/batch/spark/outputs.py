"""What Spark writes: a folder of parts, written aside and moved into place when it is whole."""

from __future__ import annotations

import contextlib
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rulebook.batch.files import Format, held, refused
from rulebook.batch.files import format_of as format_by_name
from rulebook.batch.spark.sources import Source, is_url

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

OWN = re.compile(r"part-.*|_SUCCESS|\..*\.crc")
"""What stands in a folder that Spark wrote."""


@contextlib.contextmanager
def writing(session: SparkSession, out: str, source: Source) -> Iterator[str]:
    """The folder beside ``out`` to write to; moved into place when all went well, else removed.

    Another run that writes the same output on this machine is told so; what a killed run left is
    written over. Raises Refused.
    """
    if is_url(out):
        with _moved(session, out, f"-{uuid.uuid4().hex[:8]}") as part:
            yield part
        return
    path = Path(out).resolve()
    if any(each.resolve() == path or path in each.resolve().parents for each in source.files):
        raise refused("RB9627", out=out)
    with held(path), _moved(session, f"file://{path.as_posix()}", "", out) as part:
        yield part


@contextlib.contextmanager
def _moved(session: SparkSession, out: str, mark: str, told: str = "") -> Iterator[str]:
    path: Any = session._jvm.org.apache.hadoop.fs.Path
    target = path(out)
    files = target.getFileSystem(session._jsc.hadoopConfiguration())
    parent, name = target.getParent(), target.getName()
    part, old = path(parent, f".{name}.part{mark}"), path(parent, f".{name}.old")
    if files.exists(old) and not files.exists(target):
        files.rename(old, target)  # a run was killed between its two moves
    if files.exists(target) and files.getFileStatus(target).isDirectory():
        names = [each.getPath().getName() for each in files.listStatus(target)]
        other = next((each for each in sorted(names) if not OWN.fullmatch(each)), None)
        if other is not None:
            raise refused("RB9646", out=told or out, file=other)
    try:
        files.delete(part, True)
        yield part.toString()
        files.delete(old, True)
        if files.exists(target):
            _move(files, target, old, told or out)
        _move(files, part, target, told or out)
        files.delete(old, True)
    finally:
        with contextlib.suppress(Exception):  # the session may be gone
            files.delete(part, True)


def _move(files: Any, from_: Any, to: Any, told: str) -> None:
    if not files.rename(from_, to):
        raise refused("RB9611", file=told, reason=f"{from_.getName()} → {to.getName()}")


def format_of(out: str, source: Source) -> tuple[Format, bool]:
    """In which format an output is written, and whether tabs stand between: by its name, if any."""
    name = Path(out.rstrip("/").rpartition("/")[2])
    if not name.suffix:
        return source.format, source.tabs
    return format_by_name(name), name.suffix.lower() == ".tsv"
