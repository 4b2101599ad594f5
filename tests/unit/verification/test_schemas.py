"""Schemas that a document names: the standard's own are our model's, others are not at hand."""

import pytest
from unit.verification.world import EXTENSIONS, endorsement, signed, unsigned

from openbadge_issuer.verification.codes import SCHEMA
from openbadge_issuer.verification.report import Check
from openbadge_issuer.verification.schemas import MAX_SCHEMAS, SCHEMA_TYPE, check_schemas
from openbadge_issuer.verification.verifier import verify

PLACE = "https://purl.imsglobal.org/spec/ob/v3p0/schema"
BADGE_SCHEMA = f"{PLACE}/json/ob_v3p0_achievementcredential_schema.json"
OTHER = "https://school.example/schema.json"
CONFORMS = Check(name="structure", code="conforms", message="Good.")
FAILS = Check(name="structure", code="does-not-conform", message="$.x: Bad.")
VERSION_1 = ["https://www.w3.org/2018/credentials/v1"]


def entry(url=BADGE_SCHEMA, kind=SCHEMA_TYPE):
    return {"id": url, "type": kind}


def codes(*entries, document=None, structure=CONFORMS):
    document = {**(document or unsigned()), "credentialSchema": list(entries)}
    return [check.code for check in check_schemas(document, structure)]


def test_document_without_schemas_has_no_such_check():
    assert check_schemas(unsigned(), CONFORMS) == []


def test_badge_that_names_the_standards_schema_is_valid(stranger, now):
    document = unsigned(issuer=stranger.id, credentialSchema=entry())
    document["@context"].append(EXTENSIONS)
    report = verify(signed(document, stranger.signer), now=now)
    assert (report.outcome, report.check(SCHEMA).code, report.check(SCHEMA).path) == (
        "valid",
        "conforms",
        "$.credentialSchema",
    )


def test_badge_with_a_schema_of_an_extension_is_unknown_unless_that_is_accepted(stranger, now):
    document = unsigned(issuer=stranger.id, credentialSchema=[entry(), entry(OTHER)])
    document["@context"].append(EXTENSIONS)
    report = verify(signed(document, stranger.signer), now=now)
    assert (report.outcome, report.check(SCHEMA).code) == ("unknown", "another-schema")
    assert (report.check(SCHEMA).path, OTHER in report.check(SCHEMA).message) == (
        "$.credentialSchema[1]",
        True,
    )
    assert report.suffices(accept_unknown={"schema"})


@pytest.mark.parametrize("folder", ["json", "json-ld"])
@pytest.mark.parametrize("prefix", ["", "any"])
def test_every_form_of_the_standards_schema_is_known(folder, prefix):
    badge = entry(f"{PLACE}/{folder}/ob_v3p0_{prefix}achievementcredential_schema.json")
    praise = entry(f"{PLACE}/{folder}/ob_v3p0_{prefix}endorsementcredential_schema.json")
    assert codes(badge) == ["conforms"]
    assert codes(praise, document=endorsement(issuer="did:web:x.example")) == ["conforms"]


def test_document_whose_structure_fails_does_not_conform():
    assert codes(entry(), structure=FAILS) == ["does-not-conform"]


def test_schema_for_another_kind_of_document_does_not_hold():
    assert codes(entry(), document=endorsement(issuer="did:web:x.example")) == ["not-for-this"]


@pytest.mark.parametrize(("prefix", "code"), [("", "not-for-this"), ("any", "conforms")])
def test_schema_of_version_2_does_not_hold_for_version_1(prefix, code):
    url = f"{PLACE}/json/ob_v3p0_{prefix}achievementcredential_schema.json"
    assert codes(entry(url), document={**unsigned(), "@context": VERSION_1}) == [code]


@pytest.mark.parametrize("other", [entry(kind="JsonSchema"), {"id": OTHER}, {}, 7])
def test_schemas_of_other_types_are_left_out(other):
    assert codes(other) == ["unsupported-type"]


@pytest.mark.parametrize("url", [OTHER, "http" + BADGE_SCHEMA.removeprefix("https"), 7, None, [OTHER], {}])
def test_schemas_that_are_not_at_hand_could_not_be_checked(url):
    assert codes(entry(url)) == ["another-schema"]


def test_type_may_stand_in_an_array():
    assert codes(entry(kind=["JsonSchema", SCHEMA_TYPE])) == ["conforms"]


def test_more_schemas_than_anybody_names_are_not_looked_at():
    assert codes(*[entry()] * MAX_SCHEMAS) == ["conforms"] * MAX_SCHEMAS
    assert codes(*[entry()] * (MAX_SCHEMAS + 2)) == ["conforms"] * MAX_SCHEMAS + ["another-schema"]
