"""The one command that shows everything."""

import json
from contextlib import closing
from datetime import UTC, datetime

import pytest
from command_line import run

from openbadge_issuer.cli.instance import open_instance


@pytest.fixture(scope="module")
def first_run(tmp_path_factory):
    """The folder of a quickstart, and what it printed."""
    folder = tmp_path_factory.mktemp("quickstart") / "school"
    return folder, run("quickstart", "--dir", folder, "--no-serve")


def test_every_badge_lies_there_in_every_form(first_run):
    folder, done = first_run
    assert done.code == 0, done.err
    ids = {path.stem for path in (folder / "badges").iterdir()}
    assert len(ids) == 10
    assert {f"{id}.{form}" for id in ids for form in ("json", "jwt", "png", "svg")} == {
        path.name for path in (folder / "badges").iterdir()
    }


def test_one_badge_is_revoked(first_run):
    folder, _ = first_run
    revoked = json.loads(run("list", "-d", folder, "--revoked", "--json").out)
    assert [entry["award_id"] for entry in revoked] == ["2026-immersion-06"]


def test_badges_of_the_immersion_carry_the_partners_endorsement(first_run):
    folder, _ = first_run
    awards = json.loads(run("list", "-d", folder, "--achievement", "robotics-immersion", "--json").out)
    (endorsement,) = json.loads(run("endorsement", "list", "-d", folder, "--json").out)
    assert ("accepted", "example-robotics") == (endorsement["state"], endorsement["endorser"])
    for award in awards:
        badge = json.loads((folder / "badges" / f"{award['id']}.json").read_text())
        carried = badge["credentialSubject"]["achievement"]["endorsement"]
        assert [endorsement["url"]] == [document["id"] for document in carried]


def test_its_badges_and_endorsement_are_valid(first_run):
    folder, _ = first_run
    (award, *_) = json.loads(run("list", "-d", folder, "--not-revoked", "--json").out)
    services = open_instance(folder)
    with closing(services.store):
        report = services.verifying.verify_url(award["url"], now=datetime.now(UTC))
    assert ["valid", "valid"] == [report.outcome, *(found.outcome for found in report.endorsements)]


def test_run_again_it_goes_on_with_what_is_there(first_run):
    folder, _ = first_run
    before = {path.name: path.read_bytes() for path in (folder / "badges").iterdir()}
    again = run("quickstart", "--dir", folder, "--no-serve")
    assert (again.code, "Issued 0 badges" in again.out) == (0, True)
    assert before == {path.name: path.read_bytes() for path in (folder / "badges").iterdir()}


def test_private_keys_are_closed_to_others(first_run):
    folder, _ = first_run
    assert (folder / "keys").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in (folder / "keys").iterdir()} == {0o600}


def test_it_prints_commands_that_can_be_copied(first_run):
    _, done = first_run
    command = next(line.split() for line in done.out.splitlines() if line.endswith(".png"))
    assert command[1:4] == ["-m", "openbadge_issuer", "verify"]
    checked = run("verify", "--offline", command[4])
    assert (checked.code, "UNDECIDED" in checked.out) == (3, True)


def test_killed_before_there_was_a_database_it_goes_on(tmp_path):
    (tmp_path / "openbadge.toml").write_text('base_url = "http://localhost:8000"\n')
    done = run("quickstart", "--dir", tmp_path, "--no-serve")
    assert (done.code, "10 badges are in" in done.out) == (0, True), done.err


def test_on_another_port_the_badges_name_that_port(tmp_path):
    made = run("quickstart", "--dir", tmp_path / "school", "--no-serve", "--port", "8123", "--json")
    report = json.loads(made.out)
    assert {entry["url"].partition("/credentials/")[0] for entry in report["badges"]} == {
        "http://localhost:8123"
    }
    assert [entry["revoked"] for entry in report["badges"]].count(True) == 1
    moved = run("quickstart", "--dir", tmp_path / "school", "--no-serve", "--port", "8124")
    assert (moved.code, "http://localhost:8123" in moved.err) == (1, True)


def test_with_every_badge_revoked_it_still_goes_on(first_run):
    folder, _ = first_run
    for entry in json.loads(run("list", "-d", folder, "--not-revoked", "--json").out):
        assert run("revoke", entry["id"], "-d", folder).code == 0
    again = run("quickstart", "--dir", folder, "--no-serve")
    assert (again.code, "a revoked badge" in again.out, "a badge  " in again.out) == (0, True, False)
