"""A verification report as text for people: the outcome, each check, and what others say, set apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openbadge_issuer.cli import output

if TYPE_CHECKING:
    from openbadge_issuer.verification.report import Check, VerificationReport

MARKS = {"passed": "✓", "failed": "✗", "skipped": "–", "could not be checked": "?"}

_OUTCOMES = {"valid": "VALID", "invalid": "NOT VALID", "unknown": "UNDECIDED"}


def print_report(report: VerificationReport, *, suffices: bool) -> None:
    """Print a report; `suffices` says that the caller asked for no more than this."""
    accepted = suffices and not report.valid
    output.say(
        "ACCEPTED: nothing failed, and what could not be checked is what you can do without."
        if accepted
        else _headline(report)
    )
    _print_issuer(report, indent="  ")
    for check in report.checks:
        _print_check(report, check)
    if report.original is not None:
        output.say(f"  What came in is an older version. {report.original.summary}")
    if report.endorsements:
        output.say("Endorsements; they change nothing in the outcome above:")
    _print_endorsements(report, indent="  ")


def _headline(report: VerificationReport) -> str:
    """The outcome, and in a sentence what decided it."""
    _, _, reason = report.summary.partition(". ")
    return (
        f"{_OUTCOMES[report.outcome]}: {reason if not report.valid else 'every check that applies passed.'}"
    )


def _print_check(report: VerificationReport, check: Check) -> None:
    """What was found in plain words; below, if that says more, precisely and where."""
    plain = report.explain(check)
    place = f" ({check.path})" if check.path else ""
    if plain == check.message:
        output.say(f"  {MARKS[check.result]} {check.name}: {plain}{place}")
    else:
        output.say(f"  {MARKS[check.result]} {check.name}: {plain}")
        output.say(f"      {check.message}{place}")


def _print_issuer(report: VerificationReport, *, indent: str, who: str = "issuer") -> None:
    if report.proven:
        output.say(f"{indent}Proven: {report.proven}")
    if report.issuer_name:
        output.say(f"{indent}The {who} calls itself: {report.issuer_name}")


def _print_endorsements(report: VerificationReport, *, indent: str) -> None:
    for endorsement in report.endorsements:
        about = f", about {endorsement.endorses}" if endorsement.endorses else ""
        output.say(f"{indent}{_OUTCOMES[endorsement.outcome]}: {endorsement.path}{about}")
        deeper = indent + "  "
        _print_issuer(endorsement, indent=deeper, who="endorser")
        for check in endorsement.checks:
            if MARKS[check.result] in "✗?":
                output.say(f"{deeper}{MARKS[check.result]} {check.name}: {endorsement.explain(check)}")
        _print_endorsements(endorsement, indent=deeper)
