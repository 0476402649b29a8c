"""A diagnostic as people read it: the caret stands under the text by display width."""

from __future__ import annotations

from rulebook.diagnostics import NOWHERE, Bilingual, Related, Span, finding
from rulebook.diagnostics.render import as_json, render, summary

SOURCE = "规则 甲\n\t起付标准 = 五十元 # 说明\n" + "字" * 200 + "\n"


def shown(span: Span, *related: Related, lang: str = "zh") -> str:
    diagnostic = finding("RB9008", span, *related, message="五十元", help="h")
    return render(diagnostic, "zh" if lang == "zh" else "en", lambda _: SOURCE)


def test_sentence_place_source_caret_and_hint() -> None:
    assert shown(Span("甲.rule", 2, 9, 2, 12)).splitlines() == [
        "错误[RB9008] 用法不对：五十元",
        " --> 甲.rule:2:9",
        "  |",
        "2 |     起付标准 = 五十元 # 说明",
        "  |                ^^^^^^",
        "  = 提示：用法见 `h`",
    ]


def test_in_english() -> None:
    lines = shown(Span("a.rule", 1, 4, 1, 5), lang="en").splitlines()
    assert lines[0] == "error[RB9008] wrong usage: 五十元"
    assert lines[-1] == "  = hint: see `h`"


def test_a_second_place_is_shown_with_its_note() -> None:
    note = Related(Span("甲.rule", 1, 1, 1, 3), Bilingual("先写在这里", "first here"))
    text = shown(Span("甲.rule", 2, 2, 2, 6), note)
    assert "--> 甲.rule:1:1  先写在这里" in text
    assert text.count("^^^^") >= 2


def test_a_long_line_is_cut_around_the_caret() -> None:
    lines = shown(Span("甲.rule", 3, 150, 3, 152)).splitlines()
    assert "…" in lines[3]
    assert len(lines[3]) < 80
    assert lines[4].endswith("^^^^")


def test_what_has_no_place_or_no_source_is_shown_without() -> None:
    assert "-->" not in shown(NOWHERE)
    assert "|" not in shown(Span("甲.rule", 99, 1, 99, 2))
    assert "|" not in shown(Span("甲.rule", 0, 0, 0, 0))


def test_a_span_past_the_end_still_has_a_caret() -> None:
    assert shown(Span("甲.rule", 1, 50, 1, 60)).splitlines()[4].strip("| ") == "^"


def test_a_span_over_several_lines_marks_the_first() -> None:
    assert "^^^^^^^" in shown(Span("甲.rule", 1, 1, 2, 3)).splitlines()[4]


def test_control_characters_do_not_reach_the_terminal() -> None:
    diagnostic = finding("RB9008", Span.point("a"), message="\x1b[31m红\u202e", help="h")
    text = render(diagnostic, "zh", lambda _: "\x1b[2J")
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_json_and_summary() -> None:
    diagnostic = finding("RB9008", Span.point("a.rule", 3, 7), message="x", help="h")
    assert as_json(diagnostic, "en") == {
        "code": "RB9008",
        "severity": "error",
        "file": "a.rule",
        "line": 3,
        "column": 7,
        "message": "wrong usage: x",
        "hint": "see `h`",
    }
    warning = finding("RB9017", NOWHERE, folder="x")
    assert summary([diagnostic, warning, warning], "en") == "1 error, 2 warnings"
    assert summary([], "zh") == "0 个错误，0 个警告"
