"""
Achievements between the form people fill in and the document that badges embed.

`AchievementDraft` has what people say; `document_of` writes it as an Open Badges 3.0 Achievement, checked by
the model and by strict canonicalization, so that nothing in it would go unsigned; `draft_of` reads it back.
The ids of result descriptions follow from their names, so that they stay the same from version to version.
"""

from dataclasses import dataclass
from typing import Any

from openbadge_issuer.errors import InputError, Problem
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.linked_data.canonicalization import canonicalize
from openbadge_issuer.model import CREDENTIALS_V2, OPEN_BADGES_V3, Achievement
from openbadge_issuer.services.addresses import Addresses
from openbadge_issuer.services.names import problem, slug_of
from openbadge_issuer.services.orders import MAX_CREDITS

CONTEXT = (CREDENTIALS_V2, OPEN_BADGES_V3)
"""The context of an achievement that stands by itself; the same as a badge's."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AlignmentDraft:
    """A skill or standard that an achievement is about (Open Badges 3.0, Alignment)."""

    target_name: str
    target_url: str
    target_code: str | None = None
    target_description: str | None = None
    target_framework: str | None = None
    target_type: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ResultDescriptionDraft:
    """A result that awards of an achievement can carry (Open Badges 3.0, ResultDescription)."""

    name: str
    result_type: str
    allowed_values: tuple[str, ...] = ()
    required_value: str | None = None
    value_min: str | None = None
    value_max: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AchievementDraft:
    """
    What is said about an achievement.

    Attributes:
        name: Its name.
        description: What it is, in a sentence or two.
        criteria: How it is earned, as Markdown.
        criteria_url: A page that says more about that.
        achievement_type: One of the standard's types, such as `Course`, or one that begins with `ext:`.
        tags: Words it can be found by.
        image: Its picture, PNG or SVG; badges are baked into it.
        image_caption: What the picture shows, for those who do not see it.
        alignments: Skills or standards it is about.
        creator: Profile of who designed it, if that is not the issuer alone, such as a partner company.
        in_language: Language of the texts (BCP 47), such as `en-AU`.
        credits_available: Credits an award of it is worth.
        field_of_study: As in the standard.
        specialization: As in the standard.
        human_code: As in the standard, such as a course code.
        result_descriptions: Results that awards can carry.
    """

    name: str
    description: str
    criteria: str
    criteria_url: str | None = None
    achievement_type: str | None = None
    tags: tuple[str, ...] = ()
    image: bytes | None = None
    image_caption: str | None = None
    alignments: tuple[AlignmentDraft, ...] = ()
    creator: JsonObject | None = None
    in_language: str | None = None
    credits_available: float | None = None
    field_of_study: str | None = None
    specialization: str | None = None
    human_code: str | None = None
    result_descriptions: tuple[ResultDescriptionDraft, ...] = ()


def document_of(
    draft: AchievementDraft, *, addresses: Addresses, slug: str, version: int, has_image: bool
) -> JsonObject:
    """
    Write one version of an achievement as badges embed it.

    Raises:
        InputError: If two result descriptions have the same name.
        ModelError: If it is not what Open Badges describes; `problems` says where.
        LinkedDataError: If part of it would not be signed.
    """
    _check_credits(draft.credits_available)
    url = addresses.achievement(slug)
    image = {
        "id": addresses.achievement_image(slug, version),
        "type": "Image",
        "caption": draft.image_caption,
    }
    document = _without_empty(
        {
            "id": url,
            "type": ["Achievement"],
            "name": draft.name,
            "description": draft.description,
            "criteria": {"id": draft.criteria_url, "narrative": draft.criteria},
            "achievementType": draft.achievement_type,
            "image": image if has_image else None,
            "tag": list(draft.tags),
            "alignment": [_alignment(alignment) for alignment in draft.alignments],
            "creator": draft.creator,
            "inLanguage": draft.in_language,
            "creditsAvailable": draft.credits_available,
            "fieldOfStudy": draft.field_of_study,
            "specialization": draft.specialization,
            "humanCode": draft.human_code,
            "resultDescription": _result_descriptions(draft, url),
            "version": str(version),
        }
    )
    checked = Achievement.from_document(document).to_document()
    canonicalize({"@context": [*CONTEXT], **checked}, issuing=True)
    return checked


def _check_credits(credits: float | None) -> None:
    if credits is not None and not 0 <= credits <= MAX_CREDITS:
        raise InputError(
            f"Credits are a number from 0 to {MAX_CREDITS:,}; found {credits}.", path="credits_available"
        )


def draft_of(document: JsonObject, image: bytes | None) -> AchievementDraft:
    """Read a draft back from an achievement that `document_of` wrote."""
    criteria = document.get("criteria", {})
    return AchievementDraft(
        name=document["name"],
        description=document["description"],
        criteria=criteria.get("narrative", ""),
        criteria_url=criteria.get("id"),
        achievement_type=document.get("achievementType"),
        tags=tuple(document.get("tag", ())),
        image=image,
        image_caption=document.get("image", {}).get("caption"),
        alignments=tuple(_alignment_draft(item) for item in document.get("alignment", ())),
        creator=document.get("creator"),
        in_language=document.get("inLanguage"),
        credits_available=document.get("creditsAvailable"),
        field_of_study=document.get("fieldOfStudy"),
        specialization=document.get("specialization"),
        human_code=document.get("humanCode"),
        result_descriptions=tuple(_result_draft(item) for item in document.get("resultDescription", ())),
    )


def _alignment(draft: AlignmentDraft) -> JsonObject:
    return {
        "type": ["Alignment"],
        "targetName": draft.target_name,
        "targetUrl": draft.target_url,
        "targetCode": draft.target_code,
        "targetDescription": draft.target_description,
        "targetFramework": draft.target_framework,
        "targetType": draft.target_type,
    }


def _alignment_draft(item: JsonObject) -> AlignmentDraft:
    return AlignmentDraft(
        target_name=item["targetName"],
        target_url=item["targetUrl"],
        target_code=item.get("targetCode"),
        target_description=item.get("targetDescription"),
        target_framework=item.get("targetFramework"),
        target_type=item.get("targetType"),
    )


def _result_descriptions(draft: AchievementDraft, url: str) -> list[JsonObject]:
    ids = _result_ids(draft, url)
    return [
        {
            "id": result_id,
            "type": ["ResultDescription"],
            "name": result.name,
            "resultType": result.result_type,
            "allowedValue": list(result.allowed_values),
            "requiredValue": result.required_value,
            "valueMin": result.value_min,
            "valueMax": result.value_max,
        }
        for result_id, result in zip(ids, draft.result_descriptions, strict=True)
    ]


def _result_ids(draft: AchievementDraft, url: str) -> list[str]:
    """Name results by their names; those whose names leave no letters, or the same ones, get a number."""
    ids: list[str] = []
    problems: list[Problem] = []
    names = [result.name.strip().casefold() for result in draft.result_descriptions]
    for number, (result, name) in enumerate(zip(draft.result_descriptions, names, strict=True), start=1):
        wanted = f"{url}#result-{slug_of(result.name) or number}"
        ids.append(wanted if wanted not in ids else f"{wanted}-{number}")
        if names.index(name) != number - 1:
            place = f"$.resultDescription[{number - 1}].name"
            problems.append(
                problem(place, "Two results have the same name.", code="same-name", value=result.name)
            )
    if problems:
        raise InputError("Results of one achievement need different names.", problems=problems)
    return ids


def _result_draft(item: JsonObject) -> ResultDescriptionDraft:
    return ResultDescriptionDraft(
        name=item["name"],
        result_type=item["resultType"],
        allowed_values=tuple(item.get("allowedValue", ())),
        required_value=item.get("requiredValue"),
        value_min=item.get("valueMin"),
        value_max=item.get("valueMax"),
    )


def _without_empty(value: Any) -> Any:  # noqa: ANN401  (any JSON)
    """Leave out what is not said: None, empty texts, empty lists (Open Badges 3.0 has no null)."""
    if isinstance(value, dict):
        kept = {key: _without_empty(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in (None, "", [], {})}
    if isinstance(value, list):
        return [_without_empty(item) for item in value]
    return value
