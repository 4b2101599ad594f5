"""Taking awards out of force for the time being."""

from datetime import timedelta

import pytest

from openbadge_issuer.errors import ConflictError, InputError, KeyMaterialError, NotFoundError
from openbadge_issuer.json_text import parse_object
from openbadge_issuer.ports import ListUse, Suspension, SuspensionCategory
from openbadge_issuer.services.orders import Order
from openbadge_issuer.services.suspending import is_suspendable


@pytest.fixture
def pausing(build, school):
    """Services of the same school whose new badges can be suspended."""
    return build(suspendable=True)


@pytest.fixture
def badge(pausing, issue):
    return issue(pausing).record


def suspend(services, *tokens, now, **reason):
    return list(services.suspending.suspend(tokens, now=now, **reason))


def codes(services, text, now):
    report = services.verifying.verify(text, now=now)
    return report.outcome, [check.code for check in report.named("status")]


def test_badge_has_the_same_place_in_a_list_for_each_purpose_revocation_first(badge):
    first, second = parse_object(badge.json)["credentialStatus"]
    assert ("revocation", "suspension") == (first["statusPurpose"], second["statusPurpose"])
    assert str(badge.status_index) == first["statusListIndex"] == second["statusListIndex"]
    assert first["statusListCredential"] != second["statusListCredential"]


def test_without_the_setting_a_badge_has_one_status_as_the_standard_says(issue):
    record = issue().record
    assert isinstance(parse_object(record.json)["credentialStatus"], dict)
    assert not is_suspendable(record)


def test_list_of_suspensions_is_signed_and_says_its_purpose(pausing, badge, now):
    url = parse_object(badge.json)["credentialStatus"][1]["statusListCredential"]
    for form in ("json", "jwt"):
        served = pausing.hosting.status_list(pausing.addresses.parse(url).id, form).body
        report = pausing.verifying.verify(served, now=now)
        assert report.valid
        assert report.credential["credentialSubject"]["statusPurpose"] == "suspension"


def test_suspended_badge_is_not_valid_until_it_is_reinstated(pausing, badge, build, now):
    other_process = build()
    for text in (badge.json, badge.jwt):
        assert ("valid", ["not-revoked", "not-revoked"]) == codes(other_process, text, now)
    assert suspend(pausing, badge.id, now=now)[0].changed
    for text in (badge.json, badge.jwt):
        assert ("invalid", ["not-revoked", "suspended"]) == codes(other_process, text, now)
    assert "suspended" in other_process.verifying.verify(badge.json, now=now).summary
    (reinstated,) = pausing.suspending.reinstate([badge.id], now=now)
    assert (True, None) == (reinstated.changed, reinstated.record.suspension)
    for text in (badge.json, badge.jwt):
        assert ("valid", ["not-revoked", "not-revoked"]) == codes(other_process, text, now)


def test_suspending_changes_neither_the_badge_nor_other_badges(pausing, badge, issue, now):
    other, before = issue(pausing, email="bob@school.example").record, pausing.hosting.credential(badge.id)
    suspend(pausing, badge.id, now=now)
    assert pausing.hosting.credential(badge.id) == before
    assert pausing.verifying.verify(other.json, now=now).valid


def test_reason_and_moment_are_kept_and_the_first_stays(pausing, badge, now):
    expected = Suspension(suspended_at=now, category=SuspensionCategory.REVIEW, note="Complaint 7")
    (first,) = suspend(pausing, badge.id, category=SuspensionCategory.REVIEW, note="Complaint 7", now=now)
    (again,) = suspend(pausing, badge.id, now=now + timedelta(days=1))
    assert (expected, False, expected) == (first.record.suspension, again.changed, again.record.suspension)
    assert pausing.hosting.page(badge.id, now=now).suspension == expected


def test_badge_in_force_is_reinstated_without_a_change(pausing, badge, now):
    list_before = pausing.hosting.status_list(f"{badge.status_list}suspension").body
    (settled,) = pausing.suspending.reinstate([badge.id], now=now + timedelta(days=1))
    assert not settled.changed
    assert pausing.hosting.status_list(f"{badge.status_list}suspension").body == list_before


def test_badge_without_a_status_for_it_cannot_be_suspended(school, issue, now):
    with pytest.raises(ConflictError, match="without a status for suspensions") as refused:
        suspend(school, issue().record.id, now=now)
    assert "revoked" in refused.value.hint


def test_of_many_none_is_suspended_if_one_cannot_be(pausing, badge, issue, school, now):
    plain = issue(school, email="bob@school.example").record
    for other in (plain.id, "nothing"):
        with pytest.raises((ConflictError, NotFoundError), match="Nothing was changed"):
            suspend(pausing, badge.id, other, now=now)
    assert pausing.hosting.page(badge.id, now=now).suspension is None
    assert pausing.verifying.verify(badge.json, now=now).valid


def test_revoked_badge_is_revoked_for_good(pausing, badge, now):
    suspend(pausing, badge.id, now=now)
    pausing.revoking.revoke(badge.id, now=now)
    for call in (pausing.suspending.suspend, pausing.suspending.reinstate):
        with pytest.raises(ConflictError, match="is revoked, which is final"):
            list(call([badge.id], now=now))
    assert ("invalid", ["revoked", "suspended"]) == codes(pausing, badge.json, now)


def test_many_are_named_by_id_or_url_and_settled_once_each(pausing, badge, issue, now):
    other = issue(pausing, email="bob@school.example")
    settled = suspend(pausing, badge.id, other.url, badge.id, now=now)
    assert {badge.id: True, other.record.id: True} == {one.record.id: one.changed for one in settled}
    assert len(settled) == 2


def test_notes_are_short(pausing, badge, now):
    with pytest.raises(InputError, match="at most 2,000"):
        suspend(pausing, badge.id, note="x" * 2_001, now=now)


def test_without_its_keys_nothing_is_suspended(pausing, build, badge, key_store, now):
    key_store.signers.clear()
    with pytest.raises(KeyMaterialError):
        suspend(build(), badge.id, now=now)
    assert pausing.hosting.page(badge.id, now=now).suspension is None


def test_list_from_before_the_setting_gets_its_companion_with_the_next_badge(pausing, issue, now):
    before = issue(email="bob@school.example").record
    after = issue(pausing).record
    assert before.status_list == after.status_list
    assert (is_suspendable(before), is_suspendable(after)) == (False, True)
    with pausing.store.reading() as transaction:
        uses = [found.use for found in transaction.status_lists("school")]
    assert uses == [ListUse.AWARDS, ListUse.SUSPENSIONS]


def test_badges_stay_suspendable_when_the_setting_is_off_again(school, badge, now):
    suspend(school, badge.id, now=now)
    assert "suspended" in codes(school, badge.json, now)[1]


def test_keys_that_are_rotated_sign_the_lists_of_suspensions_again(pausing, badge, now):
    suspend(pausing, badge.id, now=now)
    pausing.key_ring.rotate("school", now=now + timedelta(days=1))
    assert ("invalid", ["not-revoked", "suspended"]) == codes(pausing, badge.json, now + timedelta(days=1))


def test_erased_badge_keeps_its_bit(pausing, badge, now):
    suspend(pausing, badge.id, now=now)
    pausing.erasing.erase(badge.id, now=now)
    assert ("invalid", ["not-revoked", "suspended"]) == codes(pausing, badge.json, now)


def test_award_that_is_rehearsed_opens_no_list(pausing, now):
    order = Order(achievement="mentor", recipient=pausing.policy.recipient(email="eve@school.example"))
    pausing.issuing.rehearse("school", order, now=now)
    with pausing.store.reading() as transaction:
        assert [ListUse.AWARDS] == [found.use for found in transaction.status_lists("school")]
