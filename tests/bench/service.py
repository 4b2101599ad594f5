"""A real service: an instance made by the command line, and the processes that serve it."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path

from command_line import COMMAND, environment, run

STARTING = 60
"""Most seconds until a service answers."""

UNLIMITED = {"OPENBADGE_CHECKS_PER_MINUTE": "0"}
"""What a service is told, since all visitors have one address here."""

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

    def core_seconds(self) -> float:
        """Return how many seconds all its processes have had a core."""
        processes = {self.pid, *self.workers()}
        fields = [
            Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split() for pid in processes
        ]
        return sum(int(found[11]) + int(found[12]) for found in fields) / os.sysconf("SC_CLK_TCK")

    @staticmethod
    def memory(pid: int) -> int:
        """Return the memory of a process that is in use, in KiB."""
        status = Path(f"/proc/{pid}/status").read_text("ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


@contextmanager
def running(folder: Path, *, workers: int, settings: Mapping[str, str]) -> Iterator[Service]:
    """
    Make an instance with the achievement `course`, and serve it for the length of a block.

    Args:
        folder: Where the instance goes.
        workers: How many processes answer.
        settings: Settings as environment variables.
    """
    port, settings = free_port(), {**UNLIMITED, **settings}
    command = partial(_command, settings)
    command("init", "-d", folder, "--name", "Example Tech School", "--base-url", f"http://localhost:{port}")
    words = ["--slug", "course", "--name", "Course", "--description", "A course.", "--criteria", "Attend."]
    command("achievement", "add", "-d", folder, *words, "--image", PICTURE)
    made = command(
        "api-key", "new", "soak", "-d", folder, *("-s", "issue", "-s", "revoke", "-s", "read"), "--json"
    )
    serve = [*COMMAND, "serve", "-d", str(folder), "--port", str(port), "--workers", str(workers)]
    with started(serve, port=port, key=json.loads(made)["key"], settings=settings) as service:
        yield service


@contextmanager
def started(
    command: Sequence[str], *, port: int, key: str = "", settings: Mapping[str, str] | None = None
) -> Iterator[Service]:
    """Run a server for the length of a block, from when it answers."""
    process = subprocess.Popen(
        command,
        env=environment(**(settings or {})),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        service = Service(port, key, process.pid)
        _wait_for(service, process)
        yield service
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=STARTING)


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


def _command(settings: Mapping[str, str], *words: object) -> str:
    done = run(*words, **settings)
    if done.code:
        raise RuntimeError(done.err)
    return done.out


def _wait_for(service: Service, process: subprocess.Popen[bytes]) -> None:
    for _ in range(STARTING * 10):
        try:
            urllib.request.urlopen(f"{service.url}/health", timeout=5).close()
        except urllib.error.HTTPError:
            return  # it answers
        except OSError:
            time.sleep(0.1)
        else:
            return
        if process.poll() is not None:
            break
    raise RuntimeError("The service did not start.")
