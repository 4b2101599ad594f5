"""Commands for achievements."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openbadge_issuer.cli import output
from openbadge_issuer.cli.files import read_bytes, read_text
from openbadge_issuer.cli.instance import HERE, Folder, IssuerSlug, chosen_issuer, open_instance, slug_of

if TYPE_CHECKING:
    from openbadge_issuer.ports import AchievementRecord

app = typer.Typer(help="What can be awarded: add, list.", no_args_is_help=True)


@app.command("add")
def add_achievement(
    name: Annotated[str, typer.Option(help="Its name.", prompt="Name")],
    description: Annotated[str, typer.Option(help="What it is, in a sentence or two.", prompt="Description")],
    criteria: Annotated[
        str,
        typer.Option(help="How it is earned, as Markdown; @FILE reads it from a file.", prompt="Criteria"),
    ],
    image: Annotated[
        Path | None,
        typer.Option(help="Its picture, PNG or SVG; badges are baked into it.", exists=True, dir_okay=False),
    ] = None,
    image_caption: Annotated[str | None, typer.Option(help="What the picture shows.")] = None,
    slug: Annotated[
        str | None, typer.Option(help="Short name in URLs.", show_default="made from the name")
    ] = None,
    type: Annotated[
        str | None, typer.Option("--type", help="Such as Course, Certificate, Fieldwork.")
    ] = None,
    tag: Annotated[list[str] | None, typer.Option(help="A word to find it by; may be repeated.")] = None,
    criteria_url: Annotated[
        str | None, typer.Option(help="A page that says more about the criteria.")
    ] = None,
    credits: Annotated[float | None, typer.Option(help="Credits an award of it is worth.")] = None,
    language: Annotated[str | None, typer.Option(help="Language of the texts, such as en-AU.")] = None,
    issuer: IssuerSlug = None,
    folder: Folder = HERE,
    json: output.Json = False,
) -> None:
    """Add an achievement."""
    from openbadge_issuer.services.achievements import AchievementDraft

    draft = AchievementDraft(
        name=name,
        description=description,
        criteria=read_text(Path(criteria[1:])) if criteria.startswith("@") else criteria,
        criteria_url=criteria_url,
        achievement_type=type,
        tags=tuple(tag or ()),
        image=read_bytes(image) if image else None,
        image_caption=image_caption,
        in_language=language,
        credits_available=credits,
    )
    services = open_instance(folder)
    record = services.achievements.create(
        chosen_issuer(services, issuer).slug, slug or slug_of(name), draft, now=output.now()
    )
    if json:
        output.print_json(_as_json(record))
    else:
        output.say(f"Added {name} as {record.slug}: {record.document['id']}")


@app.command("list")
def list_achievements(issuer: IssuerSlug = None, folder: Folder = HERE, json: output.Json = False) -> None:
    """List the achievements."""
    services = open_instance(folder)
    records = services.achievements.list(issuer)
    if json:
        output.print_json([_as_json(record) for record in records])
        return
    output.table(
        ["slug", "version", "name", "issuer", "awards", "picture"],
        [
            [
                record.slug,
                record.version,
                record.document["name"],
                record.issuer,
                services.achievements.holders(record.slug),
                "yes" if record.image_sha256 else "no",
            ]
            for record in records
        ],
        empty="There is no achievement. 'openbadge-issuer achievement add' adds one.",
    )


def _as_json(record: AchievementRecord) -> dict[str, Any]:
    return {
        "slug": record.slug,
        "issuer": record.issuer,
        "version": record.version,
        "created": record.created_at,
        "achievement": record.document,
    }
