"""Which endorsements go into badges."""

from dataclasses import replace
from datetime import timedelta

from endorsed_badges import SUPERBOTS, embedded, outcomes, take_in

from openbadge_issuer.json_text import parse_object
from openbadge_issuer.services.embeddable import fitting
from openbadge_issuer.services.orders import Order


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
    endorse()
    draft = hosted.achievements.draft("superbots")
    hosted.achievements.edit("superbots", replace(draft, description="Robots, again."), now=now)
    assert ["valid"] == outcomes(hosted, issue(), now)


def test_a_rehearsal_sees_endorsements_as_well(hosted, endorse, now):
    endorse()
    recipient = hosted.policy.recipient(email="ada@school.example")
    hosted.issuing.rehearse("school", Order(achievement="superbots", recipient=recipient), now=now)
