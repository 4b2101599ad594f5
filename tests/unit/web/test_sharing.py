import json
import re
from datetime import timedelta
from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from drawings import png_picture
from web_service import BASE_URL, BROWSER, draft, open_instance, problem_of

from openbadge_issuer.ports import RevocationCategory
from openbadge_issuer.services.orders import Order
from openbadge_issuer.services.policy import Policy
from openbadge_issuer.web.runtime import _sharing
from openbadge_issuer.web.sharing_choices import SharingChoices
from openbadge_issuer.web.wallets import Verifier, wallet_table


class Page(HTMLParser):
    """The tags of a page, its meta data, its fields, and the data in it."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.meta, self.fields, self.data, self.in_data = [], {}, {}, "", False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.tags.append((tag, values))
        if tag == "meta" and "content" in values:
            self.meta[values.get("property") or values.get("name")] = values["content"]
        if tag == "input" and "id" in values:
            self.fields[values["id"]] = values.get("value")
        self.in_data = tag == "script" and values.get("type") == "application/ld+json"

    def handle_data(self, data):
        self.data += data if self.in_data else ""


@pytest.fixture
def badge(instance):
    return instance.award().record


def page(client, badge, query=""):
    answer = client.get(f"/credentials/{badge.id}{query}", headers=BROWSER)
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


# --- link previews ---------------------------------------------------------------------------------------------------


def test_page_tells_previews_what_it_is_about(client, badge):
    meta = page(client, badge).meta
    assert meta["og:title"] == "Robotics: a badge by Example Tech School"
    assert meta["og:description"] == "Robotics in industry."
    assert meta["og:url"] == f"{BASE_URL}/credentials/{badge.id}.html"
    assert meta["og:site_name"] == "Example Tech School"
    assert meta["og:image:alt"] == "The badge Robotics, issued by Example Tech School"
    assert (meta["og:image:width"], meta["og:image:height"]) == ("1200", "627")
    assert meta["twitter:card"] == "summary_large_image"


def test_picture_of_previews_is_a_card_of_the_size_it_says(client, badge):
    url = page(client, badge).meta["og:image"]
    answer = client.get(url.removeprefix(BASE_URL))
    assert answer.headers["content-type"] == "image/png"
    assert png_picture(answer.content).size == (1200, 627)
    assert answer.headers["x-robots-tag"] == "noindex"
    assert len(answer.content) < 5_000_000


@pytest.mark.parametrize(
    "robot", ["LinkedInBot/1.0", "Slackbot-LinkExpanding 1.0", "facebookexternalhit/1.1"]
)
def test_robots_get_the_page_that_people_get(client, badge, robot):
    address = f"/credentials/{badge.id}.html"
    robots = client.get(address, headers={"User-Agent": robot, "Accept": "*/*"})
    assert robots.headers["content-type"].startswith("text/html")
    assert robots.text == client.get(address, headers=BROWSER).text


def test_card_changes_when_the_badge_is_revoked(instance, client, badge):
    before = client.get(f"/credentials/{badge.id}/card.png").content
    instance.services.revoking.revoke(badge.id, category=RevocationCategory.ERROR, now=instance.now)
    assert client.get(f"/credentials/{badge.id}/card.png").content != before


def test_preview_of_a_badge_that_does_not_hold_says_so_first(instance, client, badge):
    assert page(client, badge).meta["og:title"] == "Robotics: a badge by Example Tech School"
    instance.services.revoking.revoke(badge.id, category=RevocationCategory.ERROR, now=instance.now)
    assert page(client, badge).meta["og:title"] == "Revoked: Robotics: a badge by Example Tech School"


def test_card_does_not_name_the_earner(tmp_path, now):
    instance = open_instance(tmp_path, now, policy=Policy(show_name="full"))
    cards = []
    for name in ("Ada Example", "Ida Sample"):
        recipient = instance.services.policy.recipient(email=f"{name[:3]}@school.example", name=name)
        order = Order(achievement="robotics", recipient=recipient)
        badge = instance.services.issuing.issue("school", order, now=now).record
        with instance.client() as client:
            cards.append(client.get(f"/credentials/{badge.id}/card.png").content)
            assert name not in page(client, badge).data
    assert cards[0] == cards[1]


def test_card_whose_letters_no_font_has_is_of_the_size_that_pages_tell_all_the_same(instance, client):
    instance.services.achievements.edit("robotics", draft(name="機器人"), now=instance.now)
    badge = instance.award().record
    assert client.get(f"/credentials/{badge.id}.pdf").status_code == 422
    card = client.get(f"/credentials/{badge.id}/card.png")
    assert (card.status_code, png_picture(card.content).size) == (200, (1200, 627))


def test_long_name_still_makes_a_card(instance, client):
    instance.services.achievements.edit("robotics", draft(name="Robotics " * 60), now=instance.now)
    badge = instance.award().record
    assert png_picture(client.get(f"/credentials/{badge.id}/card.png").content).size == (1200, 627)


def test_without_what_draws_cards_the_preview_is_the_badges_picture(client, badge):
    client.app.state.runtime.typesetter = None
    meta = page(client, badge).meta
    assert meta["og:image"] == f"{BASE_URL}/credentials/{badge.id}.png"
    assert meta["twitter:card"] == "summary"
    assert problem_of(client.get(f"/credentials/{badge.id}/card.png"))["status"] == 501


def test_page_describes_the_badge_to_search_engines(client, badge):
    data = json.loads(page(client, badge).data)
    assert (data["@context"], data["@type"]) == ("https://schema.org", "EducationalOccupationalCredential")
    assert data["name"] == "Robotics"
    assert data["credentialCategory"] == "CommunityService"
    assert data["recognizedBy"]["name"] == "Example Tech School"
    assert data["datePublished"].startswith("2026-06-01")


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/achievements/robotics", "Robotics: a badge to earn at Example Tech School"),
        ("/issuers/school", "Example Tech School: badges and keys"),
    ],
)
def test_pages_of_achievements_and_issuers_have_previews_too(client, path, title):
    meta = Page(client.get(path, headers=BROWSER).text).meta
    assert (meta["og:title"], meta["og:url"]) == (title, f"{BASE_URL}{path}.html")
    assert meta["twitter:card"] == "summary"
    assert client.get(meta["og:image"].removeprefix(BASE_URL)).headers["content-type"] == "image/png"


def test_data_of_a_page_cannot_end_its_element(instance, client):
    name = '</script><script>alert(1)</script><!-- & "'
    instance.services.achievements.edit("robotics", draft(name=name), now=instance.now)
    found = page(client, instance.award().record)
    assert json.loads(found.data)["name"] == name
    assert [values.get("type") for tag, values in found.tags if tag == "script"].count(None) == 0


# --- files, wallets, verifiers ---------------------------------------------------------------------------------------


def test_page_offers_every_file_and_the_certificate_if_there_is_one(client, badge):
    def offered():
        return {values["href"] for tag, values in page(client, badge).tags if "download" in values}

    files = {f"/credentials/{badge.id}.{form}" for form in ("png", "svg", "json", "jwt")}
    assert files | {f"/credentials/{badge.id}.pdf"} == offered()
    client.app.state.runtime.typesetter = None
    assert files == offered()


def test_every_link_to_a_file_leads_to_one(client, badge):
    for tag, values in page(client, badge).tags:
        if "download" in values or (tag == "img" and "qr" in values["src"]):
            assert client.get(values.get("href") or values["src"]).status_code == 200


def test_wallets_are_told_with_the_day_they_were_looked_up(client, badge):
    text = client.get(f"/credentials/{badge.id}", headers=BROWSER).text
    assert "Learner Credential Wallet" in text
    assert "27 November 2026" in text


def test_table_of_wallets_names_forms_that_there_are():
    table = wallet_table()
    assert {form for wallet in table.wallets for form in wallet.accepts} <= {
        "json",
        "png",
        "svg",
        "pdf",
        "url",
    }
    assert all(wallet.url.startswith("https://") for wallet in table.wallets)
    lcw = next(wallet for wallet in table.wallets if wallet.name == "Learner Credential Wallet")
    assert (lcw.best(("png",)), lcw.best(("svg",)), lcw.best(("json", "png"))) == ("png", "url", "json")


def test_other_verifiers_get_the_badges_address_encoded_once(client, badge):
    links = [values.get("href") for tag, values in page(client, badge).tags if tag == "a"]
    address = quote(f"{BASE_URL}/credentials/{badge.id}", safe="")
    assert f"https://verifierplus.org/#verify?vc={address}" in links
    assert "https://vc.1ed.tech" in links


def test_operator_chooses_verifiers_and_names_on_linkedin(client, badge):
    choices = SharingChoices(
        linkedin_organizations={"school": "1035"}, verifiers=(Verifier("Ours", "https://v.example/?b={url}"),)
    )
    client.app.state.runtime.sharing = choices
    links = [values.get("href", "") for tag, values in page(client, badge).tags if tag == "a"]
    assert [link for link in links if link.startswith("https://v.example/?b=https%3A%2F%2F")]
    assert not [link for link in links if "verifierplus" in link]
    assert [link for link in links if "organizationId=1035" in link]


def test_settings_say_who_verifies():
    settings = SimpleNamespace(linkedin_organizations={}, verifiers={"Ours": "https://v.example"})
    assert _sharing(settings).verifiers == (Verifier("Ours", "https://v.example"),)


# --- fields to copy --------------------------------------------------------------------------------------------------


def test_every_field_of_linkedins_form_can_be_copied(client, badge):
    fields = page(client, badge).fields
    assert fields["linkedin-name"] == "Robotics"
    assert fields["linkedin-organization"] == "Example Tech School"
    assert fields["linkedin-issued"] == "June 2026"
    assert fields["linkedin-id"] == badge.id
    assert fields["linkedin-url"] == f"{BASE_URL}/credentials/{badge.id}.html"
    assert "linkedin-expires" not in fields


def test_badge_that_was_revoked_is_not_offered_to_other_sites(instance, client, badge):
    instance.services.revoking.revoke(badge.id, category=RevocationCategory.ERROR, now=instance.now)
    found = page(client, badge)
    assert not [name for name in found.fields if name.startswith(("linkedin-", "take-snippet"))]
    assert not [attrs for tag, attrs in found.tags if "linkedin.com" in (attrs.get("href") or "")]
    assert found.data == ""


def test_fields_can_be_copied_without_scripts(client, badge):
    found = page(client, badge)
    copied = [values for tag, values in found.tags if tag == "button" and "data-copy" in values]
    assert copied
    for button in copied:
        assert "hidden" in button
        assert button["data-copy"] in found.fields
    labels = {values["for"] for tag, values in found.tags if tag == "label"}
    assert set(found.fields) - {None} <= labels


# --- on other people's pages -----------------------------------------------------------------------------------------


def test_snippet_is_a_picture_with_a_link_and_nothing_that_runs(client, badge):
    snippet = page(client, badge).fields["take-snippet"]
    tags = Page(snippet).tags
    assert [tag for tag, _ in tags] == ["a", "img"]
    assert tags[0][1]["href"] == f"{BASE_URL}/credentials/{badge.id}.html"
    assert tags[1][1]["alt"] == "Robotics: a badge by Example Tech School"
    assert (
        client.get(tags[1][1]["src"].removeprefix(BASE_URL)).headers["cross-origin-resource-policy"]
        == "cross-origin"
    )


def test_snippet_escapes_what_people_wrote(instance, client):
    instance.services.achievements.edit("robotics", draft(name='"><script>x</script>'), now=instance.now)
    snippet = page(client, instance.award().record).fields["take-snippet"]
    assert "<script" not in snippet
    assert Page(snippet).tags[1][1]["alt"].startswith('"><script>')


def oembed(client, badge, **query):
    return client.get("/oembed", params={"url": f"{BASE_URL}/credentials/{badge.id}", **query})


def test_page_names_its_oembed_document(client, badge):
    links = [values for tag, values in page(client, badge).tags if tag == "link"]
    found = next(values for values in links if values.get("type") == "application/json+oembed")
    assert client.get(found["href"].removeprefix(BASE_URL)).json()["title"] == found["title"]


def test_oembed_document_has_what_the_specification_asks_of_rich_ones(client, badge):
    answer = oembed(client, badge)
    document = answer.json()
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert (document["version"], document["type"]) == ("1.0", "rich")
    assert (document["width"], document["height"]) == (240, 240)
    assert re.fullmatch(r'<a href="[^"]+" rel="noopener"><img [^<>]+></a>', document["html"])
    assert document["provider_url"] == f"{BASE_URL}/"


def test_oembed_keeps_to_the_size_that_fits(client, badge):
    small = oembed(client, badge, maxwidth=100, maxheight=80).json()
    assert (small["width"], small["height"], 'width="80"' in small["html"]) == (80, 80, True)
    assert oembed(client, badge, maxwidth=10).json()["type"] == "link"


def test_badge_without_a_picture_is_a_link(instance, client):
    bare = draft(image=None, image_caption=None)
    instance.services.achievements.create("school", "bare", bare, now=instance.now)
    order = Order(
        achievement="bare", recipient=instance.services.policy.recipient(email="ada@school.example")
    )
    badge = instance.services.issuing.issue("school", order, now=instance.now).record
    assert oembed(client, badge).json()["type"] == "link"
    assert Page(page(client, badge).fields["take-snippet"]).tags[0][0] == "a"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"format": "xml"}, 501),
        ({"url": "https://elsewhere.example/credentials/1"}, 404),
        ({"url": f"{BASE_URL}/achievements/robotics"}, 404),
        ({"url": f"{BASE_URL}/credentials/none"}, 404),
        ({"url": "not an address"}, 404),
        ({"maxwidth": "0"}, 422),
        ({"maxwidth": "wide"}, 422),
    ],
)
def test_oembed_says_what_it_cannot_do(client, badge, query, status):
    assert problem_of(oembed(client, badge, **query))["status"] == status


def test_page_names_the_end_on_linkedin_only_where_there_is_one(instance, client):
    lasting = instance.award().record
    ending = instance.award(
        email="bob@school.example", issued_on=instance.now, expires_on=instance.now + timedelta(days=400)
    ).record
    pages = [client.get(f"/credentials/{badge.id}", headers=BROWSER).text for badge in (lasting, ending)]
    pairs = [("expirationYear=2027" in page, "expirationMonth=7" in page) for page in pages]
    assert [(False, False), (True, True)] == pairs
    assert ["linkedin-expires" in page for page in pages] == [False, True]
    assert "expiration" not in pages[0]
