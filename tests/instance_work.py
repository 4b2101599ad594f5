"""
What another process does with an instance in `test_processes.py`; here, since a new process imports it by name.

It opens the instance as any command does, and writes what came out to `NUMBER.json` in the instance folder.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openbadge_issuer.adapters import http_fetcher, key_directory, processes, sql  # noqa: F401  (which bootstrap would import late)
from openbadge_issuer.bootstrap import build_services, signing_processes
from openbadge_issuer.services import Services, status_lists
from openbadge_issuer.services.orders import Order
from openbadge_issuer.services.roster import Roster
from openbadge_issuer.settings import Settings

AWARDS = 3
SMALL_LIST = 8


def now() -> datetime:
    return datetime.now(UTC)


def issue(services: Services, folder: Path, number: int) -> list[Any]:
    """Award a few badges to people of one's own, and one that every process awards."""
    emails = ["everybody@school.example", *(f"p{number}-{count}@school.example" for count in range(AWARDS))]
    orders = [
        Order(achievement="superbots", recipient=services.policy.recipient(email=email)) for email in emails
    ]
    return [services.issuing.issue("school", order, now=now()).record.id for order in orders]


def issue_into_small_lists(services: Services, folder: Path, number: int) -> list[Any]:
    """The same, with lists that are soon full."""
    status_lists.FILL_LIMIT = SMALL_LIST / services.policy.status_list_size
    return issue(services, folder, number)


def import_roster(services: Services, folder: Path, number: int) -> list[Any]:
    """Import the instance's roster."""
    roster = Roster.read((folder / "roster.csv").read_bytes())
    return [(row.outcome, row.url) for row in services.importing.run("school", roster, now=now)]


def import_with_processes(services: Services, folder: Path, number: int) -> list[Any]:
    """Import the instance's roster, letting two processes sign; `NUMBER.pids` tells which they are."""
    roster = Roster.read((folder / "roster.csv").read_bytes())
    with signing_processes(Settings.load(folder), 2) as signing:
        (folder / f"{number}.pids").write_text(json.dumps(sorted(signing.start())))
        steps = services.importing.run("school", roster, now=now, signing=signing)
        return [(row.outcome, row.url) for row in steps]


def revoke_and_rotate(services: Services, folder: Path, number: int) -> list[Any]:
    """Revoke the badge of one's own number; every other process rotates the keys first."""
    if number % 2:
        services.key_ring.rotate("school", now())
    with services.store.reading() as transaction:
        record = transaction.credentials()[number]
    return [services.revoking.revoke(record.id, now=now()).changed]


def work(folder: Path, task: str, number: int) -> None:
    """Do a task in an instance, as process of that number."""
    services = build_services(Settings.load(folder))
    done = TASKS[task](services, folder, number)
    (folder / f"{number}.json").write_text(json.dumps(done))


TASKS = {
    "issue": issue,
    "issue into small lists": issue_into_small_lists,
    "import": import_roster,
    "import with processes": import_with_processes,
    "revoke": revoke_and_rotate,
}
