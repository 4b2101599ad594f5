"""A service with a school, an achievement and a badge, over a real SQLite database and real keys."""

import pytest
from web_service import Instance, open_instance


@pytest.fixture
def instance(tmp_path, now) -> Instance:
    """An instance that was just set up."""
    return open_instance(tmp_path, now)


@pytest.fixture
def client(instance):
    """A client of its application."""
    with instance.client() as client:
        yield client
