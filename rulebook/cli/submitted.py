"""The command line as `spark-submit` takes it, which asks for a file that ends in ``.py``.

``spark-submit … "$(python -m rulebook.cli.submitted)" batch …``: without arguments it tells where
it is.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    """Run the command line, or tell where this file is."""
    if len(sys.argv) == 1:
        print(Path(__file__).resolve())
        return
    # Python puts the folder of a script first; what is there is called rulebook.cli.
    here = str(Path(__file__).resolve().parent)
    sys.path[:] = [each for each in sys.path if each != here]
    from rulebook.cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()
