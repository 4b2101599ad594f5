"""Everything in a document must be signed, and what is not is named by its place."""

import pytest
from unit.verification.world import signed, unsigned

from openbadge_issuer.errors import Problem, StrictnessError
from openbadge_issuer.verification import checks
from openbadge_issuer.verification.checks import check_strictness
from openbadge_issuer.verification.circumstances import Circumstances, Documents
from openbadge_issuer.verification.source import read
from openbadge_issuer.verification.verifier import verify

ALONE = StrictnessError("A term is not defined.", path="$.a")
LISTED = StrictnessError(
    "…", problems=[Problem(code="undefined", path="$.b", message="B is not."), *ALONE.problems]
)


@pytest.mark.parametrize(
    ("error", "path", "message"),
    [
        (ALONE, "$.a", "A term is not defined."),
        (LISTED, "$.b", "B is not."),
        (StrictnessError("No."), "$", "No."),
    ],
)
def test_what_is_not_signed_is_found_however_it_is_told(error, path, message, now, monkeypatch):
    def refuse(*_given, **_options):
        raise error

    monkeypatch.setattr(checks, "canonical_text", refuse)
    found = check_strictness(read(unsigned()), Circumstances(now=now, documents=Documents(None)))
    [problem] = found.problems
    assert (found.code, problem.path, problem.message) == ("not-signed", path, message)
    assert problem.code == (error.problems[0].code if error.problems else error.code)


def look_alikes(depth):
    """A party with two parent organizations that look the same, each with two, and so on."""
    party = {"type": ["Profile"], "name": "x"}
    return {**party, "parentOrg": [look_alikes(depth - 1)] * 2} if depth else party


def test_document_on_which_its_proof_gave_up_is_not_tried_again(stranger, now, monkeypatch):
    badge = signed(unsigned(issuer=stranger.id), stranger.signer)
    badge["issuer"]["parentOrg"] = look_alikes(5)
    monkeypatch.setattr(checks, "canonical_text", None)
    report = verify(badge, now=now)
    assert (report.outcome, report.check("strictness").code) == ("invalid", "too-complex")
    assert report.check("proof").code == "not-canonical"
