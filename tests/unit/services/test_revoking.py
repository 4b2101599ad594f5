"""Taking awards back."""

from datetime import timedelta

import pytest

from openbadge_issuer.errors import InputError, KeyMaterialError, NotFoundError
from openbadge_issuer.ports import Revocation, RevocationCategory


def status(services, text, now):
    return services.verifying.verify(text, now=now).check("status").code


def test_a_revoked_badge_fails_its_status_check_at_once_in_both_forms(school, build, issue, now):
    record = issue().record
    other_process = build()
    assert status(other_process, record.json, now) == "not-revoked"
    assert school.revoking.revoke(record.id, now=now).changed
    assert [status(other_process, text, now) for text in (record.json, record.jwt)] == ["revoked", "revoked"]


def test_the_jwt_of_the_list_says_the_same(school, issue, now):
    record = issue().record
    before = school.hosting.status_list(record.status_list, "jwt").body
    school.revoking.revoke(record.id, now=now)
    after = school.hosting.status_list(record.status_list, "jwt").body
    assert before != after
    assert school.verifying.verify(after, now=now).valid


def test_other_badges_stay_valid(school, issue, now):
    first, second = issue().record, issue(email="bob@school.example").record
    school.revoking.revoke(first.id, now=now)
    assert school.verifying.verify(second.json, now=now).valid


def test_revoking_never_changes_the_badge(school, issue, now):
    record = issue().record
    served = school.hosting.credential(record.id)
    school.revoking.revoke(record.id, now=now)
    assert school.hosting.credential(record.id) == served


def test_the_reason_is_kept(school, issue, now):
    record = issue().record
    revoked = school.revoking.revoke(record.id, category=RevocationCategory.ERROR, note="Wrong Ada", now=now)
    expected = Revocation(revoked_at=now, category=RevocationCategory.ERROR, note="Wrong Ada")
    assert revoked.record.revocation == expected
    assert school.hosting.page(record.id, now=now).revocation == expected


def test_revoking_again_changes_nothing(school, issue, now):
    record = issue().record
    first = school.revoking.revoke(record.id, category=RevocationCategory.ERROR, now=now)
    again = school.revoking.revoke(record.id, category=RevocationCategory.OTHER, now=now + timedelta(days=1))
    assert (again.changed, again.record) == (False, first.record)


def test_a_badge_can_be_named_by_its_url(school, issue, now):
    issued = issue()
    assert school.revoking.revoke(issued.url, now=now).record.id == issued.record.id


@pytest.mark.parametrize("token", ["nothing", "https://badges.school.example/credentials/nothing", ""])
def test_there_must_be_something_to_revoke(school, now, token):
    with pytest.raises(NotFoundError):
        school.revoking.revoke(token, now=now)


def test_notes_are_short(school, issue, now):
    with pytest.raises(InputError, match="at most 2,000"):
        school.revoking.revoke(issue().record.id, note="x" * 2001, now=now)


def test_without_its_keys_nothing_is_revoked(school, build, key_store, issue, now):
    record = issue().record
    key_store.signers.clear()
    other_process = build()
    with pytest.raises(KeyMaterialError):
        other_process.revoking.revoke(record.id, now=now)
    with school.store.reading() as transaction:
        assert transaction.get_credential(record.id).revocation is None
    assert status(school, record.json, now) == "not-revoked"
