"""Write the reference of the language into ``docs/language/``."""

from __future__ import annotations

from rulebook.language.reference.pages import write
from rulebook.resources import docs_folder


def main() -> None:
    """Write it and say how many files there are."""
    folder = docs_folder() / "language"
    print(f"{folder}: {write(folder)}")


if __name__ == "__main__":
    main()
