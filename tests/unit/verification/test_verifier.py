"""Every step is made, and one report tells everything."""

from datetime import datetime

import pytest
from unit.verification.world import CREATED, SCHOOL, SCHOOL_URL, as_jwt, signed, unsigned

from openbadge_issuer.baking import bake
from openbadge_issuer.errors import ComplexityError
from openbadge_issuer.keys.did import did_key_method
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.linked_data.contexts import shipped
from openbadge_issuer.proofs.data_integrity import add_proof
from openbadge_issuer.proofs.jws import write_jws
from openbadge_issuer.proofs.jwt_claims import claims_of
from openbadge_issuer.proofs.proof_use import ProofUse
from openbadge_issuer.status.bitstring import Bitstring
from openbadge_issuer.status.status_list import MIN_SIZE, build, entry
from openbadge_issuer.verification.report import Outcome
from openbadge_issuer.verification.signatures import MAX_PROOFS
from openbadge_issuer.verification.verifier import verify

NAMES = ["input", "structure", "strictness", "proof", "issuer key", "status", "dates", "recipient"]
VALID_UNTIL = "https://www.w3.org/2018/credentials#validUntil"
DATE_TIME = "http://www.w3.org/2001/XMLSchema#dateTime"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


def codes(report):
    return {check.name: check.code for check in report.checks}


@pytest.fixture
def own(stranger):
    return signed(unsigned(issuer=stranger.id), stranger.signer)


@pytest.fixture
def published(school, web):
    web.publish(SCHOOL_URL, school.document())
    return web


# --- good badges


def test_jwt_meant_for_one_reader_is_valid_for_that_reader_alone(published, school, now):
    header = {"alg": "ES256", "kid": school.method(school.jwt_signer.public_key)}
    token = as_jwt(unsigned(), school.jwt_signer, header, aud="https://me.example")
    assert verify(token, fetcher=published, now=now, domain="https://me.example").valid
    report = verify(token, fetcher=published, now=now, domain="https://you.example")
    assert (report.outcome, codes(report)["domain"]) == ("invalid", "differs")
    assert codes(verify(token, fetcher=published, now=now))["proof"] == "claims-differ"


def test_badge_of_a_did_key_is_valid_without_any_request(own, now, stranger):
    report = verify(own, now=now)
    assert (report.outcome, report.valid, bool(report)) == (Outcome.VALID, True, True)
    assert [check.name for check in report.checks] == NAMES
    assert report.proven == f"the key {stranger.id}"


def test_every_form_of_a_badge_is_valid(badge, jwt, published, now):
    for source in (badge, badge.encode(), jwt, bake(SVG, badge), bake(SVG, jwt)):
        report = verify(source, fetcher=published, now=now)
        assert (report.outcome, report.proven) == ("valid", "the domain school.example")


def test_report_tells_what_came_in(jwt, published, now):
    report = verify(bake(SVG, jwt), fetcher=published, now=now)
    assert (report.source_kind, report.form, report.kind) == ("svg", "jwt", "badge")
    assert (report.issuer_id, report.issuer_name, report.credential) == (
        SCHOOL,
        "Example Tech School",
        unsigned(),
    )
    assert report.checked_at == now


def test_pinned_keys_take_the_place_of_a_request(badge, school, now):
    assert verify(badge, trusted_keys={SCHOOL: school.key}, now=now).valid
    assert verify(badge, trusted_keys={SCHOOL: [school.key]}, now=now).valid


def test_present_is_read_from_the_clock_if_it_is_not_given(own):
    report = verify(own)
    assert report.checked_at.tzinfo is not None


def test_contexts_of_ones_own_are_used(stranger, now):
    url = "https://school.example/own-context"
    own = {"@context": {"@version": 1.1, "shoeSize": "https://school.example/terms#shoeSize"}}
    contexts = shipped().adding(url, own)
    document = unsigned(issuer=stranger.id, shoeSize="40")
    document["@context"].append(url)
    method = did_key_method(stranger.key)
    made = add_proof(
        document, stranger.signer, verification_method=method, created=CREATED, contexts=contexts
    )
    assert verify(made, contexts=contexts, now=now).valid
    report = verify(made, now=now)
    assert (report.outcome, report.check("strictness").code) == ("unknown", "unknown-context")
    assert url in report.check("strictness").message


# --- bad badges: each finding by its name, and the others made as well


def test_without_a_fetcher_a_hosted_badge_is_unknown(badge, now):
    report = verify(badge, now=now)
    assert (report.outcome, codes(report)["proof"], codes(report)["issuer key"]) == (
        "unknown",
        "verified",
        "not-fetched",
    )


def test_badge_that_was_signed_for_one_reader_is_valid_for_that_one(stranger, now):
    use = ProofUse(domain="jobs.example")
    method = did_key_method(stranger.key)
    document = add_proof(
        unsigned(issuer=stranger.id), stranger.signer, verification_method=method, created=CREATED, use=use
    )
    outcomes = [
        verify(document, domain=domain, now=now).outcome for domain in ("jobs.example", "x.example", None)
    ]
    assert outcomes == ["valid", "invalid", "unknown"]


def test_challenge_is_compared_if_it_is_asked_for(own, stranger, now):
    use, method = ProofUse(challenge="c-1"), did_key_method(stranger.key)
    challenged = add_proof(
        unsigned(issuer=stranger.id), stranger.signer, verification_method=method, created=CREATED, use=use
    )
    codes = [
        verify(document, challenge="c-1", now=now).check("challenge").code for document in (own, challenged)
    ]
    assert codes == ["missing", "matches"]
    assert verify(challenged, challenge="c-2", now=now).outcome == "invalid"


def test_name_of_the_issuer_is_a_text(own, stranger, now):
    assert verify({**own, "issuer": {"id": stranger.id, "name": 7}}, now=now).issuer_name is None


def test_context_that_an_application_knows_cannot_hide_the_end_of_a_badge(stranger, now):
    document = signed(unsigned(issuer=stranger.id, validUntil="2026-05-02T09:00:00Z"), stranger.signer)
    url, term = "https://school.example/v1", {"@id": VALID_UNTIL, "@type": DATE_TIME}
    contexts = shipped().adding(url, {"@context": {"bis": term}})
    hidden = {**document, "@context": [*document["@context"], url], "bis": document["validUntil"]}
    del hidden["validUntil"]
    report = verify(hidden, now=now, contexts=contexts)
    assert (report.outcome, codes(report)["strictness"]) == ("invalid", "not-signed")


def test_changed_badge_is_invalid(own, now):
    report = verify({**own, "name": "Megabots"}, now=now)
    assert (report.outcome, codes(report)["proof"]) == ("invalid", "not-verified")
    assert "documentHash" in report.to_dict()["details"]


def test_badge_signed_by_somebody_else_is_invalid(stranger, now):
    report = verify(signed(unsigned(), stranger.signer), now=now)
    assert (report.outcome, codes(report)["issuer key"], report.proven) == ("invalid", "another-issuer", None)


def test_undefined_term_is_named_with_its_place(own, now):
    own["credentialSubject"]["shoeSize"] = 40
    report = verify(own, now=now)
    check = report.check("strictness")
    assert (check.code, check.path) == ("not-signed", "$.credentialSubject.shoeSize")
    assert report.outcome == "invalid"


def test_undefined_term_in_a_proof_is_named_with_its_place(own, now):
    own["proof"] = [{**own["proof"], "shoeSize": "40"}]
    assert verify(own, now=now).check("strictness").path == "$.proof[0].shoeSize"


def test_proofs_too_many_to_check_are_not_canonicalized_either(own, now):
    proofs = [*([own["proof"]] * MAX_PROOFS), {**own["proof"], "shoeSize": 43}]
    report = verify({**own, "proof": proofs}, now=now)
    assert (report.outcome, codes(report)["proof"]) == ("invalid", "too-many-proofs")
    assert codes(report)["strictness"] == "all-signed"


def test_proof_that_is_no_object_has_no_terms(own, now):
    assert codes(verify({**own, "proof": ["x"]}, now=now))["strictness"] == "all-signed"


def test_undefined_term_in_a_jwt_is_found(school, published, now):
    header = {"alg": "ES256", "kid": school.method(school.jwt_signer.public_key)}
    report = verify(as_jwt(unsigned(shoeSize="40"), school.jwt_signer, header), fetcher=published, now=now)
    assert (report.outcome, codes(report)["proof"], codes(report)["strictness"]) == (
        "invalid",
        "verified",
        "not-signed",
    )


def test_claims_beside_a_credential_of_version_1_cannot_add_to_it(school, published, now):
    contexts = ["https://www.w3.org/2018/credentials/v1", *unsigned()["@context"][1:]]
    document = unsigned(**{"@context": contexts, "issuanceDate": "2026-05-01T09:00:00Z"})
    del document["validFrom"]
    header = {"alg": "ES256", "kid": school.method(school.jwt_signer.public_key)}
    payload = {"vc": document, **claims_of(document)}
    assert verify(write_jws(header, payload, school.jwt_signer), fetcher=published, now=now)
    token = write_jws(header, {**payload, "name": "Megabots"}, school.jwt_signer)
    check = verify(token, fetcher=published, now=now).check("strictness")
    assert (check.code, check.path, check.problems[0].code) == ("not-signed", "$.name", "undefined-claim")


def test_registered_claims_of_a_jwt_are_no_undefined_terms(jwt, published, now):
    assert codes(verify(jwt, fetcher=published, now=now))["strictness"] == "all-signed"


def test_wrong_structure_is_named_with_its_place(stranger, now):
    document = unsigned(issuer=stranger.id)
    del document["credentialSubject"]["achievement"]["criteria"]
    check = verify(signed(document, stranger.signer), now=now).check("structure")
    assert (check.code, check.path) == ("does-not-conform", "$.credentialSubject.achievement.criteria")
    assert check.problems[0].code == "missing"


def test_expired_badge_is_invalid(stranger, now):
    document = unsigned(issuer=stranger.id, validUntil="2026-05-20T00:00:00Z")
    report = verify(signed(document, stranger.signer), now=now)
    assert (report.outcome, codes(report)["dates"]) == ("invalid", "expired")


def test_badge_of_somebody_else_is_invalid_for_the_one_who_shows_it(stranger, now):
    document = unsigned(issuer=stranger.id)
    document["credentialSubject"]["id"] = "did:key:z6MkfLvqVM1TFTj8ZGgo8iTMFyJSd9UqpFb6wDkpJ6sFAtxW"
    report = verify(signed(document, stranger.signer), recipient="eve@school.example", now=now)
    assert (report.outcome, codes(report)["recipient"]) == ("invalid", "not-the-recipient")


def test_badge_with_a_status_that_cannot_be_looked_up_is_unknown(stranger, now):
    document = unsigned(issuer=stranger.id, credentialStatus=entry("https://school.example/status/1", 1))
    report = verify(signed(document, stranger.signer), now=now)
    assert (report.outcome, codes(report)["status"]) == ("unknown", "not-fetched")


def test_revoked_badge_fails_status_check(stranger, web, now):
    url = "https://school.example/status/1"
    bits = Bitstring(MIN_SIZE)
    bits.set(7)
    web.publish(url, signed(build(url, stranger.id, bits, valid_from=CREATED), stranger.signer))
    document = signed(unsigned(issuer=stranger.id, credentialStatus=entry(url, 7)), stranger.signer)
    report = verify(document, fetcher=web, now=now)
    assert (report.outcome, report.check("status").message) == ("invalid", "The issuer has revoked it.")


def test_every_check_is_made_though_others_failed(stranger, now):
    document = unsigned(issuer=stranger.id, validUntil="2026-05-02T00:00:00Z")
    document["credentialSubject"]["id"] = "did:example:ada"
    broken = {**signed(document, stranger.signer), "name": 7}
    found = codes(verify(broken, recipient="eve", now=now))
    assert found["structure"] == "does-not-conform"
    assert found["proof"] == "not-verified"
    assert found["dates"] == "expired"
    assert found["recipient"] == "not-the-recipient"


def test_document_that_takes_too_much_work_is_refused(own, now, monkeypatch):
    def refuse(*_, **__):
        raise ComplexityError("Too much work.")

    monkeypatch.setattr("openbadge_issuer.verification.checks.canonical_text", refuse)
    report = verify({**own, "name": "Megabots"}, now=now)
    assert (report.outcome, codes(report)["strictness"]) == ("invalid", "too-complex")


@pytest.mark.parametrize(
    "change", [{"id": 5}, {"type": [5]}, {"name": {"@value": "x", "@type": "urn:x", "@language": "en"}}]
)
def test_document_that_is_not_linked_data_is_invalid(own, now, change):
    report = verify({**own, **change}, now=now)
    assert (report.outcome, codes(report)["strictness"]) == ("invalid", "not-linked-data")


# --- other kinds of documents


def test_status_list_is_verified_with_the_same_steps(stranger, now):
    url = "https://school.example/status/1"
    document = build(url, stranger.id, Bitstring(MIN_SIZE), valid_from=CREATED)
    report = verify(signed(document, stranger.signer), now=now)
    assert (report.outcome, report.kind) == ("valid", "status list")


def test_endorsement_is_verified_with_the_same_steps(stranger, now):
    document = {
        "@context": unsigned()["@context"],
        "id": "urn:uuid:3f0ab7c6-8e2c-4d0a-8d0f-2c1c4a4e8c55",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement of Superbots",
        "issuer": {"id": stranger.id, "type": ["Profile"], "name": "Robot Works"},
        "validFrom": "2026-05-01T09:00:00Z",
        "credentialSubject": {
            "id": "https://school.example/achievements/superbots",
            "type": ["EndorsementSubject"],
            "endorsementComment": "What we look for in apprentices.",
        },
    }
    report = verify(signed(document, stranger.signer), now=now)
    assert (report.outcome, report.kind) == ("valid", "endorsement")


def test_profile_is_checked_but_never_valid_since_nobody_signed_it(now):
    report = verify({"id": SCHOOL, "type": ["Profile"], "name": "Example Tech School"}, now=now)
    assert (report.outcome, report.kind, report.proven) == ("unknown", "profile", None)
    assert {check.name: str(check.result) for check in report.checks} == {
        "input": "passed",
        "structure": "passed",
        "strictness": "skipped",
        "proof": "skipped",
        "issuer key": "skipped",
        "status": "skipped",
        "dates": "skipped",
        "recipient": "skipped",
    }


def test_profile_with_a_context_is_checked_for_undefined_terms(now):
    document = {"@context": unsigned()["@context"], "id": SCHOOL, "type": ["Profile"], "shoeSize": 40}
    report = verify(document, now=now)
    assert (report.outcome, codes(report)["strictness"]) == ("invalid", "not-signed")


def test_profile_that_does_not_conform_is_invalid(now):
    assert verify({"type": ["Profile"]}, now=now).outcome == "invalid"


def test_document_of_another_kind_is_invalid(now):
    report = verify({"type": ["Diploma"]}, now=now)
    assert (report.outcome, report.kind, codes(report)["structure"]) == ("invalid", None, "does-not-conform")


# --- bad input never raises


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("", "unreadable"),
        ("{", "unreadable"),
        (b"[]", "unreadable"),
        (b'{"a": 1, "a": 2}', "unreadable"),
        (b"{\xff}", "unreadable"),
        ("[" * 200 + "]" * 200, "unreadable"),
        (b"\x89PNG\r\n\x1a\n", "unreadable-picture"),
        (b"GIF89a", "unreadable-picture"),
        (b"<svg/>", "unreadable-picture"),
        ({"a": float("nan")}, "unreadable"),
    ],
)
def test_what_cannot_be_read_fails_the_input_check(source, code, now):
    report = verify(source, now=now)
    assert (report.outcome, [(check.name, check.code) for check in report.checks]) == (
        "invalid",
        [("input", code)],
    )


@pytest.mark.parametrize("token", ["eyJhbGciOiJub25lIn0.e30.", "a.b.c", "eyJhbGciOiJIUzI1NiJ9.e30.AA"])
def test_malformed_jwt_fails_the_proof_check(token, now):
    report = verify(token, now=now)
    assert (report.outcome, report.check("proof").code) == ("invalid", "malformed-proof")


@pytest.mark.parametrize("member", sorted(unsigned()))
@pytest.mark.parametrize("value", [None, 7, "x", [], {}, [[]], True, {"id": 7}, [{"type": [7]}]])
def test_member_with_a_nonsensical_value_never_raises(own, now, member, value):
    assert verify({**own, member: value}, recipient="ada", now=now).outcome == "invalid"


@pytest.mark.parametrize("source", [None, 7, [], object()])
def test_other_python_types_are_a_mistake_of_the_caller(source):
    with pytest.raises(TypeError):
        verify(source)


def test_now_without_a_time_zone_is_a_mistake_of_the_caller(own):
    with pytest.raises(ValueError, match="time zone"):
        verify(own, now=datetime(2026, 6, 1))  # noqa: DTZ001 - that is the point


def test_an_application_can_sign_with_another_key_of_its_own(own, now):
    assert not verify({**own, "proof": signed(unsigned(), LocalSigner.generate("Ed25519"))["proof"]}, now=now)
