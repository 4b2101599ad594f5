"""
The database's schema: is it the current one, and the way there.

Migrations are Alembic's, packaged in `migrations/`; there is no alembic.ini and nothing to configure.
An upgrade is one transaction under a lock:
several processes may ask for it at once, and a kill in the middle leaves the old schema.
"""

import os
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, column, func, select, table

from openbadge_issuer.adapters.sql_engine import DATABASE_MODE, READING, WRITING
from openbadge_issuer.adapters.sql_errors import translated
from openbadge_issuer.errors import ConfigurationError

MIGRATIONS = Path(__file__).parent / "migrations"

_VERSION = table("alembic_version", column("version_num")).c.version_num

UPGRADE_LOCK = 0x6F70656E62616467
"""The advisory lock that an upgrade holds on PostgreSQL: the letters `openbadg`, read as a number."""


def upgrade(engine: Engine) -> None:
    """
    Bring a database to the current schema; make it, if it is a SQLite file that is not there.

    Raises:
        ConfigurationError: If the file cannot be made, or the database was made by a newer version.
        UnavailableError: If the database is busy for too long, full, or out of reach; nothing was changed.
    """
    if engine.name == "sqlite":
        _make_file(Path(str(engine.url.database)))
    with (
        translated(engine.url),
        engine.connect().execution_options(**WRITING[engine.name]) as connection,
        connection.begin(),
    ):
        _lock(connection)
        _upgrade(connection)


def is_current(engine: Engine) -> bool:
    """
    Tell whether a database has the schema that this version works with.

    Raises:
        ConfigurationError: If there is no such database, it has no tables yet, or it may not be read.
        UnavailableError: If it is out of reach.
    """
    with (
        translated(engine.url),
        engine.connect().execution_options(**READING[engine.name]) as connection,
        connection.begin(),
    ):
        return connection.execute(select(_VERSION)).scalars().all() == [current_revision()]


@cache
def current_revision() -> str:
    """Return the number of the newest migration, which begins its file's name."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("*_*.py"))


def _make_file(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, DATABASE_MODE))
    except OSError as error:
        raise ConfigurationError(
            f"The database {path} cannot be made: {error.strerror}.",
            hint="Make its folder, and let the user that runs openbadge-issuer write into it.",
        ) from error


def _lock(connection: Connection) -> None:
    """Let one upgrade run at a time; on SQLite, a transaction that writes is alone already."""
    if connection.engine.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(UPGRADE_LOCK)))


def _upgrade(connection: Connection) -> None:
    # here, since Alembic takes a third of a second to import, and hardly any command upgrades
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise ConfigurationError(
            f"The database {connection.engine.url.render_as_string()} was made by a newer version ({error}).",
            hint="Install that version of openbadge-issuer, or a newer one.",
        ) from error
