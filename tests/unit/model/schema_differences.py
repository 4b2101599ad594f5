"""
Where the model and the published JSON Schemas disagree on purpose, each with its reason.

`docs/reference/model.md` has the same list for readers.
A difference that is not listed here fails the comparison; so does one that is listed and no longer occurs.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from unit.model.sample_badges import STATUS_ENTRY, fresh, small_badge

from openbadge_issuer.errors import Problem
from openbadge_issuer.json_text import walk
from openbadge_issuer.model import CREDENTIALS_V2

JsonObject = dict[str, Any]
Values = dict[str, Any]

_LANGUAGE_KEY = re.compile(r"[a-z]{2}(-[A-Z]{2})?")
_FORMER = "https://purl.imsglobal.org/spec/ob/v3p0/context/ob_v3p0.jsonld"
_EXTENSION_TERM = re.compile(r"(ext:)[a-z|A-Z|0-9|.|-|_]+")


@dataclass(frozen=True, kw_only=True)
class Stricter:
    """
    Something that the schemas allow and the model does not.

    Attributes:
        explains: Tells whether a problem is of this kind, given all values of the document by their path.
        example: A document that shows it.
    """

    name: str
    reason: str
    explains: Callable[[Problem, Values], bool]
    example: JsonObject


@dataclass(frozen=True, kw_only=True)
class Looser:
    """Something that the model reads though the schemas do not allow it."""

    name: str
    reason: str
    applies: Callable[[Values], bool]
    example: JsonObject


def badge(**properties: Any) -> JsonObject:
    """The small badge with some other properties."""
    return small_badge() | properties


def with_subject(**properties: Any) -> JsonObject:
    """The small badge whose subject has some other properties; None takes one away."""
    subject = small_badge()["credentialSubject"] | properties
    return badge(credentialSubject={name: value for name, value in subject.items() if value is not None})


def with_achievement(**properties: Any) -> JsonObject:
    """The small badge whose achievement has some other properties."""
    return with_subject(achievement=small_badge()["credentialSubject"]["achievement"] | properties)


def is_language_map(value: object) -> bool:
    """Tell whether a value is what the schemas take for texts by language; `{"id": …}` is one to them."""
    return isinstance(value, dict) and all(_LANGUAGE_KEY.fullmatch(key) for key in value)


def coded(*codes: str) -> Callable[[Problem, Values], bool]:
    """Recognise problems by their code alone."""
    return lambda problem, values: problem.code in codes


STRICTER = (
    Stricter(
        name="language-maps",
        reason="The schemas allow texts by language; no context defines them, so they would not be signed.",
        explains=lambda problem, values: (
            problem.code == "language-map"
            or is_language_map(values.get(problem.path))
            or (problem.code == "missing" and is_language_map(values.get(problem.path.rpartition(".")[0])))
        ),
        example=badge(name={"en": "Superbots", "es": "Superrobots"}),
    ),
    Stricter(
        name="absolute-uris",
        reason="The schemas take any text; a relative URI means something else to every reader.",
        explains=coded("not-a-uri"),
        example=badge(id="credentials/9f2c"),
    ),
    Stricter(
        name="types-as-text",
        reason="The schemas look into `type` only where it is an array; a text has to be the right one too.",
        explains=lambda problem, values: (
            problem.code == "wrong-class" and isinstance(values[problem.path], str)
        ),
        example=with_subject(type="Person"),
    ),
    Stricter(
        name="contexts-in-order",
        reason="The schemas take one context alone as well, which cannot be the two that are needed.",
        explains=lambda problem, values: (
            problem.code == "wrong-context" or not isinstance(values.get("$['@context']", []), list)
        ),
        example=badge(**{"@context": CREDENTIALS_V2}),
    ),
    Stricter(
        name="criteria-said",
        reason="The specification and the official validator want a narrative or an id; the schemas neither.",
        explains=coded("no-criteria"),
        example=with_achievement(criteria={}),
    ),
    Stricter(
        name="recipient-named",
        reason="The specification wants an id or an identifier of the recipient; the schemas neither.",
        explains=coded("no-recipient"),
        example=with_subject(id=None),
    ),
    Stricter(
        name="extension-terms",
        reason="The schemas' pattern is not anchored: any text passes that has a term somewhere in it.",
        explains=lambda problem, values: (
            problem.code == "not-allowed" and bool(_EXTENSION_TERM.search(str(values[problem.path])))
        ),
        example=with_achievement(achievementType="no ext:term at all"),
    ),
    Stricter(
        name="status-kinds",
        reason="The schemas know no kinds of status; an entry without list and index cannot be looked up.",
        explains=lambda problem, values: "credentialStatus" in problem.path,
        example=badge(credentialStatus={"type": "BitstringStatusListEntry"}),
    ),
    Stricter(
        name="date-time-stamps",
        reason="W3C wants dateTimeStamps: no lower-case letters, no leap seconds, no zone beyond 14 hours.",
        explains=coded("not-a-date-time"),
        example=badge(validFrom="2026-05-01t09:00:00z"),
    ),
    Stricter(
        name="ends-after-it-begins",
        reason="W3C wants the end of a credential not to lie before its beginning; a schema cannot say that.",
        explains=coded("ends-before-it-begins"),
        example=badge(validUntil="2026-05-01T08:59:59Z"),
    ),
    Stricter(
        name="results-described",
        reason="The specification wants results to fit their descriptions; a schema cannot say that.",
        explains=coded("no-such-result", "no-status"),
        example=with_subject(result=[{"type": ["Result"], "resultDescription": "urn:x:none"}]),
    ),
    Stricter(
        name="numbers-in-range",
        reason="The schemas take integers of any length; readers have doubles, which end at 308 digits.",
        explains=coded("out-of-range"),
        example=with_subject(creditsEarned=10**400),
    ),
    Stricter(
        name="size",
        reason="A document with more than 20,000 values or 64 levels is refused unseen.",
        explains=coded("too-large", "too-deep"),
        example=badge(note=list(range(20_001))),
    ),
)

LOOSER = (
    Looser(
        name="several-statuses",
        reason="The schemas allow one status; some issuers write several, as the next version will allow.",
        applies=lambda values: any(
            path.endswith(".credentialStatus") and isinstance(value, list) for path, value in values.items()
        ),
        example=badge(credentialStatus=[STATUS_ENTRY, STATUS_ENTRY]),
    ),
    Looser(
        name="former-context-name",
        reason="The official validator takes this older name of the context too.",
        applies=lambda values: _FORMER in [value for value in values.values() if isinstance(value, str)],
        example=badge(**{"@context": [CREDENTIALS_V2, _FORMER]}),
    ),
)


def unexplained(*, schema_allows: bool, problems: list[Problem], document: JsonObject) -> list[str]:
    """Tell how the two verdicts differ without a listed reason; an empty list if they agree or may differ."""
    values = dict(walk(fresh(document)))
    if schema_allows:
        return [
            str(problem)
            for problem in problems
            if not any(known.explains(problem, values) for known in STRICTER)
        ]
    if problems or any(known.applies(values) for known in LOOSER):
        return []
    return ["the schema refuses what the model allows"]
