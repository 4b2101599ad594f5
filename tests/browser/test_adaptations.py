"""Pages as people set them up for themselves: enlarged, without pictures, in their own colours and spacing."""

import pytest
from opened_page import PAGES, opened, unfold

SPACED = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""
"""The spacing that texts must bear (WCAG 2.2, 1.4.12)."""

CUT_OFF = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(one => {
  const style = getComputedStyle(one);
  const hides = style.overflowX === "hidden" || style.overflowY === "hidden";
  const shortened = one.matches(".clamp, svg, svg *, input");
  return hides && !shortened && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
}).map(one => one.outerHTML.slice(0, 120))"""
"""What has more in it than it shows; a summary on a card may, since its page says all of it."""


@pytest.mark.parametrize("name", PAGES)
def test_page_enlarged_fourfold_has_one_column_and_loses_nothing(browser, site, name):
    with opened(browser, site, site.pages[name], size=(320, 256), device_scale_factor=4) as page:
        unfold(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert page.evaluate(CUT_OFF) == []
        assert page.locator("h1").is_visible()


@pytest.mark.parametrize("size", [(320, 640), (1280, 900)], ids=["phone", "desktop"])
@pytest.mark.parametrize("name", PAGES)
def test_page_bears_wider_spacing_of_texts(browser, site, name, size):
    with opened(browser, site, site.pages[name], size=size, bypass_csp=True) as page:
        page.add_style_tag(content=SPACED)
        unfold(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert page.evaluate(CUT_OFF) == []


def test_badge_without_pictures_says_all_in_words(browser, site):
    with opened(browser, site, "/none") as page:
        page.route(
            "**/*",
            lambda route: route.abort() if route.request.resource_type == "image" else route.continue_(),
        )
        page.goto(site.base_url + site.badge)
        shown = page.locator("main").inner_text()
        for said in (
            "Robotics Industry Immersion",
            "Valid",
            "Issued by",
            "Signature: passed",
            "Status: passed",
        ):
            assert said in shown
        pictures = page.eval_on_selector_all("main img", "found => found.map(one => one.getAttribute('alt'))")
        assert "QR code of the badge's page" in pictures
        assert None not in pictures
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["badge", "revoked", "report", "verify"])
def test_page_in_the_colours_of_the_visitor_keeps_its_shapes_and_words(browser, site, name, scheme):
    with opened(browser, site, site.pages[name], scheme=scheme, forced_colors="active") as page:
        unfold(page)
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        boxes = page.locator(".verdict:visible, .button:visible, input:visible, textarea:visible")
        bare = "found => found.filter(one => getComputedStyle(one).borderTopStyle === 'none').map(one => one.outerHTML)"
        assert boxes.count() > 0
        assert boxes.evaluate_all(bare) == []
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
