"""
One process of the group `bulk`: awards so many badges, in memory and into a database by turns, and says what it took.

It is a process of its own, since the most memory a process ever had is known for its whole life.
"""

import json
import resource
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from itertools import islice, repeat
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import Column, MetaData, Table, Text, insert

from openbadge_issuer import Badge
from openbadge_issuer.adapters.sql_engine import WRITING
from openbadge_issuer.bootstrap import build_services, signing_processes, upgrade_database
from openbadge_issuer.issuer import Award
from openbadge_issuer.model import Achievement
from openbadge_issuer.services import Services
from openbadge_issuer.services.achievements import AchievementDraft, AlignmentDraft
from openbadge_issuer.services.batches import Ordered
from openbadge_issuer.services.orders import Order
from openbadge_issuer.services.tokens import new_token, random_index
from openbadge_issuer.settings import Settings
from openbadge_issuer.status.status_list import MIN_SIZE, entry

TURN = 2_000
"""Badges made in one way before it is the other's turn, by number: four batches."""


def made(folder: Path) -> Services:
    """Make an installation in a folder that has settings: a school that awards a course, as its own keys sign it."""
    settings = Settings.load(folder)
    upgrade_database(settings)
    services = build_services(settings)
    draft = AchievementDraft(
        name="Python Developer",
        description="Awarded for Python proficiency",
        criteria="Must pass the Python assessment",
        achievement_type="Certificate",
        tags=("python", "programming", "backend"),
        in_language="en",
        alignments=(AlignmentDraft(target_name="Programming", target_url="https://example.com/f/1"),),
    )
    services.issuers.create("school", "Example University", url="https://example.com", now=_now())
    services.achievements.create("school", "course", draft, now=_now())
    return services


def orders(services: Services, name: str) -> Iterator[Ordered]:
    """Yield orders for ever."""
    number = 0
    while number := number + 1:
        recipient = services.policy.recipient(email=f"{name}{number}@school.example")
        yield Ordered(
            order=Order(achievement="course", recipient=recipient, award_id=f"{name}-{number}"), now=_now()
        )


def awards(services: Services, name: str) -> Iterator[Award]:
    """Yield the same for the library alone, with everything that the badges of the service have."""
    for each in orders(services, name):
        list_url = services.addresses.status_list("0123456789abcdefghijkl")
        yield Award(
            recipient=each.order.recipient,
            credential_id=services.addresses.credential(new_token()),
            status=entry(list_url, random_index(MIN_SIZE)),
        )


def by_turns(services: Services, count: int) -> dict[str, float]:
    """Award so many badges in memory and as many into the database, by turns; say how long each took."""
    with services.store.reading() as transaction:
        document = transaction.find_achievement("course").document
    issuer = services.key_ring.issuer("school")
    made = issuer.issue_many(Achievement.from_document(document), awards(services, "m"))
    ways: dict[str, Iterator[object]] = {
        # The issuer of the service leaves checking to the service, so that here no badge is verified.
        "memory": made,
        "stored": services.issuing_many.issue("school", orders(services, "s")),
        "plain": plainly(services, made),
    }
    for badges in ways.values():
        _take(badges, min(TURN, count) // 4)  # warm
    took = {f"{clock}_{name}": 0.0 for name in ways for clock in ("wall", "core")}
    for _ in range(max(1, count // TURN)):
        for name, badges in ways.items():
            wall, core = perf_counter(), process_time()
            _take(badges, min(TURN, count))
            took[f"wall_{name}"] += perf_counter() - wall
            took[f"core_{name}"] += process_time() - core
    return took


def plainly(services: Services, badges: Iterator[Badge]) -> Iterator[None]:
    """Insert badges into a table that has nothing but their texts, as many in a transaction as a batch has."""
    store: Any = services.store
    plain = Table("plain", MetaData(), *(Column(name, Text) for name in ("id", "json", "jwt")))
    with store.engine.connect().execution_options(**WRITING[store.engine.name]) as connection:
        plain.create(connection)
        connection.commit()
        while batch := list(islice(badges, services.policy.batch_size)):
            rows = [{"id": each.id, "json": each.json, "jwt": each.jwt_or_none} for each in batch]
            connection.execute(insert(plain), rows)
            connection.commit()
            yield from repeat(None, len(batch))


def with_jobs(services: Services, folder: Path, count: int, jobs: int) -> dict[str, float]:
    """Award so many badges into the database, some processes signing; say how long they and their start took."""
    begun = perf_counter()
    with signing_processes(Settings.load(folder), jobs) if jobs > 1 else nullcontext() as signing:
        if signing is not None:
            signing.start()
        ready = perf_counter()
        name = f"j{jobs}-{new_token()}-"
        list(services.issuing_many.issue("school", islice(orders(services, name), count), signing=signing))
        return {"start": ready - begun, "wall_stored": perf_counter() - ready}


def _take(badges: Iterator[object], count: int) -> None:
    for _ in islice(badges, count):
        pass


def _now() -> datetime:
    return datetime.now(UTC)


def main() -> None:
    """Do what the words say: a folder, how many badges, and how many jobs (0 for by turns)."""
    folder, count, jobs = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    services = made(folder)
    if jobs:
        with_jobs(services, folder, min(500, count), 1)  # warm
    took = by_turns(services, count) if not jobs else with_jobs(services, folder, count, jobs)
    services.store.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({**took, "peak_kib": peak}))


if __name__ == "__main__":
    main()
