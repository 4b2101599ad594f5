"""
An installation to measure: a school that awards badges, on SQLite or PostgreSQL, with as many awards as wanted.

Awards by the million are not signed one by one: they are copies of one that was, under ids and places of their own.
To the database they are what real ones are, with texts of the same length; but only that one verifies.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from web_service import BASE_URL, Instance, MemoryKeys, Web, with_school

from openbadge_issuer.adapters import schema
from openbadge_issuer.adapters.sql import SqlStore
from openbadge_issuer.bootstrap import wire
from openbadge_issuer.ports import CredentialRecord
from openbadge_issuer.services.addresses import Addresses
from openbadge_issuer.services.policy import Policy
from openbadge_issuer.services.status_lists import FILL_LIMIT
from openbadge_issuer.services.tokens import new_token

NOW = datetime(2026, 6, 1, 12, 0, 0, tzinfo=UTC)

BATCH = 5_000
"""Awards in one transaction: 30 MiB of texts."""


def installation(database_url: str, **policy: Any) -> Instance:
    """Set an installation up in an empty database, with a school that can award robotics; its keys are in memory."""
    store, addresses = SqlStore.open(database_url), Addresses(BASE_URL)
    schema.upgrade(store.engine)
    services = wire(store=store, key_store=MemoryKeys(), addresses=addresses, policy=Policy(**policy))
    return with_school(Instance(services, Web(), NOW))


def fill(instance: Instance, count: int) -> None:
    """Put copies of one award into the database: in lists of their own, each as full as a list becomes."""
    store, key_ring = instance.services.store, instance.services.key_ring
    template = instance.award(email="template@school.example").record
    places = int(instance.services.policy.status_list_size * FILL_LIMIT)
    for start in range(0, count, places):
        with store.writing() as transaction:
            empty = replace(transaction.get_status_list(template.status_list), id=new_token(), allocated=0)
            opened = key_ring.open(transaction, empty.issuer)
            transaction.add_status_list(key_ring.status_lists.signed(empty, opened, NOW))
        for batch in _batches(template, empty.id, min(places, count - start)):
            with store.writing() as transaction:
                transaction.add_credentials(batch)
    if store.engine.name == "postgresql":
        with store.engine.begin() as connection:  # as its own housekeeping does from time to time
            connection.exec_driver_sql("ANALYZE")


def _batches(template: CredentialRecord, status_list: str, count: int) -> Iterator[list[CredentialRecord]]:
    for start in range(0, count, BATCH):
        places = range(start, min(start + BATCH, count))
        yield [_copy(template, status_list, place) for place in places]


def _copy(template: CredentialRecord, status_list: str, place: int) -> CredentialRecord:
    token = new_token()
    return replace(
        template,
        id=token,
        award_key=f"award {token}",
        award_id=f"id {token}",
        recipient_key=f"person {token}",
        status_list=status_list,
        status_index=place,
    )
