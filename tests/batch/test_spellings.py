"""A text in a table means what it means to `decide`: every spelling, read or refused by both."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa
import pytest

from rulebook import Book, FactsError
from rulebook.batch.results import Shown
from tests.answers.giving_back import FACTS, RULE, giving_back
from tests.batch.spellings import SPELLINGS

pytestmark = pytest.mark.filterwarnings("ignore::rulebook.TableWarning")

DAY = "2026-01-01"
OTHER_CODES = {
    ("RB8111", "RB8112"),
    ("RB8125", "RB8109"),
    ("RB8118", "RB8114"),
    *((code, "RB9630") for code in ("RB8113", "RB8114")),
    ("RB8113", "RB8114"),
}
"""Where a table tells another code: a reversal has its own, units of other kinds have not, and of
two things that are wrong either may come first."""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return giving_back(tmp_path_factory.mktemp("book"))


def table() -> pa.Table:
    """A row for each spelling, which gives that fact alone."""
    columns = {
        fact: pa.array([text if fact == each else None for each, text in SPELLINGS], pa.string())
        for fact in FACTS
    }
    return pa.table(columns)


def decided(book: Book, fact: str, raw: object) -> object:
    """What the fact is to `decide`, as a column holds it; the code where it is refused."""
    try:
        decision = book.decide(RULE, {fact: raw}, DAY)
    except FactsError as error:
        return error.diagnostics[0].code
    shown = Shown(book.contents.vocabulary, "id")
    return shown.plain(f"given_{fact}", decision.answer.outcomes[f"given_{fact}"].value)


def test_every_spelling_means_what_it_means_to_decide(book: Book) -> None:
    found = book.decide_table(RULE, table(), DAY).to_pylist()
    seen: Counter[str] = Counter()
    for (fact, text), row in zip(SPELLINGS, found, strict=True):
        want = decided(book, fact, text)
        refused = isinstance(want, str) and want.startswith("RB")
        seen["refused" if refused else "read"] += 1
        if refused:
            code, _, column = (row["reasons"] or "").partition(":")
            assert (row["status"], column) == ("rejected", fact), (fact, text)
            assert code == want or (want, code) in OTHER_CODES, (fact, text)
        else:
            assert row["status"] != "rejected", (fact, text, row["reasons"])
            assert row[f"given_{fact}"] == want, (fact, text)
    assert min(seen.values()) > 100, seen


def test_what_only_tables_say(book: Book) -> None:
    """An empty text is a missing one; a table without truth values has 1 and 0; lists are texts."""
    blanks = ["", "  ", "\u3000", "\u200b\ufeff", None]
    for fact in FACTS:
        given = pa.table({fact: pa.array(blanks, pa.string())})
        found = book.decide_table(RULE, given, DAY).to_pylist()
        assert {each["status"] for each in found} == {"undetermined"}, fact
        assert decided(book, fact, " ") == "RB8108"
    truths = pa.table({"retired": ["1", "0", "１", " 0"]})
    found = book.decide_table(RULE, truths, DAY).to_pylist()
    assert [each["given_retired"] for each in found] == [True, False, True, False]
    lists = pa.table(
        {"measures": ["约谈、培训", "talk; a_plus", " A+ ；约谈", "约谈,培训", "约谈、talk"]}
    )
    found = book.decide_table(RULE, lists, DAY).to_pylist()
    items = [each["given_measures"] and sorted(each["given_measures"]) for each in found]
    assert items == [["talk", "training"], ["a_plus", "talk"], ["a_plus", "talk"], None, None]
    assert [each["reasons"] for each in found[3:]] == ["RB8116:measures", "RB8121:measures"]


def test_fields_of_records_are_read_alike(book: Book) -> None:
    records = [
        [{"day": "2025/9/1", "points": "３分", "scheme": " 居民医保"}, {"points": "4"}],
        [{"day": "2025年9月1日", "points": "5 points", "scheme": "职工医保"}],
        [{"points": "3块"}],
        [{"day": "2025-02-30", "points": "1"}, {"scheme": "居民"}],
        [],
    ]
    fields = ("day", "points", "scheme")
    whole = [[{name: each.get(name) for name in fields} for each in row] for row in records]
    text = pa.struct([(name, pa.string()) for name in fields])
    found = book.decide_table(RULE, pa.table({"events": pa.array(whole, pa.list_(text))}), DAY)
    for given, row in zip(whole, found.to_pylist(), strict=True):
        want = decided(book, "events", given)
        if isinstance(want, str):
            assert row["reasons"].startswith(want), given
        else:
            assert (row["status"], row["given_events"]) == ("undetermined", want), given
