"""
Looks at the database that cost so little that each public request can afford one: `ports.Stamps`.

On SQLite a look is one statement on a connection of its own, some microseconds in the event loop itself;
readers of the write-ahead log wait for nobody. It answers for all who ask in the same turn of the loop:
what runs in a turn was put there before the turn began, so their requests had come before the look.
On PostgreSQL it is a question to the server. Whatever is asked for while one is on its way goes into the next,
so that a hundred requests at once cost little more than one.
A look begins after it was asked for, and so sees what any process had committed by then.

Whoever cannot look is told no more than that: reading in the ordinary way tells why.
"""

from __future__ import annotations

import asyncio
import sqlite3
import weakref
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, any_, bindparam, select

from openbadge_issuer.adapters.sql_tables import credentials, status_list_contents
from openbadge_issuer.errors import UnavailableError
from openbadge_issuer.ports import Stamp, Stamped, Stamps

if TYPE_CHECKING:
    import psycopg  # an extra of its own

CHANGEABLE = (
    credentials.c.revoked_at,
    credentials.c.revocation_category,
    credentials.c.suspended_at,
    credentials.c.suspension_category,
)
"""All of an award that may change and can be seen in public; a test names the columns that never do."""

_KEYS = {Stamped.CREDENTIAL: credentials.c.id, Stamped.STATUS_LIST: status_list_contents.c.status_list}
_STATES = {Stamped.CREDENTIAL: CHANGEABLE, Stamped.STATUS_LIST: (status_list_contents.c.json,)}


def open_stamps(engine: Engine) -> Stamps:
    """Return what looks at a database; nothing is opened before the first look."""
    return SqliteStamps(engine) if engine.name == "sqlite" else PostgresqlStamps(engine)


class SqliteStamps:
    """
    Looks at a SQLite file.

    Args:
        engine: What `open_engine` gave for it.
    """

    def __init__(self, engine: Engine) -> None:
        self._path = Path(str(engine.url.database))
        self._connection: sqlite3.Connection | None = None
        self._seen: dict[tuple[Stamped, str], Stamp | None] = {}
        self._statements = {
            kind: str(select(*_STATES[kind]).where(key == bindparam("key")).compile(engine))
            for kind, key in _KEYS.items()
        }

    async def look(self, kind: Stamped, id: str) -> Stamp | None:
        """
        Return the stamp of something; None if it is not there.

        Raises:
            UnavailableError: If the file cannot be read.
        """
        if not self._seen:
            asyncio.get_running_loop().call_soon(self._seen.clear)
        if (kind, id) not in self._seen:
            self._seen[kind, id] = self._read(kind, id)
        return self._seen[kind, id]

    def _read(self, kind: Stamped, id: str) -> Stamp | None:
        try:
            connection = self._connection or self._open()
            found: Stamp | None = connection.execute(self._statements[kind], (id,)).fetchone()
        except sqlite3.Error as error:
            raise _unavailable(error) from error
        return found

    def close(self) -> None:
        """Close the connection; the next look opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection:
        # Read-only, so that a file that is not there is not made; `close` may come from another thread.
        self._connection = sqlite3.connect(
            f"{self._path.absolute().as_uri()}?mode=ro",
            uri=True,
            timeout=0,
            isolation_level=None,
            check_same_thread=False,
        )
        weakref.finalize(self, self._connection.close)
        return self._connection


class PostgresqlStamps:
    """
    Looks at a PostgreSQL database over one connection, many at a time.

    Args:
        engine: What `open_engine` gave for it.
    """

    def __init__(self, engine: Engine) -> None:
        _, self._options = engine.dialect.create_connect_args(engine.url)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._connection: psycopg.AsyncConnection[Stamp] | None = None
        self._asked: dict[tuple[Stamped, str], asyncio.Future[Stamp | None]] = {}
        self._rounds: asyncio.Task[None] | None = None
        self._statements = {
            kind: str(select(key, *_STATES[kind]).where(key == any_(bindparam("keys"))).compile(engine))
            for kind, key in _KEYS.items()
        }

    async def look(self, kind: Stamped, id: str) -> Stamp | None:
        """
        Return the stamp of something; None if it is not there.

        Raises:
            UnavailableError: If the server does not answer.
        """
        loop = asyncio.get_running_loop()
        self._begin(loop)
        answer = self._asked.get((kind, id))
        if answer is None:
            answer = self._asked[kind, id] = loop.create_future()
        if self._rounds is None or self._rounds.done():
            self._rounds = asyncio.create_task(self._go_round())
        return await asyncio.shield(answer)  # whoever gives up waiting leaves the answer to the others

    def close(self) -> None:
        """Close the connection; the next look opens another."""
        if self._connection is not None:
            self._connection.pgconn.finish()
            self._connection = None

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin anew in another event loop than before: connection and questions belong to one."""
        if self._loop is not loop:
            self.close()
            self._loop, self._asked, self._rounds = loop, {}, None

    async def _go_round(self) -> None:
        """Ask for all that is wanted, and again for what was wanted meanwhile, until nothing is."""
        while asked := self._asked:
            self._asked = {}
            try:
                found = {kind: await self._ask(kind, asked) for kind in {kind for kind, _ in asked}}
            except Exception as error:  # noqa: BLE001  (whatever it is, those who wait are told)
                self.close()
                for answer in asked.values():
                    answer.set_exception(_unavailable(error))
                    answer.exception()  # seen, also where everybody has given up waiting
            else:
                for (kind, id), answer in asked.items():
                    answer.set_result(found[kind].get(id))

    async def _ask(self, kind: Stamped, asked: Collection[tuple[Stamped, str]]) -> dict[str, Stamp]:
        keys = [id for wanted, id in asked if wanted is kind]
        connection = self._connection or await self._open()
        cursor = await connection.execute(self._statements[kind], {"keys": keys}, prepare=True)
        return {str(row[0]): row[1:] for row in await cursor.fetchall()}

    async def _open(self) -> psycopg.AsyncConnection[Stamp]:
        import psycopg

        self._connection = await psycopg.AsyncConnection.connect(**self._options, autocommit=True)
        weakref.finalize(self, self._connection.pgconn.finish)
        return self._connection


def _unavailable(cause: Exception) -> UnavailableError:
    error = UnavailableError("The database cannot be looked at.")
    error.__cause__ = cause
    return error
