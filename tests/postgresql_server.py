"""
A real PostgreSQL server for the tests, in a temporary folder, reached by a Unix socket only.

Nothing of an installed server is touched, and nothing is left behind.
A server refuses to run as root: it then runs as the user `postgres`, whom its packages bring along.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg
import pytest
from missing_tool import missing

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",  # what the tests put in need not survive a power cut
    "max_connections": "60",
}


class PostgresqlServer:
    """A server that `start` has started."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder = folder
        self._programs = programs
        self._databases = 0

    @classmethod
    def start(cls) -> "PostgresqlServer":
        """Start a server; skip the test where PostgreSQL is not installed (in CI: fail)."""
        programs = _find_programs()
        # not in pytest's own folder: the path of a Unix socket has at most 107 characters
        server = cls(Path(tempfile.mkdtemp(prefix="openbadge-pg-")), programs)
        if _user():
            shutil.chown(server.folder, _user())
        server._run("initdb", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C", "--username=test")
        options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        server._run(
            "pg_ctl", "start", "-w", "-l", f"{server.folder}/log", "-o", f"-k {server.folder} {options}"
        )
        return server

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self._run("pg_ctl", "stop", "-m", "immediate")
        shutil.rmtree(self.folder)

    def new_database(self) -> str:
        """Make an empty database, without tables, and return its name."""
        self._databases += 1
        name = f"test_{self._databases}"
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return name

    def dsn(self, database: str) -> str:
        """Return what psycopg connects by."""
        return f"postgresql://test@/{database}?host={self.folder}"

    def url(self, database: str) -> str:
        """Return what the settings take as `database_url`."""
        return f"postgresql+psycopg://test@/{database}?host={self.folder}"

    def _run(self, program: str, *arguments: str) -> None:
        command = [self._programs / program, "-D", self.folder / "data", *arguments]
        done = subprocess.run(
            command,
            user=_user(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            pytest.fail(f"{program} failed: {done.stdout}\n{done.stderr}")


def _find_programs() -> Path:
    candidates = [Path(path).parent for path in (shutil.which("initdb"), shutil.which("pg_ctl")) if path]
    if shutil.which("pg_config"):
        found = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=True)
        candidates.append(Path(found.stdout.strip()))
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    return missing("PostgreSQL's server is not installed (Debian: apt-get install postgresql)")


def _user() -> str | None:
    """Return the user to run as; None where that is ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return missing("PostgreSQL does not run as root, and there is no user postgres")
