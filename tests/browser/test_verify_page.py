"""The page for checking badges, as people hand badges in: dropped, chosen by keyboard, by links of others."""

import pytest
from opened_page import opened

DROP = """([name, type, text]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([text], name, {type}));
  for (const kind of ["dragenter", "dragover", "drop"])
    document.querySelector("main").dispatchEvent(
      new DragEvent(kind, {dataTransfer: carried, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def credential(browser, site):
    with opened(browser, site, "/none") as page:
        return page.request.get(f"{site.base_url}{site.badge}.json").text()


def test_file_that_is_dropped_is_checked(browser, site, credential):
    with opened(browser, site, "/verify") as page:
        assert page.get_by_text("Or drop it anywhere on this page.").is_visible()
        page.locator("#url").fill("https://elsewhere.example/")
        with page.expect_navigation():
            page.evaluate(DROP, ["badge.json", "application/json", credential])
        assert page.locator("h1").inner_text() == "What the check found"
        assert page.locator(".verdict").first.inner_text().startswith("Valid")
        assert page.complaints == []


def test_file_that_is_dropped_is_marked_while_it_is_over_the_page(browser, site):
    over = DROP.replace('"dragover", "drop"', '"dragover"')
    with opened(browser, site, "/verify") as page:
        page.evaluate(over, ["badge.json", "application/json", "{}"])
        assert page.locator("form.check.dropping").count() == 1
        page.evaluate("document.dispatchEvent(new DragEvent('dragleave'))")
        assert page.locator("form.check.dropping").count() == 0


def test_text_that_is_dragged_is_left_to_the_browser(browser, site):
    with opened(browser, site, "/verify") as page:
        left = page.evaluate("""() => {
          const carried = new DataTransfer();
          carried.setData("text/plain", "https://elsewhere.example/");
          const event = new DragEvent("dragover", {dataTransfer: carried, bubbles: true, cancelable: true});
          document.querySelector("main").dispatchEvent(event);
          return !event.defaultPrevented;
        }""")
        assert left


def test_file_is_chosen_and_checked_by_keyboard_alone(browser, site, credential):
    with opened(browser, site, "/verify", scripts=False) as page:
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.locator("#file:focus").count():
                break
        with page.expect_file_chooser() as chooser:
            page.keyboard.press("Space")
        chooser.value.set_files(
            {"name": "b.json", "mimeType": "application/json", "buffer": credential.encode()}
        )
        for _ in range(4):
            page.keyboard.press("Tab")
            if page.locator("button:focus").count():
                break
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.locator(".verdict").first.inner_text().startswith("Valid")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:22/", "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd"]
)
def test_address_of_what_is_not_public_is_refused_on_the_page(browser, site, url):
    with opened(browser, site, f"/verify?url={url}") as page:
        assert page.locator("[role=alert]").is_visible()
        assert page.locator("h1").inner_text() != "What the check found"


def test_page_that_is_loaded_again_keeps_its_style(browser, site):
    with opened(browser, site, site.badge) as page:
        colour = page.evaluate("getComputedStyle(document.querySelector('.button')).backgroundColor")
        page.complaints.clear()
        page.reload()
        assert page.evaluate("getComputedStyle(document.querySelector('.button')).backgroundColor") == colour
        assert page.complaints == []
