"""Commands that run the service and keep its database in shape."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Annotated

import typer

from openbadge_issuer.cli import output
from openbadge_issuer.cli.instance import HERE, Folder, open_settings
from openbadge_issuer.errors import ConfigurationError

MAX_PORT = 65_535
"""Highest TCP port."""


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
        int | None,
        typer.Option(help="Port to listen on.", show_default="from the settings", min=1, max=MAX_PORT),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Processes.", show_default="from the settings", min=1)
    ] = None,
    folder: Folder = HERE,
) -> None:
    """Serve the public pages, the status lists, the verifier and the management API."""
    from openbadge_issuer.web.runtime import Runtime

    settings = open_settings(folder)
    chosen_host, chosen_port = host or settings.host, port or settings.port
    Runtime(settings).open()  # refuse with a sentence here, rather than in every worker
    check_port(chosen_host, chosen_port)
    run_server(folder, host=chosen_host, port=chosen_port, workers=workers or settings.workers)


def check_port(host: str, port: int) -> None:
    """
    Make sure that this is an address to listen on, before anything else is begun.

    Raises:
        ConfigurationError: If it is taken, or not of this machine.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except OSError as error:
        raise ConfigurationError(
            f"Nothing can be served at {host}, port {port}: {error.strerror or error}.",
            hint="End what listens there; 'serve' listens elsewhere with --host and --port.",
        ) from error


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
