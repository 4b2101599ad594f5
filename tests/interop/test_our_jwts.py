"""What we issue as a JWT verifies with other people's verifiers, and what was changed does not."""

import pytest
from interop.changes import changed_jwt
from interop.claims import JOSE, OPENBADGESLIB, Claim
from interop.schools import RECIPIENT, new_school
from interop.verifiers import Openbadgeslib

from openbadge_issuer import Achievement, KeyKind, verify

ALGORITHMS = {"ES256": KeyKind.P256, "RS256": KeyKind.RSA, "EdDSA": KeyKind.ED25519, "ES384": KeyKind.P384}
WORDS = 'Élève 機器人 😀 روبوت "<&>\u2028'
shows = pytest.mark.shows


@pytest.fixture(params=ALGORITHMS)
def school(request):
    return new_school(ALGORITHMS[request.param])


def issued(school):
    achievement = Achievement(name=WORDS, description=WORDS, criteria=WORDS, credits_available=2.5)
    return school.issuer.issue(achievement, RECIPIENT)


@shows(Claim.OUR_JWT, with_=JOSE)
def test_jose_verifies_our_jwt_with_our_key_set(node, school):
    badge = issued(school)
    answer = node.ask("jwt-verify", token=badge.jwt, keys=school.issuer.jwks)
    assert answer["verified"], answer
    assert (school.issuer.id, badge.id) == (answer["payload"]["iss"], answer["payload"]["jti"])
    assert WORDS == answer["payload"]["credentialSubject"]["achievement"]["name"]


@shows(Claim.CHANGED_JWT, with_=JOSE)
def test_jose_and_we_refuse_a_changed_jwt(node, school):
    token = changed_jwt(issued(school).jwt)
    assert not node.ask("jwt-verify", token=token, keys=school.issuer.jwks)["verified"]
    assert not verify(token, fetcher=school).valid


@shows(Claim.OUR_JWT, with_=OPENBADGESLIB)
def test_openbadgeslib_verifies_our_jwt_with_our_did_document(openbadgeslib, school):
    verdict = Openbadgeslib(openbadgeslib).verify_as(school.issuer.id, issued(school).jwt, school.documents)
    assert verdict, verdict.errors


@shows(Claim.CHANGED_JWT, with_=OPENBADGESLIB)
def test_openbadgeslib_refuses_a_changed_jwt(openbadgeslib, school):
    token = changed_jwt(issued(school).jwt)
    assert not Openbadgeslib(openbadgeslib).verify_as(school.issuer.id, token, school.documents)
