import base64
import json
import re
from urllib.parse import quote

import pytest
from unit.verification.world import EXTENSIONS, Party, endorsement, signed, unsigned
from web_service import BASE_URL, BROWSER, open_instance, problem_of

from openbadge_issuer.json_text import to_text
from openbadge_issuer.ports import RevocationCategory
from openbadge_issuer.web.throttle import Throttle

PNG_START = b"\x89PNG\r\n\x1a\n\x00\x00"
VALID = ("valid", True)


@pytest.fixture
def badge(instance):
    return instance.award().record


@pytest.fixture
def stranger(tmp_path_factory, now):
    """Another installation, whose documents this one can fetch."""
    return open_instance(tmp_path_factory.mktemp("stranger"), now, base_url="https://stranger.example")


def outcome(answer):
    assert 200 == answer.status_code, answer.text
    return answer.json()["outcome"], answer.json()["valid"]


def codes(answer):
    return {check["name"]: check["code"] for check in answer.json()["checks"]}


def test_own_badge_is_valid_by_address_without_a_request(instance, client, badge):
    for suffix in ("", ".json", ".jwt", ".png"):
        address = f"{BASE_URL}/credentials/{badge.id}{suffix}"
        assert VALID == outcome(client.post("/api/verify", json={"url": address}))
    assert [] == instance.web.asked


def test_badge_itself_can_be_the_body(client, badge):
    bodies = [
        ("application/json", badge.json),
        ("application/vc+ld+json", badge.json),
        ("application/vc+jwt", badge.jwt),
        ("text/plain; charset=utf-8", badge.jwt),
        ("image/png", client.get(f"/credentials/{badge.id}.png").content),
        ("application/octet-stream", badge.json),
    ]
    for kind, content in bodies:
        assert VALID == outcome(
            client.post("/api/verify", content=content, headers={"Content-Type": kind})
        ), kind


@pytest.mark.parametrize("form", ["json", "jwt"])
def test_badge_can_stand_in_a_request(client, badge, form):
    credential = json.loads(badge.json) if form == "json" else badge.jwt
    assert VALID == outcome(client.post("/api/verify", json={"credential": credential}))


@pytest.mark.parametrize(
    ("recipient", "expected"), [("ada@school.example", "valid"), ("ida@school.example", "invalid")]
)
def test_recipient_is_checked_when_given(client, badge, recipient, expected):
    answer = client.post("/api/verify", json={"credential": badge.jwt, "recipient": recipient})
    assert expected == outcome(answer)[0]


def test_report_is_open_to_scripts_of_other_sites(client, badge):
    answer = client.post("/api/verify", json={"credential": badge.jwt})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cache-control"] == "no-store"


def test_revoked_badge_is_a_report_and_not_an_error(instance, client, badge):
    instance.services.revoking.revoke(badge.id, category=RevocationCategory.ERROR, now=instance.now)
    answer = client.post("/api/verify", json={"credential": badge.jwt})
    assert ("invalid", False) == outcome(answer)
    assert "revoked" == codes(answer)["status"]


def test_changed_badge_is_invalid(client, badge):
    changed = badge.json.replace("Robotics in industry.", "Rocketry in industry.")
    answer = client.post("/api/verify", json={"credential": json.loads(changed)})
    assert "not-verified" == codes(answer)["proof"]


def test_badge_of_another_domain_is_checked_with_its_documents(instance, client, stranger):
    badge = stranger.award().record
    hosting = stranger.services.hosting
    for url, document in {
        "https://stranger.example/.well-known/did.json": hosting.did_document(),
        f"https://stranger.example/status/{badge.status_list}": hosting.status_list(badge.status_list),
        f"https://stranger.example/credentials/{badge.id}": hosting.credential(badge.id),
    }.items():
        instance.web.documents[url] = (document.media_type, document.body)
    answer = client.post("/api/verify", json={"url": f"https://stranger.example/credentials/{badge.id}"})
    assert VALID == outcome(answer)
    assert "stranger.example" in answer.json()["proven"]


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b'{"@context": 1, "@context": 2}',
        b'{"a": NaN}',
        b"[" * 200 + b"]" * 200,
        b'{"a": "\xff"}',
        b"",
        b"null",
    ],
)
def test_what_is_not_json_is_a_problem(client, content):
    answer = client.post("/api/verify", content=content, headers={"Content-Type": "application/json"})
    assert (400, "input") == (answer.status_code, problem_of(answer)["code"])


@pytest.mark.parametrize(
    "kind", ["image/png", "image/svg+xml", "application/vc+jwt", "application/vc+ld+json", "text/plain"]
)
@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\x00\x00", b"<svg", b"a.b.c", b"{", b"\xff\xfe", b"x" * 1_100_000]
)
def test_broken_badge_is_a_report_that_says_so(client, kind, content):
    answer = client.post("/api/verify", content=content, headers={"Content-Type": kind})
    assert ("invalid", False) == outcome(answer)
    assert "input" in codes(answer)


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        ({}, 422, "request"),
        ({"url": ""}, 422, "request"),
        ({"url": "https://a.example/1", "credential": "a.b.c"}, 422, "request"),
        ({"adress": "https://a.example/1"}, 422, "request"),
        ({"url": 5}, 422, "request"),
        ({"url": "ftp://a.example/1"}, 400, "input"),
        ({"url": "javascript:alert(1)"}, 400, "input"),
        ({"url": "https://unreachable.example/1"}, 422, "fetch"),
        ({"url": f"{BASE_URL}/credentials/nobody"}, 404, "not-found"),
        ({"url": f"{BASE_URL}/issuers/school"}, 404, "not-found"),
    ],
)
def test_what_cannot_be_looked_at_is_a_problem(client, request_, status, code):
    answer = client.post("/api/verify", json=request_)
    assert (status, code) == (answer.status_code, problem_of(answer)["code"])


def test_body_of_a_kind_no_badge_has_is_refused(client):
    answer = client.post("/api/verify", content=b"GIF89a", headers={"Content-Type": "image/gif"})
    assert (415, "media-type") == (answer.status_code, problem_of(answer)["code"])


# --- the page --------------------------------------------------------------------------------------------------


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_page_checks_an_address_at_once(client, badge):
    answer = client.get("/verify", params={"url": f"{BASE_URL}/credentials/{badge.id}"}, headers=BROWSER)
    text = text_of(answer)
    assert "Signature: passed" in text
    assert answer.headers["cache-control"] == "no-store"
    assert text.index("Signed by") < text.index("as the badge says")


@pytest.mark.parametrize("how", ["text", "jwt", "file", "url"])
def test_page_checks_what_is_pasted_uploaded_or_named(client, badge, how):
    png = client.get(f"/credentials/{badge.id}.png").content
    url = f"{BASE_URL}/credentials/{badge.id}"
    given = {
        "text": {"data": {"credential": badge.json, "url": ""}, "files": {"file": ("", b"")}},
        "jwt": {"data": {"credential": f"  {badge.jwt}\r\n"}},
        "file": {"data": {"credential": ""}, "files": {"file": ("badge.png", png, "image/png")}},
        "url": {"data": {"url": f" {url} "}},
    }[how]
    answer = client.post("/verify", headers=BROWSER, **given)
    assert 200 == answer.status_code
    assert "Signature: passed" in text_of(answer)


def test_page_shows_a_badge_that_does_not_hold(instance, client, badge):
    instance.services.revoking.revoke(badge.id, category=RevocationCategory.ERROR, now=instance.now)
    text = text_of(client.post("/verify", data={"credential": badge.json}, headers=BROWSER))
    assert "Not valid" in text
    assert "Status: failed" in text


def test_page_tells_whether_it_is_the_recipient(client, badge):
    asked = {"credential": badge.json, "recipient": "ida@school.example"}
    assert "Recipient: failed" in text_of(client.post("/verify", data=asked, headers=BROWSER))


def test_page_shows_why_something_cannot_be_read(client):
    text = text_of(client.post("/verify", data={"credential": "hello"}, headers=BROWSER))
    assert "Not valid" in text
    assert "Input: failed" in text


def test_forged_badge_is_green_nowhere(client, badge):
    forged = json.loads(badge.json)
    forged["credentialSubject"]["achievement"]["name"] = "Rocket science"
    answer = client.post("/verify", data={"credential": json.dumps(forged)}, headers=BROWSER)
    text = text_of(answer)
    assert "Signature: failed" in text
    assert "Issuer: could not be checked" in text
    assert "Nothing is proven about who made it" in text
    assert 'class="stack not-valid"' in answer.text
    assert not re.search(r'class="[^"]*\b(passed|verdict valid)\b', answer.text)


def test_valid_badge_says_first_what_is_proven_and_then_what_it_claims(client, badge):
    text = text_of(client.post("/verify", data={"credential": badge.json}, headers=BROWSER))
    places = [
        text.index(words) for words in ("Signed by the domain", "Example Tech School", "Signature: passed")
    ]
    assert places == sorted(places)
    assert "a name proves nothing" in text


def test_check_by_address_has_a_link_and_an_upload_has_none(client, badge):
    url = f"{BASE_URL}/credentials/{badge.id}"
    by_address = client.post("/verify", data={"url": url}, headers=BROWSER).text
    assert f'href="/verify?url={quote(url, safe="")}"' in by_address
    assert "Link to this check" not in client.post("/verify", data={"credential": badge.json}).text


def test_report_can_be_taken_along_as_json(client, badge):
    page = client.post("/verify", data={"credential": badge.jwt}, headers=BROWSER).text
    data = re.search(r'href="data:application/json;base64,([A-Za-z0-9+/=]+)" download="report.json"', page)[1]
    taken = json.loads(base64.b64decode(data))
    made = client.post("/api/verify", json={"credential": badge.jwt}).json()
    assert (taken["outcome"], taken["checks"]) == (made["outcome"], made["checks"])


def test_one_address_can_ask_for_so_many_checks_and_no_more(instance, badge):
    with instance.client() as client:
        client.app.state.runtime.throttle = Throttle(2, clock=lambda: 0.0)
        asked = {"credential": badge.jwt}
        assert [200, 200] == [client.post("/api/verify", json=asked).status_code for _ in range(2)]
        refused = client.post("/api/verify", json=asked)
        assert (429, "30") == (refused.status_code, refused.headers["retry-after"])
        assert problem_of(refused)["code"] == "too-many"
        for page in (client.post("/verify", data=asked), client.get(f"/verify?url={BASE_URL}")):
            assert (429, '<div role="alert">' in page.text) == (page.status_code, True)
        assert client.get("/verify").status_code == 200


def test_address_of_a_strangers_page_leads_to_the_badge(instance, client, stranger):
    badge = stranger.award().record
    path = f"https://stranger.example/credentials/{badge.id}"
    with stranger.client() as theirs:
        page = theirs.get(f"/credentials/{badge.id}.html").content.replace(
            BASE_URL.encode(), b"https://stranger.example"
        )
    instance.web.documents |= {
        f"{path}.html": ("text/html", page),
        f"{path}.json": ("application/json", badge.json.encode()),
        "https://stranger.example/.well-known/did.json": (
            "application/did+json",
            stranger.services.hosting.did_document().body,
        ),
    }
    answer = client.post("/api/verify", json={"url": f"{path}.html"})
    assert ("read", "verified") == (codes(answer)["input"], codes(answer)["proof"])
    assert [f"{path}.html", f"{path}.json"] == instance.web.asked[:2]


def test_page_says_plainly_what_is_wrong_and_precisely_in_detail(client, badge):
    forged = json.loads(badge.json)
    del forged["credentialSubject"]["achievement"]["criteria"]
    text = text_of(client.post("/verify", data={"credential": json.dumps(forged)}, headers=BROWSER))
    assert "“criteria” in credentialSubject, achievement is missing." in text
    assert "Expected `criteria`, which is required here; found nothing." in text


def test_name_in_a_badge_is_shown_as_text(client, badge):
    forged = json.loads(badge.json)
    forged["issuer"]["name"] = "<img src=x onerror=alert(1)>"
    forged["credentialSubject"]["achievement"]["name"] = {"not": "a name"}
    answer = client.post("/verify", data={"credential": json.dumps(forged)}, headers=BROWSER)
    assert 200 == answer.status_code
    assert "<img src=x" not in answer.text


@pytest.mark.parametrize(
    ("given", "status"),
    [({}, 422), ({"url": "https://unreachable.example/1"}, 422), ({"url": "x", "credential": "y"}, 422)],
)
def test_page_asks_again_when_there_is_nothing_to_check(client, given, status):
    answer = client.post("/verify", data=given, headers=BROWSER)
    assert status == answer.status_code
    assert '<div role="alert">' in answer.text
    assert "<form" in answer.text


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data; name="),
        ("multipart/form-data; boundary=b", b"garbage"),
        ("application/x-www-form-urlencoded", b"credential=%ff&url"),
        ("application/json", b"{}"),
        ("text/plain", b"x"),
    ],
)
def test_broken_form_is_an_error_and_no_traceback(client, kind, content):
    answer = client.post("/verify", content=content, headers={"Content-Type": kind, **BROWSER})
    assert answer.status_code in (200, 400, 422)
    assert "Traceback" not in answer.text


def test_upload_over_the_limit_is_refused(client):
    answer = client.post("/verify", files={"file": ("x.png", b"x" * 5_300_000)})
    assert 413 == answer.status_code


def test_page_shows_hostile_documents_as_they_are(client):
    for text in (
        '{"credentialSubject": []}',
        '{"issuer": 5, "type": {}}',
        "[]",
        '"x"',
        "{" * 100,
        "\u202e",
        "\0",
    ):
        assert 200 == client.post("/verify", data={"credential": text}, headers=BROWSER).status_code, text


# --- endorsements ----------------------------------------------------------------------------------------------


@pytest.fixture
def endorsed():
    """A badge with a good endorsement that has a bad one within, and a bad one."""
    school, partner = Party(identifier=None), Party(identifier=None)
    inner = endorsement(partner.id, issuer=partner.id)
    outer = endorsement("urn:uuid:other", issuer=partner.id)
    outer["issuer"]["endorsement"] = [inner]
    good = signed(endorsement(issuer=partner.id), partner.signer)
    document = unsigned(issuer=school.id)
    document["credentialSubject"]["achievement"]["endorsement"] = [good, outer]
    return document


def test_report_holds_the_reports_of_endorsements(client, endorsed):
    found = client.post("/api/verify", json={"credential": endorsed}).json()["endorsements"]
    assert ["valid", "invalid"] == [report["outcome"] for report in found]
    assert ["$.issuer.endorsement[0]"] == [report["path"] for report in found[1]["endorsements"]]


def test_page_shows_endorsements_apart_with_outcomes_of_their_own(client, endorsed):
    text = text_of(client.post("/verify", data={"credential": json.dumps(endorsed)}, headers=BROWSER))
    told = text.partition("What others say about it")[2]
    assert "Valid The endorsement is valid." in told
    assert "Endorser's name Robot Works" in told
    assert "What is endorsed: failed" in told
    assert "What others say about who endorsed:" in told
    assert 1 == told.count("What we look for in apprentices.")


def test_page_shows_that_a_newer_version_took_the_place(instance, client):
    school = Party(identifier=None)
    address = "https://stranger.example/refresh/1"
    document = unsigned(issuer=school.id, refreshService={"id": address, "type": "1EdTechCredentialRefresh"})
    document["@context"].append(EXTENSIONS)
    badge = to_text(signed(document, school.signer))
    newer = signed({**document, "validFrom": "2026-05-10T09:00:00Z"}, school.signer)
    instance.web.documents[address] = ("application/json", to_text(newer).encode())
    text = text_of(client.post("/verify", data={"credential": badge}, headers=BROWSER))
    assert "Newer version: passed" in text
    assert "What came in An older version. The badge is valid." in text
