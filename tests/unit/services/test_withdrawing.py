"""Taking endorsements back."""

from datetime import timedelta

import pytest
from endorsed_badges import embedded, outcomes

from openbadge_issuer.errors import (
    InputError,
)
from openbadge_issuer.ports import Revocation, RevocationCategory


def test_revoked_endorsement_shows_as_revoked_in_badges_issued_before(hosted, endorse, issue, now):
    record, issued = endorse(), issue()
    assert hosted.withdrawing.revoke(record.id, category=RevocationCategory.WITHDRAWN, now=now).changed
    (document,) = embedded(issued)
    report = hosted.verifying.verify(document, now=now)
    assert ("invalid", "revoked") == (report.outcome, report.check("status").code)
    assert hosted.verifying.verify(issued.record.json, now=now).valid


@pytest.mark.parametrize("action", ["revoke", "drop"])
def test_next_badges_go_without_what_was_taken_back(hosted, endorse, issue, now, action):
    record = endorse()
    getattr(hosted.withdrawing, action)(record.id, now=now)
    assert [] == embedded(issue())


def test_dropped_endorsement_stays_good_in_badges_issued_before(hosted, endorse, issue, now):
    record, issued = endorse(), issue()
    assert hosted.withdrawing.drop(record.id, now=now).changed
    assert ["valid"] == outcomes(hosted, issued, now)


@pytest.mark.parametrize(("action", "field"), [("revoke", "revocation"), ("drop", "drop")])
def test_reason_is_kept_and_the_first_stands(hosted, endorse, now, action, field):
    record, take_back = endorse(), getattr(hosted.withdrawing, action)
    first = take_back(record.id, category=RevocationCategory.WITHDRAWN, note="Left the programme", now=now)
    again = take_back(record.id, category=RevocationCategory.OTHER, now=now + timedelta(days=1))
    expected = Revocation(revoked_at=now, category=RevocationCategory.WITHDRAWN, note="Left the programme")
    assert expected == getattr(first.record, field)
    assert (False, first.record) == (again.changed, again.record)
    assert first.record == hosted.endorsing.get(record.id)


@pytest.mark.parametrize("action", ["revoke", "drop"])
def test_notes_are_short(hosted, endorse, now, action):
    with pytest.raises(InputError, match="at most 2,000"):
        getattr(hosted.withdrawing, action)(endorse().id, note="x" * 2001, now=now)


def test_both_sides_may_take_it_back(hosted, endorse, now):
    record = endorse()
    hosted.withdrawing.drop(record.id, now=now)
    assert hosted.withdrawing.revoke(record.id, now=now).changed
