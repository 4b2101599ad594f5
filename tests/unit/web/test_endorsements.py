"""Endorsements over HTTP: given, accepted, taken back, and shown."""

import io
import json

import pytest
from pypdf import PdfReader
from web_service import BASE_URL, BROWSER, problem_of

from openbadge_issuer import Issuer
from openbadge_issuer.ports import Scope

ABOUT = f"{BASE_URL}/achievements/robotics"
COMMENT = "We hire from it. <script>alert(1)</script>"
GIVE = "/api/issuers/partner/endorsements"
WITHDRAW = {"category": "withdrawn", "note": "Left the programme"}


@pytest.fixture
def hosted(instance):
    """An installation with a partner of the school's."""
    instance.services.issuers.create(
        "partner", "Example <Robotics>", url="https://robotics.example", now=instance.now
    )
    return instance


@pytest.fixture
def partner(hosted):
    """The partner's own key, which may do everything in its name."""
    return hosted.key(*Scope, issuer="partner")


@pytest.fixture
def school(hosted):
    """The school's own key."""
    return hosted.key(*Scope, issuer="school")


@pytest.fixture
def given(client, partner):
    """What the answer says of the partner's word for `robotics`, not accepted yet."""
    answer = client.post(GIVE, json={"about": "robotics", "comment": COMMENT}, headers=partner)
    assert 201 == answer.status_code, answer.text
    assert answer.headers["location"] == answer.json()["url"]
    return answer.json()


@pytest.fixture
def accepted(client, school, given):
    """The same, after the school accepted it."""
    answer = client.post(f"/api/endorsements/{given['id']}/accept", headers=school)
    assert 200 == answer.status_code, answer.text
    return answer.json()


@pytest.fixture
def word(now):
    """A partner's word, signed in its own system."""
    outsider = Issuer.create(name="Example Outfitters", url="https://outfitters.example")
    return outsider.endorse(ABOUT, comment=COMMENT, now=now)


def embedded(hosted):
    return json.loads(hosted.award().record.json)["credentialSubject"]["achievement"].get("endorsement", [])


# --- managing


ROUTES = [
    ("POST", GIVE, {"about": "school"}, Scope.ISSUE),
    ("POST", "/api/endorsements/{id}/accept", None, Scope.MANAGE),
    ("GET", "/api/endorsements", None, Scope.READ),
    ("GET", "/api/endorsements/{id}", None, Scope.READ),
    ("POST", "/api/endorsements/{id}/withdraw", {**WITHDRAW, "side": "endorsed"}, Scope.REVOKE),
]


@pytest.mark.parametrize(("method", "path", "payload", "scope"), ROUTES, ids=lambda value: str(value)[:40])
def test_route_needs_a_key_with_its_scope(hosted, client, given, method, path, payload, scope):
    path = path.format(id=given["id"])
    assert 401 == client.request(method, path, json=payload).status_code
    others = hosted.key(*(other for other in Scope if other is not scope))
    assert 403 == client.request(method, path, json=payload, headers=others).status_code
    assert client.request(method, path, json=payload, headers=hosted.key(scope)).status_code in (200, 201)


def test_taking_in_needs_a_key_with_its_scope(hosted, client, word):
    assert 401 == client.post("/api/endorsements", content=word.json).status_code
    reader = hosted.key(Scope.ISSUE, Scope.READ)
    assert 403 == client.post("/api/endorsements", content=word.json, headers=reader).status_code


def test_what_was_given_waits_for_the_endorsed_side(given):
    assert ("waiting", "achievement", "school", "partner", ABOUT) == tuple(
        given[name] for name in ("state", "kind", "endorsed", "endorser", "about")
    )


def test_what_was_accepted_goes_into_the_next_badges(hosted, accepted):
    assert "accepted" == accepted["state"]
    assert [accepted["url"]] == [document["id"] for document in embedded(hosted)]


def test_a_bound_key_gives_only_in_its_issuers_name(client, school):
    answer = client.post(GIVE, json={"about": "robotics"}, headers=school)
    assert (403, "access") == (answer.status_code, problem_of(answer)["code"])


def test_only_the_endorsed_side_accepts(client, partner, given):
    answer = client.post(f"/api/endorsements/{given['id']}/accept", headers=partner)
    assert 403 == answer.status_code


def test_word_signed_elsewhere_is_accepted_and_served_as_it_came(hosted, client, school, word):
    answer = client.post("/api/endorsements", content=word.json, headers=school)
    assert (201, "accepted", None) == (
        answer.status_code, answer.json()["state"], answer.json()["endorser"],
    )  # fmt: skip
    served = client.get(f"/endorsements/{answer.json()['id']}.json")
    assert (word.json, "application/json") == (served.text, served.headers["content-type"])
    assert [word.document] == embedded(hosted)


def test_word_signed_elsewhere_is_accepted_once(client, school, word):
    first, again = (client.post("/api/endorsements", content=word.json, headers=school) for _ in range(2))
    assert (200, first.json()) == (again.status_code, again.json())


def test_word_about_another_issuers_achievement_is_not_ours_to_accept(client, partner, word):
    answer = client.post("/api/endorsements", content=word.json, headers=partner)
    assert 403 == answer.status_code


def test_forged_word_is_refused(client, school, word):
    forged = word.json.replace("We hire", "We fire")
    answer = client.post("/api/endorsements", content=forged, headers=school)
    assert (422, "not-valid") == (answer.status_code, problem_of(answer)["code"])


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"about": "nothing"}, 404, "not-found"),
        ({}, 422, "request"),
        ({"about": "robotics", "valid_until": "soon"}, 400, "input"),
        ({"about": "robotics", "stars": 5}, 422, "request"),
    ],
    ids=str,
)
def test_what_cannot_be_endorsed_is_told(client, partner, body, status, code):
    answer = client.post(GIVE, json=body, headers=partner)
    assert (status, code) == (answer.status_code, problem_of(answer)["code"])


def test_endorsing_twice_is_a_conflict(client, partner, given):
    answer = client.post(GIVE, json={"about": "robotics"}, headers=partner)
    assert (409, "about") == (answer.status_code, problem_of(answer)["path"])


def test_each_side_takes_back_for_itself(client, partner, school, accepted):
    path = f"/api/endorsements/{accepted['id']}/withdraw"
    assert 403 == client.post(path, json={**WITHDRAW, "side": "endorser"}, headers=school).status_code
    assert 403 == client.post(path, json={**WITHDRAW, "side": "endorsed"}, headers=partner).status_code
    dropped = client.post(path, json={**WITHDRAW, "side": "endorsed"}, headers=school).json()
    assert ("dropped", "Left the programme") == (dropped["state"], dropped["drop"]["note"])
    revoked = client.post(path, json={**WITHDRAW, "side": "endorser"}, headers=partner).json()
    assert ("revoked", "Left the programme") == (revoked["state"], revoked["revocation"]["note"])


def test_a_side_reads_its_own_notes_only(hosted, client, partner, school, accepted):
    path = f"/api/endorsements/{accepted['id']}"
    client.post(f"{path}/withdraw", json={**WITHDRAW, "side": "endorser"}, headers=partner)
    notes = {
        who: client.get(path, headers=key).json()["revocation"]["note"]
        for who, key in (("partner", partner), ("school", school), ("operator", hosted.key(Scope.READ)))
    }
    assert {"partner": WITHDRAW["note"], "school": None, "operator": WITHDRAW["note"]} == notes


def test_strangers_read_nothing(hosted, client, given):
    hosted.services.issuers.create("other", "Other", url="https://other.example", now=hosted.now)
    stranger = hosted.key(Scope.READ, issuer="other")
    assert 403 == client.get(f"/api/endorsements/{given['id']}", headers=stranger).status_code
    assert [] == client.get("/api/endorsements", headers=stranger).json()["items"]


def test_endorsements_are_listed_page_by_page(hosted, client, school, given):
    reader = hosted.key(Scope.READ)
    hosted.services.endorsing.endorse("school", _order("robotics"), now=hosted.now)
    first = client.get("/api/endorsements?limit=1&about=robotics", headers=reader).json()
    second = client.get(f"/api/endorsements?limit=1&after={first['after']}", headers=reader).json()
    assert ["waiting", "accepted"] == [page["items"][0]["state"] for page in (first, second)]
    assert second["after"] is None
    standing = client.get("/api/endorsements?standing=true", headers=school).json()["items"]
    assert ["school"] == [item["endorser"] for item in standing]


def test_what_hinders_an_accepted_endorsement_is_told(hosted, client, school):
    hosted.services.endorsing.endorse("school", _order("robotics"), now=hosted.now)
    hosted.services.issuers.update("school", name="Renamed School", now=hosted.now)
    (item,) = client.get("/api/endorsements", headers=school).json()["items"]
    assert "otherwise than the badge does" in item["hindrance"]


def _order(about):
    from openbadge_issuer.services.endorsement_orders import EndorsementOrder

    return EndorsementOrder(about=about)


# --- for everybody


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/vc+ld+json"),
        ("application/json", "application/json"),
        ("application/vc+jwt", "application/vc+jwt"),
        ("image/png", "application/vc+ld+json"),
    ],
)
def test_endorsement_comes_in_the_form_asked_for(client, given, accept, media_type):
    served = client.get(f"/endorsements/{given['id']}", headers={"Accept": accept})
    assert (200, media_type) == (served.status_code, served.headers["content-type"])
    assert "Accept" in served.headers["vary"]
    assert "noindex" == served.headers["x-robots-tag"]


def test_jwt_has_an_address_of_its_own(client, given):
    served = client.get(f"/endorsements/{given['id']}.jwt")
    assert (200, 2) == (served.status_code, served.text.count("."))


def test_there_is_nothing_at_an_unknown_address(client):
    for path in ("/endorsements/nothing", "/endorsements/nothing.json", "/endorsements/nothing.jwt"):
        assert 404 == client.get(path).status_code
    assert "text/html" in client.get("/endorsements/nothing", headers=BROWSER).headers["content-type"]


def test_its_page_says_who_about_what_and_whether_it_holds(client, given):
    page = client.get(f"/endorsements/{given['id']}", headers=BROWSER)
    assert "text/html; charset=utf-8" == page.headers["content-type"]
    for text in ("Example &lt;Robotics&gt;", ABOUT, "We hire from it.", "Valid", "has not accepted it yet"):
        assert text in page.text
    assert "<script>" not in page.text


def test_its_page_says_when_and_why_it_was_taken_back(client, partner, school, accepted):
    address, path = f"/endorsements/{accepted['id']}", f"/api/endorsements/{accepted['id']}/withdraw"
    client.post(path, json={**WITHDRAW, "side": "endorsed"}, headers=school)
    assert "No longer used on 1 June 2026" in client.get(address, headers=BROWSER).text
    client.post(path, json={**WITHDRAW, "side": "endorser"}, headers=partner)
    page = client.get(address, headers=BROWSER).text
    assert "Revoked by the endorser on 1 June 2026" in page
    assert WITHDRAW["note"] not in page
    assert 200 == client.get(f"{address}.json").status_code


def test_achievement_page_shows_who_endorsed_and_their_comment_escaped(client, accepted):
    page = client.get("/achievements/robotics", headers=BROWSER).text
    assert "Endorsed by" in page
    assert "Example &lt;Robotics&gt;" in page
    assert "We hire from it. &lt;script&gt;" in page
    assert f'href="/endorsements/{accepted["id"]}"' in page


def test_achievement_page_shows_nothing_that_was_not_accepted_or_was_taken_back(client, school, given):
    assert "Endorsed by" not in client.get("/achievements/robotics", headers=BROWSER).text
    client.post(f"/api/endorsements/{given['id']}/accept", headers=school)
    assert "Endorsed by" in client.get("/achievements/robotics", headers=BROWSER).text
    path = f"/api/endorsements/{given['id']}/withdraw"
    client.post(path, json={**WITHDRAW, "side": "endorsed"}, headers=school)
    assert "Endorsed by" not in client.get("/achievements/robotics", headers=BROWSER).text


def test_issuer_page_and_badge_page_show_what_is_said_of_them(hosted, client, partner, school):
    issued = hosted.award()
    for about in ("school", issued.url):
        given = client.post(GIVE, json={"about": about, "comment": COMMENT}, headers=partner).json()
        client.post(f"/api/endorsements/{given['id']}/accept", headers=school)
        page = client.get("/issuers/school" if about == "school" else issued.url, headers=BROWSER).text
        assert "We hire from it. &lt;script&gt;" in page


def test_badge_page_shows_the_endorsements_it_carries_as_they_are_now(hosted, client, partner, accepted):
    url = hosted.award().url
    page = client.get(url, headers=BROWSER).text
    assert "We hire from it. &lt;script&gt;" in page
    assert "Endorsed by Example &lt;Robotics&gt;" in page
    path = f"/api/endorsements/{accepted['id']}/withdraw"
    client.post(path, json={**WITHDRAW, "side": "endorser"}, headers=partner)
    page = client.get(url, headers=BROWSER).text
    assert "is named as an endorser" in page
    assert "We hire from it" not in page


def test_endorsement_is_checked_by_its_address(client, given):
    report = client.post("/api/verify", json={"url": given["url"]}).json()
    assert ("valid", "endorsement") == (report["outcome"], report["source"]["document"])


def test_page_of_a_jwt_from_elsewhere_is_shown(hosted, client, school, now):
    outsider = Issuer.create(name="P", url="https://p.example", did="did:web:robotics.example")
    document = json.dumps(outsider.did_document).encode()
    hosted.web.documents["https://robotics.example/.well-known/did.json"] = ("application/json", document)
    word = outsider.endorse(ABOUT, comment=COMMENT, now=now)
    answer = client.post("/api/endorsements", content=word.jwt, headers=school).json()
    assert "It is a JWT" in client.get("/api/endorsements", headers=school).json()["items"][0]["hindrance"]
    address = f"/endorsements/{answer['id']}"
    assert "did:web:robotics.example" in client.get(address, headers=BROWSER).text
    assert word.jwt == client.get(address).text
    assert 404 == client.get(f"{address}.json").status_code
    assert [word.jwt] == client.get("/achievements/robotics").json()["endorsementJwt"]


def test_issuer_that_endorses_its_own_is_told_as_that_and_named_as_no_endorser(hosted, client, school):
    give = {"about": "robotics", "comment": "We are good."}
    given = client.post("/api/issuers/school/endorsements", json=give, headers=school).json()
    client.post(f"/api/endorsements/{given['id']}/accept", headers=school)
    badge = hosted.award()
    said = "Example Tech School itself: not an independent endorsement"
    for path in ("/achievements/robotics", f"/credentials/{badge.record.id}"):
        page = client.get(path, headers=BROWSER).text.replace("</a>", "")
        assert said in page
        assert "What is said about it" in page
        assert "Endorsed by" not in page
    pdf = client.get(f"/credentials/{badge.record.id}.pdf").content
    assert "Endorsed by" not in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def test_word_of_the_issuer_beside_that_of_a_partner_is_not_taken_for_it(hosted, client, school, accepted):
    give = {"about": "robotics", "comment": "We are good."}
    own = client.post("/api/issuers/school/endorsements", json=give, headers=school).json()
    client.post(f"/api/endorsements/{own['id']}/accept", headers=school)
    page = client.get(f"/credentials/{hosted.award().record.id}", headers=BROWSER).text
    assert page.count("Endorsed by Example &lt;Robotics&gt;") == 2
    assert "Endorsed by Example Tech School" not in page
    assert "What others say" in page
