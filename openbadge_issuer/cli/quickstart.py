"""
A whole issuer in one command: a school, three programmes, a roster, badges, one of them revoked.

What is there already stays; run again, it goes on where it was.
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openbadge_issuer.cli import output
from openbadge_issuer.cli.awards import every_award, export_badges, run_import
from openbadge_issuer.cli.instance import FILE_NAME, create_instance, open_instance
from openbadge_issuer.cli.port import check_port
from openbadge_issuer.cli.serving import run_server

if TYPE_CHECKING:
    from openbadge_issuer.services import Services

DEMO = files("openbadge_issuer") / "cli" / "demo"
HOST, PORT = "127.0.0.1", 8000
BASE_URL = f"http://localhost:{PORT}"
"""By name, not by address: did:web forbids IP addresses."""


def quickstart(
    folder: Annotated[Path, typer.Option("--dir", "-d", help="Where to make the instance.")] = Path(
        "demo-school"
    ),
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Do everything but serve.")] = False,
) -> None:
    """Make a school with three programmes, issue badges to a roster, revoke one, and serve it all."""
    if not no_serve:
        check_port(HOST, PORT)
    demo = json.loads((DEMO / "school.json").read_text("utf-8"))
    is_new = not (folder / FILE_NAME).exists()
    services = create_instance(folder, base_url=BASE_URL) if is_new else open_instance(folder)
    _make_school(services, demo["issuer"])
    _make_achievements(services, demo["issuer"]["slug"], demo["achievements"])
    _issue(services, demo["issuer"]["slug"], folder)
    _revoke_one(services, demo["revoke"])
    count = export_badges(services, folder / "badges")
    output.say(f"{count} badges are in {folder / 'badges'}, each as .json, .jwt and .png.")
    _show_addresses(services, demo["issuer"]["slug"], folder)
    if not no_serve:
        output.say(f"\nServing at {BASE_URL} (Ctrl+C ends it; run again, it goes on with what is there).")
        run_server(folder, host=HOST, port=PORT)


def _make_school(services: Services, school: dict[str, Any]) -> None:
    if any(record.slug == school["slug"] for record in services.issuers.list()):
        output.say(f"{school['name']} is there already.")
        return
    record = services.issuers.create(
        school["slug"],
        school["name"],
        url=school["url"],
        description=school["description"],
        email=school["email"],
        image=(DEMO / school["logo"]).read_bytes(),
        now=output.now(),
    )
    output.say(f"Made {school['name']}, which issues as {record.did}.")


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


def _show_addresses(services: Services, issuer: str, folder: Path) -> None:
    awards = list(every_award(services))
    good = next(record for record in awards if record.revocation is None)
    revoked = next((record for record in awards if record.revocation), None)
    output.say("\nOpen in a browser:")
    output.say(f"  the school        {services.addresses.issuer(issuer)}")
    for record in services.achievements.list(issuer):
        output.say(f"  an achievement    {record.document['id']}")
    output.say(f"  a badge           {services.addresses.credential(good.id)}")
    if revoked:
        output.say(f"  a revoked badge   {services.addresses.credential(revoked.id)}")
    output.say(f"  check any badge   {BASE_URL}/verify")
    output.say("\nCheck one from the command line:")
    output.say(f"  openbadge-issuer verify {services.addresses.credential(good.id)}")
    output.say(f"  openbadge-issuer verify {folder / 'badges' / f'{good.id}.png'}")
