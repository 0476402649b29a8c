"""Damaged rule files, all the way: read, typed, linked, and answered where something still does.

``python -m tests.meaning.damage 100000`` damages as many files and says what it met; a second
number is where to begin. What goes wrong is printed with its text, and the run ends with an error.
"""

from __future__ import annotations

import random
import re
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from rulebook.book.loading import load
from rulebook.book.model import BookContents
from rulebook.diagnostics import Diagnostic
from rulebook.pipeline import Built, build_from
from tests.evaluators import EVALUATORS
from tests.language.texts import parts
from tests.meaning.books import BOOK, HERE, contents_of, rule_files, with_adopted
from tests.meaning.trial.homes import HOMES

RULES = HERE.parents[1] / "rules"
SECONDS = 10
"""No damaged file may take longer than this."""

_PIECES = re.compile(r"\w+|[^\w\s]|\s+")


@dataclass(frozen=True, slots=True)
class Sample:
    """A sound text and the book that it belongs to."""

    name: str
    text: str
    contents: BookContents
    homes: tuple[tuple[str, str], ...] = ()

    def built(self, text: str) -> Built:
        """Every stage of the book with another text in its place."""
        contents = with_adopted(self.contents, text)
        return build_from(replace(contents, rules=rule_files(text, dict(self.homes))))


@cache
def samples(trial: Path | None = None) -> tuple[Sample, ...]:
    """All rule files: those of the tests, of the book, and the trial provisions where they are."""
    small = contents_of(BOOK)
    found = [
        Sample(path.name, parts(path)[0], small)
        for folder in ("good", "bad")
        for path in sorted((HERE / folder).glob("*.rule"))
    ]
    contents, _ = load(RULES)
    assert contents is not None
    book = replace(contents, rules=())
    for path in sorted(RULES.glob("*/*/*.rule")):
        home = path.relative_to(RULES).with_suffix("").as_posix()
        text = f"# 位置 {home}\n" + path.read_text(encoding="utf-8")
        found.append(Sample(path.name, text, book))
    if trial is not None and trial.is_file():
        homes = tuple(HOMES.items())
        place = contents_of(HERE / "trial" / "book")
        found += [
            Sample(f"trial {number}", text, place, homes)
            for number, text in enumerate(trial.read_text(encoding="utf-8").split("\n\n# ("))
        ]
    return tuple(found)


def damaged(text: str, chance: random.Random, pool: tuple[Sample, ...]) -> str:
    """The text with one to four things wrong."""
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
        text = _DAMAGES[chance.randrange(len(_DAMAGES))](text, chance, pool)
    return text


def _drop(text: str, chance: random.Random, _: tuple[Sample, ...]) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + text[at + 1 :]


def _double(text: str, chance: random.Random, _: tuple[Sample, ...]) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + text[at : at + 1] * 2 + text[at + 1 :]


def _swap(text: str, chance: random.Random, _: tuple[Sample, ...]) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def _cut(text: str, chance: random.Random, _: tuple[Sample, ...]) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
    return "\n".join(lines)


def _move(text: str, chance: random.Random, _: tuple[Sample, ...]) -> str:
    lines = text.split("\n")
    lines.insert(chance.randrange(len(lines)), lines.pop(chance.randrange(len(lines))))
    return "\n".join(lines)


def _lose(text: str, chance: random.Random, _: tuple[Sample, ...]) -> str:
    lines = text.split("\n")
    del lines[chance.randrange(len(lines))]
    return "\n".join(lines)


def _word(text: str, chance: random.Random, pool: tuple[Sample, ...]) -> str:
    """A word in another's place: most of these can be read, and reach the later stages."""
    other = _PIECES.findall(pool[chance.randrange(len(pool))].text) or [" "]
    words = _PIECES.findall(text) or [" "]
    at = chance.randrange(len(words))
    words[at] = chance.choice(other)
    return "".join(words)


def _own_word(text: str, chance: random.Random, _: tuple[Sample, ...]) -> str:
    """One of the text's own words in another's place."""
    words = _PIECES.findall(text) or [" "]
    named = [at for at, word in enumerate(words) if word.strip()]
    if named:
        words[chance.choice(named)] = words[chance.choice(named)]
    return "".join(words)


_DAMAGES = (_drop, _double, _swap, _cut, _move, _lose, _word, *[_own_word] * 5)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in what takes longer, in processor time: a busy machine is no hang."""

    def late(_signal: int, _frame: object) -> None:
        raise TimeoutError(f"longer than {seconds} seconds")

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def survive(sample: Sample, text: str) -> Built:
    """Put a damaged text through all stages; what a user may not meet is an AssertionError."""
    with within(SECONDS):
        made = sample.built(text)
        texts = {each.path: each.text.split("\n") for each in made.contents.rules}
        for each in made.diagnostics:
            _placed(each, texts)
        _answered(made)
    return made


def _placed(finding: Diagnostic, texts: dict[str, list[str]]) -> None:
    for span in (finding.span, *(each.span for each in finding.related)):
        lines = texts.get(span.file)
        assert lines is not None, (finding.code, span)
        assert 1 <= span.line <= len(lines), (finding.code, span)
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1, (finding.code, span)
    for lang in ("zh", "en"):
        sentence = finding.sentence(lang)
        assert sentence
        assert "{" not in sentence.replace("`{`", ""), sentence
        finding.advice(lang)


def _answered(made: Built) -> None:
    """What still answers answers alike on every evaluator; they refuse a book refused in part."""
    if made.typed.rules.keys() != made.program.rules.keys():
        return
    for rule in made.program.rules:
        for example in made.typed.rules[rule].examples[:3]:
            arguments = (rule, example.facts, example.day, example.evidence)
            answers = [give(made.typed, *arguments) for give in EVALUATORS.values()]
            assert all(each == answers[0] for each in answers), (rule, example.name, answers)


def run(count: int, first: int, trial: Path | None) -> int:
    """Damage ``count`` files; the number of those that went wrong."""
    pool = samples(trial)
    codes: Counter[str] = Counter()
    wrong = answering = 0
    slowest = 0.0
    began = time.monotonic()
    for seed in range(first, first + count):
        chance = random.Random(seed)
        sample = pool[seed % len(pool)]
        text = damaged(sample.text, chance, pool)
        start = time.process_time()
        try:
            made = survive(sample, text)
        except Exception:
            wrong += 1
            print(f"--- seed {seed}, {sample.name}\n{text}\n{traceback.format_exc()}", flush=True)
            continue
        slowest = max(slowest, time.process_time() - start)
        codes.update({each.code for each in made.diagnostics})
        answering += bool(made.program.rules)
        if (seed - first + 1) % 5000 == 0:
            took = time.monotonic() - began
            print(f"{seed - first + 1} files, {took:.0f} s, {wrong} wrong", flush=True)
    print(f"{count} files: {wrong} wrong, {answering} still answer, slowest {slowest:.2f} s")
    print(f"{len(codes)} codes: " + ", ".join(f"{code} {n}" for code, n in codes.most_common()))
    return wrong


if __name__ == "__main__":
    from tests.meaning.test_trial import TRIAL

    count, first = ([int(each) for each in sys.argv[1:]] + [0])[:2] if sys.argv[1:] else (1000, 0)
    sys.exit(1 if run(count, first, TRIAL) else 0)
