"""What a run did, as it is told: a line for each rule, and a line for each reason of a reject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rulebook.cli.output import say
from rulebook.cli.session import Session
from rulebook.diagnostics import Bilingual

if TYPE_CHECKING:
    from rulebook.batch.jobs import Summary

STATUS_WORDS = {
    "determined": Bilingual("已定", "determined"),
    "undetermined": Bilingual("未定", "undetermined"),
    "not-applicable": Bilingual("不适用", "not applicable"),
    "not-in-force": Bilingual("未施行", "not in force"),
    "rejected": Bilingual("拒收", "rejected"),
}


def say_summary(session: Session, summary: Summary) -> None:
    """Write what a run over one file did."""
    from rulebook.batch.rejects import MEANINGS

    rows, name = f"{summary.rows:,}", summary.file.rpartition("/")[2]
    say(
        session.say(
            f"{name}：{rows} 行，写到 {summary.out}",
            f"{name}: {rows} rows, written to {summary.out}",
        )
    )
    if summary.empty:
        one = summary.empty == 1
        say(
            session.say(
                f"  略过 {summary.empty:,} 个空行",
                f"  {summary.empty:,} empty row{'' if one else 's'} passed over",
            )
        )
    for rule, statuses in summary.statuses.items():
        comma = session.say("，", ", ")
        counted = comma.join(
            f"{STATUS_WORDS[name].text(session.lang)} {count:,}" for name, count in statuses.items()
        )
        say(f"  {rule}  {counted or session.say('没有行', 'no rows')}")
    for told, count in summary.rejected.codes.items():
        code, _, column = told.partition(":")
        meaning = MEANINGS[code].text(session.lang)
        say(f"    {told}  {count:,}  {meaning}" if column else f"    {code}  {count:,}  {meaning}")


def summary_json(summary: Summary) -> dict[str, object]:
    """What a run over one file did, as JSON."""
    return {
        "file": summary.file,
        "out": summary.out,
        "rows": summary.rows,
        "empty_rows": summary.empty,
        "statuses": {rule: dict(counts) for rule, counts in summary.statuses.items()},
        "rejected": {
            "rows": summary.rejected.rows,
            "unreadable_lines": summary.rejected.unreadable,
            "codes": dict(summary.rejected.codes),
        },
    }
