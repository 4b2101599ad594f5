import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from web_service import BASE_URL, BROWSER, draft, empty_instance, open_instance, png

from openbadge_issuer.ports import RevocationCategory
from openbadge_issuer.services.endorsement_orders import EndorsementOrder
from openbadge_issuer.services.orders import Order
from openbadge_issuer.services.policy import Policy
from openbadge_issuer.web.pages import results_of
from openbadge_issuer.web.templating import static_version


class Page(HTMLParser):
    """What a page links to and loads, and its text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.loaded, self.text = [], [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.tags.append((tag, values))
        self.links += [values["href"]] if tag == "a" else []
        self.loaded += [values["src"]] if "src" in values else []
        if tag == "link" and values["rel"] in ("stylesheet", "icon"):
            self.loaded.append(values["href"])

    def handle_data(self, data):
        self.text += data


def page(client, path):
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


@pytest.fixture
def badge(instance):
    return instance.award(
        narrative="Built <b>one</b>.", role="Lead", evidence_url="https://e.example/1"
    ).record


PATHS = (
    *("/", "/issuers/school", "/achievements/robotics", "/credentials/{badge}"),
    *("/verify", "/docs", "/problems", "/none"),
)


@pytest.mark.parametrize("path", PATHS)
def test_page_loads_nothing_from_elsewhere_and_runs_nothing(client, badge, path):
    answer = client.get(path.format(badge=badge.id), headers=BROWSER)
    found = Page(answer.text)
    assert all(url.startswith("/") and not url.startswith("//") for url in found.loaded), found.loaded
    assert not [tag for tag, _ in found.tags if tag in ("iframe", "object", "style", "base")]
    scripts = [values for tag, values in found.tags if tag == "script"]
    assert all("src" in values or values["type"] == "application/ld+json" for values in scripts)
    assert not [
        name for _, values in found.tags for name in values if name.startswith("on") or name == "style"
    ]
    assert len(answer.content) < 100_000


@pytest.mark.parametrize("path", PATHS)
def test_page_has_language_title_landmarks_one_heading_and_a_way_past_the_menu(client, badge, path):
    answer = client.get(path.format(badge=badge.id), headers=BROWSER)
    found = Page(answer.text)
    names = [tag for tag, _ in found.tags]
    assert {"header", "nav", "main", "footer", "title"} <= set(names)
    assert names.count("h1") == 1
    assert ("html", {"lang": "en"}) in found.tags
    assert found.links[0] == "#content"
    assert all("alt" in values for tag, values in found.tags if tag == "img")
    ids = [values["id"] for _, values in found.tags if "id" in values]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", PATHS)
def test_page_weighs_under_100_kilobytes_with_all_that_it_is_made_of(client, badge, path):
    answer = client.get(path.format(badge=badge.id), headers=BROWSER)
    made_of = {url for url in Page(answer.text).loaded if "/static/" in url}
    weight = len(answer.content) + sum(len(client.get(url).content) for url in made_of)
    assert weight < 100_000


def test_badge_page_has_the_logos_of_issuer_and_endorser(instance, client):
    services = instance.services
    services.issuers.create(
        "partner", "Robots Ltd", url="https://r.example", image=png(width=4), now=instance.now
    )
    order = EndorsementOrder(about="robotics", comment="We designed it together.")
    services.endorsing.endorse("partner", order, accept=True, now=instance.now)
    shown = page(client, f"/credentials/{instance.award().record.id}")
    logos = [values["src"] for tag, values in shown.tags if tag == "img" and "/issuers/" in values["src"]]
    assert {logo.split("/")[2] for logo in logos} == {"school", "partner"}
    assert "Endorsed by Robots Ltd" in " ".join(shown.text.split())


def test_badge_page_says_what_the_check_does_not_tell(client, badge):
    shown = " ".join(page(client, f"/credentials/{badge.id}").text.split())
    assert "What it does not tell" in shown
    assert "a name is a claim, the domain is proven" in shown


def test_issuer_page_tells_by_whom_its_badges_are_signed(client):
    shown = " ".join(page(client, "/issuers/school").text.split())
    assert "is signed by the domain badges.school.example, and by nobody else" in shown


def test_every_local_link_leads_somewhere(client, badge):
    todo, seen = ["/"], set()
    while todo:
        path = todo.pop()
        seen.add(path)
        answer = client.get(path, headers=BROWSER)
        assert answer.status_code == 200, path
        if answer.headers["content-type"].startswith("text/html"):
            found = Page(answer.text)
            local = [url.partition("#")[0] for url in found.links + found.loaded if url.startswith("/")]
            todo += [url for url in local if url not in seen and url not in todo]
    assert "/achievements/robotics" in seen


def test_badge_page_says_what_the_badge_says(client, badge):
    text = page(client, f"/credentials/{badge.id}").text
    for said in (
        "Robotics in industry.",
        "Example Tech School",
        "Example Robotics",
        "1 June 2026",
        "Lead",
        "Valid",
    ):
        assert said in text
    assert "Pitch it & <defend> it." in text
    assert "Built <b>one</b>." in text


def test_badge_page_tells_the_check_in_four_lines(client, badge):
    text = re.sub(r"\s+", " ", page(client, f"/credentials/{badge.id}").text)
    for line in ("Signature: passed", "Issuer: passed", "Status: passed", "Dates: passed"):
        assert line in text


def test_badge_page_is_kept_out_of_search_engines(client, badge):
    answer = client.get(f"/credentials/{badge.id}", headers=BROWSER)
    assert answer.headers["x-robots-tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in answer.text


def test_badge_page_names_the_other_forms(client, badge):
    answer = client.get(f"/credentials/{badge.id}", headers=BROWSER)
    for form in ("json", "jwt", "png"):
        assert f'<{BASE_URL}/credentials/{badge.id}.{form}>; rel="alternate"' in answer.headers["link"]


def test_badge_page_shows_the_version_that_was_signed(instance, client, badge):
    instance.services.achievements.edit("robotics", draft(name="Robots II"), now=instance.now)
    assert "Robots II" not in page(client, f"/credentials/{badge.id}").text
    assert "Robots II" in page(client, "/achievements/robotics").text


def test_page_of_a_revoked_badge_says_so_when_and_why_but_not_the_note(instance, client, badge):
    instance.services.revoking.revoke(
        badge.id, category=RevocationCategory.ERROR, note="Ada is not Ida", now=instance.now
    )
    text = page(client, f"/credentials/{badge.id}").text
    assert "Revoked on 1 June 2026" in text
    assert "It was issued in error." in text
    assert "Ida" not in text


def test_page_of_an_expired_badge_says_so(instance, client):
    badge = instance.award(issued_on=instance.now, expires_on=instance.now + timedelta(days=1)).record
    instance.now += timedelta(days=2)
    assert "Expired on 2 June 2026" in page(client, f"/credentials/{badge.id}").text


@pytest.mark.parametrize("seconds", [-1, 1, 299, 301])
def test_page_and_its_check_agree_when_a_badge_has_ended(instance, client, seconds):
    end = instance.now + timedelta(days=1)
    badge = instance.award(issued_on=instance.now, expires_on=end).record
    instance.now = end + timedelta(seconds=seconds)
    text = " ".join(page(client, f"/credentials/{badge.id}").text.split())
    assert ("Expired on 2 June 2026" in text) == ("Dates: failed" in text) == (seconds > 300)


@pytest.mark.parametrize(("shown", "expected"), [("none", False), ("full", True)])
def test_earner_is_named_only_if_the_badge_does(tmp_path, now, shown, expected):
    instance = open_instance(tmp_path, now, policy=Policy(show_name=shown))
    recipient = instance.services.policy.recipient(email="ada@school.example", name="Ada Example")
    order = Order(achievement="robotics", recipient=recipient)
    badge = instance.services.issuing.issue("school", order, now=now).record
    with instance.client() as client:
        text = client.get(f"/credentials/{badge.id}", headers=BROWSER).text
    assert expected is ("Ada Example" in text)
    assert "ada@" not in text


@pytest.mark.parametrize(
    ("identifier", "told"), [("hash", "Check whose it is"), ("none", "The badge names nobody")]
)
def test_badge_page_says_whether_its_earner_can_be_confirmed(tmp_path, now, identifier, told):
    instance = open_instance(tmp_path, now, policy=Policy(identifier=identifier))
    badge = instance.award(award_id="1").record
    with instance.client() as client:
        text = client.get(f"/credentials/{badge.id}", headers=BROWSER).text
        asked = {"url": f"{BASE_URL}/credentials/{badge.id}", "recipient": "ada@school.example"}
        answer = client.post("/verify", data=asked, headers=BROWSER).text
    assert (told in text, "<title>Valid:" in answer) == (True, identifier == "hash")


def test_title_of_a_revoked_badge_begins_with_that(instance, client, badge):
    instance.services.revoking.revoke(badge.id, category=RevocationCategory.REPLACED, now=instance.now)
    assert page(client, f"/credentials/{badge.id}").text.strip().startswith("Revoked: ")


def test_page_of_a_badge_whose_key_was_stolen_says_that_it_is_not_valid(instance, client, badge):
    stolen = instance.services.key_ring.keys("school")[0].verification_method
    instance.services.key_ring.revoke("school", stolen, instance.now)
    answer = client.get(f"/credentials/{badge.id}", headers=BROWSER).text
    assert "<title>Not valid: Robotics" in answer
    assert "could be forged" in answer
    assert 'class="verdict valid"' not in answer


def test_rubric_level_is_shown_by_its_name():
    level = {"id": "urn:a:good", "type": ["RubricCriterionLevel"], "name": "Good"}
    description = {"id": "urn:a", "name": "Pitch", "rubricCriterionLevel": [level]}
    result = {"resultDescription": "urn:a", "achievedLevel": "urn:a:good"}
    subject = {"achievement": {"resultDescription": [description]}, "result": [result]}
    assert results_of(subject) == [("Pitch", "Good")]


def test_achievement_page_tells_how_many_and_not_who(client, badge):
    assert re.search(r"1\s+time", page(client, "/achievements/robotics").text)
    assert badge.id not in client.get("/achievements/robotics", headers=BROWSER).text


def test_achievement_page_lists_its_versions_once_there_are_several(instance, client):
    assert "Versions" not in page(client, "/achievements/robotics").text
    later = instance.now + timedelta(days=3)
    instance.services.achievements.edit("robotics", draft(description="More."), now=later)
    shown = page(client, "/achievements/robotics")
    assert [("li", {"value": "2"}), ("li", {"value": "1"})] == [
        found for found in shown.tags if found[0] == "li" and "value" in found[1]
    ]
    assert "4 June 2026 (what is awarded now)" in " ".join(shown.text.split())


@pytest.mark.parametrize("path", PATHS)
def test_page_sets_no_cookie_and_may_stand_in_no_frame(client, badge, path):
    headers = client.get(path.format(badge=badge.id), headers=BROWSER).headers
    assert "set-cookie" not in headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert (headers["referrer-policy"], headers["x-content-type-options"]) == ("no-referrer", "nosniff")


@pytest.mark.parametrize("path", ["/achievements/robotics", "/issuers/school"])
def test_page_of_an_achievement_or_issuer_names_the_other_forms(client, path):
    shown = page(client, path)
    named = {v["href"]: v["type"] for tag, v in shown.tags if tag == "link" and v["rel"] == "alternate"}
    assert {f"{BASE_URL}{path}.{form}" for form in ("json", "png", "svg")} == set(named)
    for address, kind in named.items():
        assert client.get(address.removeprefix(BASE_URL)).headers["content-type"] == kind


def test_issuer_page_names_identity_and_keys(client):
    text = page(client, "/issuers/school").text
    assert "did:web:badges.school.example" in text
    assert "Ed25519" in text


def test_home_page_without_issuer_says_what_to_do(tmp_path, now):
    with empty_instance(tmp_path, now).client() as client:
        assert "There is no issuer here yet" in client.get("/").text


def test_style_sheet_is_kept_for_ever_under_its_version(client):
    answer = client.get("/static/style.css", params={"v": static_version("style.css")})
    assert "immutable" in answer.headers["cache-control"]
    assert "immutable" not in client.get("/static/style.css").headers["cache-control"]
    assert "http" not in re.sub(r"/\*.*?\*/", "", answer.text, flags=re.DOTALL)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_enough_contrast(client, scheme):
    sheet = client.get("/static/style.css").text
    light, dark, _ = re.findall(r":root \{(.*?)\}", sheet, flags=re.DOTALL)  # the third is for paper
    colour = dict(re.findall(r"--([\w-]+): (#\w{6});", light if scheme == "light" else dark))
    pairs = [(text, ground) for text in ("ink", "quiet", "accent") for ground in ("ground", "sheet", "tint")]
    pairs += [(text, f"{text}-tint") for text in ("good", "bad", "unsure")]
    pairs += [(text, "sheet") for text in ("good", "bad", "unsure")]
    pairs += [("ink", f"{tint}-tint") for tint in ("good", "bad", "unsure")] + [("on-accent", "accent")]
    low = {pair: contrast(colour[pair[0]], colour[pair[1]]) for pair in pairs}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 4.5} == {}


def contrast(one, other):
    """The contrast ratio of two colours (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return round((lighter + 0.05) / (darker + 0.05), 2)


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_reference_page_shows_every_operation(client):
    document = client.get("/openapi.json").json()
    text = page(client, "/docs").text
    for path, operations in document["paths"].items():
        for method in operations:
            assert f"{method.upper()} {path}" in text


def test_problems_page_explains_every_code(client):
    found = page(client, "/problems")
    assert {"not-found", "no-access", "unavailable"} <= {values.get("id") for _, values in found.tags}


def test_health_answers(client):
    answer = client.get("/health")
    assert (answer.json(), answer.headers["cache-control"]) == ({"status": "ok"}, "no-store")


def test_openapi_document_is_fetched_again_only_when_it_changed(client):
    tag = client.get("/openapi.json").headers["etag"]
    assert client.get("/openapi.json", headers={"If-None-Match": tag}).status_code == 304


def test_of_very_many_awards_a_page_says_that_there_are_more(instance, client, monkeypatch):
    monkeypatch.setattr("openbadge_issuer.services.achievements.MAX_COUNTED", 2)
    monkeypatch.setattr("openbadge_issuer.web.pages.MAX_COUNTED", 2)
    for number, said in ((1, "1 time<"), (2, "2+ times<"), (3, "2+ times<")):
        instance.award(email=f"{number}@school.example")
        assert said in client.get("/achievements/robotics", headers=BROWSER).text


def test_head_names_the_same_forms_as_the_header(client, badge):
    answer = client.get(f"/credentials/{badge.id}", headers=BROWSER)
    named = [
        f"<{one['href']}>"
        for tag, one in Page(answer.text).tags
        if one.get("rel") == "alternate" and tag == "link" and "/oembed" not in one["href"]
    ]
    assert named == [
        part.partition(";")[0] for part in answer.headers["link"].split(", ") if "text/html" not in part
    ]
    assert f"<{BASE_URL}/credentials/{badge.id}.pdf>" in named
