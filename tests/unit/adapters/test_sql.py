"""Transactions: what is kept, what is undone, what others see, and what the store says when it cannot."""

import gc
import sqlite3
import sys
import warnings
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import pytest
from postgresql_server import PostgresqlServer
from sample_records import add_school, credential, issuer
from sqlalchemy.exc import DBAPIError

from openbadge_issuer.adapters.sql import SqlStore, SqlTransaction
from openbadge_issuer.errors import ConfigurationError, ConflictError, MissingExtraError, UnavailableError


def opened(url: str, **details) -> closing[SqlStore]:
    """Open a store for the length of a block."""
    return closing(SqlStore.open(url, **details))


def test_exception_undoes_the_whole_transaction(store: SqlStore):
    def fail(transaction: SqlTransaction) -> None:
        transaction.add_issuer(issuer())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), store.writing() as transaction:
        fail(transaction)
    with store.reading() as transaction:
        assert [] == transaction.issuers()


def test_reader_sees_one_moment_while_others_write(store: SqlStore):
    with store.reading() as reader:
        assert [] == reader.issuers()
        with store.writing() as writer:
            writer.add_issuer(issuer())
        assert [] == reader.issuers()
    with store.reading() as reader:
        assert [issuer()] == reader.issuers()


def test_reading_transaction_cannot_write(store: SqlStore):
    with pytest.raises((DBAPIError, ConfigurationError)), store.reading() as transaction:
        transaction.add_issuer(issuer())
    with store.writing() as transaction:  # and the connection forgets that it was for reading
        transaction.add_issuer(issuer())


def test_store_that_nobody_closes_is_closed_when_it_is_forgotten(sqlite_url: str):
    store = SqlStore.open(sqlite_url)
    store.check()
    pool = store.engine.pool
    assert 1 == pool.checkedin()
    del store
    gc.collect()
    assert 0 == pool.checkedin()


def test_store_with_the_current_schema_passes_the_check(store: SqlStore):
    store.check()


def test_statement_and_values_do_not_appear_in_errors(store: SqlStore):
    with store.writing() as transaction:
        add_school(transaction)
        transaction.add_credential(credential())
        with pytest.raises(ConflictError) as caught:
            transaction.add_credential(credential(2, id="token1", label="Ada Lovelace"))
    assert "Ada Lovelace" not in str(caught.value) + str(caught.value.__cause__)


def test_locked_database_is_unavailable_and_unchanged(sqlite_url: str, sqlite_store: SqlStore):
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    impatient = SqlStore.open(sqlite_url, busy_timeout=0.05)
    with pytest.raises(UnavailableError, match="in use by another process") as caught, impatient.writing():
        pytest.fail("no transaction may begin")
    other.close()
    impatient.close()
    assert "safely be done again" in caught.value.hint


def test_full_disk_is_said_and_nothing_is_kept(sqlite_store: SqlStore):
    with sqlite_store.writing() as transaction:
        add_school(transaction)
        transaction._connection.exec_driver_sql("PRAGMA max_page_count = 1")
    with pytest.raises(UnavailableError, match="disk is full"), sqlite_store.writing() as transaction:
        transaction.add_credentials([credential(number, json="x" * 4096) for number in range(100)])
    sqlite_store.close()
    with sqlite_store.writing() as transaction:
        assert transaction.count_credentials() == 0
        transaction.add_credential(credential())


def test_missing_sqlite_file_is_not_made_by_looking(tmp_path: Path):
    missing = pytest.raises(ConfigurationError, match="no database at")
    with opened(f"sqlite:///{tmp_path}/none.sqlite3") as store, missing as caught:
        store.check()
    assert "openbadge-issuer migrate" in caught.value.hint
    assert not (tmp_path / "none.sqlite3").exists()


def test_file_that_is_no_database_is_said(tmp_path: Path):
    path = tmp_path / "openbadge.sqlite3"
    path.write_text("This is a letter to the headmistress, and not a database at all. " * 20)
    with (
        opened(f"sqlite:///{path}") as store,
        pytest.raises(ConfigurationError, match="not a SQLite database"),
    ):
        store.check()


def test_database_without_tables_says_what_to_run(tmp_path: Path):
    (tmp_path / "empty.sqlite3").touch()
    store = SqlStore.open(f"sqlite:///{tmp_path}/empty.sqlite3")
    with pytest.raises(ConfigurationError, match="tables") as caught:
        store.check()
    assert caught.value.hint == "Run: openbadge-issuer migrate"
    with pytest.raises(ConfigurationError, match="tables"), store.reading() as transaction:
        transaction.issuers()
    store.close()


@pytest.mark.parametrize(
    "url", ["nonsense", "mysql://u:secret@host/db", "postgresql://u:secret@host:port/db"]
)
def test_unknown_database_url_is_refused_without_repeating_its_password(url: str):
    with pytest.raises(ConfigurationError) as caught:
        SqlStore.open(url)
    assert "secret" not in str(caught.value)


def test_missing_driver_for_postgresql_is_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtraError) as caught:
        SqlStore.open("postgresql://host/badges")
    assert "openbadge-issuer[service,postgresql]" in caught.value.hint


def test_forked_process_has_connections_of_its_own(store: SqlStore):
    with store.reading() as transaction:
        ours = transaction._connection.connection.dbapi_connection

    def work() -> None:
        with store.writing() as transaction:
            transaction.add_issuer(issuer())
            assert ours is not transaction._connection.connection.dbapi_connection

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # newer Pythons warn of forking at all
        process = get_context("fork").Process(target=work)
        process.start()
    process.join()
    with store.reading() as transaction:
        assert ([issuer()], 0) == (transaction.issuers(), process.exitcode)
        assert ours is transaction._connection.connection.dbapi_connection


def test_server_out_of_reach_is_unavailable_and_fails_the_check():
    store = SqlStore.open("postgresql://school:secret@127.0.0.1:1/badges")
    with pytest.raises(UnavailableError, match="cannot be reached") as caught, store.reading():
        pytest.fail("no transaction may begin")
    assert "secret" not in str(caught.value)
    with pytest.raises(ConfigurationError, match="cannot be reached"):
        store.check()


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("change", "complaint"),
    [("/missing?", "is not on that server"), ("//stranger@", "refuses the user or the password")],
)
def test_wrong_postgresql_url_is_said(postgresql: PostgresqlServer, change: str, complaint: str):
    url = postgresql.url("postgres")
    url = url.replace("/postgres?", change) if "?" in change else url.replace("//test@", change)
    with opened(url) as store, pytest.raises(ConfigurationError, match=complaint):
        store.check()


@pytest.mark.postgresql
def test_connections_that_the_server_has_ended_are_replaced(
    postgresql_url: str, postgresql_database: SqlStore
):
    store = SqlStore.open(postgresql_url)
    with store.reading() as transaction:
        pid = transaction._connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    with postgresql_database.writing() as transaction:
        transaction._connection.exec_driver_sql(f"SELECT pg_terminate_backend({pid})")
    with store.reading() as transaction:
        assert [] == transaction.issuers()
    store.close()


@pytest.mark.postgresql
def test_server_that_goes_away_in_the_middle_is_unavailable(
    postgresql_url: str, postgresql_database: SqlStore
):
    store = SqlStore.open(postgresql_url)
    with (
        pytest.raises(UnavailableError, match=r"was stopped|broke the connection"),
        store.writing() as transaction,
    ):
        add_issuer_while_the_server_goes_away(transaction, postgresql_database)
    with store.reading() as transaction:
        assert [] == transaction.issuers()
    store.close()


@pytest.mark.postgresql
def test_waiting_too_long_for_another_transaction_is_unavailable(postgresql_url: str):
    store = SqlStore.open(postgresql_url, busy_timeout=0.1)
    with store.writing() as first:
        first.add_issuer(issuer())
        with pytest.raises(UnavailableError, match="held by another") as caught, store.writing() as second:
            second.add_issuer(issuer())
    assert "safely be done again" in caught.value.hint
    store.close()


def add_issuer_while_the_server_goes_away(transaction: SqlTransaction, other_store: SqlStore) -> None:
    """Add an issuer, end the transaction's connection on the server's side, and ask again."""
    transaction.add_issuer(issuer())
    pid = transaction._connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    with other_store.writing() as other:
        other._connection.exec_driver_sql(f"SELECT pg_terminate_backend({pid})")
    transaction.issuers()
