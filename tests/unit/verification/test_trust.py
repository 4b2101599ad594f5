"""A caller may say whose badges to take, and which checks to do without."""

import pytest
from unit.verification.world import ACHIEVEMENT, SCHOOL, Party, endorsement, signed, unsigned

from openbadge_issuer.status.status_list import entry
from openbadge_issuer.verification.codes import MAY_BE_UNKNOWN
from openbadge_issuer.verification.verifier import verify

PARTNER = Party(identifier=None)


@pytest.fixture
def own(stranger):
    return signed(unsigned(issuer=stranger.id), stranger.signer)


def test_badge_of_a_trusted_issuer_is_valid(own, stranger, now):
    report = verify(own, trusted_issuers=[SCHOOL, stranger.id], now=now)
    assert (report.outcome, report.check("issuer trust").code) == ("valid", "trusted")


@pytest.mark.parametrize("trusted", [[SCHOOL], [], {SCHOOL}])
def test_badge_of_any_other_issuer_is_not_valid(own, now, trusted):
    report = verify(own, trusted_issuers=trusted, now=now)
    assert (report.outcome, report.check("issuer trust").code) == ("invalid", "not-trusted")


def test_name_of_a_trusted_issuer_is_not_enough(stranger, now):
    report = verify(signed(unsigned(), stranger.signer), trusted_issuers=[SCHOOL], now=now)
    assert (report.check("issuer trust").code, report.check("issuer key").code) == (
        "trusted",
        "another-issuer",
    )
    assert report.outcome == "invalid"


def test_document_without_an_issuer_is_trusted_by_nobody(now):
    check = verify({"type": ["Diploma"]}, trusted_issuers=[SCHOOL], now=now).check("issuer trust")
    assert (check.code, check.message) == ("not-trusted", "Nobody is none of the issuers that you trust.")


def test_any_issuer_will_do_if_none_is_named(own, now):
    assert verify(own, now=now).named("issuer trust") == ()


def test_endorser_must_be_trusted_as_well(stranger, now):
    document = unsigned(issuer=stranger.id)
    made = signed(endorsement(ACHIEVEMENT, issuer=PARTNER.id), PARTNER.signer)
    document["credentialSubject"]["achievement"]["endorsement"] = [made]
    badge = signed(document, stranger.signer)
    only, both = (
        verify(badge, trusted_issuers=trusted, now=now)
        for trusted in ([stranger.id], [stranger.id, PARTNER.id])
    )
    assert (only.outcome, only.endorsements[0].outcome) == ("valid", "invalid")
    assert (both.outcome, both.endorsements[0].outcome) == ("valid", "valid")


def test_what_is_no_key_is_a_mistake_of_the_caller(own, stranger):
    text, jwk = stranger.key.multikey, stranger.key.jwk
    for mistake in (text, [text], jwk, None, [stranger.key, text]):
        with pytest.raises(TypeError, match=r"PublicKey\.from_multikey"):
            verify(own, trusted_keys={stranger.id: mistake})


def test_pinned_keys_may_come_as_any_collection(own, stranger, now):
    for keys in (stranger.key, [stranger.key], {stranger.key}, (key for key in [stranger.key])):
        assert verify(own, trusted_keys={stranger.id: keys}, now=now)


def test_single_text_is_a_mistake_of_the_caller(own):
    with pytest.raises(TypeError, match="list of ids"):
        verify(own, trusted_issuers=SCHOOL)


# --- which outcome suffices


@pytest.fixture
def open_status(stranger, now):
    """A badge whose status could not be looked up."""
    document = unsigned(issuer=stranger.id, credentialStatus=entry("https://school.example/status/1", 1))
    return verify(signed(document, stranger.signer), now=now)


def test_only_valid_suffices_by_default(own, open_status, now):
    assert (verify(own, now=now).suffices(), open_status.suffices()) == (True, False)


def test_caller_can_do_without_the_status(open_status):
    assert open_status.suffices(accept_unknown={"status"})
    assert not open_status.suffices(accept_unknown=["recipient", "issuer key"])


def test_key_that_only_came_along_suffices_for_who_says_so(badge, now):
    report = verify(badge, now=now)
    assert (report.outcome, report.suffices(accept_unknown={"issuer key"})) == ("unknown", True)


def test_what_failed_never_suffices(stranger, now):
    document = unsigned(issuer=stranger.id, validUntil="2026-05-20T00:00:00Z")
    report = verify(signed(document, stranger.signer), now=now)
    assert not report.suffices(accept_unknown=MAY_BE_UNKNOWN)


def test_what_nobody_signed_never_suffices(now):
    report = verify({"id": SCHOOL, "type": ["Profile"]}, now=now)
    assert (report.outcome, report.suffices(accept_unknown=MAY_BE_UNKNOWN)) == ("unknown", False)


def test_proof_that_could_not_be_checked_never_suffices(now):
    document = signed(unsigned(), PARTNER.signer, f"{SCHOOL}#key-1")
    report = verify(document, now=now)
    assert (report.check("proof").code, report.outcome) == ("no-key", "unknown")
    assert not report.suffices(accept_unknown=MAY_BE_UNKNOWN)


@pytest.mark.parametrize("name", ["proof", "strictness", "dates", "statuses"])
def test_other_checks_cannot_be_left_open(open_status, name):
    with pytest.raises(ValueError, match="cannot be left open; issuer key, recipient, schema, status can"):
        open_status.suffices(accept_unknown=[name])


def test_single_name_is_a_mistake_of_the_caller(open_status):
    with pytest.raises(TypeError, match="list of checks"):
        open_status.suffices(accept_unknown="status")
