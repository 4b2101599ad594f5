"""A proof counts for the reader and the occasion that it names."""

from datetime import UTC, datetime, timedelta

import pytest

from openbadge_issuer.proofs.vc_jwt import DecodedJwt
from openbadge_issuer.verification.audience import check_challenge, check_domain, check_freshness, check_use
from openbadge_issuer.verification.source import Source

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def shown(*proofs):
    return Source(kind="document", document={"proof": list(proofs)})


def token(**payload):
    jwt = DecodedJwt(
        header={},
        payload=payload,
        payload_text=b"",
        algorithm="EdDSA",
        signing_input=b"",
        signature=b"",
        credential={},
    )
    return Source(kind="jwt", document={}, jwt=jwt)


def test_challenge_is_compared():
    assert check_challenge(shown({"challenge": "c"}), "c").code == "matches"
    assert check_challenge(token(nonce="c"), "c").code == "matches"
    check = check_challenge(shown({"challenge": "c"}, {"challenge": "d"}), "c")
    assert (check.code, check.path) == ("differs", "$.proof[1].challenge")
    assert check_challenge(shown({"challenge": 3}), "3").code == "differs"


@pytest.mark.parametrize("source", [shown({}), shown(3), token()])
def test_proof_without_challenge_is_missing_it(source):
    assert check_challenge(source, "c").code == "missing"


def test_without_a_proof_there_is_no_challenge():
    assert check_challenge(shown(), "c").code == "missing"


def test_nothing_is_compared_if_nothing_was_asked():
    assert check_challenge(shown({"challenge": "c"}), None).message.endswith("the one of the proof.")
    assert check_challenge(shown({}), None).code == "not-asked"


@pytest.mark.parametrize("domain", ["d", ["c", "d"]])
def test_domain_may_be_one_of_several(domain):
    assert check_domain(shown({"domain": domain}), "d").code == "matches"
    assert check_domain(token(aud=domain), "d").code == "matches"


@pytest.mark.parametrize("domain", [["c"], "c", "school.example.evil", "my-school.example", ["a", 7], 7])
def test_other_domain_differs(domain):
    assert check_domain(shown({"domain": domain}), "school.example").code == "differs"
    assert check_domain(token(aud=domain), "school.example").code == "differs"


def test_proof_must_be_recent_if_that_is_asked():
    assert check_freshness(shown({"created": "2026-06-01T11:30:00Z"}), HOUR, NOW).code == "fresh"
    assert check_freshness(token(iat=NOW.timestamp()), HOUR, NOW).code == "fresh"
    ages = [
        (60 * 60, "fresh"),
        (65 * 60, "fresh"),
        (65 * 60 + 1, "too-old"),
    ]  # clocks may differ by five minutes
    for seconds, code in ages:
        assert check_freshness(token(iat=NOW.timestamp() - seconds), HOUR, NOW).code == code
    check = check_freshness(shown({"created": "2026-06-01T10:00:00Z"}), HOUR, NOW)
    assert (check.code, check.path) == ("too-old", "$.proof[0].created")
    assert check_freshness(shown({}), None, NOW).code == "not-asked"


@pytest.mark.parametrize(
    "source", [shown({}), shown({"created": "today"}), token(), token(iat=True), token(iat=1e300)]
)
def test_proof_without_a_date_is_not_recent(source):
    assert check_freshness(source, HOUR, NOW).code == "no-date"


def used(*proofs, challenge=None, domain=None):
    return [
        (check.name, check.code) for check in check_use(shown(*proofs), challenge=challenge, domain=domain)
    ]


def test_badge_for_everybody_is_not_asked_whom_it_is_for():
    assert used({}, 3) == []


def test_badge_for_one_reader_leaves_open_whether_that_is_you():
    assert used({}, {"domain": "jobs.example"}) == [("domain", "not-compared")]
    assert used({"challenge": "c"}) == [("challenge", "not-compared")]


def test_badge_for_one_reader_counts_for_that_one():
    assert used({"domain": "jobs.example"}, domain="jobs.example") == [("domain", "matches")]
    assert used({"domain": "jobs.example"}, domain="other.example") == [("domain", "differs")]
    assert used({}, challenge="c") == [("challenge", "missing")]
