"""Runs the command line as a person does: as a process, in a folder."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

COMMAND = [sys.executable, "-W", "error", "-m", "openbadge_issuer"]


@dataclass(frozen=True)
class Finished:
    """What a command ended with and printed."""

    code: int
    out: str
    err: str


def run(*words: object, cwd: Path | None = None, stdin: bytes = b"", **variables: str) -> Finished:
    """Run `openbadge-issuer` with these words and environment variables."""
    done = subprocess.run(
        [*COMMAND, *map(str, words)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env=environment(**variables),
        check=False,
        timeout=120,
    )
    return Finished(done.returncode, done.stdout.decode(), done.stderr.decode())


def interrupted(*words: object, when: Callable[[], bool], **variables: str) -> Finished:
    """Run a command as `run` does, press Ctrl+C as soon as something is so, and return how it ended."""
    process = subprocess.Popen(
        [*COMMAND, *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(**variables),
    )
    while process.poll() is None and not when():
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    return Finished(process.returncode, out.decode(), err.decode())


def environment(**variables: str) -> dict[str, str]:
    """Return the environment without this machine's settings, and with these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPENBADGE_")}
    return {**kept, **variables, "NO_COLOR": "1", "COLUMNS": "100"}
