"""The façade: an issuer, what it awards, to whom, and the badge that comes out."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from openbadge_issuer import Achievement, Issuer, Recipient, derive, model, sign, verify
from openbadge_issuer.baking import unbake
from openbadge_issuer.errors import (
    ComplexityError,
    ContextError,
    InputError,
    KeyMaterialError,
    ModelError,
    ProofError,
    StrictnessError,
)
from openbadge_issuer.issuer.composing import BACKDATING
from openbadge_issuer.issuer.signing import method_of
from openbadge_issuer.json_text import to_text
from openbadge_issuer.keys.did import PublishedKey, did_key, did_key_method
from openbadge_issuer.keys.public_key import KeyKind, PublicKey
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.model.limits import MAX_VALUES
from openbadge_issuer.status.bitstring import Bitstring
from openbadge_issuer.status.status_list import MIN_SIZE, build, entry

SUPERBOTS = Achievement(
    name="Superbots", description="Robotics in industry.", criteria="Design, build and pitch a robot."
)
ADA = Recipient(email="ada@school.example", name="Ada Lovelace")
TARGET = {"target_name": "Industrial robotics", "target_url": "https://skills.example/R-12"}
GRADE = model.Result(value="A")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
SCHOOL = "did:web:school.example"


@pytest.fixture(scope="module")
def keyed():
    """An issuer that is a did:key."""
    return Issuer.create(name="Example Tech School", url="https://school.example")


@pytest.fixture(scope="module")
def hosted():
    """An issuer with an identity on its own domain."""
    return Issuer.create(name="Example Tech School", url="https://school.example", did=SCHOOL)


@pytest.fixture
def profile():
    return model.Profile(id=SCHOOL, name="Example Tech School")


def trusted(issuer):
    return {issuer.id: [signer.public_key for signer in issuer.signers]}


def subject(badge):
    return badge.document["credentialSubject"]


# --- an issuer with a did:key


def test_new_issuer_issues_a_badge_that_verifies_without_any_request(keyed, now):
    badge = keyed.issue(SUPERBOTS, ADA, now=now)
    report = verify(badge.json, now=now, recipient="Ada@school.example")
    assert (report.outcome, report.proven) == ("valid", f"the key {keyed.id}")


def test_new_issuer_is_its_own_key(keyed):
    assert keyed.id == did_key(keyed.signers[0].public_key)
    assert repr(keyed) == f"<Issuer {keyed.id}>"


def test_clock_is_read_if_now_is_not_given(keyed):
    assert verify(keyed.issue(SUPERBOTS, ADA).json).valid


def test_badge_is_exactly_the_text_that_was_signed(keyed, now):
    badge = keyed.issue(SUPERBOTS, ADA, now=now)
    assert (badge.json, badge.json.isascii()) == (to_text(badge.document), True)
    assert badge.document["id"] == badge.id


def test_badge_cannot_be_changed_through_its_document(keyed, now):
    badge = keyed.issue(SUPERBOTS, ADA, now=now)
    badge.document["name"] = "Megabots"
    assert badge.document["name"] == "Superbots"


def test_badge_goes_into_a_picture_and_comes_out_the_same(keyed, now):
    badge = keyed.issue(SUPERBOTS, ADA, now=now)
    assert unbake(badge.bake(SVG)) == badge.json


def test_missing_jwt_form_says_how_to_get_one(keyed, now):
    badge = keyed.issue(SUPERBOTS, ADA, now=now)
    assert badge.jwt_or_none is None
    for ask in (lambda: badge.jwt, lambda: badge.bake(SVG, "jwt")):
        with pytest.raises(
            KeyMaterialError, match=r"did=.did:web:school.example.*LocalSigner.generate\(KeyKind.P256\)"
        ):
            ask()


def test_did_key_publishes_nothing(keyed):
    with pytest.raises(KeyMaterialError, match="nothing to publish"):
        _ = keyed.did_document


def test_did_key_can_have_no_second_key(keyed):
    with pytest.raises(KeyMaterialError, match="one key"):
        Issuer(profile=keyed.profile, signers=[*keyed.signers, LocalSigner.generate(KeyKind.P256)])


def test_issuer_can_be_opened_again_with_its_profile_and_key(keyed, now):
    pem = keyed.signers[0].to_pem(b"passphrase")
    profile = json.loads(json.dumps(keyed.profile.to_document()))
    again = Issuer(profile=profile, signers=[LocalSigner.from_pem(pem, b"passphrase")])
    assert verify(again.issue(SUPERBOTS, ADA, now=now).json, now=now).valid


# --- an issuer with an identity on its own domain


def test_hosted_issuer_gives_both_forms_of_one_award(hosted, now):
    badge = hosted.issue(SUPERBOTS, ADA, now=now)
    reports = [verify(text, now=now, trusted_keys=trusted(hosted)) for text in (badge.json, badge.jwt)]
    assert [report.outcome for report in reports] == ["valid", "valid"]
    without_proof = {key: value for key, value in badge.document.items() if key != "proof"}
    assert reports[1].credential == without_proof
    assert unbake(badge.bake(SVG, "jwt")) == badge.jwt


def test_hosted_issuer_says_what_to_publish(hosted):
    document = hosted.did_document
    assert document["id"] == SCHOOL
    assert document["assertionMethod"] == [
        f"{SCHOOL}#{signer.public_key.fragment}" for signer in hosted.signers
    ]
    assert [key["kid"] for key in hosted.jwks["keys"]] == document["assertionMethod"]


def test_what_is_published_proves_the_badge(hosted, now):
    from unit.verification.world import FakeWeb

    web = FakeWeb()
    web.publish("https://school.example/.well-known/did.json", hosted.did_document)
    badge = hosted.issue(SUPERBOTS, ADA, now=now)
    for text in (badge.json, badge.jwt):
        assert verify(text, fetcher=web, now=now).proven == "the domain school.example"


def test_key_that_signs_no_more_stays_published(hosted, profile, now):
    old, new = hosted.signers[0], LocalSigner.generate(KeyKind.ED25519)
    retired = PublishedKey(
        public_key=old.public_key, verification_method=f"{SCHOOL}#{old.public_key.fragment}"
    )
    rotated = Issuer(profile=profile, signers=[new], published=[retired])
    assert rotated.did_document["assertionMethod"] == [
        f"{SCHOOL}#{new.public_key.fragment}",
        f"{SCHOOL}#{old.public_key.fragment}",
    ]


def test_ed25519_keys_are_published_first(profile):
    signers = [LocalSigner.generate(KeyKind.P256), LocalSigner.generate(KeyKind.ED25519)]
    document = Issuer(profile=profile, signers=signers).did_document
    assert [method["type"] for method in document["verificationMethod"]] == ["Multikey", "JsonWebKey"]


def test_https_profile_can_be_the_identity(now):
    profile = {"id": "https://school.example/issuers/1", "type": ["Profile"], "name": "Example Tech School"}
    issuer = Issuer(profile=profile, signers=[LocalSigner.generate(KeyKind.ED25519)])
    method = issuer.issue(SUPERBOTS, ADA, now=now).document["proof"]["verificationMethod"]
    assert method.startswith("https://school.example/issuers/1#z6Mk")
    assert issuer.did_document["id"] == profile["id"]


@pytest.mark.parametrize("did", ["did:web:127.0.0.1", "did:example:x", "school.example", "did:key:z6Mk"])
def test_identity_that_cannot_be_published_is_refused(did):
    with pytest.raises(KeyMaterialError):
        Issuer.create(name="S", url="https://school.example", did=did)


def test_issuer_needs_an_ed25519_key(profile):
    with pytest.raises(KeyMaterialError, match="found P-256"):
        Issuer(profile=profile, signers=[LocalSigner.generate(KeyKind.P256)])
    with pytest.raises(KeyMaterialError, match="no signer at all"):
        Issuer(profile=profile, signers=[])


def test_two_signers_with_the_same_key_are_refused(profile):
    signer = LocalSigner.generate(KeyKind.ED25519)
    again = LocalSigner.from_pem(signer.to_pem(), None)
    with pytest.raises(KeyMaterialError, match="same key"):
        Issuer(profile=profile, signers=[signer, again])


@pytest.mark.parametrize("kind", [KeyKind.P256, KeyKind.RSA, KeyKind.P384])
def test_first_key_of_another_kind_signs_the_jwt(profile, kind, now):
    signers = [LocalSigner.generate(KeyKind.ED25519), LocalSigner.generate(kind)]
    issuer = Issuer(profile=profile, signers=signers)
    badge = issuer.issue(SUPERBOTS, ADA, now=now)
    assert verify(badge.jwt, now=now, trusted_keys=trusted(issuer)).valid


def test_ed25519_key_signs_the_jwt_when_asked(profile, now):
    signer = LocalSigner.generate(KeyKind.ED25519)
    badge = Issuer(profile=profile, signers=[signer], jwt_signer=signer).issue(SUPERBOTS, ADA, now=now)
    assert verify(badge.jwt, now=now, trusted_keys={SCHOOL: signer.public_key}).valid


def test_signer_for_the_jwt_alone_is_published_too(profile):
    signer, other = LocalSigner.generate(KeyKind.ED25519), LocalSigner.generate(KeyKind.P256)
    issuer = Issuer(profile=profile, signers=[signer], jwt_signer=other)
    assert len(issuer.did_document["verificationMethod"]) == 2


def test_badge_can_be_signed_so_that_its_holder_shows_parts_of_it(hosted, now):
    badge = hosted.issue(SUPERBOTS, ADA, now=now, evidence=["https://school.example/video"])
    text = hosted.disclosable(badge, now=now)
    shown = derive(json.loads(text))
    assert verify(text, now=now, trusted_keys=trusted(hosted)).check("proof").code == "base-proof"
    assert verify(shown, now=now, trusted_keys=trusted(hosted)).valid
    assert badge.document.keys() - shown.keys() == {"evidence"}


def test_composed_badge_can_be_signed_for_its_holder_too(hosted, now):
    document = {**hosted.issue(SUPERBOTS, ADA, now=now).document}
    del document["proof"]
    for whole in (document, model.OpenBadgeCredential.from_document(document)):
        shown = derive(json.loads(hosted.disclosable(whole, now=now)), [""])
        assert {**shown, "proof": None} == {**document, "proof": None}


def test_issuer_says_what_its_holders_cannot_leave_out(hosted, now):
    whole = {**hosted.issue(SUPERBOTS, ADA, now=now).document}
    del whole["proof"]
    shown = derive(json.loads(hosted.disclosable(whole, mandatory_pointers=[], now=now)), ["/name"])
    assert shown.keys() == {"@context", "id", "type", "name", "proof"}
    with pytest.raises(InputError, match="'/evidence' leads nowhere"):
        hosted.disclosable(whole, mandatory_pointers=["/evidence"], now=now)


def test_issuer_without_a_p256_key_has_no_badges_of_which_parts_are_shown(keyed, now):
    whole = {**keyed.issue(SUPERBOTS, ADA, now=now).document}
    del whole["proof"]
    with pytest.raises(KeyMaterialError, match="needs a P-256 key; found Ed25519"):
        keyed.disclosable(whole, now=now)


def test_badge_of_which_parts_are_shown_must_be_one_of_this_issuer_and_in_force(hosted, keyed, now):
    badge = model.OpenBadgeCredential.from_document(hosted.issue(SUPERBOTS, ADA, now=now).document)
    whole = {key: value for key, value in badge.to_document().items() if key != "proof"}
    for wrong in (
        {**whole, "issuer": {**whole["issuer"], "id": keyed.id}},
        {**whole, "validUntil": "2020-01-01T00:00:00Z"},
        {**whole, "type": ["VerifiableCredential", "OpenBadgeCredential", 7]},
    ):
        with pytest.raises((ModelError, InputError)):
            hosted.disclosable(wrong, now=now)


class ForgetfulSigner:
    """A signer whose signatures do not hold, as a broken KMS may give."""

    def __init__(self, public_key):
        self.public_key = public_key

    def sign(self, data):
        return bytes(64)


class KeyService:
    """A key elsewhere, which gives ECDSA signatures as DER."""

    def __init__(self):
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.public_key = PublicKey.from_cryptography(self._key.public_key())

    def sign(self, data):
        return self._key.sign(data, ec.ECDSA(hashes.SHA256()))


def test_signature_as_key_services_give_it_is_named(profile, now):
    issuer = Issuer(profile=profile, signers=[LocalSigner.generate(KeyKind.ED25519), KeyService()])
    with pytest.raises(ProofError, match="begin as DER does; r and s must stand there as they are"):
        issuer.issue(SUPERBOTS, ADA, now=now)


def test_signature_that_does_not_hold_is_not_given_out(profile, now):
    signer = ForgetfulSigner(LocalSigner.generate(KeyKind.ED25519).public_key)
    with pytest.raises(ProofError, match="not given out"):
        Issuer(profile=profile, signers=[signer]).issue(SUPERBOTS, ADA, now=now)


# --- what is issued


def test_badge_says_everything_that_was_ordered(hosted, now):
    described = model.ResultDescription(
        id="urn:uuid:3d5e4b9c-6a7e-4a51-8b1c-5f5d2b0d9f10", name="Pitch", result_type="Percent"
    )
    awarded = model.Achievement(
        id="https://school.example/achievements/superbots",
        name="Superbots",
        description="Robotics in industry.",
        criteria=model.Criteria(narrative="Build a robot."),
        result_description=[described],
    )
    badge = hosted.issue(
        awarded,
        Recipient(),
        credential_id="https://school.example/credentials/1",
        evidence=["https://school.example/robot", model.Evidence(narrative="A film.")],
        results=[model.Result(result_description=described.id, value="92")],
        narrative="Built in a week.",
        role="Team leader",
        credits_earned=3.0,
        valid_from=now - timedelta(days=1),
        valid_until=now + timedelta(days=365),
        awarded_date=now - timedelta(days=2),
        status=entry("https://school.example/status/1", 7),
        now=now,
    )
    document = badge.document
    assert badge.id == "https://school.example/credentials/1"
    assert [item.get("id") for item in document["evidence"]] == ["https://school.example/robot", None]
    assert document["credentialStatus"]["statusListIndex"] == "7"
    assert (document["validFrom"], document["validUntil"], document["awardedDate"]) == (
        "2026-05-31T12:00:00Z",
        "2027-06-01T12:00:00Z",
        "2026-05-30T12:00:00Z",
    )
    earned = subject(badge)
    assert (earned["narrative"], earned["role"], earned["creditsEarned"]) == (
        "Built in a week.",
        "Team leader",
        3,
    )
    assert earned["result"][0]["value"] == "92"


def test_each_badge_has_an_id_of_its_own(keyed, now):
    first, second = (keyed.issue(SUPERBOTS, ADA, now=now) for _ in range(2))
    assert first.id.startswith("urn:uuid:")
    assert len({first.id, second.id, subject(first)["id"], subject(second)["id"]}) == 4


def test_badge_is_dated_in_whole_seconds_and_not_ahead(keyed):
    moment = datetime(2026, 6, 1, 12, 0, 0, 999_999, tzinfo=UTC)
    document = keyed.issue(SUPERBOTS, ADA, now=moment).document
    assert document["validFrom"] == "2026-06-01T11:59:00Z"
    assert document["proof"]["created"] == "2026-06-01T12:00:00Z"
    assert timedelta(minutes=1) == BACKDATING


def test_dates_are_written_in_utc(keyed, now):
    from zoneinfo import ZoneInfo

    begin = datetime(2026, 5, 1, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert (
        keyed.issue(SUPERBOTS, ADA, valid_from=begin, now=now).document["validFrom"] == "2026-05-01T00:00:00Z"
    )


@pytest.mark.parametrize(
    ("achievement", "recipient", "wanted"),
    [
        (SUPERBOTS, "ada@school.example", "recipient .* Recipient"),
        ("Superbots", ADA, "achievement .* Achievement"),
    ],
)
def test_other_classes_are_a_mistake_of_the_caller(keyed, achievement, recipient, wanted):
    with pytest.raises(TypeError, match=f"{wanted}; found str"):
        keyed.issue(achievement, recipient)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"evidence": 5}, "$.evidence[0]"),
        ({"results": 5}, "$.result[0]"),
        ({"valid_from": datetime(2026, 6, 1, 12, 0, 1, tzinfo=UTC)}, "$.validFrom"),
        ({"valid_from": datetime(2026, 5, 1)}, "$.validFrom"),  # noqa: DTZ001 - that is the point
        ({"valid_from": "2026-05-01T09:00:00Z"}, "$.validFrom"),
        ({"awarded_date": date(2026, 5, 1)}, "$.awardedDate"),
        ({"valid_until": datetime(2026, 6, 1, 12, tzinfo=UTC)}, "$.validUntil"),
        ({"valid_until": datetime(2020, 6, 1, 12, tzinfo=UTC)}, "$.validUntil"),
        ({"credential_id": "relative"}, "$.id"),
        ({"evidence": ["not a url"]}, "$.id"),
    ],
)
def test_what_cannot_be_issued_is_refused_with_its_place(keyed, now, changes, path):
    with pytest.raises(ModelError) as caught:
        keyed.issue(SUPERBOTS, ADA, now=now, **changes)
    assert caught.value.path == path


def test_undefined_term_is_refused_before_anything_is_signed(keyed, now):
    awarded = SUPERBOTS.to_model(keyed.id).replacing(shoeSize=40)
    with pytest.raises(StrictnessError) as caught:
        keyed.issue(awarded, ADA, now=now)
    assert caught.value.path == "$.credentialSubject.achievement.shoeSize"


def test_badge_that_was_composed_as_a_whole_is_secured(hosted, now):
    document = hosted.issue(SUPERBOTS, ADA, now=now).document
    del document["proof"]
    badge = hosted.secure(document, now=now)
    assert badge.json == hosted.secure(document, now=now).json
    assert verify(badge.jwt, now=now, trusted_keys=trusted(hosted)).valid


def test_badge_of_another_issuer_is_not_secured(hosted, keyed, now):
    document = keyed.issue(SUPERBOTS, ADA, now=now).document
    del document["proof"]
    with pytest.raises(ModelError, match="who signs"):
        hosted.secure(document, now=now)


def test_document_that_has_no_id_is_not_secured(keyed, now):
    document = build("https://school.example/status/1", keyed.id, Bitstring(MIN_SIZE), valid_from=now)
    del document["id"]
    with pytest.raises(ModelError, match=r"\$\.id"):
        keyed.secure(document, now=now)


def test_badge_with_a_proof_is_not_secured_again(keyed, now):
    with pytest.raises(ProofError, match="proof already"):
        keyed.secure(keyed.issue(SUPERBOTS, ADA, now=now).document, now=now)


# --- achievements


def test_achievement_without_an_id_gets_the_same_one_each_time():
    one, same = (SUPERBOTS.to_model("did:web:a.example").id for _ in range(2))
    other = SUPERBOTS.to_model("did:web:b.example").id
    renamed = Achievement(name="Megabots", description="d", criteria="c").to_model("did:web:a.example").id
    assert one == same
    assert len({one, other, renamed}) == 3
    assert one.startswith("urn:uuid:")


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ("https://school.example/criteria", {"id": "https://school.example/criteria"}),
        ("Build a robot.", {"narrative": "Build a robot."}),
        ("https://school.example says: build.", {"narrative": "https://school.example says: build."}),
        (model.Criteria(narrative="Build."), {"narrative": "Build."}),
    ],
)
def test_criteria_are_a_text_or_a_page(criteria, expected):
    found = Achievement(name="n", description="d", criteria=criteria).to_model(SCHOOL)
    assert found.criteria.to_document() == expected


def test_achievement_says_what_it_was_given():
    achievement = Achievement(
        name="n",
        description="d",
        criteria="c",
        image="https://school.example/robot.png",
        id="https://school.example/achievements/n",
        achievement_type="Course",
        tag=["robots"],
        creator=model.Profile(id="https://partner.example", name="Robot Works"),
        in_language="en",
        version="2",
        credits_available=1.5,
    )
    document = achievement.to_model(SCHOOL).to_document()
    assert document["image"] == {"id": "https://school.example/robot.png", "type": "Image"}
    assert (document["achievementType"], document["tag"], document["version"]) == ("Course", ["robots"], "2")
    assert (document["creator"]["name"], document["inLanguage"], document["creditsAvailable"]) == (
        "Robot Works",
        "en",
        1.5,
    )


def test_one_of_what_there_can_be_several_may_be_given_by_itself(keyed, now):
    achievement = replace(SUPERBOTS, tag="robots", alignment=model.Alignment(**TARGET))
    badge = keyed.issue(achievement, ADA, evidence="https://school.example/e", results=GRADE, now=now)
    assert subject(badge)["achievement"]["tag"] == ["robots"]
    assert len(subject(badge)["achievement"]["alignment"]) == 1
    assert badge.document["evidence"] == [{"id": "https://school.example/e", "type": ["Evidence"]}]
    assert subject(badge)["result"] == [{"type": ["Result"], "value": "A"}]


@pytest.mark.parametrize(
    "evidence", [model.Evidence(narrative="A film."), {"type": "Evidence", "narrative": "A film."}]
)
def test_one_piece_of_evidence_may_be_given_by_itself(keyed, now, evidence):
    badge = keyed.issue(SUPERBOTS, ADA, evidence=evidence, now=now)
    assert badge.document["evidence"] == [{"type": ["Evidence"], "narrative": "A film."}]


def test_tags_may_come_from_anything_that_gives_them(keyed, now):
    badge = keyed.issue(replace(SUPERBOTS, tag=iter(["robots", "work"])), ADA, now=now)
    assert subject(badge)["achievement"]["tag"] == ["robots", "work"]


# --- recipients


def test_address_is_hashed_in_lower_case_with_a_salt_of_its_own():
    first, second = (Recipient(email=" Ada@School.Example ").identifiers()[0] for _ in range(2))
    digest = hashlib.sha256(("ada@school.example" + first.salt).encode()).hexdigest()
    assert (first.hashed, first.identity_type, first.identity_hash) == (
        True,
        "emailAddress",
        f"sha256${digest}",
    )
    assert first.salt != second.salt
    assert len(bytes.fromhex(first.salt)) >= 16


def test_address_is_in_clear_only_when_that_is_said():
    (identity,) = Recipient(email="Ada@school.example", identifier="clear").identifiers()
    assert (identity.hashed, identity.identity_hash, identity.salt) == (False, "ada@school.example", None)


def test_address_can_be_left_out():
    assert Recipient(email="ada@school.example", identifier="none").identifiers() == ()
    assert Recipient().identifiers() == ()


@pytest.mark.parametrize(
    ("name", "show", "expected"),
    [
        ("Ada Lovelace", "full", "Ada Lovelace"),
        ("Ada Lovelace", "initial", "Ada L."),
        ("Ada King Lovelace", "initial", "Ada King L."),
        ("Lovelace, Ada", "initial", "Ada L."),
        (",", "initial", ",."),
        ("Ada", "initial", "A."),
        (" Ada ", "full", "Ada"),
    ],
)
def test_name_stands_first_and_only_as_far_as_asked(name, show, expected):
    shown, hashed = Recipient(email="ada@school.example", name=name, show_name=show).identifiers()
    assert (shown.identity_type, shown.identity_hash, shown.hashed) == ("name", expected, False)
    assert hashed.hashed


def test_name_is_not_in_the_badge_unless_asked(keyed, now):
    text = keyed.issue(SUPERBOTS, ADA, now=now).json
    assert "Lovelace" not in text
    assert "ada@school.example" not in text


def test_address_and_name_are_not_shown_in_logs():
    assert "ada" not in repr(ADA).lower()


def test_badge_in_a_log_tells_its_id_and_nothing_of_the_recipient(keyed, now):
    badge = keyed.issue(SUPERBOTS, replace(ADA, show_name="full"), now=now)
    assert repr(badge) == f"Badge(id={badge.id!r})"


def test_recipient_with_an_id_of_its_own_keeps_it(keyed, now):
    recipient = Recipient(id="did:key:z6MkfLvqVM1TFTj8ZGgo8iTMFyJSd9UqpFb6wDkpJ6sFAtxW")
    assert subject(keyed.issue(SUPERBOTS, recipient, now=now))["id"] == recipient.id


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "ada"},
        {"email": "@school.example"},
        {"email": "ada@"},
        {"email": "a da@school.example"},
        {"email": ""},
        {"email": "ada@school.example\0"},
        {"identifier": "md5"},
        {"show_name": "yes"},
        {"show_name": "full"},
        {"show_name": "initial", "name": " "},
        {"email": 5},
        {"email": b"ada@school.example"},
        {"name": ["Ada"], "show_name": "full"},
        {"id": 5},
    ],
)
def test_recipient_that_cannot_be_written_is_refused(changes):
    with pytest.raises(ModelError, match="Recipient"):
        Recipient(**changes)


# --- signing plain documents


def test_plain_document_is_signed_under_the_issuers_usual_key_id(keyed, hosted, now):
    for issuer in (keyed, hosted):
        document = issuer.issue(SUPERBOTS, ADA, now=now).document
        proof = document.pop("proof")
        signed = sign(document, issuer.signers[0], created=now)
        assert signed["proof"] == proof
        assert "proof" not in document


def test_status_list_is_signed(keyed, now):
    url = "https://school.example/status/1"
    document = build(url, keyed.id, Bitstring(MIN_SIZE), valid_from=now)
    assert verify(sign(document, keyed.signers[0], created=now), now=now).valid


def test_key_id_can_be_given(hosted, now):
    document = hosted.issue(SUPERBOTS, ADA, now=now).document
    del document["proof"]
    method = "did:web:school.example#key-1"
    assert (
        sign(document, hosted.signers[0], verification_method=method)["proof"]["verificationMethod"] == method
    )


def test_key_that_is_not_the_did_key_does_not_sign_for_it(keyed, now):
    document = keyed.issue(SUPERBOTS, ADA, now=now).document
    del document["proof"]
    with pytest.raises(KeyMaterialError, match="one key"):
        sign(document, LocalSigner.generate(KeyKind.ED25519))


def test_did_jwk_signs_under_its_only_key_id():
    from openbadge_issuer.keys.multibase import base64url

    key = LocalSigner.generate(KeyKind.ED25519).public_key
    did = f"did:jwk:{base64url(json.dumps(key.jwk).encode())}"
    assert method_of(did, key) == f"{did}#0"


def test_document_without_an_issuer_is_not_signed(keyed):
    document = {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential"]}
    with pytest.raises(ModelError, match=r"\$.issuer"):
        sign(document, keyed.signers[0])
    with pytest.raises(KeyMaterialError, match="who issues it"):
        method_of("", keyed.signers[0].public_key)


def test_other_credentials_are_signed_as_they_are(keyed, now):
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": keyed.id,
        "credentialSubject": {"id": "did:example:ada"},
    }
    signed = sign(document, keyed.signers[0], created=now)
    assert verify(signed, now=now).check("proof").passed
    assert signed["proof"]["verificationMethod"] == did_key_method(keyed.signers[0].public_key)


@pytest.mark.parametrize(
    ("change", "error", "path"),
    [
        ({"shoeSize": 40}, StrictnessError, "$.shoeSize"),
        ({"validFrom": "2026-05-01T09:00:00"}, ModelError, "$.validFrom"),
        ({"id": "relative"}, ModelError, "$.id"),
        ({"name": 7}, ModelError, "$.name"),
        ({"type": ["Diploma"]}, ModelError, "$.type"),
    ],
)
def test_document_that_cannot_be_signed_is_refused_with_its_place(keyed, now, change, error, path):
    document = {**keyed.issue(SUPERBOTS, ADA, now=now).document, **change}
    del document["proof"]
    with pytest.raises(error) as caught:
        sign(document, keyed.signers[0])
    assert caught.value.path == path


def test_document_with_a_context_that_is_not_at_hand_is_refused(keyed, now):
    document = keyed.issue(SUPERBOTS, ADA, now=now).document
    del document["proof"]
    document["@context"].append("https://school.example/own")
    with pytest.raises(ContextError, match=r"https://school\.example/own"):
        sign(document, keyed.signers[0])


def test_moment_that_utc_does_not_reach_is_refused(keyed):
    begin = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))
    with pytest.raises(ModelError, match="years 1 to 9999") as caught:
        keyed.issue(SUPERBOTS, Recipient(), valid_from=begin)
    assert caught.value.path == "$.validFrom"


def test_list_that_grows_after_it_was_given_changes_no_badge(keyed):
    tags = ["robots"]
    achievement = replace(SUPERBOTS, tag=tags)
    tags.append("welding")
    assert keyed.issue(achievement, Recipient()).document["credentialSubject"]["achievement"]["tag"] == [
        "robots"
    ]


def test_each_of_two_achievements_in_turn_is_in_its_own_badges(keyed):
    other = replace(SUPERBOTS, name="Welding")
    names = [keyed.issue(given, Recipient()).document["name"] for given in (SUPERBOTS, other, SUPERBOTS)]
    assert names == ["Superbots", "Welding", "Superbots"]


def test_badge_with_more_values_than_are_read_is_not_issued(keyed):
    many = replace(SUPERBOTS, tag=[str(number) for number in range(MAX_VALUES)])
    with pytest.raises(ComplexityError, match="values"):
        keyed.issue(many, Recipient())


def test_half_a_character_in_a_name_is_refused_as_any_other_mistake(keyed):
    with pytest.raises(StrictnessError, match="surrogate") as caught:
        keyed.issue(replace(SUPERBOTS, name="Robot \ud800"), Recipient())
    assert caught.value.path == "$.name"


@pytest.mark.parametrize("member", ["name", "description", "criteria"])
def test_achievement_that_says_nothing_is_refused(member, keyed):
    with pytest.raises(ModelError) as caught:
        keyed.issue(replace(SUPERBOTS, **{member: " \n"}), Recipient())
    assert caught.value.path == f"$.{member}"


def test_issuer_without_a_name_is_refused():
    with pytest.raises(ModelError) as caught:
        Issuer.create(name=" ", url="https://school.example")
    assert caught.value.path == "$.name"


@pytest.mark.parametrize(
    "email",
    ["mailto:ada@school.example", "Ada <ada@school.example>", "<ada@school.example>", "a@b@school.example"],
)
def test_more_than_an_address_is_no_address(email):
    with pytest.raises(ModelError, match="e-mail address"):
        Recipient(email=email)


def test_name_with_control_characters_is_not_shown():
    with pytest.raises(ModelError, match="a name"):
        Recipient(name="Ada\x07", show_name="full")


def test_name_over_several_lines_is_shown_on_one():
    (identity,) = Recipient(name=" Ada\n King  Lovelace ", show_name="full").identifiers()
    assert identity.identity_hash == "Ada King Lovelace"


def test_name_whose_letters_are_joined_is_shown_as_it_is():
    (identity,) = Recipient(name="न\u200dम", show_name="full").identifiers()
    assert identity.identity_hash == "न\u200dम"
