"""
What the management interface takes and gives, as OpenAPI describes it.

Names are those of the roster's columns (`award_id`, `issued_on`), not the standard's camelCase:
these are orders and records, not badges.
Fields nobody knows are refused, so that a misspelt one is not silently lost.
What a value may be is said by the services; here is only its type.
"""

import base64
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from openbadge_issuer.ports import (
    AchievementRecord,
    CredentialRecord,
    IssuerRecord,
    Revocation,
    RevocationCategory,
    Suspension,
    SuspensionCategory,
)
from openbadge_issuer.services.achievements import AchievementDraft, AlignmentDraft, ResultDescriptionDraft
from openbadge_issuer.services.addresses import Addresses
from openbadge_issuer.services.importing import RowOutcome, RowProblem, RowResult
from openbadge_issuer.services.revoking import BATCH, Revoked
from openbadge_issuer.services.suspending import Suspended


def _picture(value: object) -> bytes:
    """Read base64 strictly, but for line breaks; whether it is a picture, whoever takes it in finds out."""
    if not isinstance(value, str):
        raise ValueError("A picture is a string in base64")  # noqa: TRY004 (pydantic wants a ValueError)
    try:
        data = base64.b64decode("".join(value.split()), validate=True)
    except ValueError as error:
        raise ValueError("Not base64") from error
    if not data:
        raise ValueError("Nothing in it")
    return data


Picture = Annotated[
    bytes,
    BeforeValidator(_picture),
    WithJsonSchema(
        {
            "type": "string",
            "contentEncoding": "base64",
            "description": "A PNG or SVG, in base64.",
            "examples": ["iVBORw0KGgoAAAANSUhEUg…"],
        }
    ),
]


class Body(BaseModel):
    """What a caller sends."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Answer(BaseModel):
    """What a caller gets."""

    model_config = ConfigDict(frozen=True)


# --- issuers ------------------------------------------------------------------------------------------------


class NewIssuer(Body):
    """An issuer to be made."""

    slug: str = Field(description="Short name in URLs, for ever.", examples=["example-tech-school"])
    name: str = Field(description="The name that badges show.", examples=["Example Tech School"])
    url: str = Field(description="The issuer's own web page.", examples=["https://school.example"])
    description: str | None = Field(default=None, examples=["A school that works with industry."])
    email: str | None = Field(
        default=None, description="For questions; published.", examples=["badges@school.example"]
    )
    image: Picture | None = None


class IssuerChange(Body):
    """What is to change about an issuer; what is left out stays."""

    name: str | None = Field(default=None, examples=["Example Tech School"])
    url: str | None = Field(default=None, examples=["https://school.example"])
    description: str | None = None
    email: str | None = None
    image: Picture | None = None


class IssuerAnswer(Answer):
    """An issuer."""

    slug: str
    name: str
    did: str = Field(
        description="Its identity: `issuer.id` in its badges.", examples=["did:web:school.example"]
    )
    url: str = Field(description="Its public profile here.")
    profile: dict[str, Any] = Field(description="The profile as badges embed it (Open Badges 3.0, Profile).")
    created_at: datetime

    @classmethod
    def of(cls, record: IssuerRecord, addresses: Addresses) -> Self:
        """Describe an issuer."""
        return cls(
            slug=record.slug,
            name=str(record.profile["name"]),
            did=record.did,
            url=addresses.issuer(record.slug),
            profile=record.profile,
            created_at=record.created_at,
        )


# --- achievements -------------------------------------------------------------------------------------------


class Alignment(Body):
    """A skill or standard that an achievement is about."""

    target_name: str = Field(examples=["Robotics engineering"])
    target_url: str = Field(examples=["https://skills.example/robotics"])
    target_code: str | None = None
    target_description: str | None = None
    target_framework: str | None = None
    target_type: str | None = None


class ResultDescription(Body):
    """A result that awards can carry."""

    name: str = Field(examples=["Prototype"])
    result_type: str = Field(examples=["PerformanceLevel"])
    allowed_values: tuple[str, ...] = Field(default=(), examples=[["Emerging", "Proficient"]])
    required_value: str | None = None
    value_min: str | None = None
    value_max: str | None = None


class AchievementBody(Body):
    """What is said about an achievement. Editing replaces all of it; without an image, the old one stays."""

    name: str = Field(examples=["Robotics Industry Immersion"])
    description: str = Field(examples=["Two weeks with the engineers of a robotics company."])
    criteria: str = Field(description="How it is earned; Markdown.", examples=["Took part in all ten days."])
    criteria_url: str | None = None
    achievement_type: str | None = Field(default=None, examples=["Fieldwork"])
    tags: tuple[str, ...] = Field(default=(), examples=[["robotics", "teamwork"]])
    image: Picture | None = None
    image_caption: str | None = Field(default=None, examples=["A robot's head inside a cog"])
    alignments: tuple[Alignment, ...] = ()
    creator: dict[str, Any] | None = Field(
        default=None,
        description="Profile of who designed it with the issuer, such as a partner company.",
        examples=[{"id": "https://robotics.example", "type": ["Profile"], "name": "Example Robotics"}],
    )
    in_language: str | None = Field(default=None, examples=["en-AU"])
    credits_available: float | None = None
    field_of_study: str | None = None
    specialization: str | None = None
    human_code: str | None = None
    result_descriptions: tuple[ResultDescription, ...] = ()

    def draft(self) -> AchievementDraft:
        """Return the same as the services take it."""
        values = {name: getattr(self, name) for name in AchievementDraft.__dataclass_fields__}
        values["alignments"] = tuple(AlignmentDraft(**item.model_dump()) for item in self.alignments)
        values["result_descriptions"] = tuple(
            ResultDescriptionDraft(**item.model_dump()) for item in self.result_descriptions
        )
        return AchievementDraft(**values)


class NewAchievement(AchievementBody):
    """An achievement to be made."""

    slug: str = Field(
        description="Short name in URLs, unique on this domain.", examples=["robotics-immersion"]
    )


class AchievementAnswer(Answer):
    """The current version of an achievement."""

    slug: str
    issuer: str
    version: int = Field(description="Counts from 1; badges keep the version they were made with.")
    name: str
    url: str = Field(description="Its stable public address, and its id in badges.")
    image_url: str | None
    document: dict[str, Any] = Field(description="As badges embed it (Open Badges 3.0, Achievement).")
    created_at: datetime

    @classmethod
    def of(cls, record: AchievementRecord, addresses: Addresses) -> Self:
        """Describe an achievement."""
        picture = addresses.achievement_image(record.slug, record.version) if record.image_sha256 else None
        return cls(
            slug=record.slug,
            issuer=record.issuer,
            version=record.version,
            name=str(record.document["name"]),
            url=addresses.achievement(record.slug),
            image_url=picture,
            document=record.document,
            created_at=record.created_at,
        )


# --- awards -------------------------------------------------------------------------------------------------


class RecipientBody(Body):
    """Who earned it. The address goes into the badge only as the operator chose: hashed, by default."""

    email: str | None = Field(default=None, examples=["ada@school.example"])
    name: str | None = Field(default=None, examples=["Ada Example"])
    id: str | None = Field(default=None, description="A DID or another URI of the recipient.")


class ResultBody(Body):
    """A result of an award."""

    value: str = Field(examples=["Proficient"])
    description: str | None = Field(
        default=None,
        description="Name of the achievement's result description; may be left out if there is only one.",
    )


class NewCredential(Body):
    """An award to be made. Without address and id of the recipient, an `award_id` is needed."""

    achievement: str = Field(description="Slug of the achievement.", examples=["robotics-immersion"])
    recipient: RecipientBody
    award_id: str | None = Field(
        default=None, description="Your own id of this award.", examples=["2026-041"]
    )
    issued_on: str | None = Field(
        default=None, description="When it was earned; now by default.", examples=["2026-06-12"]
    )
    expires_on: str | None = Field(default=None, description="A date alone includes that day.")
    evidence_url: str | None = None
    narrative: str | None = Field(default=None, description="What was done; Markdown.")
    role: str | None = None
    credits: float | None = None
    results: tuple[ResultBody, ...] = ()


class RevocationBody(Body):
    """Why an award is taken back."""

    category: RevocationCategory = Field(description="The public reason.", examples=["issued-in-error"])
    note: str | None = Field(default=None, description="The private reason; only `read` sees it.")


class RevocationsBody(RevocationBody):
    """Which awards are taken back, all for one reason."""

    ids: list[str] = Field(min_length=1, max_length=BATCH, description="Ids or URLs of awards.")


class RevocationAnswer(Answer):
    """That an award was taken back."""

    revoked_at: datetime
    category: RevocationCategory
    note: str | None

    @classmethod
    def of(cls, revocation: Revocation) -> Self:
        """Describe a revocation."""
        return cls(revoked_at=revocation.revoked_at, category=revocation.category, note=revocation.note)


class ErasureBody(Body):
    """Which badges are erased: some, or all of one person; one of the two."""

    ids: list[str] | None = Field(
        default=None, min_length=1, max_length=BATCH, description="Ids or URLs of awards."
    )
    email: str | None = Field(
        default=None,
        description="A person's address: all badges issued to it, by the issuer that the key is bound to, or by any.",
        examples=["ada@school.example"],
    )


class ErasedAnswer(Answer):
    """Which badges were erased."""

    erased: list[str] = Field(description="Their ids; their addresses answer 410 now.")


class SuspensionBody(Body):
    """Why an award is taken out of force for the time being."""

    category: SuspensionCategory = Field(description="The public reason.", examples=["under-review"])
    note: str | None = Field(default=None, description="The private reason; only `read` sees it.")


class SuspensionsBody(SuspensionBody):
    """Which awards are taken out of force, all for one reason."""

    ids: list[str] = Field(min_length=1, max_length=BATCH, description="Ids or URLs of awards.")


class ReinstatementsBody(Body):
    """Which awards are put back into force."""

    ids: list[str] = Field(min_length=1, max_length=BATCH, description="Ids or URLs of awards.")


class SuspensionAnswer(Answer):
    """That an award is out of force for the time being."""

    suspended_at: datetime
    category: SuspensionCategory
    note: str | None

    @classmethod
    def of(cls, suspension: Suspension) -> Self:
        """Describe a suspension."""
        return cls(suspended_at=suspension.suspended_at, category=suspension.category, note=suspension.note)


class IssuedAnswer(Answer):
    """An award as it was made. What it says about a person is in the badge itself, at `url`."""

    id: str
    url: str = Field(examples=["https://badges.school.example/credentials/3kTqW9mZc1xY7aBvLr2pNs"])
    issuer: str
    achievement: str
    achievement_version: int
    award_id: str | None
    issued_at: datetime
    expires_at: datetime | None

    @classmethod
    def of(cls, record: CredentialRecord, addresses: Addresses) -> Self:
        """Describe an award."""
        return cls(
            id=record.id,
            url=addresses.credential(record.id),
            issuer=record.issuer,
            achievement=record.achievement,
            achievement_version=record.achievement_version,
            award_id=record.award_id,
            issued_at=record.issued_at,
            expires_at=record.expires_at,
        )


class AwardedAnswer(IssuedAnswer):
    """An award as it was made, with what is said only now."""

    manage_url: str | None = Field(
        description="The earner's own link: it opens and closes the badge's page, and holds the downloads. "
        "For the earner alone. Null if the award was there before, since the link is shown once.",
        examples=["https://badges.school.example/credentials/3kTqW9mZc1xY7aBvLr2pNs/manage/5f2c"],
    )


class PageBody(Body):
    """Whether a badge's page is open."""

    open: bool = Field(
        description="True: search engines and the achievement's page may show it. "
        "False: only who has its address finds it.",
        examples=[True],
    )


class PageAnswer(Answer):
    """Whether a badge's page is open."""

    id: str
    url: str
    open: bool


class LinkAnswer(Answer):
    """An earner's new link; the one before counts no more."""

    id: str
    manage_url: str


class CredentialAnswer(IssuedAnswer):
    """An award as it is now."""

    label: str | None = Field(default=None, description="The recipient's name, if the operator keeps names.")
    revocation: RevocationAnswer | None = None
    suspension: SuspensionAnswer | None = None

    @classmethod
    def of(cls, record: CredentialRecord, addresses: Addresses) -> Self:
        """Describe an award."""
        made = IssuedAnswer.of(record, addresses).model_dump()
        taken_back = RevocationAnswer.of(record.revocation) if record.revocation else None
        paused = SuspensionAnswer.of(record.suspension) if record.suspension else None
        return cls(**made, label=record.label, revocation=taken_back, suspension=paused)


class CredentialList(Answer):
    """A page of awards, in the order they were made."""

    items: list[CredentialAnswer]
    after: str | None = Field(description="Give this as `after` for the next page; null on the last one.")


class RevokedAnswer(Answer):
    """An award that is revoked."""

    id: str
    url: str
    changed: bool = Field(
        description="Whether it was revoked now; else it was before, and the first reason stands."
    )


class RevokedList(Answer):
    """What became of each award, by status list."""

    items: list[RevokedAnswer]

    @classmethod
    def of(cls, revoked: Iterable[Revoked], addresses: Addresses) -> Self:
        """Describe what was revoked."""
        ids = [(found.record.id, found.changed) for found in revoked]
        return cls(
            items=[RevokedAnswer(id=id, url=addresses.credential(id), changed=changed) for id, changed in ids]
        )


class SuspendedAnswer(Answer):
    """An award that is suspended, or is not any more."""

    id: str
    url: str
    suspended: bool
    changed: bool = Field(description="Whether that was changed now; else it was so before.")


class SuspendedList(Answer):
    """What became of each award, by status list."""

    items: list[SuspendedAnswer]

    @classmethod
    def of(cls, settled: Iterable[Suspended], addresses: Addresses) -> Self:
        """Describe what was suspended or reinstated."""
        return cls(
            items=[
                SuspendedAnswer(
                    id=one.record.id,
                    url=addresses.credential(one.record.id),
                    suspended=one.record.suspension is not None,
                    changed=one.changed,
                )
                for one in settled
            ]
        )


# --- rosters ------------------------------------------------------------------------------------------------


class RowProblemAnswer(Answer):
    """What is wrong with a row."""

    row: int = Field(description="As a spreadsheet counts: the header is row 1.")
    column: str | None
    value: str | None
    message: str
    allowed: str | None
    blocking: bool = Field(description="False for what is worth knowing, but will be issued.")

    @classmethod
    def of(cls, problem: RowProblem) -> Self:
        """Describe a problem."""
        return cls(**asdict(problem))


class RowAnswer(Answer):
    """What became of a row."""

    row: int
    outcome: RowResult
    url: str | None
    reason: str | None
    problems: list[RowProblemAnswer]

    @classmethod
    def of(cls, outcome: RowOutcome) -> Self:
        """Describe what became of a row."""
        return cls(
            row=outcome.row.number,
            outcome=outcome.outcome,
            url=outcome.url,
            reason=outcome.reason,
            problems=[RowProblemAnswer.of(problem) for problem in outcome.problems],
        )


class ImportAnswer(Answer):
    """What became of a roster, or, for a dry run, what would hinder it."""

    dry_run: bool
    rows: int
    counts: dict[RowResult, int] = Field(description="How many rows ended how; empty for a dry run.")
    problems: list[RowProblemAnswer]
    outcomes: list[RowAnswer] = Field(description="Row by row; empty for a dry run.")
    notices: list[str] = Field(description="How the table was read: ignored columns, fallback encoding.")


# --- everybody ----------------------------------------------------------------------------------------------


class CheckRequest(Body):
    """A badge to be checked: the badge itself, or where it is."""

    credential: dict[str, Any] | str | None = Field(
        default=None, description="The badge as a JSON object, or as the text of a compact JWS."
    )
    url: str | None = Field(default=None, description="Where the badge can be had, in any form.")
    recipient: str | None = Field(
        default=None,
        description="Address or id of the person who shows it, to check that it is theirs.",
        examples=["ada@school.example"],
    )


class HealthAnswer(Answer):
    """That the service works."""

    status: str = Field(examples=["ok"])


class ProblemAnswer(Answer):
    """An error (RFC 9457)."""

    type: str = Field(examples=["https://badges.school.example/problems#not-found"])
    title: str = Field(examples=["Not found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["There is no badge “abc”."])
    code: str = Field(description="Stable, for programs.", examples=["not-found"])
    hint: str | None = Field(default=None, description="What to do about it.")
    path: str | None = Field(default=None, description="Where in the request, as a JSON path.")
    problems: list[dict[str, Any]] | None = Field(
        default=None, description="Every single finding: `code`, `path`, `message`, `value`."
    )
