"""
`serve --vc-api`: the interface for other people's test suites, on this machine alone.

It needs no instance. Where there is one, only its host and port count, and nothing of it is opened:
what is signed here is signed with keys that nobody has seen before, and that end with the process.
"""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from openbadge_issuer.cli import output
from openbadge_issuer.cli.instance import open_settings
from openbadge_issuer.cli.port import check_port
from openbadge_issuer.errors import ConfigurationError

if TYPE_CHECKING:
    from openbadge_issuer.linked_data.contexts import Contexts

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000


def serve_vc_api(
    *, host: str | None, port: int | None, workers: int | None, contexts: list[str], folder: Path
) -> None:
    """
    Serve the VC API until interrupted.

    Raises:
        ConfigurationError: If it were to be reached from elsewhere, or there is nothing to listen on.
        ContextError: If a context cannot be read, or is another than the one that is shipped.
        BadParameter: If the words are off.
    """
    import uvicorn

    from openbadge_issuer.adapters.http_fetcher import HttpFetcher
    from openbadge_issuer.web.vc_api.app import create_vc_api

    if workers not in (None, 1):
        raise typer.BadParameter("--vc-api keeps its keys in one process; leave --workers out.")
    set_host, set_port = _configured(folder)
    chosen_host, chosen_port = host or set_host, port or set_port
    check_loopback(chosen_host)
    application = create_vc_api(contexts=contexts_of(contexts), fetcher=HttpFetcher(allow_loopback=True))
    check_port(chosen_host, chosen_port)
    place = f"[{chosen_host}]" if ":" in chosen_host else chosen_host
    output.say(f"The VC API is at http://{place}:{chosen_port}/, for test suites on this machine.")
    output.say("  It signs whatever keeps the rules, with keys that end when it does; Ctrl+C ends it.")
    uvicorn.run(application, host=chosen_host, port=chosen_port, access_log=False, server_header=False)


def check_loopback(host: str) -> None:
    """
    Make sure that an address is reached from this machine only.

    Raises:
        ConfigurationError: If not.
    """
    try:
        is_loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = host == "localhost"
    if not is_loopback:
        raise ConfigurationError(
            f"The VC API asks nobody who they are, so it is not served at {host}.",
            hint="Leave --host out, or give 127.0.0.1, ::1 or localhost.",
        )


def contexts_of(words: list[str]) -> Contexts:
    """
    Add contexts, given as `URL=FILE`, to those that are shipped.

    Raises:
        BadParameter: If the words are off.
        ContextError: If one cannot be read, or has the URL of another.
    """
    from openbadge_issuer.linked_data.contexts import shipped

    contexts = shipped()
    for word in words:
        url, equals, file = word.rpartition("=")
        if not (url and equals and file):
            raise typer.BadParameter(f"--context is URL=FILE; found {word!r}.")
        contexts = contexts.adding(url, Path(file))
    return contexts


def _configured(folder: Path) -> tuple[str, int]:
    try:
        settings = open_settings(folder)
    except ConfigurationError:
        return DEFAULT_HOST, DEFAULT_PORT
    return settings.host, settings.port
