"""
Managing achievements: list, make, edit.

Editing makes a new version; badges already issued never change.
"""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from openbadge_issuer.ports import AchievementRecord, Scope
from openbadge_issuer.web.dependencies import Caller, JsonBody, Now, RawBody, Requires
from openbadge_issuer.web.openapi import managed, reads_bytes, reads_json
from openbadge_issuer.web.schemas import AchievementAnswer, AchievementBody, NewAchievement

router = APIRouter(prefix="/api", tags=["manage"])

Reader = Annotated[Caller, Depends(Requires(Scope.READ))]
Manager = Annotated[Caller, Depends(Requires(Scope.MANAGE))]

_REFUSALS = (
    "not-found",
    "input",
    "request",
    "model",
    "not-signed",
    "baking",
    "conflict",
    "media-type",
    "too-large",
)


@router.get("/achievements", summary="List achievements", responses=managed("not-found"))
def list_achievements(
    caller: Reader, issuer: Annotated[str | None, Query(description="Only those of one issuer.")] = None
) -> list[AchievementAnswer]:
    """List the current versions of what the key's issuer, or all issuers, can award. Scope: `read`."""
    wanted = issuer or caller.key.issuer
    caller.acts_for(wanted)
    services = caller.services
    return [AchievementAnswer.of(record, services.addresses) for record in services.achievements.list(wanted)]


@router.post(
    "/issuers/{issuer}/achievements",
    status_code=201,
    summary="Make an achievement",
    responses=managed(*_REFUSALS),
    openapi_extra=reads_json(NewAchievement),
)
def new_achievement(
    issuer: str,
    caller: Manager,
    body: Annotated[NewAchievement, Depends(JsonBody(NewAchievement))],
    now: Now,
) -> AchievementAnswer:
    """Make an achievement, its image included (base64) or added later. Scope: `manage`."""
    caller.acts_for(issuer)
    record = caller.services.achievements.create(issuer, body.slug, body.draft(), now=now)
    return AchievementAnswer.of(record, caller.services.addresses)


@router.get("/achievements/{slug}", summary="Read an achievement", responses=managed("not-found"))
def read_achievement(slug: str, caller: Reader) -> AchievementAnswer:
    """Return the current version. Scope: `read`."""
    return AchievementAnswer.of(_own(caller, slug), caller.services.addresses)


@router.put(
    "/achievements/{slug}",
    summary="Edit an achievement",
    responses=managed(*_REFUSALS),
    openapi_extra=reads_json(AchievementBody),
)
def edit_achievement(
    slug: str,
    caller: Manager,
    body: Annotated[AchievementBody, Depends(JsonBody(AchievementBody))],
    now: Now,
) -> AchievementAnswer:
    """Make a new version of an achievement; nothing changed makes none. Scope: `manage`."""
    _own(caller, slug)
    record = caller.services.achievements.edit(slug, body.draft(), now=now)
    return AchievementAnswer.of(record, caller.services.addresses)


@router.put(
    "/achievements/{slug}/image",
    summary="Replace an achievement's image",
    responses=managed("not-found", "request", "baking", "conflict", "too-large"),
    openapi_extra=reads_bytes("The image; badges are baked into it.", "image/png", "image/svg+xml"),
)
def replace_image(slug: str, caller: Manager, picture: RawBody, now: Now) -> AchievementAnswer:
    """Make a new version with another image. Scope: `manage`."""
    _own(caller, slug)
    achievements = caller.services.achievements
    record = achievements.edit(slug, replace(achievements.draft(slug), image=picture), now=now)
    return AchievementAnswer.of(record, caller.services.addresses)


def _own(caller: Caller, slug: str) -> AchievementRecord:
    """Return the current version of an achievement, if the caller may act for its issuer."""
    record = caller.services.achievements.current(slug)
    caller.acts_for(record.issuer)
    return record
