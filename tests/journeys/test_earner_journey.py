"""What can be wished for a badge once it is issued, typed at a terminal: that it is found, and that it is gone."""

import csv
import json

import pytest
from command_line import run

from openbadge_issuer.bootstrap import build_services
from openbadge_issuer.errors import GoneError
from openbadge_issuer.settings import Settings

ROSTER = "email,achievement\nada@school.example,course\nben@school.example,course\nada@school.example,visit\n"


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """An instance with two achievements."""
    folder = tmp_path_factory.mktemp("earner") / "school"
    made = run("init", "-d", folder, "--name", "Example Tech School", "--base-url", "http://localhost:8000")
    assert made.code == 0, made.err
    for slug in ("course", "visit"):
        words = ["--slug", slug, "--name", slug, "--description", "A course.", "--criteria", "Attend."]
        added = run("achievement", "add", "-d", folder, *words)
        assert added.code == 0, added.err
    return folder


@pytest.fixture(scope="module")
def rows(school):
    """The result table of an import."""
    roster = school.parent / "roster.csv"
    roster.write_text(ROSTER, "utf-8")
    issued = run("import", roster, "-d", school)
    assert issued.code == 0, issued.err
    with (school.parent / "roster-result.csv").open(encoding="utf-8-sig", newline="") as table:
        return list(csv.DictReader(table))


@pytest.fixture(scope="module")
def services(school):
    """The instance's services."""
    return build_services(Settings.load(school))


def answer(*words):
    done = run(*words, "--json")
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_result_table_has_a_link_for_each_earner(rows, services):
    links = [row["manage_url"] for row in rows]
    assert len(set(links)) == len(rows) == 3
    for row in rows:
        token, _, secret = row["manage_url"].removeprefix("http://localhost:8000/credentials/").split("/")
        assert services.opening.holder(token, secret).id == row["badge_url"].rpartition("/")[2]


def test_issuing_one_tells_the_link_once(school):
    words = ["issue", "course", "-d", school, "--award-id", "1"]
    first, again = answer(*words), answer(*words)
    assert first["manage_url"].startswith(f"{first['url']}/manage/")
    assert again["manage_url"] is None
    assert "For the earner alone" not in run(*words).out


def test_page_is_opened_closed_and_its_link_replaced(school, rows, services):
    url, old = rows[0]["badge_url"], rows[0]["manage_url"]
    token = url.rpartition("/")[2]
    assert answer("page", "open", url, "-d", school) == {"id": token, "url": url, "open": True}
    assert services.opening.is_open(token)
    assert "Only for who has the address" in run("page", "close", token, "-d", school).out
    assert not services.opening.is_open(token)
    assert answer("page", "link", url, "-d", school)["manage_url"] != old
    assert services.opening.link(token) is None


def test_erasing_asks_first(school, rows, services):
    token = rows[1]["badge_url"].rpartition("/")[2]
    refused = run("erase", token, "-d", school)
    assert refused.code != 0
    assert services.hosting.credential(token).body


def test_person_is_erased_with_all_badges(school, rows, services):
    erased = answer("erase", "--email", "ADA@school.example", "--yes", "-d", school)["erased"]
    assert set(erased) == {rows[number]["badge_url"].rpartition("/")[2] for number in (0, 2)}
    for token in erased:
        with pytest.raises(GoneError):
            services.hosting.credential(token)
    assert services.hosting.credential(rows[1]["badge_url"].rpartition("/")[2]).body
    assert "0 erased" in run("erase", "--email", "ada@school.example", "--yes", "-d", school).out


@pytest.mark.parametrize("words", [(), ("x", "--email", "ada@school.example")])
def test_what_to_erase_is_named_in_one_way(school, words):
    refused = run("erase", *words, "--yes", "-d", school)
    assert refused.code == 2
    assert "--email" in refused.err
