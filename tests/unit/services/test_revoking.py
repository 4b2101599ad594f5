"""Taking awards back."""

from datetime import timedelta

import pytest

from openbadge_issuer.errors import InputError, KeyMaterialError, NotFoundError
from openbadge_issuer.ports import Revocation, RevocationCategory
from openbadge_issuer.services import revoking, status_lists
from openbadge_issuer.services.signing import OpenIssuer


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


@pytest.fixture
def signings(monkeypatch):
    """What is signed besides badges: the status lists."""
    signed, sign = [], OpenIssuer.sign

    def noted(self, document, now):
        signed.append(document["id"])
        return sign(self, document, now)

    monkeypatch.setattr(OpenIssuer, "sign", noted)
    return signed


def test_many_badges_are_revoked_with_one_signature(school, issue, now, signings):
    records = [issue(email=f"{number}@school.example").record for number in range(20)]
    signings.clear()
    revoked = list(school.revoking.revoke_many([record.id for record in records[:-1]], now=now))
    assert len(signings) == 1
    assert [outcome.changed for outcome in revoked] == [True] * 19
    codes = [status(school, record.json, now) for record in records]
    assert codes == ["revoked"] * 19 + ["not-revoked"]


def test_each_list_is_signed_once_in_each_transaction(school, issue, now, signings, monkeypatch):
    monkeypatch.setattr(status_lists, "FILL_LIMIT", 4 / 131_072)
    monkeypatch.setattr(revoking, "BATCH", 4)
    records = [issue(email=f"{number}@school.example").record for number in range(8)]
    shuffled = [record.id for record in records[::2] + records[1::2]]
    signings.clear()
    assert len(list(school.revoking.revoke_many(shuffled, now=now))) == 8
    assert len(signings) == len(set(signings)) == 2
    assert {status(school, record.json, now) for record in records} == {"revoked"}


def test_if_one_of_many_is_not_there_nothing_is_revoked(school, issue, now, monkeypatch):
    monkeypatch.setattr(revoking, "BATCH", 1)
    record = issue().record
    wanted = [record.id, *(f"none-{number}" for number in range(7))]
    with pytest.raises(NotFoundError, match=r"none-4 and 2 more\. Nothing was changed"):
        list(school.revoking.revoke_many(wanted, now=now))
    assert status(school, record.json, now) == "not-revoked"


def test_of_many_those_that_were_revoked_before_keep_their_reason(school, issue, now):
    first, second = issue().record, issue(email="bob@school.example").record
    school.revoking.revoke(first.id, category=RevocationCategory.ERROR, now=now)
    both = school.revoking.revoke_many([first.id, second.id, first.id], now=now + timedelta(days=1))
    outcomes = {outcome.record.id: (outcome.changed, outcome.record.revocation.category) for outcome in both}
    assert outcomes == {
        first.id: (False, RevocationCategory.ERROR),
        second.id: (True, RevocationCategory.OTHER),
    }
    with school.store.reading() as transaction:
        assert transaction.get_credential(first.id).revocation.category == RevocationCategory.ERROR


def test_what_was_revoked_before_needs_no_signature(school, issue, now, signings):
    record = issue().record
    school.revoking.revoke(record.id, now=now)
    signings.clear()
    assert not school.revoking.revoke(record.id, now=now).changed
    assert signings == []
