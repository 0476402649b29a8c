"""The language: --lang, then RULEBOOK_LANG, then the locale."""

from __future__ import annotations

import pytest

from rulebook.cli.speech import chosen_language


@pytest.mark.parametrize(
    ("arguments", "environment", "lang"),
    [
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "zh_TW"}, "zh"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        ([], {"LANG": "C"}, "en"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ([], {"LANG": "C", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "C", "RULEBOOK_LANG": "zh"}, "zh"),
        ([], {"LANG": "zh_CN", "RULEBOOK_LANG": "en"}, "en"),
        ([], {"LANG": "zh_CN", "RULEBOOK_LANG": "xx"}, "zh"),
        (["check", "--lang", "zh"], {"RULEBOOK_LANG": "en"}, "zh"),
        (["--lang=zh", "check"], {"RULEBOOK_LANG": "en"}, "zh"),
        (["check", "--", "--lang", "zh"], {"RULEBOOK_LANG": "en"}, "en"),
        (["check", "--lang"], {"RULEBOOK_LANG": "en"}, "en"),
    ],
)
def test_the_language(arguments: list[str], environment: dict[str, str], lang: str) -> None:
    assert chosen_language(arguments, environment) == lang
