"""Endorsements, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sample_records import MOMENT, endorsement, issuer, status_list

from openbadge_issuer.adapters.sql import SqlStore
from openbadge_issuer.errors import ConflictError, NotFoundError
from openbadge_issuer.ports import Endorsed, ListUse, Revocation, RevocationCategory

REASON = Revocation(revoked_at=MOMENT, category=RevocationCategory.WITHDRAWN, note="Left the programme")


def test_endorsement_comes_back_as_it_was(school: SqlStore):
    with school.writing() as transaction:
        transaction.add_endorsement(endorsement())
    with school.reading() as transaction:
        assert endorsement() == transaction.get_endorsement("word1")


def test_endorsement_with_and_without_its_optional_parts_comes_back_as_it_was(school: SqlStore):
    bare = endorsement(1, endorsed=None, json=None, jwt=None, expires_at=None, kind=Endorsed.ELSEWHERE)
    full = endorsement(
        2,
        endorser="school",
        status_list="list1",
        status_index=7,
        accepted_at=MOMENT,
        revocation=REASON,
        drop=replace(REASON, note=None),
    )
    with school.writing() as transaction:
        for record in (bare, full):
            transaction.add_endorsement(record)
            assert record == transaction.get_endorsement(record.id)


def test_unknown_endorsement_is_not_found(school: SqlStore):
    with school.reading() as transaction, pytest.raises(NotFoundError, match="no endorsement nothing"):
        transaction.get_endorsement("nothing")


def test_endorsement_is_found_by_its_own_id_and_endorser(school: SqlStore):
    with school.writing() as transaction:
        transaction.add_endorsement(endorsement())
        found = transaction.find_endorsement("did:web:robotics.example", "urn:word:1")
        assert endorsement() == found
        assert transaction.find_endorsement("did:web:other.example", "urn:word:1") is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": "word1"}, "id"),
        ({"credential_id": "urn:word:1"}, "credential_id"),
        ({"status_list": "list1", "status_index": 7}, "status_index"),
    ],
    ids=str,
)
def test_what_is_unique_is_not_kept_twice(school: SqlStore, changes: dict, field: str):
    with school.writing() as transaction:
        transaction.add_endorsement(endorsement(1, status_list="list1", status_index=7))
        with pytest.raises(ConflictError) as caught:
            transaction.add_endorsement(endorsement(2, **changes))
        assert field == caught.value.path
        assert 1 == len(transaction.endorsements())


def test_another_endorser_may_use_the_same_id(school: SqlStore):
    with school.writing() as transaction:
        transaction.add_endorsement(endorsement(1))
        transaction.add_endorsement(
            endorsement(2, credential_id="urn:word:1", endorser_id="did:web:b.example")
        )
        assert 2 == len(transaction.endorsements())


@pytest.mark.parametrize("changes", [{"endorsed": "none"}, {"endorser": "none"}, {"status_list": "none"}])
def test_what_an_endorsement_belongs_to_must_be_there(school: SqlStore, changes: dict):
    with pytest.raises(NotFoundError), school.writing() as transaction:
        transaction.add_endorsement(endorsement(**changes))


def test_adding_an_endorsement_counts_in_its_status_list(school: SqlStore):
    with school.writing() as transaction:
        transaction.add_status_list(status_list(id="list2", use=ListUse.ENDORSEMENTS))
        transaction.add_endorsement(endorsement(1, status_list="list2", status_index=0))
        transaction.add_endorsement(endorsement(2))
        assert [0, 1] == [record.allocated for record in transaction.status_lists("school")]


def test_place_of_an_endorsement_is_taken(school: SqlStore):
    with school.writing() as transaction:
        transaction.add_endorsement(endorsement(status_list="list1", status_index=7))
        assert [True, False] == [transaction.status_index_taken("list1", index) for index in (7, 8)]


def test_newest_list_is_asked_for_by_its_use(school: SqlStore):
    with school.writing() as transaction:
        assert transaction.newest_status_list("school", ListUse.ENDORSEMENTS) is None
        transaction.add_status_list(status_list(id="list2", use=ListUse.ENDORSEMENTS))
        assert "list2" == transaction.newest_status_list("school", ListUse.ENDORSEMENTS).id
        assert "list1" == transaction.newest_status_list("school").id


@pytest.fixture
def words(school: SqlStore) -> SqlStore:
    """Five endorsements: 2 accepted, 3 revoked after that, 4 dropped, 5 given by the partner itself of the school."""
    with school.writing() as transaction:
        transaction.add_issuer(issuer(slug="partner"))
        transaction.add_endorsement(endorsement(1))
        transaction.add_endorsement(endorsement(2, accepted_at=MOMENT))
        transaction.add_endorsement(endorsement(3, accepted_at=MOMENT, revocation=REASON))
        transaction.add_endorsement(endorsement(4, accepted_at=MOMENT, drop=REASON))
        about_school = {"kind": Endorsed.ISSUER, "target": "school", "accepted_at": MOMENT}
        transaction.add_endorsement(endorsement(5, endorser="partner", **about_school))
    return school


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, [1, 2, 3, 4, 5]),
        ({"limit": 2}, [1, 2]),
        ({"after": "word3"}, [4, 5]),
        ({"standing": True}, [2, 5]),
        ({"standing": False}, [1, 3, 4]),
        ({"kind": Endorsed.ACHIEVEMENT, "target": "superbots", "standing": True}, [2]),
        ({"kind": Endorsed.ISSUER, "target": "superbots"}, []),
        ({"party": "partner"}, [5]),
        ({"party": "school"}, [1, 2, 3, 4, 5]),
        ({"party": "nobody"}, []),
    ],
    ids=str,
)
def test_endorsements_are_listed_as_asked_in_the_order_they_came(
    words: SqlStore, wanted: dict, expected: list
):
    with words.reading() as transaction:
        found = transaction.endorsements(**wanted)
    assert [f"word{number}" for number in expected] == [record.id for record in found]


def test_page_after_an_unknown_endorsement_is_not_found(words: SqlStore):
    with words.reading() as transaction, pytest.raises(NotFoundError):
        transaction.endorsements(after="nothing")


def test_first_acceptance_stays(school: SqlStore):
    with school.writing() as transaction:
        transaction.add_endorsement(endorsement())
        transaction.record_acceptance("word1", MOMENT)
        transaction.record_acceptance("word1", MOMENT + timedelta(days=1))
        assert endorsement(accepted_at=MOMENT) == transaction.get_endorsement("word1")


@pytest.mark.parametrize(
    ("record", "field"), [("record_endorsement_revocation", "revocation"), ("record_drop", "drop")]
)
def test_either_side_takes_back_once_and_the_signed_texts_stay(school: SqlStore, record: str, field: str):
    with school.writing() as transaction:
        transaction.add_endorsement(endorsement())
        getattr(transaction, record)("word1", REASON)
        with pytest.raises(ConflictError, match="taken back already") as caught:
            getattr(transaction, record)("word1", replace(REASON, note="again"))
        assert field == caught.value.path
    with school.reading() as transaction:
        assert endorsement(**{field: REASON}) == transaction.get_endorsement("word1")


@pytest.mark.parametrize("record", ["record_endorsement_revocation", "record_drop"])
def test_unknown_endorsement_cannot_be_taken_back(school: SqlStore, record: str):
    with school.writing() as transaction, pytest.raises(NotFoundError):
        getattr(transaction, record)("nothing", REASON)


def test_unknown_endorsement_cannot_be_accepted(school: SqlStore):
    with school.writing() as transaction, pytest.raises(NotFoundError):
        transaction.record_acceptance("nothing", MOMENT)
