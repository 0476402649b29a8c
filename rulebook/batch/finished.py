"""In a folder of outputs: which were finished, from what, by which book and options."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict
from pathlib import Path

from rulebook.batch.jobs import Job

MANIFEST = "rulebook-batch.json"


class Finished:
    """The files of a folder that were finished, so that a run can be taken up again.

    An output counts as finished while its input, the book and all options are the same.
    """

    def __init__(self, folder: Path | None, job: Job) -> None:
        self.path = None if folder is None else folder / MANIFEST
        self.job = {name: str(value) for name, value in asdict(job).items()}
        self.files: dict[str, dict[str, object]] = {}
        if self.path is not None:
            with contextlib.suppress(OSError, ValueError):
                found = json.loads(self.path.read_text(encoding="utf-8"))
                if found.get("job") == self.job:
                    self.files = dict(found["files"])

    def has(self, source: Path, out: Path) -> bool:
        """Whether the output of a file is there as it would be written again."""
        return out.is_file() and self.files.get(out.name) == _stamp(source)

    def add(self, source: Path, out: Path) -> None:
        """Note that an output is finished."""
        if self.path is None:
            return
        self.files[out.name] = _stamp(source)
        text = json.dumps({"job": self.job, "files": self.files}, ensure_ascii=False, indent=1)
        aside = self.path.with_suffix(".part")
        aside.write_text(text, encoding="utf-8")
        aside.replace(self.path)


def _stamp(source: Path) -> dict[str, object]:
    stat = source.stat()
    return {"from": source.resolve().as_posix(), "bytes": stat.st_size, "changed": stat.st_mtime_ns}
