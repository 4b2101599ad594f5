"""
What a holder cannot leave out, unless the issuer says otherwise.

A holder may want to hide that a badge has ended, that it can be revoked, or what it was really for.
So everything is mandatory but what is named here: what nobody is misled without.
A member that is not known here is mandatory too.
"""

from typing import Any, Final

from openbadge_issuer.json_text import JsonObject, JsonValue
from openbadge_issuer.linked_data.json_pointer import write_pointer

OPTIONAL: Final = frozenset({"evidence", "endorsement", "endorsementJwt", "image"})
"""
What may be left out of a credential.

Evidence can be private, and what others say only adds to a badge.
"""

OPTIONAL_OF_SUBJECT: Final = frozenset(
    {
        "activityEndDate",
        "activityStartDate",
        "creditsEarned",
        "image",
        "licenseNumber",
        "narrative",
        "result",
        "role",
        "term",
    }
)
"""What may be left out of a subject: how well, when and in what role it was earned; who earned what stays."""

_ALWAYS_SHOWN: Final = frozenset({"@context", "id", "type", "proof"})
_SUBJECT: Final = "credentialSubject"


def mandatory_pointers(document: JsonObject) -> list[str]:
    """Return JSON pointers to everything in a credential that a holder should not be able to leave out."""
    own = [
        write_pointer(key)
        for key in document
        if key not in _ALWAYS_SHOWN and key not in OPTIONAL and key != _SUBJECT
    ]
    return [*own, *_of_subjects(document.get(_SUBJECT))]


def _of_subjects(subjects: JsonValue) -> list[str]:
    if isinstance(subjects, list):
        return [
            pointer
            for index, subject in enumerate(subjects)
            for pointer in _of_subject(subject, (_SUBJECT, index))
        ]
    return _of_subject(subjects, (_SUBJECT,)) if subjects is not None else []


def _of_subject(subject: Any, place: tuple[str | int, ...]) -> list[str]:  # noqa: ANN401 - whatever JSON can say
    if not isinstance(subject, dict):
        return [write_pointer(*place)]
    return [write_pointer(*place, key) for key in subject if key not in OPTIONAL_OF_SUBJECT]
