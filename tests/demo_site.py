"""The demo school, made and served as `openbadge-issuer quickstart` and `serve` do it, for browsers to look at."""

import csv
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import create_server
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--disable-default-apps"),
)
"""A browser that looks up nothing by itself; in a container it cannot have a sandbox of its own."""

START_SECONDS = 60


@dataclass(frozen=True)
class DemoSite:
    """A demo school that is served."""

    base_url: str
    folder: Path
    made: dict[str, Any]

    @property
    def badge(self) -> str:
        """The path of a badge that holds."""
        return self._path(next(badge["url"] for badge in self.made["badges"] if not badge["revoked"]))

    @property
    def pages(self) -> dict[str, str]:
        """The paths of pages, one of each kind."""
        revoked = next(badge["url"] for badge in self.made["badges"] if badge["revoked"])
        rows = csv.DictReader((self.folder / "roster-result.csv").read_text("utf-8-sig").splitlines())
        return {
            "home": "/",
            "issuer": self._path(self.made["issuers"][0]),
            "achievement": self._path(self.made["achievements"][0]),
            "badge": self.badge,
            "revoked": self._path(revoked),
            "earner": self._path(next(row["manage_url"] for row in rows if row["manage_url"])),
            "endorsement": self._path(self.made["endorsements"][0]),
            "verify": "/verify",
            "report": f"/verify?url={self.base_url}{self.badge}",
            "german": f"{self.badge}?lang=de",
            "problem": "/none",
            "reference": "/docs",
            "problems": "/problems",
        }

    def _path(self, url: str) -> str:
        return url.removeprefix(self.base_url)


@contextmanager
def demo_site(folder: Path, *, port: int = 0) -> Iterator[DemoSite]:
    """Make the demo school in a folder, and serve it, at a port that is free or at a certain one."""
    with create_server(("127.0.0.1", port)) as listener:
        port = listener.getsockname()[1]
    program = [sys.executable, "-m", "openbadge_issuer"]
    made = subprocess.run(
        [*program, "quickstart", "--dir", folder, "--no-serve", "--json", "--port", str(port)],
        capture_output=True,
        check=True,
    )
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen([*program, "serve", "--dir", folder], stdout=log, stderr=log)
        try:
            site = DemoSite(f"http://localhost:{port}", folder, json.loads(made.stdout))
            _wait(server, f"{site.base_url}/health")
            yield site
        finally:
            server.terminate()
            server.wait()


def _wait(server: subprocess.Popen[bytes], url: str) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            with urlopen(url):
                return
        except URLError:
            time.sleep(0.2)
    raise RuntimeError("the demo site does not start")
