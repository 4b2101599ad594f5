"""What the tests let several processes do at once; here, since a new process imports it by name."""

import os
import random
import signal
from pathlib import Path

from sample_records import credential

from openbadge_issuer.adapters import schema
from openbadge_issuer.adapters.key_directory import KeyDirectory
from openbadge_issuer.adapters.sql import SqlStore
from openbadge_issuer.errors import ConflictError
from openbadge_issuer.keys.public_key import KeyKind


def upgrade(url: str) -> None:
    """Bring a database to the current schema."""
    store = SqlStore.open(url)
    schema.upgrade(store.engine)
    store.close()


def add_awards(url: str, worker: int, count: int, indices: int) -> int:
    """Add some awards, each at a free random index below `indices`; return how often one was taken."""
    store = SqlStore.open(url)
    conflicts = sum(
        _add_award(store, number, indices) for number in range(worker * count, (worker + 1) * count)
    )
    store.close()
    return conflicts


def die_before_commit(url: str) -> None:
    """Add an award, and be killed before the transaction is over."""
    store = SqlStore.open(url)
    with store.writing() as transaction:
        transaction.add_credential(credential())
        os.kill(os.getpid(), signal.SIGKILL)


def _add_award(store: SqlStore, number: int, indices: int) -> int:
    conflicts = 0
    while True:
        try:
            with store.writing() as transaction:
                transaction.add_credential(credential(number, status_index=random.randrange(indices)))
        except ConflictError as error:
            if error.path != "status_index":
                raise
            conflicts += 1
        else:
            return conflicts


def read_secret(folder: str) -> bytes:
    """Return the secret of a key folder, made by whoever is first."""
    keys = KeyDirectory(Path(folder))
    keys.create_secret("awards")
    return keys.secret("awards")


def create_key(folder: str) -> bool:
    """Make a key of one and the same name; return whether we were the first."""
    try:
        KeyDirectory(Path(folder)).create("school", KeyKind.ED25519)
    except ConflictError:
        return False
    return True
