"""
Composing a badge: the data model's view of an award, written as the document that is signed.

Whom it may name and when it must count is decided in `issuer`, endorsements are put in by `embedding`.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, Self, TypeVar

from openbadge_issuer import model
from openbadge_issuer.errors import ModelError, Problem
from openbadge_issuer.issuer.award import Award
from openbadge_issuer.issuer.given import several
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.model.problems import described

BACKDATING = timedelta(seconds=60)
"""
How far a badge is dated back when no date is given, in seconds.
Wallets and the official validator know no tolerance, and clocks of schools run ahead by seconds.
"""


Value = TypeVar("Value", bound=model.Model)


@dataclass(frozen=True, slots=True)
class Part(Generic[Value]):
    """
    What stands unchanged in many badges, and so is looked at and written once.

    Attributes:
        value: The part as the data model knows it.
        document: The part as it was written. All badges share it, and nobody may change it.
    """

    value: Value
    document: JsonObject

    @classmethod
    def of(cls, value: Value) -> Self:
        """Write a part."""
        return cls(value, value.to_document())


def compose(
    award: Award, *, achievement: Part[model.Achievement], issuer: Part[model.Profile], now: datetime
) -> JsonObject:
    """
    Write an award as a badge without a proof: what the data model allows, and nothing else.

    Args:
        award: To whom, and what is this badge's own.
        achievement: What was earned.
        issuer: Who says so.
        now: The present, in whole seconds.

    Raises:
        ModelError: If something is not what the standard allows; says where.
    """
    begin, end, first = award.valid_from, award.valid_until, award.awarded_date
    shown: Sequence[model.Evidence | str] = several(award.evidence)
    status: JsonObject = {"credential_status": award.status} if award.status else {}
    subject = _subject(award, achievement.value)
    credential = model.OpenBadgeCredential(
        id=award.credential_id or uuid.uuid4().urn,
        name=achievement.value.name,
        issuer=issuer.value,
        valid_from=whole_seconds(begin, "validFrom") if begin else now - BACKDATING,
        valid_until=whole_seconds(end, "validUntil") if end else None,
        awarded_date=whole_seconds(first, "awardedDate") if first else None,
        evidence=[model.Evidence(id=item) if isinstance(item, str) else item for item in shown],
        credential_subject=subject,
        **status,
    )
    return credential.to_document(
        issuer=issuer.document,
        credential_subject=subject.to_document(achievement=achievement.document),
        **status,
    )


def _subject(award: Award, achievement: model.Achievement) -> model.AchievementSubject:
    return model.AchievementSubject(
        id=award.recipient.subject_id(),
        identifier=award.recipient.identifiers(),
        achievement=achievement,
        result=several(award.results),
        narrative=award.narrative,
        role=award.role,
        credits_earned=award.credits_earned,
    )


def whole_seconds(moment: object, name: str) -> datetime:
    """
    Cut a moment to whole seconds, in UTC.

    Args:
        moment: The moment, with a time zone.
        name: The property it is for.

    Raises:
        ModelError: If it is none, has no time zone, or lies outside of the years 1 to 9999.
    """
    if not isinstance(moment, datetime):
        message = f"Expected a datetime with a time zone; found {described(moment)}."
        raise refused("wrong-type", f"$.{name}", message)
    if moment.tzinfo is None:
        raise refused("no-time-zone", f"$.{name}", "Expected a moment with a time zone; found one without.")
    try:
        return moment.astimezone(UTC).replace(microsecond=0)
    except OverflowError as error:
        message = f"Expected a moment of the years 1 to 9999 in UTC; found {moment}."
        raise refused("out-of-range", f"$.{name}", message) from error


def refused(code: str, path: str, message: str) -> ModelError:
    """Return the error for a badge that is not issued."""
    problem = Problem(code=code, path=path, message=message)
    return ModelError(f"Not a badge that can be issued: {problem}", path=path, problems=[problem])
