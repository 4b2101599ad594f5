"""
What is awarded, in the few words that most achievements need.

Everything else that Open Badges 3.0 can say stands in `model.Achievement`; `Issuer.issue` takes that as well.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from openbadge_issuer import model
from openbadge_issuer.issuer.endorsement import AnyEndorsement
from openbadge_issuer.issuer.given import check_says_something, several

_WEB = ("https://", "http://")


@dataclass(frozen=True, kw_only=True, slots=True)
class Achievement:
    """
    Something that can be earned.

    Of what there can be several, a single one may be given by itself.

    Attributes:
        name: What it is called.
        description: What it is about.
        criteria: What it takes to earn it: Markdown, or the URL of a page that says so.
        image: The URL of its picture.
        id: Its own URL or URN, the same in every badge.
            If none is given, one is made from the issuer's id and the achievement's name:
            the same two always give the same `urn:uuid`, and a new name makes a new achievement.
        achievement_type: A term of `model.AchievementType`, such as `Course`, or one that begins with `ext:`.
        tag: Words to find it by.
        alignment: Objectives or competencies of a framework that it meets.
        result_description: The results that can be reached.
        creator: Who defined it, if not the issuer; a partner, say.
        in_language: The language of its texts, such as `en`.
        version: Which edition it is.
        credits_available: The credits it is worth.
        endorsements: What others say about it, under their own signatures: what `Issuer.endorse` gives, or
            the JSON they sent. They go into every badge; `Issuer.issue` verifies them first.
    """

    name: str
    description: str
    criteria: str | model.Criteria
    image: str | model.Image | None = None
    id: str | None = None
    achievement_type: str | None = None
    tag: Sequence[str] | str = ()
    alignment: Sequence[model.Alignment] | model.Alignment = ()
    result_description: Sequence[model.ResultDescription] | model.ResultDescription = ()
    creator: model.Profile | None = None
    in_language: str | None = None
    version: str | None = None
    credits_available: float | None = None
    endorsements: Sequence[AnyEndorsement] | AnyEndorsement = ()

    def __post_init__(self) -> None:
        """Keep lists as they are now; what becomes of them afterwards changes nothing."""
        for name in ("tag", "alignment", "result_description", "endorsements"):
            if isinstance(given := getattr(self, name), list):
                object.__setattr__(self, name, tuple(given))

    def to_model(self, issuer_id: str) -> model.Achievement:
        """
        Return the achievement as the standard describes it; without its endorsements, which stay as they were signed.

        Args:
            issuer_id: The issuer's id, from which an id is made if there is none.

        Raises:
            ModelError: If it says something that the standard does not allow.
        """
        for name in ("name", "description", "criteria"):
            check_says_something(getattr(self, name), name=name, of="Achievement")
        return model.Achievement(
            id=self.id or _stable_id(issuer_id, self.name),
            name=self.name,
            description=self.description,
            criteria=_criteria(self.criteria),
            image=model.Image(id=self.image) if isinstance(self.image, str) else self.image,
            achievement_type=self.achievement_type,
            tag=several(self.tag),
            alignment=several(self.alignment),
            result_description=several(self.result_description),
            creator=self.creator,
            in_language=self.in_language,
            version=self.version,
            credits_available=self.credits_available,
        )


def _stable_id(issuer_id: str, name: str) -> str:
    text = f"{issuer_id}#achievement={name}".encode(errors="backslashreplace").decode()
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, text)}"


def _criteria(criteria: str | model.Criteria) -> model.Criteria:
    if not isinstance(criteria, str):
        return criteria
    is_url = criteria.startswith(_WEB) and len(criteria.split()) == 1
    return model.Criteria(id=criteria) if is_url else model.Criteria(narrative=criteria)
