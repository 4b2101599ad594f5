"""Commands for endorsements: give one, accept, list, take back."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openbadge_issuer.cli import output
from openbadge_issuer.cli.files import read_source, read_text
from openbadge_issuer.cli.instance import HERE, Folder, IssuerSlug, chosen_issuer, open_instance

if TYPE_CHECKING:
    from openbadge_issuer.ports import EndorsementRecord, Revocation
    from openbadge_issuer.services import Services
    from openbadge_issuer.services.endorsement_states import Settled

app = typer.Typer(help="What others say about your badges: accept, list, withdraw.", no_args_is_help=True)

PAGE = 500
"""How many endorsements are read at a time when all are listed."""


class Side(StrEnum):
    """Who takes an endorsement back."""

    ENDORSER = "endorser"
    ENDORSED = "endorsed"


def endorse(
    about: Annotated[
        str, typer.Argument(help="Slug of an achievement or issuer; URL of one or of a badge; any DID or id.")
    ],
    comment: Annotated[
        str | None, typer.Option(help="What to say, as Markdown; @FILE reads it from a file.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="What the endorsement is called.", show_default="Endorsement of …")
    ] = None,
    valid_until: Annotated[
        str | None, typer.Option(help="A date such as 2026-05-31, or date, time and zone.")
    ] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="Accept it at once, for the issuer that is endorsed.")
    ] = False,
    issuer: IssuerSlug = None,
    folder: Folder = HERE,
    json: output.Json = False,
) -> None:
    """Sign an issuer's word for an achievement, an issuer or a badge."""
    from openbadge_issuer.services.dates import read_end
    from openbadge_issuer.services.endorsement_orders import EndorsementOrder

    services = open_instance(folder)
    order = EndorsementOrder(
        about=about,
        comment=read_text(Path(comment[1:])) if comment and comment.startswith("@") else comment,
        name=name,
        valid_until=read_end(valid_until) if valid_until else None,
    )
    record = services.endorsing.endorse(
        chosen_issuer(services, issuer).slug, order, accept=accept, now=output.now()
    )
    if json:
        output.print_json(_as_json(services, record))
        return
    output.say(f"Endorsed {record.subject}: {services.addresses.endorsement(record.id)}")
    if record.endorsed is not None and record.accepted_at is None:
        output.say(f"  Badges carry it once it is accepted: openbadge-issuer endorsement accept {record.id}")


@app.command("accept")
def accept_endorsement(
    source: Annotated[
        str,
        typer.Argument(
            help="One given here, by id or URL; or one signed elsewhere: a URL, a file, - for standard input."
        ),
    ],
    folder: Folder = HERE,
    json: output.Json = False,
) -> None:
    """Accept an endorsement: it is verified, and goes into the next badges if it is about an achievement."""
    services = open_instance(folder)
    settled = _accepted(services, source)
    if json:
        output.print_json({**_as_json(services, settled.record), "changed": settled.changed})
        return
    url = services.addresses.endorsement(settled.record.id)
    output.say(f"{'Accepted' if settled.changed else 'Was accepted before'}: {url}")
    hindrance = services.endorsing.hindrances([settled.record], now=output.now()).get(settled.record.id)
    if hindrance is not None:
        output.say(f"  It does not go into badges. {hindrance}")


@app.command("list")
def list_endorsements(
    about: Annotated[
        str | None, typer.Option(help="Only those of this achievement or issuer (slug), or badge (id).")
    ] = None,
    issuer: IssuerSlug = None,
    folder: Folder = HERE,
    json: output.Json = False,
) -> None:
    """List endorsements, those given here and those accepted, in the order they came."""
    services = open_instance(folder)
    records = _every(services, party=issuer, target=about)
    hindrances = services.endorsing.hindrances(records, now=output.now())
    if json:
        output.print_json([_as_json(services, record, hindrances.get(record.id)) for record in records])
        return
    output.table(
        ["added", "endorser", "about", "state", "url"],
        [
            [
                record.added_at,
                record.endorser or record.endorser_id,
                record.target,
                _told(record, hindrances.get(record.id)),
                services.addresses.endorsement(record.id),
            ]
            for record in records
        ],
        empty="There is no such endorsement.",
    )


@app.command("withdraw")
def withdraw_endorsement(
    endorsement: Annotated[str, typer.Argument(help="The endorsement's id or URL.")],
    side: Annotated[
        Side | None,
        typer.Option(
            help="endorser: revoke it, also in badges already issued; endorsed: the next badges go without.",
            show_default="endorsed, if it was signed elsewhere",
        ),
    ] = None,
    reason: Annotated[
        str, typer.Option(help="Public: issued-in-error, replaced, withdrawn, requested-by-earner or other.")
    ] = "withdrawn",
    note: Annotated[str | None, typer.Option(help="Private: only you read it.")] = None,
    folder: Folder = HERE,
    json: output.Json = False,
) -> None:
    """Take an endorsement back, for one side or the other. That is final."""
    from openbadge_issuer.ports import RevocationCategory

    if reason not in list(RevocationCategory):
        raise typer.BadParameter(f"{reason!r} is not one of {', '.join(RevocationCategory)}.")
    services = open_instance(folder)
    record = services.endorsing.get(endorsement)
    chosen = side or _only_side(record)
    take_back = services.withdrawing.revoke if chosen is Side.ENDORSER else services.withdrawing.drop
    settled = take_back(record.id, category=RevocationCategory(reason), note=note, now=output.now())
    if json:
        output.print_json({**_as_json(services, settled.record), "changed": settled.changed})
        return
    done = "Revoked" if chosen is Side.ENDORSER else "Dropped"
    url = services.addresses.endorsement(record.id)
    output.say(f"{done}: {url}" if settled.changed else f"Was taken back before: {url}")


def _only_side(record: EndorsementRecord) -> Side:
    if record.endorser is None:
        return Side.ENDORSED
    if record.endorsed is None:
        return Side.ENDORSER
    raise typer.BadParameter("Say for whom: --side endorser revokes it, --side endorsed drops it.")


def _accepted(services: Services, source: str) -> Settled:
    from openbadge_issuer.services.addresses import Kind
    from openbadge_issuer.services.verifying import ACCEPT

    address = services.addresses.parse(source)
    if address is not None and address.kind is Kind.ENDORSEMENT:
        return services.endorsing.accept(address.id, now=output.now())
    if source.startswith(("http://", "https://")):
        data = services.verifying.documents.fetch(source, accept=ACCEPT).body
    elif source == "-" or Path(source).exists():
        data = read_source(source)
    else:
        return services.endorsing.accept(source, now=output.now())
    return services.endorsing.take_in(services.endorsing.read(data), now=output.now())


def _every(services: Services, *, party: str | None, target: str | None) -> list[EndorsementRecord]:
    found: list[EndorsementRecord] = []
    after: str | None = None
    while True:
        with services.store.reading() as transaction:
            page = transaction.endorsements(party=party, target=target, limit=PAGE, after=after)
        found.extend(page)
        if len(page) < PAGE:
            return found
        after = page[-1].id


def _told(record: EndorsementRecord, hindrance: str | None) -> str:
    from openbadge_issuer.services.endorsement_states import EndorsementState, state_of

    state = state_of(record, output.now())
    reason = record.revocation or record.drop
    if reason is not None:
        return f"{state} ({reason.category})"
    return (
        f"{state}, not in badges: {hindrance}" if state is EndorsementState.ACCEPTED and hindrance else state
    )


def _as_json(services: Services, record: EndorsementRecord, hindrance: str | None = None) -> dict[str, Any]:
    from openbadge_issuer.services.endorsement_states import state_of

    return {
        "id": record.id,
        "url": services.addresses.endorsement(record.id),
        "kind": record.kind,
        "about": record.subject,
        "endorsed": record.endorsed,
        "endorser": record.endorser,
        "endorser_id": record.endorser_id,
        "state": state_of(record, output.now()),
        "hindrance": hindrance,
        "added": record.added_at,
        "accepted": record.accepted_at,
        "expires": record.expires_at,
        "revoked": _reason(record.revocation),
        "dropped": _reason(record.drop),
    }


def _reason(reason: Revocation | None) -> dict[str, Any] | None:
    if reason is None:
        return None
    return {"at": reason.revoked_at, "reason": reason.category, "note": reason.note}
