"""A page that a browser kept is shown again only if it would be written in the same way now."""

from datetime import timedelta

import pytest
from web_service import BROWSER

PATHS = ("/", "/docs", "/problems", "/issuers/school", "/achievements/robotics", "/credentials/{badge}")


@pytest.fixture
def badge(instance):
    return instance.award().record


def ask(client, path, tag="", **headers):
    return client.get(path, headers={**BROWSER, **({"If-None-Match": tag} if tag else {}), **headers})


@pytest.mark.parametrize("path", PATHS)
def test_page_that_is_the_same_is_not_sent_again_and_keeps_its_headers(client, badge, path):
    path = path.format(badge=badge.id)
    first = ask(client, path)
    again = ask(client, path, first.headers["etag"])
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    body = ("content-type", "content-length")
    assert {**again.headers} == {name: value for name, value in first.headers.items() if name not in body}


def test_page_of_a_badge_that_was_revoked_meanwhile_is_sent(instance, client, badge):
    path = f"/credentials/{badge.id}"
    tag = ask(client, path).headers["etag"]
    instance.services.revoking.revoke(badge.id, now=instance.now)
    answer = ask(client, path, tag)
    assert (200, True) == (answer.status_code, "Revoked on 1 June 2026" in answer.text)


def test_page_of_a_badge_that_ended_meanwhile_is_sent(instance, client):
    record = instance.award(issued_on=instance.now, expires_on=instance.now + timedelta(seconds=10)).record
    instance.now += timedelta(seconds=305)
    tag = ask(client, f"/credentials/{record.id}").headers["etag"]
    instance.now += timedelta(seconds=10)
    answer = ask(client, f"/credentials/{record.id}", tag)
    assert (200, True) == (answer.status_code, "Expired on 1 June 2026" in answer.text)


def test_page_of_a_badge_tells_the_minute_of_its_check_and_is_the_same_for_that_long(instance, client, badge):
    path = f"/credentials/{badge.id}"
    first = ask(client, path)
    assert '<time datetime="2026-06-01T12:00+00:00">' in first.text
    statuses = []
    for seconds in (59, 1):
        instance.now += timedelta(seconds=seconds)
        statuses.append(ask(client, path, first.headers["etag"]).status_code)
    assert [304, 200] == statuses


def test_page_that_was_opened_meanwhile_is_sent(instance, client, badge):
    path = f"/credentials/{badge.id}"
    tag = ask(client, path).headers["etag"]
    instance.services.opening.set_open(badge.id, is_open=True, now=instance.now)
    answer = ask(client, path, tag)
    assert (200, True) == (answer.status_code, "x-robots-tag" not in answer.headers)


def test_page_in_another_language_is_another_page(client):
    tag = ask(client, "/").headers["etag"]
    assert 200 == ask(client, "/", tag, **{"Accept-Language": "de"}).status_code


def test_json_at_the_same_address_is_another_thing(client, badge):
    path = f"/credentials/{badge.id}"
    assert 200 == client.get(path, headers={"If-None-Match": ask(client, path).headers["etag"]}).status_code


def test_what_is_for_one_person_or_no_page_at_all_has_no_tag(instance, client, badge):
    earner = instance.services.opening.link(badge.id)
    for path in ("/verify", earner, "/none"):
        answer = ask(client, path)
        assert ("no-store", None) == (answer.headers["cache-control"], answer.headers.get("etag"))
