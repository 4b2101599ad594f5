"""Pages of awards, and what is left of erased ones, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sample_records import MOMENT, achievement, credential, endorsement, image, issuer, status_list

from openbadge_issuer.adapters.sql import SqlStore
from openbadge_issuer.errors import NotFoundError
from openbadge_issuer.ports import (
    PageRecord,
    Revocation,
    RevocationCategory,
    Suspension,
    SuspensionCategory,
    Tombstone,
)

PAGE = PageRecord(credential="token1", achievement="superbots", opened_at=MOMENT, secret_sha256="ab" * 32)


@pytest.fixture
def school(store: SqlStore) -> SqlStore:
    """A store with an award."""
    with store.writing() as transaction:
        transaction.add_issuer(issuer())
        transaction.add_achievement(achievement())
        transaction.add_status_list(status_list())
        transaction.add_credential(credential())
    return store


def test_page_comes_back_as_it_was(school: SqlStore):
    with school.writing() as transaction:
        assert transaction.find_page("token1") is None
        transaction.put_page(PAGE)
        assert PAGE == transaction.find_page("token1")


def test_later_decision_replaces_the_one_before(school: SqlStore):
    closed = replace(PAGE, opened_at=None)
    with school.writing() as transaction:
        transaction.put_page(PAGE)
        transaction.put_page(closed)
        assert closed == transaction.find_page("token1")


def test_pages_of_some_awards_are_found_at_once(school: SqlStore):
    with school.writing() as transaction:
        transaction.add_credential(credential(2))
        transaction.put_page(PAGE)
        assert [PAGE] == transaction.find_pages(["token1", "token2", "nothing"])


def test_page_of_no_award_is_refused(school: SqlStore):
    with school.writing() as transaction, pytest.raises(NotFoundError):
        transaction.put_page(replace(PAGE, credential="nothing"))


def test_open_pages_come_with_the_last_opened_first(school: SqlStore):
    later = replace(PAGE, credential="token2", opened_at=MOMENT + timedelta(days=1))
    with school.writing() as transaction:
        transaction.add_credentials([credential(2), credential(3)])
        for page in (PAGE, later, replace(PAGE, credential="token3", opened_at=None)):
            transaction.put_page(page)
        found = transaction.open_pages("superbots", 10)
        assert ["token2", "token1"] == [record.id for record in found]
        assert ["token2"] == [record.id for record in transaction.open_pages("superbots", 1)]
        assert [] == transaction.open_pages("other", 10)


def test_revoked_award_has_no_open_page(school: SqlStore):
    with school.writing() as transaction:
        transaction.put_page(PAGE)
        transaction.record_revocation(
            "token1", Revocation(revoked_at=MOMENT, category=RevocationCategory.ERROR)
        )
        assert [] == transaction.open_pages("superbots", 10)


def test_suspended_award_has_no_open_page_until_that_is_lifted(school: SqlStore):
    suspension = Suspension(suspended_at=MOMENT, category=SuspensionCategory.OTHER)
    with school.writing() as transaction:
        transaction.put_page(PAGE)
        transaction.record_suspensions(["token1"], suspension)
        assert [] == transaction.open_pages("superbots", 10)
        transaction.record_suspensions(["token1"], None)
        assert ["token1"] == [record.id for record in transaction.open_pages("superbots", 10)]


def test_erased_award_leaves_its_place_and_nothing_else(school: SqlStore):
    index = credential().status_index
    with school.writing() as transaction:
        transaction.put_page(PAGE)
        transaction.erase_credential("token1", MOMENT)
        left = Tombstone(id="token1", status_list="list1", status_index=index, erased_at=MOMENT)
        assert left == transaction.find_tombstone("token1")
        assert transaction.find_page("token1") is None
        assert [] == transaction.credentials()
        assert transaction.status_index_taken("list1", index)
        with pytest.raises(NotFoundError):
            transaction.get_credential("token1")


def test_erased_endorsement_leaves_its_place(school: SqlStore):
    with school.writing() as transaction:
        record = endorsement()
        transaction.add_endorsement(record)
        transaction.erase_endorsement(record.id, MOMENT)
        left = transaction.find_tombstone(record.id)
        assert (record.status_list, record.status_index) == (left.status_list, left.status_index)
        assert [] == transaction.endorsements()


def test_what_is_not_there_cannot_be_erased(school: SqlStore):
    with school.writing() as transaction:
        for erase in (transaction.erase_credential, transaction.erase_endorsement):
            with pytest.raises(NotFoundError, match="nothing"):
                erase("nothing", MOMENT)
        assert transaction.find_tombstone("nothing") is None


def test_drawing_of_a_picture_is_kept_once(school: SqlStore):
    svg, png = image(sha256="cd" * 32, media_type="image/svg+xml"), image()
    with school.writing() as transaction:
        transaction.add_image(svg)
        transaction.add_image(png)
        assert transaction.find_drawing(svg.sha256) is None
        transaction.add_drawing(svg.sha256, png.sha256)
        transaction.add_drawing(svg.sha256, png.sha256)
        assert png == transaction.find_drawing(svg.sha256)
