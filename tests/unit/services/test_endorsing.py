"""Giving one's word for what is awarded here, agreeing to it, taking it back; words signed elsewhere."""

from datetime import timedelta

import pytest

from openbadge_issuer import Issuer, verify
from openbadge_issuer.errors import ConflictError, FetchError, InputError, ModelError, NotFoundError
from openbadge_issuer.issuer.embedding import MAX_EMBEDDED, MAX_ENDORSEMENT
from openbadge_issuer.json_text import parse_object, to_text
from openbadge_issuer.ports import Endorsed, FetchedDocument, ListUse, Revocation, RevocationCategory
from openbadge_issuer.services.embeddable import fitting
from openbadge_issuer.services.endorsement_orders import EndorsementOrder
from openbadge_issuer.verification.report import VerificationError

SUPERBOTS = "https://badges.school.example/achievements/superbots"
COMMENT = "We designed the brief together, and hire from it."
ELSEWHERE = "https://other.example/achievements/1"


@pytest.fixture
def hosted(school, now):
    """The school and its partner, which issues here too."""
    school.issuers.create("partner", "Example Robotics", url="https://robotics.example", now=now)
    return school


@pytest.fixture
def endorse(hosted, now):
    """Let the partner endorse `superbots`, accepted at once; what is given replaces what is usual."""

    def endorse(endorser="partner", *, accept=True, at=now, **changes):
        order = EndorsementOrder(**{"about": "superbots", "comment": COMMENT, **changes})
        return hosted.endorsing.endorse(endorser, order, accept=accept, now=at)

    return endorse


@pytest.fixture(scope="module")
def outsider():
    """A partner with a system of its own, whose key anybody can check."""
    return Issuer.create(name="Example Outfitters", url="https://outfitters.example")


def embedded(issued):
    return parse_object(issued.record.json)["credentialSubject"]["achievement"].get("endorsement", [])


def outcomes(services, issued, now):
    return [services.verifying.verify(document, now=now).outcome for document in embedded(issued)]


def take_in(services, word, now):
    return services.endorsing.take_in(services.endorsing.read(word), now=now)


# --- giving one's word


def test_endorsement_is_signed_by_the_endorser_and_verifies_in_both_forms(hosted, endorse, now):
    record = endorse()
    reports = [hosted.verifying.verify(text, now=now) for text in (record.json, record.jwt)]
    assert [("valid", "endorsement", "did:web:badges.school.example:issuers:partner")] * 2 == [
        (report.outcome, report.kind, report.issuer_id) for report in reports
    ]


def test_endorsement_says_what_was_ordered(endorse, now):
    until = now + timedelta(days=365)
    document = parse_object(endorse(name="A word from industry", valid_until=until).json)
    assert {"id": SUPERBOTS, "type": ["EndorsementSubject"], "endorsementComment": COMMENT} == document[
        "credentialSubject"
    ]
    assert ("A word from industry", "2027-06-01T12:00:00Z") == (document["name"], document["validUntil"])


def test_endorsement_is_called_by_what_it_is_about(endorse):
    assert "Endorsement of Superbots" == parse_object(endorse().json)["name"]


def test_its_status_is_in_a_list_of_the_endorsers_that_holds_endorsements_only(hosted, endorse):
    record = endorse()
    with hosted.store.reading() as transaction:
        lists = transaction.status_lists("partner")
        assert [ListUse.AWARDS, ListUse.ENDORSEMENTS] == [found.use for found in lists]
        assert (lists[1].id, 1, 0) == (record.status_list, lists[1].allocated, lists[0].allocated)


@pytest.mark.parametrize(
    ("about", "kind", "target"),
    [
        ("superbots", Endorsed.ACHIEVEMENT, "superbots"),
        (SUPERBOTS, Endorsed.ACHIEVEMENT, "superbots"),
        (f" {SUPERBOTS}.json ", Endorsed.ACHIEVEMENT, "superbots"),
        ("school", Endorsed.ISSUER, "school"),
        ("did:web:badges.school.example", Endorsed.ISSUER, "school"),
        ("https://badges.school.example/issuers/school", Endorsed.ISSUER, "school"),
        (ELSEWHERE, Endorsed.ELSEWHERE, ELSEWHERE),
        ("did:web:other.example", Endorsed.ELSEWHERE, "did:web:other.example"),
    ],
)
def test_what_can_be_endorsed(endorse, about, kind, target):
    record = endorse(about=about, accept=False)
    assert (kind, target) == (record.kind, record.target)
    assert record.subject == parse_object(record.json)["credentialSubject"]["id"]


def test_badge_can_be_endorsed(hosted, endorse, issue):
    issued = issue()
    record = endorse(about=issued.url)
    assert (Endorsed.BADGE, issued.record.id, issued.url) == (record.kind, record.target, record.subject)
    assert "school" == record.endorsed


@pytest.mark.parametrize(
    "about",
    [
        "nothing",
        "https://badges.school.example/achievements/nothing",
        "https://badges.school.example/credentials/nothing",
        "https://badges.school.example/status/nothing",
    ],
)
def test_there_must_be_something_to_endorse(endorse, about):
    with pytest.raises(NotFoundError):
        endorse(about=about)


def test_a_slug_of_two_things_must_be_told_apart(hosted, endorse, now):
    hosted.issuers.create("superbots", "Superbots Inc", url="https://superbots.example", now=now)
    with pytest.raises(InputError, match="an achievement and an issuer") as caught:
        endorse()
    assert SUPERBOTS in caught.value.hint


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"about": " "}, "about"),
        ({"name": "two\nlines"}, "name"),
        ({"comment": "x" * 10_001}, "comment"),
        ({"comment": "\x00"}, "comment"),
    ],
    ids=str,
)
def test_an_impossible_order_is_refused_with_its_field(endorse, changes, field):
    with pytest.raises(InputError) as caught:
        endorse(**changes)
    assert field == caught.value.path


def test_an_endorsement_that_is_over_is_not_given(endorse, now):
    for until in (now, now.replace(tzinfo=None)):
        with pytest.raises(InputError) as caught:
            endorse(valid_until=until)
        assert "valid_until" == caught.value.path


def test_id_that_is_no_uri_is_refused(endorse):
    with pytest.raises(ModelError):
        endorse(about="not a: uri")


def test_nobody_endorses_a_thing_twice(endorse, now):
    first = endorse()
    with pytest.raises(ConflictError, match=f"already: {first.id}") as caught:
        endorse()
    assert "about" == caught.value.path


def test_who_took_a_word_back_can_give_another(hosted, endorse, now):
    hosted.endorsing.revoke(endorse().id, now=now)
    hosted.endorsing.drop(endorse().id, now=now)
    endorse(valid_until=now + timedelta(days=1))
    assert endorse(at=now + timedelta(days=2))


# --- agreeing to it


def test_what_is_ones_own_needs_no_agreement(endorse, now):
    assert now == endorse("school", accept=False).accepted_at


def test_what_is_anothers_is_embedded_only_once_that_one_agrees(hosted, endorse, issue, now):
    record = endorse(accept=False)
    assert record.accepted_at is None
    assert [] == embedded(issue())
    assert hosted.endorsing.accept(record.id, now=now).changed
    assert [parse_object(record.json)] == embedded(issue(email="bob@school.example"))


def test_agreeing_again_changes_nothing(hosted, endorse, now):
    record = endorse()
    again = hosted.endorsing.accept(record.id, now=now + timedelta(days=1))
    assert (False, record) == (again.changed, again.record)


def test_an_endorsement_can_be_named_by_its_url(hosted, endorse, now):
    record = endorse(accept=False)
    assert hosted.endorsing.accept(record.credential_id, now=now).record.id == record.id


def test_what_was_taken_back_or_is_over_can_no_longer_be_agreed_to(hosted, endorse, now):
    over = endorse(about="mentor", accept=False, valid_until=now + timedelta(days=1))
    with pytest.raises(ConflictError, match="time of the endorsement"):
        hosted.endorsing.accept(over.id, now=now + timedelta(days=2))
    for take_back in (hosted.endorsing.revoke, hosted.endorsing.drop):
        record = endorse(accept=False)
        take_back(record.id, now=now)
        with pytest.raises(ConflictError, match="was taken back by"):
            hosted.endorsing.accept(record.id, now=now)


def test_what_is_elsewhere_is_neither_accepted_nor_dropped_here(hosted, endorse, now):
    record = endorse(about=ELSEWHERE)
    assert record.accepted_at is None
    for settle in (hosted.endorsing.accept, hosted.endorsing.drop):
        with pytest.raises(InputError, match="not issued here"):
            settle(record.id, now=now)


@pytest.mark.parametrize("action", ["accept", "revoke", "drop"])
def test_there_must_be_an_endorsement(hosted, now, action):
    with pytest.raises(NotFoundError, match="no endorsement 'nothing' here"):
        getattr(hosted.endorsing, action)("nothing", now=now)


# --- in badges


def test_badge_carries_the_endorsement_and_both_verify(hosted, endorse, issue, now):
    record = endorse()
    issued = issue()
    assert [parse_object(record.json)] == embedded(issued)
    assert ["valid"] == outcomes(hosted, issued, now)
    assert [True, True] == [
        hosted.verifying.verify(text, now=now).valid for text in (issued.record.json, issued.record.jwt)
    ]


def test_badges_issued_before_do_not_change(hosted, endorse, issue):
    before = issue()
    endorse()
    assert [] == embedded(before)
    again = issue()
    assert (False, before.record) == (again.created, again.record)


def test_badges_of_other_achievements_go_without(endorse, issue):
    endorse()
    assert [] == embedded(issue(achievement="mentor"))


def test_several_endorsers_may_say_different_things(hosted, endorse, issue, outsider, now):
    endorse()
    endorse("school", comment=None)
    take_in(hosted, outsider.endorse(SUPERBOTS, comment="We hire them.", now=now).json, now)
    issued = issue()
    assert ["valid"] * 3 == outcomes(hosted, issued, now)
    assert hosted.verifying.verify(issued.record.json, now=now).valid


def test_endorsement_whose_time_is_over_is_left_out(endorse, issue, now):
    endorse(valid_until=now + timedelta(days=1))
    assert [] == embedded(issue(at=now + timedelta(days=2)))


def test_endorsement_of_a_stolen_key_is_left_out(hosted, endorse, issue, now):
    endorse()
    for key in hosted.key_ring.keys("partner"):
        hosted.key_ring.revoke("partner", key.verification_method, now)
    assert [] == embedded(issue())


def test_endorser_that_describes_itself_anew_is_left_out_where_the_two_would_meet(
    hosted, endorse, issue, now
):
    endorse("school")
    hosted.issuers.update("school", name="Example Technical School", now=now)
    assert [] == embedded(issue())
    with hosted.store.reading() as transaction:
        found = list(fitting(transaction, transaction.find_achievement("superbots"), now))
    assert ["otherwise than the badge does" in hindrance for _, hindrance in found] == [True]


def test_endorser_that_describes_itself_anew_stays_where_the_two_do_not_meet(hosted, endorse, issue, now):
    endorse()
    hosted.issuers.update("partner", name="Example Robots", now=now)
    assert ["valid"] == outcomes(hosted, issue(), now)


def test_new_version_of_the_achievement_keeps_its_endorsements(hosted, endorse, issue, now):
    from dataclasses import replace

    endorse()
    draft = hosted.achievements.draft("superbots")
    hosted.achievements.edit("superbots", replace(draft, description="Robots, again."), now=now)
    assert ["valid"] == outcomes(hosted, issue(), now)


def test_a_rehearsal_sees_endorsements_as_well(hosted, endorse, now):
    from openbadge_issuer.services.orders import Order

    endorse()
    recipient = hosted.policy.recipient(email="ada@school.example")
    hosted.issuing.rehearse("school", Order(achievement="superbots", recipient=recipient), now=now)


# --- taking it back


def test_revoked_endorsement_shows_as_revoked_in_badges_issued_before(hosted, endorse, issue, now):
    record, issued = endorse(), issue()
    assert hosted.endorsing.revoke(record.id, category=RevocationCategory.WITHDRAWN, now=now).changed
    (document,) = embedded(issued)
    report = hosted.verifying.verify(document, now=now)
    assert ("invalid", "revoked") == (report.outcome, report.check("status").code)
    assert hosted.verifying.verify(issued.record.json, now=now).valid


@pytest.mark.parametrize("action", ["revoke", "drop"])
def test_next_badges_go_without_what_was_taken_back(hosted, endorse, issue, now, action):
    record = endorse()
    getattr(hosted.endorsing, action)(record.id, now=now)
    assert [] == embedded(issue())


def test_dropped_endorsement_stays_good_in_badges_issued_before(hosted, endorse, issue, now):
    record, issued = endorse(), issue()
    assert hosted.endorsing.drop(record.id, now=now).changed
    assert ["valid"] == outcomes(hosted, issued, now)


@pytest.mark.parametrize(("action", "field"), [("revoke", "revocation"), ("drop", "drop")])
def test_reason_is_kept_and_the_first_stands(hosted, endorse, now, action, field):
    record, take_back = endorse(), getattr(hosted.endorsing, action)
    first = take_back(record.id, category=RevocationCategory.WITHDRAWN, note="Left the programme", now=now)
    again = take_back(record.id, category=RevocationCategory.OTHER, now=now + timedelta(days=1))
    expected = Revocation(revoked_at=now, category=RevocationCategory.WITHDRAWN, note="Left the programme")
    assert expected == getattr(first.record, field)
    assert (False, first.record) == (again.changed, again.record)
    assert first.record == hosted.endorsing.get(record.id)


@pytest.mark.parametrize("action", ["revoke", "drop"])
def test_notes_are_short(hosted, endorse, now, action):
    with pytest.raises(InputError, match="at most 2,000"):
        getattr(hosted.endorsing, action)(endorse().id, note="x" * 2001, now=now)


def test_both_sides_may_take_it_back(hosted, endorse, now):
    record = endorse()
    hosted.endorsing.drop(record.id, now=now)
    assert hosted.endorsing.revoke(record.id, now=now).changed


# --- words signed elsewhere


def test_word_signed_elsewhere_is_kept_as_it_came_and_embedded(hosted, issue, outsider, now):
    word = outsider.endorse(SUPERBOTS, comment="Wir stellen sie gerne ein – wirklich.", now=now)
    text = f"\n  {word.json} \n".replace("\\u2013", "–")
    settled = take_in(hosted, text.encode(), now)
    assert (True, text, now) == (settled.changed, settled.record.json, settled.record.accepted_at)
    assert text.encode() == hosted.hosting.endorsement(settled.record.id).body
    assert [word.document] == embedded(issue())
    assert ["valid"] == outcomes(hosted, issue(), now)


@pytest.mark.parametrize(
    ("subject", "kind"),
    [(SUPERBOTS, Endorsed.ACHIEVEMENT), ("did:web:badges.school.example", Endorsed.ISSUER)],
)
def test_word_may_be_about_an_achievement_or_an_issuer(hosted, outsider, now, subject, kind):
    record = take_in(hosted, outsider.endorse(subject, now=now).json, now).record
    assert (kind, "school", None, outsider.id) == (
        record.kind, record.endorsed, record.endorser, record.endorser_id,
    )  # fmt: skip


def test_word_may_be_about_a_badge(hosted, issue, outsider, now):
    issued = issue()
    record = take_in(hosted, outsider.endorse(issued.url, now=now).json, now).record
    assert (Endorsed.BADGE, issued.record.id) == (record.kind, record.target)


@pytest.mark.parametrize(
    "subject",
    [
        f"{SUPERBOTS}.json",
        f"{SUPERBOTS}?a=b",
        "https://badges.school.example/achievements/nothing",
        "https://badges.school.example/issuers/school",
        "https://badges.school.example/status/x",
        ELSEWHERE,
        "urn:uuid:3f2c1b1e-0000-4000-8000-000000000000",
    ],
)
def test_word_about_nothing_that_badges_call_so_is_refused(hosted, outsider, now, subject):
    with pytest.raises(NotFoundError, match="nothing that is issued here"):
        take_in(hosted, outsider.endorse(subject, now=now).json, now)


def test_forged_word_is_refused_and_not_kept(hosted, outsider, now):
    word = outsider.endorse(SUPERBOTS, now=now).document
    with pytest.raises(VerificationError):
        take_in(hosted, to_text({**word, "name": "Endorsed by everybody"}), now)
    with hosted.store.reading() as transaction:
        assert [] == transaction.endorsements()


def test_word_with_something_unsigned_is_refused(hosted, outsider, now):
    word = outsider.endorse(SUPERBOTS, now=now).document
    with pytest.raises(VerificationError, match="stars"):
        take_in(hosted, to_text({**word, "stars": 5}), now)


class Web:
    """A fetcher that knows the documents it is given, and no others."""

    def __init__(self, **documents):
        self.documents = documents

    def fetch(self, url, *, accept=()):
        for name, document in self.documents.items():
            if name in url:
                return FetchedDocument(url=url, media_type="application/json", body=document)
        raise FetchError(f"{url} is not there.")


def test_word_whose_key_cannot_be_looked_up_is_not_taken_in(hosted, now):
    partner = Issuer.create(name="P", url="https://p.example", did="did:web:robotics.example")
    with pytest.raises(VerificationError, match="Could not be decided"):
        take_in(hosted, partner.endorse(SUPERBOTS, now=now).json, now)


def test_key_of_a_partner_elsewhere_is_looked_up_once_when_its_word_is_taken_in(hosted, build, issue, now):
    partner = Issuer.create(name="P", url="https://p.example", did="did:web:robotics.example")
    online = build(fetcher=Web(did=to_text(partner.did_document).encode()))
    assert take_in(online, partner.endorse(SUPERBOTS, now=now).json, now).changed
    issued = issue()
    assert [partner.id] == [document["issuer"]["id"] for document in embedded(issued)]
    assert hosted.verifying.verify(issued.record.json, now=now).valid


def test_jwt_is_hosted_and_not_embedded(hosted, build, issue, now):
    partner = Issuer.create(name="P", url="https://p.example", did="did:web:robotics.example")
    online = build(fetcher=Web(did=to_text(partner.did_document).encode()))
    word = partner.endorse(SUPERBOTS, now=now)
    record = take_in(online, f" {word.jwt}\n", now).record
    assert (None, word.jwt) == (record.json, record.jwt)
    assert word.jwt.encode() == hosted.hosting.endorsement(record.id, "jwt").body
    with pytest.raises(NotFoundError, match="no JSON of the endorsement"):
        hosted.hosting.endorsement(record.id)
    assert [] == embedded(issue())


def test_same_word_again_changes_nothing(hosted, outsider, now):
    word = outsider.endorse(SUPERBOTS, now=now)
    first = take_in(hosted, word.json, now)
    again = take_in(hosted, word.json, now)
    assert (False, first.record) == (again.changed, again.record)


def test_another_word_with_the_same_id_is_refused(hosted, outsider, now):
    ids = {"endorsement_id": "https://outfitters.example/endorsements/1"}
    take_in(hosted, outsider.endorse(SUPERBOTS, now=now, **ids).json, now)
    with pytest.raises(ConflictError) as caught:
        take_in(hosted, outsider.endorse(SUPERBOTS, comment="More", now=now, **ids).json, now)
    assert "credential_id" == caught.value.path


def test_word_that_was_dropped_is_not_taken_in_again(hosted, outsider, now):
    word = outsider.endorse(SUPERBOTS, now=now)
    hosted.endorsing.drop(take_in(hosted, word.json, now).record.id, now=now)
    with pytest.raises(ConflictError, match="taken back by the endorsed side"):
        take_in(hosted, word.json, now)


def test_word_given_here_is_accepted_when_its_text_is_handed_in(hosted, endorse, now):
    record = endorse(accept=False)
    assert now == take_in(hosted, record.json, now).record.accepted_at


def test_word_signed_elsewhere_is_revoked_only_there(hosted, outsider, now):
    record = take_in(hosted, outsider.endorse(SUPERBOTS, now=now).json, now).record
    with pytest.raises(InputError, match="can be revoked only there"):
        hosted.endorsing.revoke(record.id, now=now)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"\xff\xfe", "text in UTF-8"),
        ("<svg/>", "a picture or a page"),
        ('{"type": ["Profile"], "id": "urn:x"}', "found profile"),
        ("{}", "found something else"),
        ("[", "JSON"),
        ("x" * (MAX_ENDORSEMENT + 1), "at most 65,536"),
    ],
    ids=["utf-16", "picture", "profile", "empty", "broken", "large"],
)
def test_what_is_no_endorsement_is_refused(hosted, source, message):
    with pytest.raises(InputError, match=message):
        hosted.endorsing.read(source)


def test_badge_is_no_endorsement(hosted, issue):
    with pytest.raises(InputError, match="found badge"):
        hosted.endorsing.read(issue().record.json)


def test_word_that_is_not_what_open_badges_describes_is_refused(hosted, outsider, now):
    word = outsider.endorse(SUPERBOTS, now=now).document
    del word["name"]
    with pytest.raises(ModelError, match="name"):
        hosted.endorsing.read(to_text(word))


def test_word_that_contradicts_the_badge_is_refused_with_what_it_contradicts(hosted, now):
    from dataclasses import replace

    partner = Issuer.create(name="Example Outfitters", url="https://outfitters.example")
    creator = {"id": partner.id, "type": ["Profile"], "name": "Outfitters"}
    draft = replace(hosted.achievements.draft("superbots"), creator=creator)
    hosted.achievements.edit("superbots", draft, now=now)
    with pytest.raises(InputError, match="otherwise than the badge does") as caught:
        take_in(hosted, partner.endorse(SUPERBOTS, now=now).json, now)
    assert "creator of the achievement" in caught.value.hint


def test_there_is_a_limit_to_the_endorsements_of_an_achievement(hosted, outsider, now):
    for _ in range(MAX_EMBEDDED):
        take_in(hosted, outsider.endorse(SUPERBOTS, now=now).json, now)
    with pytest.raises(InputError, match=f"{MAX_EMBEDDED} endorsements already"):
        take_in(hosted, outsider.endorse(SUPERBOTS, now=now).json, now)


# --- where it is served


def test_achievement_and_issuer_are_served_with_what_others_say(hosted, endorse, now):
    records = [endorse(), endorse(about="school")]
    served = [hosted.hosting.achievement("superbots"), hosted.hosting.issuer_profile("school")]
    assert [[parse_object(record.json)] for record in records] == [
        parse_object(document.body)["endorsement"] for document in served
    ]
    hosted.endorsing.drop(records[0].id, now=now)
    assert "endorsement" not in parse_object(hosted.hosting.achievement("superbots").body)


def test_endorsement_is_verified_by_its_url_without_a_request(hosted, endorse, now):
    record = endorse()
    assert hosted.verifying.verify_url(record.credential_id, now=now).valid
    hosted.endorsing.revoke(record.id, now=now)
    assert "invalid" == hosted.verifying.verify_url(record.credential_id, now=now).outcome


def test_rotating_keys_leaves_endorsements_good(hosted, endorse, now):
    record = endorse()
    hosted.key_ring.rotate("partner", now)
    assert hosted.verifying.verify(record.json, now=now).valid
    assert not verify(record.json, now=now).valid
