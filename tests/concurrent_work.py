"""What the tests let several processes do at once; here, since a new process imports it by name."""

import multiprocessing
import os
import random
import signal
from pathlib import Path

from sample_records import credential

from openbadge_issuer.adapters import schema
from openbadge_issuer.adapters.key_directory import KeyDirectory
from openbadge_issuer.adapters.sql import SqlStore
from openbadge_issuer.errors import ConflictError, KeyMaterialError
from openbadge_issuer.keys.public_key import KeyKind

processes = multiprocessing.get_context("forkserver")
"""Starts processes as copies of one that has imported everything, since importing takes longest."""

processes.set_forkserver_preload(["concurrent_work", "instance_work"])


NOBODY = 65_534
"""A user id that owns nothing."""


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


def refusal_to_open(folder: str) -> str:
    """Return why the key `file:school` cannot be opened by a user who is not root, who may read everything."""
    if os.geteuid() == 0:
        os.setuid(NOBODY)
    try:
        KeyDirectory(Path(folder)).signer("file:school")
    except KeyMaterialError as error:
        return error.message
    return ""


def create_key(folder: str) -> bool:
    """Make a key of one and the same name; return whether we were the first."""
    try:
        KeyDirectory(Path(folder)).create("school", KeyKind.ED25519)
    except ConflictError:
        return False
    return True
