"""The earner's own link: found by nobody else, changed by nothing but a POST."""

import pytest
from web_service import BASE_URL, BROWSER, body, problem_of

from openbadge_issuer.ports import Scope

AWARDS = "/api/issuers/school/credentials"


@pytest.fixture
def badge(instance):
    return instance.award().record


@pytest.fixture
def link(instance, badge):
    return instance.services.opening.link(badge.id).removeprefix(BASE_URL)


def robots(client, badge):
    page = client.get(f"/credentials/{badge.id}", headers=BROWSER)
    return "noindex" in page.headers.get("x-robots-tag", ""), 'name="robots"' in page.text


def test_badge_page_is_hidden_until_the_earner_opens_it(client, badge, link):
    assert robots(client, badge) == (True, True)
    opened = client.post(link, data={"open": "yes"}, follow_redirects=False)
    assert (opened.status_code, opened.headers["location"]) == (303, link)
    assert robots(client, badge) == (False, False)
    client.post(link, data={"open": "no"})
    assert robots(client, badge) == (True, True)


def test_opened_badge_stands_on_the_achievements_page(client, badge, link):
    def shown():
        return f"/credentials/{badge.id}" in client.get("/achievements/robotics.html").text

    assert not shown()
    client.post(link, data={"open": "yes"})
    assert shown()


def test_badge_itself_stays_out_of_search_engines(client, badge, link):
    client.post(link, data={"open": "yes"})
    for form in ("json", "jwt", "png", "svg"):
        assert client.get(f"/credentials/{badge.id}.{form}").headers["x-robots-tag"] == "noindex"


def test_looking_changes_nothing(client, badge, link):
    for _ in range(2):
        answer = client.get(link, headers=BROWSER)
        assert (answer.status_code, robots(client, badge)) == (200, (True, True))
    assert client.head(link).status_code == 200


def test_earners_page_is_kept_by_nobody_and_told_to_nobody(client, link):
    headers = client.get(link).headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-robots-tag"] == "noindex"
    assert "set-cookie" not in headers
    assert "access-control-allow-origin" not in headers


def test_earners_page_has_the_badge_in_every_form(client, badge, link):
    text = client.get(link).text
    for form in ("json", "jwt", "png", "svg"):
        assert f'href="/credentials/{badge.id}.{form}" download' in text
    assert link not in text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_wrong_link_is_not_found(client, badge, method):
    answer = client.request(method, f"/credentials/{badge.id}/manage/wrong", data={"open": "yes"})
    assert problem_of(answer)["code"] == "not-found"
    assert robots(client, badge) == (True, True)


@pytest.mark.parametrize("data", [{}, {"open": "perhaps"}, {"open": ""}])
def test_form_that_says_neither_changes_nothing(client, badge, link, data):
    client.post(link, data={"open": "yes"})
    assert problem_of(client.post(link, data=data))["code"] == "request"
    assert robots(client, badge) == (False, False)


def test_language_of_the_page_is_kept(client, link):
    answer = client.post(f"{link}?lang=de", data={"open": "yes"}, follow_redirects=False)
    assert answer.headers["location"] == f"{link}?lang=de"
    assert "Ihr Badge" in client.get(answer.headers["location"]).text


def test_link_is_told_once(instance, client):
    key = instance.key(Scope.ISSUE, Scope.READ)
    made = client.post(AWARDS, json=body(), headers=key)
    again = client.post(AWARDS, json=body(), headers=key)
    assert client.get(made.json()["manage_url"].removeprefix(BASE_URL)).status_code == 200
    assert (again.status_code, again.json()["manage_url"]) == (200, None)
    read = client.get(f"/api/credentials/{made.json()['id']}", headers=key).json()
    assert "manage_url" not in read


def test_request_repeated_under_its_key_tells_the_link_again(instance, client):
    key = {**instance.key(Scope.ISSUE), "Idempotency-Key": "a"}
    first, second = (client.post(AWARDS, json=body(), headers=key).json() for _ in range(2))
    assert first == second
    assert first["manage_url"]


def test_staff_open_and_close_a_page(instance, client, badge):
    key = instance.key(Scope.MANAGE)
    for wanted in (True, False):
        answer = client.post(f"/api/credentials/{badge.id}/page", json={"open": wanted}, headers=key)
        assert answer.json() == {"id": badge.id, "url": f"{BASE_URL}/credentials/{badge.id}", "open": wanted}
        assert robots(client, badge) == (not wanted, not wanted)


def test_staff_replace_a_link(instance, client, badge, link):
    made = client.post(f"/api/credentials/{badge.id}/link", headers=instance.key(Scope.MANAGE)).json()
    assert client.get(link).status_code == 404
    assert client.get(made["manage_url"].removeprefix(BASE_URL)).status_code == 200


@pytest.mark.parametrize("path", ["page", "link"])
def test_only_staff_of_the_issuer_may(instance, client, badge, path):
    instance.services.issuers.create("other", "Other", url="https://other.example", now=instance.now)
    for key in (instance.key(Scope.READ), instance.key(Scope.MANAGE, issuer="other")):
        answer = client.post(f"/api/credentials/{badge.id}/{path}", json={"open": True}, headers=key)
        assert answer.status_code == 403
    assert robots(client, badge) == (True, True)


@pytest.mark.parametrize("suffix", ["", ".json", ".png", ".html", "/manage/0"])
def test_erased_badge_is_gone(instance, client, badge, suffix):
    instance.services.erasing.erase(badge.id, now=instance.now)
    answer = client.get(f"/credentials/{badge.id}{suffix}")
    if suffix == "/manage/0":
        assert answer.status_code == 404
        return
    assert (answer.status_code, "was erased" in answer.text) == (410, True)
    assert answer.headers["cache-control"] == "no-store"
    assert "robotics" not in answer.text.lower()


@pytest.mark.parametrize(
    "suffix", ["", ".json", ".jwt", ".png", ".svg", ".pdf", ".html", "/qr.svg", "/card.png"]
)
def test_nothing_of_an_erased_badge_is_repeated_from_memory(instance, client, badge, suffix):
    path = f"/credentials/{badge.id}{suffix}"
    assert [200, 200] == [client.get(path).status_code for _ in range(2)]
    instance.services.erasing.erase(badge.id, now=instance.now)
    assert client.get(path).status_code == 410


@pytest.mark.parametrize("method", ["get", "post"])
def test_link_of_an_erased_badge_says_that_it_was_erased(instance, client, badge, link, method):
    instance.services.erasing.erase(badge.id, now=instance.now)
    told = {"data": {"open": "yes"}} if method == "post" else {}
    answer = getattr(client, method)(link, **told)
    assert (answer.status_code, "was erased" in answer.text) == (410, True)
