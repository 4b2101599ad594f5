import re

import pytest
from web_service import BASE_URL, BROWSER, draft, png, problem_of

from openbadge_issuer.baking import unbake
from openbadge_issuer.ports import RevocationCategory


@pytest.fixture
def badge(instance):
    return instance.award().record


def test_credential_is_served_as_it_was_signed(client, badge):
    answer = client.get(f"/credentials/{badge.id}")
    assert badge.json == answer.text
    assert answer.headers["content-type"] == "application/vc+ld+json"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/vc+ld+json"),
        ("application/json", "application/json"),
        ("application/ld+json", "application/ld+json"),
        ("application/vc", "application/vc"),
        ("application/vc+jwt", "application/vc+jwt"),
        ("text/plain", "text/plain; charset=utf-8"),
        ("image/png", "image/png"),
        ("image/svg+xml", "image/svg+xml"),
        (BROWSER["Accept"], "text/html; charset=utf-8"),
        ("application/pdf", "application/vc+ld+json"),
    ],
)
def test_credential_comes_in_the_form_asked_for(client, badge, accept, media_type):
    answer = client.get(f"/credentials/{badge.id}", headers={"Accept": accept})
    assert (200, media_type) == (answer.status_code, answer.headers["content-type"])
    assert answer.headers["vary"].startswith("Accept")
    assert answer.headers["x-robots-tag"] == "noindex"


@pytest.mark.parametrize("headers", [{}, BROWSER])
def test_suffix_decides_whatever_the_header_says(client, badge, headers):
    assert badge.json == client.get(f"/credentials/{badge.id}.json", headers=headers).text
    assert badge.jwt == client.get(f"/credentials/{badge.id}.jwt", headers=headers).text
    assert badge.json == unbake(client.get(f"/credentials/{badge.id}.png", headers=headers).content)


def test_svg_achievement_gives_svg_badges(instance, client):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>'
    instance.services.achievements.edit("robotics", draft(image=svg), now=instance.now)
    badge = instance.award().record
    answer = client.get(f"/credentials/{badge.id}", headers={"Accept": "image/svg+xml"})
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert badge.json == unbake(client.get(f"/credentials/{badge.id}.svg").content)


@pytest.mark.parametrize(
    ("path", "media_type", "cache"),
    [
        ("/issuers/school", "application/ld+json", "public, max-age=300"),
        ("/issuers/school/did.json", "application/did+json", "public, max-age=300"),
        ("/.well-known/did.json", "application/did+json", "public, max-age=300"),
        ("/.well-known/jwks.json", "application/jwk-set+json", "public, max-age=300"),
        ("/achievements/robotics", "application/ld+json", "public, max-age=300"),
        ("/achievements/robotics/image", "image/png", "public, max-age=300"),
        ("/achievements/robotics/versions/1/image", "image/png", "public, max-age=31536000, immutable"),
        ("/issuers/school/image", "image/png", "public, max-age=300"),
        ("/credentials/{badge}", "application/vc+ld+json", "public, max-age=3600"),
        ("/credentials/{badge}.json", "application/json", "public, max-age=3600"),
        ("/credentials/{badge}.jwt", "text/plain; charset=us-ascii", "public, max-age=3600"),
        ("/credentials/{badge}.png", "image/png", "public, max-age=3600"),
        ("/status/{list}", "application/vc+ld+json", "public, max-age=0, must-revalidate"),
        ("/status/{list}.json", "application/json", "public, max-age=0, must-revalidate"),
        ("/status/{list}.jwt", "application/vc+jwt", "public, max-age=0, must-revalidate"),
    ],
)
def test_document_has_type_cache_tag_and_is_open_to_all(client, badge, path, media_type, cache):
    path = path.format(badge=badge.id, list=badge.status_list)
    answer = client.get(path)
    assert answer.status_code == 200
    assert (media_type, cache) == (answer.headers["content-type"], answer.headers["cache-control"])
    assert answer.headers["access-control-allow-origin"] == "*"
    again = client.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert answer.headers["content-length"] == head.headers["content-length"]


@pytest.mark.parametrize(
    "path",
    [
        "/.well-known/did.json",
        "/.well-known/jwks.json",
        "/issuers/school/did.json",
        "/status/{list}",
        "/issuers/school/image",
    ],
)
def test_what_software_reads_is_never_a_page(client, badge, path):
    answer = client.get(path.format(list=badge.status_list), headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert not answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("path", ["/issuers/school", "/achievements/robotics"])
def test_profile_and_achievement_have_a_suffix_for_each_form(client, path):
    document, page = client.get(f"{path}.json"), client.get(f"{path}.html")
    assert document.json() == client.get(path).json()
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert (
        png() == client.get(f"{path}.png").content == client.get(path, headers={"Accept": "image/*"}).content
    )
    assert client.get(f"{path}.svg").headers["content-type"] == "image/svg+xml"


@pytest.mark.parametrize("path", ["/credentials/{badge}", "/issuers/school", "/achievements/robotics"])
@pytest.mark.parametrize("headers", [{}, BROWSER], ids=["software", "browser"])
def test_every_form_leads_to_the_others(client, badge, path, headers):
    path = path.format(badge=badge.id)
    links = client.get(path, headers=headers).headers["link"]
    found = re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', links)
    served = [client.get(url.removeprefix(BASE_URL)) for url, _ in found]
    assert [media_type for _, media_type in found] == [
        answer.headers["content-type"].partition(";")[0] for answer in served
    ]
    assert {"json", "png", "svg", "html"} <= {url.rpartition(".")[2] for url, _ in found}


@pytest.mark.parametrize("path", ["/issuers/school", "/achievements/robotics"])
def test_profile_and_achievement_have_pages_for_browsers(client, path):
    assert client.get(path, headers=BROWSER).headers["content-type"] == "text/html; charset=utf-8"
    assert client.get(path, headers=BROWSER).headers["vary"] == "Accept, Accept-Language"
    assert client.get(path).json()["id"]


def test_logo_that_badges_name_stays(instance, client):
    first = client.get("/issuers/school").json()["image"]["id"]
    instance.services.issuers.update("school", image=png(width=3), now=instance.now)
    assert png() == client.get(first.removeprefix(BASE_URL)).content
    assert png(width=3) == client.get("/issuers/school/image").content


@pytest.mark.parametrize(
    "path",
    [
        "/credentials/nobody",
        "/credentials/nobody.json",
        "/credentials/nobody.png",
        "/achievements/nothing",
        "/achievements/nothing/image",
        "/achievements/robotics/versions/7/image",
        "/achievements/robotics/versions/x/image",
        "/issuers/nobody",
        "/issuers/nobody.png",
        "/issuers/school.jwt",
        "/achievements/robotics.exe",
        "/issuers/nobody/did.json",
        "/issuers/school/images/00",
        "/status/nothing",
        "/static/passwd",
        "/nowhere",
    ],
)
def test_unknown_is_a_problem_document_open_to_all(client, path):
    answer = client.get(path)
    assert problem_of(answer)["code"] == "not-found"
    assert problem_of(answer)["type"] == f"{BASE_URL}/problems#not-found"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cache-control"] == "no-store"


def test_unknown_badge_is_a_page_for_browsers(client):
    answer = client.get("/credentials/nobody", headers=BROWSER)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")


def test_revoked_badge_is_served_unchanged_and_its_list_tells(instance, client, badge):
    before = client.get(f"/status/{badge.status_list}")
    instance.services.revoking.revoke(badge.id, category=RevocationCategory.ERROR, now=instance.now)
    assert badge.json == client.get(f"/credentials/{badge.id}").text
    after = client.get(f"/status/{badge.status_list}", headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert before.content != after.content


def test_preflight_of_a_public_document_is_answered(client, badge):
    asked = {"Origin": "https://wallet.example", "Access-Control-Request-Method": "GET"}
    answer = client.options(f"/credentials/{badge.id}", headers=asked)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "GET" in answer.headers["access-control-allow-methods"]


def test_options_names_what_is_allowed(client):
    assert client.options("/issuers/school").headers["allow"] == "GET, HEAD, OPTIONS"


def test_other_methods_are_refused_by_name(client, badge):
    answer = client.delete(f"/credentials/{badge.id}")
    assert problem_of(answer)["code"] == "method-not-allowed"
    assert "GET" in answer.headers["allow"]
