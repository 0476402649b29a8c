"""Bytes as people have them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.diagnostics import Diagnostic
from rulebook.language.parser import parse
from rulebook.language.reading import name_in_one_form, read_bytes

TEXT = "规则 住院 inpatient “城乡居民医保住院待遇”\n    施行 自 2025-01-01\n    支付 = 费用 × 92%\n"


def _only(data: bytes) -> Diagnostic:
    text, found = read_bytes(data, "a/住院.rule")
    assert text is None
    (diagnostic,) = found
    assert diagnostic.line >= 1
    assert diagnostic.column >= 1
    assert diagnostic.sentence("zh")
    assert diagnostic.advice("en")
    return diagnostic


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_utf8_is_read(mark: bytes, ending: str) -> None:
    assert read_bytes(mark + TEXT.replace("\n", ending).encode(), "a") == (TEXT, ())


def test_nothing_is_a_text() -> None:
    assert read_bytes(b"", "a") == ("", ())


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "gb2312"])
def test_chinese_encodings_are_named(encoding: str) -> None:
    found = _only(TEXT.encode(encoding))
    assert found.code == "RB1001"
    assert "GB18030" in found.sentence("zh")
    assert 'iconv -f GB18030 -t UTF-8 "a/住院.rule"' in found.advice("zh")
    assert "GetEncoding('gb18030')" in found.advice("en")
    assert '"a/住院.rule.new"' in found.advice("zh")
    assert "PowerShell" in found.advice("zh") and "PowerShell" in found.advice("en")


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-16", "UTF-16"), ("utf-16-le", "UTF-16LE"), ("utf-16-be", "UTF-16BE"),
     ("utf-32", "UTF-32")],
)  # fmt: skip
def test_wide_encodings_are_named(encoding: str, named: str) -> None:
    found = _only(TEXT.encode(encoding))
    assert found.code == "RB1002"
    assert f"iconv -f {named} " in found.advice("en")


def test_a_damaged_byte_has_its_place() -> None:
    data = TEXT.encode()
    at = data.index("费用".encode()) + 1
    found = _only(data[:at] + b"\xff" + data[at + 1 :])
    assert (found.code, found.line, found.column) == ("RB1003", 3, 10)
    assert "0xE8" in found.sentence("en")
    assert "支付 =" in found.sentence("en")


def test_a_byte_cut_off_at_the_end() -> None:
    assert _only(TEXT.encode()[:-2].removesuffix(b"%") + "费".encode()[:2]).code == "RB1003"


def test_a_nul_byte_has_its_place() -> None:
    found = _only(TEXT.replace("费用", "费\0用").encode())
    assert (found.code, found.line, found.column) == ("RB1004", 3, 11)


def test_size() -> None:
    assert read_bytes(b"#" * 100_000, "a")[1] == ()
    assert _only(b"#" * 100_001).code == "RB1005"
    assert _only(b"#" * 1_000_000).code == "RB1005"


def test_names_that_macos_took_apart() -> None:
    assert name_in_one_form("cafe\u0301.rule") == "caf\u00e9.rule"


@given(st.binary(max_size=300))
def test_any_bytes_give_a_text_or_a_sentence(data: bytes) -> None:
    text, found = read_bytes(data, "a")
    if text is None:
        assert found
        assert _only(data).code
    else:
        for each in parse(text, "a")[1]:
            assert each.line >= 1
            assert each.column >= 1
