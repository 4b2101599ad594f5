"""A newer version takes the place of the original only if it is the same issuer's same credential."""

import pytest
from unit.verification.world import CREATED, EXTENSIONS, SCHOOL, Party, endorsement, signed, unsigned

from openbadge_issuer.json_text import to_text
from openbadge_issuer.proofs import vc_jwt
from openbadge_issuer.status.bitstring import Bitstring
from openbadge_issuer.status.status_list import MIN_SIZE, build, entry
from openbadge_issuer.verification.circumstances import CREDENTIAL_TYPES
from openbadge_issuer.verification.verifier import verify

ADDRESS = "https://school.example/credentials/1"
SERVICE = {"id": ADDRESS, "type": "1EdTechCredentialRefresh"}
SIGNER = Party(identifier=None)


def codes(report):
    return {check.name: check.code for check in report.checks}


def version(service=SERVICE, **changes):
    document = unsigned(issuer=SIGNER.id, refreshService=service, **changes)
    document["@context"].append(EXTENSIONS)
    return document


def newer(**changes):
    return signed(
        version(**{"validFrom": "2026-05-10T09:00:00Z", "name": "Superbots II", **changes}), SIGNER.signer
    )


@pytest.fixture
def original():
    return signed(version(), SIGNER.signer)


# --- a newer version


def test_newer_version_is_what_the_report_is_about(original, web, now):
    web.publish(ADDRESS, newer())
    report = verify(original, fetcher=web, now=now)
    assert (report.outcome, codes(report)["refresh"]) == ("valid", "refreshed")
    assert report.credential["name"] == "Superbots II"
    assert ADDRESS in report.check("refresh").message


def test_newer_version_is_asked_for_as_a_credential(original, web, now, monkeypatch):
    asked = {}
    fetch = web.fetch
    monkeypatch.setattr(web, "fetch", lambda url, *, accept: asked.update({url: accept}) or fetch(url))
    web.publish(ADDRESS, newer())
    verify(original, fetcher=web, now=now)
    assert asked[ADDRESS] == CREDENTIAL_TYPES


@pytest.mark.parametrize(("recipient", "outcome"), [("ada", "valid"), ("eve", "invalid")])
def test_recipient_of_the_newer_version_counts(original, web, now, recipient, outcome):
    identifier = {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": "ada",
        "identityType": "ext:name",
    }
    subject = {**original["credentialSubject"], "identifier": [identifier]}
    web.publish(ADDRESS, newer(credentialSubject=subject))
    report = verify(original, fetcher=web, now=now, recipient=recipient)
    assert (codes(report)["refresh"], report.outcome) == ("refreshed", outcome)


def test_endorsements_of_the_newer_version_are_looked_at(original, web, now):
    """The text of the original names none."""
    partner = Party(identifier=None)
    made = signed(endorsement(issuer=partner.id), partner.signer)
    web.publish(ADDRESS, newer(endorsement=[made]))
    report = verify(to_text(original), fetcher=web, now=now)
    assert (codes(report)["refresh"], len(report.endorsements)) == ("refreshed", 1)


def test_original_and_its_outcome_stay_visible(original, web, now):
    web.publish(ADDRESS, newer())
    report = verify(original, fetcher=web, now=now)
    assert (report.original.outcome, report.original.credential["name"]) == ("valid", "Superbots")
    assert report.to_dict()["original"]["outcome"] == "valid"


def test_newer_version_of_an_expired_badge_is_valid(web, now):
    web.publish(ADDRESS, newer())
    report = verify(signed(version(validUntil="2026-05-20T00:00:00Z"), SIGNER.signer), fetcher=web, now=now)
    assert (report.outcome, report.original.outcome) == ("valid", "invalid")


def test_newer_version_that_has_ended_is_what_the_issuer_says_now(original, web, now):
    web.publish(ADDRESS, newer(validUntil="2026-05-20T00:00:00Z"))
    report = verify(original, fetcher=web, now=now)
    assert (report.outcome, codes(report)["dates"], report.original.outcome) == (
        "invalid",
        "expired",
        "valid",
    )


def test_version_of_the_same_moment_counts(original, web, now):
    web.publish(ADDRESS, newer(validFrom="2026-05-01T09:00:00Z"))
    assert codes(verify(original, fetcher=web, now=now))["refresh"] == "refreshed"


def test_revocation_of_the_newer_version_counts(original, web, now):
    url = "https://school.example/status/1"
    bits = Bitstring(MIN_SIZE)
    bits.set(7)
    web.publish(url, signed(build(url, SIGNER.id, bits, valid_from=CREATED), SIGNER.signer))
    web.publish(ADDRESS, newer(credentialStatus=entry(url, 7)))
    assert codes(verify(original, fetcher=web, now=now))["status"] == "revoked"


def test_recipient_is_sought_in_the_newer_version(original, web, now):
    document = version(validFrom="2026-05-10T09:00:00Z")
    document["credentialSubject"]["id"] = "did:example:ada"
    web.publish(ADDRESS, signed(document, SIGNER.signer))
    assert verify(original, recipient="did:example:ada", fetcher=web, now=now).valid


def test_newer_version_may_be_a_jwt(web, now):
    key = SIGNER.jwt_signer.public_key
    documents = [version(), version(validFrom="2026-05-10T09:00:00Z")]
    for document in documents:
        document["issuer"]["id"] = SCHOOL
    first, second = (
        vc_jwt.encode(document, SIGNER.jwt_signer, verification_method=f"{SCHOOL}#{key.fragment}")
        for document in documents
    )
    web.publish(ADDRESS, second.encode())
    report = verify(first, fetcher=web, now=now, trusted_keys={SCHOOL: key})
    assert (report.outcome, report.form, codes(report)["refresh"]) == ("valid", "jwt", "refreshed")


def test_version_that_names_yet_another_place_is_not_followed(original, web, now):
    web.publish(ADDRESS, newer(service={**SERVICE, "id": "https://school.example/2"}))
    verify(original, fetcher=web, now=now)
    assert web.asked == [ADDRESS]


def test_endorsements_are_those_of_the_newer_version(original, web, now):
    partner = Party(identifier=None)
    document = version(validFrom="2026-05-10T09:00:00Z")
    document["endorsement"] = [signed(endorsement(document["id"], issuer=partner.id), partner.signer)]
    web.publish(ADDRESS, signed(document, SIGNER.signer))
    report = verify(original, fetcher=web, now=now)
    assert [found.outcome for found in report.endorsements] == ["valid"]


def test_same_version_is_the_newest(original, web, now):
    web.publish(ADDRESS, original)
    report = verify(original, fetcher=web, now=now)
    assert (report.outcome, codes(report)["refresh"], report.original) == ("valid", "newest", None)


# --- the original goes on


def forged():
    return {**newer(), "name": "Forged"}


def others():
    stranger = Party(identifier=None)
    document = version(validFrom="2026-05-10T09:00:00Z")
    document["issuer"]["id"] = stranger.id
    return signed(document, stranger.signer)


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (None, "unreachable"),
        (b"<html>", "unreadable"),
        (b"[]", "unreadable"),
        ({}, "another-credential"),
        (newer(id="urn:uuid:1"), "another-credential"),
        ({"id": version()["id"]}, "another-credential"),
        (others(), "another-issuer"),
        ({key: value for key, value in newer().items() if key != "issuer"}, "another-issuer"),
        (newer(validFrom="2026-04-30T09:00:00Z"), "older"),
        ({**newer(), "validFrom": "soon"}, "older"),
        ({key: value for key, value in newer().items() if key != "validFrom"}, "older"),
        (forged(), "unproven-version"),
        (version(validFrom="2026-05-10T09:00:00Z"), "unproven-version"),
    ],
    ids=[
        "missing",
        "page",
        "array",
        "empty",
        "other id",
        "other kind",
        "other issuer",
        "no issuer",
        "older",
        "no date",
        "no beginning",
        "forged",
        "unsigned",
    ],
)
def test_original_goes_on(original, web, now, found, code):
    if found is not None:
        web.publish(ADDRESS, found)
    report = verify(original, fetcher=web, now=now)
    assert (report.outcome, codes(report)["refresh"], report.original) == ("valid", code, None)


def test_without_a_fetcher_nothing_is_asked(original, now):
    report = verify(original, now=now)
    assert (report.outcome, codes(report)["refresh"]) == ("valid", "not-fetched")


def test_nothing_is_asked_before_the_proof_holds(original, web, now):
    report = verify({**original, "name": "Forged"}, fetcher=web, now=now)
    assert (report.outcome, codes(report)["refresh"], web.asked) == ("invalid", "not-proven", [])


@pytest.mark.parametrize(
    "service",
    [
        {"id": ADDRESS, "type": "VerifiableCredentialRefreshService2021"},
        {"id": "ftp://school.example/1", "type": "1EdTechCredentialRefresh"},
        {"type": "1EdTechCredentialRefresh"},
        [SERVICE],
        "https://school.example/1",
    ],
    ids=str,
)
def test_other_services_are_not_asked(original, web, now, service):
    report = verify({**original, "refreshService": service}, fetcher=web, now=now)
    assert (codes(report)["refresh"], web.asked) == ("unsupported-service", [])


def test_check_stands_between_key_and_status(original, web, now):
    web.publish(ADDRESS, newer())
    names = [check.name for check in verify(to_text(original), fetcher=web, now=now).checks]
    assert names[names.index("refresh") - 1 : names.index("refresh") + 2] == [
        "issuer key",
        "refresh",
        "status",
    ]
