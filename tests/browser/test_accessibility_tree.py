"""What a screen reader is told of each page: the browser's own accessibility tree."""

import itertools

import pytest
from opened_page import PAGES, opened, unfold

NAMED = {
    "link",
    "button",
    "textbox",
    "image",
    "heading",
    "region",
    "navigation",
    "DisclosureTriangle",
}
"""Roles that say nothing without a name."""

LANDMARKS = ("banner", "navigation", "main", "contentinfo")


def tree(page):
    """Every node that is not ignored, as it is read out: its role, its name, its properties."""
    found = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in found}

    def below(node):
        yield node
        for child in node.get("childIds", ()):
            yield from below(by_id[child]) if child in by_id else ()

    return [
        (
            node["role"]["value"],
            node.get("name", {}).get("value", ""),
            {one["name"]: one["value"].get("value") for one in node.get("properties", ())},
        )
        for node in below(found[0])
        if not node.get("ignored")
    ]


@pytest.mark.parametrize("name", PAGES)
def test_page_is_told_in_landmarks_with_one_title_and_headings_in_order(browser, site, name):
    with opened(browser, site, site.pages[name]) as page:
        unfold(page)
        nodes = tree(page)
        roles = [role for role, _, _ in nodes]
        for landmark in LANDMARKS:
            assert landmark in roles
        assert roles.count("main") == roles.count("banner") == roles.count("contentinfo") == 1
        assert nodes[0][1] == page.title() != ""
        assert page.evaluate("document.documentElement.lang") == ("de" if name == "german" else "en")
    levels = [properties["level"] for role, _, properties in nodes if role == "heading"]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(deeper - level <= 1 for level, deeper in itertools.pairwise(levels))


@pytest.mark.parametrize("name", PAGES)
def test_everything_that_is_used_or_stands_for_something_has_a_name(browser, site, name):
    with opened(browser, site, site.pages[name]) as page:
        unfold(page)
        nodes = tree(page)
    nameless = [(role, properties) for role, said, properties in nodes if role in NAMED and not said.strip()]
    assert nameless == []
    pressed = [said for role, said, _ in nodes if role == "button" and said != "Copy" and said != "Kopieren"]
    assert len(pressed) == len(set(pressed))
    ambiguous = [said for role, said, _ in nodes if role == "navigation"]
    assert len(ambiguous) == len(set(ambiguous))


def test_buttons_that_copy_are_told_with_what_they_copy(browser, site):
    with opened(browser, site, site.badge) as page:
        unfold(page)
        described = page.eval_on_selector_all(
            "button[data-copy]",
            "found => found.map(one => [one.dataset.copy, one.getAttribute('aria-describedby')])",
        )
    assert described
    assert all(field == by for field, by in described)


def test_checks_are_told_in_words_and_icons_are_not_told(browser, site):
    with opened(browser, site, site.badge) as page:
        nodes = tree(page)
    texts = " ".join(said for role, said, _ in nodes if role == "StaticText")
    for told in ("Signature:", "Dates:", "Status:", "Issuer:"):
        assert f"{told} passed" in " ".join(texts.split())
    assert not [role for role, _, _ in nodes if role in ("SvgRoot", "graphics-document")]
