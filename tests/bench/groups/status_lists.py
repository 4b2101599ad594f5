"""From a revocation to the new signed list, served: lists of the usual size and of a million, 5 % revoked."""

import random
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.installation import NOW, installation
from bench.measure import Effort
from bench.peers import Peers
from bench.rows import Figure, Goal, Row
from web_service import Instance

SIZES = (131_072, 1_000_000)
REVOKED = 0.05
MANY = 1_000


def rows(peers: Peers, effort: Effort) -> Iterator[Row]:
    """Yield two figures for each size: one revocation, and many in one call."""
    for size in SIZES:
        many = 5 if effort.is_smoke else MANY
        with TemporaryDirectory() as folder:
            instance = installation(f"sqlite:///{Path(folder)}/lists.sqlite3", status_list_size=size)
            tokens = [
                instance.award(email=f"{number}@school.example").record.id for number in range(many + 20)
            ]
            _revoke_some(instance, tokens[0])
            one = [_milliseconds(instance, [token]) for token in tokens[:20]]
            at_once = _milliseconds(instance, tokens[20:])
        goal = Goal("at_most", 10) if size == SIZES[0] else None
        yield Figure(
            what=f"revoke one, then GET the list, {size:,} entries", unit="ms", values=one, goal=goal
        )
        yield Figure(
            what=f"revoke {many:,} at once, then GET the list, {size:,} entries",
            unit="ms",
            values=[at_once],
        )


def _milliseconds(instance: Instance, tokens: list[str]) -> float:
    """Revoke awards and serve their list; return the time that this process had a core for it."""
    services, begun = instance.services, time.process_time()
    outcomes = list(services.revoking.revoke_many(tokens, now=NOW))
    services.hosting.status_list(outcomes[0].record.status_list)
    return 1000 * (time.process_time() - begun)


def _revoke_some(instance: Instance, token: str) -> None:
    """Set bits as if many other badges of the list had been revoked."""
    services = instance.services
    with services.store.writing() as transaction:
        name = transaction.get_credential(token).status_list
        record = transaction.get_status_list(name, for_update=True)
        taken = {found.status_index for found in transaction.credentials(limit=2 * MANY)}
        places = random.Random(1).sample(range(record.size), int(record.size * REVOKED))
        opened = services.key_ring.open(transaction, record.issuer)
        services.key_ring.status_lists.revoke(transaction, record, {*places} - taken, opened, NOW)
