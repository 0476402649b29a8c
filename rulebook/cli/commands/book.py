"""``rulebook book``: builds the book as a site."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import click

from rulebook.cli.group import subcommand
from rulebook.cli.output import say, working
from rulebook.cli.session import Session
from rulebook.cli.speech import pick
from rulebook.cli.usage import wrong_usage
from rulebook.diagnostics import Language, has_errors

_NEEDED = {"mkdocs": "mkdocs", "material": "mkdocs-material", "jieba": "jieba"}


def command(lang: Language) -> click.Command:
    """The command, speaking ``lang``."""
    return subcommand(
        "book",
        lang,
        build,
        [
            click.Option(
                ["--out"],
                type=Path,
                default="site",
                metavar="DIR",
                help=pick(lang, "网站放在哪个文件夹，默认 site", "the folder; site if left out"),
            )
        ],
        help=("生成规则书网站，不联网也能看", "Build the book as a site that works offline"),
    )


def build(session: Session, out: Path) -> int:
    """Build the site into ``out`` and say how to open it; 1 where it could not be built."""
    missing = [name for module, name in _NEEDED.items() if find_spec(module) is None]
    if missing:
        raise wrong_usage("RB9014", missing=", ".join(missing), python=Path(sys.executable).name)
    from rulebook.site import build as build_site

    book = session.open()
    with working(session.say("正在生成网站", "building the site")) as update:
        report, found = build_site(book, out, progress=lambda step: update(step.text(session.lang)))
    session.show(found)
    if has_errors(found):
        return 1
    page = (report.folder / "index.html").resolve()
    say(
        session.say(
            f"网站已生成，共 {report.pages} 页；用浏览器打开 {page}",
            f"the site is built, {report.pages} pages; open {page} in a browser",
        )
    )
    return 0
