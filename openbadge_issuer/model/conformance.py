"""
Is this document what Open Badges 3.0 describes? Every finding, in one list.

The class is chosen by `type`, the version of the W3C data model by the first `@context`.
Not looked at: proofs, whether contexts define every term, the present moment, and anything behind a URL.
"""

from openbadge_issuer.errors import ModelError, Problem
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.model.base import CREDENTIALS_V1, CREDENTIALS_V2, Model, model_error
from openbadge_issuer.model.credential import AchievementCredential
from openbadge_issuer.model.known_parts import with_known_parts
from openbadge_issuer.model.limits import oversize
from openbadge_issuer.model.problems import described, value_text
from openbadge_issuer.model.profile import EndorsementCredential, Profile
from openbadge_issuer.model.status_list import BitstringStatusListCredential
from openbadge_issuer.model.v1p1 import AchievementCredentialv1p1, EndorsementCredentialv1p1

_CLASSES: tuple[tuple[str, type[Model], type[Model] | None], ...] = (
    ("OpenBadgeCredential", AchievementCredential, AchievementCredentialv1p1),
    ("AchievementCredential", AchievementCredential, AchievementCredentialv1p1),
    ("EndorsementCredential", EndorsementCredential, EndorsementCredentialv1p1),
    ("BitstringStatusListCredential", BitstringStatusListCredential, None),
    ("Profile", Profile, None),
)
"""A type, its class in version 2.0 and, where there is one, in version 1.1."""

_VERSIONS = (CREDENTIALS_V1, CREDENTIALS_V2)


def check_document(document: JsonObject) -> list[Problem]:
    """
    Find everything in a badge, endorsement, profile or status list that the data model does not allow.

    Args:
        document: The document as received, with or without proof.

    Returns:
        All findings with their JSON paths; an empty list if the document conforms.
    """
    try:
        described = class_of(document)
        if oversize(document) is None and described.takes(with_known_parts(described, document)):
            return []
        described.from_document(document)
    except ModelError as error:
        return list(error.problems)
    return []


def class_of(document: JsonObject) -> type[Model]:
    """
    Choose the class that describes a document.

    Raises:
        ModelError: If its `type` names none of the classes that stand by themselves.
    """
    types = _types(document)
    for name, current, former in _CLASSES:
        if name in types:
            return former if former and is_version_1(document) else current
    raise model_error("document", [_unknown_type(document)])


def is_version_1(document: JsonObject) -> bool:
    """
    Tell whether a credential is of version 1.1 of the W3C data model.

    The context that comes first decides; without either version's, it counts as 2.0, the version of today.
    """
    contexts = document.get("@context")
    versions = (
        [entry for entry in contexts if entry in _VERSIONS] if isinstance(contexts, list) else [contexts]
    )
    return versions[:1] == [CREDENTIALS_V1]


def _types(document: object) -> list[object]:
    types = document.get("type") if isinstance(document, dict) else None
    return types if isinstance(types, list) else [types]


def _unknown_type(document: object) -> Problem:
    if not isinstance(document, dict):
        return Problem(
            code="wrong-type", path="$", message=f"Expected an object; found {described(document)}."
        )
    is_there = "type" in document
    types = ", ".join(described(name) for name in _types(document)[:5]) if is_there else ""
    names = " or ".join(name for name, *_ in _CLASSES)
    return Problem(
        code="wrong-class" if is_there else "missing",
        path="$.type",
        message=f"Expected `type` to name what the document is: {names}; found {types or 'nothing'}.",
        value=value_text(document["type"]) if is_there else None,
    )
