"""Commands for API keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from openbadge_issuer.cli import output
from openbadge_issuer.cli.instance import HERE, Folder, open_instance

if TYPE_CHECKING:
    from openbadge_issuer.ports import ApiKeyRecord

app = typer.Typer(help="Keys for the management API: make, list, revoke.", no_args_is_help=True)


@app.command("new")
def new_key(
    name: Annotated[str, typer.Argument(help="What to call it, such as the system that will use it.")],
    scope: Annotated[
        list[str], typer.Option("--scope", "-s", help="manage, issue, revoke or read; may be repeated.")
    ],
    issuer: Annotated[
        str | None, typer.Option("--issuer", "-i", help="The only issuer it may act for.")
    ] = None,
    folder: Folder = HERE,
    json: output.Json = False,
) -> None:
    """Make an API key and show it, once."""
    from openbadge_issuer.ports import Scope

    unknown = [word for word in scope if word not in list(Scope)]
    if unknown:
        raise typer.BadParameter(f"{unknown[0]!r} is not one of {', '.join(Scope)}.")
    services = open_instance(folder)
    record, secret = services.access.new_key(name, map(Scope, scope), issuer=issuer, now=output.now())
    if json:
        output.print_json({**_as_json(record), "key": secret})
        return
    output.say(secret)
    output.warn("Keep it now: only a digest of it is stored. Send it as 'Authorization: Bearer …'.")


@app.command("list")
def list_keys(folder: Folder = HERE, json: output.Json = False) -> None:
    """List the API keys; their secrets are not stored."""
    records = open_instance(folder).access.list()
    if json:
        output.print_json([_as_json(record) for record in records])
        return
    output.table(
        ["id", "name", "scopes", "issuer", "made", "revoked"],
        [
            [
                key.id,
                key.name,
                " ".join(sorted(key.scopes)),
                key.issuer or "all",
                key.created_at,
                key.revoked_at,
            ]
            for key in records
        ],
        empty="There is no API key. 'openbadge-issuer api-key new NAME --scope issue' makes one.",
    )


@app.command("revoke")
def revoke_key(
    id: Annotated[str, typer.Argument(help="The key's id, as 'api-key list' shows it.")],
    folder: Folder = HERE,
    json: output.Json = False,
) -> None:
    """Let an API key work no more."""
    record = open_instance(folder).access.revoke(id, output.now())
    if json:
        output.print_json(_as_json(record))
    else:
        output.say(f"Revoked {record.name} ({record.id}).")


def _as_json(record: ApiKeyRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "name": record.name,
        "scopes": sorted(record.scopes),
        "issuer": record.issuer,
        "created": record.created_at,
        "revoked": record.revoked_at,
    }
