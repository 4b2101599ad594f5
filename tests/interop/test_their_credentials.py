"""What other people's software signs verifies with us, and what was changed does not."""

import pytest
from interop.changes import changed, changed_jwt
from interop.claims import DIGITALBAZAAR, JOSE, OPENBADGESLIB, Claim
from interop.schools import begun, kinds_of, suites_and_kinds
from interop.test_our_badges import TEXTS, everything
from unit.model.sample_badges import small_badge

from openbadge_issuer import KeyKind, PublicKey, verify
from openbadge_issuer.proofs.jwt_claims import claims_of

shows = pytest.mark.shows
SCHOOL = "https://school.example"
BADGES = [small_badge, everything]
ALGORITHMS = ["ES256", "ES384", "RS256", "PS256", "EdDSA"]
WORDS = " ".join(TEXTS.values())


def without_status(badge):
    """The badge without what would have to be fetched."""
    fetched = ("credentialStatus", "credentialSchema", "proof")
    return {name: value for name, value in begun(badge).items() if name not in fetched}


@shows(Claim.THEIRS, with_=DIGITALBAZAAR)
@pytest.mark.parametrize("badge", BADGES)
def test_badge_with_an_eddsa_proof_verifies(node, badge):
    check(node, badge, suite="eddsa-rdfc-2022", kind=KeyKind.ED25519)


@shows(Claim.THEIR_ECDSA, with_=DIGITALBAZAAR)
@pytest.mark.parametrize("kind", kinds_of("ecdsa-rdfc-2019"))
@pytest.mark.parametrize("badge", BADGES)
def test_badge_with_an_ecdsa_proof_verifies(node, badge, kind):
    check(node, badge, suite="ecdsa-rdfc-2019", kind=kind)


@shows(Claim.THEIR_JCS, with_=DIGITALBAZAAR)
@pytest.mark.parametrize(("suite", "kind"), suites_and_kinds("eddsa-jcs-2022", "ecdsa-jcs-2019"))
@pytest.mark.parametrize("badge", BADGES)
def test_badge_with_a_jcs_proof_verifies(node, badge, suite, kind):
    check(node, badge, suite=suite, kind=kind)


@shows(Claim.THEIR_2020, with_=DIGITALBAZAAR)
@pytest.mark.parametrize(("suite", "kind"), suites_and_kinds("Ed25519Signature2020"))
@pytest.mark.parametrize("badge", BADGES)
def test_badge_with_a_proof_of_2020_verifies(node, badge, suite, kind):
    check(node, badge, suite=suite, kind=kind)


def check(node, badge, *, suite, kind):
    """Let the other side sign; verify that, and a changed copy."""
    signed = node.ask("sign", credential=without_status(badge()), suite=suite, kind=kind)
    report = verify(signed)
    assert report.valid, report.to_dict()
    assert not verify(changed(signed)).valid


@shows(Claim.THEIR_JWT, with_=JOSE)
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_jwt_of_jose_verifies_with_a_key_that_is_known(node, algorithm):
    badge = {**begun(small_badge()), "name": WORDS, "issuer": {"id": SCHOOL, "type": ["Profile"]}}
    payload = {**badge, **claims_of(badge)}
    signed = node.ask("jwt-sign", payload=payload, algorithm=algorithm, kid=f"{SCHOOL}#key-1")
    trusted = {SCHOOL: PublicKey.from_jwk(signed["key"])}
    report = verify(signed["token"], trusted_keys=trusted)
    assert report.valid, report.to_dict()
    assert not verify(changed_jwt(signed["token"]), trusted_keys=trusted).valid


@shows(Claim.THEIRS, with_=OPENBADGESLIB)
@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS)
def test_badge_of_openbadgeslib_verifies(openbadgeslib, words):
    signed = openbadgeslib.ask("sign", algorithm="EdDSA", words=words, embedded=True)["credential"]
    report = verify(signed)
    assert report.valid, report.to_dict()
    assert not verify(changed(signed)).valid


@shows(Claim.THEIR_JWT, with_=OPENBADGESLIB)
@pytest.mark.parametrize("algorithm", ["EdDSA", "ES256", "RS256"])
def test_jwt_of_openbadgeslib_verifies_with_a_key_that_is_known(openbadgeslib, algorithm):
    signed = openbadgeslib.ask("sign", algorithm=algorithm, issuer=SCHOOL, words=WORDS)
    trusted = {SCHOOL: PublicKey.from_jwk(signed["key"])}
    report = verify(signed["credential"], trusted_keys=trusted)
    assert report.valid, report.to_dict()
    assert not verify(changed_jwt(signed["credential"]), trusted_keys=trusted).valid


@shows(Claim.THEIR_JWT, with_=OPENBADGESLIB)
@pytest.mark.parametrize("algorithm", ["EdDSA", "ES256"])
def test_jwt_of_openbadgeslib_verifies_when_its_issuer_is_a_did_key(openbadgeslib, algorithm):
    report = verify(openbadgeslib.ask("sign", algorithm=algorithm)["credential"])
    assert report.valid, report.to_dict()
