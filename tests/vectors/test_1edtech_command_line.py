"""What a school's administrator reads of the official validator's test files, from the command line itself."""

import json

import pytest
from command_line import run

EXPLANATIONS = {
    "simple-err-type.json": "This is not an Open Badge 3.0: it does not say that it is one.",
    "simple-err-context.json": "it does not say properly which standards it follows (“@context”).",
    "simple-err-credential-subject-type.json": "“type” in credentialSubject is not what it must be.",
    "simple-err-credential-subject-identifier-type.json": "“type” in credentialSubject, identifier 1 is not",
    "simple-err-evidence-type.json": "“type” in evidence 2 is not what it must be.",
    "simple-err-proof-value.json": "the badge was changed after it was signed, or somebody else signed it.",
    "simple-err-proof-method.json": "the one named in the badge is not among them.",
    "simple-err-proof-method-unknown-did-method.json": "so nobody can tell who signed the badge.",
    "simple-err-expired.json": "It expired at 2010-01-01 00:00:00 UTC.",
    "bit-string-list/credential-status-revoked.json": "The issuer has revoked it.",
}
"""File → how the first line ends, or what it says."""


@pytest.fixture(scope="module")
def files(vectors):
    return vectors / "vectors" / "1edtech"


@pytest.fixture(scope="module")
def expected(files):
    cases = json.loads((files / "manifest.json").read_text("utf-8"))
    return {case["file"]: case["strict_expect"] for case in cases}


def test_every_failing_file_is_explained(expected):
    assert {file for file, outcome in expected.items() if outcome == "invalid"} == set(EXPLANATIONS)


@pytest.mark.parametrize("name", EXPLANATIONS)
def test_first_line_says_why_in_plain_words(files, name):
    result = run("verify", files / name, "--documents", files / "documents")
    headline = result.out.splitlines()[0]
    assert (result.code, headline.startswith("NOT VALID: ")) == (1, True)
    assert EXPLANATIONS[name] in headline
    assert not any(sign in headline for sign in ("$", "http", "did:", "{"))


def test_good_files_are_valid_with_the_documents_and_undecided_without(files, expected):
    for name in (file for file, outcome in expected.items() if outcome == "valid"):
        assert run("verify", files / name, "--documents", files / "documents").code == 0, name
        assert run("verify", files / name, "--offline").code == 3, name
