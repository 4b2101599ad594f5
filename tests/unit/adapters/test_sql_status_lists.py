"""Status lists, on both databases."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sample_records import MOMENT, add_school, credential, issuer, status_list

from openbadge_issuer.adapters.sql import SqlStore
from openbadge_issuer.errors import ConflictError, NotFoundError, UnavailableError
from openbadge_issuer.ports import ListUse


def test_status_list_comes_back_as_it_was(school: SqlStore):
    with school.reading() as transaction:
        assert status_list() == transaction.get_status_list("list1")


def test_status_list_without_jwt_comes_back_as_it_was(school: SqlStore):
    record = status_list(id="list2", jwt=None)
    with school.writing() as transaction:
        transaction.add_status_list(record)
        assert record == transaction.get_status_list("list2")


def test_updated_status_list_has_new_bits_and_texts_but_its_own_count(school: SqlStore):
    changed = status_list(
        bits=b"\x80" + bytes(16_383),
        json="{}",
        jwt="ey",
        updated_at=MOMENT + timedelta(hours=1),
        allocated=99,
    )
    with school.writing() as transaction:
        transaction.add_credential(credential())
        transaction.update_status_list(changed)
        assert replace(changed, allocated=1) == transaction.get_status_list("list1")


def test_id_of_a_status_list_is_unique(school: SqlStore):
    with school.writing() as transaction, pytest.raises(ConflictError) as caught:
        transaction.add_status_list(status_list())
    assert caught.value.path == "id"


def test_unknown_status_list_is_not_found(school: SqlStore):
    with school.writing() as transaction:
        with pytest.raises(NotFoundError, match="no status list nothing"):
            transaction.get_status_list("nothing")
        with pytest.raises(NotFoundError):
            transaction.update_status_list(status_list(id="nothing"))


def test_status_lists_of_an_issuer_are_listed_oldest_first(school: SqlStore):
    with school.writing() as transaction:
        transaction.add_issuer(issuer(slug="other"))
        transaction.add_status_list(status_list(id="theirs", issuer="other"))
        transaction.add_status_list(status_list(id="a-list"))
        found = transaction.status_lists("school")
        assert (found[0].size, found[0].allocated, found[0].use) == (131_072, 0, ListUse.AWARDS)
        assert found[-1] == transaction.newest_status_list("school")
    assert ["list1", "a-list"] == [record.id for record in found]


def test_issuer_without_status_lists_has_no_newest_one(store: SqlStore):
    with store.reading() as transaction:
        assert transaction.newest_status_list("school") is None


def test_index_is_taken_by_an_award(school: SqlStore):
    with school.writing() as transaction:
        transaction.add_credential(credential(7))
        assert transaction.status_index_taken("list1", 7) is True
        assert transaction.status_index_taken("list1", 8) is False


def test_list_read_for_update_waits_for_the_transaction_that_has_it(school: SqlStore):
    def revoke_too() -> None:
        with school.writing() as transaction:
            record = transaction.get_status_list("list1", for_update=True)
            transaction.update_status_list(replace(record, json=record.json + "second"))

    with school.writing() as transaction:
        record = transaction.get_status_list("list1", for_update=True)
        other = threading.Thread(target=revoke_too)
        other.start()
        other.join(timeout=0.2)
        transaction.update_status_list(replace(record, json="first "))
    other.join()
    with school.reading() as transaction:
        assert transaction.get_status_list("list1").json == "first second"


def test_texts_of_a_list_are_read_one_by_one(school: SqlStore):
    with school.writing() as transaction:
        transaction.add_status_list(status_list(id="list2", jwt=None))
        texts = [
            transaction.status_list_text(id, jwt=jwt) for id in ("list1", "list2") for jwt in (False, True)
        ]
        with pytest.raises(NotFoundError, match="no status list nothing"):
            transaction.status_list_text("nothing")
    assert texts == ['{"id":"list1"}', "ey.list1.x", '{"id":"list1"}', None]


def test_a_list_is_locked_without_being_read(school: SqlStore):
    with school.writing() as transaction:
        transaction.lock_status_list("list1")
        with pytest.raises(NotFoundError, match="no status list nothing"):
            transaction.lock_status_list("nothing")


def test_a_locked_list_is_locked_to_others(school: SqlStore, store_url: str):
    impatient = SqlStore.open(store_url, busy_timeout=0.2)
    with school.writing() as transaction:
        transaction.lock_status_list("list1")
        with pytest.raises(UnavailableError), impatient.writing() as other:
            other.lock_status_list("list1")
    impatient.close()


@pytest.mark.postgresql
def test_on_postgresql_awards_are_added_while_a_list_is_revoked_in(postgresql_url: str):
    store = SqlStore.open(postgresql_url, busy_timeout=2)
    with store.writing() as transaction:
        add_school(transaction)
    with store.writing() as revoking:
        revoking.get_status_list("list1", for_update=True)
        with store.writing() as issuing:
            issuing.add_credential(credential())
    store.close()


def test_the_taken_ones_of_many_places_are_told_at_once(school: SqlStore):
    with school.writing() as transaction:
        transaction.add_credentials([credential(7), credential(9)])
        assert frozenset({7, 9}) == transaction.status_indices_taken("list1", [7, 8, 9])
        assert frozenset() == transaction.status_indices_taken("other", [7])
