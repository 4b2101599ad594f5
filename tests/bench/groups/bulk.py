"""Many badges at once: what storing adds to making them, memory, and several processes."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from json import loads
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from bench.measure import Effort
from bench.peers import Peers
from bench.rows import Figure, Goal, Row, Skipped
from postgresql_server import PostgresqlServer

TESTS = Path(__file__).parents[2]

PER_SECOND = 500_000
"""Badges for each second that a sample is to be long: with the usual 0.2 they are 100,000."""

SMALLEST = 20
"""Badges with which it is only tried whether everything runs."""

ROUNDS = 3
"""How often what takes a fraction of them is measured."""


def rows(_peers: Peers, effort: Effort) -> Iterator[Row]:
    """Yield the rows about many badges."""
    count = max(SMALLEST, round(PER_SECOND * effort.seconds))
    rounds = 1 if effort.is_smoke else ROUNDS
    yield from _sqlite(count)
    yield from _jobs(max(SMALLEST, count // 5), rounds)
    yield from _postgresql(max(SMALLEST, count // 5), rounds)


def _sqlite(count: int) -> Iterator[Row]:
    with _folder() as many, _folder() as few:
        large = _run(many, count)
        small = large if count == SMALLEST else _run(few, count // 10)
    what = f"issue_many into SQLite, {count:,} badges"
    yield Figure(
        what=f"{what}: its rate, in that in memory",
        unit="×",
        values=[_share(large, "core")],
        goal=Goal("at_least", 0.45),
    )
    yield Figure(what=f"{what}: the same, by the time that passes", unit="×", values=[_share(large, "wall")])
    yield Figure(
        what=f"{what}: its rate, in that of making badges and plain inserts of their texts",
        unit="×",
        values=[large["wall_plain"] / large["wall_stored"]],
    )
    yield Figure(what=f"{what}: badges a second", unit="1/s", values=[count / large["wall_stored"]])
    yield Figure(
        what=f"{what}: most memory, in that with {count // 10:,}",
        unit="×",
        values=[large["peak_kib"] / small["peak_kib"]],
        goal=Goal("at_most", 1.1),
    )
    yield Figure(what=f"{what}: most memory", unit="MiB", values=[large["peak_kib"] / 1024])


def _jobs(count: int, rounds: int) -> Iterator[Row]:
    if (os.cpu_count() or 1) < 2:
        yield Skipped("issue_many with two jobs", "this machine has one core")
        return
    found = []
    for _ in range(rounds):
        with _folder() as one, _folder() as two:
            found.append((_run(one, count, jobs=1, pinned=False), _run(two, count, jobs=2, pinned=False)))
    yield Figure(
        what=f"issue_many into SQLite, {count:,} badges: rate with two jobs, in that with one",
        unit="×",
        values=[one["wall_stored"] / two["wall_stored"] for one, two in found],
        goal=Goal("at_least", 1.6),
    )
    yield Figure(what="starting two jobs", unit="s", values=[two["start"] for _, two in found])


def _postgresql(count: int, rounds: int) -> Iterator[Row]:
    what = f"issue_many into PostgreSQL, {count:,} badges"
    try:
        server = PostgresqlServer.start()
    except (pytest.skip.Exception, pytest.fail.Exception) as error:
        yield Skipped(what, str(error))
        return
    try:
        found = []
        for _ in range(rounds):
            with _folder(server.url(server.new_database())) as folder:
                found.append(_run(folder, count, pinned=False))
    finally:
        server.stop()
    yield Figure(
        what=f"{what}: its rate, in that in memory",
        unit="×",
        values=[_share(one, "wall") for one in found],
        goal=Goal("at_least", 0.3),
    )
    yield Figure(
        what=f"{what}: badges a second",
        unit="1/s",
        values=[median(count / one["wall_stored"] for one in found)],
    )


def _share(took: dict[str, float], clock: str) -> float:
    """The rate of storing in that of making; by the time our process had a core, or by all that passed."""
    return took[f"{clock}_memory"] / took[f"{clock}_stored"]


@contextmanager
def _folder(database_url: str | None = None) -> Iterator[Path]:
    """Make the folder of an installation, on a disk and not in memory where that can be told."""
    with tempfile.TemporaryDirectory(prefix="openbadge-bulk-") as name:
        folder = Path(name)
        lines = ['base_url = "https://badges.school.example"']
        lines += [f'database_url = "{database_url}"'] if database_url else []
        (folder / "openbadge.toml").write_text("".join(f"{line}\n" for line in lines))
        yield folder


def _run(folder: Path, count: int, *, jobs: int = 0, pinned: bool = True) -> dict[str, Any]:
    """Let a process of its own award so many badges; it stays on the bench's core, or gets all there are."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPENBADGE_")}
    done = subprocess.run(
        [sys.executable, "-m", "bench.bulk_process", str(folder), str(count), str(jobs)],
        cwd=TESTS,
        env={**kept, "PYTHONPATH": str(TESTS)},
        stdout=subprocess.PIPE,
        check=True,
        preexec_fn=None if pinned else _unpin,
    )
    found: dict[str, Any] = loads(done.stdout)
    return found


def _unpin() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
