"""The tutorial, typed: each command of the page is run, and what the page shows is what is printed."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from command_line import environment

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
ROSTER = re.search(r"^```csv\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[1]
SET_UP = ("git clone", "make install", "source ")
"""Commands that stand for the environment in which tests run."""

SERVE = "openbadge-issuer serve"
ANY = "…"
BADGE = f"http://localhost:8000/credentials/{ANY}"


@dataclass(frozen=True)
class Typed:
    """A command of the page, with the lines that it is shown to print."""

    command: str
    shown: list[str]


def typed() -> list[Typed]:
    """Read the commands of the page, in order; a backslash at a line's end continues it."""
    blocks = re.findall(r"^```console\n(.*?)^```", PAGE.replace("\\\n", ""), re.MULTILINE | re.DOTALL)
    parts = [part for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE) if part]
    return [Typed(part.splitlines()[0], part.splitlines()[1:]) for part in parts]


class Terminal:
    """Where the page is typed: a copy of what the checkout has, a free port, the programs of this environment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = str(free.getsockname()[1])
        programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        self.environment = environment(PATH=programs, OPENBADGE_PORT=self.port)
        self.badge = BADGE
        self.server: subprocess.Popen[bytes] | None = None

    def run(self, command: str) -> str:
        """Type a command; return all that it prints."""
        if command.startswith("cd "):
            self.folder /= command.removeprefix("cd ")
            return ""
        words = command.replace(BADGE, self.badge).replace("localhost:8000", f"localhost:{self.port}")
        if command == SERVE:
            self.server = subprocess.Popen(words.split(), **self._here(), stderr=subprocess.DEVNULL)
            return self._until_it_answers()
        done = subprocess.run(
            ["bash", "-c", words], **self._here(), capture_output=True, text=True, timeout=60, check=False
        )
        printed = (done.stderr + done.stdout).replace(f"localhost:{self.port}", "localhost:8000")
        printed = printed.replace(f"localhost%3A{self.port}", "localhost%3A8000")
        if issued := re.match(r"Issued: (\S+)", printed):
            self.badge = issued[1]
        return printed

    def _here(self) -> dict:
        return {"cwd": self.folder, "env": self.environment}

    def _until_it_answers(self) -> str:
        for _ in range(200):
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", int(self.port))) == 0:
                    return ""
            time.sleep(0.1)
        pytest.fail("the service did not start")


@pytest.fixture
def terminal(tmp_path):
    """A terminal in a fresh checkout."""
    demo = tmp_path / "openbadge_issuer" / "cli" / "demo"
    shutil.copytree(ROOT / "openbadge_issuer" / "cli" / "demo", demo)
    terminal = Terminal(tmp_path)
    yield terminal
    if terminal.server:
        terminal.server.terminate()
        terminal.server.wait(timeout=30)


@pytest.mark.skipif(not shutil.which("curl"), reason="the tutorial fetches with curl")
def test_every_command_prints_what_the_page_shows(terminal):
    for step in typed():
        if step.command.startswith(SET_UP):
            continue
        if "roster.csv" in step.command:
            (terminal.folder / "roster.csv").write_text(ROSTER)
        printed = terminal.run(step.command)
        assert "Traceback" not in printed, step.command
        for line in step.shown:
            assert re.search(re.escape(line).replace(ANY, ".*"), printed), f"{step.command}\n{printed}"


def test_the_page_shows_what_every_command_of_ours_prints():
    quiet = ("git", "make", "source", "cd", "cp", "curl --silent --output", SERVE)
    assert [] == [step.command for step in typed() if not step.shown and not step.command.startswith(quiet)]
