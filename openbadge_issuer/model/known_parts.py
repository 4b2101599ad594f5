"""
Parts of documents that were found to conform lately: the issuer and the achievement of a badge, and endorsements.

They stand unchanged in all badges of a programme, so each would be compared with the data model anew, with every badge.
Whether a part conforms depends on nothing but what it says, and what was made of it cannot change:
so the same is put in the place of a part that is the same, type by type and character by character.
Parts that do not conform are not kept: what is wrong with them is found where they stand.
"""

import marshal
from functools import lru_cache

from openbadge_issuer.errors import ModelError
from openbadge_issuer.json_text import JsonObject, JsonValue
from openbadge_issuer.model.achievement import Achievement
from openbadge_issuer.model.base import Model
from openbadge_issuer.model.credential import AchievementCredential
from openbadge_issuer.model.profile import EndorsementCredential, Profile

KEPT = 256
"""Parts kept, the latest: two for each programme."""

MAX_LENGTH = 16_384
"""Largest part kept, in bytes: all take 20 MiB at the most. An achievement has 2,000, with everything in it 12,000."""

_EXACT = 2
"""The version of `marshal` in which equal bytes are equal values of equal types; later ones look at identity too."""


def with_known_parts(described: type[Model], document: JsonObject) -> JsonValue:
    """Return a document with what is known of its parts in their place; an endorsement is such a part itself."""
    if described is EndorsementCredential:
        return _known(described, document)
    subject = document.get("credentialSubject")
    if described is not AchievementCredential or not isinstance(subject, dict):
        return document
    achievement = _known(Achievement, subject.get("achievement"))
    return {
        **document,
        "issuer": _known(Profile, document.get("issuer")),
        "credentialSubject": {**subject, "achievement": achievement},
    }


def _known(described: type[Model], part: JsonValue) -> JsonValue:
    if not isinstance(part, dict):
        return part
    try:
        exact = marshal.dumps(part, _EXACT)
    except ValueError:  # something in it is not what JSON is read into
        return part
    return part if len(exact) > MAX_LENGTH else _conforming(described, exact) or part


@lru_cache(maxsize=KEPT)
def _conforming(described: type[Model], exact: bytes) -> Model | None:
    try:
        return described.from_document(marshal.loads(exact))  # noqa: S302 - nobody else made these bytes
    except ModelError:
        return None
