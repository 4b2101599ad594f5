"""Showing credentials to somebody."""

from datetime import UTC, datetime

import pytest
from unit.verification.world import SCHOOL, Party, signed, unsigned

from openbadge_issuer import sign, sign_presentation, verify_presentation
from openbadge_issuer.errors import KeyMaterialError, ModelError, ProofError, StrictnessError
from openbadge_issuer.issuer import presenting
from openbadge_issuer.json_text import to_text
from openbadge_issuer.keys.did import did_key
from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.proofs import vc_jwt

CREATED = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
BOB = Party(identifier=None)
SUITES = [
    (KeyKind.ED25519, "eddsa-rdfc-2022"),
    (KeyKind.ED25519, "eddsa-jcs-2022"),
    (KeyKind.P256, "ecdsa-rdfc-2019"),
    (KeyKind.P384, "ecdsa-rdfc-2019"),
    (KeyKind.P384, "ecdsa-jcs-2019"),
]


@pytest.fixture(scope="module")
def ada():
    return Party(identifier=None)


@pytest.fixture(scope="module")
def badge(ada):
    return signed(unsigned(issuer=ada.id), ada.signer)


@pytest.mark.parametrize(("kind", "suite"), SUITES)
def test_every_suite_of_the_key_signs_presentations(badge, now, kind, suite):
    signer = LocalSigner.generate(kind)
    shown = sign_presentation(badge, signer, challenge="c", cryptosuite=suite, created=CREATED)
    assert shown["holder"] == did_key(signer.public_key)
    assert (shown["proof"]["cryptosuite"], shown["proof"]["challenge"]) == (suite, "c")
    assert verify_presentation(shown, challenge="c", now=now)


def test_documents_texts_and_jwts_are_presented(ada, badge, now):
    method = ada.method()
    token = vc_jwt.encode(unsigned(issuer=ada.id), ada.signer, verification_method=method)
    shown = sign_presentation([badge, to_text(badge), token], ada.signer, created=CREATED)
    kinds = [credential["type"] for credential in shown["verifiableCredential"]]
    assert kinds[2] == "EnvelopedVerifiableCredential"
    assert [item.report.valid for item in verify_presentation(shown, now=now).credentials] == [True] * 3


def test_presentation_is_signed_as_it_is(ada, now):
    own = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "urn:uuid:9c9a36f8-518f-4976-a934-6649502d0008",
        "type": "VerifiablePresentation",
        "holder": {"id": ada.id},
    }
    shown = sign_presentation(own, ada.signer, created=CREATED)
    assert {key: value for key, value in shown.items() if key != "proof"} == own
    assert "challenge" not in shown["proof"]


def test_holder_may_be_a_did_web(badge, now):
    school = Party(identifier=SCHOOL)
    shown = sign_presentation(badge, school.signer, holder=SCHOOL, created=CREATED)
    assert shown["proof"]["verificationMethod"] == school.method()
    assert verify_presentation(shown, trusted_keys={SCHOOL: school.key}, now=now).proven


def test_key_of_somebody_else_signs_for_nobody(ada, badge):
    with pytest.raises(KeyMaterialError):
        sign_presentation(badge, ada.signer, holder=BOB.id)


def test_what_is_no_presentation_is_refused(ada, badge):
    with pytest.raises(ModelError, match=r"\$.verifiableCredential"):
        sign_presentation({**badge, "credentialSubject": {}}, ada.signer)
    version_1 = {"@context": ["https://www.w3.org/2018/credentials/v1"], "type": "VerifiablePresentation"}
    with pytest.raises(ModelError, match="v1p1"):
        sign_presentation({**version_1, "id": "x"}, ada.signer)


def test_what_would_not_be_signed_is_refused(ada):
    own = {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiablePresentation"]}
    with pytest.raises(StrictnessError):
        sign_presentation({**own, "shoeSize": "40"}, ada.signer)
    with pytest.raises(StrictnessError):
        sign_presentation([], ada.signer)


def test_present_is_read_from_the_clock(ada, badge):
    made = sign_presentation(badge, ada.signer)["proof"]["created"]
    assert abs(datetime.fromisoformat(made) - datetime.now(UTC)).total_seconds() < 300


def test_signature_that_does_not_hold_is_not_given_out(ada, badge):
    class Broken:
        public_key = ada.key

        def sign(self, data):
            return bytes(64)

    with pytest.raises(ProofError, match="not given out"):
        presenting.sign_presentation(badge, Broken())


def test_other_credentials_must_be_what_the_w3c_describes(ada):
    bare = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": ada.id,
        "credentialSubject": {},
    }
    with pytest.raises(ModelError, match="credentialSubject"):
        sign(bare, ada.signer)
    assert sign({**bare, "credentialSubject": {"id": "did:example:subject"}}, ada.signer)["proof"]
