"""The report: what follows from its checks."""

from datetime import UTC, datetime

import pytest

from openbadge_issuer.errors import OpenBadgeError, Problem
from openbadge_issuer.verification.codes import CODES, CheckResult
from openbadge_issuer.verification.report import Check, Outcome, VerificationError, VerificationReport

VERIFIED = Check(name="proof", code="verified", message="The proof holds.")
REVOKED = Check(
    name="status", code="revoked", message="The issuer has revoked it.", path="$.credentialStatus"
)
UNREACHABLE = Check(name="status", code="unreachable", message="No answer.")
NOT_ASKED = Check(name="recipient", code="not-asked", message="Nobody asked.")


def report(*checks, **values):
    return VerificationReport(checks=checks, checked_at=datetime(2026, 6, 1, 12, tzinfo=UTC), **values)


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        ([VERIFIED, NOT_ASKED], Outcome.VALID),
        ([VERIFIED, UNREACHABLE], Outcome.UNKNOWN),
        ([VERIFIED, UNREACHABLE, REVOKED], Outcome.INVALID),
        ([NOT_ASKED], Outcome.UNKNOWN),
        ([], Outcome.INVALID),
    ],
)
def test_outcome_follows_from_the_checks(checks, expected):
    assert report(*checks).outcome == expected


def test_printed_report_tells_the_outcome_and_every_check():
    assert str(report(VERIFIED, REVOKED)).splitlines() == [
        "Not valid. The issuer has revoked it.",
        "- proof: passed (verified). The proof holds.",
        "- status: failed (revoked). The issuer has revoked it.",
    ]


def test_report_in_a_log_does_not_tell_what_the_badge_says():
    found = report(VERIFIED, credential={"name": "Superbots"}, details={"documentHash": "00"})
    assert "Superbots" not in repr(found)
    assert "documentHash" not in repr(found)


def test_report_is_true_only_when_valid():
    assert [bool(report(VERIFIED)), bool(report(UNREACHABLE)), bool(report(REVOKED))] == [True, False, False]


def test_result_of_a_check_follows_from_its_code():
    assert UNREACHABLE.result is CheckResult.COULD_NOT_BE_CHECKED
    assert (REVOKED.failed, REVOKED.passed) == (True, False)


def test_check_that_is_not_in_the_table_cannot_be_made():
    with pytest.raises(ValueError, match="not in the table"):
        Check(name="proof", code="fine", message="")
    with pytest.raises(ValueError, match="not in the table"):
        Check(name="signature", code="verified", message="")


def test_what_a_stranger_wrote_cannot_end_a_line_or_fill_a_page():
    check = Check(name="proof", code="no-proof", message="a\nb\u202ec" + "d" * 10_000, path="$['\r']")
    assert check.message.startswith("a\ufffdb\ufffdcd")
    assert (len(check.message), check.path) == (1_000, "$['\ufffd']")
    found = report(issuer_name="School\n\u202eloohcS", path="$['\n']")
    assert (found.issuer_name, found.path) == ("School\ufffd\ufffdloohcS", "$['\ufffd']")


def test_of_several_checks_of_a_name_the_one_that_weighs_most_is_found():
    passed = Check(name="status", code="not-revoked", message="")
    found = report(passed, UNREACHABLE, REVOKED)
    assert found.check("status") == REVOKED
    assert found.named("status") == (passed, UNREACHABLE, REVOKED)


def test_check_that_was_not_made_is_not_found():
    with pytest.raises(KeyError):
        report(VERIFIED).check("status")


def test_report_that_is_not_valid_raises_with_itself():
    found = report(VERIFIED, REVOKED)
    with pytest.raises(VerificationError, match="revoked it") as caught:
        found.raise_if_not_valid()
    assert caught.value.report is found
    assert (caught.value.code, caught.value.path) == ("not-valid", "$.credentialStatus")
    assert isinstance(caught.value, OpenBadgeError)


def test_error_names_every_problem_of_the_check_that_decided():
    problems = (Problem(code="missing", path="$.name", message="A name is missing."),)
    structure = Check(
        name="structure", code="does-not-conform", message="No.", path="$.name", problems=problems
    )
    with pytest.raises(VerificationError) as caught:
        report(structure).raise_if_not_valid()
    assert tuple(caught.value.problems) == problems


def test_valid_report_does_not_raise():
    report(VERIFIED).raise_if_not_valid()


def test_report_without_checks_raises_too():
    with pytest.raises(VerificationError, match="Nothing was checked"):
        report().raise_if_not_valid()


LIST_UNREACHABLE = (
    "Whether the issuer has taken the badge back is open: the list that says so could not be reached."
)


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        ([VERIFIED], "The badge is valid. It is signed by the domain school.example."),
        ([VERIFIED, REVOKED], "Not valid. The issuer has revoked it."),
        (
            [VERIFIED, UNREACHABLE],
            "Could not be decided. " + LIST_UNREACHABLE,
        ),
        (
            [Check(name="proof", code="no-key", message=""), UNREACHABLE],
            "Could not be decided. " + LIST_UNREACHABLE,
        ),
        ([NOT_ASKED], "Could not be decided. Nothing in the document is signed."),
    ],
)
def test_summary_is_one_sentence_for_people(checks, expected):
    assert report(*checks, kind="badge", proven="the domain school.example").summary == expected


def test_report_as_json_separates_claim_from_proof():
    found = report(
        VERIFIED, issuer_id="did:key:z6Mk", issuer_name="Harvard", proven="the key did:key:z6Mk"
    ).to_dict()
    assert found["issuer"] == {"id": "did:key:z6Mk", "claimedName": "Harvard"}
    assert found["proven"] == "the key did:key:z6Mk"
    assert found["checkedAt"] == "2026-06-01T12:00:00Z"


def test_check_as_json_has_problems_only_where_there_are_some():
    problem = Problem(code="missing", path="$.name", message="Expected `name`.")
    check = Check(
        name="structure", code="does-not-conform", message="Bad.", path="$.name", problems=(problem,)
    )
    assert check.to_dict()["problems"] == [problem.to_dict()]
    assert VERIFIED.to_dict() == {
        "name": "proof",
        "code": "verified",
        "result": "passed",
        "message": "The proof holds.",
        "path": None,
    }


def test_details_of_a_report_cannot_be_changed_from_outside():
    found = report(VERIFIED, details={"documentHash": "00", "olderBadge": {"badge": "Superbots"}})
    details = found.to_dict()["details"]
    details["documentHash"] = details["olderBadge"]["badge"] = "ff"
    assert found.details == {"documentHash": "00", "olderBadge": {"badge": "Superbots"}}


def test_every_name_of_a_check_can_pass_or_be_skipped():
    for name, codes in CODES.items():
        assert {CheckResult.PASSED, CheckResult.SKIPPED} & set(codes.values()), name


def test_check_is_told_in_one_line():
    assert str(REVOKED) == "status: failed (revoked). The issuer has revoked it."
