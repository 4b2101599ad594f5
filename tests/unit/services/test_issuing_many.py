"""Batches: whole or not at all, in order, and done again as far as others were quicker."""

import itertools
import pickle
from dataclasses import replace
from datetime import timedelta
from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openbadge_issuer.errors import (
    ConflictError,
    InputError,
    LinkedDataError,
    NotFoundError,
    ProofError,
    UnavailableError,
)
from openbadge_issuer.services import status_lists
from openbadge_issuer.services.batch_signing import BatchSigner, SignedTexts
from openbadge_issuer.services.batch_storing import BatchStoring
from openbadge_issuer.services.batches import Ordered, Run
from openbadge_issuer.services.orders import Order, OrderedResult
from openbadge_issuer.services.suspending import is_suspendable


@pytest.fixture
def small(school, build):
    """The school, with batches of three, and every tenth badge verified."""
    return build(batch_size=3, check_every=10)


@pytest.fixture
def ordered(school, now):
    """Orders of `mentor` for people by number."""

    def ordered(*numbers, **changes):
        return [
            Ordered(
                order=Order(
                    **{
                        "achievement": "mentor",
                        "recipient": school.policy.recipient(email=f"p{number}@school.example"),
                        **changes,
                    }
                ),
                now=now,
            )
            for number in numbers
        ]

    return ordered


def records(services):
    with services.store.reading() as transaction:
        return transaction.credentials(limit=1_000)


def whole(services):
    """Make sure that every award has a place of its own, and is counted; return how many there are."""
    found = records(services)
    with services.store.reading() as transaction:
        counted = sum(each.allocated for each in transaction.status_lists("school"))
    assert len({(each.status_list, each.status_index) for each in found}) == len(found) == counted
    assert len({each.award_key for each in found}) == len(found)
    return len(found)


def created(outcomes):
    return [outcome.created for outcome in outcomes]


def test_awards_come_in_the_order_they_were_ordered_in_and_verify(small, ordered, now):
    outcomes = list(small.issuing_many.issue("school", ordered(*range(7))))
    keys = [small.issuing.recipient_key(f"p{number}@school.example") for number in range(7)]
    assert [outcome.record.recipient_key for outcome in outcomes] == keys
    assert all(small.verifying.verify_url(outcome.url, now=now).valid for outcome in outcomes)
    assert whole(small) == 7


def test_a_badge_of_a_batch_says_what_the_same_order_alone_would_say(small, school, ordered, now):
    more = {"narrative": "Helped.", "role": "Mentor", "credits": 2.5, "evidence_url": "https://e.example/1"}
    (alone,), (of_batch,) = ordered(1, **more), ordered(2, **more, award_id="two")
    one = school.issuing.issue("school", alone.order, now=now).record
    (other,) = small.issuing_many.issue("school", [of_batch])
    changing = {
        "id",
        "json",
        "jwt",
        "award_key",
        "award_id",
        "content_digest",
        "recipient_key",
        "status_index",
    }
    for name in set(one.__slots__) - changing:
        assert getattr(one, name) == getattr(other.record, name), name
    assert (other.record.award_id, other.created) == ("two", True)


def test_what_is_there_already_is_not_made_again(small, ordered):
    list(small.issuing_many.issue("school", ordered(0, 2, 4)))
    again = list(small.issuing_many.issue("school", ordered(*range(6))))
    assert created(again) == [False, True, False, True, False, True]
    assert whole(small) == 6


def test_the_same_order_twice_in_a_batch_is_made_once(small, ordered):
    outcomes = list(small.issuing_many.issue("school", ordered(0, 0, 1)))
    assert created(outcomes) == [True, False, True]
    assert outcomes[1].record == outcomes[0].record


def test_an_id_twice_in_a_batch_is_a_conflict_for_the_second(small, ordered):
    first, second = ordered(0, 1, award_id="x")
    outcomes = list(small.issuing_many.issue("school", [first, second, *ordered(2)]))
    assert isinstance(outcomes[1], ConflictError)
    assert whole(small) == 2


def test_an_award_whose_first_is_refused_is_made_in_its_place(small, ordered):
    (bad,), (good,) = ordered(0, narrative="\x07", award_id="x"), ordered(1, award_id="x")
    refused, made = small.issuing_many.issue("school", [bad, good])
    assert (isinstance(refused, InputError), made.created) == (True, True)


def test_refused_orders_do_not_keep_the_others_of_their_batch_back(small, ordered):
    address = "https://badges.school.example/achievements/mentor"
    orders = [
        *ordered(0),
        *ordered(1, achievement="nothing"),
        *ordered(2, evidence_url=address),
        *ordered(3),
    ]
    outcomes = list(small.issuing_many.issue("school", orders))
    assert isinstance(outcomes[1], NotFoundError)
    assert isinstance(outcomes[2], LinkedDataError)
    assert whole(small) == 2


def test_an_unknown_issuer_is_told_at_the_first_step(small, ordered):
    with pytest.raises(NotFoundError):
        next(small.issuing_many.issue("nobody", ordered(1)))


def test_a_stop_finishes_what_was_begun_and_begins_no_more(small, ordered):
    asked = iter([False, False, True])
    outcomes = list(small.issuing_many.issue("school", ordered(*range(9)), stop=lambda: next(asked)))
    assert (len(outcomes), whole(small)) == (6, 6)


def test_a_batch_that_cannot_be_stored_leaves_nothing_and_those_before_it_stay(small, ordered, monkeypatch):
    many, stored = small.issuing_many, []
    whole_keep = BatchStoring.keep

    def keep(self, batch, results):
        stored.append(len(results))
        if len(stored) == 2:
            raise UnavailableError("The disk is full.")
        whole_keep(self, batch, results)

    monkeypatch.setattr(BatchStoring, "keep", keep)
    outcomes = many.issue("school", ordered(*range(9)))
    assert len(list(islice(outcomes, 3))) == 3
    with pytest.raises(UnavailableError):
        next(outcomes)
    assert whole(small) == 3
    assert created(many.issue("school", ordered(*range(9)))) == [False] * 3 + [True] * 6


TEN_NEW_PEOPLE = itertools.count(step=10)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(st.integers(0, 9), min_size=1, max_size=8),
    size=st.integers(1, 5),
    reached=st.integers(0, 8),
)
def test_any_cut_between_batches_is_gone_on_with_without_a_double_or_a_gap(
    school, build, ordered, people, size, reached
):
    many, before, new = build(batch_size=size).issuing_many, whole(school), next(TEN_NEW_PEOPLE)
    orders = ordered(*(new + person for person in people))
    first = list(islice(many.issue("school", orders), reached))
    again = list(many.issue("school", orders))
    assert [each.record for each in again[: len(first)]] == [each.record for each in first]
    made = {each.record.id for each in again}
    assert made <= {record.id for record in records(school)}
    assert whole(school) - before == len(made) == len(set(people))


# --- with others at the same moment


def meanwhile(monkeypatch, what):
    """Do something once a batch is signed and not stored yet."""
    done = []

    def sign(self, job, whole=BatchSigner.sign):
        results = whole(self, job)
        if not done:
            done.append(what())
        return results

    monkeypatch.setattr(BatchSigner, "sign", sign)


def test_a_place_that_was_taken_meanwhile_is_replaced(small, school, ordered, monkeypatch, now):
    drawn = iter([7, 8, 9, 7, 10])
    monkeypatch.setattr(status_lists, "random_index", lambda size: next(drawn))
    meanwhile(monkeypatch, lambda: school.issuing.issue("school", ordered(99)[0].order, now=now))
    outcomes = list(small.issuing_many.issue("school", ordered(0, 1, 2)))
    assert [outcome.record.status_index for outcome in outcomes] == [10, 8, 9]
    assert whole(small) == 4


def test_an_award_that_was_made_meanwhile_is_there_already(small, school, ordered, monkeypatch, now):
    meanwhile(monkeypatch, lambda: school.issuing.issue("school", ordered(1)[0].order, now=now))
    outcomes = list(small.issuing_many.issue("school", ordered(0, 1, 2)))
    assert (created(outcomes), whole(small)) == ([True, False, True], 3)


def test_keys_that_changed_meanwhile_sign_nothing(small, school, ordered, monkeypatch, now):
    meanwhile(monkeypatch, lambda: school.key_ring.rotate("school", now))
    outcomes = list(small.issuing_many.issue("school", ordered(0, 1)))
    methods = {key.verification_method for key in school.key_ring.keys("school") if key.state == "active"}
    assert all(any(method in outcome.record.json for method in methods) for outcome in outcomes)
    assert whole(small) == 2


def test_others_who_are_always_quicker_end_a_run(small, ordered, monkeypatch):
    monkeypatch.setattr(BatchStoring, "_stored", lambda *given: {})
    with pytest.raises(UnavailableError, match="overtaken 20 times"):
        list(small.issuing_many.issue("school", ordered(0)))


# --- verified before they are stored


def test_a_badge_that_does_not_verify_stops_the_batch_with_nothing_stored(small, school, ordered, now):
    good = small.issuing_many.preparing.begin(Run(issuer="school"), ordered(0, 1))
    wrong = {address: replace(document, body=b"{}") for address, document in good.job.documents.items()}
    with pytest.raises(ProofError, match="does not verify") as caught:
        small.issuing_many.signer.sign(replace(good.job, documents=wrong))
    assert "Nothing of its batch was stored" in caught.value.hint
    assert records(small) == []


def test_the_first_of_each_shape_and_every_so_manieth_are_verified(small, ordered, monkeypatch):
    checked = []
    monkeypatch.setattr(BatchSigner, "_check", lambda self, badge, now: checked.append(badge.id))
    orders = [*ordered(*range(4)), *ordered(4, role="Coach"), *ordered(*range(5, 12))]
    outcomes = list(small.issuing_many.issue("school", orders))
    urls = [outcome.url for outcome in outcomes]
    assert checked == [urls[0], urls[4], urls[9]]


# --- places


def test_places_tell_nothing_of_the_order_in_a_roster(small, school, ordered, build):
    outcomes = list(build(batch_size=60).issuing_many.issue("school", ordered(*range(60))))
    places = [outcome.record.status_index for outcome in outcomes]
    assert places != sorted(places)
    assert places != sorted(places, reverse=True)


def test_places_that_are_held_are_not_drawn_again(small, ordered, monkeypatch):
    drawn = iter([7, 8, 7, 8, 9, 10])
    monkeypatch.setattr(status_lists, "random_index", lambda size: next(drawn))
    run, preparing = Run(issuer="school"), small.issuing_many.preparing
    first, second = (preparing.begin(run, ordered(*numbers)) for numbers in ((0, 1), (2, 3)))
    assert [chosen.status_index for chosen in (*first.chosen, *second.chosen)] == [7, 8, 9, 10]


def test_places_are_let_go_once_a_batch_is_stored(small, ordered):
    run, many = Run(issuer="school"), small.issuing_many
    batch = many.preparing.begin(run, ordered(0, 1))
    many.storing.keep(batch, many.signer.sign(batch.job))
    assert list(run.held.values()) == [set()]


def test_a_batch_fills_a_list_and_goes_on_in_the_next(small, ordered, monkeypatch):
    monkeypatch.setattr(status_lists, "FILL_LIMIT", 5 / 131_072)
    list(small.issuing_many.issue("school", ordered(*range(12))))
    with small.store.reading() as transaction:
        filled = [record.allocated for record in transaction.status_lists("school")]
    assert (filled, whole(small)) == ([5, 5, 2], 12)


# --- what travels between processes


def test_a_job_and_its_result_can_travel_and_hold_no_key(small, ordered, key_store):
    orders = [*ordered(0), *ordered(1, evidence_url="https://badges.school.example/achievements/mentor")]
    job = small.issuing_many.preparing.begin(Run(issuer="school"), orders).job
    travelled = pickle.dumps(job)
    assert pickle.loads(travelled) == job
    assert b"Signer" not in travelled
    for signer in key_store.signers.values():
        assert signer.to_pem()[30:90] not in travelled
    good, refused = pickle.loads(pickle.dumps(small.issuing_many.signer.sign(job)))
    assert isinstance(good, SignedTexts)
    assert isinstance(refused, LinkedDataError)
    assert refused.problems


def test_what_signs_cannot_be_sent_away(small, ordered):
    list(small.issuing_many.issue("school", ordered(0)))
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(small.issuing_many.signer)


def test_each_order_has_its_own_moment(small, ordered, now):
    orders = [replace(each, now=now + timedelta(days=day)) for day, each in enumerate(ordered(0, 1))]
    outcomes = list(small.issuing_many.issue("school", orders))
    assert [outcome.record.issued_at.day for outcome in outcomes] == [1, 2]


def test_results_are_looked_at_for_each_order(small, ordered):
    bad, good = (
        ordered(0, achievement="superbots", results=(OrderedResult(description="Score", value=value),))[0]
        for value in ("101", "99")
    )
    refused, made = small.issuing_many.issue("school", [bad, good])
    assert ("from 0 to 100" in refused.message, made.created) == (True, True)


def test_badges_of_a_batch_can_be_suspended_where_the_setting_says_so(school, build, ordered, now):
    pausing = build(batch_size=3, check_every=1, suspendable=True)
    made = list(pausing.issuing_many.issue("school", ordered(*range(5))))
    for record in [outcome.record for outcome in made]:
        assert is_suspendable(record)
        assert pausing.verifying.verify(record.json, now=now).valid
    suspended = list(pausing.suspending.suspend([outcome.record.id for outcome in made[:3]], now=now))
    assert len(suspended) == 3
    outcomes = [pausing.verifying.verify(outcome.record.jwt, now=now).outcome for outcome in made]
    assert outcomes == ["invalid"] * 3 + ["valid"] * 2
    again = pausing.issuing_many.issue("school", ordered(*range(5)))
    assert [outcome.created for outcome in again] == [False] * 5


def test_batch_in_a_list_that_was_there_before_the_setting_opens_its_companion(school, build, ordered):
    list(build(batch_size=3).issuing_many.issue("school", ordered(0)))
    pausing = build(batch_size=3, suspendable=True)
    (made,) = pausing.issuing_many.issue("school", ordered(1))
    assert is_suspendable(made.record)
    assert len({record.status_list for record in records(school)}) == 1
