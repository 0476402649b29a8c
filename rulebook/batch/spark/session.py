"""A Spark session as answers need it: in ANSI mode, quiet, in UTC; and why there is none."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from rulebook.batch.files import refused

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

OLDEST_JAVA = 17
SECONDS_TO_REACH = 5
UNDER_SUBMIT = "PYSPARK_GATEWAY_PORT"
"""Set by `spark-submit`, which has started the driver before us."""

COMPILE_ALL = "-XX:-DontCompileHugeMethods"
"""Told to Java: it only interprets what is longer than 8000 bytes, as many a rule's loop is."""
LONGEST = {"spark.sql.codegen.hugeMethodLimit": "8000"}
"""Where Java isn't told so, Spark compiles what is longer in smaller pieces."""

STARTED: Mapping[str, str] = {
    "spark.app.name": "rulebook",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
SQL: Mapping[str, str] = {
    # Overflow, division by zero and bad casts are errors, never NULL.
    "spark.sql.ansi.enabled": "true",
    # A product keeps all its digits or fails; otherwise Spark drops decimals to make room.
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.caseSensitive": "true",
    "spark.sql.session.timeZone": "UTC",
    # A line of another number of columns is told only where the parser sees all of them.
    "spark.sql.csv.parser.columnPruning.enabled": "false",
    # That a row has something would be said anew of every name that each column has on its way.
    "spark.sql.constraintPropagation.enabled": "false",
    # Chinese encodings.
    "spark.sql.legacy.javaCharsets": "true",
}


@contextlib.contextmanager
def started(master: str | None = None) -> Iterator[SparkSession]:
    """A session, on the machine's own cores unless ``master`` or `spark-submit` says where.

    Where this process has a session already, another one beside it. Raises Refused.
    """
    from pyspark.sql import SparkSession

    there = SparkSession.getActiveSession()
    if there is not None:
        yield _set(there.newSession())
        return
    if UNDER_SUBMIT not in os.environ:
        insist_on_java()
        insist_on_reach(master)
    with tempfile.TemporaryFile() as said, _interruptible():
        session = _start(master, said)
        try:
            yield _set(session)
        finally:
            session.stop()


def _set(session: SparkSession) -> SparkSession:
    for name, value in (SQL if _compiles_all(session) else {**SQL, **LONGEST}).items():
        session.conf.set(name, value)
    insist_on_ansi(session)
    return session


def _compiles_all(session: SparkSession) -> bool:
    """Whether Java was told so where rows are worked on."""
    there, conf = session.sparkContext, session.sparkContext.getConf()
    who = "driver" if there.master.partition("[")[0] == "local" else "executor"
    told = (conf.get(f"spark.{who}.{kind}JavaOptions", "") for kind in ("default", "extra"))
    return any(COMPILE_ALL in each for each in told)


def _start(master: str | None, said: IO[bytes]) -> SparkSession:
    from py4j.protocol import Py4JError
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    _still_python()
    try:
        conf = SparkConf()
        for name, value in STARTED.items():
            conf.set(name, value)
        if master is not None or UNDER_SUBMIT not in os.environ:
            conf.setMaster(master or "local[*]")
        if (master or "local").startswith("local"):
            conf.set("spark.driver.host", "127.0.0.1")
        for each in ("driver", "executor"):
            conf.set(f"spark.{each}.defaultJavaOptions", COMPILE_ALL)
        # What the JVM says while it starts is read only where it doesn't.
        quiet = {} if os.environ.get("RULEBOOK_DEBUG") == "1" else {"stderr": said, "stdout": said}
        with _uninterrupted():
            gateway = SparkContext._gateway or launch_gateway(conf, popen_kwargs=quiet)
        with _own_interrupts():
            return SparkSession(SparkContext(conf=conf, gateway=gateway))
    except (PySparkException, Py4JError, OSError, ValueError) as error:
        said.seek(0)
        told = said.read().decode("utf-8", "replace")
        raise refused("RB9643", reason=_why(error, told)) from None


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """An interruption is told by us alone: PySpark and its bridge write what it broke off."""

    def interrupt(*_: object) -> None:
        logging.disable(logging.CRITICAL)
        raise KeyboardInterrupt

    level, before = logging.root.manager.disable, signal.getsignal(signal.SIGINT)
    ours = _in_main_thread() and before is signal.default_int_handler
    if ours:
        signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        logging.disable(level)
        if ours:
            signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def _own_interrupts() -> Iterator[None]:
    """PySpark takes over interruptions with the first context of a process; they are ours again."""
    before = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        if _in_main_thread():
            signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """An interruption waits: Java that is left alone while it starts would never end."""
    waiting: list[object] = []
    before = signal.getsignal(signal.SIGINT)
    if not _in_main_thread():
        yield
        return
    signal.signal(signal.SIGINT, lambda *_: waiting.append(True))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if waiting:
        signal.raise_signal(signal.SIGINT)


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def _still_python() -> None:
    """PySpark writes what went wrong on stderr, too; we tell it ourselves."""
    from pyspark.logger import PySparkLogger

    for name in ("SQLQueryContextLogger", "DataFrameQueryContextLogger"):
        PySparkLogger.getLogger(name).setLevel(logging.CRITICAL + 1)


def _why(error: Exception, said: str) -> str:
    """The line that says why Spark did not start: the JVM's where it has one."""
    lines = [each.strip() for each in said.splitlines()]
    pattern = re.compile(r"(?:[\w.$]+(?:Exception|Error)|Error): (.+)")
    told = [found[1] for each in lines if (found := pattern.search(each))]
    return told[0] if told else reason_of(error)


def reason_of(error: Exception) -> str:
    """What Spark says of a failure, in one line."""
    java: Any = getattr(error, "java_exception", None)
    text = str(java.toString() if java is not None else error).strip()
    first = text.splitlines()[0] if text else type(error).__name__
    return re.sub(r"^(?:[a-z]\w*\.)+\w+(?:Exception|Error): ", "", first)


# ---- what must be there --------------------------------------------------------------------


def insist_on_java() -> None:
    """Raise where there is no Java that Spark runs on; found as Spark finds it."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home) / "bin") if home else None)
    if java is None:
        raise refused("RB9640", oldest=str(OLDEST_JAVA))
    asked = [java, "-version"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603 - Java's
    found = re.search(r'"(\d+)(?:\.(\d+))?', done.stderr)
    if found is None:
        raise refused("RB9640", oldest=str(OLDEST_JAVA))
    version = int(found[2] or 0) if found[1] == "1" else int(found[1])
    if version < OLDEST_JAVA:
        raise refused("RB9641", java=java, version=str(version), oldest=str(OLDEST_JAVA))


def insist_on_reach(master: str | None) -> None:
    """Raise where no standalone cluster answers; Spark would try for minutes."""
    if master is None or not master.startswith("spark://"):
        return
    for each in master.removeprefix("spark://").split(","):
        host, _, port = each.rpartition(":")
        with (
            contextlib.suppress(OSError, ValueError, OverflowError),
            socket.create_connection((host, int(port)), SECONDS_TO_REACH),
        ):
            return
    raise refused("RB9642", master=master)


def insist_on_ansi(session: SparkSession) -> None:
    """Raise where an overflow would come out as a number: asked of the session, not of settings."""
    from pyspark.errors import PySparkException

    try:
        session.sql("SELECT CAST(9223372036854775807 AS BIGINT) + 1 AS more").collect()
    except PySparkException as error:
        if "ARITHMETIC_OVERFLOW" in (error.getCondition() or ""):
            return
        raise refused("RB9647", reason=reason_of(error)) from None
    raise refused("RB9644")
