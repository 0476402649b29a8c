"""A compiled book that is kept: the same book, at once; and compiled wherever that is not sure."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import is_dataclass
from pathlib import Path
from shutil import copytree
from types import ModuleType
from typing import Any

import pytest

from rulebook import Book, BrokenBook, open_book
from rulebook.book.model import BookContents
from rulebook.meaning import program, typed
from rulebook.pipeline import build
from rulebook.stored import codec, keeping, opening
from rulebook.stored.book import Stored
from rulebook.stored.files import cache_folder, file_for
from rulebook.stored.keeping import before, compiled, keep
from rulebook.stored.opening import last_kept, unchanged

ROOT = Path(__file__).parents[2]
RULE = "city/benefit-list/settlement"
FACTS = {
    "level": "tertiary",
    "status": "poor",
    "retired": False,
    "admission": 1,
    "cost": "80900",
    "pooled_to_date": 0,
    "burden_to_date": 0,
    "assisted_to_date": 0,
}


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("RULEBOOK_CACHE", str(folder))
    return folder


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return copytree(ROOT / "benchmarks" / "rules", tmp_path / "book")


def from_cache(book: Book) -> bool:
    return isinstance(book._built, Stored) and book._built.compiled is None


def opened(folder: Path) -> Stored | None:
    return unchanged(folder, last_kept(folder))


def own_pay(book: Book) -> str:
    return str(book.decide(RULE, FACTS, "2026-01-01").results["own_pay"].value)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


# ---- the same book


def test_everything_comes_back(kept: Path) -> None:
    folder = ROOT / "rules"
    built, _ = build(folder)
    assert built is not None
    compiled(folder, None)
    stored = opened(folder)
    assert stored is not None
    assert dict(stored.typed.rules) == dict(built.typed.rules)
    assert stored.trees == built.trees
    assert stored.diagnostics == built.diagnostics
    assert dict(stored.program.rules) == dict(built.program.rules)
    assert dict(stored.program.facts) == dict(built.program.facts)
    assert dict(stored.program.figures) == dict(built.program.figures)
    assert stored.program.enumerations == built.program.enumerations
    mine, its = plain(stored.contents), plain(built.contents)
    assert mine.keys() == its.keys()
    for name in its:
        assert mine[name] == its[name], name


def plain(contents: BookContents) -> dict[str, Any]:
    """What a book holds, lazily or not."""
    fields = {name: getattr(contents, name) for name in contents.__dataclass_fields__}
    words = fields.pop("vocabulary")
    fields |= {name: getattr(words, name) for name in words.__dataclass_fields__}
    return {
        name: dict(value)
        if isinstance(value, Mapping)
        else tuple(value)
        if name == "rules"
        else value
        for name, value in fields.items()
    }


def test_answers_are_the_same(kept: Path, book: Path) -> None:
    compiled, stored = open_book(book), open_book(book)
    assert (from_cache(compiled), from_cache(stored)) == (False, True)
    assert stored.rules.keys() == compiled.rules.keys()
    for id_, info in compiled.rules.items():
        assert stored.rules[id_].heading == info.heading
        assert stored.rules[id_].examples == info.examples
    asked = (RULE, FACTS, "2026-01-01")
    assert stored.decide(*asked).to_json() == compiled.decide(*asked).to_json()
    assert stored.decide(*asked).explain() == compiled.decide(*asked).explain()
    assert stored.run_examples().passed == compiled.run_examples().passed > 0
    assert stored.check() == compiled.check() == []


def test_a_book_with_errors(kept: Path, book: Path) -> None:
    (book / "city" / "benefit-list" / "broken.rule").write_text("规则 坏 broken\n", "utf-8")
    compiled, stored = open_book(book), open_book(book)
    assert from_cache(stored)
    assert stored.broken == compiled.broken == ("city/benefit-list/broken",)
    assert stored.check() == compiled.check() != []
    with pytest.raises(BrokenBook):
        stored.decide("city/benefit-list/broken", {})
    assert own_pay(stored) == "1942.50"


@pytest.mark.parametrize("module", [program, typed])
def test_every_node_can_be_kept(module: ModuleType) -> None:
    known = {name for of, name in codec.names() if of == module.__name__}
    made = {
        name for name, each in vars(module).items() if isinstance(each, type) and is_dataclass(each)
    }
    assert made - known <= {"Program", "TypedBook"}


def test_what_is_written_does_not_hang_on_the_order_of_sets(tmp_path: Path, book: Path) -> None:
    written = []
    for seed in ("1", "2"):
        cache = tmp_path / seed
        environment = {**os.environ, "RULEBOOK_CACHE": str(cache), "PYTHONHASHSEED": seed}
        code = "import sys, rulebook; rulebook.open_book(sys.argv[1])"
        for folder in (book, ROOT / "rules"):
            command = [sys.executable, "-c", code, str(folder)]
            subprocess.run(command, check=True, env=environment, cwd=ROOT)
        written.append([each.read_bytes() for each in sorted(cache.iterdir())])
    assert len(written[0]) == 2
    assert written[0] == written[1]


# ---- changes


CHANGES: dict[str, Callable[[Path], object]] = {
    "rule": lambda book: change(book / f"{RULE}.rule", "| 低保对象 | 75%", "| 低保对象 | 80%"),
    "figure": lambda book: change(book / "city/figures.yaml", "30万元", "6万元"),
    "new file": lambda book: (book / "city" / "note.txt").write_text("x"),
    "vocabulary": lambda book: change(book / "vocabulary.yaml", "个人负担", "个人应付"),
    "gone": lambda book: (book / f"{RULE}.rule").unlink(),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_seen(what: str, kept: Path, book: Path) -> None:
    open_book(book)
    assert from_cache(open_book(book))
    CHANGES[what](book)
    changed = open_book(book)
    assert not from_cache(changed)
    fresh = open_book(book, cache=False)
    assert changed.rules.keys() == fresh.rules.keys()
    if RULE in fresh.rules:
        facts = {**FACTS, "cost": "500000"}
        answers = [each.decide(RULE, facts, "2026-01-01").to_json() for each in (changed, fresh)]
        assert answers[0] == answers[1]
        assert from_cache(open_book(book))


def test_a_change_below_is_seen(kept: Path, book: Path, tmp_path: Path) -> None:
    upper = tmp_path / "upper"
    upper.mkdir()
    text = (book / "book.yaml").read_text("utf-8")
    (upper / "book.yaml").write_text(text + "extends: ../book\n", "utf-8")
    assert own_pay(open_book(upper)) == "1942.50"
    assert from_cache(open_book(upper))
    CHANGES["rule"](book)
    changed = open_book(upper)
    assert not from_cache(changed)
    assert own_pay(changed) == "1554.00"
    moved = book.rename(tmp_path / "elsewhere")
    with pytest.raises(BrokenBook):
        open_book(upper)
    assert moved.exists()


def test_our_own_code_counts(kept: Path, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_book(book)
    for module in (opening, keeping):
        monkeypatch.setattr(module, "code_key", lambda: "another version")
    assert not isinstance(open_book(book)._built, Stored)
    assert from_cache(open_book(book))


def test_a_book_stays_what_it_was_when_it_was_opened(kept: Path, book: Path) -> None:
    open_book(book)
    stored = open_book(book)
    (book / f"{RULE}.rule").write_text("规则 坏 broken\n", "utf-8")
    assert own_pay(stored) == "1942.50"
    assert stored.check() == []
    assert stored.run_examples().passed > 0


def test_a_file_changed_while_compiling_is_not_kept(kept: Path, book: Path) -> None:
    open_book(book)
    now, last = before(book), last_kept(book)
    assert now is not None and last is not None
    CHANGES["rule"](book)
    assert not keep(book, last, now)
    assert opened(book) is None


# ---- files that are no good


def garble(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-20] ^= 1
    path.write_bytes(bytes(data))


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def other_format(path: Path) -> None:
    head, _, rest = path.read_bytes().partition(b"\n")
    told = json.dumps({**json.loads(head), "format": "rulebook/compiled/1"})
    path.write_bytes(told.encode() + b"\n" + rest)


def less_in_the_head(path: Path) -> None:
    first, head, rest = path.read_bytes().split(b"\n", 2)
    told = {name: value for name, value in json.loads(head).items() if name != "folders"}
    path.write_bytes(b"\n".join((first, json.dumps(told).encode(), rest)))


SPOILT: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-100]),
    "no json": lambda path: path.write_bytes(b"\x80\x04\x95 not json\n"),
    "deep json": lambda path: path.write_bytes(b"[" * 100_000),
    "a list": lambda path: path.write_bytes(b"[]\n"),
    "garbled": garble,
    "other format": other_format,
    "less in the head": less_in_the_head,
    "a folder": a_folder,
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_file_is_compiled_over(how: str, kept: Path, book: Path) -> None:
    open_book(book)
    path = file_for(book)
    assert path is not None
    SPOILT[how](path)
    again = open_book(book)
    assert not from_cache(again)
    assert own_pay(again) == "1942.50"
    assert from_cache(open_book(book)) == (how != "a folder")


def test_the_file_of_another_book(kept: Path, book: Path, tmp_path: Path) -> None:
    other = copytree(book, tmp_path / "other")
    CHANGES["rule"](other)
    open_book(book)
    open_book(other)
    mine, its = file_for(book), file_for(other)
    assert mine is not None and its is not None
    mine.write_bytes(its.read_bytes())
    assert own_pay(open_book(book)) == "1942.50"


def test_nowhere_to_write(book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("x")
    monkeypatch.setenv("RULEBOOK_CACHE", str(in_the_way))
    for _ in range(2):
        assert own_pay(open_book(book)) == "1942.50"
    assert in_the_way.read_text() == "x"


def test_links_to_folders_are_not_kept(kept: Path, book: Path, tmp_path: Path) -> None:
    (book / "city").rename(tmp_path / "city")
    (book / "city").symlink_to(tmp_path / "city", target_is_directory=True)
    for _ in range(2):
        linked = open_book(book)
        assert not from_cache(linked)
        assert own_pay(linked) == "1942.50"


def test_many_at_once(kept: Path, book: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(lambda _: own_pay(open_book(book)), range(24)))
    assert answers == {"1942.50"}
    assert from_cache(open_book(book))
    assert [each.suffix for each in kept.iterdir()] == [".json"]


# ---- where it lies


def test_it_can_be_switched_off(book: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_book(book, cache=False)
    assert not kept.exists()
    monkeypatch.setenv("RULEBOOK_CACHE", "off")
    open_book(book)
    assert cache_folder() is None
    assert not kept.exists()


def test_where_it_lies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("RULEBOOK_CACHE")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "rulebook"
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder() == tmp_path / ".cache" / "rulebook"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert cache_folder() == tmp_path / "Library" / "Caches" / "rulebook"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert cache_folder() == tmp_path / "rulebook" / "cache"


def test_opening_from_the_cache_loads_no_compiler(kept: Path, book: Path) -> None:
    open_book(book)
    code = """
import sys, rulebook
book = rulebook.open_book(sys.argv[1])
assert list(book.rules) == [sys.argv[2]]
heavy = {"lark", "yaml", "jsonschema", "rulebook.pipeline", "rulebook.language.tree"}
print(sorted(heavy & sys.modules.keys()))
"""
    command = [sys.executable, "-c", code, str(book), RULE]
    told = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True).stdout
    assert told.strip() == "[]"
