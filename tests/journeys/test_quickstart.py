"""The one command that shows everything."""

import json

import pytest
from command_line import run


@pytest.fixture(scope="module")
def first_run(tmp_path_factory):
    """The folder of a quickstart, and what it printed."""
    folder = tmp_path_factory.mktemp("quickstart") / "school"
    return folder, run("quickstart", "--dir", folder, "--no-serve")


def test_every_badge_lies_there_in_three_forms(first_run):
    folder, done = first_run
    assert done.code == 0, done.err
    ids = {path.stem for path in (folder / "badges").iterdir()}
    assert len(ids) == 10
    assert {f"{id}.{form}" for id in ids for form in ("json", "jwt", "png")} == {
        path.name for path in (folder / "badges").iterdir()
    }


def test_one_badge_is_revoked(first_run):
    folder, _ = first_run
    revoked = json.loads(run("list", "-d", folder, "--revoked", "--json").out)
    assert [entry["award_id"] for entry in revoked] == ["2026-immersion-06"]


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
