"""Every page in a real browser: readable by everybody, at every size, without scripts, without asking others."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from opened_page import PAGES, opened, unfold

SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
MAX_WEIGHT = 100_000
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_page_can_be_read_by_everybody(browser, site, name, scheme, size):
    with opened(browser, site, site.pages[name], size=SIZES[size], scheme=scheme) as page:
        unfold(page)
        found = Axe().run(page, options=WCAG).response["violations"]
    told = [(rule["id"], [node["target"] for node in rule["nodes"]][:3], rule["help"]) for rule in found]
    assert told == []


@pytest.mark.parametrize("name", PAGES)
def test_page_asks_nobody_else_weighs_little_and_breaks_no_rule(browser, site, name):
    with opened(browser, site, site.pages[name]) as page:
        page.wait_for_load_state("networkidle")
        assert [answer.url for answer in page.asked if not answer.url.startswith(site.base_url)] == []
        own = [answer for answer in page.asked if "/image" not in answer.url]
        assert sum(len(answer.body()) for answer in own) < MAX_WEIGHT
        refused = [text for text in page.complaints if "status of 404" not in text or name != "problem"]
        assert refused == []
        assert page.context.cookies() == []


@pytest.mark.parametrize("name", PAGES)
def test_page_fits_the_narrowest_screen_and_the_largest_letters(browser, site, name):
    with opened(browser, site, site.pages[name], size=(320, 640)) as page:
        unfold(page)
        width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320


def test_badge_can_be_checked_by_keyboard(browser, site):
    with opened(browser, site, "/verify") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
        _tab_to(page, "url")
        page.keyboard.type(site.base_url + site.badge)
        page.keyboard.press("Enter")
        page.wait_for_load_state()
        assert page.locator("h1").inner_text() == "What the check found"
        assert page.locator(".verdict").first.inner_text().startswith("Valid")


def test_badge_can_be_taken_along_by_keyboard(browser, site):
    with opened(browser, site, site.badge) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        summary = page.locator("summary", has_text="Onto LinkedIn")
        for _ in range(60):
            page.keyboard.press("Tab")
            if summary.evaluate("found => found === document.activeElement"):
                break
        page.keyboard.press("Enter")
        _tab_to(page, "linkedin-name")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.locator("button", has_text="Copied").wait_for()
        name = page.locator("#linkedin-name").input_value()
        assert page.evaluate("navigator.clipboard.readText()") == name == "Robotics Industry Immersion"


def _tab_to(page, identifier):
    for _ in range(40):
        if page.evaluate("document.activeElement.id") == identifier:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not lead to {identifier}")


def test_printed_page_has_the_qr_code_and_nothing_that_needs_a_screen(browser, site):
    with opened(browser, site, site.badge) as page:
        page.emulate_media(media="print")
        for hidden in ("form", "nav", "summary", "input", ".buttons"):
            assert page.locator(f"{hidden}:visible").count() == 0, hidden
        assert page.locator(".code img").is_visible()
        assert page.locator(".verdict").is_visible()
        evidence = page.locator(".prose > p:not([dir]) > a").first
        printed = evidence.evaluate("link => getComputedStyle(link, '::after').content")
        assert "https://" in printed
        assert page.locator(".facts a:visible").count() == 0


def test_focus_can_be_seen(browser, site):
    with opened(browser, site, site.badge) as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_everything_works_without_scripts(browser, site):
    with opened(browser, site, site.badge, scripts=False) as page:
        assert page.locator("button[data-copy]:visible").count() == 0
        page.locator("summary", has_text="Onto LinkedIn").click()
        assert page.locator("#linkedin-url").input_value().endswith(f"{site.badge}.html")
        page.locator("a", has_text="Deutsch").click()
        assert page.locator("#check").inner_text() == "Die Prüfung"
        page.goto(f"{site.base_url}/verify")
        page.locator("#url").fill(site.base_url + site.badge)
        page.locator("form button").click()
        assert page.locator(".verdict").first.inner_text().startswith("Valid")


@pytest.mark.parametrize("form", ["png", "svg", "json", "jwt", "pdf"])
def test_every_file_is_downloaded(browser, site, tmp_path, form):
    with opened(browser, site, site.badge, scripts=False) as page:
        with page.expect_download() as download:
            page.locator(f"a[download][href*='.{form}']").click()
        saved = tmp_path / download.value.suggested_filename
        download.value.save_as(saved)
    assert saved.suffix == f".{form}"
    assert saved.stat().st_size > 500


def test_data_for_search_engines_is_read_by_the_browser_and_not_run(browser, site):
    with opened(browser, site, site.badge) as page:
        data = page.locator("script[type='application/ld+json']").text_content()
        assert '"EducationalOccupationalCredential"' in data
        assert page.complaints == []


def test_picture_of_a_page_has_words_and_loads(browser, site):
    with opened(browser, site, site.badge) as page:
        page.wait_for_load_state("networkidle")
        broken = page.eval_on_selector_all(
            "img", "found => found.filter(one => one.complete && !one.naturalWidth).length"
        )
    assert broken == 0
