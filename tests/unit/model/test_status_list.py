import pytest
from unit.model.sample_badges import status_list

from openbadge_issuer.errors import ModelError
from openbadge_issuer.model import (
    CREDENTIALS_V2,
    BitstringStatusList,
    BitstringStatusListCredential,
    check_document,
)


def with_list(**properties):
    document = status_list()
    document["credentialSubject"] |= properties
    return document


def test_status_list_is_written_as_it_was_read():
    assert BitstringStatusListCredential.from_document(status_list()).to_document() == status_list()


def test_status_list_is_composed_of_values():
    composed = BitstringStatusListCredential(
        id="https://school.example/status/1",
        issuer="did:web:school.example",
        credential_subject=BitstringStatusList(status_purpose="revocation", encoded_list="uH4sI"),
    )
    assert composed.to_document() == {
        "@context": [CREDENTIALS_V2],
        "id": "https://school.example/status/1",
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": "did:web:school.example",
        "credentialSubject": {
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": "uH4sI",
        },
    }


def test_several_purposes_are_kept():
    document = with_list(statusPurpose=["revocation", "suspension"])
    written = BitstringStatusListCredential.from_document(document).to_document()
    assert written["credentialSubject"]["statusPurpose"] == ["revocation", "suspension"]


@pytest.mark.parametrize("ttl", [0, 300_000, 3e5])
def test_time_to_live_is_a_whole_number_however_it_is_written(ttl):
    assert BitstringStatusListCredential.from_document(with_list(ttl=ttl)).to_document() == with_list(ttl=ttl)


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (with_list(encodedList="H4sI"), "$.credentialSubject.encodedList"),
        (with_list(type="StatusList2021"), "$.credentialSubject.type"),
        (with_list(ttl="300000"), "$.credentialSubject.ttl"),
        (with_list(ttl=-1), "$.credentialSubject.ttl"),
        (with_list(ttl=0.5), "$.credentialSubject.ttl"),
        (status_list() | {"issuer": {"name": "School"}}, "$.issuer.id"),
        (status_list() | {"@context": []}, "$['@context']"),
        (status_list() | {"validUntil": "2026-05-01T08:00:00Z"}, "$.validUntil"),
    ],
)
def test_flaw_of_a_status_list_is_named(document, path):
    assert [path] == [problem.path for problem in check_document(document)]


def test_issuer_of_a_status_list_may_be_any_object_with_an_id():
    document = status_list() | {"issuer": {"id": "did:web:school.example", "name": "School"}}
    assert check_document(document) == []


def test_subject_needs_its_list():
    with pytest.raises(ModelError, match="statusPurpose"):
        BitstringStatusList()
