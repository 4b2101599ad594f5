"""
From reports to the answers of the VC API: `verified`, and what speaks against it.

What could not be checked speaks against it as well, with one exception: a status that cannot be looked up is
a warning, since verification in the W3C's sense (VC Data Model 2.0, 7.1) does not depend on it.
`checks` in the options says what is looked at beside the proof, as the API's older versions have it:
without `status` and `validity` in it status and dates are left out, and a status that is asked for must be found.
"""

from dataclasses import replace

from starlette.responses import JSONResponse

from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.proofs.proof_members import PROOF_PURPOSE
from openbadge_issuer.verification.codes import CREDENTIALS, DATES, PROOF, STATUS, CheckResult
from openbadge_issuer.verification.presentation_report import PresentationReport
from openbadge_issuer.verification.report import Check, VerificationReport
from openbadge_issuer.web.headers import NEVER
from openbadge_issuer.web.vc_api.problem_details import details_of
from openbadge_issuer.web.vc_api.requests import Body

_LEFT_OUT = frozenset({DATES, STATUS})
_ASKED_AS = {"status": STATUS, "credentialStatus": STATUS, "dates": DATES, "validity": DATES}


def credential_answer(report: VerificationReport, body: Body) -> JSONResponse:
    """Answer whether a credential was verified; 400 if it was not."""
    result = _result(_judged(report, body), body)
    if body.is_set("returnCredential"):
        result["credential"] = report.credential
    return _answer(result)


def presentation_answer(report: PresentationReport, body: Body) -> JSONResponse:
    """Answer whether a presentation, and each credential in it, was verified; 400 if not all were."""
    own = replace(report, checks=tuple(check for check in report.checks if check.name != CREDENTIALS))
    count = [check for check in report.checks if check.name == CREDENTIALS and check.code == "too-many"]
    result = _result(replace(own, checks=(*own.checks, *count)), body)
    credentials = [_result(_judged(item.report, body), body) for item in report.credentials]
    whole = {
        **result,
        "verified": result["verified"] and all(item["verified"] for item in credentials),
        "errors": [error for item in (result, *credentials) for error in item["errors"]],
        "warnings": [warning for item in (result, *credentials) for warning in item["warnings"]],
        "presentationResult": result,
        "credentialResults": credentials,
    }
    whole["problemDetails"] = [*whole["errors"], *whole["warnings"]]
    if body.is_set("returnPresentation"):
        whole["presentation"] = report.presentation
    return _answer(whole)


def _judged(report: VerificationReport, body: Body) -> VerificationReport:
    if not body.texts("checks"):
        return report
    wanted = _wanted(body)
    checks = [check for check in report.checks if check.name not in _LEFT_OUT or check.name in wanted]
    return replace(report, checks=tuple(checks))


def _result(report: VerificationReport, body: Body) -> JsonObject:
    against = [check for check in report.checks if _speaks_against(check)]
    soft = [check for check in against if _is_open(check) and STATUS not in _wanted(body)]
    errors = [details_of(check) for check in against if check not in soft]
    warnings = [details_of(check) for check in soft]
    is_proven = any(check.name == PROOF and check.passed for check in report.checks)
    return {
        "verified": is_proven and not errors,
        "checks": sorted({check.name for check in report.checks if check.passed}),
        "errors": errors,
        "warnings": warnings,
        "problemDetails": [*errors, *warnings],
        "report": report.to_dict(),
    }


def _speaks_against(check: Check) -> bool:
    return check.result in (CheckResult.FAILED, CheckResult.COULD_NOT_BE_CHECKED)


def _wanted(body: Body) -> set[str]:
    """Return the names of the checks that the options ask for beside the proof."""
    return {_ASKED_AS[name] for name in body.texts("checks") or [] if name in _ASKED_AS}


def _is_open(check: Check) -> bool:
    return check.name == STATUS and check.result is CheckResult.COULD_NOT_BE_CHECKED


def _answer(result: JsonObject) -> JSONResponse:
    status = 200 if result["verified"] else 400
    return JSONResponse(result, status_code=status, headers={"Cache-Control": NEVER})


def expected_purpose(body: Body) -> Check | None:
    """Return the check that fails if a credential's proof is expected to be for anything but assertion."""
    expected = body.text("expectedProofPurpose")
    if expected in (None, PROOF_PURPOSE):
        return None
    message = f"A credential's proof is for {PROOF_PURPOSE}; {expected!r} was expected."
    return Check(name=PROOF, code="wrong-purpose", message=message)
