"""Commands that award badges, list them and export them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openbadge_issuer.cli import output
from openbadge_issuer.cli.instance import HERE, Folder, IssuerSlug, chosen_issuer, open_instance

if TYPE_CHECKING:
    from openbadge_issuer.ports import CredentialRecord
    from openbadge_issuer.services import Services

PAGE = 500
"""How many awards are read at a time when all are listed or exported: a few MiB."""

Moment = Annotated[str | None, typer.Option(help="A date such as 2026-05-31, or date, time and zone.")]


def issue(
    achievement: Annotated[str, typer.Argument(help="Slug of the achievement.")],
    *,
    email: Annotated[
        str | None, typer.Option(help="The recipient's address; kept out of the badge by default.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="The recipient's name; in the badge only if the settings say so.")
    ] = None,
    id: Annotated[
        str | None, typer.Option("--id", help="The recipient's own identifier, such as a DID.")
    ] = None,
    award_id: Annotated[str | None, typer.Option(help="Your own id of this award; it is made once.")] = None,
    issued_on: Moment = None,
    expires_on: Moment = None,
    evidence_url: Annotated[str | None, typer.Option(help="Where evidence can be seen.")] = None,
    narrative: Annotated[str | None, typer.Option(help="What was done, as Markdown.")] = None,
    role: Annotated[str | None, typer.Option(help="In which role.")] = None,
    credits: Annotated[float | None, typer.Option(help="Credits earned.")] = None,
    result: Annotated[
        list[str] | None, typer.Option(help="VALUE, or DESCRIPTION=VALUE; may be repeated.")
    ] = None,
    issuer: IssuerSlug = None,
    folder: Folder = HERE,
    json: output.Json = False,
) -> None:
    """Award a badge to one person."""
    from openbadge_issuer.services.dates import read_end, read_start
    from openbadge_issuer.services.orders import Order

    services = open_instance(folder)
    order = Order(
        achievement=achievement,
        recipient=services.policy.recipient(email=email, name=name, id=id),
        award_id=award_id,
        issued_on=read_start(issued_on) if issued_on else None,
        expires_on=read_end(expires_on) if expires_on else None,
        evidence_url=evidence_url,
        narrative=narrative,
        role=role,
        credits=credits,
        results=tuple(_results(result or [])),
    )
    issued = services.issuing.issue(chosen_issuer(services, issuer).slug, order, now=output.now())
    if json:
        link = services.opening.link(issued.record.id)
        made = {"created": issued.created, "manage_url": link if issued.created else None}
        output.print_json({**as_json(services, issued.record), **made})
    else:
        output.say(f"{'Issued' if issued.created else 'Already issued'}: {issued.url}")
        if issued.created:
            output.say(f"For the earner alone: {services.opening.link(issued.record.id)}")


def list_awards(
    achievement: Annotated[str | None, typer.Option(help="Only awards of this achievement.")] = None,
    email: Annotated[str | None, typer.Option(help="Only awards to this address.")] = None,
    award_id: Annotated[str | None, typer.Option(help="Only the award with your own id.")] = None,
    revoked: Annotated[bool | None, typer.Option("--revoked/--not-revoked", help="Only these.")] = None,
    issuer: IssuerSlug = None,
    folder: Folder = HERE,
    json: output.Json = False,
) -> None:
    """List the awards, in the order they were made."""
    services = open_instance(folder)
    key = services.issuing.recipient_key(email) if email else None
    records = every_award(
        services,
        issuer=issuer,
        achievement=achievement,
        recipient_key=key,
        award_id=award_id,
        revoked=revoked,
    )
    if json:
        output.print_json([as_json(services, record) for record in records])
        return
    output.table(
        ["made", "achievement", "award", "state", "url"],
        [
            [
                record.issued_at,
                record.achievement,
                record.label or record.award_id,
                _state(record),
                services.addresses.credential(record.id),
            ]
            for record in records
        ],
        empty="There is no such award.",
    )


def export(
    to: Annotated[
        Path, typer.Option(help="Where the files go.", show_default="badges/ in the instance")
    ] = Path("badges"),
    issuer: IssuerSlug = None,
    folder: Folder = HERE,
    json: output.Json = False,
) -> None:
    """Write every badge as files: ID.json, ID.jwt, ID.png, ID.svg."""
    services = open_instance(folder)
    states = export_badges(services, folder / to, issuer=issuer)
    if json:
        told = {"folder": str((folder / to).resolve()), "badges": states.total(), "states": dict(states)}
        output.print_json(told)
        return
    others = ", ".join(f"{states[state]} {state}" for state in sorted(states) if state != "issued")
    output.say(f"{states.total()} badges are in {(folder / to).resolve()}{f': {others}' if others else ''}.")


def export_badges(services: Services, folder: Path, *, issuer: str | None = None) -> Counter[str]:
    """Write every badge in every form it has; return how many badges there are in each state."""
    folder.mkdir(parents=True, exist_ok=True)
    states: Counter[str] = Counter()
    for record in every_award(services, issuer=issuer):
        states[_state(record).partition(" ")[0]] += 1
        for form in services.hosting.forms(record):
            document = services.hosting.credential(record.id, form)
            path = folder / f"{record.id}.{form}"
            if not path.exists() or path.read_bytes() != document.body:
                path.write_bytes(document.body)
    return states


def every_award(services: Services, **conditions: Any) -> Iterator[CredentialRecord]:
    """Yield awards page by page, in the order they were made."""
    after: str | None = None
    while True:
        with services.store.reading() as transaction:
            page = transaction.credentials(**conditions, limit=PAGE, after=after)
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1].id


def _results(texts: Iterable[str]) -> Iterator[Any]:
    from openbadge_issuer.services.orders import OrderedResult

    for text in texts:
        description, equals, value = text.partition("=")
        yield OrderedResult(description=description if equals else None, value=value if equals else text)


def _state(record: CredentialRecord) -> str:
    from openbadge_issuer.services.dates import has_ended

    if record.revocation is not None:
        return f"revoked ({record.revocation.category})"
    if has_ended(record.expires_at, output.now()):
        return "expired"
    return f"suspended ({record.suspension.category})" if record.suspension is not None else "issued"


def as_json(services: Services, record: CredentialRecord) -> dict[str, Any]:
    """Describe an award as `--json` prints it."""
    revocation, suspension = record.revocation, record.suspension
    return {
        "id": record.id,
        "url": services.addresses.credential(record.id),
        "issuer": record.issuer,
        "achievement": record.achievement,
        "version": record.achievement_version,
        "award_id": record.award_id,
        "issued": record.issued_at,
        "expires": record.expires_at,
        "revoked": revocation
        and {"at": revocation.revoked_at, "reason": revocation.category, "note": revocation.note},
        "suspended": suspension
        and {"at": suspension.suspended_at, "reason": suspension.category, "note": suspension.note},
    }
