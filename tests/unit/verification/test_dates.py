"""Dates are judged with one tolerance, whatever form they come in."""

from dataclasses import replace
from datetime import timedelta

import pytest
from unit.verification.world import unsigned

from openbadge_issuer.verification.dates import check_dates
from openbadge_issuer.verification.moments import CLOCK_TOLERANCE
from openbadge_issuer.verification.source import Source, read


def code(now, **changes):
    return check_dates(Source(kind="json", document=unsigned(**changes)), now).code


def written(moment):
    return moment.isoformat()


def test_badge_that_has_begun_and_does_not_end_is_in_force(now):
    assert code(now) == "in-force"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(-1, "in-force"), (300, "in-force"), (301, "not-yet-valid"), (10**8, "not-yet-valid")],
)
@pytest.mark.parametrize("member", ["validFrom", "issuanceDate"])
def test_badge_counts_from_its_begin(now, member, seconds, expected):
    assert code(now, **{member: written(now + timedelta(seconds=seconds))}) == expected


@pytest.mark.parametrize(("seconds", "expected"), [(1, "in-force"), (-300, "in-force"), (-301, "expired")])
@pytest.mark.parametrize("member", ["validUntil", "expirationDate"])
def test_badge_counts_until_its_end(now, member, seconds, expected):
    assert code(now, **{member: written(now + timedelta(seconds=seconds))}) == expected


@pytest.mark.parametrize(("seconds", "expected"), [(300, "in-force"), (301, "not-yet-valid")])
@pytest.mark.parametrize("claim", ["nbf", "iat"])
def test_jwt_has_the_same_tolerance(jwt, now, claim, seconds, expected):
    found = read(jwt)
    moment = (now + timedelta(seconds=seconds)).timestamp()
    found = replace(found, jwt=replace(found.jwt, payload={**found.jwt.payload, claim: moment}))
    assert check_dates(found, now).code == expected


def test_jwt_expires_by_its_claim_alone(jwt, now):
    found = read(jwt)
    found = replace(
        found, jwt=replace(found.jwt, payload={**found.jwt.payload, "exp": now.timestamp() - 301})
    )
    check = check_dates(found, now)
    assert (check.code, check.path) == ("expired", "$.exp")


@pytest.mark.parametrize("value", ["soon", True, 10**30, None])
def test_claim_that_is_no_date_fails(jwt, now, value):
    found = read(jwt)
    found = replace(found, jwt=replace(found.jwt, payload={**found.jwt.payload, "exp": value}))
    assert check_dates(found, now).code == "unreadable-date"


def test_proof_that_has_expired_fails(now):
    proof = {"created": "2026-05-01T09:00:00Z", "expires": "2026-05-02T09:00:00Z"}
    check = check_dates(Source(kind="json", document=unsigned(proof=[proof])), now)
    assert (check.code, check.path) == ("proof-expired", "$.proof[0].expires")


def test_proof_from_the_future_fails(now):
    assert code(now, proof={"created": written(now + timedelta(days=1))}) == "not-yet-valid"


def test_proof_that_is_no_object_says_nothing(now):
    assert code(now, proof="x") == "in-force"


def test_validity_that_ends_before_it_begins_fails(now):
    changes = {"validFrom": "2026-05-02T00:00:00Z", "validUntil": "2026-05-01T00:00:00Z"}
    assert code(now, **changes) == "reversed"


@pytest.mark.parametrize(
    "value", ["2026-05-01T09:00:00", "2026-05-01", "yesterday", 7, None, "2026-02-30T00:00:00Z"]
)
def test_date_that_cannot_be_read_fails_with_its_place(now, value):
    check = check_dates(Source(kind="json", document=unsigned(validFrom=value)), now)
    assert (check.code, check.path) == ("unreadable-date", "$.validFrom")


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_dates_at_the_edge_of_the_calendar_are_read(now, value):
    assert code(now, validUntil=value) in {"reversed", "in-force"}
    assert code(now, validFrom=value) in {"in-force", "not-yet-valid"}


def test_document_without_dates_is_not_judged(now):
    document = unsigned()
    del document["validFrom"]
    assert check_dates(Source(kind="json", document=document), now).code == "no-dates"


def test_tolerance_is_what_the_documentation_says():
    assert timedelta(minutes=5) == CLOCK_TOLERANCE


def test_end_is_told(now):
    check = check_dates(Source(kind="json", document=unsigned(validUntil="2027-01-01T00:00:00Z")), now)
    assert check.message == "Its time has begun, and ends at 2027-01-01 00:00:00 UTC."
