"""
A whole issuer in one command: a school, three programmes, a partner's word for one of them, a roster, badges,
one of them revoked.

What is there already stays; run again, it goes on where it was.
"""

from __future__ import annotations

import sys
from contextlib import nullcontext, redirect_stdout
from importlib.resources import files
from json import loads
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openbadge_issuer.cli import output
from openbadge_issuer.cli.awards import every_award, export_badges
from openbadge_issuer.cli.importing import run_import
from openbadge_issuer.cli.instance import (
    FILE_NAME,
    create_instance,
    local_port,
    open_instance,
    open_settings,
)
from openbadge_issuer.cli.port import MAX_PORT, check_port
from openbadge_issuer.cli.serving import run_server
from openbadge_issuer.errors import ConfigurationError

if TYPE_CHECKING:
    from openbadge_issuer.services import Services

DEMO = files("openbadge_issuer") / "cli" / "demo"
HOST, PORT = "127.0.0.1", 8000


def quickstart(
    folder: Annotated[Path, typer.Option("--dir", "-d", help="Where to make the instance.")] = Path(
        "demo-school"
    ),
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Do everything but serve.")] = False,
    port: Annotated[
        int | None,
        typer.Option(
            help="Port to serve at; part of every badge's URL.", show_default=str(PORT), min=1, max=MAX_PORT
        ),
    ] = None,
    json: output.Json = False,
) -> None:
    """Make a school with three programmes, one endorsed by a partner, issue badges to a roster, serve it all."""
    base_url = _base_url(folder, port)
    if not no_serve:
        check_port(HOST, local_port(base_url) or PORT)
    with redirect_stdout(sys.stderr) if json else nullcontext():
        services = _make(folder, base_url)
    if json:
        output.print_json(_as_json(services, folder))
    else:
        _show_addresses(services, folder)
    if not no_serve:
        tell = output.warn if json else output.say
        tell(f"\nServing at {base_url} (Ctrl+C ends it; run again, it goes on with what is there).")
        run_server(folder, host=HOST, port=local_port(base_url) or PORT)


def _make(folder: Path, base_url: str) -> Services:
    """Make what is not there yet: settings, school, achievements, badges and their files."""
    demo = loads((DEMO / "school.json").read_text("utf-8"))
    is_new = not (folder / FILE_NAME).exists()
    services = create_instance(folder, base_url=base_url) if is_new else _reopened(folder)
    _make_issuer(services, demo["issuer"])
    _make_achievements(services, demo["issuer"]["slug"], demo["achievements"])
    _make_issuer(services, demo["partner"])
    _endorse(services, demo["partner"]["slug"], demo["endorsement"])
    _issue(services, demo["issuer"]["slug"], folder)
    _revoke_one(services, demo["revoke"])
    count = export_badges(services, folder / "badges").total()
    output.say(f"{count} badges are in {folder / 'badges'}, each as .json, .jwt, .png and .svg.")
    return services


def _reopened(folder: Path) -> Services:
    """Open the instance that is there; its making may have ended before the database had its tables."""
    from openbadge_issuer.bootstrap import upgrade_database

    upgrade_database(open_settings(folder))
    return open_instance(folder)


def _base_url(folder: Path, port: int | None) -> str:
    """
    Say where the school is, or is going to be: by name, since did:web forbids IP addresses.

    Raises:
        ConfigurationError: If there is one already, at another port.
    """
    if not (folder / FILE_NAME).exists():
        return f"http://localhost:{port or PORT}"
    base_url = open_settings(folder).base_url
    if port is not None and local_port(base_url) != port:
        raise ConfigurationError(
            f"The school in {folder} is at {base_url}, which is part of every badge it issued.",
            hint="Leave --port out, or make another one with --dir.",
        )
    return base_url


def _make_issuer(services: Services, wanted: dict[str, Any]) -> None:
    if any(record.slug == wanted["slug"] for record in services.issuers.list()):
        output.say(f"{wanted['name']} is there already.")
        return
    record = services.issuers.create(
        wanted["slug"],
        wanted["name"],
        url=wanted["url"],
        description=wanted["description"],
        email=wanted["email"],
        image=(DEMO / wanted["logo"]).read_bytes(),
        now=output.now(),
    )
    output.say(f"Made {wanted['name']}, which signs as {record.did}.")


def _make_achievements(services: Services, issuer: str, drafts: list[dict[str, Any]]) -> None:
    from openbadge_issuer.services.achievements import AchievementDraft, ResultDescriptionDraft

    known = {record.slug for record in services.achievements.list(issuer)}
    for entry in drafts:
        fields = dict(entry)
        slug = fields.pop("slug")
        if slug in known:
            continue
        results = [
            {**r, "allowed_values": tuple(r["allowed_values"])} for r in fields.pop("result_descriptions", [])
        ]
        draft = AchievementDraft(
            **{**fields, "image": (DEMO / fields["image"]).read_bytes(), "tags": tuple(fields["tags"])},
            result_descriptions=tuple(ResultDescriptionDraft(**result) for result in results),
        )
        record = services.achievements.create(issuer, slug, draft, now=output.now())
        output.say(f"Made the achievement {record.document['name']}.")


def _endorse(services: Services, endorser: str, wanted: dict[str, str]) -> None:
    """Let the partner endorse a programme, once, also if that was taken back since."""
    from openbadge_issuer.services.endorsement_orders import EndorsementOrder

    with services.store.reading() as transaction:
        if transaction.endorsements(party=endorser, target=wanted["about"]):
            return
    order = EndorsementOrder(about=wanted["about"], comment=wanted["comment"], name=wanted["name"])
    record = services.endorsing.endorse(endorser, order, accept=True, now=output.now())
    output.say(f"Let the partner endorse {wanted['about']}: {services.addresses.endorsement(record.id)}")


def _issue(services: Services, issuer: str, folder: Path) -> None:
    from openbadge_issuer.services.roster import Roster

    data = (DEMO / "roster.csv").read_bytes()
    path = folder / "roster.csv"
    if not path.exists():
        path.write_bytes(data)
    result = folder / "roster-result.csv"
    outcomes = run_import(
        services, issuer, Roster.read(path.read_bytes()), achievement=None, result=result, quiet=False
    )
    issued = sum(outcome.outcome == "issued" for outcome in outcomes)
    again = sum(outcome.outcome == "already-issued" for outcome in outcomes)
    output.say(f"Issued {issued} badges from {path}, {again} were there already; row by row in {result}.")


def _revoke_one(services: Services, wanted: dict[str, str]) -> None:
    from openbadge_issuer.ports import RevocationCategory

    for record in every_award(services, award_id=wanted["award_id"]):
        revoked = services.revoking.revoke(
            record.id, category=RevocationCategory(wanted["category"]), note=wanted["note"], now=output.now()
        )
        verb = "Revoked" if revoked.changed else "Was revoked before:"
        output.say(f"{verb} the award {wanted['award_id']} ({wanted['category']}).")


def _show_addresses(services: Services, folder: Path) -> None:
    made = _as_json(services, folder)
    good = next((badge for badge in made["badges"] if not badge["revoked"]), None)
    revoked = next((badge for badge in made["badges"] if badge["revoked"]), None)
    output.say("\nOpen in a browser:")
    for number, url in enumerate(made["issuers"]):
        output.say(f"  {'its partner       ' if number else 'the school        '}{url}")
    for url in made["achievements"]:
        output.say(f"  an achievement    {url}")
    if good:
        output.say(f"  a badge           {good['url']}")
    if revoked:
        output.say(f"  a revoked badge   {revoked['url']}")
    output.say(f"  check any badge   {made['verify']}")
    if shown := good or revoked:
        output.say("\nCheck one from the command line:")
        output.say(f"  {output.program()} verify {shown['url']}")
        output.say(f"  {output.program()} verify {folder / 'badges' / shown['id']}.png")


def _as_json(services: Services, folder: Path) -> dict[str, Any]:
    """Say what is there now, and under which URLs."""
    addresses = services.addresses
    with services.store.reading() as transaction:
        endorsements = transaction.endorsements()
    return {
        "folder": str(folder.resolve()),
        "issuers": [addresses.issuer(record.slug) for record in services.issuers.list()],
        "endorsements": [addresses.endorsement(record.id) for record in endorsements],
        "achievements": [record.document["id"] for record in services.achievements.list()],
        "badges": [
            {
                "id": record.id,
                "url": addresses.credential(record.id),
                "revoked": record.revocation is not None,
            }
            for record in every_award(services)
        ],
        "verify": f"{addresses.base_url}/verify",
    }
