"""A partner endorses, the school accepts, badges carry it, and either takes it back: on the command line."""

import json
from contextlib import closing

import pytest
from command_line import run

from openbadge_issuer import Issuer
from openbadge_issuer.cli.instance import open_instance
from openbadge_issuer.cli.output import now
from openbadge_issuer.services.orders import Order

BASE_URL = "https://badges.school.example"
ABOUT = f"{BASE_URL}/achievements/superbots"
SAYS = {"description": "Robotics in industry.", "criteria": "Build a robot."}


@pytest.fixture
def folder(tmp_path):
    """An instance with a school that can award `superbots`, and a partner."""
    folder = tmp_path / "instance"
    done = run("init", "--name", "School", "--base-url", BASE_URL, "--dir", folder)
    assert done.code == 0, done.err
    options = [text for name, value in SAYS.items() for text in (f"--{name}", value)]
    assert 0 == run("achievement", "add", "--name", "Superbots", *options, "--dir", folder).code
    services = open_instance(folder)
    with closing(services.store):
        services.issuers.create("partner", "Example Robotics", url="https://robotics.example", now=now())
    return folder


def answer(*words):
    """Run a command with --json; return what it printed."""
    done = run(*words, "--json")
    assert done.code == 0, done.err
    return json.loads(done.out)


def issued(folder, email):
    """Award `superbots`; return the badge as it was signed, and what our verifier finds of it now."""
    services = open_instance(folder)
    with closing(services.store):
        order = Order(achievement="superbots", recipient=services.policy.recipient(email=email))
        text = services.issuing.issue("school", order, now=now()).record.json
        return json.loads(text), services.verifying.verify(text, now=now())


def carried(badge):
    return [word["id"] for word in badge["credentialSubject"]["achievement"].get("endorsement", [])]


def test_partner_of_the_same_instance(folder, tmp_path):
    comment = tmp_path / "comment.md"
    comment.write_text("We hire from it.")
    given = run("endorse", "superbots", "--comment", f"@{comment}", "-i", "partner", "-d", folder)
    assert "openbadge-issuer endorsement accept" in given.out
    (listed,) = answer("endorsement", "list", "-d", folder)
    assert ("waiting", "partner", ABOUT) == (listed["state"], listed["endorser"], listed["about"])
    accepted = answer("endorsement", "accept", listed["url"], "-d", folder)
    assert (True, "accepted") == (accepted["changed"], accepted["state"])

    badge, report = issued(folder, "ada@school.example")
    assert [listed["url"]] == carried(badge)
    assert ["valid", "valid"] == [report.outcome, *(found.outcome for found in report.endorsements)]

    unclear = run("endorsement", "withdraw", listed["id"], "-d", folder)
    assert (2, True) == (unclear.code, "--side" in unclear.err)
    words = ("withdraw", listed["id"], "--side", "endorser", "--note", "Left", "-d", folder)
    withdrawn = answer("endorsement", *words)
    assert ("revoked", "withdrawn", "Left") == (
        withdrawn["state"], withdrawn["revoked"]["reason"], withdrawn["revoked"]["note"],
    )  # fmt: skip
    again, report = issued(folder, "ada@school.example")
    assert badge == again
    assert ["valid", "invalid"] == [report.outcome, *(found.outcome for found in report.endorsements)]
    assert "revoked" == report.endorsements[0].check("status").code
    assert [] == carried(issued(folder, "bob@school.example")[0])
    assert "revoked (withdrawn)" in run("endorsement", "list", "-d", folder).out


def test_partner_with_a_system_of_its_own(folder, tmp_path):
    partner = Issuer.create(name="Example Outfitters", url="https://outfitters.example")
    file = tmp_path / "endorsement.json"
    file.write_text(partner.endorse(ABOUT, comment="We hire from it.").json)
    assert "Accepted" in run("endorsement", "accept", file, "-d", folder).out
    assert "Was accepted before" in run("endorsement", "accept", file, "-d", folder).out
    _badge, report = issued(folder, "ada@school.example")
    assert ["valid"] == [found.outcome for found in report.endorsements]
    (listed,) = answer("endorsement", "list", "--about", "superbots", "-d", folder)
    dropped = answer("endorsement", "withdraw", listed["id"], "--reason", "replaced", "-d", folder)
    assert ("dropped", "replaced") == (dropped["state"], dropped["dropped"]["reason"])
    assert [] == carried(issued(folder, "bob@school.example")[0])


def test_forged_endorsement_is_refused_in_a_sentence(folder, tmp_path):
    partner = Issuer.create(name="Example Outfitters", url="https://outfitters.example")
    file = tmp_path / "endorsement.json"
    file.write_text(partner.endorse(ABOUT, comment="Rather weak.").json.replace("Rather weak", "Strong"))
    done = run("endorsement", "accept", file, "-d", folder)
    assert (1, "") == (done.code, done.out)
    assert "Not valid" in done.err
    assert "Traceback" not in done.err
    assert "There is no such endorsement." in run("endorsement", "list", "-d", folder).out
