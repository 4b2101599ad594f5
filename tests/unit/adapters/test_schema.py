"""Migrations: their outcome is the tables, on both databases, however often they are run."""

import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from concurrent_work import processes, upgrade
from sqlalchemy import text

from openbadge_issuer.adapters import schema
from openbadge_issuer.adapters.sql import SqlStore
from openbadge_issuer.adapters.sql_engine import WRITING
from openbadge_issuer.adapters.sql_tables import metadata
from openbadge_issuer.errors import ConfigurationError


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    """A store without tables."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/fresh.sqlite3"
    else:
        server = request.getfixturevalue("postgresql")
        url = server.url(server.new_database())
    store = SqlStore.open(url)
    yield store
    store.close()


def test_migrated_schema_is_that_of_the_tables(fresh: SqlStore):
    schema.upgrade(fresh.engine)
    with fresh.engine.connect().execution_options(**WRITING[fresh.engine.name]) as connection:
        migrations = produce_migrations(MigrationContext.configure(connection), metadata)
    difference = render_python_code(migrations.upgrade_ops)
    assert migrations.upgrade_ops.is_empty(), f"a new migration must do this:\n{difference}"


def test_newest_migration_is_the_one_that_alembic_finds():
    assert ScriptDirectory(str(schema.MIGRATIONS)).get_current_head() == schema.current_revision()


def test_upgraded_database_is_current(fresh: SqlStore):
    schema.upgrade(fresh.engine)
    assert schema.is_current(fresh.engine)


def test_upgrading_again_changes_nothing(fresh: SqlStore):
    schema.upgrade(fresh.engine)
    schema.upgrade(fresh.engine)
    fresh.check()


def test_several_processes_may_upgrade_at_once(fresh: SqlStore):
    url = fresh.engine.url.render_as_string(hide_password=False)
    with processes.Pool(3) as pool:
        pool.map(upgrade, [url] * 3)
    fresh.check()


def test_database_of_a_newer_version_is_refused(fresh: SqlStore):
    schema.upgrade(fresh.engine)
    with fresh.writing() as transaction:
        transaction._connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigurationError, match="this version's tables"):
        fresh.check()
    with pytest.raises(ConfigurationError, match="newer version") as caught:
        schema.upgrade(fresh.engine)
    assert "Install" in caught.value.hint


def test_new_sqlite_file_is_for_its_owner_only(tmp_path: Path):
    path = tmp_path / "new.sqlite3"
    with closing(SqlStore.open(f"sqlite:///{path}")) as store:
        schema.upgrade(store.engine)
    assert oct(stat.S_IMODE(path.stat().st_mode)) == "0o600"


def test_sqlite_file_in_a_missing_folder_says_so(tmp_path: Path):
    store = SqlStore.open(f"sqlite:///{tmp_path}/none/openbadge.sqlite3")
    with pytest.raises(ConfigurationError, match="No such file or directory") as caught:
        schema.upgrade(store.engine)
    assert "Make its folder" in caught.value.hint


def test_status_lists_of_the_first_version_hold_awards(fresh: SqlStore):
    upgrade_to(fresh, "0001")
    with fresh.writing() as transaction:
        rows = "INSERT INTO {} VALUES {}"
        moment = "'2026-06-01T12:00:00.000000Z'"
        for table, values in (
            (
                "issuers (slug, did, profile, created_at)",
                f"('school', 'did:web:school.example', '{{}}', {moment})",
            ),
            ("status_lists (id, issuer, size, allocated)", "('list1', 'school', 131072, 3)"),
            (
                "status_list_contents (status_list, updated_at, bits, json)",
                f"('list1', {moment}, '', '{{}}')",
            ),
        ):
            transaction._connection.execute(text(rows.format(table, values)))
    schema.upgrade(fresh.engine)
    with fresh.reading() as transaction:
        assert [("list1", "awards")] == [(r.id, r.use) for r in transaction.status_lists("school")]


def upgrade_to(store: SqlStore, revision: str) -> None:
    """Make the tables of an earlier version."""
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    if store.engine.name == "sqlite":
        schema._make_file(Path(str(store.engine.url.database)))
    with (
        store.engine.connect().execution_options(**WRITING[store.engine.name]) as connection,
        connection.begin(),
    ):
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
