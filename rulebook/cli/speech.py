"""In which language the command line speaks.

``--lang`` decides, then ``RULEBOOK_LANG``, then the locale: Chinese where it is a Chinese one,
English everywhere else, ``LANG=C`` included.
"""

from __future__ import annotations

import locale
from collections.abc import Mapping, Sequence

from rulebook.diagnostics import Language

VARIABLE = "RULEBOOK_LANG"


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language for these arguments; looked up before they are parsed, for ``--help``."""
    return (
        _language(_option(arguments))
        or _language(environment.get(VARIABLE, ""))
        or _from_locale(environment)
    )


def _option(arguments: Sequence[str]) -> str:
    found = ""
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=False):
        if argument == "--":
            break
        if argument == "--lang":
            found = following
        elif argument.startswith("--lang="):
            found = argument.removeprefix("--lang=")
    return found


def _language(name: str) -> Language | None:
    match name.strip().lower().replace("-", "_").split("_")[0]:
        case "zh" | "chinese (simplified)" | "chinese" | "中文":
            return "zh"
        case "en" | "英文":
            return "en"
        case _:
            return None


def _from_locale(environment: Mapping[str, str]) -> Language:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name)
        if value:
            return _language(value) or "en"
    # Windows has none of these variables; its own setting is what Python took over at start.
    return _language(locale.getlocale()[0] or "") or "en"


def pick(lang: Language, zh: str, en: str) -> str:
    """One of two sentences."""
    return zh if lang == "zh" else en
