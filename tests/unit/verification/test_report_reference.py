"""The reference tells every check, every code and every field of a report."""

import re
from datetime import UTC, datetime
from pathlib import Path

from openbadge_issuer.errors import Problem
from openbadge_issuer.verification.codes import CODES
from openbadge_issuer.verification.report import Check, Outcome, VerificationReport

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "report.md").read_text("utf-8")


def test_reference_has_every_check_and_code_with_its_result():
    told = {}
    for section in PAGE.split("\n### ")[1:]:
        name, _, body = section.partition("\n")
        told[name] = dict(re.findall(r"^\| `([a-z0-9-]+)` \| ([a-z ]+) \| .+\.(?: \|)$", body, re.MULTILINE))
    assert told == {
        name: {code: str(result) for code, result in codes.items()} for name, codes in CODES.items()
    }


def test_reference_has_every_field():
    problem = Problem(code="x", path="$", message="X.")
    check = Check(name="proof", code="verified", message="X.", problems=(problem,))
    report = VerificationReport(checks=(check,), checked_at=datetime(2026, 6, 1, tzinfo=UTC)).to_dict()
    fields = {*report, *report["source"], *report["issuer"], *report["checks"][0], *problem.to_dict()}
    assert [field for field in sorted(fields) if f"`{field}`" not in PAGE] == []


def test_reference_has_every_outcome():
    assert all(f"| `{outcome}` |" in PAGE for outcome in Outcome)
