"""
Opening a database: what a connection must be told before the first statement, on SQLite and on PostgreSQL.

There are two kinds of transaction, chosen by execution options:

- *reading*: one unchanging view of everything, and no writing
  (SQLite: a snapshot of the write-ahead log; PostgreSQL: repeatable read);
- *writing*: SQLite takes the write lock at the start (BEGIN IMMEDIATE),
  so that a transaction never fails half-way because another process wrote meanwhile;
  PostgreSQL locks rows as they are written (read committed).

A SQLite file that is not there is refused: only `schema.upgrade` makes one.
"""

import os
import weakref
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Pool, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError

from openbadge_issuer.adapters.sql_errors import MIGRATE
from openbadge_issuer.errors import ConfigurationError, MissingExtraError

BUSY_TIMEOUT = 15.0
"""Longest time a transaction waits for another one's lock, in seconds; a batch of 1,000 awards takes one."""

CONNECTIONS = 10
"""Most connections of one process; more would only wait for each other, since one thread runs at a time."""

CONNECT_TIMEOUT = 10
"""Longest time until a PostgreSQL server answers, in seconds."""

DATABASE_MODE = 0o600
"""Rights of a new SQLite file: badges hold names, and only the service needs to read them there."""

PRAGMAS = {
    # readers do not wait for the writer, nor the writer for them
    "journal_mode": "WAL",
    # With NORMAL, a power cut could take back what was committed last: a badge that its earner has already
    # would be gone, and its status index free for another. One flush a transaction is cheap against that.
    # (A kill of the process loses nothing in either mode.)
    "synchronous": "FULL",
    # macOS: flush the disk's own cache too
    "fullfsync": "ON",
    "foreign_keys": "ON",
}

READING: dict[str, dict[str, Any]] = {
    "sqlite": {"openbadge_begin": ("PRAGMA query_only = ON", "BEGIN")},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
WRITING: dict[str, dict[str, Any]] = {
    "sqlite": {"openbadge_begin": ("PRAGMA query_only = OFF", "BEGIN IMMEDIATE")},
    "postgresql": {"isolation_level": "READ COMMITTED", "postgresql_readonly": False},
}
"""Execution options for each kind of transaction, by database."""


def open_engine(database_url: str, *, busy_timeout: float = BUSY_TIMEOUT) -> Engine:
    """
    Prepare to connect to a database; nothing is opened yet.

    Args:
        database_url: `sqlite:///path` or `postgresql+psycopg://…`.
        busy_timeout: Longest time to wait for another transaction's lock, in seconds.

    Raises:
        ConfigurationError: If the URL cannot be read, or names another kind of database.
        MissingExtraError: If the driver for PostgreSQL is not installed.
    """
    url = _parse(database_url)
    make = _sqlite_engine if url.get_backend_name() == "sqlite" else _postgresql_engine
    engine = make(url, busy_timeout)
    _forget_connections_after_fork(engine)
    return engine


def _parse(database_url: str) -> URL:
    try:
        url = make_url(database_url)
    except (ArgumentError, ValueError):
        # "from None", since the original message repeats the URL with its password
        raise ConfigurationError(
            "The database URL cannot be read; expected sqlite:///path or postgresql://user:password@host/name.",
            hint="Check OPENBADGE_DATABASE_URL; in a password, @ is written as %40 and / as %2F.",
        ) from None
    if url.get_backend_name() not in WRITING:
        raise ConfigurationError(f"{url.drivername} is not a database known here; sqlite and postgresql are.")
    return url


def _sqlite_engine(url: URL, busy_timeout: float) -> Engine:
    engine = create_engine(
        url,
        # isolation_level: the driver begins no transaction of its own; _begin below does
        connect_args={"timeout": busy_timeout, "isolation_level": None},
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=busy_timeout,
        hide_parameters=True,
    )
    event.listen(engine, "do_connect", _require_file)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _require_file(_dialect: object, _record: object, arguments: list[str], _options: object) -> None:
    if not Path(arguments[0]).exists():
        raise ConfigurationError(f"There is no database at {arguments[0]}.", hint=MIGRATE)


def _set_pragmas(connection: DBAPIConnection, _record: object) -> None:
    _tell(connection, *(f"PRAGMA {name} = {value}" for name, value in PRAGMAS.items()))


def _tell(connection: DBAPIConnection, *statements: str) -> None:
    """Run statements on a new connection, which is of no use if one fails."""
    try:
        for statement in statements:
            connection.cursor().execute(statement)
        connection.commit()
    except BaseException:
        connection.close()
        raise


def _begin(connection: Connection) -> None:
    for statement in connection.get_execution_options()["openbadge_begin"]:
        connection.exec_driver_sql(statement)


def _postgresql_engine(url: URL, busy_timeout: float) -> Engine:
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args={"connect_timeout": CONNECT_TIMEOUT},
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_timeout=busy_timeout,
            pool_pre_ping=True,  # a server that was restarted costs nobody an error
            hide_parameters=True,
        )
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            "The driver for PostgreSQL is not installed.",
            hint='Install it: pip install "openbadge-issuer[service,postgresql]"',
        ) from error

    @event.listens_for(engine, "connect")
    def _limit_waiting(connection: DBAPIConnection, _record: object) -> None:
        _tell(connection, f"SET lock_timeout = {int(busy_timeout * 1000)}")

    return engine


def _forget_connections_after_fork(engine: Engine) -> None:
    """
    Let a forked process open connections of its own.

    Two processes on one connection garble it, and closing it in one harms the other
    (https://www.sqlite.org/howtocorrupt.html, 2.6); so what was inherited is kept, and never touched.
    """
    reference = weakref.ref(engine)

    def forget() -> None:
        if (inherited := reference()) is not None:
            _INHERITED.append(inherited.pool)
            inherited.dispose(close=False)

    os.register_at_fork(after_in_child=forget)


_INHERITED: list[Pool] = []
