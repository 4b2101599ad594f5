"""What every test may ask for."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from missing_tool import missing
from postgresql_server import PostgresqlServer

from openbadge_issuer.adapters import schema
from openbadge_issuer.adapters.sql import SqlStore
from openbadge_issuer.adapters.sql_tables import metadata

VARIABLE = "OPENBADGE_VECTORS"

# How long an example takes depends on what else the machine does.
# In CI the same examples every time, so that a change is judged by what it changes; elsewhere new ones are looked for.
hypothesis.settings.register_profile("unhurried", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The folder that holds `vectors/` and `standards/`."""
    folder = os.environ.get(VARIABLE)
    return Path(folder) if folder else missing(f"{VARIABLE} does not name the folder of published vectors")


@pytest.fixture
def now() -> datetime:
    """A fixed moment."""
    return datetime(2026, 6, 1, 12, 0, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """A PostgreSQL server of our own; the test is skipped where PostgreSQL is not installed."""
    server = PostgresqlServer.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgresql_database(postgresql: PostgresqlServer) -> Iterator[SqlStore]:
    """A PostgreSQL database with the current schema; tests share it, since making one takes long."""
    store = SqlStore.open(postgresql.url(postgresql.new_database()))
    schema.upgrade(store.engine)
    yield store
    store.close()


@pytest.fixture
def postgresql_url(postgresql_database: SqlStore) -> str:
    """The URL of an empty PostgreSQL database with the current schema."""
    with postgresql_database.engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    return postgresql_database.engine.url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite file with the current schema, to be copied."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite3"
    store = SqlStore.open(f"sqlite:///{path}")
    schema.upgrade(store.engine)
    store.close()
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of an empty SQLite database with the current schema."""
    path = shutil.copy(sqlite_template, tmp_path / "openbadge.sqlite3")
    return f"sqlite:///{path}"


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[SqlStore]:
    """An empty store on SQLite, for tests to which the database does not matter."""
    store = SqlStore.open(sqlite_url)
    yield store
    store.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def store_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database with the current schema: the test runs once on each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def store(store_url: str) -> Iterator[SqlStore]:
    """An empty store: the test runs once on each kind of database."""
    store = SqlStore.open(store_url)
    yield store
    store.close()
