"""Awards, on both databases."""

import re
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sample_records import MOMENT, achievement, credential, issuer, status_list
from sqlalchemy import event

from openbadge_issuer.adapters.sql import SqlStore
from openbadge_issuer.errors import ConflictError, InputError, NotFoundError
from openbadge_issuer.ports import (
    MAX_AT_ONCE,
    Revocation,
    RevocationCategory,
    Suspension,
    SuspensionCategory,
)

REVOCATION = Revocation(revoked_at=MOMENT, category=RevocationCategory.ERROR, note="Wrong person")


def test_award_comes_back_as_it_was(school: SqlStore):
    with school.writing() as transaction:
        transaction.add_credential(credential())
    with school.reading() as transaction:
        assert credential() == transaction.get_credential("token1")


def test_award_without_optional_parts_comes_back_as_it_was(school: SqlStore):
    record = credential(jwt=None, award_id=None, recipient_key=None, label=None)
    with school.writing() as transaction:
        transaction.add_credential(record)
        assert record == transaction.get_credential("token1")


def test_moments_are_the_same_in_every_zone(school: SqlStore):
    moment = datetime(2026, 6, 1, 0, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    with school.writing() as transaction:
        transaction.add_credential(credential(issued_at=moment, expires_at=moment))
        found = transaction.get_credential("token1")
    assert (moment, UTC) == (found.issued_at, found.issued_at.tzinfo)
    assert (moment, UTC) == (found.expires_at, found.expires_at.tzinfo)


def test_adding_an_award_counts_in_the_status_list(school: SqlStore):
    with school.writing() as transaction:
        transaction.add_credential(credential(1))
        transaction.add_credential(credential(2))
        assert 2 == transaction.get_status_list("list1").allocated


def test_many_awards_count_in_their_status_lists(school: SqlStore):
    with school.writing() as transaction:
        transaction.add_status_list(status_list(id="list2"))
        places = [(1, "list1"), (2, "list2"), (3, "list1")]
        transaction.add_credentials([credential(number, status_list=name) for number, name in places])
        assert [2, 1] == [record.allocated for record in transaction.status_lists("school")]


def test_no_awards_are_added_without_complaint(school: SqlStore):
    with school.writing() as transaction:
        transaction.add_credentials([])
        assert 0 == transaction.count_credentials()


@pytest.mark.parametrize("field", ["id", "award_key", "award_id", "status_index"])
def test_second_award_with_the_same_is_refused(school: SqlStore, field: str):
    again = replace(credential(2), **{field: getattr(credential(1), field)})
    with school.writing() as transaction:
        transaction.add_credential(credential(1))
        with pytest.raises(ConflictError, match=f"already a credential with this {field}") as caught:
            transaction.add_credential(again)
    assert caught.value.path == field


def test_award_id_of_a_revoked_award_is_free_again(school: SqlStore):
    with school.writing() as transaction:
        transaction.add_credential(credential(1))
        transaction.record_revocation("token1", REVOCATION)
        transaction.add_credential(credential(2, award_id="A-1"))
        found = transaction.credentials(issuer="school", award_id="A-1")
    assert ["token1", "token2"] == [record.id for record in found]


def test_refused_awards_leave_nothing_behind_and_the_transaction_usable(school: SqlStore):
    with school.writing() as transaction:
        transaction.add_credential(credential(1))
        with pytest.raises(ConflictError):
            transaction.add_credentials([credential(2), credential(3, status_index=1)])
        transaction.add_credential(credential(4))
    with school.reading() as transaction:
        assert ["token1", "token4"] == [record.id for record in transaction.credentials()]
        assert 2 == transaction.get_status_list("list1").allocated


@pytest.mark.parametrize(
    "missing", [{"issuer": "x"}, {"achievement": "x"}, {"achievement_version": 2}, {"status_list": "x"}]
)
def test_award_of_something_unknown_is_refused(school: SqlStore, missing: dict):
    with school.writing() as transaction, pytest.raises(NotFoundError):
        transaction.add_credential(credential(**missing))


def test_nul_in_a_text_is_kept_or_refused_but_never_cut_off(school: SqlStore):
    record = credential(label="Ada\x00B")
    refused = nullcontext() if school.engine.name == "sqlite" else pytest.raises(InputError, match="NUL")
    with refused, school.writing() as transaction:
        transaction.add_credential(record)
    with school.reading() as transaction:
        assert transaction.find_award("school", record.award_key) in (record, None)


def test_unknown_award_is_not_found(school: SqlStore):
    with school.reading() as transaction, pytest.raises(NotFoundError, match="no credential nothing"):
        transaction.get_credential("nothing")


def test_award_is_found_by_its_key_at_its_issuer_only(school: SqlStore):
    with school.writing() as transaction:
        transaction.add_credential(credential())
        assert credential() == transaction.find_award("school", "award1")
        assert transaction.find_award("other", "award1") is None


@pytest.fixture
def awards(school: SqlStore) -> SqlStore:
    """A store with six awards: two issuers, two achievements, three people; number 2 and 5 are revoked."""
    with school.writing() as transaction:
        transaction.add_issuer(issuer(slug="other"))
        transaction.add_achievement(achievement(issuer="other", slug="volunteer"))
        for number in range(6, 0, -1):
            theirs = {"issuer": "other", "achievement": "volunteer"} if number % 2 else {}
            transaction.add_credential(credential(number, recipient_key=f"person{number % 3}", **theirs))
        for number in (2, 5):
            transaction.record_revocation(f"token{number}", REVOCATION)
    return school


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, [6, 5, 4, 3, 2, 1]),
        ({"issuer": "school"}, [6, 4, 2]),
        ({"achievement": "volunteer"}, [5, 3, 1]),
        ({"issuer": "school", "achievement": "volunteer"}, []),
        ({"recipient_key": "person0"}, [6, 3]),
        ({"issuer": "other", "recipient_key": "person0"}, [3]),
        ({"award_id": "A-4"}, [4]),
        ({"issuer": "other", "award_id": "A-4"}, []),
        ({"revoked": True}, [5, 2]),
        ({"issuer": "school", "revoked": True}, [2]),
        ({"achievement": "volunteer", "revoked": False}, [3, 1]),
        ({"limit": 2}, [6, 5]),
        ({"limit": 2, "after": "token5"}, [4, 3]),
        ({"issuer": "school", "after": "token5"}, [4, 2]),
    ],
    ids=str,
)
def test_awards_are_listed_as_asked_in_the_order_they_were_made(
    awards: SqlStore, wanted: dict, expected: list
):
    with awards.reading() as transaction:
        found = transaction.credentials(**wanted)
    assert [f"token{number}" for number in expected] == [record.id for record in found]


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ({"issuer": "school"}, "issuer_number"),
        ({"issuer": "school", "achievement": "superbots"}, "achievement_number"),
        ({"achievement": "superbots", "recipient_key": "person1"}, "recipient_key_number"),
        ({"issuer": "school", "award_id": "A-1", "revoked": False}, "award_id_number"),
        ({"issuer": "school", "achievement": "superbots", "revoked": True}, "revoked"),
    ],
    ids=str,
)
def test_sqlite_goes_by_the_index_of_what_narrows_most(sqlite_store: SqlStore, wanted: dict, index: str):
    statements = []
    event.listen(sqlite_store.engine, "before_cursor_execute", lambda *call: statements.append(call[2:4]))
    with sqlite_store.reading() as transaction:
        transaction.credentials(**wanted)
        statement, parameters = statements[-1]
        plan = transaction._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    assert [f"ix_credentials_{index}"] == re.findall(r"USING INDEX (\w+)", str(plan))
    assert "TEMP B-TREE" not in str(plan)


def test_page_after_an_unknown_award_is_not_found(awards: SqlStore):
    with awards.reading() as transaction, pytest.raises(NotFoundError):
        transaction.credentials(after="nothing")


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [({}, 6), ({"issuer": "school"}, 3), ({"achievement": "volunteer"}, 3),
     ({"issuer": "school", "achievement": "volunteer"}, 0)],
)  # fmt: skip
def test_awards_are_counted(awards: SqlStore, wanted: dict, expected: int):
    with awards.reading() as transaction:
        assert expected == transaction.count_credentials(**wanted)


def test_revocation_is_kept_and_the_signed_texts_stay(school: SqlStore):
    with school.writing() as transaction:
        transaction.add_credential(credential())
        transaction.record_revocation("token1", REVOCATION)
    with school.reading() as transaction:
        assert credential(revocation=REVOCATION) == transaction.get_credential("token1")


def test_first_revocation_stays(school: SqlStore):
    later = replace(REVOCATION, revoked_at=MOMENT + timedelta(days=1), note=None)
    with school.writing() as transaction:
        transaction.add_credential(credential())
        transaction.record_revocation("token1", REVOCATION)
        with pytest.raises(ConflictError, match="revoked already"):
            transaction.record_revocation("token1", later)
        assert REVOCATION == transaction.get_credential("token1").revocation


def test_unknown_award_cannot_be_revoked(school: SqlStore):
    with school.writing() as transaction, pytest.raises(NotFoundError):
        transaction.record_revocation("nothing", REVOCATION)


def test_many_awards_are_found_by_their_keys_at_once(school: SqlStore):
    with school.writing() as transaction:
        transaction.add_credentials([credential(number) for number in range(4)])
        found = transaction.find_awards("school", ["award3", "award1", "unknown"])
        assert [record.award_key for record in found] == ["award1", "award3"]
        assert [] == transaction.find_awards("other", ["award1"])


def test_many_awards_are_found_by_the_operators_ids_at_once(school: SqlStore):
    with school.writing() as transaction:
        transaction.add_credentials([credential(number, award_id=f"id{number}") for number in range(4)])
        found = transaction.find_named_awards("school", ["id2", "id0", "unknown"])
        assert [record.award_id for record in found] == ["id0", "id2"]
        assert [] == transaction.find_named_awards("other", ["id0"])


def test_as_many_awards_can_be_asked_for_at_once_as_is_promised(school: SqlStore):
    with school.reading() as transaction:
        assert [] == transaction.find_awards("school", [f"key{number}" for number in range(MAX_AT_ONCE)])


@pytest.mark.parametrize(
    ("do", "kept"),
    [
        (lambda transaction, texts: transaction.find_awards("school", texts), "award_key"),
        (lambda transaction, texts: transaction.get_credentials(texts), "WHERE credentials.id"),
        (lambda transaction, texts: transaction.record_revocations(texts, REVOCATION), "UPDATE"),
    ],
    ids=["find", "get", "revoke"],
)
def test_more_awards_at_once_make_no_other_statement(school: SqlStore, do, kept):
    said = set()
    event.listen(school.engine, "before_cursor_execute", lambda *call: said.add(call[2]))
    with school.writing() as transaction:
        for count in (1, 2, 300):
            do(transaction, [f"text{number}" for number in range(count)])
    assert len([statement for statement in said if kept in " ".join(statement.split())]) == 1


@pytest.mark.parametrize(
    ("do", "condition"),
    [
        (lambda transaction: transaction.find_awards("school", ["a", "b"]), "issuer=? AND award_key=?"),
        (lambda transaction: transaction.find_named_awards("school", ["a", "b"]), "award_id=?"),
        (lambda transaction: transaction.get_credentials(["a", "b"]), "id=?"),
        (lambda transaction: transaction.record_revocations(["a", "b"], REVOCATION), "id=?"),
        (lambda transaction: transaction.record_suspensions(["a", "b"], None), "id=?"),
        (
            lambda transaction: transaction.status_indices_taken("list1", [1, 2]),
            "status_list=? AND status_index=?",
        ),
        (lambda transaction: transaction.find_pages(["a", "b"]), "credential=?"),
    ],
    ids=["keys", "names", "ids", "revoke", "suspend", "places", "pages"],
)
def test_sqlite_finds_many_by_an_index_of_just_that(sqlite_store: SqlStore, do, condition: str):
    said = []
    event.listen(sqlite_store.engine, "before_cursor_execute", lambda *call: said.append(call[2:4]))
    with sqlite_store.writing() as transaction:
        do(transaction)
        statement, parameters = said[-1]
        plan = str(
            transaction._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
        )
    assert f"({condition})" in plan
    assert not re.search(r"SCAN (credentials|endorsements|tombstones|badge_pages)", plan)


def test_with_a_limit_awards_are_counted_no_further(school: SqlStore):
    with school.writing() as transaction:
        transaction.add_credentials([credential(number) for number in range(5)])
        counts = [
            transaction.count_credentials(achievement="superbots", limit=limit) for limit in (3, 5, 9, None)
        ]
    assert counts == [3, 5, 5, 5]


def test_suspension_is_kept_until_it_is_lifted_and_the_signed_texts_stay(school: SqlStore):
    suspension = Suspension(suspended_at=MOMENT, category=SuspensionCategory.REVIEW, note="Complaint 7")
    with school.writing() as transaction:
        transaction.add_credential(credential())
        transaction.record_suspensions(["token1"], suspension)
    with school.reading() as transaction:
        assert credential(suspension=suspension) == transaction.get_credential("token1")
    with school.writing() as transaction:
        transaction.record_suspensions(["token1", "nothing"], None)
    with school.reading() as transaction:
        assert credential() == transaction.get_credential("token1")
