"""A roster whose cells are programs: issued as the texts they are, and run nowhere."""

import csv
import json
import subprocess
import sys

import pytest
from opened_page import opened, unfold

SCRIPT = "<script>document.title='run'</script><img src=x onerror=document.title='run'>"
FORMULA = '=HYPERLINK("https://evil.example","x")'
LINK = "[press](javascript:document.title='run') ![x](https://evil.example/x.png)"
COLUMNS = ("award_id", "achievement", "name", "email", "issued_on", "narrative", "role")
ROW = ("hostile-1", "volunteer-mentor", FORMULA, "mallory@learners.school.example", "2026-06-12", f"{SCRIPT} {LINK}",
       f"{FORMULA} {SCRIPT}")  # fmt: skip


@pytest.fixture(scope="module")
def badge(site, tmp_path_factory):
    """The addresses of the badge that the roster gave, and of its earner's page."""
    roster = tmp_path_factory.mktemp("roster") / "hostile.csv"
    with roster.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([COLUMNS, ROW])
    options = ["--dir", site.folder, "--issuer", "example-tech-school", "--json"]
    command = [sys.executable, "-m", "openbadge_issuer", "import", roster, *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (row,) = csv.DictReader(roster.with_name("hostile-result.csv").read_text("utf-8-sig").splitlines())
    return {name: row[f"{name}_url"].removeprefix(site.base_url) for name in ("badge", "manage")}


@pytest.mark.parametrize("kind", ["badge", "manage", "report"])
def test_hostile_cells_are_shown_as_text_and_run_nowhere(browser, site, badge, kind):
    path = badge.get(kind) or f"/verify?url={site.base_url}{badge['badge']}"
    with opened(browser, site, path) as page:
        unfold(page)
        page.wait_for_load_state("networkidle")
        assert page.title() != "run"
        assert page.locator("main img[src='x'], main a[href^='javascript:'], main img[onerror]").count() == 0
        assert [answer.url for answer in page.asked if not answer.url.startswith(site.base_url)] == []
        assert page.complaints == []
        if kind == "badge":
            shown = page.locator("main").inner_text()
            assert FORMULA in shown
            assert SCRIPT in shown


def test_data_for_programs_in_the_page_is_not_ended_by_a_cell(browser, site, badge):
    with opened(browser, site, badge["badge"]) as page:
        data = page.locator("script[type='application/ld+json']").text_content()
        assert json.loads(data)["@type"] == "EducationalOccupationalCredential"
