"""
Hypothesis strategies: valid documents of the whole data model, and ways to spoil one in a single place.

The tables below were written from the standard, not from the model's classes, so that neither copies a slip
of the other.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st
from unit.model.sample_badges import fresh, in_version_1

from openbadge_issuer.json_text import child_path, walk
from openbadge_issuer.model import CREDENTIALS_V2, EXTENSIONS, OPEN_BADGES_V3

JsonObject = dict[str, Any]
Strategy = st.SearchStrategy[Any]

TEXT = st.sampled_from(["", "Superbots", "naïve 😀 全角", "a\nb", "<b>&amp;</b>", "en"])
SAID = st.sampled_from(["Design, build and pitch.", "**x**"])
URI = st.sampled_from(
    [
        "https://school.example/a?b=c#d",
        "urn:uuid:7c9d1f30-3b43-4f70-8f10-7e8d9c0b1a2f",
        "did:web:a.example%3A80:b",
    ]
)
MOMENT = st.builds(
    lambda moment, fraction, zone: moment.isoformat(timespec="seconds") + fraction + zone,
    st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2100, 1, 1)),  # noqa: DTZ001 - the zone follows
    st.sampled_from(["", ".5", ".123456789"]),
    st.sampled_from(["Z", "+14:00", "-09:30", "-00:00"]),
)
DAY = st.dates(min_value=datetime(1900, 1, 1, tzinfo=UTC).date()).map(str)
NUMBER = st.sampled_from([0, -3, 2.5, 3.0, 1e-7, 10**20])
LANGUAGE = st.sampled_from(["en", "pt-BR", "zh-Hant-TW", "es-419"])
JWS = st.sampled_from(["eyJ.eyJ.c2ln", "a..b"])
CONTEXT = st.sampled_from(
    [
        [CREDENTIALS_V2, OPEN_BADGES_V3],
        [CREDENTIALS_V2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json", EXTENSIONS],
        [
            CREDENTIALS_V2,
            "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
            {"x": "https://a.example/x"},
        ],
    ]
)


def types(*names: str) -> Strategy:
    """A `type` with these names, as text where there is one only."""
    plain = [list(names), [*names, "https://school.example/Extra"]]
    return st.sampled_from([*plain, names[0]] if len(names) == 1 else plain)


def many(items: Strategy) -> Strategy:
    """A set: one value, or an array of some."""
    return items | st.lists(items, max_size=2)


def term(*standard: str) -> Strategy:
    """A term of an extensible enumeration."""
    return st.sampled_from([*standard, "ext:Own.Term_1-x"])


def record(required: JsonObject, optional: JsonObject | None = None, *, closed: bool = False) -> Strategy:
    """An object; unless it is closed, with a property that no standard knows."""
    unknown = {} if closed else {"note": st.sampled_from([None, 1, "x", {"a": [None]}, [[]]])}
    return st.fixed_dictionaries(required, optional={**(optional or {}), **unknown})


IMAGE = record({"id": URI, "type": st.just("Image")}, {"caption": TEXT}, closed=True)
IDENTIFIER_TYPE = term("emailAddress", "sourcedId", "ltiUserId")
IDENTIFIER_ENTRY = record(
    {"type": st.just("IdentifierEntry"), "identifier": TEXT, "identifierType": IDENTIFIER_TYPE}, closed=True
)
IDENTITY_OBJECT = record(
    {
        "type": st.just("IdentityObject"),
        "hashed": st.booleans(),
        "identityHash": TEXT,
        "identityType": IDENTIFIER_TYPE,
    },
    {"salt": TEXT},
    closed=True,
)
GEO = record({"type": st.just("GeoCoordinates"), "latitude": NUMBER, "longitude": NUMBER})
ADDRESS = record(
    {"type": types("Address")},
    dict.fromkeys(
        (
            "addressCountry",
            "addressCountryCode",
            "addressRegion",
            "addressLocality",
            "streetAddress",
            "postOfficeBoxNumber",
            "postalCode",
        ),
        TEXT,
    )
    | {"geo": GEO},
)
ALIGNMENT = record(
    {"type": types("Alignment"), "targetName": TEXT, "targetUrl": URI},
    {
        "targetCode": TEXT,
        "targetDescription": TEXT,
        "targetFramework": TEXT,
        "targetType": term("CFItem", "CTDL"),
    },
)
RELATED = record({"id": URI, "type": types("Related")}, {"inLanguage": LANGUAGE, "version": TEXT})
LEVEL = record(
    {"id": URI, "type": types("RubricCriterionLevel"), "name": TEXT},
    {"alignment": many(ALIGNMENT), "description": TEXT, "level": TEXT, "points": TEXT},
)
RESULT_DESCRIPTION = record(
    {"id": URI, "type": types("ResultDescription"), "name": TEXT, "resultType": term("Percent", "RawScore")},
    {
        "alignment": many(ALIGNMENT),
        "allowedValue": many(TEXT),
        "requiredLevel": URI,
        "requiredValue": TEXT,
        "rubricCriterionLevel": many(LEVEL),
        "valueMax": TEXT,
        "valueMin": TEXT,
    },
)
RESULT = record(
    {"type": types("Result")},
    {
        "achievedLevel": URI,
        "alignment": many(ALIGNMENT),
        "status": st.sampled_from(["Completed", "OnHold"]),
        "value": TEXT,
    },
)
EVIDENCE = record(
    {"type": types("Evidence")},
    {"id": URI, "narrative": TEXT, "name": TEXT, "description": TEXT, "genre": TEXT, "audience": TEXT},
)
PROOF = record(
    {"type": st.just("DataIntegrityProof")},
    dict.fromkeys(("cryptosuite", "challenge", "domain", "nonce", "proofPurpose", "proofValue"), TEXT)
    | {"created": MOMENT, "verificationMethod": URI},
)
STATUS = record(
    {
        "type": st.just("BitstringStatusListEntry"),
        "statusPurpose": st.just("revocation"),
        "statusListIndex": st.sampled_from(["0", "94567", 7]),
        "statusListCredential": URI,
    },
    {"id": URI},
) | record({"type": st.just("OwnStatus")}, {"id": URI})
CREDENTIAL = {
    "proof": many(PROOF),
    "credentialSchema": many(record({"id": URI, "type": st.just("JsonSchema")})),
    "credentialStatus": STATUS,
    "refreshService": record({"id": URI, "type": st.just("1EdTechCredentialRefresh")}),
    "termsOfUse": many(record({"type": st.just("Terms")}, {"id": URI})),
    "evidence": many(EVIDENCE),
    "awardedDate": MOMENT,
    "validUntil": st.just("2200-01-01T00:00:00Z"),
    "description": TEXT,
}
PROFILE_TEXTS = (
    "name", "phone", "description", "email", "official", "familyName", "givenName", "additionalName",
    "patronymicName", "honorificPrefix", "honorificSuffix", "familyNamePrefix",
)  # fmt: skip
SIMPLE_PROFILE = record(
    {"id": URI, "type": types("Profile")},
    dict.fromkeys(PROFILE_TEXTS, TEXT)
    | {
        "url": URI,
        "endorsementJwt": many(JWS),
        "image": IMAGE,
        "address": ADDRESS,
        "otherIdentifier": many(IDENTIFIER_ENTRY),
        "dateOfBirth": DAY,
    },
)
SMALL_PROFILE = record({"id": URI, "type": types("Profile")}, {"name": TEXT})
ENDORSEMENT = record(
    {
        "@context": CONTEXT,
        "id": URI,
        "type": types("VerifiableCredential", "EndorsementCredential"),
        "name": TEXT,
        "issuer": SMALL_PROFILE | URI,
        "validFrom": MOMENT,
        "credentialSubject": record(
            {"id": URI, "type": types("EndorsementSubject")}, {"endorsementComment": TEXT}
        ),
    },
    CREDENTIAL,
)
PROFILE = st.builds(
    lambda profile, more: profile | more,
    SIMPLE_PROFILE,
    st.fixed_dictionaries({}, optional={"endorsement": many(ENDORSEMENT), "parentOrg": SMALL_PROFILE}),
)
CRITERIA = record({"narrative": SAID}, {"id": URI}) | record({"id": URI})
ACHIEVEMENT = record(
    {"id": URI, "type": types("Achievement"), "criteria": CRITERIA, "description": TEXT, "name": TEXT},
    dict.fromkeys(("fieldOfStudy", "humanCode", "specialization", "version"), TEXT)
    | {
        "alignment": many(ALIGNMENT),
        "achievementType": term("Badge", "Course", "MicroCredential"),
        "creator": SMALL_PROFILE,
        "creditsAvailable": NUMBER,
        "endorsement": many(ENDORSEMENT),
        "endorsementJwt": many(JWS),
        "image": IMAGE,
        "inLanguage": LANGUAGE,
        "otherIdentifier": many(IDENTIFIER_ENTRY),
        "related": many(RELATED),
        "resultDescription": many(RESULT_DESCRIPTION),
        "tag": many(TEXT),
    },
)
UNLINKED_SUBJECT = record(
    {"id": URI, "type": types("AchievementSubject"), "achievement": ACHIEVEMENT},
    dict.fromkeys(("licenseNumber", "narrative", "role", "term"), TEXT)
    | {
        "activityStartDate": MOMENT,
        "activityEndDate": MOMENT,
        "creditsEarned": NUMBER,
        "identifier": many(IDENTITY_OBJECT),
        "image": IMAGE,
        "result": many(RESULT),
        "source": SMALL_PROFILE,
    },
)


def linked(subject: JsonObject) -> JsonObject:
    """Let the results of a subject refer to the last description of its achievement, if it has one."""
    descriptions = _listed(subject["achievement"].get("resultDescription", []))
    if not descriptions or "result" not in subject:
        return subject
    results = [
        {**result, "resultDescription": descriptions[-1]["id"]} for result in _listed(subject["result"])
    ]
    return {**subject, "result": results[0] if isinstance(subject["result"], dict) else results}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


SUBJECT = UNLINKED_SUBJECT | UNLINKED_SUBJECT.map(linked)
BADGE = record(
    {
        "@context": CONTEXT,
        "id": URI,
        "type": types("VerifiableCredential", "OpenBadgeCredential")
        | types("AchievementCredential", "VerifiableCredential"),
        "credentialSubject": SUBJECT,
        "issuer": PROFILE | URI,
        "validFrom": MOMENT,
    },
    CREDENTIAL
    | {"name": TEXT, "image": IMAGE, "endorsement": many(ENDORSEMENT), "endorsementJwt": many(JWS)},
)


def old(badge: JsonObject) -> JsonObject:
    """The badge in version 1.1, where the subject is closed."""
    changed = in_version_1(badge)
    changed["credentialSubject"].pop("note", None)
    return changed


BADGE_V1P1 = BADGE.map(old)

REPLACEMENTS: tuple[Any, ...] = (
    None, True, 3, 2.5, "", "text", "relative/uri", "with space:x", "ext:", "ext:Own", "xext:Own",
    "Completed", "2026-05-01", "2026-05-01T09:00:00", "2026-05-01t09:00:00z", "2026-02-30T09:00:00Z",
    "2026-05-01T09:00:00Z",
    [], {}, ["text"], [None], {"en": "text"}, {"en": "https://school.example/a", "pt-BR": "x"}, {"other": 1},
)  # fmt: skip


def spoilt(document: JsonObject, choose: Callable[[list[Any]], Any]) -> JsonObject:
    """
    Return the document, changed in one place.

    Args:
        document: A valid one.
        choose: Chooses one of a list; hypothesis's `draw`, or a random one.
    """
    changed = fresh(document)
    place = choose([path for path, _ in walk(changed) if path != "$"])
    return apply(changed, place, choose(["remove", "add", "wrap", "unwrap", "double", *REPLACEMENTS]))


def apply(document: JsonObject, place: str, change: Any) -> JsonObject:
    """Change a document in the place with this JSON path; the document itself is changed and returned."""
    holder, key = _holder(document, place)
    value = holder[key]
    match change:
        case "remove":
            del holder[key]
        case "add":
            holder[key] = {**value, "unknown": "x"} if isinstance(value, dict) else value
        case "wrap":
            holder[key] = [value]
        case "unwrap":
            holder[key] = value[0] if isinstance(value, list) and value else value
        case "double":
            holder[key] = [value, value]
        case _:
            holder[key] = fresh(change)
    return document


def _holder(document: JsonObject, place: str) -> tuple[Any, Any]:
    """Find what holds the value in a place, and its key or index there."""
    for path, value in walk(document):
        keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
        for key in keys:
            if child_path(path, key) == place:
                return value, key
    raise LookupError(place)
