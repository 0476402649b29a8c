"""The shell around the pages: MkDocs with the Material theme, set up to work without a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from rulebook.browser import script_text

_HERE = Path(__file__).resolve().parent
_WORKER = "assets/iframe-worker.js"
_SEARCH = "assets/search.js"
_PRINTING = "assets/printing.js"
_STYLE = "assets/book.css"
_CALCULATOR = "assets/calculator.js"
_FILTER = "assets/filter.js"
_EVALUATOR = "assets/rulebook.js"
_FILES = {
    _WORKER: _HERE / "vendor" / "iframe-worker" / "iframe-worker.js",
    "assets/iframe-worker.LICENSE.txt": _HERE / "vendor" / "iframe-worker" / "LICENSE",
    _SEARCH: _HERE / "assets" / "search.js",
    _PRINTING: _HERE / "assets" / "printing.js",
    _STYLE: _HERE / "assets" / "book.css",
    _FILTER: _HERE / "assets" / "filter.js",
    _CALCULATOR: _HERE / "assets" / "calculator.js",
}

# With the default separator ids, document numbers and amounts are not found. A full stop splits
# only where no digit follows, so that 1.8万元 stays whole.
SEPARATOR = r"[\s\u200b\u3000\-_，。、；：！？（）〔〕《》,]+|\.(?!\d)"

Nav = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Built:
    """What MkDocs said: its warnings, and whether it came to an end."""

    done: bool
    warnings: tuple[str, ...]


def write_shell(folder: Path, site_name: str, description: str, nav: Nav) -> Path:
    """Write the configuration beside ``pages/`` in ``folder``, and the assets among the pages."""
    for name, source in _FILES.items():
        target = folder / "pages" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    (folder / "pages" / _EVALUATOR).write_text(script_text(), encoding="utf-8", newline="\n")
    config = folder / "mkdocs.yml"
    text = yaml.safe_dump(
        configuration(site_name, description, nav), allow_unicode=True, sort_keys=False
    )
    config.write_text(text, encoding="utf-8")
    return config


def configuration(site_name: str, description: str, nav: Nav) -> dict[str, Any]:
    """The configuration of MkDocs: no hook, no plugin of ours; a successor reads the same tree."""
    return {
        "site_name": site_name,
        "site_description": description,
        "docs_dir": "pages",
        "site_dir": "html",
        "use_directory_urls": False,
        "theme": _theme(),
        # The offline plugin takes this copy of the shim instead of one from a public CDN. What is
        # here is read before the theme's own script, which makes the search.
        "extra": {"polyfills": [_WORKER, _SEARCH, _PRINTING], "generator": False},
        "extra_css": [_STYLE],
        "plugins": [
            {"search": {"lang": ["zh"], "pipeline": [], "separator": SEPARATOR}},
            "offline",
        ],
        "markdown_extensions": [
            "attr_list",
            "admonition",
            "def_list",
            "footnotes",
            "md_in_html",
            "tables",
            {"toc": {"permalink": "¶", "permalink_title": "本节链接", "toc_depth": 3}},
            {"pymdownx.highlight": {"use_pygments": True, "anchor_linenums": True}},
            "pymdownx.superfences",
            "pymdownx.details",
            {"pymdownx.tabbed": {"alternate_style": True}},
        ],
        "validation": {
            "nav": {"omitted_files": "ignore", "not_found": "warn", "absolute_links": "warn"},
            "links": {
                "not_found": "warn",
                "anchors": "warn",
                "absolute_links": "warn",
                # The built pages are checked by ``linkcheck``, which sees every link.
                "unrecognized_links": "ignore",
            },
        },
        "nav": list(nav),
    }


def _theme() -> dict[str, Any]:
    def palette(scheme: str, media: str, icon: str, name: str) -> dict[str, Any]:
        return {
            "scheme": scheme,
            "primary": "indigo",
            "accent": "indigo",
            "media": media,
            "toggle": {"icon": icon, "name": name},
        }

    return {
        "name": "material",
        "language": "zh",
        "font": False,
        "icon": {"logo": "material/scale-balance"},
        "palette": [
            palette("default", "(prefers-color-scheme: light)", "material/weather-night", "深色"),
            palette("slate", "(prefers-color-scheme: dark)", "material/weather-sunny", "浅色"),
        ],
        "features": [
            "navigation.indexes",
            "navigation.path",
            "navigation.prune",
            "navigation.top",
            "toc.follow",
            "search.highlight",
            "content.code.copy",
            "content.tabs.link",
        ],
    }


def run_mkdocs(folder: Path) -> Built:
    """Build ``folder/html``; every warning counts against it."""
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONUTF8": "1",
        # jieba keeps a cache under a fixed name in the temporary folder: give it one of its own.
        "TMPDIR": str(folder),
        "TEMP": str(folder),
        "TMP": str(folder),
    }
    done = subprocess.run(
        # Not --quiet: it would hide warnings from --strict as well.
        [sys.executable, "-P", "-m", "mkdocs", "build", "--strict"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    lines = [line.strip() for line in (done.stderr + done.stdout).splitlines() if line.strip()]
    warnings = [_without_level(line) for line in lines if _is_warning(line)]
    if done.returncode and not warnings:
        warnings = lines[-1:] or [f"exit code {done.returncode}"]
    return Built(done.returncode == 0, tuple(warnings))


def _is_warning(line: str) -> bool:
    return line.startswith(("WARNING", "ERROR"))


def _without_level(line: str) -> str:
    return line.split("-", 1)[-1].strip()
