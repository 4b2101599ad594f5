"""What tests of several adapters ask for."""

import pytest
from sample_records import add_school

from openbadge_issuer.adapters.sql import SqlStore


@pytest.fixture
def school(store: SqlStore) -> SqlStore:
    """A store with all that an award belongs to."""
    with store.writing() as transaction:
        add_school(transaction)
    return store
