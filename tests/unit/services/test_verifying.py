"""Checking anybody's badge: our own from the store, others through the fetcher."""

import pytest

from openbadge_issuer.errors import FetchError, InputError, NotFoundError
from openbadge_issuer.issuer import Achievement, Issuer, Recipient
from openbadge_issuer.json_text import to_text
from openbadge_issuer.ports import FetchedDocument
from openbadge_issuer.services.own_documents import OwnDocuments
from openbadge_issuer.services.verifying import VerifyingService
from openbadge_issuer.verification.report import VerificationError


class Outside:
    """Other people's documents, and a list of what was asked for."""

    def __init__(self, documents):
        self.documents, self.asked = documents, []

    def fetch(self, url, *, accept=("application/json",)):
        self.asked.append(url)
        if url not in self.documents:
            raise FetchError(f"{url} is not there.")
        return FetchedDocument(url=url, media_type="application/json", body=self.documents[url])


@pytest.fixture
def stranger():
    issuer = Issuer.create(name="Stranger", url="https://stranger.example", did="did:web:stranger.example")
    achievement = Achievement(name="A", description="B", criteria="C")
    return issuer, issuer.issue(achievement, Recipient(email="a@b.example"))


def with_outside(services, documents):
    outside = Outside(documents)
    return VerifyingService(services.hosting, services.addresses, outside), outside


def test_our_own_badge_is_verified_without_a_request(school, issue, now):
    verifying, outside = with_outside(school, {})
    issued = issue()
    for suffix in ("", ".json", ".jwt"):
        assert verifying.verify_url(issued.url + suffix, now=now).valid
    assert outside.asked == []


def test_an_own_badge_is_told_from_somebody_elses_recipient(school, issue, now):
    report = school.verifying.verify_url(issue().url, recipient="bob@school.example", now=now)
    assert report.check("recipient").code == "not-the-recipient"


def test_a_strangers_badge_is_fetched_and_verified(services, stranger):
    issuer, badge = stranger
    verifying, outside = with_outside(
        services,
        {
            "https://stranger.example/badge": badge.json.encode(),
            "https://stranger.example/.well-known/did.json": to_text(issuer.did_document).encode(),
        },
    )
    from datetime import UTC, datetime

    assert verifying.verify_url(" https://stranger.example/badge ", now=datetime.now(UTC)).valid
    assert outside.asked == [
        "https://stranger.example/badge",
        "https://stranger.example/.well-known/did.json",
    ]


def test_a_badge_in_our_name_that_we_did_not_sign_is_invalid(school, now):
    forger = Issuer.create(
        name="Example Tech School", url="https://x.example", did="did:web:badges.school.example"
    )
    forged = forger.issue(
        Achievement(name="A", description="B", criteria="C"), Recipient(email="a@b.example"), now=now
    )
    report = school.verifying.verify(forged.json, now=now)
    assert (str(report.outcome), report.check("issuer key").code) == ("invalid", "not-listed")


def test_without_a_way_out_a_strangers_badge_is_undecided(services, stranger):
    report = services.verifying.verify(stranger[1].json, now=services_now())
    assert (str(report.outcome), report.check("issuer key").code) == ("unknown", "unreachable")


def services_now():
    from datetime import UTC, datetime

    return datetime.now(UTC)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "did:web:x", "", "https://", "http://[x"])
def test_only_web_addresses_are_fetched(services, now, url):
    with pytest.raises(InputError, match="web address"):
        services.verifying.verify_url(url, now=now)


def test_what_cannot_be_fetched_is_an_error_and_not_a_verdict(services, now):
    with pytest.raises(FetchError):
        services.verifying.verify_url("https://stranger.example/badge", now=now)


@pytest.mark.parametrize("path", ["credentials/nothing", "achievements/superbots", "issuers/school/image"])
def test_an_own_address_without_a_badge_is_not_found(school, now, path):
    with pytest.raises(NotFoundError):
        school.verifying.verify_url(f"https://badges.school.example/{path}", now=now)


def test_own_documents_that_are_not_there_are_not_looked_for_outside(services):
    outside = Outside({})
    with pytest.raises(FetchError, match="an address of this service"):
        OwnDocuments(services.hosting, services.addresses, outside).fetch(
            "https://badges.school.example/status/nothing"
        )
    assert outside.asked == []


def test_what_we_issue_is_checked_against_what_we_publish(school, issue, now):
    record = issue().record
    school.verifying.check_own(record.json, now=now)
    school.revoking.revoke(record.id, now=now)
    with pytest.raises(VerificationError, match="revoked"):
        school.verifying.check_own(record.json, now=now)


def test_both_forms_of_a_badge_are_checked_with_documents_asked_for_once(school, issue, now, monkeypatch):
    record, asked = issue().record, []
    answer = OwnDocuments.fetch
    monkeypatch.setattr(
        OwnDocuments, "fetch", lambda self, url, **how: asked.append(url) or answer(self, url, **how)
    )
    school.verifying.check_own(record.json, record.jwt, now=now)
    assert sorted(asked) == [
        "https://badges.school.example/.well-known/did.json",
        f"https://badges.school.example/status/{record.status_list}",
    ]


def test_second_form_of_a_badge_is_checked_as_well(school, issue, now):
    record = issue().record
    with pytest.raises(VerificationError):
        school.verifying.check_own(record.json, record.jwt[:-8] + "AAAAAAAA", now=now)


def test_a_badge_that_our_own_verifier_refuses_is_not_stored(school, issue, key_store, monkeypatch):
    monkeypatch.setattr(
        type(school.issuers), "did_document", lambda *_: {"id": "did:web:badges.school.example"}
    )
    with pytest.raises(VerificationError):
        issue()
    with school.store.reading() as transaction:
        assert transaction.count_credentials() == 0
