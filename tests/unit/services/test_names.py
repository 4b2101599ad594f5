"""Short names in URLs, and the nearest of those there are."""

import pytest

from openbadge_issuer.errors import InputError
from openbadge_issuer.services.names import check_slug, listed, nearest, slug_of


@pytest.mark.parametrize("slug", ["a", "robotics-2026", "x" * 63])
def test_plain_names_are_slugs(slug):
    check_slug(slug)


@pytest.mark.parametrize("slug", ["", "-a", "a-", "Robotics", "a_b", "a b", "é", "x" * 64, "a/b", "a\n", "٣"])
def test_anything_that_urls_or_dids_treat_specially_is_refused(slug):
    with pytest.raises(InputError, match="cannot be a short name in URLs"):
        check_slug(slug)


def test_the_refusal_suggests_a_slug():
    with pytest.raises(InputError) as caught:
        check_slug("Câblage & Robots!")
    assert caught.value.hint == "Try cablage-robots."


def test_slugs_are_made_of_names():
    assert slug_of("  Ünïcode — 2026 ") == "unicode-2026"
    assert slug_of("日本") == ""
    check_slug(slug_of("very " * 40))


def test_the_nearest_name_comes_first():
    assert nearest("superbot", ["mentor", "superbots", "course"])[0] == "superbots"


def test_long_lists_are_cut():
    assert listed("a1", [f"a{number}" for number in range(30)]).endswith("and 20 more")
