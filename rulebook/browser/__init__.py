"""The program in JavaScript: the evaluator's files, and what a page or a script gives it to run.

The folder is an npm package of its own (``package.json``); ``README.md`` there is its manual.
"""

from __future__ import annotations

from rulebook.browser.export import FORMAT, export_rules, export_text
from rulebook.browser.script import FOLDER, script_text

__all__ = ["FOLDER", "FORMAT", "export_rules", "export_text", "script_text"]
