"""Commands for the keys of an issuer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openbadge_issuer.cli import output
from openbadge_issuer.cli.instance import HERE, Folder, IssuerSlug, chosen_issuer, open_instance

if TYPE_CHECKING:
    from openbadge_issuer.ports import KeyRecord

app = typer.Typer(help="The issuer's signing keys: list, make, rotate, retire, revoke.", no_args_is_help=True)

Key = Annotated[str, typer.Argument(help="The key's id as 'key list' shows it, or an unambiguous end of it.")]


@app.command("list")
def list_keys(issuer: IssuerSlug = None, folder: Folder = HERE, json: output.Json = False) -> None:
    """List every key that ever signed, and its state."""
    services = open_instance(folder)
    records = services.key_ring.keys(chosen_issuer(services, issuer).slug)
    if json:
        output.print_json([_as_json(record) for record in records])
        return
    output.table(
        ["state", "kind", "since", "key", "private half"],
        [
            [
                record.state,
                record.public_key.kind,
                record.changed_at,
                record.verification_method,
                record.reference,
            ]
            for record in records
        ],
        empty="This issuer has no key.",
    )


@app.command("new")
def new_key(
    kind: Annotated[str, typer.Argument(help="Ed25519 (embedded proofs), P-256 or RSA (JWTs).")] = "Ed25519",
    issuer: IssuerSlug = None,
    folder: Folder = HERE,
    json: output.Json = False,
) -> None:
    """Make one more active key; the newest of its kind signs."""
    from openbadge_issuer.keys.public_key import KeyKind

    made = (KeyKind.ED25519, KeyKind.P256, KeyKind.P384, KeyKind.RSA)
    if kind not in made:
        raise typer.BadParameter(f"{kind!r} is not one of {', '.join(made)}.")
    services = open_instance(folder)
    record = services.key_ring.new(chosen_issuer(services, issuer).slug, KeyKind(kind), output.now())
    _report([record], "Made", json=json)


@app.command("rotate")
def rotate_keys(issuer: IssuerSlug = None, folder: Folder = HERE, json: output.Json = False) -> None:
    """Make new keys, retire the old ones (old badges stay valid), and sign the status lists again."""
    services = open_instance(folder)
    _report(
        services.key_ring.rotate(chosen_issuer(services, issuer).slug, output.now()),
        "Signing from now on:",
        json=json,
    )


@app.command("retire")
def retire_key(key: Key, issuer: IssuerSlug = None, folder: Folder = HERE, json: output.Json = False) -> None:
    """Let a key sign no more; what it signed stays valid."""
    services = open_instance(folder)
    _report(
        [services.key_ring.retire(chosen_issuer(services, issuer).slug, key, output.now())],
        "Retired",
        json=json,
    )


@app.command("revoke")
def revoke_key(
    key: Key,
    issuer: IssuerSlug = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    folder: Folder = HERE,
    json: output.Json = False,
) -> None:
    """Declare a key stolen: every badge it signed becomes invalid, since a thief can write any date."""
    services = open_instance(folder)
    if not yes:
        typer.confirm(
            "Every badge signed by this key becomes invalid, and this cannot be undone. Go on?", abort=True
        )
    _report(
        [services.key_ring.revoke(chosen_issuer(services, issuer).slug, key, output.now())],
        "Revoked",
        json=json,
    )


def _report(records: Sequence[KeyRecord], verb: str, *, json: bool) -> None:
    if json:
        output.print_json([_as_json(record) for record in records])
        return
    for record in records:
        output.say(f"{verb} {record.public_key.kind} {record.verification_method}")


def _as_json(record: KeyRecord) -> dict[str, Any]:
    return {
        "id": record.verification_method,
        "kind": record.public_key.kind,
        "state": record.state,
        "created": record.created_at,
        "changed": record.changed_at,
        "reference": record.reference,
        "publicKeyJwk": record.public_key.jwk,
    }
