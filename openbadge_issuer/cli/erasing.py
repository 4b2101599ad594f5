"""The command that erases badges, with all that is kept about them."""

from __future__ import annotations

from typing import Annotated

import typer

from openbadge_issuer.cli import output
from openbadge_issuer.cli.instance import HERE, Folder, open_instance


def erase(
    badges: Annotated[list[str] | None, typer.Argument(help="URLs or ids of badges.")] = None,
    *,
    email: Annotated[
        str | None, typer.Option(help="A person's address, instead: all badges issued to it.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    folder: Folder = HERE,
    json: output.Json = False,
) -> None:
    """
    Erase badges and all that is kept about them, for good.

    Their addresses then answer that something was erased. Their status stays as it is, so that copies can still be
    checked; revoke first what shall count no more. Files, mail, rosters and backups are not reached.
    """
    if bool(badges) == (email is not None):
        raise typer.BadParameter("Name badges by URL or id, or a person by --email.")
    services = open_instance(folder)
    wanted = badges or list(services.erasing.of_person(str(email)))
    if not yes and wanted:
        typer.confirm(
            f"Erase {len(wanted)} badge{'' if len(wanted) == 1 else 's'} for good?", abort=True, err=True
        )
    if email is not None:
        erased = list(services.erasing.erase_person(email, now=output.now()))
    else:
        erased = list(services.erasing.erase_all(wanted, now=output.now()))
    if json:
        output.print_json({"erased": erased})
        return
    for token in erased:
        output.say(f"Erased: {services.addresses.credential(token)}")
    output.say(f"{len(erased)} erased.")
