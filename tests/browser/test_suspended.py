"""The pages of a badge that is suspended, in a real browser."""

import csv
import os
import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from opened_page import opened, unfold

ROSTER = (
    "award_id,achievement,email,issued_on\ns-1,volunteer-mentor,paused@learners.school.example,2026-06-12\n"
)
SIZES = {"phone": (320, 640), "desktop": (1280, 900)}


@pytest.fixture(scope="module")
def paths(site, tmp_path_factory):
    """The paths of its pages, by kind."""
    roster = tmp_path_factory.mktemp("roster") / "paused.csv"
    roster.write_text(ROSTER, "utf-8")
    command(site, "import", roster, "--issuer", "example-tech-school")
    (row,) = csv.DictReader(roster.with_name("paused-result.csv").read_text("utf-8-sig").splitlines())
    command(site, "suspend", row["badge_url"], "--reason", "under-review")
    badge = row["badge_url"].removeprefix(site.base_url)
    earner = row["manage_url"].removeprefix(site.base_url)
    return {"badge": badge, "earner": earner, "report": f"/verify?url={row['badge_url']}"}


def command(site, *words):
    subprocess.run(
        [sys.executable, "-m", "openbadge_issuer", *words, "--dir", site.folder, "--json"],
        env={**os.environ, "OPENBADGE_SUSPENDABLE": "true"},
        capture_output=True,
        check=True,
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["badge", "earner", "report"])
def test_suspended_badge_is_told_as_that_to_everybody(browser, site, paths, kind, scheme, size):
    with opened(browser, site, paths[kind], size=SIZES[size], scheme=scheme) as page:
        unfold(page)
        told = page.locator(".verdict").first.inner_text()
        assert "suspended" in told.lower()
        assert page.locator(".verdict.valid").count() == 0 or kind != "badge"
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], rule["help"]) for rule in found] == []
        assert page.complaints == []
