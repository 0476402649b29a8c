"""An answer as a clerk reads it in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rulebook.cli.output import console, say
from rulebook.cli.speech import pick
from rulebook.diagnostics import Language

if TYPE_CHECKING:
    from rulebook import Decision

_STATUS = {
    "determined": ("已确定", "determined"),
    "undetermined": ("未定", "undetermined"),
    "not-in-force": ("未施行", "not in force"),
    "not-applicable": ("不适用", "not applicable"),
}
_STYLE = {"determined": "bold green", "undetermined": "bold yellow"}
_TENTATIVE = ("weak", "recalled")


def show_answer(decision: Decision, lang: Language) -> None:
    """Write rule, day and status, the results, and what is missing or failed."""
    answer: dict[str, Any] = decision.to_json()
    status = answer["status"]
    out = console()
    day = answer["as_of"]
    out.print(f"{answer['rule']}  {pick(lang, f'基准日 {day}', f'as of {day}')}  ", end="")
    out.print(pick(lang, *_STATUS[status]), style=_STYLE.get(status, "bold red"))
    for line in _results(answer["results"], lang):
        say(line)
    for line in _reasons(answer, lang):
        say(line)


def _results(results: dict[str, Any], lang: Language) -> list[str]:
    from rich.cells import cell_len

    named = [(_name(id_, each, lang), _value(each, lang)) for id_, each in results.items()]
    widest = max((cell_len(name) for name, _ in named), default=0)
    return [f"  {name}{' ' * (widest - cell_len(name))}  {value}" for name, value in named]


def _name(id_: str, result: dict[str, Any], lang: Language) -> str:
    label = result.get("label")
    if isinstance(label, dict):
        label = label.get(lang)
    return str(label or id_)


def _value(result: dict[str, Any], lang: Language) -> str:
    value = result["value"]
    if value is None:
        return pick(lang, *_STATUS[result["status"]])
    if isinstance(value, bool):
        return pick(lang, "是", "yes") if value else pick(lang, "否", "no")
    if isinstance(value, list):
        return pick(lang, "、", ", ").join(str(each) for each in value)
    unit = result.get("unit") or ""
    return f"{value}{'' if unit in ('%', '‰') else ' '}{unit}".rstrip()


def _reasons(answer: dict[str, Any], lang: Language) -> list[str]:
    missing, evidence = answer["missing"], answer["evidence"]
    lines = []
    if missing["facts"]:
        names = pick(lang, "、", ", ").join(missing["facts"])
        lines.append(pick(lang, "缺少的事实：", "missing facts: ") + names)
    head = pick(lang, "缺少的数据：", "missing figure: ")
    lines += [f"{head}{each['id']} ({each['reason']})" for each in missing["figures"]]
    head = pick(lang, "未满足的条件：", "failed condition: ")
    lines += [f"{head}{each['label'] or each['id']}" for each in answer["failed_conditions"]]
    if evidence:
        tentative = pick(lang, "（待确认）", " (to be confirmed)") if evidence in _TENTATIVE else ""
        lines.append(pick(lang, "依据等级：", "evidence: ") + evidence + tentative)
    return lines
