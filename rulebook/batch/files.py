"""Files of a run: what comes in, read as a relation; what goes out, moved into place when whole."""

from __future__ import annotations

import codecs
import contextlib
import errno
import glob
import gzip
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, cast

from rulebook.batch.quoting import quoted_name, quoted_text
from rulebook.diagnostics import NOWHERE, Bilingual, Diagnostic, finding

Format = Literal["parquet", "csv"]
SUFFIXES: dict[str, Format] = {
    ".parquet": "parquet",
    ".pq": "parquet",
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
}
_SAVE = Bilingual(
    "在 Excel 里另存为“CSV UTF-8（逗号分隔）”", "save it in Excel as “CSV UTF-8 (Comma delimited)”"
)
CONTENTS = (
    (b"PK\x03\x04", Bilingual("Excel 工作簿或压缩包", "an Excel workbook or an archive"), _SAVE),
    (b"\xd0\xcf\x11\xe0", Bilingual("旧式 Excel 工作簿", "an Excel workbook of old"), _SAVE),
    (
        b"\x1f\x8b",
        Bilingual("gzip 压缩文件", "packed by gzip"),
        Bilingual("文件名改成以 .csv.gz 结尾", "let its name end in .csv.gz"),
    ),
    (
        b"PAR1",
        Bilingual("Parquet 文件", "a Parquet file"),
        Bilingual("文件名改成以 .parquet 结尾", "let its name end in .parquet"),
    ),
)
"""How files begin that are not what their names say, and what to do."""

CHINESE = ("gb18030", "big5")
CHUNK = 1 << 20


class Refused(Exception):
    """A run that can't go on, and what is wrong."""

    def __init__(self, *findings: Diagnostic) -> None:
        super().__init__(*(each.code for each in findings))
        self.findings = findings


def refused(code: str, **arguments: str) -> Refused:
    """A run refused for one reason."""
    return Refused(finding(code, NOWHERE, **arguments))


@dataclass(frozen=True, slots=True)
class Input:
    """A file that is there; ``path`` is where it can be read, which a copy may be."""

    file: Path
    path: Path
    format: Format
    lenient: bool = False
    """Lines of a CSV file end in several ways, which is only read where it has to be."""

    @property
    def relation(self) -> str:
        """The file in SQL. All columns of a CSV file are texts: nothing is guessed."""
        name = quoted_text(self.path.as_posix())
        if self.format == "parquet":
            return f"read_parquet({name})"
        ends = ", strict_mode = false" if self.lenient else ""
        return f"read_csv({name}, header = true, all_varchar = true, store_rejects = true{ends})"


def has_something(columns: Iterable[str]) -> str:
    """In SQL, whether a row has something in one of some columns; the first mostly decides."""
    texts = (f"NULLIF(TRIM({quoted_name(each)}), '')" for each in columns)
    return f"COALESCE({', '.join(texts)}) IS NOT NULL"


def format_of(path: Path) -> Format:
    """What a file is, by its name."""
    names = [each.lower() for each in path.suffixes]
    if names and names[-1] in (".gz", ".zst"):
        names.pop()
    found = SUFFIXES.get(names[-1]) if names else None
    if found is None:
        raise refused("RB9606", file=path.name)
    return found


def inputs(pattern: str) -> list[Path]:
    """The files that a path or a pattern names, in the order of their names."""
    path = Path(pattern)
    if path.is_file():
        return [path]
    if pattern == "-" or (path.exists() and not path.is_dir()):
        raise refused("RB9652", file=pattern)
    if path.is_dir():
        found = sorted(each for each in path.iterdir() if each.suffix.lower() in SUFFIXES)
    else:
        found = [Path(each) for each in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207 - a pattern may be absolute
        found = [each for each in found if each.is_file()]
    if not found:
        raise refused("RB9607", file=pattern)
    return found


@contextlib.contextmanager
def opened(path: Path, encoding: str | None, spill: Path) -> Iterator[Input]:
    """The file ready to be read: a CSV file in another encoding is copied in UTF-8 first."""
    format_ = format_of(path)
    insist_on_content(path, format_)
    if format_ == "parquet" or path.suffix.lower() == ".zst":
        yield Input(path, path, format_)
        return
    if encoding is None or codecs.lookup(encoding).name == "utf-8":
        insist_on_utf_8(path)
        yield Input(path, path, format_)
        return
    spill.mkdir(parents=True, exist_ok=True)
    copy = spill / f"utf8-{path.stem}.csv"
    try:
        _copied(path, encoding, copy)
        yield Input(path, copy, format_)
    finally:
        copy.unlink(missing_ok=True)


def insist_on_utf_8(path: Path) -> None:
    """Raise where a text isn't UTF-8, with the encoding that it seems to be in."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with plain(path) as file:
        try:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            guess = _utf_16(path) or next((each for each in CHINESE if _reads_as(path, each)), None)
            if guess is None:
                raise refused("RB9609", file=path.name) from None
            raise refused("RB9608", file=path.name, encoding=guess) from None


@contextlib.contextmanager
def plain(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of a file, of a packed one those in it. Raises Refused where they can't be had."""
    try:
        packed = path.suffix.lower() == ".gz"
        with cast(IO[bytes], gzip.open(path)) if packed else path.open("rb") as file:
            yield file
    except (EOFError, OSError, zlib.error) as error:
        raise refused("RB9617", file=path.name, reason=str(error)) from None


def insist_on_content(path: Path, format_: Format) -> None:
    """Raise where a file is empty, or begins as files of another kind do."""
    try:
        with path.open("rb") as file:
            head = file.read(CHUNK)
    except OSError as error:
        raise refused("RB9617", file=path.name, reason=error.strerror or str(error)) from None
    packed = path.suffix.lower() in (".gz", ".zst")
    for mark, kind, advice in () if packed else CONTENTS:
        if head.startswith(mark) and not (format_ == "parquet" and mark == b"PAR1"):
            raise Refused(finding("RB9650", NOWHERE, file=path.name, kind=kind, advice=advice))
    if len(head) < CHUNK and not head.removeprefix(codecs.BOM_UTF8).strip():
        raise refused("RB9651", file=path.name)


def insist_on_apart(written: Path, read: Iterable[Path]) -> None:
    """Raise where what is written is what is read, or a folder."""
    if written.exists() and any(each.exists() and written.samefile(each) for each in read):
        raise refused("RB9627", out=str(written))
    if written.is_dir():
        raise refused("RB9611", file=str(written), reason=os.strerror(errno.EISDIR))


def _utf_16(path: Path) -> str | None:
    """Whether a text seems to be one of two bytes a letter: its digits and commas have zeros."""
    with plain(path) as file:
        head = file.read(4096)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    ways = {"utf-16-le": head[1::2], "utf-16-be": head[::2]}
    return next((name for name, half in ways.items() if half.count(0) * 5 > len(half)), None)


def _reads_as(path: Path, encoding: str) -> bool:
    with plain(path) as file:
        try:
            codecs.getincrementaldecoder(encoding)().decode(file.read(CHUNK))
        except UnicodeDecodeError:
            return False
    return True


def _copied(path: Path, encoding: str, copy: Path) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    with plain(path) as source, copy.open("w", encoding="utf-8", newline="") as target:
        try:
            while chunk := source.read(CHUNK):
                target.write(decoder.decode(chunk))
            target.write(decoder.decode(b"", final=True))
        except UnicodeDecodeError:
            raise refused("RB9610", file=path.name, encoding=encoding) from None


# ---- what goes out -------------------------------------------------------------------------


def part_of(out: Path) -> Path:
    """Where an output is written before it is whole."""
    return out.with_name(f".{out.name}.part")


@contextlib.contextmanager
def writing(out: Path) -> Iterator[Path]:
    """The file beside ``out`` to write to; moved into place when all went well, else removed.

    Another run that writes the same output is told so; what a killed run left is written over.
    """
    part = part_of(out)
    with held(out):
        try:
            part.unlink(missing_ok=True)
            yield part
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)


@contextlib.contextmanager
def held(out: Path) -> Iterator[None]:
    """Keep other runs from writing ``out`` meanwhile; its folder is made. Raises Refused."""
    lock = part_of(out).with_suffix(".lock")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle = lock.open("w")
    except OSError as error:
        raise refused("RB9611", file=str(out), reason=error.strerror or str(error)) from None
    with handle:
        if not _locked(handle):
            raise refused("RB9612", file=str(out))
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)


def _locked(handle: IO[str]) -> bool:
    """Lock a file against other runs; the system frees it when this one ends, however it ends."""
    if os.name == "nt":
        import msvcrt

        try:
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # of Windows alone
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
