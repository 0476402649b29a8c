"""Bytes → text. Rule files are UTF-8; what they are instead is named, with the way out."""

from __future__ import annotations

import re
import unicodedata

from rulebook.diagnostics import Diagnostic, Span, finding

LONGEST = 100_000
"""How many characters a file may have."""

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_BYTES_A_CHARACTER = 4
_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


def read_bytes(data: bytes, file: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The text of a file, with its line breaks as ``\\n``, or why it can't be read.

    ``file`` is the path as shown to people. A byte order mark is skipped.
    """
    encoding = _other_encoding(data)
    if encoding is not None:
        return None, (_converted(encoding, file),)
    if len(data) > LONGEST * _BYTES_A_CHARACTER:
        return None, (finding("RB1005", Span.point(file), length=f">{LONGEST}"),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if _is_chinese(data):
            return None, (_converted("GB18030", file),)
        return None, (_damaged(data, error, file),)
    if "\0" in text:
        return None, (finding("RB1004", _place(text[: text.index("\0")], file)),)
    if len(text) > LONGEST:
        return None, (finding("RB1005", Span.point(file), length=str(len(text))),)
    return _LINE_BREAK.sub("\n", text), ()


def any_text(data: bytes) -> str:
    """What a text holds as far as it can be read, in whatever encoding: for looking up words."""
    encoding = _other_encoding(data) or ("GB18030" if _is_chinese(data) else "utf-8")
    return data.decode(encoding, errors="replace")


def conversion(encoding: str, path: str) -> dict[str, str]:
    """The commands that make a file of another encoding UTF-8: of any shell, and of PowerShell."""
    name = encoding.lower().removesuffix("le")
    new = f"{path}.new"
    return {
        "iconv": f'iconv -f {encoding} -t UTF-8 "{path}" > "{new}" && mv "{new}" "{path}"',
        "powershell": (
            f'$f = (Convert-Path "{path}"); [IO.File]::WriteAllText($f, '
            f"[IO.File]::ReadAllText($f, [Text.Encoding]::GetEncoding('{name}')))"
        ),
    }


def name_in_one_form(name: str) -> str:
    """A file's name as ids are made of it: macOS may have taken its letters apart."""
    return unicodedata.normalize("NFC", name)


# ---- which encoding it is


def _other_encoding(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    sample = data[:4096]
    if b"\0" not in sample:
        return None
    for encoding in ("UTF-16LE", "UTF-16BE"):
        decoded = sample[: len(sample) // 2 * 2].decode(encoding, errors="replace")
        if decoded and sum(map(_is_usual, decoded)) >= 0.9 * len(decoded):
            return encoding
    return None


def _is_usual(char: str) -> bool:
    """Whether rule files are full of such characters: ASCII, Chinese, full-width marks."""
    return (
        " " <= char <= "~"
        or char in "\t\r\n"
        or "\u4e00" <= char <= "\u9fff"
        or "\u3000" <= char <= "\u303f"
        or "\uff00" <= char <= "\uff5e"
        or char in "“”×≠≤≥‰"
    )


def _is_chinese(data: bytes) -> bool:
    """Whether bytes that are not UTF-8 read well as GB18030.

    Damaged UTF-8 often is valid GB18030 too, but then reads as rare characters: what counts is
    which of the two readings leaves more that rules are made of.
    """
    try:
        chinese = data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    wide = [char for char in chinese if char > "\x7f"]
    usual = [char for char in wide if _is_usual(char) and _is_common(char)]
    damaged = data.decode("utf-8", errors="replace")
    kept = [char for char in damaged if char > "\x7f" and _is_usual(char)]
    return len(usual) >= 0.6 * len(wide) and len(kept) < len(usual) / 2


def _is_common(char: str) -> bool:
    """Whether GB2312 has the character, which holds those in daily use."""
    try:
        return len(char.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


# ---- what to say about it


def _converted(encoding: str, file: str) -> Diagnostic:
    code = "RB1001" if encoding == "GB18030" else "RB1002"
    return finding(code, Span.point(file), encoding=encoding, **conversion(encoding, file))


def _damaged(data: bytes, error: UnicodeDecodeError, file: str) -> Diagnostic:
    before = data[: error.start].decode("utf-8-sig", errors="replace")
    line = _LINE_BREAK.split(before)[-1]
    byte = f"0x{data[error.start]:02X}"
    return finding("RB1003", _place(before, file), byte=byte, before=line[-20:].lstrip())


def _place(before: str, file: str) -> Span:
    lines = _LINE_BREAK.split(before)
    return Span.point(file, len(lines), len(lines[-1]) + 1)
