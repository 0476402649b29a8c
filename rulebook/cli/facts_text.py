"""The bytes of a facts file as text: UTF-8, with or without a mark; other encodings are named."""

from __future__ import annotations

from rulebook.diagnostics import Diagnostic, Span, finding
from rulebook.language.reading import conversion

_MARKS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


def decoded(data: bytes, name: str) -> tuple[str | None, Diagnostic | None]:
    """The text, or what encoding it seems to be in and how to convert it."""
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        pass
    encoding = _guess(data)
    if encoding is None:
        return None, finding("RB8003", Span.point(name))
    return None, finding(
        "RB8002", Span.point(name), encoding=encoding, **conversion(encoding, name)
    )


def _guess(data: bytes) -> str | None:
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return encoding
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return "GB18030"
