"""The hand-written pages for drafters: what is fenced in them, and how it is run.

=============  ==========================================================================
```rule        whole rules; they are the file of that name in ``docs/guide/book/``
```rule-part   statements of a rule, only parsed
```rule-wrong  definitions put into :data:`FRAME` and checked; what follows is what is said
```rule-right  the same, mended: nothing is said
```json        facts, and ```yaml, lines of a file: as in the file that ``title`` names
```csv         a table that the commands read or wrote, called ``title``: some of its columns
```console     lines with ``$`` are commands run beside the book; the others their output
=============  ==========================================================================

``RENEW=1 pytest tests/docs`` writes the outputs into the pages; the difference is then read.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rulebook.cli.run import run
from rulebook.diagnostics import Language

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
BOOK = DOCS / "guide" / "book"
FOLDERS = ("guide", "language")
DRAFT = "rules/city/benefit-list/draft.rule"
FENCE = re.compile(r"^```([\w-]+)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FRAME: dict[Language, tuple[str, str, str, str]] = {
    "zh": (
        "规则 {zh} {en} “草稿”",
        "依据 示例办法\n    施行 自 2023-01-01",
        "输入",
        "输出 统筹支付",
    ),
    "en": (
        'rule {en} {zh} "a draft"',
        "cite sample_measure\n    in force from 2023-01-01",
        "inputs",
        "outputs pooled_pay",
    ),
}
READ: dict[Language, tuple[str, ...]] = {
    "zh": ("政策范围内费用", "年龄", "医疗机构等级", "险种", "已退休", "住院记录", "入院日期"),
    "en": (
        "in_scope_cost",
        "age",
        "hospital_level",
        "scheme",
        "retired",
        "admissions",
        "admission_date",
    ),
}
"""The facts that a draft lists as its inputs where it reads them."""


@dataclass(frozen=True, slots=True)
class Fenced:
    """A fenced text of a page: its kind, its title, and where it stands."""

    kind: str
    title: str | None
    text: str
    start: int
    end: int


def pages() -> list[Path]:
    """The drafter's pages, in both languages."""
    return [page for folder in FOLDERS for page in sorted((DOCS / folder).rglob("*.md"))]


def language(page: Path) -> Language:
    """A page's language: ``name.en.md`` stands beside ``name.md``."""
    return "en" if page.name.endswith(".en.md") else "zh"


def fenced(text: str) -> list[Fenced]:
    """Everything fenced on a page, in order."""
    return [
        Fenced(match[1], match[2], match[3], match.start(3), match.end(3))
        for match in FENCE.finditer(text)
    ]


def of_kind(page: Path, kind: str) -> list[Fenced]:
    """The fenced texts of one kind."""
    return [each for each in fenced(page.read_text("utf-8")) if each.kind == kind]


def rule_files() -> list[Path]:
    """The rule files of the guide's book."""
    return sorted(BOOK.rglob("*.rule"))


def file_of(text: str) -> Path:
    """The file of the guide's book that holds this rule, by its id and its place's sources."""
    ids = [word.replace("_", "-") for word in text.splitlines()[0].split()[1:3]]
    place = "province" if re.search("sample_order|示例省办法", text) else "city"
    (found,) = (
        each for each in rule_files() if each.stem in ids and place in each.relative_to(BOOK).parts
    )
    return found


def draft(fragment: str, lang: Language, number: str = "") -> str:
    """A whole rule around definitions; a fragment that lists its inputs keeps them."""
    head, grounds, inputs, outputs = FRAME[lang]
    head = head.format(zh=f"草稿{number}", en=f"draft{number}")
    mark = "、" if lang == "zh" else ", "
    read = [name for name in READ[lang] if re.search(rf"(?<!\w){name}(?!\w)", fragment)]
    lines = [head, f"    {grounds}"]
    if read and not re.search(rf"^{inputs}", fragment, re.MULTILINE):
        lines.append(f"    {inputs} {mark.join(read)}")
    lines += [f"    {line}" for line in fragment.rstrip("\n").split("\n")]
    return "\n".join([*lines, f"    {outputs}", ""])


# ---- commands


def session(text: str, lang: Language) -> list[tuple[str, str]]:
    """The commands of a console text, each with what they write, run where the process is."""
    return [(command, output(command, lang)) for command in commands(text)]


def commands(text: str) -> list[str]:
    """The lines that begin with ``$``."""
    return [line[2:] for line in text.splitlines() if line.startswith("$ ")]


def written(said: list[tuple[str, str]]) -> str:
    """Commands and what they wrote, as a page shows them."""
    return "".join(f"$ {command}\n{text}" for command, text in said)


def output(command: str, lang: Language) -> str:
    """What a command writes on both streams; only ``rulebook`` is run."""
    program, *arguments = shlex.split(command)
    assert program == "rulebook", command
    stream = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n")
    with _instead(stream, lang):
        run(arguments)
    stream.flush()
    stream.seek(0)
    lines = [line.rstrip() for line in stream.read().splitlines()]
    return "".join(f"{line}\n" for line in lines)


@contextmanager
def _instead(stream: io.TextIOWrapper, lang: Language) -> Iterator[None]:
    kept = sys.stdout, sys.stderr, os.environ.get("RULEBOOK_LANG")
    sys.stdout = sys.stderr = stream
    os.environ["RULEBOOK_LANG"] = lang
    try:
        yield
    finally:
        sys.stdout, sys.stderr = kept[0], kept[1]
        if kept[2] is None:
            del os.environ["RULEBOOK_LANG"]
        else:
            os.environ["RULEBOOK_LANG"] = kept[2]
