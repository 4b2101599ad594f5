"""The command that takes badges back: one, several, or all that a file names."""

from __future__ import annotations

import csv
import io
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

COLUMN = "badge_url"
"""The column of an import's result table that names the badges."""


def revoke(
    badges: Annotated[list[str] | None, typer.Argument(help="URLs or ids of badges.")] = None,
    *,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file",
            help="A file that names badges instead: one URL or id a line, or the result table of an import.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    award_id: Annotated[str | None, typer.Option(help="Your own id of the award, instead.")] = None,
    reason: Annotated[
        str, typer.Option(help="Public: issued-in-error, replaced, withdrawn, requested-by-earner or other.")
    ] = "other",
    note: Annotated[str | None, typer.Option(help="Private: only you read it.")] = None,
    issuer: IssuerSlug = None,
    folder: Folder = HERE,
    json: output.Json = False,
) -> None:
    """Take badges back. Their status changes at once; their bytes never do."""
    from openbadge_issuer.ports import RevocationCategory

    if reason not in list(RevocationCategory):
        raise typer.BadParameter(f"{reason!r} is not one of {', '.join(RevocationCategory)}.")
    if [bool(badges), file is not None, award_id is not None].count(True) != 1:
        raise typer.BadParameter("Name badges by URL or id, by --file, or the award by --award-id.")
    services = open_instance(folder)
    if file is not None:
        wanted = named_in(read_text(file), str(file))
    else:
        wanted = badges or [_with_award_id(services, str(award_id), issuer)]
    revoked = services.revoking.revoke_many(
        wanted, category=RevocationCategory(reason), note=note, now=output.now()
    )
    outcomes = [_told(services, outcome, quiet=json) for outcome in revoked]
    if json:
        output.print_json(outcomes[0] if file is None and len(outcomes) == 1 else outcomes)
    elif file is not None:
        output.say(f"{sum(bool(outcome['changed']) for outcome in outcomes)} of {len(outcomes)} revoked now.")


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


def _told(services: Services, revoked: Revoked, *, quiet: bool) -> dict[str, object]:
    if not quiet:
        said = "Revoked" if revoked.changed else "Was revoked before"
        output.say(f"{said}: {services.addresses.credential(revoked.record.id)}")
    return {**as_json(services, revoked.record), "changed": revoked.changed}


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
