"""Runs the command line as a person does: as a process, in a folder."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Finished:
    """What a command ended with and printed."""

    code: int
    out: str
    err: str


def run(*words: object, cwd: Path | None = None, stdin: bytes = b"", **variables: str) -> Finished:
    """Run `openbadge-issuer` with these words and environment variables."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPENBADGE_")}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "openbadge_issuer", *map(str, words)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env={**kept, **variables, "NO_COLOR": "1", "COLUMNS": "100"},
        check=False,
        timeout=120,
    )
    return Finished(done.returncode, done.stdout.decode(), done.stderr.decode())
