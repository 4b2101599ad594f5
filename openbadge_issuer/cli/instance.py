"""
The instance folder: making one, and opening the one that a command is to work in.

An instance is a folder with `openbadge.toml`, the private keys, and by default the database.
"""

from __future__ import annotations

from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from openbadge_issuer.cli import output
from openbadge_issuer.cli.files import read_bytes, writing
from openbadge_issuer.errors import ConfigurationError, NotFoundError

if TYPE_CHECKING:
    from openbadge_issuer.ports import IssuerRecord
    from openbadge_issuer.services import Services
    from openbadge_issuer.settings import Settings

FILE_NAME = "openbadge.toml"

Folder = Annotated[
    Path,
    typer.Option(
        "--dir",
        "-d",
        envvar="OPENBADGE_INSTANCE",
        help="The instance folder.",
        show_default="the current folder",
    ),
]
IssuerSlug = Annotated[
    str | None,
    typer.Option("--issuer", "-i", help="Slug of the issuer; may be left out if there is only one."),
]

HERE = Path()


def init(
    *,
    name: Annotated[
        str, typer.Option(help="The issuer's name, as badges show it.", prompt="Name of the issuer")
    ],
    base_url: Annotated[
        str,
        typer.Option(
            help="Where the public will reach this service, such as https://badges.school.example.",
            prompt="Base URL of this service",
        ),
    ],
    url: Annotated[
        str | None, typer.Option(help="The issuer's own web page.", show_default="the base URL")
    ] = None,
    slug: Annotated[
        str | None, typer.Option(help="Short name in URLs.", show_default="made from the name")
    ] = None,
    description: Annotated[str | None, typer.Option(help="What the issuer is.")] = None,
    email: Annotated[str | None, typer.Option(help="An address for questions; it is published.")] = None,
    logo: Annotated[
        Path | None, typer.Option(help="A picture, PNG or SVG.", exists=True, dir_okay=False)
    ] = None,
    folder: Folder = HERE,
    json: output.Json = False,
) -> None:
    """Make an instance: settings, keys, database, and an issuer."""
    services = create_instance(folder, base_url=base_url)
    record = services.issuers.create(
        slug or slug_of(name),
        name,
        url=url or base_url,
        description=description,
        email=email,
        image=read_bytes(logo) if logo else None,
        now=output.now(),
    )
    profile = services.addresses.issuer(record.slug)
    if json:
        output.print_json(
            {"slug": record.slug, "did": record.did, "url": profile, "folder": str(folder.resolve())}
        )
        return
    output.say(f"{record.profile['name']} is ready in {folder.resolve()}.")
    output.say(f"  It issues as {record.did}; its profile is at {profile}.")
    output.say("  Next: openbadge-issuer achievement add, then issue or import, then serve.")
    output.say(f"  Back up {folder / FILE_NAME}, the database, and the keys, which cannot be made again.")


def create_instance(folder: Path, *, base_url: str) -> Services:
    """
    Make the folder, its settings file and its database, and open it.

    An instance without an issuer, such as one whose making was interrupted, is gone on with.

    Raises:
        ConfigurationError: If there is an instance already, a setting is not allowed,
            or the folder cannot be written.
    """
    from openbadge_issuer.bootstrap import build_services, upgrade_database
    from openbadge_issuer.settings import Settings

    wanted = Settings.load(folder, base_url=base_url)  # refuses before anything is made
    path = folder / FILE_NAME
    is_new = not path.exists()
    if is_new:
        _write_settings(path, base_url=wanted.base_url)
    settings = _load(folder)
    upgrade_database(settings)
    services = build_services(settings, allow_loopback=True)
    found = [record.slug for record in services.issuers.list()]
    if found or settings.base_url != wanted.base_url:
        if is_new:
            path.unlink()
        raise ConfigurationError(
            f"An instance is there already, at {settings.base_url}, with the issuers: {', '.join(found) or 'none'}.",
            hint="Work with this one, or choose another folder and database.",
        )
    return services


def _write_settings(path: Path, *, base_url: str) -> None:
    heading = "# Settings of this instance; docs/reference/settings.md lists all."
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"The folder {path.parent} cannot be made: {error.strerror}.",
            hint="Choose another one, or let the user that runs openbadge-issuer write there.",
        ) from error
    lines = [heading, f"base_url = {dumps(base_url)}"]
    if (port := local_port(base_url)) is not None:
        lines.append(f"port = {port}")
    with writing(path) as file:
        file.write("".join(f"{line}\n" for line in lines).encode())


def local_port(base_url: str) -> int | None:
    """Return the port to serve at, if the base URL is one of this machine; elsewhere a proxy has it."""
    parts = urlsplit(base_url)
    return parts.port if parts.scheme == "http" else None


def open_instance(folder: Path) -> Services:
    """
    Open the instance in a folder.

    Raises:
        ConfigurationError: If there is none, or its settings, keys or database are not as they must be.
    """
    from openbadge_issuer.bootstrap import build_services

    services = build_services(open_settings(folder), allow_loopback=True)
    services.store.check()
    return services


def open_settings(folder: Path) -> Settings:
    """
    Read the settings of the instance in a folder.

    Raises:
        ConfigurationError: If there is none, or a setting is not allowed.
    """
    import os

    if not (folder / FILE_NAME).exists() and "OPENBADGE_BASE_URL" not in os.environ:
        raise ConfigurationError(
            f"There is no {FILE_NAME} in {folder.resolve()}.",
            hint="'openbadge-issuer init' makes an instance; --dir or OPENBADGE_INSTANCE names another folder.",
        )
    return _load(folder)


def chosen_issuer(services: Services, slug: str | None) -> IssuerRecord:
    """
    Return the issuer that was named, or the only one there is.

    Raises:
        NotFoundError: If there is none, or several and none was named.
    """
    if slug is not None:
        return services.issuers.get(slug)
    found = services.issuers.list()
    if len(found) == 1:
        return found[0]
    known = ", ".join(record.slug for record in found)
    raise NotFoundError(
        "There is no issuer yet." if not found else f"There are several issuers: {known}.",
        hint="'openbadge-issuer init' makes one." if not found else "Say which one with --issuer.",
    )


def slug_of(name: str) -> str:
    """Make a short name for URLs: lower-case ASCII letters, digits and single hyphens."""
    import re
    import unicodedata

    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "issuer"


def _load(folder: Path) -> Settings:
    from openbadge_issuer.settings import Settings

    return Settings.load(folder)
