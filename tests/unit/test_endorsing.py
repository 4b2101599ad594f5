"""Endorsing, and what endorsements may go into a badge."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from openbadge_issuer import Achievement, Endorsement, Issuer, LocalSigner, Profile, Recipient, model, verify
from openbadge_issuer.errors import InputError, KeyMaterialError, ModelError, ProofError, StrictnessError
from openbadge_issuer.issuer.embedding import MAX_EMBEDDED, MAX_ENDORSEMENT
from openbadge_issuer.json_text import to_text
from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.proofs.data_integrity import add_proof
from openbadge_issuer.status.status_list import entry

SUPERBOTS = Achievement(
    id="https://school.example/achievements/superbots",
    name="Superbots",
    description="Robotics in industry.",
    criteria="Design, build and pitch a robot.",
)
ADA = Recipient(email="ada@school.example")
COMMENT = "We designed the brief together, and hire from it."
PARTNER_DID = "did:web:robotics.example"


@pytest.fixture(scope="module")
def school():
    return Issuer.create(name="Example Tech School", url="https://school.example")


@pytest.fixture(scope="module")
def partner():
    return Issuer.create(name="Example Robotics", url="https://robotics.example")


@pytest.fixture(scope="module")
def hosted_partner():
    """A partner with an identity on its own domain, which nothing here can look up."""
    return Issuer.create(name="Example Robotics", url="https://robotics.example", did=PARTNER_DID)


@pytest.fixture
def word(partner, now):
    """The partner's word for the achievement."""
    return partner.endorse(SUPERBOTS, comment=COMMENT, now=now)


def test_endorsement_of_one_badge_is_not_in_the_next(school, word, now):
    first = school.issue(SUPERBOTS, ADA, endorsements=[word], now=now)
    assert (
        "endorsement"
        not in school.issue(SUPERBOTS, ADA, now=now).document["credentialSubject"]["achievement"]
    )
    assert embedded(first) == embedded(school.issue(SUPERBOTS, ADA, endorsements=[word], now=now))


def embedded(badge):
    return badge.document["credentialSubject"]["achievement"]["endorsement"]


def changed(endorsement, **changes):
    return {**endorsement.document, **changes}


# --- giving one's word


def test_endorsement_verifies_and_is_one(word, now):
    report = verify(word.json, now=now)
    assert ("valid", "endorsement") == (report.outcome, report.kind)


def test_endorsement_says_who_about_what_and_why(word, partner):
    document = word.document
    assert [partner.id, "Endorsement of Superbots"] == [document["issuer"]["id"], document["name"]]
    assert {
        "id": SUPERBOTS.id,
        "type": ["EndorsementSubject"],
        "endorsementComment": COMMENT,
    } == document["credentialSubject"]
    assert SUPERBOTS.id == word.about


def test_endorsement_is_signed_with_the_endorsers_own_key(word, partner):
    proof = word.document["proof"]
    assert "eddsa-rdfc-2022" == proof["cryptosuite"]
    assert proof["verificationMethod"].startswith(partner.id)


def test_endorser_with_a_jwt_key_signs_both_forms(hosted_partner, now):
    word = hosted_partner.endorse(SUPERBOTS, now=now)
    keys = {hosted_partner.id: [signer.public_key for signer in hosted_partner.signers]}
    assert ["valid", "valid"] == [
        verify(text, now=now, trusted_keys=keys).outcome for text in (word.json, word.jwt)
    ]


def test_endorsement_without_a_jwt_key_says_how_to_get_one(word):
    with pytest.raises(KeyMaterialError, match="This endorsement has no JWT form"):
        _ = word.jwt


def test_what_can_be_endorsed(school, partner, now):
    badge = school.issue(SUPERBOTS, ADA, now=now)
    things = [SUPERBOTS.to_model(school.id), school, school.profile, badge, SUPERBOTS.id]
    words = [partner.endorse(thing, now=now) for thing in things]
    assert [SUPERBOTS.id, school.id, school.id, badge.id, SUPERBOTS.id] == [word.about for word in words]
    assert [
        "Endorsement of Superbots",
        "Endorsement of Example Tech School",
        "Endorsement of Example Tech School",
        "Endorsement of Superbots",
        "Endorsement",
    ] == [word.document["name"] for word in words]


def test_achievement_without_an_id_cannot_be_endorsed(partner):
    with pytest.raises(ModelError, match=r"achievement\.to_model\(issuer\.id\)"):
        partner.endorse(replace(SUPERBOTS, id=None))


def test_everything_that_can_be_said_stands_in_the_endorsement(partner, now):
    word = partner.endorse(
        SUPERBOTS,
        name="A word from industry",
        endorsement_id="https://robotics.example/endorsements/1",
        valid_from=now - timedelta(days=2),
        valid_until=now + timedelta(days=365),
        awarded_date=now - timedelta(days=30),
        status=entry("https://robotics.example/status/1", 7),
        now=now,
    )
    document = word.document
    assert "A word from industry" == document["name"]
    assert "https://robotics.example/endorsements/1" == document["id"] == word.id
    assert ["validFrom", "validUntil", "awardedDate"] == [
        name for name in ("validFrom", "validUntil", "awardedDate") if document.get(name)
    ]
    assert "7" == document["credentialStatus"]["statusListIndex"]


def test_endorsement_that_is_over_is_not_given_out(partner, now):
    with pytest.raises(ModelError, match="ahead of now"):
        partner.endorse(SUPERBOTS, valid_until=now - timedelta(seconds=30), now=now)


# --- putting it into badges


def test_badge_carries_the_endorsement_as_it_was_signed(school, word, now):
    badge = school.issue(SUPERBOTS, ADA, endorsements=[word], now=now)
    assert [word.document] == embedded(badge)
    assert verify(badge.json, now=now).valid
    assert verify(embedded(badge)[0], now=now).valid


def test_achievement_brings_its_endorsements_along(school, partner, word, now):
    achievement = replace(SUPERBOTS, endorsements=[word])
    second = partner.endorse(SUPERBOTS, now=now)
    badge = school.issue(achievement, ADA, endorsements=[second], now=now)
    assert [word.id, second.id] == [document["id"] for document in embedded(badge)]


@pytest.mark.parametrize("form", [lambda word: word, lambda word: word.document, lambda word: word.json])
def test_endorsement_may_be_given_in_every_form(school, word, now, form):
    assert [word.document] == embedded(school.issue(SUPERBOTS, ADA, endorsements=[form(word)], now=now))


@pytest.mark.parametrize("form", [lambda word: word, lambda word: word.document, lambda word: word.json])
def test_one_endorsement_may_be_given_by_itself(school, word, now, form):
    by_badge = school.issue(SUPERBOTS, ADA, endorsements=form(word), now=now)
    by_achievement = school.issue(replace(SUPERBOTS, endorsements=form(word)), ADA, now=now)
    assert [word.document] == embedded(by_badge) == embedded(by_achievement)


def test_jwt_form_of_the_badge_carries_it_too(word, now):
    school = Issuer.create(name="School", url="https://school.example", did="did:web:school.example")
    badge = school.issue(SUPERBOTS, ADA, endorsements=[word], now=now)
    keys = {school.id: [signer.public_key for signer in school.signers]}
    report = verify(badge.jwt, now=now, trusted_keys=keys)
    assert report.valid
    assert [word.document] == report.credential["credentialSubject"]["achievement"]["endorsement"]


def test_proof_over_the_text_itself_still_holds_in_the_badge(school, now):
    signer = LocalSigner.generate(KeyKind.ED25519)
    partner = Issuer(profile=Profile(id=_did(signer), name="Partner"), signers=[signer])
    document = {
        **changed(partner.endorse(SUPERBOTS, now=now)),
        "type": ["EndorsementCredential", "VerifiableCredential"],
        "credentialSubject": {"type": "EndorsementSubject", "id": SUPERBOTS.id},
    }
    method = document.pop("proof")["verificationMethod"]
    signed = add_proof(
        document, signer, verification_method=method, created=now, cryptosuite="eddsa-jcs-2022"
    )
    badge = school.issue(SUPERBOTS, ADA, endorsements=[signed], now=now)
    assert verify(embedded(badge)[0], now=now).valid


def test_an_issuer_may_endorse_its_own_achievement(school, now):
    word = school.endorse(SUPERBOTS, now=now)
    assert verify(school.issue(SUPERBOTS, ADA, endorsements=[word], now=now).json, now=now).valid


def test_endorser_may_be_the_achievements_creator(school, partner, word, now):
    designed = replace(SUPERBOTS, creator=partner.profile)
    badge = school.issue(designed, ADA, endorsements=[word], now=now)
    assert verify(badge.json, now=now).valid


# --- what is not put in


def test_word_for_something_else_is_refused(school, partner, now):
    other = partner.endorse("https://school.example/achievements/other", now=now)
    with pytest.raises(ModelError, match=r"one of https://school\.example/achievements/other") as caught:
        school.issue(SUPERBOTS, ADA, endorsements=[other], now=now)
    assert "$.credentialSubject.achievement.endorsement[0].credentialSubject.id" == caught.value.path


def test_word_of_the_same_name_for_another_issuers_achievement_is_refused(school, partner, now):
    own = replace(SUPERBOTS, id=None)
    word = partner.endorse(own.to_model("did:web:other.example"), now=now)
    with pytest.raises(ModelError, match="found one of urn:uuid"):
        school.issue(own, ADA, endorsements=[word], now=now)


def test_changed_endorsement_is_refused(school, word, now):
    forged = {**changed(word), "name": "Endorsed by everybody"}
    with pytest.raises(ProofError, match="is not put into the badge") as caught:
        school.issue(SUPERBOTS, ADA, endorsements=[forged], now=now)
    assert "$.credentialSubject.achievement.endorsement[0]" == caught.value.path


def test_endorsement_with_something_unsigned_is_refused(school, word, now):
    forged = {**changed(word), "stars": 5}
    with pytest.raises(ProofError, match="stars"):
        school.issue(SUPERBOTS, ADA, endorsements=[forged], now=now)


def test_endorsement_without_proof_is_refused(school, word, now):
    bare = {key: value for key, value in word.document.items() if key != "proof"}
    with pytest.raises(ModelError, match="the endorser's proof"):
        school.issue(SUPERBOTS, ADA, endorsements=[bare], now=now)


def test_badge_is_no_endorsement(school, now):
    badge = school.issue(SUPERBOTS, ADA, now=now)
    with pytest.raises(ModelError, match="EndorsementCredential") as caught:
        school.issue(SUPERBOTS, ADA, endorsements=[badge.document], now=now)
    assert caught.value.path.startswith("$.credentialSubject.achievement.endorsement[0]")


def test_endorsement_that_is_over_is_refused(school, partner, now):
    word = partner.endorse(SUPERBOTS, valid_until=now + timedelta(days=1), now=now)
    with pytest.raises(ProofError, match="2026-06-02"):
        school.issue(SUPERBOTS, ADA, endorsements=[word], now=now + timedelta(days=2))


def test_endorser_whose_key_cannot_be_looked_up_is_refused(school, hosted_partner, now):
    word = hosted_partner.endorse(SUPERBOTS, now=now)
    with pytest.raises(ProofError, match="Could not be decided") as caught:
        school.issue(SUPERBOTS, ADA, endorsements=[word], now=now)
    assert "trusted_keys" in caught.value.hint


def test_endorsers_key_may_be_known_otherwise(school, hosted_partner, now):
    word = hosted_partner.endorse(SUPERBOTS, now=now)
    keys = {hosted_partner.id: hosted_partner.signers[0].public_key}
    assert embedded(school.issue(SUPERBOTS, ADA, endorsements=[word], trusted_keys=keys, now=now))


def test_endorsement_within_the_model_is_checked_as_well(school, word, now):
    forged = model.EndorsementCredential.from_document({**changed(word), "name": "Forged"})
    achievement = SUPERBOTS.to_model(school.id).replacing(endorsement=[forged])
    with pytest.raises(ProofError, match="is not put into the badge"):
        school.issue(achievement, ADA, now=now)


def test_who_verifies_elsewhere_is_left_alone(hosted_partner, now):
    school = Issuer.create(name="School", url="https://school.example")
    trusting = Issuer(profile=school.profile, signers=school.signers, self_check=False)
    word = hosted_partner.endorse(SUPERBOTS, now=now)
    assert embedded(trusting.issue(SUPERBOTS, ADA, endorsements=[word], now=now))


def test_two_profiles_of_one_endorser_cannot_stand_in_one_badge(school, partner, word, now):
    other = model.Profile(id=partner.id, name="Another name")
    with pytest.raises(StrictnessError, match="same id"):
        school.issue(replace(SUPERBOTS, creator=other), ADA, endorsements=[word], now=now)


def test_jwt_is_not_embedded_and_says_why(school, hosted_partner, now):
    word = hosted_partner.endorse(SUPERBOTS, now=now)
    with pytest.raises(InputError, match="embedded as JSON") as caught:
        school.issue(SUPERBOTS, ADA, endorsements=[word.jwt], now=now)
    assert "JSON form" in caught.value.hint


def test_too_many_endorsements_are_refused(school, word, now):
    with pytest.raises(InputError, match=f"at most {MAX_EMBEDDED}"):
        school.issue(SUPERBOTS, ADA, endorsements=[word] * (MAX_EMBEDDED + 1), now=now)


def test_too_large_an_endorsement_is_refused(school, word, now):
    large = to_text({**changed(word), "description": "x" * MAX_ENDORSEMENT})
    with pytest.raises(InputError, match="at most 65,536"):
        school.issue(SUPERBOTS, ADA, endorsements=[large], now=now)


def test_endorsement_given_as_a_document_is_not_changed(school, word, now):
    document = word.document
    before = json.dumps(document)
    badge = school.issue(SUPERBOTS, ADA, endorsements=[document], now=now)
    embedded(badge)[0]["name"] = "changed"
    assert before == json.dumps(document)


def test_endorsement_can_be_made_anew_from_its_text(word):
    assert word == Endorsement(id=word.id, json=word.json)


def _did(signer):
    from openbadge_issuer.keys.did import did_key

    return did_key(signer.public_key)
