"""``python -m rulebook.browser FILE`` writes the one script; packing the npm package calls it."""

from __future__ import annotations

import sys
from pathlib import Path

from rulebook.browser import script_text

Path(sys.argv[1]).write_text(script_text(), encoding="utf-8", newline="\n")
