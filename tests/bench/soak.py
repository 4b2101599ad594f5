"""
`make soak`: a real service with two workers, used for ten minutes by many at once.

    make soak                                       on SQLite
    make soak SOAK="--database postgresql"          on PostgreSQL, which it starts itself
    make soak SOAK="--minutes 1 --visitors 4"       shorter, fewer

Visitors read badges, pages and lists, let badges be verified, award new ones and revoke some, all mixed.
Whatever is not answered as it must be is an error: other bytes than before, a revocation that the next request
does not see, a badge that is valid and should not be.
At the end the database must hold what the visitors were told, no award less and none twice,
and the workers' memory must not have grown.
Ends with 1 if anything was wrong.
"""

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from bench.service import Service, running
from bench.visitor import Ledger, Visitor
from postgresql_server import PostgresqlServer

from openbadge_issuer.cli.instance import open_instance
from openbadge_issuer.status.bitstring import Bitstring

GROWTH = 1.1
"""
Most that a worker's memory may grow, from the third quarter of the time to the last.
Before, it is filled: with code, compiled shapes, and the answers that are remembered (32 MiB at most).
"""


def soak(service: Service, *, minutes: float, visitors: int) -> tuple[Ledger, dict[int, list[int]]]:
    """Let visitors use a service; return what they were told, and the memory of each worker over time, in KiB."""
    ledger, end = Ledger(), time.monotonic() + 60 * minutes
    crowd = [
        threading.Thread(target=Visitor(service, ledger, number).stay, args=[end])
        for number in range(visitors)
    ]
    for visitor in crowd:
        visitor.start()
    memory: dict[int, list[int]] = {pid: [] for pid in service.workers()}
    while any(visitor.is_alive() for visitor in crowd):
        for pid, sizes in memory.items():
            sizes.append(service.memory(pid))
        time.sleep(1)
    return ledger, memory


def faults(ledger: Ledger, memory: dict[int, list[int]], folder: Path) -> Iterator[str]:
    """Say what was wrong."""
    yield from (f"{count} × {error}" for error, count in ledger.errors.items())
    services = open_instance(folder)
    with services.store.reading() as transaction:
        records = transaction.credentials(limit=10**9)
        lists = {id: transaction.get_status_list(id) for id in {record.status_list for record in records}}
    services.store.close()
    there, told = Counter(record.award_id for record in records), Counter(ledger.awarded.values())
    if there != told or set(ledger.awarded) != {record.id for record in records}:
        yield f"{len(told - there)} awards were lost, {len(there - told)} were made twice or by nobody"
    if len({(record.status_list, record.status_index) for record in records}) != len(records):
        yield "two awards have one place in a status list"
    revoked = {record.id for record in records if record.revocation is not None}
    set_bits = {
        (id, index) for id, found in lists.items() for index in Bitstring.from_bytes(found.bits).ones()
    }
    if revoked != ledger.revoked or set_bits != {
        (record.status_list, record.status_index) for record in records if record.id in revoked
    }:
        yield "revocations, or the bits of status lists, are not what was asked for"
    for pid, (before, after) in growth(memory).items():
        if after > before * GROWTH:
            yield f"worker {pid} grew from {before // 1024} to {after // 1024} MiB"


def growth(memory: dict[int, list[int]]) -> dict[int, tuple[int, int]]:
    """Return each worker's memory in the third quarter of the time and in the last, in KiB."""
    quarters = {pid: max(1, len(sizes) // 4) for pid, sizes in memory.items()}
    return {
        pid: (
            int(median(sizes[2 * quarters[pid] :][: quarters[pid]] or sizes)),
            int(median(sizes[-quarters[pid] :])),
        )
        for pid, sizes in memory.items()
    }


@contextmanager
def database(kind: str) -> Iterator[dict[str, str]]:
    """Give the settings of a database of a kind."""
    if kind == "sqlite":
        yield {}
        return
    server = PostgresqlServer.start()
    try:
        yield {"OPENBADGE_DATABASE_URL": server.url(server.new_database())}
    finally:
        server.stop()


def main() -> None:
    """Soak a service, and say what came of it."""
    parser = argparse.ArgumentParser(description="Use a real service with several workers for some minutes.")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--visitors", type=int, default=8)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    with ExitStack() as stack:
        settings = stack.enter_context(database(arguments.database))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        os.environ.update(settings)  # for the look at what the service left
        with running(folder, workers=arguments.workers, settings=settings) as service:
            begun = time.monotonic()
            ledger, memory = soak(service, minutes=arguments.minutes, visitors=arguments.visitors)
            seconds = time.monotonic() - begun
        found = list(faults(ledger, memory, folder))
    print(json.dumps(summary(arguments.database, ledger, memory, seconds), indent=1))
    for fault in found:
        print(fault, file=sys.stderr)
    sys.exit(1 if found else 0)


def summary(kind: str, ledger: Ledger, memory: dict[int, list[int]], seconds: float) -> dict[str, Any]:
    """Say what was done, in figures."""
    return {
        "database": kind,
        "seconds": round(seconds),
        "requests": ledger.requests.total(),
        "per second": round(ledger.requests.total() / seconds, 1),
        "by kind": dict(ledger.requests.most_common()),
        "slowest, ms": {name: round(1000 * took) for name, took in ledger.slowest.items()},
        "awards": len(ledger.awarded),
        "revoked": len(ledger.revoked),
        "errors": ledger.errors.total(),
        "worker MiB, third quarter and last": [
            [before // 1024, after // 1024] for before, after in growth(memory).values()
        ],
    }


if __name__ == "__main__":
    main()
