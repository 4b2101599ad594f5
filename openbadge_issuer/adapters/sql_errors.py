"""
What databases complain about, in this package's own errors.

    a unique value is there already             ConflictError, `path` names the field
    what a record belongs to is not there       NotFoundError
    busy, full, out of reach, deadlock          UnavailableError: nothing was half done, again is safe
    no such table, no such database, no access  ConfigurationError
    a text or number that cannot be stored      InputError

Messages name the database without its password, and never repeat a statement or its values.
Errors not listed here are faults in this package, and stay as they are.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL, Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from openbadge_issuer.adapters.sql_tables import metadata
from openbadge_issuer.errors import (
    ConfigurationError,
    ConflictError,
    InputError,
    NotFoundError,
    OpenBadgeError,
    UnavailableError,
)

_Complaint = tuple[type[OpenBadgeError], str, str]

MIGRATE = "Run: openbadge-issuer migrate"

_AGAIN = "Nothing was changed; the same can safely be done again."
_BROKEN = "A change is kept wholly or not at all; the same can safely be done again once the server answers."
_FULL = "Make room on the disk that holds the database, then do the same again."
_RIGHTS = (
    "Give the user that runs openbadge-issuer read and write access to the database file and its folder."
)

# Primary result codes, https://www.sqlite.org/rescode.html
_SQLITE: dict[int, _Complaint] = {
    sqlite3.SQLITE_BUSY: (UnavailableError, "is in use by another process for too long", _AGAIN),
    sqlite3.SQLITE_LOCKED: (UnavailableError, "is in use by another process for too long", _AGAIN),
    sqlite3.SQLITE_FULL: (UnavailableError, "cannot grow: the disk is full", _FULL),
    sqlite3.SQLITE_IOERR: (UnavailableError, "cannot be read or written: the disk reports an error", _AGAIN),
    sqlite3.SQLITE_READONLY: (ConfigurationError, "cannot be written", _RIGHTS),
    sqlite3.SQLITE_PERM: (ConfigurationError, "cannot be opened", _RIGHTS),
    sqlite3.SQLITE_CANTOPEN: (
        ConfigurationError,
        "is not there, or cannot be opened",
        f"{MIGRATE}. {_RIGHTS}",
    ),
    sqlite3.SQLITE_CORRUPT: (ConfigurationError, "is damaged", "Put back the last backup."),
    sqlite3.SQLITE_NOTADB: (ConfigurationError, "is not a SQLite database", "Check OPENBADGE_DATABASE_URL."),
}

# SQLSTATE and its classes, https://www.postgresql.org/docs/current/errcodes-appendix.html; the longest wins
_POSTGRESQL: dict[str, _Complaint] = {
    "08": (UnavailableError, "cannot be reached, or broke the connection", _BROKEN),
    "28": (ConfigurationError, "refuses the user or the password", "Check OPENBADGE_DATABASE_URL."),
    "3D000": (
        ConfigurationError,
        "is not on that server",
        "Make it (createdb), then run: openbadge-issuer migrate",
    ),
    "40": (UnavailableError, "let another transaction go first", _AGAIN),
    "42501": (
        ConfigurationError,
        "does not let this user read and write",
        "Grant the user rights on the tables.",
    ),
    "42P01": (ConfigurationError, "does not have the tables it must have", MIGRATE),
    "42703": (ConfigurationError, "does not have the columns it must have", MIGRATE),
    "53": (UnavailableError, "has no room, memory or connections left", _AGAIN),
    "55P03": (UnavailableError, "is held by another transaction for too long", _AGAIN),
    "57": (UnavailableError, "was stopped, or is starting", _BROKEN),
    "58": (UnavailableError, "reports an error of its system", _AGAIN),
}

_NOUNS = {
    "issuers": "an issuer",
    "keys": "a key",
    "images": "an image",
    "achievements": "an achievement",
    "achievement_versions": "a version of the achievement",
    "status_lists": "a status list",
    "status_list_contents": "a status list",
    "credentials": "a credential",
    "endorsements": "an endorsement",
    "drawings": "a drawing",
    "badge_pages": "a page",
    "tombstones": "a tombstone",
    "api_keys": "an API key",
    "responses": "a response",
}

_UNIQUE = {
    str(unique.name): (table.name, list(unique.columns)[-1].name)
    for table in metadata.tables.values()
    for unique in [*table.constraints, *table.indexes]
    if isinstance(unique, UniqueConstraint | PrimaryKeyConstraint | Index)
}
"""What each unique constraint is about: the table, and the field that an error names (its last column)."""


@contextmanager
def translated(url: URL) -> Iterator[None]:
    """Turn what the database complains about inside the block into this package's errors."""
    try:
        yield
    except PoolTimeoutError as error:
        raise UnavailableError("All connections to the database are in use.", hint=_AGAIN) from error
    except IntegrityError as error:
        if (explained := _integrity(error)) is None:
            raise
        raise explained from error
    except DataError as error:
        raise InputError(
            "A value cannot be stored: a text holds the character NUL, or a number is too large."
        ) from error
    except DBAPIError as error:
        found = _sqlite(error.orig) if isinstance(error.orig, sqlite3.Error) else _postgresql(error)
        if found is None:
            raise
        kind, complaint, hint = found
        raise kind(f"The database {url.render_as_string()} {complaint}.", hint=hint) from error


def _sqlite(error: sqlite3.Error) -> _Complaint | None:
    if re.search(r"no such (table|column)", str(error)):
        return ConfigurationError, "does not have the tables it must have", MIGRATE
    return _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)


def _postgresql(error: DBAPIError) -> _Complaint | None:
    state = getattr(error.orig, "sqlstate", None)
    if state is None and isinstance(error, OperationalError | InterfaceError):
        state = _connection_state(str(error.orig))
    prefixes = [prefix for prefix in _POSTGRESQL if (state or "").startswith(prefix)]
    return _POSTGRESQL[max(prefixes, key=len)] if prefixes else None


def _connection_state(message: str) -> str:
    """Tell from its words why a connection was refused: psycopg has no code for it."""
    if re.search(r'database "[^"]*" does not exist', message):
        return "3D000"
    if re.search(
        r"authentication failed|no pg_hba.conf entry|no password supplied|role .* does not exist", message
    ):
        return "28000"
    return "08000"


def _integrity(error: IntegrityError) -> OpenBadgeError | None:
    if isinstance(error.orig, sqlite3.Error):
        if error.orig.sqlite_errorname == "SQLITE_CONSTRAINT_FOREIGNKEY":
            return _no_parent()
        if unique := re.fullmatch(r"UNIQUE constraint failed: (?:.*, )?(\w+)\.(\w+)", str(error.orig)):
            return _conflict(*unique.groups())
    else:
        state = getattr(error.orig, "sqlstate", None)
        if state == "23503":
            return _no_parent()
        if state == "23505":
            return _conflict(*_UNIQUE[error.orig.diag.constraint_name])  # type: ignore[union-attr]  # psycopg's
    return None


def _no_parent() -> NotFoundError:
    return NotFoundError(
        "What the record belongs to (issuer, achievement version, image, status list) is not there."
    )


def _conflict(table: str, field: str) -> ConflictError:
    return ConflictError(f"There is already {_NOUNS[table]} with this {field}.", path=field)
