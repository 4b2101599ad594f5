"""Commands about the pages of badges: who finds them, and the links by which earners decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from openbadge_issuer.cli import output
from openbadge_issuer.cli.instance import HERE, Folder, open_instance

if TYPE_CHECKING:
    from openbadge_issuer.services import Services

app = typer.Typer(no_args_is_help=True, help="Who finds a badge's page, and its earner's own link.")

Badge = Annotated[str, typer.Argument(help="URL or id of a badge.")]


@app.command("open")
def open_page(badge: Badge, folder: Folder = HERE, json: output.Json = False) -> None:
    """Let search engines and the achievement's page show a badge's page."""
    _set(badge, folder, is_open=True, json=json)


@app.command("close")
def close_page(badge: Badge, folder: Folder = HERE, json: output.Json = False) -> None:
    """Leave a badge's page to those who have its address, as it was at first."""
    _set(badge, folder, is_open=False, json=json)


@app.command("link")
def new_link(badge: Badge, folder: Folder = HERE, json: output.Json = False) -> None:
    """Make a new link for a badge's earner; the one before counts no more."""
    services = open_instance(folder)
    token = _token(services, badge)
    link = services.opening.new_link(token)
    if json:
        output.print_json({"id": token, "manage_url": link})
    else:
        output.say(f"For the earner alone: {link}")


def _set(badge: str, folder: Folder, *, is_open: bool, json: bool) -> None:
    services = open_instance(folder)
    token = _token(services, badge)
    services.opening.set_open(token, is_open=is_open, now=output.now())
    url = services.addresses.credential(token)
    if json:
        output.print_json({"id": token, "url": url, "open": is_open})
    else:
        output.say(f"{'Open to everybody' if is_open else 'Only for who has the address'}: {url}")


def _token(services: Services, badge: str) -> str:
    address = services.addresses.parse(badge)
    return address.id if address is not None else badge
