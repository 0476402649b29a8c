"""A site is whole or not there: what stops a build, and what it leaves alone."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
import yaml

from rulebook import open_book
from rulebook.site import build, shell
from rulebook.site.build import MARK, build_view
from rulebook.site.pages import errors
from rulebook.site.shell import configuration, run_mkdocs
from rulebook.site.view import View
from tests.site.conftest import RICH

VENDOR = Path(shell.__file__).parent / "vendor"


def test_the_site_is_signed_and_alone(site: Path, view: View) -> None:
    mark = json.loads((site / MARK).read_text(encoding="utf-8"))
    assert mark["edition"] == view.contents.edition.id
    assert mark["rulebook"] == view.contents.digest
    assert [each.name for each in site.parent.iterdir()] == [site.name]
    assert not list(site.rglob("404.html"))


def test_a_failing_example_stops_the_build(tmp_path: Path) -> None:
    book = shutil.copytree(RICH, tmp_path / "rules")
    rule = book / "city" / "benefit-list" / "stay.rule"
    text = rule.read_text(encoding="utf-8")
    assert text.count("得 支付 = 50元") == 1
    rule.write_text(text.replace("得 支付 = 50元", "得 支付 = 51元"), encoding="utf-8")
    out = tmp_path / "site"
    report, found = build(open_book(book), out)
    (failing,) = [each for each in found if each.severity == "error"]
    assert failing.code == "RB9501"
    assert failing.file == "city/benefit-list/stay.rule"
    assert "旧版" in failing.message
    assert "51" in failing.hint
    assert "50" in failing.advice("en")
    assert report.pages == 0
    assert not out.exists()


def test_a_broken_link_leaves_the_old_site(
    tmp_path: Path, rich: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The pages of codes are most of the site, and take most of the time.
    monkeypatch.setattr(errors, "entries", dict)
    docs, out = tmp_path / "docs", tmp_path / "site"
    docs.mkdir()
    (docs / "reader-guide.md").write_text('# 指南\n\n<a href="gone.html">x</a>\n', encoding="utf-8")
    out.mkdir()
    (out / MARK).write_text("{}", encoding="utf-8")
    (out / "index.html").write_text("old", encoding="utf-8")
    _, found = build_view(rich, out, docs=docs)
    assert [(each.code, each.file) for each in found] == [("RB9502", "reader-guide.html")]
    assert (out / "index.html").read_text(encoding="utf-8") == "old"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["docs", "site"]


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path, view: View) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    _, found = build_view(view, tmp_path)
    assert [each.code for each in found] == ["RB9505"]
    assert [each.name for each in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_is_no_folder(tmp_path: Path, view: View) -> None:
    (tmp_path / "site").write_text("dear", encoding="utf-8")
    _, found = build_view(view, tmp_path / "site")
    assert [each.code for each in found] == ["RB9505"]


def test_a_page_written_by_hand_takes_no_generated_name(tmp_path: Path, rich: View) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "vocabulary.md").write_text("# 词汇\n", encoding="utf-8")
    _, found = build_view(rich, tmp_path / "site", docs=docs)
    assert [(each.code, each.file) for each in found] == [("RB9507", "vocabulary.md")]


def test_warnings_of_the_page_builder_are_findings(tmp_path: Path, view: View) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "index.md").write_text("# x\n\n[y](gone.md)\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\ndocs_dir: pages\n", encoding="utf-8")
    built = run_mkdocs(tmp_path)
    assert not built.done
    assert len(built.warnings) == 1
    assert "gone.md" in built.warnings[0]


def test_no_hook_and_no_plugin_of_ours() -> None:
    config = configuration("x", "y", [])
    assert "hooks" not in config
    assert [p if isinstance(p, str) else next(iter(p)) for p in config["plugins"]] == [
        "search",
        "offline",
    ]


def test_vendored_files_are_what_they_say() -> None:
    listed = yaml.safe_load((VENDOR / "vendored.yaml").read_text(encoding="utf-8"))["files"]
    named = {"vendored.yaml"}
    for each in listed:
        assert each["name"]
        assert each["version"]
        assert each["licence"]
        data = (VENDOR / each["path"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == each["sha256"]
        named |= {each["path"], each["licence_file"]}
    present = {p.relative_to(VENDOR).as_posix() for p in VENDOR.rglob("*") if p.is_file()}
    assert present == named


@pytest.mark.parametrize("name", ["index.html", "reader-guide.html"])
def test_pages_stand_without_scripts(site: Path, name: str) -> None:
    text = (site / name).read_text(encoding="utf-8")
    assert 'lang="zh"' in text
    assert "unpkg" not in text
    assert "fonts.g" not in text
