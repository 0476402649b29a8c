"""The bytes of a YAML file as text: as rule files are read, but longer ones too."""

from __future__ import annotations

from rulebook.diagnostics import Diagnostic, Span, finding
from rulebook.language.reading import LONGEST, read_bytes

MAX_BYTES = 1_000_000


def decode_yaml(data: bytes, file: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The text, its line breaks as ``\\n``, or why it can't be read."""
    if len(data) > MAX_BYTES:
        limit = f"{MAX_BYTES // 1000} KB"
        return None, (finding("RB2002", Span.point(file), limit=limit),)
    if len(data) <= LONGEST:
        return read_bytes(data, file)
    # What encoding it is shows in its first lines; the limit of rule files does not hold here
    first_lines = data[:LONGEST].rpartition(b"\n")[0]
    _, findings = read_bytes(first_lines, file)
    if findings:
        return None, findings
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        byte = f"0x{data[problem.start]:02X}"
        return None, (finding("RB2001", Span.point(file, line), byte=byte),)
    return text.replace("\r\n", "\n").replace("\r", "\n"), ()
