"""An erased badge leaves nothing about anybody, and its place in the status list."""

import pytest

from openbadge_issuer.errors import GoneError, NotFoundError
from openbadge_issuer.ports import Endorsed
from openbadge_issuer.services.erasing import ErasingService


@pytest.fixture
def badge(issue):
    return issue().record


def everything(store) -> str:
    """All that the database holds, as text."""
    with store.engine.connect() as connection:
        return "\n".join(connection.connection.driver_connection.iterdump())


def test_erased_badge_is_gone_in_every_form(school, badge, now):
    school.erasing.erase(badge.id, now=now)
    for form in ("json", "jwt", "png"):
        with pytest.raises(GoneError, match="was erased"):
            school.hosting.credential(badge.id, form)
    with pytest.raises(GoneError):
        school.hosting.page(badge.id, now=now)


def test_nothing_about_the_person_is_left(school, issue, sqlite_store, now):
    record = issue(
        email="ada@school.example", name="Ada Example", award_id="A-1", narrative="Built it."
    ).record
    school.revoking.revoke(record.id, note="Ada asked by mail", now=now)
    assert record.recipient_key in everything(sqlite_store)
    school.erasing.erase(school.addresses.credential(record.id), now=now)
    left = everything(sqlite_store)
    for trace in (
        "A-1",
        "Built it",
        "asked by mail",
        record.recipient_key,
        record.award_key,
        record.json[:60],
    ):
        assert trace not in left


def test_status_stays_as_it_was(school, badge, now):
    before = school.hosting.status_list(badge.status_list).body
    school.erasing.erase(badge.id, now=now)
    assert school.hosting.status_list(badge.status_list).body == before


def test_place_of_an_erased_badge_is_never_given_again(school, badge, now):
    school.erasing.erase(badge.id, now=now)
    with school.store.reading() as transaction:
        assert transaction.status_index_taken(badge.status_list, badge.status_index)


def test_words_about_an_erased_badge_are_erased_too(hosted, issue, endorse, now):
    badge = issue().record
    said = endorse(about=hosted.addresses.credential(badge.id))
    hosted.erasing.erase(badge.id, now=now)
    with pytest.raises(GoneError, match="endorsement was erased"):
        hosted.hosting.endorsement(said.id)
    assert list(hosted.hosting.endorsed(Endorsed.BADGE, badge.id, now=now)) == []


def test_all_badges_of_a_person_are_erased_whatever_the_capitals(school, issue, badge, now):
    other = issue(achievement="mentor").record
    stays = issue(email="bob@school.example").record
    assert set(school.erasing.of_person("ADA@school.example")) == {badge.id, other.id}
    assert set(school.erasing.erase_person(" Ada@School.Example ", now=now)) == {badge.id, other.id}
    assert school.erasing.of_person("ada@school.example") == []
    assert school.hosting.credential(stays.id).body.decode() == stays.json


def test_several_are_erased_all_or_none(school, issue, badge, now):
    with pytest.raises(NotFoundError, match="nothing"):
        school.erasing.erase_all([badge.id, "nothing"], now=now)
    assert school.hosting.credential(badge.id).body.decode() == badge.json
    assert school.erasing.erase_all([badge.id, badge.id], now=now) == [badge.id]


def test_erasing_again_is_not_found(school, badge, now):
    school.erasing.erase(badge.id, now=now)
    with pytest.raises(NotFoundError):
        school.erasing.erase(badge.id, now=now)


def test_more_badges_than_are_looked_for_at_a_time_are_found(school, issue, badge, monkeypatch):
    monkeypatch.setattr("openbadge_issuer.services.erasing.PAGE", 1)
    other = issue(achievement="mentor").record
    assert isinstance(school.erasing, ErasingService)
    assert school.erasing.of_person("ada@school.example") == [badge.id, other.id]
