"""
A badge asked for over HTTP, compared with a bare Starlette route that gives the same answer; verifying over HTTP.

Both are real servers, run alike; times are those of the server's processes, whatever the client takes,
but with two workers, where it counts how many answers there are in a second.
"""

import json
import os
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.bare_route import ANSWER
from bench.measure import Effort
from bench.peers import Peers
from bench.rows import Comparison, Goal, Row
from bench.served import Served, request
from bench.service import Service, free_port, running, started
from bench.sides import Here

from openbadge_issuer.cli.instance import open_instance

BARE, IN_PROCESS = "bare Starlette route", "in process"
AS_FAST, HALF_THE_RATE = Goal("faster", 1), Goal("within", 2)
BY_THE_SERVER = ("date", "server", "connection", "content-length")


def rows(peers: Peers, effort: Effort) -> Iterator[Row]:
    """Yield the comparisons with one worker, then with two."""
    for workers in (1,) if effort.is_smoke else (1, 2):
        with ExitStack() as stack:
            folder = Path(stack.enter_context(TemporaryDirectory()))
            ours = stack.enter_context(running(folder, workers=workers, settings={}))
            badge = _award(ours)
            bare = stack.enter_context(_bare(ours, badge, folder, workers))
            _spread([ours, bare], workers)
            yield from _alone(ours, bare, badge, folder) if workers == 1 else _together(ours, bare, badge)


def _alone(ours: Service, bare: Service, badge: str, folder: Path) -> Iterator[Row]:
    etag = urllib.request.urlopen(f"{ours.url}{badge}").headers["etag"]
    for what, asked in {
        "GET badge JSON, one worker": request("GET", badge),
        "the same, known to the client (304)": request("GET", badge, if_none_match=etag),
    }.items():
        yield Comparison(
            what=what, ours=Served(ours, asked), peers={BARE: Served(bare, asked)}, goals={BARE: AS_FAST}
        )
    yield _verifying(ours, badge, folder)


def _together(ours: Service, bare: Service, badge: str) -> Iterator[Row]:
    asked = request("GET", badge)
    yield Comparison(
        what="GET badge JSON, two workers",
        ours=Served(ours, asked, waiting=True),
        peers={BARE: Served(bare, asked, waiting=True)},
        goals={BARE: AS_FAST},
    )


def _verifying(ours: Service, badge: str, folder: Path) -> Row:
    body = urllib.request.urlopen(f"{ours.url}{badge}").read()
    verifying, now = open_instance(folder).verifying, datetime.now(UTC)
    return Comparison(
        what="verify by POST /api/verify, one worker",
        ours=Served(ours, request("POST", "/api/verify", body, content_type="application/json")),
        peers={IN_PROCESS: Here(lambda: verifying.verify(body, now=now).raise_if_not_valid())},
        goals={IN_PROCESS: HALF_THE_RATE},
    )


def _award(service: Service) -> str:
    """Award a badge; return its path."""
    order: dict[str, Any] = {"achievement": "course", "recipient": {"email": "ada@school.example"}}
    asked = urllib.request.Request(
        f"{service.url}/api/issuers/example-tech-school/credentials",
        json.dumps(order).encode(),
        {"Authorization": f"Bearer {service.key}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(asked) as answer:
        return f"/credentials/{json.load(answer)['id']}"


@contextmanager
def _bare(ours: Service, badge: str, folder: Path, workers: int) -> Iterator[Service]:
    """Serve what ours answers, by a bare route."""
    with urllib.request.urlopen(f"{ours.url}{badge}") as answer:
        headers = {name.lower(): value for name, value in answer.headers.items()}
        body = answer.read()
    kept = {name: value for name, value in headers.items() if name not in BY_THE_SERVER}
    (folder / "answer").write_bytes(json.dumps(kept).encode() + b"\n" + body)
    port = free_port()
    words = ["--factory", "bench.bare_route:create_app", "--port", str(port), "--workers", str(workers)]
    settings = {ANSWER: str(folder / "answer"), "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-m", "uvicorn", *words, "--no-access-log", "--no-server-header"]
    with started(command, port=port, settings=settings) as service:
        yield service


def _spread(services: list[Service], workers: int) -> None:
    """Let a single worker have a core that is not the client's, and several all cores, where that can be said."""
    if not hasattr(os, "sched_setaffinity"):
        return
    everywhere = set(range(os.cpu_count() or 1))
    cores = everywhere if workers > 1 else everywhere - os.sched_getaffinity(0) or everywhere
    for service in services:
        for pid in {service.pid, *service.workers()}:
            os.sched_setaffinity(pid, cores)
