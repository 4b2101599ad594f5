"""Credentials of any kind are verified by the rules of the W3C, and no others."""

import pytest
from unit.verification.world import CREATED, SCHOOL, as_jwt, signed, unsigned

from openbadge_issuer import verify, verify_credential
from openbadge_issuer.keys.did import did_key_method
from openbadge_issuer.linked_data.contexts import shipped
from openbadge_issuer.proofs.data_integrity import add_proof
from openbadge_issuer.proofs.proof_use import ProofUse
from openbadge_issuer.status.bitstring import Bitstring
from openbadge_issuer.status.status_list import MIN_SIZE, build, entry
from openbadge_issuer.verification import checks

V2 = "https://www.w3.org/ns/credentials/v2"
WRONG = "sha256-" + "A" * 43 + "="


@pytest.fixture(scope="module")
def plain(stranger):
    return {
        "@context": [V2],
        "type": ["VerifiableCredential"],
        "issuer": {"id": stranger.id, "name": "Somebody"},
        "validFrom": "2026-05-01T09:00:00Z",
        "credentialSubject": {"id": "did:example:subject"},
    }


def codes(report):
    return {check.name: check.code for check in report.checks}


def test_credential_that_is_no_badge_is_valid(plain, stranger, now):
    credential = signed(plain, stranger.signer)
    report = verify_credential(credential, now=now)
    assert (report.outcome, report.kind, report.issuer_name) == ("valid", "credential", "Somebody")
    assert verify(credential, now=now).outcome == "invalid"  # it is no badge


def test_badge_is_verified_without_its_profile(stranger, now):
    half = unsigned(issuer=stranger.id)
    del half["credentialSubject"]["achievement"]["criteria"]
    report = verify_credential(signed(half, stranger.signer), now=now)
    assert (report.outcome, report.kind) == ("valid", "badge")


@pytest.mark.parametrize("name", ["kind", "type of it"])
def test_type_cannot_be_moved_to_where_nobody_looks(plain, stranger, now, name):
    """An inline context is not signed; a term for the IRI of `type` would say the same in the statements."""
    badge = signed(unsigned(issuer=stranger.id), stranger.signer)
    meaning = {"@id": "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "@type": "@id"}
    moved = {
        **badge,
        "@context": [*badge["@context"], {name: meaning}],
        "type": ["VerifiableCredential"],
        name: "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential",
    }
    assert verify_credential(badge, now=now).valid
    assert codes(verify_credential(moved, now=now))["strictness"] == "not-signed"


def test_term_of_an_inline_context_cannot_be_renamed(plain, stranger, now):
    signed_term = {"failed": "https://school.example/terms#failed"}
    subject = {"id": "did:example:subject", "failed": "Robotics"}
    original = {**plain, "@context": [V2, signed_term], "credentialSubject": subject}
    credential = signed(original, stranger.signer)
    renamed = {
        **credential,
        "@context": [V2, {"passed": signed_term["failed"]}],
        "credentialSubject": {"id": "did:example:subject", "passed": "Robotics"},
    }
    assert verify_credential(credential, now=now).valid
    assert codes(verify_credential(renamed, now=now))["strictness"] == "not-signed"


def test_every_other_check_is_made(plain, stranger, now):
    tampered = {**signed({**plain, "validUntil": "2026-05-02T09:00:00Z"}, stranger.signer), "id": "urn:x:1"}
    report = verify_credential({**tampered, "name": 3}, now=now)
    assert codes(report)["structure"] == "does-not-conform"
    assert codes(report)["proof"] == "not-verified"
    assert codes(report)["dates"] == "expired"


def test_every_problem_of_the_structure_is_named(plain, now):
    check = verify_credential({**plain, "name": 3, "evidence": {}}, now=now).check("structure")
    assert [problem.path for problem in check.problems] == ["$.evidence.type", "$.name"]
    assert "(and 1 more)" in check.message


def test_wrong_digest_of_a_context_at_hand_is_found(plain, now):
    resource = {"id": V2, "digestSRI": "sha256-" + "A" * 43 + "="}
    check = verify_credential({**plain, "relatedResource": resource}, now=now).check("structure")
    assert [(problem.code, problem.path) for problem in check.problems] == [
        ("wrong-digest", "$.relatedResource.digestSRI")
    ]


def test_jwt_and_its_envelope_are_read(plain, stranger, now):
    header = {"alg": "EdDSA", "kid": did_key_method(stranger.key)}
    token = as_jwt({**plain, "id": "urn:x:1"}, stranger.signer, header)
    envelope = {
        "@context": V2,
        "type": ["EnvelopedVerifiableCredential"],
        "id": f"data:application/vc+jwt,{token}",
    }
    for source in (token, envelope):
        assert verify_credential(source, now=now)
    assert not verify_credential({**envelope, "@context": []}, now=now)
    assert codes(verify_credential({**envelope, "id": "data:x,"}, now=now)) == {"input": "unreadable"}


def test_challenge_and_domain_are_compared_if_asked(plain, stranger, now):
    credential = signed(plain, stranger.signer)
    assert "challenge" not in codes(verify_credential(credential, now=now))
    report = verify_credential(credential, now=now, challenge="c", domain="d")
    assert (codes(report)["challenge"], codes(report)["domain"]) == ("missing", "missing")
    assert not report


def test_proof_for_one_reader_is_open_if_nobody_says_who_reads(plain, stranger, now):
    method, use = did_key_method(stranger.key), ProofUse(domain="school.example")
    credential = add_proof(plain, stranger.signer, verification_method=method, created=CREATED, use=use)
    assert verify_credential(credential, now=now).outcome == "unknown"
    assert verify_credential(credential, now=now, domain="school.example")
    header = {"alg": "EdDSA", "kid": method}
    token = as_jwt({**plain, "id": "urn:x:1"}, stranger.signer, header, aud="school.example")
    assert verify_credential(token, now=now, domain="school.example")


def test_pinned_keys_count(plain, school, now):
    credential = signed({**plain, "issuer": SCHOOL}, school.signer, school.method())
    assert verify_credential(credential, now=now).outcome == "unknown"
    assert verify_credential(credential, now=now, trusted_keys={SCHOOL: school.key})


def test_report_tells_what_was_verified_and_whose_it_is(plain, stranger, now):
    credential = signed(plain, stranger.signer)
    report = verify_credential(credential, now=now)
    assert (report.credential, report.issuer_id, report.proven) == (
        credential,
        stranger.id,
        f"the key {stranger.id}",
    )
    assert (report.source_kind, report.form) == ("document", "json")
    assert verify_credential({**credential, "id": "urn:x:1"}, now=now).details["documentHash"]
    assert (
        verify_credential({**credential, "issuer": {"id": stranger.id, "name": 7}}, now=now).issuer_name
        is None
    )


def test_contexts_of_the_caller_count(plain, stranger, now):
    url = "https://school.example/terms"
    contexts = shipped().adding(url, {"@context": {"team": f"{url}#team"}})
    document = {
        **plain,
        "@context": [V2, url],
        "team": "Robots",
        "relatedResource": {"id": url, "digestSRI": WRONG},
    }
    method = did_key_method(stranger.key)
    credential = add_proof(
        document, stranger.signer, verification_method=method, created=CREATED, contexts=contexts
    )
    without = codes(verify_credential(credential, now=now))
    assert (without["strictness"], without["structure"]) == ("unknown-context", "conforms")
    found = codes(verify_credential(credential, now=now, contexts=contexts))
    assert (found["proof"], found["structure"]) == ("verified", "does-not-conform")


def test_only_credentials_of_trusted_issuers_count_if_some_are_named(plain, stranger, now):
    credential = signed(plain, stranger.signer)
    assert verify_credential(credential, now=now, trusted_issuers=[stranger.id])
    assert verify_credential(credential, now=now, trusted_issuers=[SCHOOL]).outcome == "invalid"


@pytest.mark.parametrize(("revoked", "outcome"), [([], "valid"), ([7], "invalid")])
def test_status_is_looked_up(plain, stranger, web, now, revoked, outcome):
    url, bits = "https://school.example/status/1", Bitstring(MIN_SIZE)
    for index in revoked:
        bits.set(index)
    web.publish(url, signed(build(url, stranger.id, bits, valid_from=CREATED), stranger.signer))
    credential = signed({**plain, "credentialStatus": entry(url, 7)}, stranger.signer)
    assert verify_credential(credential, fetcher=web, now=now).outcome == outcome
    assert verify_credential(credential, now=now).outcome == "unknown"


def test_what_a_proof_has_found_to_be_all_signed_is_not_canonicalized_again(
    plain, stranger, now, monkeypatch
):
    credential = signed(plain, stranger.signer)
    monkeypatch.setattr(checks, "canonical_text", None)
    assert verify_credential(credential, now=now).check("strictness").code == "all-signed"


def test_moment_needs_a_zone(plain, now):
    with pytest.raises(ValueError, match="time zone"):
        verify_credential(plain, now=now.replace(tzinfo=None))


def test_present_is_read_from_the_clock_if_it_is_not_given(plain):
    assert verify_credential(plain).checked_at.tzinfo is not None
