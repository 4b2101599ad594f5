"""A badge's page is found by nobody, until its earner or the school opens it."""

import hashlib

import pytest

from openbadge_issuer.errors import NotFoundError


@pytest.fixture
def badge(issue):
    return issue().record


def secret_of(link: str) -> str:
    return link.rpartition("/")[2]


def test_page_is_closed_at_first(school, badge):
    assert not school.opening.is_open(badge.id)
    assert list(school.opening.opened(badge.achievement)) == []


def test_opened_page_is_listed_until_it_is_closed(school, badge, now):
    for is_open in (True, True, False, False):
        school.opening.set_open(badge.id, is_open=is_open, now=now)
        assert school.opening.is_open(badge.id) is is_open
        assert [found.id for found in school.opening.opened(badge.achievement)] == [badge.id] * is_open


def test_earners_link_leads_to_the_badge(school, badge):
    link = school.opening.link(badge.id)
    assert link.startswith(f"{school.addresses.credential(badge.id)}/manage/")
    assert school.opening.holder(badge.id, secret_of(link)) == badge


def test_every_badge_has_a_link_of_its_own(school, issue, badge):
    other = issue(email="bob@school.example").record
    secret = secret_of(school.opening.link(badge.id))
    assert len(secret) == 32
    with pytest.raises(NotFoundError):
        school.opening.holder(other.id, secret)


@pytest.mark.parametrize("secret", ["", "0" * 32, "é", "x" * 10_000, "\udc80"])
def test_another_secret_is_refused(school, badge, secret):
    with pytest.raises(NotFoundError, match="not the link"):
        school.opening.holder(badge.id, secret)


def test_unknown_badge_is_refused_as_a_wrong_secret_is(school):
    with pytest.raises(NotFoundError, match="not the link"):
        school.opening.holder("nothing", "0" * 32)
    for act in (school.opening.new_link, lambda id: school.opening.holder(id, "x")):
        with pytest.raises(NotFoundError):
            act("nothing")


def test_replaced_link_counts_no_more(school, badge):
    first = school.opening.link(badge.id)
    second, third = school.opening.new_link(badge.id), school.opening.new_link(badge.id)
    for old in (first, second):
        with pytest.raises(NotFoundError):
            school.opening.holder(badge.id, secret_of(old))
    assert school.opening.holder(badge.id, secret_of(third)) == badge
    assert school.opening.link(badge.id) is None


def test_replacing_the_link_leaves_the_page_open(school, badge, now):
    school.opening.set_open(badge.id, is_open=True, now=now)
    school.opening.new_link(badge.id)
    assert school.opening.is_open(badge.id)


def test_database_holds_no_secret(school, badge, sqlite_store):
    first, new = secret_of(school.opening.link(badge.id)), secret_of(school.opening.new_link(badge.id))
    with sqlite_store.reading() as transaction:
        page = transaction.find_page(badge.id)
    assert page.secret_sha256 == hashlib.sha256(new.encode()).hexdigest()
    assert first not in str(page)


def test_links_of_many_are_told_at_once(school, issue, badge):
    others = [issue(email=f"p{number}@school.example").record.id for number in range(2)]
    school.opening.new_link(others[0])
    found = school.opening.links([badge.id, *others])
    assert found == {id: school.opening.link(id) for id in (badge.id, *others)}
    assert found[others[0]] is None
