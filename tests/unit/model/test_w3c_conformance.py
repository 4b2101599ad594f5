import pytest

from openbadge_issuer.model import (
    CREDENTIALS_V1,
    CREDENTIALS_V2,
    AnyCredential,
    check_credential,
    check_presentation,
)

V2 = {
    "@context": [CREDENTIALS_V2],
    "type": ["VerifiableCredential"],
    "issuer": "did:example:issuer",
    "credentialSubject": {"id": "did:example:subject"},
}
V1 = {
    "@context": [CREDENTIALS_V1],
    "type": ["VerifiableCredential"],
    "issuer": {"id": "did:example:issuer"},
    "issuanceDate": "2026-01-01T00:00:00Z",
    "credentialSubject": {"name": "Ada"},
}
SHOWN = {"@context": [CREDENTIALS_V2], "type": ["VerifiablePresentation"]}
ENVELOPE = {
    "@context": CREDENTIALS_V2,
    "type": "EnvelopedVerifiableCredential",
    "id": "data:application/vc+jwt,e30.e30.AA",
}
RESOURCE = {"id": "https://school.example/terms", "digestSRI": "sha384-" + "A" * 64}


def codes_of(problems):
    return [(problem.code, problem.path) for problem in problems]


@pytest.mark.parametrize("credential", [V2, V1])
def test_plain_credential_conforms(credential):
    assert check_credential(credential) == []


def test_credential_is_written_as_it_was_read():
    full = {**V2, "name": {"@value": "Diploma", "@language": "en"}, "relatedResource": [RESOURCE]}
    written = AnyCredential.from_document(full).to_document()
    assert written["relatedResource"] == [RESOURCE]
    assert written["name"] == full["name"]


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"issuer": "fake"}, "not-a-uri", "$.issuer"),
        ({"issuer": {"name": "x"}}, "missing", "$.issuer.id"),
        ({"credentialSubject": {}}, "no-claims", "$.credentialSubject"),
        ({"credentialSubject": []}, "wrong-type", "$.credentialSubject"),
        ({"evidence": {"id": "urn:x:1"}}, "missing", "$.evidence.type"),
        ({"evidence": {"type": []}}, "wrong-type", "$.evidence.type"),
        ({"credentialSchema": {"type": "JsonSchema"}}, "missing", "$.credentialSchema.id"),
        ({"credentialStatus": {"type": 2}}, "wrong-type", "$.credentialStatus.type"),
        ({"name": None}, "null", "$.name"),
        ({"name": 3}, "wrong-type", "$.name"),
        ({"name": []}, "wrong-type", "$.name"),
        ({"name": ["x"]}, "wrong-type", "$.name[0]"),
        ({"name": {"@language": "en"}}, "not-a-language-value", "$.name"),
        ({"name": {"@value": "x", "url": "y"}}, "not-a-language-value", "$.name.url"),
        ({"name": {"@value": "x", "@language": 1}}, "not-a-language-value", "$.name['@language']"),
        ({"name": {"@value": "x", "@direction": "up"}}, "not-a-language-value", "$.name['@direction']"),
        ({"relatedResource": {"id": "urn:x:1"}}, "no-digest", "$.relatedResource"),
        ({"relatedResource": ["urn:x:1"]}, "wrong-type", "$.relatedResource[0]"),
        ({"relatedResource": {**RESOURCE, "digestSRI": "md5-x"}}, "not-a-digest", "$.relatedResource.digestSRI"),
        (
            {"relatedResource": {"id": "urn:x:1", "digestMultibase": "x"}},
            "not-multibase",
            "$.relatedResource.digestMultibase",
        ),
        ({"relatedResource": [RESOURCE, RESOURCE]}, "twice", "$.relatedResource[1].id"),
        (
            {"validFrom": "2026-01-02T00:00:00Z", "validUntil": "2026-01-01T00:00:00Z"},
            "ends-before-it-begins",
            "$.validUntil",
        ),
    ],
)  # fmt: skip
def test_what_the_data_model_forbids_is_found(changes, code, path):
    assert (code, path) in codes_of(check_credential({**V2, **changes}))


def test_known_status_must_be_complete():
    entry = {"type": "BitstringStatusListEntry", "statusPurpose": "revocation"}
    problems = check_credential({**V2, "credentialStatus": entry})
    assert [path for _, path in codes_of(problems)] == [
        "$.credentialStatus.statusListIndex",
        "$.credentialStatus.statusListCredential",
    ]


def test_status_may_have_several_types():
    assert check_credential({**V2, "credentialStatus": {"type": ["urn:x:1", "urn:x:2"]}}) == []


def test_status_list_must_keep_its_own_standard():
    types = ["VerifiableCredential", "BitstringStatusListCredential"]
    problems = check_credential({**V2, "type": types})
    assert ("missing", "$.credentialSubject.encodedList") in codes_of(problems)


def test_version_1_needs_its_date():
    without = {key: value for key, value in V1.items() if key != "issuanceDate"}
    assert codes_of(check_credential(without)) == [("missing", "$.issuanceDate")]


@pytest.mark.parametrize(
    "shown",
    [{}, {"verifiableCredential": V2}, {"verifiableCredential": [V2, ENVELOPE]}, {"holder": "urn:x:1"}],
)
def test_plain_presentation_conforms(shown):
    assert check_presentation({**SHOWN, **shown}) == []


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"holder": {"name": "x"}}, "missing", "$.holder.id"),
        ({"verifiableCredential": "e30.e30.AA"}, "wrong-type", "$.verifiableCredential"),
        ({"verifiableCredential": [V2, {**V2, "type": []}]}, "wrong-class", "$.verifiableCredential[1].type"),
        ({"verifiableCredential": {**ENVELOPE, "id": "e30.e30.AA"}}, "not-a-data-url", "$.verifiableCredential.id"),
        (
            {"verifiableCredential": {**ENVELOPE, "@context": []}},
            "wrong-context",
            "$.verifiableCredential['@context']",
        ),
        (
            {"verifiableCredential": {**ENVELOPE, "type": ["EnvelopedVerifiableCredential"]}},
            "wrong-type",
            "$.verifiableCredential.type",
        ),
    ],
)  # fmt: skip
def test_what_presentations_may_not_hold_is_found(changes, code, path):
    assert (code, path) in codes_of(check_presentation({**SHOWN, **changes}))


def test_jwt_stands_as_text_only_in_version_1():
    shown = {
        "@context": [CREDENTIALS_V1],
        "type": "VerifiablePresentation",
        "verifiableCredential": ["e.e.e"],
    }
    assert check_presentation(shown) == []
