"""Real processes: pipes, plain locales, interruption, and a fault of ours."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rulebook.cli.run import INTERNAL, INTERRUPTED, READER_GONE, run

RULEBOOK = [sys.executable, "-m", "rulebook"]


def environment(**more: str) -> dict[str, str]:
    kept = {"PATH", "SYSTEMROOT", "HOME", "VIRTUAL_ENV", "PYTHONPATH"}
    return {name: value for name, value in os.environ.items() if name in kept} | more


def test_chinese_survives_a_plain_locale_and_a_pipe() -> None:
    plain = environment(LANG="C", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    done = subprocess.run([*RULEBOOK, "--lang", "zh", "--help"], capture_output=True, env=plain)
    assert done.returncode == 0
    assert "医疗保障规则" in done.stdout.decode("utf-8")
    wrong = subprocess.run([*RULEBOOK, "--lang", "zh", "chek"], capture_output=True, env=plain)
    assert wrong.returncode == 2
    assert "没有命令 `chek`" in wrong.stderr.decode("utf-8")


def test_the_locale_chooses_the_language() -> None:
    said = {
        locale: subprocess.run(
            [*RULEBOOK, "chek"], capture_output=True, env=environment(LANG=locale)
        ).stderr.decode()
        for locale in ("zh_CN.UTF-8", "C")
    }
    assert "没有命令" in said["zh_CN.UTF-8"]
    assert "no command" in said["C"]


@pytest.mark.skipif(os.name == "nt", reason="pipes close otherwise on Windows")
def test_a_reader_that_goes_away_is_no_fault() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*RULEBOOK, "--help"], stdout=writing, stderr=subprocess.PIPE, env=environment()
    )
    os.close(writing)
    assert done.returncode == READER_GONE
    assert done.stderr == b""


@pytest.mark.skipif(os.name == "nt", reason="signals differ on Windows")
def test_interruption_is_one_line() -> None:
    started = subprocess.Popen(
        [*RULEBOOK, "eval", "a/b/c", "--facts", "-"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(LANG="zh_CN.UTF-8", PYTHONFAULTHANDLER="1"),
    )
    with started:
        wait_until_it_reads(started.pid)
        started.send_signal(signal.SIGINT)
        _, said = started.communicate(timeout=30)
    assert started.returncode == INTERRUPTED
    assert said.decode() == "已中断\n"


def wait_until_it_reads(pid: int) -> None:
    """Wait until the process sleeps in a read of its standard input."""
    import time

    for _ in range(400):
        time.sleep(0.025)
        if not Path(f"/proc/{pid}/wchan").exists():
            time.sleep(2)
            return
        maps = Path(f"/proc/{pid}/maps").read_text()
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        if state == "S" and "_json" in maps:
            return


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (KeyboardInterrupt(), INTERRUPTED, "已中断"),
        (BrokenPipeError(), READER_GONE, ""),
        (PermissionError(13, "Permission denied", "规则/甲.rule"), 1, "打不开 `规则/甲.rule`"),
        (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates"), 1, "无法编码"),
        (RuntimeError("secret of ours"), INTERNAL, "rulebook 内部出错（RuntimeError"),
        (RecursionError(), INTERNAL, "rulebook 内部出错（RecursionError"),
    ],
)
def test_whatever_is_raised_becomes_a_sentence(
    raised: BaseException,
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fails(*_: object, **__: object) -> int:
        raise raised

    monkeypatch.setattr("rulebook.cli.commands.check.check", fails)
    assert run(["check", "--lang", "zh"]) == code
    err = capsys.readouterr().err
    assert said in err
    assert "Traceback" not in err
    assert "secret" not in err


def test_a_trace_is_shown_only_on_request(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object, **__: object) -> int:
        raise RuntimeError("what happened")

    monkeypatch.setattr("rulebook.cli.commands.check.check", fails)
    monkeypatch.setenv("RULEBOOK_DEBUG", "1")
    assert run(["check"]) == INTERNAL
    err = capsys.readouterr().err
    assert "Traceback" in err
    assert "what happened" in err


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are of POSIX")
def test_in_a_terminal_the_book_is_named_and_the_result_stays_clean(root: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    done = subprocess.run(
        [*RULEBOOK, "--lang", "zh", "rules", "--json"],
        stdout=subprocess.PIPE,
        stderr=theirs,
        cwd=root,
        env=environment(TERM="xterm"),
        check=False,
    )
    os.close(theirs)
    said = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.returncode == 0
    assert done.stdout.lstrip().startswith(b"[")
    assert f"规则书：{root / 'rules'}" in said
