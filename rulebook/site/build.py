"""The whole way from a book to its site: view → pages → MkDocs → checked → put in place."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rulebook.diagnostics import NOWHERE, Bilingual, Diagnostic, Span, finding, has_errors
from rulebook.diagnostics.mistakes import mistakes
from rulebook.resources import docs_folder
from rulebook.site.contents import generated_pages
from rulebook.site.handwritten import Written, copied, written_files
from rulebook.site.late import put_in, taken_out
from rulebook.site.linkcheck import check_site
from rulebook.site.nav import navigation
from rulebook.site.page import SitePage
from rulebook.site.pages.overview import BOOK_TITLE
from rulebook.site.searching import lighten
from rulebook.site.shell import run_mkdocs, write_shell
from rulebook.site.view import View

MARK = "rulebook-site.json"
"""Every site carries this file; a folder without it is never replaced."""

Progress = Callable[[Bilingual], None]
_MAKING = Bilingual("正在写页面", "writing pages")
_BUILDING = Bilingual("正在生成网页", "building the site")
_CHECKING = Bilingual("正在检查链接", "checking links")


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What was built: where, how many pages, and how many links were followed."""

    folder: Path
    pages: int
    links: int


def build_view(
    view: View,
    out: Path,
    *,
    docs: Path | None = None,
    progress: Progress | None = None,
) -> tuple[SiteReport, tuple[Diagnostic, ...]]:
    """Build the site of a book's view into ``out``; on any error the old site stays as it is."""
    say = progress or (lambda _: None)
    nothing = SiteReport(out, 0, 0)
    found = [*view.findings, *_occupied(out)]
    if has_errors(found):
        return nothing, tuple(found)
    out.parent.mkdir(parents=True, exist_ok=True)
    with _workshop(out) as workshop:
        say(_MAKING)
        written = written_files(docs or docs_folder())
        pages = list(generated_pages(view, mistakes()))
        found += _clashes(pages, written)
        if not has_errors(found):
            late = _write(workshop / "pages", pages, written)
            write_shell(workshop, BOOK_TITLE.zh, pages[0].description, navigation(view, written))
            say(_BUILDING)
            built = run_mkdocs(workshop)
            found += [finding("RB9506", NOWHERE, said=each) for each in built.warnings]
        if has_errors(found):
            return nothing, tuple(found)
        put_in(workshop / "html", late)
        lighten(workshop / "html", view)
        _tidy(workshop / "html")
        say(_CHECKING)
        checked, broken = check_site(workshop / "html")
        found += broken
        if has_errors(found):
            return nothing, tuple(found)
        _sign(workshop / "html", view, checked.pages)
        _put_in_place(workshop, out)
    return SiteReport(out, checked.pages, checked.links), tuple(found)


def _occupied(out: Path) -> list[Diagnostic]:
    """Whether ``out`` holds something that is not a site of ours."""
    if not out.exists() or (out.is_dir() and ((out / MARK).is_file() or not any(out.iterdir()))):
        return []
    return [finding("RB9505", NOWHERE, folder=out.as_posix())]


@contextmanager
def _workshop(out: Path) -> Iterator[Path]:
    """A folder beside ``out``, on the same disk, that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _clashes(pages: list[SitePage], written: list[Written]) -> list[Diagnostic]:
    generated = {each.path for each in pages}
    return [
        finding("RB9507", Span.point(each.path), page=each.path)
        for each in written
        if each.path in generated
    ]


def _write(folder: Path, pages: list[SitePage], written: list[Written]) -> dict[str, list[str]]:
    """Write the pages without what is put in late, which is given back by page."""
    late: dict[str, list[str]] = {}
    for file in written:
        copied(file, folder / file.path)
    for page in pages:
        target = folder / page.path
        target.parent.mkdir(parents=True, exist_ok=True)
        text, late[page.path] = taken_out(page.markdown())
        target.write_text(text, encoding="utf-8", newline="\n")
    return late


def _tidy(folder: Path) -> None:
    """Take out what only a server at a known address could use."""
    for name in ("404.html", "sitemap.xml", "sitemap.xml.gz"):
        (folder / name).unlink(missing_ok=True)


def _sign(folder: Path, view: View, pages: int) -> None:
    edition = view.contents.edition
    mark = {"edition": edition.id, "rulebook": view.contents.digest, "pages": pages}
    (folder / MARK).write_text(json.dumps(mark, indent=2) + "\n", encoding="utf-8")


def _put_in_place(workshop: Path, out: Path) -> None:
    """Swap the new site in; the old one goes only when the new one is there."""
    old = workshop / "old"
    if out.exists():
        out.rename(old)
    try:
        (workshop / "html").rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
