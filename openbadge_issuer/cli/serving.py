"""Commands that run the service and keep its database in shape."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from openbadge_issuer.cli import output
from openbadge_issuer.cli.instance import HERE, Folder, open_settings


def migrate(folder: Folder = HERE) -> None:
    """Bring the database to the schema of this version."""
    from openbadge_issuer.bootstrap import upgrade_database

    upgrade_database(open_settings(folder))
    output.say("The database is up to date.")


def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on.", show_default="from the settings")
    ] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on.", show_default="from the settings")
    ] = None,
    workers: Annotated[int | None, typer.Option(help="Processes.", show_default="from the settings")] = None,
    folder: Folder = HERE,
) -> None:
    """Serve the public pages, the status lists, the verifier and the management API."""
    from openbadge_issuer.web.runtime import Runtime

    settings = open_settings(folder)
    Runtime(settings).open()  # refuse with a sentence here, rather than in every worker
    run_server(
        folder, host=host or settings.host, port=port or settings.port, workers=workers or settings.workers
    )


def run_server(folder: Path, *, host: str, port: int, workers: int = 1) -> None:
    """Serve until interrupted."""
    import uvicorn

    os.environ["OPENBADGE_INSTANCE"] = str(folder.resolve())
    uvicorn.run(
        "openbadge_issuer.web.app:create_app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        access_log=False,
        server_header=False,
    )
