"""Giving one's word for what is awarded here, and agreeing to it."""

from datetime import timedelta

import pytest
from endorsed_badges import COMMENT, ELSEWHERE, SUPERBOTS, embedded

from openbadge_issuer import verify
from openbadge_issuer.errors import ConflictError, InputError, ModelError, NotFoundError, UnavailableError
from openbadge_issuer.json_text import parse_object
from openbadge_issuer.ports import Endorsed, ListUse
from openbadge_issuer.services.endorsement_states import EndorsementState, state_of
from openbadge_issuer.services.endorsing import MAX_TRIES, EndorsingService
from openbadge_issuer.services.status_lists import StatusLists

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
    hosted.withdrawing.revoke(endorse().id, now=now)
    hosted.withdrawing.drop(endorse().id, now=now)
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
    for take_back in (hosted.withdrawing.revoke, hosted.withdrawing.drop):
        record = endorse(accept=False)
        take_back(record.id, now=now)
        with pytest.raises(ConflictError, match="was taken back by"):
            hosted.endorsing.accept(record.id, now=now)


def test_what_is_elsewhere_is_neither_accepted_nor_dropped_here(hosted, endorse, now):
    record = endorse(about=ELSEWHERE)
    assert record.accepted_at is None
    for settle in (hosted.endorsing.accept, hosted.withdrawing.drop):
        with pytest.raises(InputError, match="not issued here"):
            settle(record.id, now=now)


def test_there_must_be_an_endorsement(hosted, now):
    for settle in (hosted.endorsing.accept, hosted.withdrawing.revoke, hosted.withdrawing.drop):
        with pytest.raises(NotFoundError, match="no endorsement 'nothing' here"):
            settle("nothing", now=now)


# --- where it is served


def test_achievement_and_issuer_are_served_with_what_others_say(hosted, endorse, now):
    records = [endorse(), endorse(about="school")]
    served = [hosted.hosting.achievement("superbots"), hosted.hosting.issuer_profile("school")]
    assert [[parse_object(record.json)] for record in records] == [
        parse_object(document.body)["endorsement"] for document in served
    ]
    hosted.withdrawing.drop(records[0].id, now=now)
    assert "endorsement" not in parse_object(hosted.hosting.achievement("superbots").body)


def test_endorsement_is_verified_by_its_url_without_a_request(hosted, endorse, now):
    record = endorse()
    assert hosted.verifying.verify_url(record.credential_id, now=now).valid
    hosted.withdrawing.revoke(record.id, now=now)
    assert "invalid" == hosted.verifying.verify_url(record.credential_id, now=now).outcome


def test_rotating_keys_leaves_endorsements_good(hosted, endorse, now):
    record = endorse()
    hosted.key_ring.rotate("partner", now)
    assert hosted.verifying.verify(record.json, now=now).valid
    assert not verify(record.json, now=now).valid


# --- in spite of others at the same moment


def test_an_index_that_somebody_took_meanwhile_is_drawn_again(endorse, monkeypatch):
    taken = endorse().status_index
    draws = iter([taken, taken, taken + 1])
    monkeypatch.setattr(StatusLists, "free_index", lambda *_: next(draws))
    assert taken + 1 == endorse(about="mentor").status_index


def test_who_is_overtaken_ever_again_gives_up_and_stores_nothing(hosted, endorse, monkeypatch):
    taken = endorse().status_index
    monkeypatch.setattr(StatusLists, "free_index", lambda *_: taken)
    with pytest.raises(UnavailableError, match=f"overtaken {MAX_TRIES} times"):
        endorse(about="mentor")
    with hosted.store.reading() as transaction:
        assert 1 == len(transaction.endorsements())


def test_keys_that_changed_meanwhile_are_not_signed_with(hosted, endorse, now, monkeypatch):
    sign = EndorsingService._signed

    def overtaken(self, *arguments):
        record = sign(self, *arguments)
        monkeypatch.setattr(EndorsingService, "_signed", sign)
        hosted.key_ring.rotate("partner", now)
        return record

    monkeypatch.setattr(EndorsingService, "_signed", overtaken)
    method = parse_object(endorse().json)["proof"]["verificationMethod"]
    assert "active" == {key.verification_method: key.state for key in hosted.key_ring.keys("partner")}[method]


def test_the_same_word_that_was_given_meanwhile_is_a_conflict(endorse, monkeypatch):
    sign = EndorsingService._signed

    def overtaken(self, *arguments):
        record = sign(self, *arguments)
        monkeypatch.setattr(EndorsingService, "_signed", sign)
        endorse()
        return record

    monkeypatch.setattr(EndorsingService, "_signed", overtaken)
    with pytest.raises(ConflictError, match="already"):
        endorse()


def test_endorsement_s_time_is_over_for_its_state_when_it_is_for_the_verifier(hosted, endorse, now):
    end = now + timedelta(days=1)
    record = endorse(valid_until=end)
    for moment in (end + timedelta(minutes=4), end + timedelta(minutes=6)):
        is_valid = hosted.verifying.verify(record.json, now=moment).valid
        assert is_valid is (state_of(record, moment) is EndorsementState.ACCEPTED)
