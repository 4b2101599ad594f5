"""
One address, every client: what each really sends, and what it must get.

The headers are those that the clients' own code or published notes show (`verifiers`, `wallets`, HTTP libraries);
where a bot's header is not known, the row takes the least that it can send, `*/*`, at the address for sharing.
"""

import json

import pytest
from web_service import BASE_URL, png

from openbadge_issuer.baking import unbake

CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)
SAFARI = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
IMAGE_TAG = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"
VALIDATOR = (
    "application/json, application/ld+json, application/vc+ld+json, "
    "text/jwt, text/plain, image/svg+xml, image/png"
)
LOADER = "application/ld+json, application/json"
JAVA = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"
GOOGLE = "text/html,application/xhtml+xml,application/signed-exchange;v=b3,application/xml;q=0.9,*/*;q=0.8"
JSON = "application/json"
HTML, JSON_LD = "text/html; charset=utf-8", "application/vc+ld+json"

CLIENTS = [
    # who, suffix, Accept, media type of the answer, what is in it
    ("Chrome on a phone or desktop", "", CHROME, HTML, "page"),
    ("Firefox", "", FIREFOX, HTML, "page"),
    ("Safari", "", SAFARI, HTML, "page"),
    ("text browser lynx", "", "text/html, text/plain, text/sgml, text/css, */*;q=0.01", HTML, "page"),
    ("image tag with an address", "", IMAGE_TAG, "image/svg+xml", "picture"),
    ("image tag of an embedded badge", ".png", IMAGE_TAG, "image/png", "picture"),
    ("Learner Credential Wallet, pasted address", "", "*/*", JSON_LD, "json"),
    ("VerifierPlus' fetch of an address", "", "*/*", JSON_LD, "json"),
    ("DCC and Digital Bazaar document loaders", "", LOADER, JSON, "json"),
    ("jsonld.js document loader", "", LOADER, JSON, "json"),
    ("1EdTech validator", "", VALIDATOR, JSON_LD, "json"),
    ("1EdTech validator, older build", ".json", "text/html", "application/json", "json"),
    ("Java URLConnection at a suffix", ".json", JAVA, JSON, "json"),
    ("Open Badges 3.0 API client", "", "application/vc+ld+json", JSON_LD, "json"),
    ("VC Data Model 2.0 client", "", "application/vc", "application/vc", "json"),
    ("JWT wallet", "", "application/vc+jwt", "application/vc+jwt", "jwt"),
    ("JWT wallet, older", "", "application/jwt", "application/jwt", "jwt"),
    ("backpack that takes pictures", "", "image/png", "image/png", "picture"),
    ("curl", "", "*/*", JSON_LD, "json"),
    ("wget", "", "*/*", JSON_LD, "json"),
    ("Python requests and httpx", "", "*/*", JSON_LD, "json"),
    ("urllib and Go, no header", "", None, JSON_LD, "json"),
    ("fetch() of a browser or Node", "", "*/*", JSON_LD, "json"),
    ("axios", "", "application/json, text/plain, */*", "application/json", "json"),
    ("LinkedIn's bot at the shared address", ".html", "*/*", HTML, "page"),
    ("Slack's bot at the shared address", ".html", "*/*", HTML, "page"),
    ("Facebook's bot at the shared address", ".html", "*/*", HTML, "page"),
    ("bot that asks for HTML", "", "text/html, */*;q=0.1", HTML, "page"),
    ("search engine", "", GOOGLE, HTML, "page"),
]  # fmt: skip


@pytest.fixture
def badge(instance):
    return instance.award().record


@pytest.mark.parametrize("row", CLIENTS, ids=lambda row: row[0])
def test_client_gets_what_it_can_read(client, badge, row):
    _, suffix, accept, media_type, content = row
    del client.headers["accept"]  # the test client's own
    headers = {} if accept is None else {"Accept": accept}
    answer = client.get(f"/credentials/{badge.id}{suffix}", headers=headers)
    assert (200, media_type) == (answer.status_code, answer.headers["content-type"])
    read = {
        "json": lambda: answer.text == badge.json,
        "jwt": lambda: answer.text == badge.jwt,
        "picture": lambda: unbake(answer.content) == badge.json,
        "page": lambda: "<h1" in answer.text and badge.id in answer.text,
    }
    assert read[content]()


@pytest.mark.parametrize("row", CLIENTS, ids=lambda row: row[0])
def test_client_that_only_looks_learns_the_same(client, badge, row):
    _, suffix, accept, media_type, _ = row
    path, headers = f"/credentials/{badge.id}{suffix}", {"Accept": accept or "*/*"}
    full, head = client.get(path, headers=headers), client.head(path, headers=headers)
    assert (head.status_code, head.headers["content-type"], head.content) == (200, media_type, b"")
    assert {**full.headers} == {**head.headers}


def test_script_of_another_site_may_read_all_but_the_page(client, badge):
    origin = {"Origin": "https://wallet.example"}
    path = f"/credentials/{badge.id}"
    opened = {
        form: client.get(f"{path}.{form}", headers=origin).headers.get("access-control-allow-origin")
        for form in ("json", "jwt", "png", "svg", "html")
    }
    assert opened == {"json": "*", "jwt": "*", "png": "*", "svg": "*", "html": None}
    asked = client.options(path, headers={**origin, "Access-Control-Request-Method": "GET"})
    assert (204, "*") == (asked.status_code, asked.headers["access-control-allow-origin"])


def test_each_form_can_be_asked_for_again_without_being_sent_again(client, badge):
    for form in ("json", "jwt", "png", "svg"):
        path = f"/credentials/{badge.id}.{form}"
        known = {"If-None-Match": client.get(path).headers["etag"]}
        assert (304, b"") == (
            client.get(path, headers=known).status_code,
            client.get(path, headers=known).content,
        )


def test_download_has_a_name_that_says_what_it_is(client, badge):
    found = client.get(f"/credentials/{badge.id}.png").headers["content-disposition"]
    assert found == f'inline; filename="robotics-{badge.id[:8]}.png"'


@pytest.mark.parametrize("accept", [CHROME, SAFARI, JAVA, "text/html"])
@pytest.mark.parametrize(
    "path",
    [
        *("/issuers/school/did.json", "/.well-known/did.json", "/.well-known/jwks.json", "/openapi.json"),
        *("/status/{list}", "/status/{list}.json", "/status/none", "/.well-known/none"),
    ],
)
def test_keys_lists_and_their_errors_are_never_pages(client, badge, path, accept):
    path = path.format(list=badge.status_list)
    answer = client.get(path, headers={"Accept": accept})
    assert json.loads(answer.content) == client.get(path).json()
    assert answer.headers["content-type"] == client.get(path).headers["content-type"]


def test_contexts_are_not_served_here_but_shipped(client):
    document = client.get("/achievements/robotics", headers={"Accept": LOADER}).json()
    assert not [url for url in document["@context"] if url.startswith(BASE_URL)]


def test_address_for_sharing_of_an_unknown_badge_is_a_page(client):
    answer = client.get("/credentials/nobody.html")
    assert (404, HTML) == (answer.status_code, answer.headers["content-type"])


def test_svg_shows_the_png_it_was_made_from(client):
    assert client.get("/achievements/robotics.png").content == png()
    assert b"data:image/png;base64," in client.get("/achievements/robotics.svg").content
