"""What people read: each thing once, with what was found and what is allowed."""

import socket
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from openbadge_issuer.__main__ import _explain, _explain_system
from openbadge_issuer.cli.awards import _state
from openbadge_issuer.cli.importing import _told
from openbadge_issuer.cli.port import check_port
from openbadge_issuer.errors import ConfigurationError, InputError, Problem
from openbadge_issuer.services.dates import read_start
from openbadge_issuer.services.importing import RowProblem
from openbadge_issuer.services.roster_orders import ALLOWED


def test_a_problem_that_the_message_tells_is_not_told_again(capsys):
    told = Problem(code="x", path="email", message="The address is missing.")
    other = Problem(code="x", path="name", message="The name is too long.")
    assert _explain(InputError("The address is missing.", problems=[told, other])) == 1
    assert capsys.readouterr().err.splitlines() == [
        "input: The address is missing.",
        "  name: The name is too long.",
    ]


def test_what_the_system_refuses_is_told_with_the_file(capsys):
    assert _explain_system(OSError(28, "No space left on device", "badges/1.json")) == 1
    assert capsys.readouterr().err.startswith("system: badges/1.json: No space left on device.\n")


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("It is no date.", "row 3, column issued_on: It is no date. Found: '1/2/26'. Allowed: 2026-02-01."),
        (
            "'1/2/26' is no date; expected 2026-02-01.",
            "row 3, column issued_on: '1/2/26' is no date; expected 2026-02-01.",
        ),
    ],
)
def test_a_row_s_problem_names_value_and_allowed_once(message, told):
    problem = RowProblem(row=3, column="issued_on", value="1/2/26", message=message, allowed="2026-02-01")
    assert _told(problem) == told


def test_what_a_message_says_of_a_date_is_not_said_again():
    with pytest.raises(InputError) as refused:
        read_start("1/2/26")
    allowed = ALLOWED["issued_on"]
    problem = RowProblem(
        row=3, column="issued_on", value="1/2/26", message=refused.value.message, allowed=allowed
    )
    assert _told(problem).count("2026-05-31,") == 1


def test_a_taken_port_is_refused_with_a_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigurationError, match=f"port {port}"):
            check_port("127.0.0.1", port)
    check_port("127.0.0.1", port)


@pytest.mark.parametrize(
    ("revocation", "days", "state"),
    [
        (None, None, "issued"),
        (None, 1, "issued"),
        (None, -1, "expired"),
        (None, -1 / 1440, "issued"),
        ("withdrawn", -1, "revoked (withdrawn)"),
    ],
)
def test_an_award_s_state_in_a_word(revocation, days, state):
    expires = None if days is None else datetime.now(UTC) + timedelta(days=days)
    revoked = revocation and SimpleNamespace(category=revocation)
    record = SimpleNamespace(revocation=revoked, expires_at=expires, suspension=None)
    assert _state(record) == state
    if state != "issued":
        return
    record.suspension = SimpleNamespace(category="under-review")
    assert _state(record) == "suspended (under-review)"
