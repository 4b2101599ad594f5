"""Commands that run the service and keep its database in shape."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from openbadge_issuer.cli import output
from openbadge_issuer.cli.instance import HERE, Folder, open_settings
from openbadge_issuer.cli.port import MAX_PORT, check_port
from openbadge_issuer.cli.serving_vc_api import serve_vc_api


def migrate(folder: Folder = HERE, json: output.Json = False) -> None:
    """Bring the database to the schema of this version."""
    from openbadge_issuer.adapters.schema import current_revision
    from openbadge_issuer.bootstrap import upgrade_database

    upgrade_database(open_settings(folder))
    if json:
        output.print_json({"schema": current_revision()})
    else:
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
    vc_api: Annotated[
        bool,
        typer.Option(
            "--vc-api",
            help="Serve the W3C VC API for test suites instead: it signs whatever is sent, on this machine only.",
        ),
    ] = False,
    context: Annotated[
        list[str] | None,
        typer.Option(help="URL=FILE: one more JSON-LD context for --vc-api; may be given several times."),
    ] = None,
    folder: Folder = HERE,
) -> None:
    """Serve the public pages, the status lists, the verifier and the management API."""
    from openbadge_issuer.web.runtime import Runtime

    if vc_api:
        serve_vc_api(host=host, port=port, workers=workers, contexts=context or [], folder=folder)
        return
    if context:
        raise typer.BadParameter("--context goes with --vc-api; an instance has the contexts it ships with.")
    settings = open_settings(folder)
    chosen_host, chosen_port = host or settings.host, port or settings.port
    Runtime(settings).open()  # refuse with a sentence here, rather than in every worker
    check_port(chosen_host, chosen_port)
    run_server(folder, host=chosen_host, port=chosen_port, workers=workers or settings.workers)


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
