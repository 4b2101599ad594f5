"""The interface for test suites: what it signs, what it refuses, and whom it answers."""

import json
import warnings

import pytest

from openbadge_issuer import KeyKind, LocalSigner, sign_presentation, verify_credential
from openbadge_issuer.errors import FetchError
from openbadge_issuer.keys.did import did_key, parse_did_key_method
from openbadge_issuer.web.vc_api import app as vc_api
from openbadge_issuer.web.vc_api import status_lists
from openbadge_issuer.web.vc_api.app import create_vc_api

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # says that another package is to be installed
    from starlette.testclient import TestClient

HERE = "http://127.0.0.1:8000"
V2 = "https://www.w3.org/ns/credentials/v2"
PLAIN = {
    "@context": [V2],
    "type": ["VerifiableCredential"],
    "issuer": "did:example:issuer",
    "credentialSubject": {"id": "did:example:subject"},
}
SUITES = ["eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019"]


@pytest.fixture(scope="module")
def api():
    return TestClient(create_vc_api(), base_url=HERE)


@pytest.fixture(scope="module")
def issued(api):
    return api.post("/credentials/issue", json={"credential": PLAIN}).json()["verifiableCredential"]


def issue(api, credential, place=""):
    return api.post(f"{place}/credentials/issue", json={"credential": credential, "options": {}})


def verify(api, credential, **options):
    body = {"verifiableCredential": credential, "options": options}
    return api.post("/credentials/verify", json=body)


# --- issuing


def test_credential_is_signed_in_the_name_of_the_key(api, issued):
    proof = issued["proof"]
    key = parse_did_key_method(proof["verificationMethod"])
    assert issued["issuer"] == did_key(key) == api.get("/").json()["issuers"][0]["id"]
    assert (proof["cryptosuite"], proof["proofPurpose"]) == ("eddsa-rdfc-2022", "assertionMethod")
    assert verify_credential(issued)


@pytest.mark.parametrize("suite", SUITES)
def test_every_suite_has_a_place(api, suite):
    answer = issue(api, PLAIN, f"/{suite}")
    signed = answer.json()["verifiableCredential"]
    assert (answer.status_code, signed["proof"]["cryptosuite"]) == (201, suite)
    assert verify(api, signed).json()["verified"] is True
    assert api.post(f"/{suite}/credentials/verify", json={"verifiableCredential": signed}).status_code == 200


@pytest.mark.parametrize(("kind", "prefix"), [("P-256", "zDna"), ("P-384", "z82L")])
def test_kind_of_key_is_chosen_by_the_place(api, kind, prefix):
    signed = issue(api, PLAIN, f"/ecdsa-rdfc-2019/{kind}").json()["verifiableCredential"]
    assert signed["issuer"].startswith(f"did:key:{prefix}")


def test_key_is_chosen_by_the_issuer_if_it_is_one_of_ours(api):
    [ours] = [
        place["id"]
        for place in api.get("/").json()["issuers"]
        if "ecdsa-rdfc-2019/P-384" in place["endpoint"]
    ]
    for place in ("", "/ecdsa-jcs-2019"):
        signed = issue(api, {**PLAIN, "issuer": {"id": ours, "name": "We"}}, place).json()[
            "verifiableCredential"
        ]
        assert signed["issuer"] == {"id": ours, "name": "We"}


@pytest.mark.parametrize("issuer", [None, {}, {"name": "We"}])
def test_issuer_that_is_not_named_is_filled_in(api, issued, issuer):
    credential = {key: value for key, value in PLAIN.items() if key != "issuer"}
    credential |= {} if issuer is None else {"issuer": issuer}
    signed = issue(api, credential).json()["verifiableCredential"]
    assert (signed["issuer"] if issuer is None else signed["issuer"]["id"]) == issued["issuer"]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"issuer": None}, "$.issuer"),
        ({"issuer": "fake"}, "$.issuer"),
        ({"credentialSubject": {}}, "$.credentialSubject"),
        ({"relatedResource": {"id": V2, "digestMultibase": "uAAAA"}}, "$.relatedResource.digestMultibase"),
    ],
)
def test_what_the_data_model_forbids_is_400(api, changes, path):
    answer = issue(api, {**PLAIN, **changes})
    told = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert told["type"] == "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR"
    assert [problem["path"] for problem in told["problems"]] == [path]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"shoeSize": "40"}, "not-signed"),
        ({"@context": [V2, "https://example.org/unknown"]}, "unknown-context"),
    ],
)
def test_what_would_not_be_signed_is_400(api, changes, code):
    answer = issue(api, {**PLAIN, **changes})
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_second_proof_stands_beside_the_first(api, issued):
    signed = issue(api, issued).json()["verifiableCredential"]
    assert [proof["cryptosuite"] for proof in signed["proof"]] == ["eddsa-rdfc-2022"] * 2
    assert verify(api, signed).status_code == 200


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b'{"a":1,"a":2}', b"{}", b'{"credential":3}', b'{"credential":{},"options":3}'],
)
def test_body_of_another_shape_is_400(api, body):
    answer = api.post("/credentials/issue", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400


def test_body_that_is_not_announced_as_json_is_not_read(api):
    body = json.dumps({"credential": PLAIN}).encode()
    for headers in ({"Content-Type": "text/plain"}, {}):
        assert api.post("/credentials/issue", content=body, headers=headers).status_code == 415


def test_body_that_is_too_large_is_413(api):
    headers = {"Content-Type": "application/json"}
    assert api.post("/credentials/issue", content=b" " * 5_300_000, headers=headers).status_code == 413


# --- selective disclosure

DISCLOSABLE = {
    **PLAIN,
    "credentialSubject": {"id": "did:example:subject", "name": "Ada", "description": "An engineer."},
}


def issue_disclosable(api, *pointers):
    body = {"credential": DISCLOSABLE, "options": {"mandatoryPointers": list(pointers)}}
    return api.post("/ecdsa-sd-2023/credentials/issue", json=body)


def derive(api, credential, *pointers):
    body = {"verifiableCredential": credential, "options": {"selectivePointers": list(pointers)}}
    return api.post("/credentials/derive", json=body)


def test_holder_shows_what_is_mandatory_and_what_is_chosen(api):
    base = issue_disclosable(api, "/issuer", "/credentialSubject/id").json()["verifiableCredential"]
    answer = derive(api, base, "/credentialSubject/name")
    shown = answer.json()["verifiableCredential"]
    assert (answer.status_code, shown["credentialSubject"]) == (
        201,
        {"id": "did:example:subject", "name": "Ada"},
    )
    assert verify(api, shown).json()["verified"] is True
    assert verify(api, {**shown, "credentialSubject": {"id": "did:example:other"}}).status_code == 400


def test_base_proof_is_the_holder_s_own(api):
    base = issue_disclosable(api, "/issuer").json()["verifiableCredential"]
    assert verify(api, base).status_code == 400


@pytest.mark.parametrize("pointer", ["/nothing", "issuer"])
def test_pointer_that_leads_nowhere_is_400(api, pointer):
    assert issue_disclosable(api, pointer).status_code == 400
    base = issue_disclosable(api, "/issuer").json()["verifiableCredential"]
    assert derive(api, base, pointer).status_code == 400


def test_nothing_is_derived_from_other_proofs(api, issued):
    assert derive(api, issued, "/issuer").status_code == 400


def test_other_suites_make_nothing_mandatory(api):
    body = {"credential": PLAIN, "options": {"mandatoryPointers": ["/issuer"]}}
    assert api.post("/credentials/issue", json=body).status_code == 400


# --- verifying


def test_tampered_credential_is_400(api, issued):
    answer = verify(api, {**issued, "id": "urn:uuid:1"})
    told = answer.json()
    assert (answer.status_code, told["verified"]) == (400, False)
    assert [(error["type"], error["code"]) for error in told["errors"]] == [
        ("https://w3id.org/security#PROOF_VERIFICATION_ERROR", "not-verified")
    ]
    assert told["problemDetails"] == told["errors"]


@pytest.mark.parametrize("document", [{}, {"type": ["NonconformingDocument"]}, PLAIN])
def test_what_is_not_signed_is_400(api, document):
    assert verify(api, document).status_code == 400


def test_credential_comes_back_if_asked(api, issued):
    assert "credential" not in verify(api, issued).json()
    assert verify(api, issued, returnCredential=True).json()["credential"] == issued


def test_dates_count_unless_only_the_proof_is_asked_about(api):
    signed = issue(api, {**PLAIN, "validUntil": "2020-01-01T00:00:00Z"}).json()["verifiableCredential"]
    assert verify(api, signed).json()["errors"][0]["code"] == "expired"
    assert verify(api, signed, checks=["proof"]).status_code == 200
    assert verify(api, signed, checks=["proof", "validity"]).status_code == 400


def test_status_that_cannot_be_looked_up_is_a_warning(api):
    status = {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "1",
        "statusListCredential": "https://school.example/status/1",
    }
    signed = issue(api, {**PLAIN, "credentialStatus": status}).json()["verifiableCredential"]
    told = verify(api, signed).json()
    assert (told["verified"], told["errors"]) == (True, [])
    assert told["warnings"][0]["type"].endswith("#STATUS_RETRIEVAL_ERROR")


def test_status_that_is_asked_for_must_be_found(api):
    status = {"id": "did:example:status", "type": "https://example.org/#ExampleStatus"}
    signed = issue(api, {**PLAIN, "credentialStatus": status}).json()["verifiableCredential"]
    assert verify(api, signed).status_code == 200
    assert verify(api, signed, checks=["proof", "credentialStatus"]).status_code == 400


def test_purpose_challenge_and_domain_are_compared_if_asked(api, issued):
    assert verify(api, issued, expectedProofPurpose="assertionMethod").status_code == 200
    assert (
        verify(api, issued, expectedProofPurpose="authentication").json()["errors"][0]["code"]
        == "wrong-purpose"
    )
    told = verify(api, issued, challenge="c", domain="d").json()
    assert [error["type"].partition("#")[2] for error in told["errors"]] == [
        "INVALID_CHALLENGE_ERROR",
        "INVALID_DOMAIN_ERROR",
    ]


@pytest.mark.parametrize("options", [{"checks": "proof"}, {"checks": [1]}, {"challenge": 3}])
def test_option_of_another_kind_is_400(api, issued, options):
    answer = verify(api, issued, **options)
    assert (answer.status_code, answer.json()["code"]) == (400, "request")


# --- status lists

LISTED = {**PLAIN, "id": "urn:uuid:9c9a36f8-518f-4976-a934-6649502d0008"}


def set_status(api, credential_id, status):
    return api.post("/credentials/status", json={"credentialId": credential_id, "status": status})


def test_credential_with_a_status_is_revoked_and_restored(api):
    signed = issue(api, LISTED, "/bitstring-status-list").json()["verifiableCredential"]
    asked = {"checks": ["proof", "credentialStatus"]}
    assert verify(api, signed, **asked).json()["warnings"] == []
    assert set_status(api, LISTED["id"], True).status_code == 200
    assert verify(api, signed, **asked).json()["errors"][0]["code"] == "revoked"
    assert set_status(api, LISTED["id"], False).status_code == 200
    assert verify(api, signed, **asked).status_code == 200


def test_status_list_is_served_as_a_credential_of_the_same_issuer(api):
    signed = issue(api, LISTED, "/bitstring-status-list").json()["verifiableCredential"]
    entry = signed["credentialStatus"]
    found = api.get(entry["statusListCredential"]).json()
    assert (found["id"], found["issuer"]) == (entry["statusListCredential"], signed["issuer"])
    assert found["credentialSubject"]["statusPurpose"] == entry["statusPurpose"] == "revocation"
    assert verify(api, found).status_code == 200


def test_status_of_its_own_stays_beside_ours(api):
    own = {"type": "https://example.org/#ExampleStatus"}
    for given, others in ((own, [own]), ([own, own], [own, own])):
        credential = {**PLAIN, "credentialStatus": given}
        signed = issue(api, credential, "/bitstring-status-list").json()["verifiableCredential"]
        assert signed["credentialStatus"][:-1] == others


def test_status_of_a_credential_without_an_id_cannot_be_set(api):
    assert issue(api, PLAIN, "/bitstring-status-list").status_code == 201
    assert set_status(api, "urn:uuid:unknown", True).status_code == 404


@pytest.mark.parametrize(
    "body", [{}, {"credentialId": 3, "status": True}, {"credentialId": "urn:x:1", "status": 1}]
)
def test_status_must_be_named_and_true_or_false(api, body):
    assert api.post("/credentials/status", json=body).status_code == 400


def test_list_that_is_not_there_is_404(api):
    assert api.get("/status-lists/unknown").status_code == 404


def test_places_in_a_list_are_not_given_away_without_end(api, monkeypatch):
    monkeypatch.setattr(status_lists, "MAX_ENTRIES", 1)
    fresh = TestClient(create_vc_api(), base_url=HERE)
    assert [issue(fresh, PLAIN, "/bitstring-status-list").status_code for _ in range(2)] == [201, 400]


# --- presentations


@pytest.fixture(scope="module")
def shown(issued):
    holder = LocalSigner.generate(KeyKind.ED25519)
    return sign_presentation(issued, holder, challenge="c-1", domain="employer.example")


def show(api, presentation, **options):
    body = {"verifiablePresentation": presentation, "options": options}
    return api.post("/presentations/verify", json=body)


def test_presentation_is_verified_with_all_in_it(api, shown):
    answer = show(api, shown, challenge="c-1", domain="employer.example")
    told = answer.json()
    assert (answer.status_code, told["verified"]) == (200, True)
    assert told["presentationResult"]["verified"] is True
    assert [item["verified"] for item in told["credentialResults"]] == [True]


def test_presentation_is_verified_without_a_challenge_if_none_was_given(api, shown):
    assert show(api, shown).status_code == 200


def test_presentation_for_somebody_else_is_400(api, shown):
    told = show(api, shown, challenge="c-2").json()
    assert (told["verified"], told["presentationResult"]["verified"]) == (False, False)
    assert told["errors"][0]["code"] == "differs"


def test_credential_in_it_that_does_not_hold_is_400(api, issued):
    forged = {**issued, "id": "urn:uuid:1"}
    shown = sign_presentation(forged, LocalSigner.generate(KeyKind.ED25519))
    told = show(api, shown).json()
    assert (told["verified"], told["presentationResult"]["verified"]) == (False, True)
    assert told["credentialResults"][0]["errors"][0]["code"] == "not-verified"


def test_too_many_credentials_are_400(api, issued):
    shown = sign_presentation([issued] * 21, LocalSigner.generate(KeyKind.ED25519))
    assert show(api, shown).json()["errors"][0]["code"] == "too-many"


def test_presentation_comes_back_if_asked(api, shown):
    assert show(api, shown, returnPresentation=True).json()["presentation"] == shown


@pytest.mark.parametrize("presentation", [{}, {"type": ["NonconformingDocument"]}])
def test_what_is_no_presentation_is_400(api, presentation):
    assert show(api, presentation).status_code == 400


# --- around the routes


def test_other_addresses_and_methods_are_not_there(api):
    assert api.post("/unknown-suite-2017/credentials/issue", json={}).status_code == 404
    assert api.get("/credentials/issue").status_code == 405


def test_requests_for_another_host_are_refused():
    api = TestClient(create_vc_api(), base_url="http://evil.example")
    assert issue(api, PLAIN).status_code == 400


@pytest.mark.parametrize("host", ["http://localhost:1", "http://[::1]:1", "http://127.0.0.1:1"])
def test_every_name_of_this_machine_will_do(host):
    assert TestClient(create_vc_api(), base_url=host).get("/").status_code == 200


def test_fault_of_ours_is_500_without_its_words(api, monkeypatch, caplog):
    def broken(*_args, **_options):
        raise RuntimeError("a secret")

    monkeypatch.setattr(vc_api, "issue_credential", broken)
    answer = issue(api, PLAIN)
    assert (answer.status_code, answer.json()["type"]) == (500, "about:blank")
    assert "a secret" not in answer.text
    assert "RuntimeError" in caplog.text


def test_documents_of_others_are_fetched_through_the_fetcher(issued):
    class Nothing:
        def fetch(self, url, *, accept=()):
            raise FetchError(f"{url} cannot be reached.")

    api = TestClient(create_vc_api(fetcher=Nothing()), base_url=HERE)
    told = verify(api, {**issued, "issuer": "did:web:school.example"}).json()
    assert told["verified"] is False
