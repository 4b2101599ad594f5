"""A presentation: whose it is, whom it is for, and what is in it."""

from datetime import timedelta

import pytest
from unit.verification.world import (
    CREATED,
    SCHOOL,
    SCHOOL_URL,
    Party,
    as_jwt,
    signed,
    unsigned,
)

from openbadge_issuer import sign_presentation, verify_presentation
from openbadge_issuer.json_text import to_text
from openbadge_issuer.keys.did import did_key_method
from openbadge_issuer.linked_data.contexts import shipped
from openbadge_issuer.proofs.data_integrity import add_proof
from openbadge_issuer.proofs.jws import write_jws
from openbadge_issuer.proofs.proof_use import AUTHENTICATION, ProofUse
from openbadge_issuer.verification import checks, presented
from openbadge_issuer.verification.allowance import work_of
from openbadge_issuer.verification.envelope import enveloped
from openbadge_issuer.verification.presented import MAX_CREDENTIALS
from openbadge_issuer.verification.report import VerificationError
from openbadge_issuer.verification.source import read

V1 = "https://www.w3.org/2018/credentials/v1"
V2 = "https://www.w3.org/ns/credentials/v2"
SHOWN = {"@context": [V2], "type": ["VerifiablePresentation"]}


@pytest.fixture(scope="module")
def ada():
    """Somebody who holds badges, named by her key."""
    return Party(identifier=None)


@pytest.fixture(scope="module")
def own(stranger):
    """A badge of an issuer that is its own key: nothing needs to be looked up."""
    return signed(unsigned(issuer=stranger.id), stranger.signer)


@pytest.fixture(scope="module")
def shown(ada, own):
    return sign_presentation(own, ada.signer, challenge="c-1", domain="employer.example", created=CREATED)


def by_hand(document, holder, method=None, **use):
    """Sign a presentation as somebody with other software might, whatever is in it."""
    return add_proof(
        document,
        holder.signer,
        verification_method=method or did_key_method(holder.key),
        created=CREATED,
        use=ProofUse(**{"purpose": AUTHENTICATION, **use}),
    )


def codes(report):
    return {check.name: check.code for check in report.checks}


def test_presentation_for_this_reader_is_valid(shown, ada, now):
    report = verify_presentation(shown, challenge="c-1", domain="employer.example", now=now)
    assert report
    assert codes(report) == {
        "input": "read",
        "structure": "conforms",
        "strictness": "all-signed",
        "proof": "verified",
        "holder key": "holder-is-key",
        "challenge": "matches",
        "domain": "matches",
        "freshness": "not-asked",
        "dates": "in-force",
        "credentials": "all-valid",
    }
    assert (report.kind, report.holder_id, report.proven) == ("presentation", ada.id, f"the key {ada.id}")


def test_every_form_is_read(shown, now):
    for source in (shown, to_text(shown), to_text(shown).encode()):
        assert verify_presentation(source, challenge="c-1", now=now)


def test_report_holds_a_report_of_each_credential(shown, own, now):
    report = verify_presentation(shown, now=now)
    [credential] = report.credentials
    assert (credential.path, credential.report.kind) == ("$.verifiableCredential[0]", "badge")
    assert credential.report.valid
    assert report.to_dict()["credentials"] == [
        {"path": "$.verifiableCredential[0]", "aboutHolder": False, "report": credential.report.to_dict()}
    ]
    assert report.to_dict()["holder"] == {"id": report.holder_id}
    assert report.presentation == shown


@pytest.mark.parametrize(
    ("asked", "name", "code"),
    [
        ({"challenge": "c-2"}, "challenge", "differs"),
        ({"domain": "other.example"}, "domain", "differs"),
        ({"max_age": timedelta(minutes=1)}, "freshness", "too-old"),
    ],
)
def test_presentation_for_another_occasion_is_invalid(shown, now, asked, name, code):
    report = verify_presentation(shown, now=now, **asked)
    assert report.outcome == "invalid"
    assert codes(report)[name] == code


def test_changed_challenge_breaks_the_proof(shown, now):
    replayed = {**shown, "proof": {**shown["proof"], "challenge": "c-2"}}
    report = verify_presentation(replayed, challenge="c-2", now=now)
    assert codes(report)["proof"] == "not-verified"


def test_badge_that_is_not_valid_makes_the_presentation_invalid(ada, own, now):
    forged = {**own, "name": "Another name"}
    report = verify_presentation(sign_presentation(forged, ada.signer, created=CREATED), now=now)
    assert (report.outcome, codes(report)["credentials"]) == ("invalid", "not-valid")
    assert report.check("credentials").path == "$.verifiableCredential[0]"


def test_badge_that_could_not_be_checked_leaves_the_presentation_open(ada, badge, now):
    report = verify_presentation(sign_presentation(badge, ada.signer, created=CREATED), now=now)
    assert (report.outcome, codes(report)["credentials"]) == ("unknown", "not-decided")
    assert report.credentials[0].report.check("issuer key").code == "not-fetched"


def test_badges_in_it_are_looked_up_once(ada, badge, jwt, school, web, now):
    web.publish(SCHOOL_URL, school.document())
    report = verify_presentation(
        sign_presentation([badge, jwt, badge], ada.signer, created=CREATED), fetcher=web, now=now
    )
    assert report
    assert web.asked == [SCHOOL_URL]


def test_presentation_without_credentials_may_be_valid(ada, now):
    report = verify_presentation(by_hand(SHOWN, ada), now=now)
    assert (report.outcome, codes(report)["credentials"]) == ("valid", "none")


def test_too_many_credentials_are_not_verified(ada, own, now):
    many = by_hand({**SHOWN, "verifiableCredential": [own] * (MAX_CREDENTIALS + 1)}, ada)
    report = verify_presentation(many, now=now)
    assert (codes(report)["credentials"], report.credentials) == ("too-many", ())


def test_as_many_credentials_are_verified_as_may_be_shown(ada, own, now, monkeypatch):
    shown = by_hand({**SHOWN, "holder": ada.id, "verifiableCredential": [own, own]}, ada)
    monkeypatch.setattr(presented, "MAX_CREDENTIALS", 2)
    monkeypatch.setattr(presented, "MAX_WORK", 2 * work_of(read(own)))
    assert verify_presentation(shown, now=now).valid
    monkeypatch.setattr(presented, "MAX_WORK", 2 * work_of(read(own)) - 1)
    assert codes(verify_presentation(shown, now=now))["credentials"] == "too-many"


def test_credentials_that_take_too_much_work_are_not_verified(ada, stranger, now):
    much = {**unsigned(issuer=stranger.id), "proof": [{}] * 20, "evidence": [{"id": "urn:x:1"}] * 500}
    report = verify_presentation({**SHOWN, "verifiableCredential": much}, now=now)
    assert (codes(report)["credentials"], report.credentials) == ("too-many", ())


def test_unsigned_presentation_is_invalid(own, now):
    report = verify_presentation({**SHOWN, "verifiableCredential": own}, now=now, challenge="c-1")
    assert codes(report)["proof"] == "no-proof"
    assert codes(report)["holder key"] == "no-key"
    assert codes(report)["challenge"] == "missing"


def test_proof_that_asserts_shows_no_holder(ada, now):
    report = verify_presentation(by_hand(SHOWN, ada, purpose="assertionMethod"), now=now)
    assert codes(report)["proof"] == "wrong-purpose"


def test_key_of_somebody_else_than_the_holder_is_refused(ada, stranger, now):
    report = verify_presentation(by_hand({**SHOWN, "holder": stranger.id}, ada), now=now)
    assert (report.outcome, codes(report)["holder key"]) == ("invalid", "another-holder")
    assert stranger.id in report.check("holder key").message


def test_presentation_without_a_holder_is_its_signer_s(ada, now):
    report = verify_presentation(by_hand(SHOWN, ada), now=now)
    assert (report.holder_id, report.proven) == (None, f"the key {ada.id}")


def test_structure_is_that_of_the_w3c(ada, own, now):
    report = verify_presentation({**SHOWN, "holder": "ada", "verifiableCredential": [own, "x"]}, now=now)
    assert [problem.path for problem in report.check("structure").problems] == [
        "$.holder",
        "$.verifiableCredential[1]",
    ]
    assert report.credentials[1].report.check("input").code == "unreadable"


def test_credential_that_is_no_object_is_reported(ada, now):
    report = verify_presentation({**SHOWN, "verifiableCredential": [3]}, now=now)
    assert report.credentials[0].report.check("input").message == "A credential is an object; found a number."


def test_undefined_term_is_found(ada, now):
    suite = {"cryptosuite": "eddsa-jcs-2022"}
    document = {**SHOWN, "proof": {"type": "DataIntegrityProof", **suite}, "shoeSize": "40"}
    assert codes(verify_presentation(document, now=now))["strictness"] == "not-signed"


@pytest.mark.parametrize("source", [b"\x00", "{}{}", "[1]"])
def test_what_cannot_be_read_is_invalid(source, now):
    report = verify_presentation(source, now=now)
    assert (report.outcome, codes(report)) == ("invalid", {"input": "unreadable"})


# --- did:web


def test_did_web_holder_publishes_the_key_for_authentication(school, web, own, now):
    method = school.method()
    shown = by_hand({**SHOWN, "holder": SCHOOL, "verifiableCredential": own}, school, method)
    web.publish(SCHOOL_URL, school.document(authentication=[method]))
    report = verify_presentation(shown, fetcher=web, now=now)
    assert (report.outcome, codes(report)["holder key"]) == ("valid", "published")
    web.publish(SCHOOL_URL, school.document())
    report = verify_presentation(shown, fetcher=web, now=now)
    assert codes(report)["holder key"] == "not-listed"


def test_what_a_proof_has_found_to_be_all_signed_is_not_canonicalized_again(shown, now, monkeypatch):
    monkeypatch.setattr(checks, "canonical_text", None)
    report = verify_presentation(shown, challenge="c-1", domain="employer.example", now=now)
    assert codes(report)["strictness"] == "all-signed"


def test_caller_names_moment_keys_and_issuers(school, own, now):
    method = school.method()
    shown = by_hand({**SHOWN, "holder": SCHOOL, "verifiableCredential": own}, school, method)
    pinned = {"trusted_keys": {SCHOOL: school.key}, "now": now}
    assert verify_presentation(shown, now=now).outcome == "unknown"
    assert verify_presentation(shown, **pinned).outcome == "valid"
    assert verify_presentation(shown, **pinned, trusted_issuers=[SCHOOL]).outcome == "invalid"
    report = verify_presentation(shown, **pinned, trusted_issuers=[SCHOOL, own["issuer"]["id"]])
    assert (report.outcome, report.checked_at, report.source_kind) == ("valid", now, "document")
    assert verify_presentation(b"{", now=now).checked_at == now


def test_contexts_of_the_caller_count(ada, own, now):
    url = "https://school.example/terms"
    contexts = shipped().adding(url, {"@context": {"occasion": f"{url}#occasion"}})
    document = {
        **SHOWN,
        "@context": [V2, url],
        "holder": ada.id,
        "occasion": "Fair",
        "verifiableCredential": own,
    }
    shown = add_proof(
        document,
        ada.signer,
        verification_method=did_key_method(ada.key),
        created=CREATED,
        contexts=contexts,
        use=ProofUse(purpose=AUTHENTICATION),
    )
    assert verify_presentation(shown, now=now).outcome == "unknown"
    assert verify_presentation(shown, now=now, contexts=contexts).outcome == "valid"
    assert verify_presentation({**shown, "occasion": "x"}, now=now, contexts=contexts).details["documentHash"]


# --- self-asserted credentials


def test_credential_of_the_holder_needs_no_proof_of_its_own(ada, now):
    shown = sign_presentation(unsigned(issuer=ada.id), ada.signer, created=CREATED)
    report = verify_presentation(shown, now=now)
    assert report
    [credential] = report.credentials
    assert credential.report.check("proof").code == "by-presentation"
    assert credential.report.check("issuer key").code == "is-holder"
    assert credential.report.proven == report.proven is not None


@pytest.mark.parametrize("holder", [None, "issuer"])
def test_without_proof_the_issuer_must_be_the_named_holder(ada, stranger, holder, now):
    issuer = ada.id if holder is None else stranger.id
    document = {**SHOWN, "verifiableCredential": unsigned(issuer=issuer)}
    if holder:
        document["holder"] = ada.id
    report = verify_presentation(by_hand(document, ada), now=now)
    assert report.credentials[0].report.check("proof").code == "no-proof"
    assert not report


def test_without_a_good_presentation_a_self_asserted_credential_has_no_proof(ada, now):
    shown = sign_presentation(unsigned(issuer=ada.id), ada.signer, created=CREATED)
    tampered = {**shown, "id": "urn:uuid:1"}
    report = verify_presentation(tampered, now=now)
    assert report.credentials[0].report.check("proof").code == "no-proof"


def test_every_proof_of_the_presentation_must_hold_for_a_self_asserted_credential(ada, now):
    shown = sign_presentation(unsigned(issuer=ada.id), ada.signer, created=CREATED)
    twice = {**shown, "proof": [shown["proof"], {**shown["proof"], "created": "2026-05-02T09:00:00Z"}]}
    report = verify_presentation(twice, now=now)
    assert report.credentials[0].report.check("proof").code == "no-proof"


def test_presentation_does_not_mend_a_proof_of_the_credential(ada, stranger, now):
    tampered = {**signed(unsigned(issuer=ada.id), ada.signer), "name": "Megabots"}
    forged = as_jwt(
        unsigned(issuer=ada.id), stranger.signer, {"alg": "EdDSA", "kid": did_key_method(ada.key)}
    )
    for credential in (tampered, enveloped(forged)):
        document = {**SHOWN, "holder": ada.id, "verifiableCredential": credential}
        report = verify_presentation(by_hand(document, ada), now=now)
        assert report.credentials[0].report.outcome == "invalid"
        assert not report


def test_nobody_s_credential_is_not_the_nameless_holder_s(ada, now):
    nobodys = {**unsigned(), "issuer": {"type": ["Profile"]}}
    report = verify_presentation(by_hand({**SHOWN, "verifiableCredential": nobodys}, ada), now=now)
    assert report.credentials[0].report.check("proof").code == "no-proof"


# --- credentials that are no badges


def test_other_credentials_are_verified_by_the_rules_of_the_w3c(ada, stranger, now):
    credential = signed(
        {
            "@context": [V2],
            "type": ["VerifiableCredential"],
            "issuer": stranger.id,
            "credentialSubject": {"id": ada.id},
        },
        stranger.signer,
    )
    report = verify_presentation(sign_presentation(credential, ada.signer, created=CREATED), now=now)
    [shown] = report.credentials
    assert (report.valid, shown.report.kind, shown.is_about_holder) == (True, "credential", True)


def test_badges_may_be_verified_without_their_profile(ada, stranger, now):
    half = unsigned(issuer=stranger.id)
    del half["credentialSubject"]["achievement"]["criteria"]
    shown = sign_presentation(signed(half, stranger.signer), ada.signer, created=CREATED)
    assert not verify_presentation(shown, now=now)
    assert verify_presentation(shown, now=now, as_badges=False)
    self_asserted = unsigned(issuer=ada.id)
    del self_asserted["credentialSubject"]["achievement"]["criteria"]
    shown = sign_presentation(self_asserted, ada.signer, created=CREATED)
    assert not verify_presentation(shown, now=now)
    assert verify_presentation(shown, now=now, as_badges=False)


# --- JWT


def token(holder, presentation, **claims):
    header = {"alg": "EdDSA", "kid": did_key_method(holder.key), "typ": "vp+jwt"}
    return write_jws(header, {**presentation, **claims}, holder.signer)


def test_presentation_as_a_jwt_is_verified(ada, jwt, own, now):
    presentation = {**SHOWN, "holder": ada.id, "verifiableCredential": [own]}
    source = token(ada, presentation, iss=ada.id, nonce="c-1", aud=["x", "employer.example"], iat=1780000000)
    report = verify_presentation(source, challenge="c-1", domain="employer.example", now=now)
    assert (report.outcome, report.form) == ("valid", "jwt")
    assert verify_presentation(source, challenge="c-2", now=now).outcome == "invalid"


def test_envelope_of_a_presentation_is_opened(ada, own, now):
    presentation = {**SHOWN, "holder": ada.id, "verifiableCredential": [own]}
    envelope = {
        "@context": V2,
        "type": "EnvelopedVerifiablePresentation",
        "id": f"data:application/vp+jwt,{token(ada, presentation)}",
    }
    assert verify_presentation(envelope, now=now)


def test_version_1_stands_in_vp_and_may_hold_jwts_as_text(ada, stranger, now):
    holder = {"@context": [V1], "type": ["VerifiablePresentation"], "holder": ada.id}
    key = stranger.key
    badge = as_jwt(
        unsigned(issuer=stranger.id), stranger.signer, {"alg": "EdDSA", "kid": did_key_method(key)}
    )
    source = token(ada, {}, vp={**holder, "verifiableCredential": [badge]})
    report = verify_presentation(source, now=now)
    assert report.outcome == "valid"
    mixed = token(ada, {}, vp={**holder, "verifiableCredential": [badge, unsigned(issuer=ada.id)]})
    assert verify_presentation(mixed, now=now).credentials[1].report.check("issuer key").code == "is-holder"


def test_claims_must_repeat_the_presentation(ada, stranger, now):
    source = token(ada, {**SHOWN, "holder": ada.id}, iss=stranger.id)
    report = verify_presentation(source, now=now)
    assert (codes(report)["proof"], report.proven) == ("claims-differ", None)
    assert [problem.path for problem in report.check("proof").problems] == ["$.iss"]


def test_holder_of_a_jwt_without_one_is_told_by_its_key_or_iss(ada, now):
    assert verify_presentation(token(ada, SHOWN), now=now).proven == f"the key {ada.id}"
    nameless = write_jws({"alg": "EdDSA"}, {**SHOWN, "iss": ada.id}, ada.signer)
    assert verify_presentation(nameless, now=now).proven == f"the key {ada.id}"
    named = write_jws({"alg": "EdDSA", "kid": "key-1"}, {**SHOWN, "iss": ada.id}, ada.signer)
    assert codes(verify_presentation(named, now=now))["holder key"] == "not-listed"
    nobody = write_jws({"alg": "EdDSA"}, SHOWN, ada.signer)
    assert codes(verify_presentation(nobody, now=now))["holder key"] == "no-holder"


def test_malformed_jwt_is_a_malformed_proof(now):
    report = verify_presentation("e30.e30.AA", now=now)
    assert codes(report)["proof"] == "malformed-proof"


def test_malformed_proof_names_no_holder(now):
    report = verify_presentation({**SHOWN, "proof": [3, {"verificationMethod": 4}]}, now=now, challenge="x")
    assert codes(report)["holder key"] in ("malformed-method", "no-key")
    assert not report


def test_damaged_picture_is_no_presentation(now):
    report = verify_presentation(b"\x89PNG\r\n\x1a\nx", now=now)
    assert codes(report) == {"input": "unreadable-picture"}


def test_report_can_be_raised(now):
    with pytest.raises(VerificationError):
        verify_presentation({}, now=now).raise_if_not_valid()
