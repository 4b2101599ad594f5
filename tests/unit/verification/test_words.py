"""What checks found, in words for people who know no standards."""

import pytest

from openbadge_issuer.errors import Problem
from openbadge_issuer.verification.codes import CODES, CheckResult
from openbadge_issuer.verification.report import Check, VerificationReport
from openbadge_issuer.verification.words import SENTENCES, in_plain_words

ENDED = [(name, code) for name, sentences in SENTENCES.items() for code in sentences]


def problem(path, code="wrong-type"):
    return Problem(code=code, path=path, message="…")


@pytest.mark.parametrize(("name", "code"), ENDED)
def test_sentences_are_for_checks_that_did_not_pass_and_name_no_standards_parts(name, code):
    sentence = in_plain_words(name, code, path="$.evidence[1]")
    assert CODES[name][code] in (CheckResult.FAILED, CheckResult.COULD_NOT_BE_CHECKED)
    assert sentence.endswith(".")
    assert not any(sign in sentence for sign in ("{", "$", "JSON", "canonical", "DID", "term"))


@pytest.mark.parametrize(
    ("found", "place"),
    [
        (problem("$.evidence[1].type"), "“type” in evidence 2 is not what it must be."),
        (problem("$.name"), "“name” is not what it must be."),
        (problem("$['my key'].x", "missing"), "“x” in my key is missing."),
        (
            problem("$.credentialSubject.achievement.criteria", "missing"),
            "in credentialSubject, achievement is missing.",
        ),
        (problem("$['@context'][0]"), "it does not say properly which standards it follows (“@context”)."),
    ],
)
def test_place_of_what_is_wrong_is_named(found, place):
    assert in_plain_words("structure", "does-not-conform", problem=found).endswith(place)


@pytest.mark.parametrize("path", ["$", "$[0]"])
def test_whole_document_has_no_place(path):
    sentence = in_plain_words("structure", "does-not-conform", problem=problem(path))
    assert sentence == "The badge is not made as the standard for Open Badges 3.0 asks."


def test_document_that_is_none_of_the_known_kinds_is_no_badge():
    sentence = in_plain_words("structure", "does-not-conform", kind=None, problem=problem("$.type"))
    assert sentence == "This is not an Open Badge 3.0: it does not say that it is one."


def test_token_for_somebody_else_is_not_said_to_contradict_itself():
    found = problem("$.aud", "aud-mismatch")
    sentence = in_plain_words("proof", "claims-differ", path="$.aud", problem=found)
    assert sentence == "The badge was made for a certain reader to check, and nothing says that this is you."
    others = in_plain_words("proof", "claims-differ", problem=problem("$.iss", "iss-mismatch"))
    assert "in two places" in others


def test_other_kinds_are_called_by_their_names():
    assert "The profile is" in in_plain_words("structure", "does-not-conform", kind="profile")
    assert "for verifiable credentials" in in_plain_words(
        "structure", "does-not-conform", kind="presentation"
    )
    assert "The document is not signed" in in_plain_words("proof", "no-proof", kind=None)


def test_what_is_signed_under_another_name_is_told_apart_from_what_is_not_signed():
    hidden = in_plain_words("strictness", "not-signed", problem=problem("$.nom", "second-name"))
    added = in_plain_words("strictness", "not-signed", problem=problem("$.shoeSize", "undefined-term"))
    assert ("see something else" in hidden, "do not know" in added) == (True, True)


def test_message_that_is_plain_itself_is_the_explanation(now):
    check = Check(name="dates", code="expired", message="It expired yesterday.")
    report = VerificationReport(checks=(check,), checked_at=now)
    assert report.explain(check) == "It expired yesterday."
    assert in_plain_words("dates", "expired") is None
