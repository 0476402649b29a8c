"""``rulebook explain``: what a code says and what to do about it, with an example."""

from __future__ import annotations

import re

import click

from rulebook.cli.group import spoken
from rulebook.cli.output import say
from rulebook.cli.speech import pick
from rulebook.cli.usage import wrong_usage
from rulebook.diagnostics import Language
from rulebook.diagnostics.nearest import did_you_mean

_HOLE = re.compile(r"\{\w+\}")


def command(lang: Language) -> click.Command:
    """The command, speaking ``lang``."""

    def callback(codes: tuple[str, ...], book: object) -> int:
        return explain(lang, codes)

    return spoken(
        "explain",
        lang,
        callback,
        [click.Argument(["codes"], nargs=-1, required=True, metavar="CODE...")],
        help=(
            "解释提示的代码，如 RB3001：说的是什么、怎么改、例子",
            "Explain a code such as RB3001: what it says, what to do, an example",
        ),
    )


def explain(lang: Language, codes: tuple[str, ...]) -> int:
    """Write the sentence, the hint and, where there is one, an example of each code."""
    from rulebook.diagnostics.catalogue import entries

    known = entries()
    wanted = [each.strip().upper() for each in codes]
    for given, each in zip(codes, wanted, strict=True):
        if each not in known:
            raise wrong_usage("RB9151", code=given, near=did_you_mean(each, known))
    for each in wanted:
        _say(known[each].code, lang)
    return 0


def _say(code: str, lang: Language) -> None:
    from rulebook.diagnostics.catalogue import entry
    from rulebook.diagnostics.mistakes import mistakes

    said = entry(code)
    severity = {"error": ("错误", "error"), "warning": ("警告", "warning")}[said.severity]
    say(f"{pick(lang, *severity)}[{code}] {_plain(said.sentence.text(lang))}")
    if said.hint.zh and (hint := _plain(said.hint.text(lang))) not in ("…", "`…`"):
        say(pick(lang, f"  = 提示：{hint}", f"  = hint: {hint}"))
    mistake = mistakes().get(code)
    if mistake is not None:
        say()
        say(pick(lang, "这样写：", "what was written:"))
        say(mistake.written.rstrip())
        say()
        say(pick(lang, "检查会说：", "what the check says:"))
        say(mistake.said)
    say()


def _plain(template: str) -> str:
    """A sentence of the catalogue; what depends on the case is left open."""
    return _HOLE.sub("…", template.replace("{{", "\x01").replace("}}", "\x02")).translate(
        {1: "{", 2: "}"}
    )
