"""
What another process does in `test_processes.py`: run by path, with `folder`, `task` and `number` as its globals.

It opens the instance as any command does, and writes what came out to `NUMBER.json` in the instance folder.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openbadge_issuer.bootstrap import build_services
from openbadge_issuer.services import Services
from openbadge_issuer.services.orders import Order
from openbadge_issuer.services.roster import Roster
from openbadge_issuer.settings import Settings

AWARDS = 3


def now() -> datetime:
    return datetime.now(UTC)


def issue(services: Services, folder: Path, number: int) -> list[Any]:
    """Award a few badges to people of one's own, and one that every process awards."""
    emails = ["everybody@school.example", *(f"p{number}-{count}@school.example" for count in range(AWARDS))]
    orders = [
        Order(achievement="superbots", recipient=services.policy.recipient(email=email)) for email in emails
    ]
    return [services.issuing.issue("school", order, now=now()).record.id for order in orders]


def import_roster(services: Services, folder: Path, number: int) -> list[Any]:
    """Import the instance's roster."""
    roster = Roster.read((folder / "roster.csv").read_bytes())
    return [(row.outcome, row.url) for row in services.importing.run("school", roster, now=now)]


def revoke_and_rotate(services: Services, folder: Path, number: int) -> list[Any]:
    """Revoke the badge of one's own number; every other process rotates the keys first."""
    if number % 2:
        services.key_ring.rotate("school", now())
    with services.store.reading() as transaction:
        record = transaction.credentials()[number]
    return [services.revoking.revoke(record.id, now=now()).changed]


def work(folder: Path, task: str, number: int) -> None:
    services = build_services(Settings.load(folder))
    done = {"issue": issue, "import": import_roster, "revoke": revoke_and_rotate}[task](
        services, folder, number
    )
    (folder / f"{number}.json").write_text(json.dumps(done))


if __name__ == "worker":
    work(globals()["folder"], globals()["task"], globals()["number"])
