import logging

import pytest

from openbadge_issuer import errors
from openbadge_issuer.errors import (
    AccessError,
    ConfigurationError,
    InputError,
    OpenBadgeError,
    Problem,
    UnavailableError,
)
from openbadge_issuer.verification.report import VerificationError
from openbadge_issuer.web.problems import KINDS, describe


def codes():
    kinds = [
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, OpenBadgeError)
    ]
    return sorted({kind.code for kind in [*kinds, VerificationError]})


@pytest.mark.parametrize("code", codes())
def test_every_error_has_a_status(code):
    assert code in KINDS


def test_error_of_a_caller_is_told_in_full():
    found = Problem(code="date", path="$.issued_on", message="Not a date.", value="soon")
    error = InputError("Not a date.", hint="Write 2026-06-01.", path="$.issued_on", problems=[found])
    assert describe(error).to_dict(base_url="https://badges.example") == {
        "type": "https://badges.example/problems#input",
        "title": "Not usable",
        "status": 400,
        "detail": "Not a date.",
        "code": "input",
        "hint": "Write 2026-06-01.",
        "path": "$.issued_on",
        "problems": [{"code": "date", "path": "$.issued_on", "message": "Not a date.", "value": "soon"}],
    }


@pytest.mark.parametrize(("authenticated", "status"), [(False, 401), (True, 403)])
def test_access_is_refused_with_a_challenge(authenticated, status):
    told = describe(AccessError("No.", authenticated=authenticated))
    assert told.status == status
    assert told.headers["WWW-Authenticate"].startswith("Bearer ")


def test_our_own_fault_is_told_in_general_words(caplog):
    told = describe(ConfigurationError("/srv/keys is open to others.", hint="chmod 700 /srv/keys"))
    assert told.status == 503
    assert "/srv" not in told.detail
    assert "chmod 700 /srv/keys" in caplog.text


def test_unforeseen_error_is_logged_without_its_message(caplog):
    with caplog.at_level(logging.ERROR):
        told = describe(ValueError("ada@school.example"))
    reference = told.detail.rpartition("Reference: ")[2].rstrip(".")
    assert reference in caplog.text
    assert "ada@school.example" not in caplog.text + told.detail


def test_busy_database_says_when_to_come_back():
    assert int(describe(UnavailableError("busy")).headers["Retry-After"]) > 0
