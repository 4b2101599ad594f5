"""Commands that take badges back, for good or for the time being: one, several, or all that a file names."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openbadge_issuer.cli import output
from openbadge_issuer.cli.awards import as_json, every_award
from openbadge_issuer.cli.files import read_text
from openbadge_issuer.cli.instance import HERE, Folder, IssuerSlug, open_instance
from openbadge_issuer.errors import NotFoundError

if TYPE_CHECKING:
    from openbadge_issuer.services import Services
    from openbadge_issuer.services.revoking import Revoked
    from openbadge_issuer.services.suspending import Suspended

Badges = Annotated[list[str] | None, typer.Argument(help="URLs or ids of badges.")]
Named = Annotated[
    Path | None,
    typer.Option(
        "--file",
        help="A file that names badges instead: one URL or id a line, or the result table of an import.",
        exists=True,
        dir_okay=False,
    ),
]
AwardId = Annotated[str | None, typer.Option(help="Your own id of the award, instead.")]
Note = Annotated[str | None, typer.Option(help="Private: only you read it.")]

COLUMN = "badge_url"
"""The column of an import's result table that names the badges."""


def revoke(
    badges: Badges = None,
    *,
    file: Named = None,
    award_id: AwardId = None,
    reason: Annotated[
        str, typer.Option(help="Public: issued-in-error, replaced, withdrawn, requested-by-earner or other.")
    ] = "other",
    note: Note = None,
    issuer: IssuerSlug = None,
    folder: Folder = HERE,
    json: output.Json = False,
) -> None:
    """Take badges back. Their status changes at once; their bytes never do."""
    from openbadge_issuer.ports import RevocationCategory

    if reason not in list(RevocationCategory):
        raise typer.BadParameter(f"{reason!r} is not one of {', '.join(RevocationCategory)}.")
    _check_named(badges, file, award_id)
    services = open_instance(folder)
    wanted = _wanted(services, badges, file, award_id, issuer)
    revoked = services.revoking.revoke_many(
        wanted, category=RevocationCategory(reason), note=note, now=output.now()
    )
    _report(services, revoked, ("Revoked", "Was revoked before", "revoked now"), file=file, json=json)


def suspend(
    badges: Badges = None,
    *,
    file: Named = None,
    award_id: AwardId = None,
    reason: Annotated[
        str, typer.Option(help="Public: under-review, requested-by-earner or other.")
    ] = "other",
    note: Note = None,
    issuer: IssuerSlug = None,
    folder: Folder = HERE,
    json: output.Json = False,
) -> None:
    """
    Take badges out of force for the time being; `reinstate` puts them back.

    Only badges that were issued while the setting `suspendable` was on have a status for this.
    """
    from openbadge_issuer.ports import SuspensionCategory

    if reason not in list(SuspensionCategory):
        raise typer.BadParameter(f"{reason!r} is not one of {', '.join(SuspensionCategory)}.")
    _check_named(badges, file, award_id)
    services = open_instance(folder)
    wanted = _wanted(services, badges, file, award_id, issuer)
    suspended = services.suspending.suspend(
        wanted, category=SuspensionCategory(reason), note=note, now=output.now()
    )
    _report(services, suspended, ("Suspended", "Was suspended before", "suspended now"), file=file, json=json)


def reinstate(
    badges: Badges = None,
    *,
    file: Named = None,
    award_id: AwardId = None,
    issuer: IssuerSlug = None,
    folder: Folder = HERE,
    json: output.Json = False,
) -> None:
    """Put suspended badges back into force."""
    _check_named(badges, file, award_id)
    services = open_instance(folder)
    wanted = _wanted(services, badges, file, award_id, issuer)
    reinstated = services.suspending.reinstate(wanted, now=output.now())
    _report(services, reinstated, ("Reinstated", "Was in force", "reinstated now"), file=file, json=json)


def named_in(text: str, name: str) -> list[str]:
    """
    Read which badges a file names: one URL or id a line, or the column `badge_url` of a table.

    Args:
        text: The file.
        name: What to call it in a message.

    Raises:
        typer.BadParameter: If it is a table without that column, or names nothing.
    """
    first = text.partition("\n")[0]
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count)))
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    if len(header) > 1 and COLUMN not in header:
        raise typer.BadParameter(f"{name} is a table without a column {COLUMN}; its columns: {first.strip()}")
    column = header.index(COLUMN) if COLUMN in header else 0
    cells = [row[column].strip() for row in rows[COLUMN in header :] if len(row) > column]
    if not any(cells):
        raise typer.BadParameter(f"{name} names no badge.")
    return [cell for cell in cells if cell]


def _check_named(badges: list[str] | None, file: Path | None, award_id: str | None) -> None:
    if [bool(badges), file is not None, award_id is not None].count(True) != 1:
        raise typer.BadParameter("Name badges by URL or id, by --file, or the award by --award-id.")


def _wanted(
    services: Services, badges: list[str] | None, file: Path | None, award_id: str | None, issuer: str | None
) -> list[str]:
    if file is not None:
        return named_in(read_text(file), str(file))
    return badges or [_with_award_id(services, str(award_id), issuer)]


def _report(
    services: Services,
    settled: Iterable[Revoked | Suspended],
    words: tuple[str, str, str],
    *,
    file: Path | None,
    json: bool,
) -> None:
    """Say what became of each badge, in words for one that was changed, one that was not, and all that were."""
    changed, unchanged, counted = words
    outcomes: list[dict[str, object]] = []
    for one in settled:
        if not json:
            said = changed if one.changed else unchanged
            output.say(f"{said}: {services.addresses.credential(one.record.id)}")
        outcomes.append({**as_json(services, one.record), "changed": one.changed})
    if json:
        output.print_json(outcomes[0] if file is None and len(outcomes) == 1 else outcomes)
    elif file is not None:
        output.say(f"{sum(bool(outcome['changed']) for outcome in outcomes)} of {len(outcomes)} {counted}.")


def _with_award_id(services: Services, award_id: str, issuer: str | None) -> str:
    found = list(every_award(services, issuer=issuer, award_id=award_id))
    if not found:
        raise NotFoundError(
            f"There is no award with the id {award_id!r}.", hint="'openbadge-issuer list' shows all."
        )
    if len(found) > 1:
        raise NotFoundError(
            f"{len(found)} issuers have an award with the id {award_id!r}.",
            hint="Say which one with --issuer.",
        )
    return found[0].id
