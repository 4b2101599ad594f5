"""
The official validator's test files give the expected outcome, for the expected reason.

`documents/` stands for the web: the documents of the issuers, and the status list.
Without it, a key that only came along with the badge leaves the outcome unknown.
"""

import json

import pytest

from openbadge_issuer import verify
from openbadge_issuer.errors import FetchError
from openbadge_issuer.ports import FetchedDocument

FINDINGS = {
    "simple.json": set(),
    "simple_v1.json": set(),
    "simple-eddsa-2022.json": set(),
    "simple-json.png": set(),
    "simple-json.svg": set(),
    "simple-jwt.png": set(),
    "simple-jwt.svg": set(),
    "bit-string-list/testlist": set(),
    "guide/ob-signed-credential.json": set(),
    "sd/derivedcredential.json": set(),
    "simple-err-type.json": {
        ("structure", "does-not-conform", "$.type"),
        ("strictness", "not-signed", "$.type[1]"),
    },
    "simple-err-proof-method.json": {("issuer key", "not-listed", None)},
    "simple-err-proof-method-unknown-did-method.json": {("issuer key", "unsupported-method", None)},
    "simple-err-proof-value.json": {("proof", "not-verified", "$.proof[0]")},
    "simple-err-expired.json": {("dates", "expired", "$.validUntil")},
    "simple-err-context.json": {("structure", "does-not-conform", "$['@context'][0]")},
    "simple-err-credential-subject-type.json": {
        ("structure", "does-not-conform", "$.credentialSubject.type")
    },
    "simple-err-credential-subject-identifier-type.json": {
        ("structure", "does-not-conform", "$.credentialSubject.identifier[0].type")
    },
    "simple-err-evidence-type.json": {("structure", "does-not-conform", "$.evidence[1].type")},
    "bit-string-list/credential-status-revoked.json": {("status", "revoked", "$.credentialStatus")},
}
"""File → what must be among its failed checks; no failed check at all where the set is empty."""


ISSUERS = {"example.com/issuers/876543", "example.edu/issuers/565049", "1edtech.edu/issuers/565049"}


class Folder:
    """A fetcher over a folder whose index.json says which file stands for which URL."""

    def __init__(self, folder):
        self.folder = folder
        self.index = json.loads((folder / "index.json").read_text("utf-8"))

    def fetch(self, url, *, accept=()):
        if url not in self.index:
            raise FetchError(f"{url} is not in the folder.")
        entry = self.index[url]
        body = (self.folder / entry["file"]).read_bytes()
        return FetchedDocument(url=url, media_type=entry["contentType"], body=body)


@pytest.fixture(scope="module")
def files(vectors):
    return vectors / "vectors" / "1edtech"


@pytest.fixture(scope="module")
def expected(files):
    return {
        case["file"]: case["strict_expect"]
        for case in json.loads((files / "manifest.json").read_text("utf-8"))
    }


def test_every_file_is_tried(expected):
    assert set(expected) == set(FINDINGS)


@pytest.mark.parametrize("name", FINDINGS)
def test_file_has_the_expected_outcome_for_the_expected_reason(files, expected, name):
    report = verify((files / name).read_bytes(), fetcher=Folder(files / "documents"))
    failed = {(check.name, check.code, check.path) for check in report.checks if check.failed}
    assert report.outcome == expected[name]
    assert failed >= FINDINGS[name]
    assert bool(failed) == bool(FINDINGS[name])


@pytest.mark.parametrize("name", [name for name, findings in FINDINGS.items() if not findings])
def test_good_file_is_proven_by_its_issuers_address(files, name):
    report = verify((files / name).read_bytes(), fetcher=Folder(files / "documents"))
    assert report.proven in {f"the address {place}" for place in ISSUERS}


@pytest.mark.parametrize("name", [name for name, findings in FINDINGS.items() if not findings])
def test_key_that_only_came_along_leaves_a_good_file_unknown(files, name):
    report = verify((files / name).read_bytes())
    assert (report.outcome, report.check("proof").result, report.check("issuer key").code) == (
        "unknown",
        "passed",
        "not-fetched",
    )
