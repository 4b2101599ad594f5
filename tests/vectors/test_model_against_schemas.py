"""
The model and the JSON Schemas that 1EdTech publishes, compared in both directions.

Documents that are valid, hand-made and generated, and the same ones spoilt in a single place, get the same
verdict from both; `unit/model/schema_differences.py` lists the exceptions, each with its reason.
Formats of dates are asserted, which JSON Schema leaves to the reader.
"""

import base64
import itertools
import json
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from unit.model import generated_badges, sample_badges
from unit.model.schema_differences import LOOSER, STRICTER, Looser, Stricter, unexplained

from openbadge_issuer import model
from openbadge_issuer.baking import unbake
from openbadge_issuer.errors import ModelError, Problem
from openbadge_issuer.json_text import child_path
from openbadge_issuer.model import Model, check_document, class_of

JsonObject = dict[str, Any]
Judge = Callable[[JsonObject], bool]

RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
FORMATS = jsonschema.FormatChecker(formats=())


@FORMATS.checks("date-time", raises=ValueError)
def is_date_time(text: object) -> bool:
    if not isinstance(text, str):
        return True
    datetime.fromisoformat(text.upper().replace(":60", ":59"))
    return RFC_3339.fullmatch(text) is not None


@FORMATS.checks("date", raises=ValueError)
def is_date(text: object) -> bool:
    return not isinstance(text, str) or (len(text) == 10 and bool(date.fromisoformat(text)))


def published_schema(vectors: Path, name: str) -> JsonObject:
    return json.loads((vectors / "standards" / "schemas" / f"ob_v3p0_{name}_schema.json").read_text())


@pytest.fixture(scope="session")
def judge(vectors: Path) -> Callable[..., Judge]:
    """The verdict of a published schema, or of one of its definitions."""

    def named(name: str, definition: str | None = None) -> Judge:
        schema = published_schema(vectors, name)
        if definition:
            schema = {"$schema": schema["$schema"], "$defs": schema["$defs"], "$ref": f"#/$defs/{definition}"}
        return jsonschema.Draft201909Validator(schema, format_checker=FORMATS).is_valid

    return named


FULL = sample_badges.full_badge()
FULL_V1P1 = sample_badges.in_version_1(FULL)
SUBJECT, ACHIEVEMENT, PROFILE = (
    FULL["credentialSubject"],
    FULL["credentialSubject"]["achievement"],
    FULL["issuer"],
)
DESCRIPTION = ACHIEVEMENT["resultDescription"][0]
BADGE_SCHEMA, BADGE_V1P1_SCHEMA = "achievementcredential", "anyachievementcredential"
CLASSES: list[tuple[type[Model], JsonObject]] = [
    (model.AchievementSubject, SUBJECT),
    (model.Achievement, ACHIEVEMENT),
    (model.Criteria, ACHIEVEMENT["criteria"]),
    (model.Alignment, ACHIEVEMENT["alignment"][0]),
    (model.Related, ACHIEVEMENT["related"][0]),
    (model.ResultDescription, DESCRIPTION),
    (model.RubricCriterionLevel, DESCRIPTION["rubricCriterionLevel"][0]),
    (model.Result, SUBJECT["result"][0]),
    (model.Profile, PROFILE),
    (model.Address, PROFILE["address"]),
    (model.GeoCoordinates, PROFILE["address"]["geo"]),
    (model.IdentifierEntry, PROFILE["otherIdentifier"][0]),
    (model.IdentityObject, SUBJECT["identifier"][0]),
    (model.Image, FULL["image"]),
    (model.Evidence, FULL["evidence"][0]),
    (model.EndorsementCredential, FULL["endorsement"][0]),
    (model.EndorsementSubject, FULL["endorsement"][0]["credentialSubject"]),
    (model.Proof, FULL["proof"]),
    (model.CredentialSchema, FULL["credentialSchema"][0]),
    (model.CredentialStatus, {"id": "https://school.example/status", "type": "OwnStatus"}),
    (model.RefreshService, FULL["refreshService"]),
    (model.TermsOfUse, FULL["endorsement"][0]["termsOfUse"][0]),
    (model.Profilev1p1, FULL_V1P1["issuer"]),
    (model.EndorsementCredentialv1p1, FULL_V1P1["endorsement"][0]),
    (model.AchievementSubjectv1p1, FULL_V1P1["credentialSubject"]),
    (model.Achievementv1p1, FULL_V1P1["credentialSubject"]["achievement"]),
]
CHANGES = ("remove", "add", "wrap", None, True, 1, "text", "ext:Own", {}, ["text"], {"en": "text"})
DOCUMENTS = {
    "badge": (BADGE_SCHEMA, FULL, sample_badges.small_badge()),
    "badge 1.1": (BADGE_V1P1_SCHEMA, FULL_V1P1, sample_badges.in_version_1(sample_badges.small_badge())),
    "endorsement": ("endorsementcredential", FULL["endorsement"][0], sample_badges.small_endorsement()),
    "profile": ("profile", PROFILE, {"id": "did:web:school.example", "type": "Profile"}),
}
hand_made = pytest.mark.parametrize(("schema", "full", "small"), DOCUMENTS.values(), ids=DOCUMENTS.keys())
generated = pytest.mark.parametrize(
    ("schema", "documents"),
    [
        (BADGE_SCHEMA, generated_badges.BADGE),
        (BADGE_V1P1_SCHEMA, generated_badges.BADGE_V1P1),
        ("endorsementcredential", generated_badges.ENDORSEMENT),
        ("profile", generated_badges.PROFILE),
    ],
    ids=DOCUMENTS.keys(),
)
unhurried = settings(max_examples=40, suppress_health_check=list(HealthCheck))


def differences(judged: Judge, document: JsonObject) -> list[str]:
    return unexplained(schema_allows=judged(document), problems=check_document(document), document=document)


def problems_of(described_by: type[Model], document: JsonObject) -> list[Problem]:
    try:
        described_by.from_document(document)
    except ModelError as error:
        return list(error.problems)
    return []


@hand_made
def test_hand_made_documents_are_valid_for_both(schema, full, small, judge):
    for document in (full, small):
        assert check_document(document) == []
        assert judge(schema)(document)


@hand_made
def test_every_change_of_a_property_gets_one_verdict(schema, full, small, judge):
    judged = judge(schema)
    simple = {name: small[name] for name in ("issuer", "credentialSubject") if name in small}
    document = full | simple  # what is in these two, the classes' own test looks at
    for name, change in itertools.product(document, CHANGES):
        spoilt = generated_badges.apply(sample_badges.fresh(document), child_path("$", name), change)
        assert differences(judged, spoilt) == [], (name, change)


@pytest.mark.parametrize(
    ("described_by", "sample"), CLASSES, ids=[described_by.__name__ for described_by, _ in CLASSES]
)
def test_every_change_of_a_class_gets_one_verdict(described_by, sample, judge):
    name = described_by.__name__
    judged = judge(BADGE_V1P1_SCHEMA if name.endswith("v1p1") else BADGE_SCHEMA, name)
    assert judged(sample)
    for prop, change in [("", None), *itertools.product(sample, CHANGES)]:
        spoilt = sample_badges.fresh(sample)
        spoilt = generated_badges.apply(spoilt, child_path("$", prop), change) if prop else spoilt
        problems = problems_of(described_by, spoilt)
        assert unexplained(schema_allows=judged(spoilt), problems=problems, document=spoilt) == [], (
            prop,
            change,
        )


@pytest.mark.parametrize(("described_by", "sample"), [(model.AchievementCredential, FULL), *CLASSES])
def test_class_sample_and_schema_have_the_same_properties(described_by, sample, vectors):
    name = described_by.__name__
    schema = published_schema(vectors, BADGE_V1P1_SCHEMA if "v1p1" in name else BADGE_SCHEMA)
    described = schema if described_by is model.AchievementCredential else schema["$defs"][name]
    assert {described_by.json_name(name) for name in described_by.model_fields} == set(
        described["properties"]
    )
    assert set(sample) == set(described["properties"])


@pytest.mark.parametrize(
    ("enumeration", "name", "prop"),
    [
        (model.AchievementType, "Achievement", "achievementType"),
        (model.AlignmentTargetType, "Alignment", "targetType"),
        (model.IdentifierType, "IdentifierEntry", "identifierType"),
        (model.IdentifierType, "IdentityObject", "identityType"),
        (model.ResultType, "ResultDescription", "resultType"),
        (model.ResultStatusType, "Result", "status"),
    ],
)
def test_enumeration_has_the_terms_of_the_schema(enumeration, name, prop, vectors):
    described = published_schema(vectors, BADGE_SCHEMA)["$defs"][name]["properties"][prop]
    assert list(enumeration) == described.get("enum", described.get("oneOf", [{}])[0].get("enum"))


@generated
def test_generated_documents_are_valid_for_both(schema, documents, judge):
    judged = judge(schema)

    @unhurried
    @given(documents)
    def check(document):
        assert check_document(document) == []
        assert judged(document)

    check()


@generated
def test_what_the_model_writes_of_a_document_means_the_same(schema, documents, judge):
    judged = judge(schema)

    @unhurried
    @given(documents)
    def check(document):
        written = class_of(document).from_document(document).to_document()
        assert sample_badges.normal_form(written) == sample_badges.normal_form(document)
        assert judged(written)

    check()


@generated
def test_generated_documents_spoilt_anywhere_get_one_verdict(schema, documents, judge):
    judged = judge(schema)

    @unhurried
    @given(documents, st.data())
    def check(document, data):
        spoilt = generated_badges.spoilt(document, lambda choices: data.draw(st.sampled_from(choices)))
        assert differences(judged, spoilt) == []

    check()


@pytest.mark.parametrize("difference", STRICTER, ids=lambda difference: difference.name)
def test_listed_strictness_still_occurs(difference: Stricter, judge):
    assert judge(BADGE_SCHEMA)(difference.example)
    assert check_document(difference.example)
    assert differences(judge(BADGE_SCHEMA), difference.example) == []


@pytest.mark.parametrize("difference", LOOSER, ids=lambda difference: difference.name)
def test_listed_looseness_still_occurs(difference: Looser, judge):
    assert not judge(BADGE_SCHEMA)(difference.example)
    assert check_document(difference.example) == []


def published(vectors: Path, expectation: str) -> list[tuple[str, JsonObject]]:
    """1EdTech's own test files with this expectation, whatever form they come in."""
    folder = vectors / "vectors" / "1edtech"
    entries = json.loads((folder / "manifest.json").read_text())
    files = [entry["file"] for entry in entries if entry["expect"] == expectation]
    return [(file, document_in((folder / file).read_bytes())) for file in files]


def document_in(content: bytes) -> JsonObject:
    text = content.decode() if content.lstrip().startswith(b"{") else unbake(content)
    if text.lstrip().startswith("{"):
        return json.loads(text)
    payload = text.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims.get("vc", claims)


def test_published_valid_badges_conform(vectors):
    assert [
        (file, check_document(document))
        for file, document in published(vectors, "valid")
        if check_document(document)
    ] == []


def test_published_valid_badges_are_written_with_the_same_meaning(vectors):
    for file, document in published(vectors, "valid"):
        written = class_of(document).from_document(document).to_document()
        assert sample_badges.normal_form(written) == sample_badges.normal_form(document), file


def test_published_invalid_badges_are_refused_where_their_flaw_is(vectors):
    places = {
        file: [problem.path for problem in check_document(document)]
        for file, document in published(vectors, "invalid")
    }
    assert {file: paths[0] for file, paths in places.items() if paths} == {
        "simple-err-type.json": "$.type",
        "simple-err-context.json": "$['@context'][0]",
        "simple-err-credential-subject-type.json": "$.credentialSubject.type",
        "simple-err-credential-subject-identifier-type.json": "$.credentialSubject.identifier[0].type",
        "simple-err-evidence-type.json": "$.evidence[1].type",
    }
