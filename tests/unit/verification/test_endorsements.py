"""Endorsements are verified by themselves, tied to what they endorse, and never change the badge's outcome."""

import pytest
from unit.verification.world import (
    ACHIEVEMENT,
    BADGE,
    CREATED,
    EXTENSIONS,
    Party,
    endorsement,
    signed,
    unsigned,
)

from openbadge_issuer.errors import FetchError
from openbadge_issuer.json_text import to_text
from openbadge_issuer.keys.did import did_key, did_key_method
from openbadge_issuer.proofs import vc_jwt
from openbadge_issuer.status.bitstring import Bitstring
from openbadge_issuer.status.status_list import MIN_SIZE, build, entry
from openbadge_issuer.verification import allowance, endorsements
from openbadge_issuer.verification.allowance import Allowance, work_of
from openbadge_issuer.verification.circumstances import MAX_FETCHES, Circumstances, Documents
from openbadge_issuer.verification.source import read
from openbadge_issuer.verification.verifier import verified, verify

PARTNER = Party(identifier=None)


def codes(report):
    return {check.name: check.code for check in report.checks}


def by_partner(about=ACHIEVEMENT, **changes):
    return signed(endorsement(about, issuer=PARTNER.id, **changes), PARTNER.signer)


def as_token(document):
    issuer = did_key(PARTNER.jwt_signer.public_key)
    method = did_key_method(PARTNER.jwt_signer.public_key)
    document = {**document, "issuer": {**document["issuer"], "id": issuer}}
    return vc_jwt.encode(document, PARTNER.jwt_signer, verification_method=method)


@pytest.fixture
def endorsed(stranger, now):
    """A badge made by a function that puts endorsements into it, and its report."""

    def make(change, **options):
        document = unsigned(issuer=stranger.id)
        change(document, document["credentialSubject"]["achievement"])
        return verify(signed(document, stranger.signer), now=now, **options)

    return make


@pytest.fixture
def reported(stranger, now):
    """The same without a signature, for what nobody would sign: its report."""

    def make(*found, member="endorsement", **options):
        document = unsigned(issuer=stranger.id)
        document["credentialSubject"]["achievement"][member] = list(found)
        return verify(document, now=now, **options)

    return make


def on_achievement(*found, member="endorsement"):
    return lambda _, achievement: achievement.update({member: list(found)})


# --- good endorsements, wherever they stand


@pytest.mark.parametrize(
    ("member", "made"),
    [
        ("endorsement", by_partner()),
        ("endorsementJwt", as_token(endorsement(issuer=PARTNER.id))),
    ],
    ids=["embedded", "jwt"],
)
def test_endorsement_has_a_report_of_its_own(endorsed, member, made):
    report = endorsed(on_achievement(made, member=member))
    (found,) = report.endorsements
    assert (report.outcome, codes(report)["endorsements"]) == ("valid", "all-valid")
    assert (found.outcome, found.kind, found.endorses) == ("valid", "endorsement", ACHIEVEMENT)
    assert found.path == f"$.credentialSubject.achievement.{member}[0]"
    assert codes(found)["endorsed"] == "is-about-it"


def test_report_says_who_claims_to_endorse_and_whose_signature_it_is(endorsed):
    (found,) = endorsed(on_achievement(by_partner())).to_dict()["endorsements"]
    assert found["issuer"] == {"id": PARTNER.id, "claimedName": "Robot Works"}
    assert (found["proven"], found["endorses"]) == (f"the key {PARTNER.id}", ACHIEVEMENT)
    assert [check["name"] for check in found["checks"]][:5] == [
        "input",
        "structure",
        "strictness",
        "proof",
        "issuer key",
    ]


def test_profiles_wherever_they_stand_can_be_endorsed(endorsed):
    def change(document, achievement):
        document["issuer"]["endorsement"] = [by_partner(document["issuer"]["id"])]
        parent = {"id": "https://parent.example/", "type": ["Profile"], "name": "Parent"}
        parent["endorsement"] = [by_partner(parent["id"], id="urn:uuid:2")]
        document["issuer"]["parentOrg"] = parent
        source = {"id": "https://source.example/", "type": ["Profile"], "name": "Source"}
        document["credentialSubject"]["source"] = source
        source["endorsementJwt"] = [as_token(endorsement(source["id"], issuer=PARTNER.id))]
        creator = {"id": "https://creator.example/", "type": ["Profile"], "name": "Creator"}
        achievement["creator"] = creator
        creator["endorsement"] = [by_partner(creator["id"], id="urn:uuid:3")]

    report = endorsed(change)
    assert [found.path for found in report.endorsements] == [
        "$.issuer.endorsement[0]",
        "$.issuer.parentOrg.endorsement[0]",
        "$.credentialSubject.achievement.creator.endorsement[0]",
        "$.credentialSubject.source.endorsementJwt[0]",
    ]
    assert (report.outcome, codes(report)["endorsements"]) == ("valid", "all-valid")


@pytest.mark.parametrize("about", ["badge", "achievement", "issuer"])
def test_endorsement_in_the_badge_itself_may_be_about_what_is_in_it(endorsed, about):
    def change(document, achievement):
        ids = {"badge": document["id"], "achievement": achievement["id"], "issuer": document["issuer"]["id"]}
        document["endorsement"] = [by_partner(ids[about])]

    assert endorsed(change).endorsements[0].valid


@pytest.mark.parametrize(("member", "kind"), [("related", "Related"), ("evidence", "Evidence")])
def test_endorsement_of_what_the_badge_only_refers_to_is_about_another(endorsed, member, kind):
    """A word for another achievement would otherwise adorn any badge that calls it related."""
    other = {"id": "https://other.example/achievements/1", "type": [kind, "Achievement"]}

    def change(document, achievement):
        (achievement if member == "related" else document)[member] = [other]
        document["endorsement"] = [by_partner(other["id"])]

    (found,) = endorsed(change).endorsements
    assert codes(found)["endorsed"] == "about-another"


def test_endorsement_in_a_profile_that_is_verified_by_itself_is_found(now):
    profile = {"@context": unsigned()["@context"], "id": "https://school.example/", "type": ["Profile"]}
    profile["endorsement"] = [by_partner(profile["id"])]
    report = verify(profile, now=now)
    assert (report.outcome, report.endorsements[0].outcome) == ("unknown", "valid")


def test_single_endorsement_without_an_array_is_found(endorsed):
    report = endorsed(lambda _, achievement: achievement.update(endorsement=by_partner()))
    assert report.endorsements[0].path == "$.credentialSubject.achievement.endorsement"


@pytest.mark.parametrize("form", [str, str.encode])
@pytest.mark.parametrize("key", ["endorsement", "\\u0065ndorsement"])
def test_endorsements_in_a_text_are_found_however_their_key_is_written(key, form, stranger, now):
    document = unsigned(issuer=stranger.id)
    document["credentialSubject"]["achievement"]["endorsement"] = [by_partner()]
    text = to_text(signed(document, stranger.signer)).replace('"endorsement"', f'"{key}"')
    assert len(verify(form(text), now=now).endorsements) == 1


def test_document_without_endorsements_says_nothing_about_them(endorsed):
    report = endorsed(lambda *_: None)
    assert (report.endorsements, "endorsements" in codes(report)) == ((), False)


# --- bad endorsements are bad by themselves


def revoked(web):
    url = "https://partner.example/status/1"
    bits = Bitstring(MIN_SIZE)
    bits.set(7)
    web.publish(url, signed(build(url, PARTNER.id, bits, valid_from=CREATED), PARTNER.signer))
    return by_partner(credentialStatus=entry(url, 7))


@pytest.mark.parametrize(
    ("made", "check", "code"),
    [
        (lambda _: by_partner("https://school.example/achievements/2"), "endorsed", "about-another"),
        (lambda _: by_partner(validUntil="2026-05-02T00:00:00Z"), "dates", "expired"),
        (lambda _: {**by_partner(), "name": "Another"}, "proof", "not-verified"),
        (lambda _: {**by_partner(), "proof": [{"type": "DataIntegrityProof"}]}, "proof", "malformed-proof"),
        (lambda _: endorsement(issuer=PARTNER.id), "proof", "no-proof"),
        (
            lambda _: signed(endorsement(issuer=PARTNER.id), Party(None).signer),
            "issuer key",
            "another-issuer",
        ),
        (lambda _: signed({**endorsement(issuer=PARTNER.id), "name": 7}, PARTNER.signer), "structure", None),
        (revoked, "status", "revoked"),
    ],
    ids=["about", "dates", "changed", "malformed", "unsigned", "stranger", "structure", "revoked"],
)
def test_bad_endorsement_is_bad_by_itself(reported, web, made, check, code):
    report = reported(made(web), by_partner(id="urn:uuid:2"), fetcher=web)
    first, second = report.endorsements
    assert (first.outcome, codes(first)[check]) == ("invalid", code or "does-not-conform")
    assert second.valid
    assert (codes(report)["structure"], codes(report)["endorsements"]) == ("conforms", "not-all-valid")


def test_outcome_of_the_badge_is_its_own(endorsed):
    report = endorsed(on_achievement(by_partner("https://school.example/achievements/2")))
    assert (report.outcome, report.endorsements[0].outcome) == ("valid", "invalid")


@pytest.mark.parametrize("token", ["x", "a.b.c", "{}", "<svg/>", "eyJhbGciOiJub25lIn0.e30."])
def test_token_that_is_none_is_reported(endorsed, token):
    report = endorsed(on_achievement(token, member="endorsementJwt"))
    (found,) = report.endorsements
    assert (report.outcome, found.outcome) == ("valid", "invalid")
    assert found.path == "$.credentialSubject.achievement.endorsementJwt[0]"


def test_undefined_term_in_a_token_is_found(endorsed):
    token = as_token(endorsement(issuer=PARTNER.id, shoeSize="40"))
    (found,) = endorsed(on_achievement(token, member="endorsementJwt")).endorsements
    assert (found.outcome, codes(found)["proof"], codes(found)["strictness"]) == (
        "invalid",
        "verified",
        "not-signed",
    )


def test_undefined_term_in_an_embedded_endorsement_is_unsigned_in_the_badge_as_well(stranger, now):
    document = unsigned(issuer=stranger.id)
    document["credentialSubject"]["achievement"]["endorsement"] = [by_partner()]
    badge = signed(document, stranger.signer)
    badge["credentialSubject"]["achievement"]["endorsement"][0]["shoeSize"] = "40"
    report = verify(badge, now=now)
    assert (report.outcome, report.check("strictness").path) == (
        "invalid",
        "$.credentialSubject.achievement.endorsement[0].shoeSize",
    )
    assert report.endorsements[0].check("strictness").path == "$.shoeSize"


def test_badge_in_the_place_of_an_endorsement_is_none(reported, stranger):
    inner = signed(unsigned(issuer=stranger.id, id="urn:uuid:1"), stranger.signer)
    (found,) = reported(inner).endorsements
    assert (found.outcome, codes(found)["endorsed"]) == ("invalid", "no-endorsement")


def test_document_of_no_kind_in_the_place_of_an_endorsement_is_none(now, stranger):
    document = unsigned(issuer=stranger.id, endorsement=[{"id": "urn:uuid:1"}])
    (found,) = verify(document, now=now).endorsements
    assert found.check("endorsed").message == "This is a document of another kind, not an endorsement."


@pytest.mark.parametrize("subject", [{"type": ["EndorsementSubject"]}, {"id": {}}, {"id": []}, [], "x"])
def test_endorsement_of_nothing_is_about_another(now, stranger, subject):
    made = {**endorsement(issuer=PARTNER.id), "credentialSubject": subject}
    (found,) = verify(unsigned(issuer=stranger.id, endorsement=[made]), now=now).endorsements
    assert (codes(found)["endorsed"], found.endorses) == ("about-another", None)


def test_thing_without_an_id_cannot_be_endorsed(now, stranger):
    document = unsigned(issuer=stranger.id)
    document["issuer"]["parentOrg"] = {"type": ["Profile"], "endorsement": [by_partner()]}
    assert codes(verify(document, now=now).endorsements[0])["endorsed"] == "about-another"


@pytest.mark.parametrize("value", [7, [7], "x", [None]])
def test_what_is_no_endorsement_at_all_is_the_badges_own_fault(now, stranger, value):
    report = verify(unsigned(issuer=stranger.id, endorsement=value), now=now)
    assert (report.endorsements, codes(report)["structure"]) == ((), "does-not-conform")


def test_issuer_that_endorses_itself_is_named(reported, stranger):
    (found,) = reported(signed(endorsement(issuer=stranger.id), stranger.signer)).endorsements
    assert (found.outcome, codes(found)["endorsed"]) == ("valid", "endorses-itself")


def test_nobody_is_not_the_same_as_nobody(now, stranger):
    document = {**unsigned(issuer=stranger.id, endorsement=[by_partner(BADGE["id"])]), "issuer": 7}
    document["endorsement"][0]["issuer"] = 7
    assert codes(verify(document, now=now).endorsements[0])["endorsed"] == "is-about-it"


def test_profile_that_endorses_itself_is_named(now, stranger):
    document = unsigned(issuer=stranger.id)
    own = signed({**endorsement(PARTNER.id, issuer=PARTNER.id), "issuer": PARTNER.id}, PARTNER.signer)
    document["issuer"]["parentOrg"] = {"id": PARTNER.id, "type": ["Profile"], "endorsement": [own]}
    assert codes(verify(document, now=now).endorsements[0])["endorsed"] == "endorses-itself"


def test_newer_version_of_an_endorsement_is_not_asked_for(endorsed, web):
    made = endorsement(issuer=PARTNER.id)
    made["@context"].append(EXTENSIONS)
    made["refreshService"] = {"id": "https://partner.example/1", "type": "1EdTechCredentialRefresh"}

    def change(document, achievement):
        document["@context"].append(EXTENSIONS)
        achievement["endorsement"] = [signed(made, PARTNER.signer)]

    (found,) = endorsed(change, fetcher=web).endorsements
    assert (found.outcome, codes(found)["refresh"], web.asked) == ("valid", "not-made", [])


# --- endorsements of endorsers


def nested(levels):
    """An endorsement in the profile of an endorser, and so on; the innermost is endorsed by nobody."""
    made = endorsement(PARTNER.id, issuer=PARTNER.id, id="urn:uuid:level-0")
    for level in range(levels):
        outer = endorsement(PARTNER.id, issuer=PARTNER.id, id=f"urn:uuid:level-{level + 1}")
        outer["issuer"]["endorsement"] = [made]
        made = outer
    made["credentialSubject"]["id"] = ACHIEVEMENT
    return made


def test_endorsement_of_an_endorser_is_reported_within_the_endorsement(now, stranger):
    document = unsigned(issuer=stranger.id, endorsement=[nested(1)])
    (outer,) = verify(document, now=now).endorsements
    (inner,) = outer.endorsements
    assert (inner.path, codes(inner)["endorsed"]) == ("$.issuer.endorsement[0]", "endorses-itself")


def test_deeper_endorsements_are_listed_as_not_verified(now, stranger):
    document = unsigned(issuer=stranger.id, endorsement=[nested(endorsements.MAX_LEVELS)])
    report = verify(document, now=now)
    for _ in range(endorsements.MAX_LEVELS):
        (report,) = report.endorsements
    check = report.check("endorsements")
    assert (report.endorsements, check.code, check.path) == ((), "not-all-made", "$.issuer.endorsement[0]")
    assert "2 levels deep" in check.problems[0].message


@pytest.mark.parametrize("kind", ["Achievement", "Other"])
def test_badge_is_about_achievements_and_profiles(now, stranger, kind):
    document = unsigned(issuer=stranger.id, endorsement=[by_partner("urn:x:1")])
    document["credentialSubject"]["source"] = {"id": "urn:x:1", "type": [kind]}
    (found,) = verify(document, now=now).endorsements
    assert codes(found)["endorsed"] == ("is-about-it" if kind == "Achievement" else "about-another")


def test_endorsement_within_an_array_is_no_part_of_the_badges_structure(now, stranger):
    document = unsigned(issuer=stranger.id)
    subject = document["credentialSubject"]
    subject["achievement"]["endorsement"] = [{"id": "urn:x:1"}]
    report = verify({**document, "credentialSubject": [subject, {**subject, "id": "urn:x:2"}]}, now=now)
    assert codes(report)["structure"] == "conforms"


@pytest.mark.parametrize("identifier", [{}, [], 7])
def test_what_has_no_proper_id_cannot_be_endorsed(now, stranger, identifier):
    document = unsigned(issuer=stranger.id)
    document["credentialSubject"]["achievement"] |= {"id": identifier, "endorsement": [by_partner()]}
    (found,) = verify(document, now=now).endorsements
    assert codes(found)["endorsed"] == "about-another"


# --- limits


def test_only_so_many_are_verified_and_the_others_are_listed(now, stranger):
    made = [{"id": f"urn:uuid:{number}"} for number in range(1000)]
    report = verify(unsigned(issuer=stranger.id, endorsement=made), now=now)
    check = report.check("endorsements")
    assert len(report.endorsements) == allowance.MAX_ENDORSEMENTS
    assert (check.code, check.path) == ("not-all-made", "$.endorsement[16]")
    assert {problem.code for problem in check.problems} == {"not-verified"}
    assert len(check.problems) == endorsements.MAX_LISTED
    assert "at most 16" in check.problems[0].message


def test_those_in_the_badge_come_before_those_of_endorsers(now, stranger):
    document = unsigned(issuer=stranger.id, endorsement=[nested(1), by_partner()])
    circumstances = Circumstances(now=now, documents=Documents(None), allowance=Allowance(number=2))
    report = verified(read(document), circumstances)
    assert [found.path for found in report.endorsements] == ["$.endorsement[0]", "$.endorsement[1]"]
    assert codes(report.endorsements[0])["endorsements"] == "not-all-made"


@pytest.mark.parametrize("member", ["endorsement", "endorsementJwt"])
def test_endorsement_that_is_too_long_is_not_verified(now, stranger, member):
    long = "x" * (allowance.MAX_LENGTH + 1)
    made = {"endorsement": endorsement(issuer=PARTNER.id, name=long), "endorsementJwt": long}[member]
    report = verify(unsigned(issuer=stranger.id, **{member: [made]}), now=now)
    assert (report.endorsements, codes(report)["endorsements"]) == ((), "not-all-made")
    assert "262,144 characters" in report.check("endorsements").problems[0].message


def test_work_is_shared_by_all_endorsements(now, stranger):
    document = unsigned(issuer=stranger.id, endorsement=[by_partner(), by_partner()])
    circumstances = Circumstances(now=now, documents=Documents(None), allowance=Allowance(work=1_000))
    report = verified(read(document), circumstances)
    check = report.check("endorsements")
    assert (len(report.endorsements), check.path) == (1, "$.endorsement[1]")
    assert "all the work" in check.problems[0].message


def test_statuses_of_endorsements_are_part_of_their_work():
    """The lists of one verification are proven once, but looked up for each status that names them."""
    bare = endorsement(issuer=PARTNER.id, proof={})
    one, four = ({**bare, "credentialStatus": [{}] * count} for count in (1, 4))
    spent = [work_of(read(document)) for document in (bare, one, four)]
    assert spent[1] - spent[0] > 200
    assert spent[2] - spent[0] > 800


def test_endorsement_that_is_too_complex_ends_the_work(now, stranger, monkeypatch):
    poison = endorsement(issuer=PARTNER.id, evidence=[{"type": ["Evidence"]}] * 10)
    monkeypatch.setattr("openbadge_issuer.linked_data.strictness.MAX_PARTS", 10)
    report = verify(unsigned(issuer=stranger.id, endorsement=[poison, by_partner()]), now=now)
    assert [codes(found)["strictness"] for found in report.endorsements] == ["too-complex"]
    assert report.check("endorsements").path == "$.endorsement[1]"


def test_fetches_are_shared_with_the_badge(endorsed, web):
    made = [
        by_partner(
            id=f"urn:uuid:{number}", credentialStatus=entry(f"https://partner.example/status/{number}", 1)
        )
        for number in range(3)
    ]
    used = {f"https://school.example/{number}": None for number in range(MAX_FETCHES - 2)}
    documents = Documents(web)
    for url in used:
        with pytest.raises(FetchError):
            documents.get(url)
    circumstances = Circumstances(now=CREATED, documents=documents)
    report = endorsements.with_endorsements(
        endorsed(on_achievement(*made)),
        circumstances,
    )
    told = [found.check("status").message for found in report.endorsements]
    assert len(web.asked) == MAX_FETCHES
    assert ["at most 16 documents" in message for message in told] == [False, False, True]


def test_allowance_is_shared_by_the_badges_of_a_presentation(now, stranger):
    document = unsigned(issuer=stranger.id, endorsement=[by_partner()])
    circumstances = Circumstances(now=now, documents=Documents(None), allowance=Allowance(number=1))
    first, second = (verified(read(document), circumstances) for _ in range(2))
    assert (len(first.endorsements), len(second.endorsements)) == (1, 0)
