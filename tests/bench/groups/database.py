"""
What it costs to issue, serve, revoke and verify among a million awards, compared with a thousand.

On SQLite, and on PostgreSQL where that is installed; filling the databases takes some minutes for each.
"""

import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count, cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from bench.installation import fill, installation
from bench.measure import Effort
from bench.peers import Peers
from bench.rows import Comparison, Goal, Row, Skipped
from bench.sides import Fresh, Here, Side
from postgresql_server import PostgresqlServer
from web_service import Instance

FEW, MANY = 1_000, 1_000_000
GOAL = Goal("within", 1.5)

SAMPLE = 500
"""How many awards of all are asked for in turn: more than the last pages that a database has at hand."""


def rows(peers: Peers, effort: Effort) -> Iterator[Row]:
    """Yield a comparison for each thing that is done, on each kind of database."""
    few, many = (20, 60) if effort.is_smoke else (FEW, MANY)
    for kind, databases in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        with ExitStack() as stack:
            try:
                urls = stack.enter_context(databases())
            except pytest.skip.Exception as skipped:
                yield Skipped(f"a database of {many:,} awards, {kind}", str(skipped))
                continue
            small, large = (
                sides(_filled(url, number)) for url, number in zip(urls, (few, many), strict=True)
            )
            for name in small:
                yield Comparison(
                    what=f"{name} among {many:,} awards, {kind}",
                    ours=large[name],
                    peers={f"among {few:,}": small[name]},
                    goals={f"among {few:,}": GOAL},
                    clock="wall",
                )


def sides(instance: Instance) -> dict[str, Side]:
    """Return what is done in an installation, by name."""
    services, numbers = instance.services, count()

    def issue() -> Any:
        return instance.award(email=f"{next(numbers)}@school.example").record

    issued = cycle([issue().json for _ in range(8)])
    tokens = cycle(_tokens(instance))
    return {
        "issue": Here(issue),
        "GET": Here(lambda: services.hosting.credential(next(tokens))),
        "revoke": Fresh(lambda: issue().id, lambda id: services.revoking.revoke(id, now=instance.now)),
        "verify": Here(
            lambda: services.verifying.verify(next(issued), now=instance.now).raise_if_not_valid()
        ),
    }


def _tokens(instance: Instance) -> list[str]:
    """Return awards from all over the database."""
    query = "SELECT id FROM credentials ORDER BY id"
    with instance.services.store.reading() as transaction:
        ids = [row[0] for row in transaction._connection.exec_driver_sql(query)]
    return random.Random(1).sample(ids, min(SAMPLE, len(ids)))


def _filled(url: str, number: int) -> Instance:
    instance = installation(url)
    fill(instance, number)
    return instance


@contextmanager
def _sqlite() -> Iterator[list[str]]:
    with TemporaryDirectory() as folder:
        yield [f"sqlite:///{Path(folder, name)}.sqlite3" for name in ("few", "many")]


@contextmanager
def _postgresql() -> Iterator[list[str]]:
    server = PostgresqlServer.start()
    try:
        yield [server.url(server.new_database()) for _ in range(2)]
    finally:
        server.stop()
