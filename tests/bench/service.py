"""A real service: an instance made by the command line, and the processes that serve it."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from command_line import COMMAND, environment, run

STARTING = 60
"""Most seconds until a service answers."""

PICTURE = files("openbadge_issuer") / "cli" / "demo" / "course.png"


@dataclass(frozen=True)
class Service:
    """
    A service that runs.

    Attributes:
        port: Where it listens, on this machine.
        key: An API key that may award, revoke and read.
        pid: Its first process.
    """

    port: int
    key: str
    pid: int

    @property
    def url(self) -> str:
        """Its base URL."""
        return f"http://localhost:{self.port}"

    def workers(self) -> list[int]:
        """Return the processes that answer requests: the children of the first that hold most memory; or itself."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text("ascii").split()
        return [int(child) for child in children if self.memory(int(child)) > 40_000] or [self.pid]

    @staticmethod
    def memory(pid: int) -> int:
        """Return the memory of a process that is in use, in KiB."""
        status = Path(f"/proc/{pid}/status").read_text("ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


@contextmanager
def running(folder: Path, *, workers: int) -> Iterator[Service]:
    """Make an instance with the achievement `course`, and serve it for the length of a block."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    _command("init", "-d", folder, "--name", "Example Tech School", "--base-url", f"http://localhost:{port}")
    words = ["--slug", "course", "--name", "Course", "--description", "A course.", "--criteria", "Attend."]
    _command("achievement", "add", "-d", folder, *words, "--image", PICTURE)
    made = _command(
        "api-key", "new", "soak", "-d", folder, *("-s", "issue", "-s", "revoke", "-s", "read"), "--json"
    )
    command = [*COMMAND, "serve", "-d", str(folder), "--port", str(port), "--workers", str(workers)]
    process = subprocess.Popen(
        command,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        service = Service(port, json.loads(made)["key"], process.pid)
        _wait_for(service, process)
        yield service
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=STARTING)


def _command(*words: object) -> str:
    done = run(*words)
    if done.code:
        raise RuntimeError(done.err)
    return done.out


def _wait_for(service: Service, process: subprocess.Popen[bytes]) -> None:
    for _ in range(STARTING * 10):
        try:
            urllib.request.urlopen(f"{service.url}/health", timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
        if process.poll() is not None:
            break
    raise RuntimeError("The service did not start.")
