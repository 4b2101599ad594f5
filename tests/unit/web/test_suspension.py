"""A suspended badge: JSON as before, and everywhere else told as what it is."""

import io

import pytest
from pypdf import PdfReader
from web_service import BASE_URL, BROWSER, open_instance, problem_of

from openbadge_issuer.ports import Scope, SuspensionCategory
from openbadge_issuer.services.policy import Policy

REASON = {"category": "under-review", "note": "Complaint 7"}


@pytest.fixture
def instance(tmp_path, now):
    return open_instance(tmp_path, now, policy=Policy(suspendable=True))


@pytest.fixture
def badge(instance):
    return instance.award().record


@pytest.fixture
def suspended(instance, badge):
    list(
        instance.services.suspending.suspend([badge.id], category=SuspensionCategory.REVIEW, now=instance.now)
    )
    return badge


def page(client, path, **headers):
    answer = client.get(path, headers={**BROWSER, **headers})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_every_form_is_served_unchanged_and_the_page_says_since_when_and_why(client, suspended):
    served = client.get(f"/credentials/{suspended.id}")
    assert (200, suspended.json) == (served.status_code, served.text)
    assert client.get(f"/credentials/{suspended.id}.jwt").text == suspended.jwt
    for form in ("png", "svg"):
        assert 200 == client.get(f"/credentials/{suspended.id}.{form}").status_code
    text = page(client, f"/credentials/{suspended.id}")
    for said in (
        "Suspended since 1 June 2026",
        "Its issuer is looking into it.",
        "<title>Suspended: Robotics",
    ):
        assert said in text
    assert "Ausgesetzt seit 1. Juni 2026" in page(client, f"/credentials/{suspended.id}?lang=de")


def test_suspended_badge_is_offered_to_no_other_site_and_told_to_no_search_engine(client, badge, suspended):
    text = page(client, f"/credentials/{badge.id}")
    assert "linkedin.com" not in text
    assert "application/ld+json" not in text.replace('type="application/vc+ld+json"', "").partition("<body")[
        0
    ].replace('rel="alternate" type="application/ld+json"', "")
    assert "take-snippet" not in text


def test_certificate_says_so(client, suspended):
    pdf = PdfReader(io.BytesIO(client.get(f"/credentials/{suspended.id}.pdf").content))
    text = " ".join(pdf.pages[0].extract_text().split())
    assert "Suspended since 1 June 2026" in text
    assert "Signed by" not in text


def test_earner_is_told(instance, client, suspended):
    text = page(client, instance.services.opening.link(suspended.id))
    assert "Suspended since 1 June 2026" in text
    assert "Its issuer is looking into it." in text


def test_earner_of_an_open_page_is_not_told_that_the_achievements_page_leads_to_it(
    instance, client, suspended
):
    instance.services.opening.set_open(suspended.id, is_open=True, now=instance.now)
    text = page(client, instance.services.opening.link(suspended.id))
    assert "No other page leads to it while the badge does not count." in text


def test_report_names_it(client, suspended):
    report = client.post("/api/verify", json={"url": f"{BASE_URL}/credentials/{suspended.id}"}).json()
    assert "invalid" == report["outcome"]
    assert "suspended" in [check["code"] for check in report["checks"] if check["name"] == "status"]
    text = page(client, f"/verify?url={BASE_URL}/credentials/{suspended.id}")
    assert "suspended" in text


def test_achievement_page_leaves_it_out_while_it_is_suspended(instance, client, suspended):
    instance.services.opening.set_open(suspended.id, is_open=True, now=instance.now)
    link = f'href="/credentials/{suspended.id}'
    assert link not in page(client, "/achievements/robotics")
    list(instance.services.suspending.reinstate([suspended.id], now=instance.now))
    assert link in page(client, "/achievements/robotics")


def test_page_kept_from_before_is_not_shown_again(instance, client, badge):
    path = f"/credentials/{badge.id}"
    tags = {form: client.get(f"{path}.{form}").headers["etag"] for form in ("html", "json")}
    list(instance.services.suspending.suspend([badge.id], now=instance.now))
    answers = {
        form: client.get(f"{path}.{form}", headers={"If-None-Match": tag}) for form, tag in tags.items()
    }
    assert {"html": 200, "json": 304} == {form: answer.status_code for form, answer in answers.items()}


def test_list_of_suspensions_is_served_like_the_other_and_changes_at_once(instance, client, badge):
    url = (
        badge.json.partition('"statusPurpose":"suspension"')[2]
        .partition('"statusListCredential":"')[2]
        .partition('"')[0]
    )
    before = client.get(url)
    assert ("application/vc+ld+json", "public, max-age=0, must-revalidate") == (
        before.headers["content-type"],
        before.headers["cache-control"],
    )
    known = {"If-None-Match": before.headers["etag"]}
    assert 304 == client.get(url, headers=known).status_code
    list(instance.services.suspending.suspend([badge.id], now=instance.now))
    assert 200 == client.get(url, headers=known).status_code
    assert 200 == client.get(f"{url}.jwt").status_code


# --- over HTTP


def test_award_is_suspended_and_reinstated(instance, client, badge):
    key, path = instance.key(Scope.REVOKE, Scope.READ), f"/api/credentials/{badge.id}"
    done = client.post(f"{path}/suspend", json=REASON, headers=key).json()["suspension"]
    assert done == {"suspended_at": "2026-06-01T12:00:00Z", **REASON}
    assert done == client.get(path, headers=key).json()["suspension"]
    again = client.post(f"{path}/suspend", json={"category": "other"}, headers=key)
    assert done == again.json()["suspension"]
    assert client.post(f"{path}/reinstate", headers=key).json()["suspension"] is None
    assert instance.services.verifying.verify(badge.json, now=instance.now).valid


def test_many_are_suspended_and_reinstated_in_one_call(instance, client, badge):
    key, other = instance.key(Scope.REVOKE), instance.award(email="bob@school.example")
    ids = {"ids": [badge.id, other.url]}
    answer = client.post("/api/credentials/suspend", json={**REASON, **ids}, headers=key).json()
    assert {(badge.id, True, True), (other.record.id, True, True)} == {
        (item["id"], item["suspended"], item["changed"]) for item in answer["items"]
    }
    back = client.post("/api/credentials/reinstate", json=ids, headers=key).json()
    assert [(False, True)] * 2 == [(item["suspended"], item["changed"]) for item in back["items"]]


def test_revoked_award_is_a_conflict(instance, client, badge):
    key = instance.key(Scope.REVOKE)
    instance.services.revoking.revoke(badge.id, now=instance.now)
    answer = client.post(f"/api/credentials/{badge.id}/suspend", json=REASON, headers=key)
    assert (409, "conflict") == (answer.status_code, problem_of(answer)["code"])


def test_key_of_another_issuer_suspends_none_of_many(instance, client, badge):
    instance.services.issuers.create(
        "college", "Example College", url="https://college.example", now=instance.now
    )
    key = instance.key(*Scope, issuer="college")
    for route, payload in (("suspend", {**REASON, "ids": [badge.id]}), ("reinstate", {"ids": [badge.id]})):
        assert 403 == client.post(f"/api/credentials/{route}", json=payload, headers=key).status_code
