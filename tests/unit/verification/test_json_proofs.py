"""Proofs over the JSON as it stands hold for anything; that all of it has a meaning is checked beside."""

import pytest
from unit.verification.world import CREATED, unsigned

from openbadge_issuer import verify
from openbadge_issuer.json_text import to_text
from openbadge_issuer.keys.did import did_key, did_key_method
from openbadge_issuer.keys.kind import KeyKind
from openbadge_issuer.keys.multibase import encode_base58btc
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.proofs.data_integrity import add_proof, proof_hashes

EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
SUITES = {KeyKind.ED25519: "eddsa-jcs-2022", KeyKind.P256: "ecdsa-jcs-2019", KeyKind.P384: "ecdsa-jcs-2019"}
SIGNERS = {kind: LocalSigner.generate(kind) for kind in SUITES}


@pytest.fixture(params=SUITES)
def signer(request):
    return SIGNERS[request.param]


@pytest.fixture
def signed(signer):
    """A badge by an issuer that is a did:key, which knows canonical JSON only."""
    return add_proof(
        unsigned(issuer=did_key(signer.public_key)),
        signer,
        verification_method=did_key_method(signer.public_key),
        created=CREATED,
        cryptosuite=SUITES[signer.public_key.kind],
    )


def resigned(document, signer, **changes):
    """Sign whatever a document says, as an issuer with other software might."""
    bare = {key: value for key, value in document.items() if key != "proof"}
    options = {key: value for key, value in document["proof"].items() if key != "proofValue"} | changes
    value = encode_base58btc(signer.sign(proof_hashes(bare, options, signer.public_key).signed))
    return {**bare, "proof": {**options, "proofValue": value}}


def told(document, now):
    report = verify(document, now=now)
    return report.outcome, report.check("proof").code, report.check("strictness").code


def test_badge_with_such_a_proof_is_valid(signed, now):
    assert told(signed, now) == ("valid", "verified", "all-signed")
    assert told(to_text(signed), now) == ("valid", "verified", "all-signed")


def test_changed_badge_is_invalid(signed, now):
    assert told({**signed, "name": "Megabots"}, now)[:2] == ("invalid", "not-verified")


@pytest.mark.parametrize("change", [{"shoeSize": 42}, {"description": None}, {"evidence": []}])
def test_what_has_no_meaning_is_found_though_it_is_signed(change, signed, signer, now):
    document = resigned({**signed, **change}, signer)
    assert told(document, now) == ("invalid", "verified", "not-signed")


def test_what_has_no_meaning_in_the_proof_is_found(signed, signer, now):
    assert told(resigned(signed, signer, shoeSize=42), now) == ("invalid", "verified", "not-signed")


def test_what_has_no_meaning_is_listed_for_document_and_proof(signed, signer, now):
    check = verify(resigned({**signed, "hatSize": 5}, signer, shoeSize=42), now=now).check("strictness")
    assert [problem.path for problem in check.problems] == ["$.hatSize", "$.proof.shoeSize"]


def test_known_context_may_be_added_after_signing(signed, now):
    document = {**signed, "@context": [*signed["@context"], EXTENSIONS]}
    assert told(document, now) == ("valid", "verified", "all-signed")


def test_context_that_was_added_after_signing_gives_nothing_a_meaning(signed, signer, now):
    document = resigned({**signed, "shoeSize": 42}, signer)
    document["@context"] = [*signed["@context"], {"shoeSize": "https://school.example/terms#shoeSize"}]
    report = verify(document, now=now)
    assert (report.outcome, report.check("proof").code) == ("invalid", "verified")
    assert (report.check("strictness").code, report.check("strictness").path) == ("not-signed", "$.shoeSize")


def test_shortest_of_several_signed_contexts_counts(signed, signer, now):
    own = [*signed["@context"], {"shoeSize": "https://school.example/terms#shoeSize"}]
    long = resigned({**signed, "@context": own, "shoeSize": 42}, signer, **{"@context": own})
    short = resigned(long, signer, **{"@context": signed["@context"]})["proof"]
    assert told(long, now) == ("valid", "verified", "all-signed")
    report = verify({**long, "proof": [long["proof"], short]}, now=now)
    assert [check.code for check in report.checks if check.name == "proof"] == ["verified", "verified"]
    assert (report.outcome, report.check("strictness").code) == ("invalid", "not-signed")


def test_single_context_that_is_signed_is_shorter_than_a_list_of_several(signed, signer, now):
    short = resigned(signed, signer, **{"@context": signed["@context"][0]})["proof"]
    long = resigned(signed, signer, **{"@context": signed["@context"]})["proof"]
    for proofs in ([long, short], [short, long]):
        report = verify({**signed, "proof": proofs}, now=now)
        assert [check.code for check in report.checks if check.name == "proof"] == ["verified", "verified"]
        assert (report.outcome, report.check("strictness").code) == ("invalid", "not-signed")


def test_objects_that_are_said_to_be_signed_contexts_are_not_compared(signed, now):
    """Whoever writes bad proofs gets a report, and no error."""
    proofs = [{**signed["proof"], "@context": [{name: f"urn:x:{name}"}]} for name in ("a", "b")]
    assert verify({**signed, "proof": proofs}, now=now).outcome == "invalid"


def test_context_that_redefines_a_term_after_signing_is_refused(signed, now):
    document = {**signed, "@context": [*signed["@context"], {"name": "https://school.example/terms#alias"}]}
    assert told(document, now)[0] == "invalid"


def test_unknown_context_added_after_signing_could_not_be_checked(signed, now):
    document = {**signed, "@context": [*signed["@context"], "https://school.example/own-context"]}
    assert told(document, now) == ("unknown", "verified", "unknown-context")


def test_integer_that_readers_round_could_not_be_checked(signed, now):
    assert told({**signed, "shoeSize": 2**60}, now) == ("invalid", "not-canonical", "not-signed")


def test_key_that_stands_twice_is_refused(signed, now):
    text = to_text(signed).replace('"name":"Superbots"', '"name":"Megabots","name":"Superbots"', 1)
    assert verify(text, now=now).check("input").code == "unreadable"
