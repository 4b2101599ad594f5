"""Achievements, their versions and pictures, on both databases."""

import pytest
from sample_records import achievement, image, issuer

from openbadge_issuer.adapters.sql import SqlStore
from openbadge_issuer.errors import ConflictError, NotFoundError


@pytest.fixture
def school(store: SqlStore) -> SqlStore:
    """A store with two issuers, one of which has an achievement."""
    with store.writing() as transaction:
        transaction.add_issuer(issuer())
        transaction.add_issuer(issuer(slug="other"))
        transaction.add_achievement(achievement())
    return store


def test_achievement_comes_back_as_it_was(school: SqlStore):
    with school.reading() as transaction:
        assert achievement() == transaction.get_achievement("school", "superbots")


def test_newest_version_is_the_current_one(school: SqlStore):
    second = achievement(version=2, document={"name": "Superbots 2"})
    with school.writing() as transaction:
        transaction.add_achievement(second)
        assert second == transaction.get_achievement("school", "superbots")
        assert second == transaction.find_achievement("superbots")
        assert [second] == transaction.achievements()


def test_old_version_stays(school: SqlStore):
    with school.writing() as transaction:
        transaction.add_achievement(achievement(version=2, document={}))
        assert achievement() == transaction.get_achievement("school", "superbots", 1)


@pytest.mark.parametrize("version", [1, 3])
def test_version_that_does_not_follow_is_refused(school: SqlStore, version: int):
    with school.writing() as transaction:
        transaction.add_achievement(achievement(version=2))
        with pytest.raises(ConflictError) as caught:
            transaction.add_achievement(achievement(version=2 if version == 1 else 4))
    assert caught.value.path == "version"


def test_slug_of_an_achievement_is_unique_on_the_domain(school: SqlStore):
    with school.writing() as transaction, pytest.raises(ConflictError) as caught:
        transaction.add_achievement(achievement(issuer="other"))
    assert caught.value.path == "slug"


def test_nobody_adds_a_version_to_the_achievement_of_another_issuer(school: SqlStore):
    with school.writing() as transaction, pytest.raises(NotFoundError):
        transaction.add_achievement(achievement(issuer="other", version=2))


def test_achievement_is_only_found_at_its_issuer(school: SqlStore):
    with school.reading() as transaction, pytest.raises(NotFoundError, match="no achievement superbots"):
        transaction.get_achievement("other", "superbots")


@pytest.mark.parametrize("version", [0, 2])
def test_unknown_version_is_not_found(school: SqlStore, version: int):
    with school.reading() as transaction, pytest.raises(NotFoundError):
        transaction.get_achievement("school", "superbots", version)


def test_achievements_are_listed_by_slug(school: SqlStore):
    with school.writing() as transaction:
        for slug in ("super-zebra", "ant"):
            transaction.add_achievement(achievement(issuer="other", slug=slug))
        found = transaction.achievements()
        assert ["ant", "super-zebra", "superbots"] == [record.slug for record in found]
        assert ["superbots"] == [record.slug for record in transaction.achievements("school")]


def test_refused_version_leaves_nothing_behind(school: SqlStore):
    with school.writing() as transaction:
        with pytest.raises(NotFoundError):
            transaction.add_achievement(achievement(version=2, image_sha256="00" * 32))
        assert 1 == transaction.find_achievement("superbots").version


def test_picture_comes_back_as_it_was(store: SqlStore):
    with store.writing() as transaction:
        transaction.add_image(image())
        assert image() == transaction.get_image(image().sha256)


def test_keeping_a_picture_again_does_nothing(store: SqlStore):
    with store.writing() as transaction:
        transaction.add_image(image())
        transaction.add_image(image())
        assert image() == transaction.get_image(image().sha256)


def test_unknown_picture_is_not_found(store: SqlStore):
    with store.reading() as transaction, pytest.raises(NotFoundError, match="no image"):
        transaction.get_image("00" * 32)


def test_achievement_names_its_picture(store: SqlStore):
    record = achievement(image_sha256=image().sha256)
    with store.writing() as transaction:
        transaction.add_issuer(issuer())
        transaction.add_image(image())
        transaction.add_achievement(record)
        assert record == transaction.find_achievement("superbots")
