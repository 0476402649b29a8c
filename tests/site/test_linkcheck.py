from __future__ import annotations

from pathlib import Path

from rulebook.site.linkcheck import check_site


def codes(folder: Path) -> list[tuple[str, str]]:
    _, found = check_site(folder)
    return [(each.code, each.sentence("en")) for each in found]


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_what_is_there_is_found(tmp_path: Path) -> None:
    write(tmp_path, "index.html", '<a href="a/b.html#x">x</a><a href="#y">y</a><p id="y">y</p>')
    write(tmp_path, "a/b.html", '<p id="x"><a href="../index.html">up</a><img src="c.png">')
    write(tmp_path, "a/c.png", "")
    write(tmp_path, "style.css", "p { background: url(a/c.png) } @import 'other.css';")
    write(tmp_path, "other.css", "p { background: url(data:image/png;base64,AA) }")
    write(tmp_path, "c.html", '<a href="https://www.gov.cn/">a link may lead out</a>')
    checked, found = check_site(tmp_path)
    assert not found
    assert (checked.pages, checked.links) == (3, 5)


def test_a_missing_page(tmp_path: Path) -> None:
    write(tmp_path, "index.html", '<p>\n<a href="gone.html">x</a>')
    _, (found,) = check_site(tmp_path)
    assert (found.code, found.file, found.line) == ("RB9502", "index.html", 2)
    assert "gone.html" in found.message


def test_a_missing_anchor(tmp_path: Path) -> None:
    write(tmp_path, "index.html", '<a href="a.html#gone">x</a><a href="#not-here">y</a>')
    write(tmp_path, "a.html", '<p id="there">')
    assert [code for code, _ in codes(tmp_path)] == ["RB9503", "RB9503"]


def test_chinese_anchors_and_names(tmp_path: Path) -> None:
    write(tmp_path, "index.html", '<a href="%E4%B8%8A%E6%B5%B7.html#%E6%9D%A1">x</a>')
    write(tmp_path, "上海.html", '<p id="条">')
    assert codes(tmp_path) == []


def test_an_address_of_a_server_is_no_place_on_a_disk(tmp_path: Path) -> None:
    write(tmp_path, "index.html", '<a href="/index.html">x</a>')
    write(tmp_path, "a/index.html", '<a href="../../index.html">x</a>')
    assert [code for code, _ in codes(tmp_path)] == ["RB9502", "RB9502"]


def test_nothing_is_loaded_from_a_network(tmp_path: Path) -> None:
    write(
        tmp_path,
        "index.html",
        '<script src="https://unpkg.com/x"></script><img srcset="//x.org/a.png 2x, b.png">'
        '<link rel="stylesheet" href="http://x.org/a.css">',
    )
    write(tmp_path, "b.png", "")
    write(tmp_path, "style.css", "@import url('https://fonts.googleapis.com/x');")
    assert [code for code, _ in codes(tmp_path)] == ["RB9504"] * 4
