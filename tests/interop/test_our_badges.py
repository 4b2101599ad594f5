"""What we issue with an embedded proof verifies with other people's verifiers, and what was changed does not."""

import json

import pytest
from interop.claims import DIGITALBAZAAR, Claim
from interop.schools import (
    LATELY,
    RECIPIENT,
    School,
    begun,
    new_school,
    school_without_a_domain,
    suites_and_kinds,
)
from interop.verifiers import DigitalBazaar
from unit.model.sample_badges import full_badge, small_badge, small_endorsement

from openbadge_issuer import Achievement, LocalSigner, sign, verify
from openbadge_issuer.keys.did import did_key, did_key_method
from openbadge_issuer.model import CREDENTIALS_V2, EXTENSIONS, OPEN_BADGES_V3
from openbadge_issuer.proofs.data_integrity import add_proof
from openbadge_issuer.status.status_list import entry

shows = pytest.mark.shows

TEXTS = {
    "accents": "Élève à l’école naïve: Ærøskøbing, Łódź, Ñandú",
    "composed and decomposed": "Caf\u00e9 Cafe\u0301",
    "Chinese, Japanese, Korean": "機器人 ロボット 로봇 𠮷",
    "emoji": "😀 👩\u200d🔬 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 🇦🇺",
    "right to left": "روبوت \u200f\u05e8\u05d5\u05d1\u05d5\u05d8\u200e",
    "white space": "tab\tline\nreturn\r\nand more\u00a0\u2028\u2029\ufeff.",
    "full width": "！全角ＡＢＣ\uffee",
    "quotes and escapes": "\"quoted\" \\back\\ \\u0041 'single' <b>&amp;</b> ^^ _:b0 <x> @en .",
    "private use": "\ue000\uf8ff",
}
DEFINED = {
    "OwnRefresh": "1EdTechCredentialRefresh",
    "Terms": "https://school.example/terms#Terms",
}
WHITE_SPACE = [9, 10, 13]
NUMBERS = [0, 3, 3.0, 2.5, 0.000001, 0.1, 999_999_999.999999, -1.25]


def everything():
    """
    The sample with every property.

    Types that no context defines give way to others, and each endorsement has the contexts that define its own.
    """
    text = json.dumps(full_badge())
    for own, defined in DEFINED.items():
        text = text.replace(json.dumps(own), json.dumps(defined))
    two = [CREDENTIALS_V2, OPEN_BADGES_V3]
    return json.loads(text.replace(json.dumps(two), json.dumps([*two, EXTENSIONS])))


def without(value, name):
    """The same without the members of that name, at every depth."""
    if isinstance(value, list):
        return [without(item, name) for item in value]
    if isinstance(value, dict):
        return {key: without(item, name) for key, item in value.items() if key != name}
    return value


@shows(Claim.LEAST)
def test_least_badge_verifies(verifier, expected):
    school = new_school()
    verdict = verifier.verify(school.secure(small_badge()), school.documents)
    assert expected == bool(verdict), verdict.errors


@shows(Claim.DID_KEY)
def test_badge_of_a_did_key_verifies(verifier, expected):
    school = school_without_a_domain()
    verdict = verifier.verify(school.issue(), {})
    assert expected == bool(verdict), verdict.errors


@shows(Claim.EVERYTHING)
def test_badge_with_everything_verifies(verifier, expected):
    school = new_school()
    url = school.publish_status_list()
    badge = {**everything(), "credentialStatus": entry(url, 94_567)}
    verdict = verifier.verify(school.secure(badge), school.documents)
    assert expected == bool(verdict), verdict.errors


@shows(Claim.NO_JWT)
def test_badge_with_everything_but_endorsement_jwts_verifies(verifier, expected):
    school = new_school()
    url = school.publish_status_list()
    badge = without({**everything(), "credentialStatus": entry(url, 94_567)}, "endorsementJwt")
    verdict = verifier.verify(school.secure(badge), school.documents)
    assert expected == bool(verdict), verdict.errors


@shows(Claim.SCRIPTS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_badge_in_any_script_verifies(verifier, expected, text):
    school = new_school()
    badge = school.issue(name=text, description=text, criteria=text, tag=[text, "robots"])
    verdict = verifier.verify(badge, school.documents)
    assert expected == bool(verdict), verdict.errors


@shows(Claim.WHITE_SPACE)
@pytest.mark.parametrize("code", WHITE_SPACE, ids=hex)
def test_badge_with_tabs_and_line_ends_verifies(verifier, expected, code):
    school = new_school()
    verdict = verifier.verify(school.issue(description=f"Robotics{chr(code)}in industry."), school.documents)
    assert expected == bool(verdict), verdict.errors


@shows(Claim.NUMBERS)
@pytest.mark.parametrize("number", NUMBERS)
def test_badge_with_numbers_verifies(verifier, expected, number):
    school = new_school()
    verdict = verifier.verify(school.issue(credits_available=number), school.documents)
    assert expected == bool(verdict), verdict.errors


@shows(Claim.ENDORSEMENT)
def test_endorsement_verifies(verifier, expected):
    school = new_school()
    unsigned = {**begun(small_endorsement()), "issuer": {"id": school.issuer.id, "type": ["Profile"]}}
    verdict = verifier.verify(sign(unsigned, school.issuer.signers[0]), school.documents)
    assert expected == bool(verdict), verdict.errors


@shows(Claim.ENDORSED)
def test_badge_with_endorsements_in_it_verifies(verifier, expected):
    badge, documents = endorsed_badge()
    verdict = verifier.verify(badge, documents)
    assert expected == bool(verdict), verdict.errors
    assert verify(badge, fetcher=School(None, documents)).valid


@shows(Claim.ENDORSEMENT)
@pytest.mark.parametrize("number", [0, 1])
def test_endorsement_taken_out_of_a_badge_verifies(verifier, expected, number):
    badge, documents = endorsed_badge()
    endorsement = badge["credentialSubject"]["achievement"]["endorsement"][number]
    verdict = verifier.verify(endorsement, documents)
    assert expected == bool(verdict), verdict.errors


def endorsed_badge():
    """A badge with the words of two partners, one with a domain and a status list, one a did:key; and the web."""
    school, partner, other = new_school(), new_school(), school_without_a_domain()
    achievement = Achievement(
        id=f"{school.home}/achievements/superbots",
        name="Superbots",
        description="Robotics.",
        criteria="Build a robot.",
        creator=partner.issuer.profile,
    )
    url = partner.publish_status_list()
    words = [
        partner.issuer.endorse(achievement, comment="Élèves: 😀 bravo!", status=entry(url, 94_567)),
        other.issuer.endorse(achievement, comment="We hire from it."),
    ]
    badge = school.issuer.issue(achievement, RECIPIENT, endorsements=words, fetcher=partner)
    return badge.document, {**school.documents, **partner.documents}


@shows(Claim.ECDSA, with_=DIGITALBAZAAR)
@pytest.mark.parametrize(("suite", "kind"), suites_and_kinds("ecdsa-rdfc-2019"))
def test_badge_with_an_ecdsa_proof_verifies(node, suite, kind):
    check_suite(node, suite, kind)


@shows(Claim.JCS, with_=DIGITALBAZAAR)
@pytest.mark.parametrize(("suite", "kind"), suites_and_kinds("eddsa-jcs-2022", "ecdsa-jcs-2019"))
def test_badge_with_a_jcs_proof_verifies(node, suite, kind):
    check_suite(node, suite, kind)


def check_suite(node, suite, kind):
    """Sign with a suite as a did:key; let the other side verify that, and a changed copy."""
    signer, theirs = LocalSigner.generate(kind), DigitalBazaar(node, "digitalbazaar")
    unsigned = begun(everything()) | {"issuer": {"id": did_key(signer.public_key), "type": ["Profile"]}}
    del unsigned["proof"], unsigned["credentialStatus"]
    method = did_key_method(signer.public_key)
    badge = add_proof(unsigned, signer, verification_method=method, created=LATELY, cryptosuite=suite)
    verdict = theirs.verify(badge, {})
    assert verdict, verdict.errors
    change_of_name(badge)
    assert not theirs.verify(badge, {})


@shows(Claim.NOT_REVOKED)
def test_badge_that_is_not_revoked_verifies(verifier, expected):
    school = new_school()
    url = school.publish_status_list(revoked=[94_566, 94_568])
    verdict = verifier.verify(school.issue(status=entry(url, 94_567)), school.documents)
    assert expected == bool(verdict), verdict.errors


@shows(Claim.REVOKED)
def test_revoked_badge_is_refused(verifier):
    school = new_school()
    url = school.publish_status_list(revoked=[94_567])
    badge = school.issue(status=entry(url, 94_567))
    assert not verifier.verify(badge, school.documents)
    assert not verify(badge, fetcher=school).valid


@shows(Claim.LIST_PROOF)
def test_changed_status_list_is_refused(verifier, expected):
    school = new_school()
    url = school.publish_status_list(revoked=[94_567])
    badge = school.issue(status=entry(url, 94_568))
    signed, other = school.documents[url], school.documents[school.publish_status_list()]
    encoded_list = json.loads(signed)["credentialSubject"]["encodedList"]
    changed = signed.replace(encoded_list, json.loads(other)["credentialSubject"]["encodedList"])
    verdicts = [verifier.verify(badge, {**school.documents, url: text}) for text in (signed, changed)]
    assert expected == ([True, False] == [bool(verdict) for verdict in verdicts]), verdicts


def change_of_name(badge):
    badge["credentialSubject"]["achievement"]["name"] = "Megabots"


def other_recipient(badge):
    badge["credentialSubject"]["id"] = "urn:uuid:0b2e0f6e-6f0c-4c59-8a0e-8f5a0d7d7a01"


def more_is_said(badge):
    badge["credentialSubject"]["narrative"] = "The best of all."


def less_is_said(badge):
    del badge["credentialSubject"]["achievement"]["criteria"]["narrative"]


def unknown_member(badge):
    badge["note"] = "No context knows this, so no signature covers it."


def other_date_of_proof(badge):
    badge["proof"]["created"] = "2020-01-01T00:00:00Z"


def other_purpose(badge):
    badge["proof"]["proofPurpose"] = "authentication"


def other_issuer(badge):
    badge["issuer"]["id"] = "did:web:other.example"


def spoilt_signature(badge):
    value = badge["proof"]["proofValue"]
    badge["proof"]["proofValue"] = value[:-1] + ("2" if value[-1] != "2" else "3")


CHANGES = [
    change_of_name, other_recipient, more_is_said, less_is_said, unknown_member, other_date_of_proof,
    other_purpose, other_issuer, spoilt_signature,
]  # fmt: skip


@shows(Claim.CHANGED)
@pytest.mark.parametrize("change", CHANGES)
def test_changed_badge_is_refused(verifier, change):
    school = new_school()
    badge = school.issue()
    change(badge)
    assert not verifier.verify(badge, school.documents)
    assert not verify(badge, fetcher=school).valid
