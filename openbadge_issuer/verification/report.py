"""
What a verification found: checks, and the outcome that follows from them.

A report decides nothing beyond the rules written here; the checks are made in `checks.py` and its neighbours.
Endorsements have reports of their own within it, and no say in its outcome.
The issuer's name is a claim of whoever wrote the document.
What is proven is a domain or a key, and stands under `proven`.
"""

import copy
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from openbadge_issuer.errors import OpenBadgeError, Problem
from openbadge_issuer.json_text import JsonObject, shorten
from openbadge_issuer.verification.codes import CODES, ISSUER_KEY, MAY_BE_UNKNOWN, PROOF, CheckResult
from openbadge_issuer.verification.source import subjects_of
from openbadge_issuer.verification.words import in_plain_words

_PLACES = {name: place for place, name in enumerate(CODES)}
"""Where a check stands in the order of the specification."""

MAX_MESSAGE = 1_000
"""Longest message and path kept, in characters: both may repeat what a stranger wrote."""


class Outcome(StrEnum):
    """What all checks together say."""

    VALID = "valid"
    INVALID = "invalid"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """
    One check and how it ended.

    Attributes:
        name: Which check, such as `issuer key`; all stand in `codes.py`.
        code: How it ended, as a stable short name, such as `revoked-key`.
        message: The same as a sentence for people.
        path: Where in the document, as a JSON path, where there is one such place.
        problems: Every single finding, where there can be several.

    Raises:
        ValueError: If name and code are not in the table `CODES`.
    """

    name: str
    code: str
    message: str
    path: str | None = None
    problems: tuple[Problem, ...] = ()

    def __post_init__(self) -> None:
        if self.code not in CODES.get(self.name, ()):
            raise ValueError(f"{self.name}: {self.code} is not in the table of checks.")
        _make_printable(self, "message", "path")

    @property
    def result(self) -> CheckResult:
        """How the check ended; it follows from the code."""
        return CODES[self.name][self.code]

    @property
    def passed(self) -> bool:
        """True if the check was made and passed."""
        return self.result is CheckResult.PASSED

    @property
    def failed(self) -> bool:
        """True if the check was made and failed."""
        return self.result is CheckResult.FAILED

    def to_dict(self) -> dict[str, Any]:
        """Return the check as plain JSON; `problems` stands there only where there are some."""
        document: dict[str, Any] = {
            "name": self.name,
            "code": self.code,
            "result": str(self.result),
            "message": self.message,
            "path": self.path,
        }
        if self.problems:
            document["problems"] = [problem.to_dict() for problem in self.problems]
        return document

    def __str__(self) -> str:
        return f"{self.name}: {self.result} ({self.code}). {self.message}"


@dataclass(frozen=True, kw_only=True, slots=True)
class VerificationReport:
    """
    Every check that was made of one document; true in a condition only if the outcome is `valid`.

    Attributes:
        checks: In the order of the specification; a name can stand there twice (two proofs, two statuses).
        checked_at: The moment for which dates were judged.
        source_kind: What came in: `document`, `json`, `jwt`, `png` or `svg`; None if it could not be told.
        form: How the credential is secured: `json` or `jwt`; None if it could not be read.
        kind: What it is: `badge`, `endorsement`, `status list`, `profile`, `older badge`; None if none of these.
        credential: The document as it was read, with its proof; None if it could not be read.
        issuer_id: Who the document says issued it.
        issuer_name: What the document calls its issuer: a claim, never proven.
        proven: Whose signature it is, in words: a domain or a key; None if that is not proven.
        details: Hashes (hex) behind a proof that does not hold, for comparing with other software.
        path: For an endorsement: where it stands in the document that carries it. Paths in its own report begin
            at the endorsement.
        endorsements: A report for each endorsement in the document that was verified.
        original: The report of the document as it came in, if a newer version of it took its place.
    """

    checks: tuple[Check, ...]
    checked_at: datetime
    source_kind: str | None = None
    form: str | None = None
    kind: str | None = None
    credential: JsonObject | None = field(default=None, repr=False)
    issuer_id: str | None = None
    issuer_name: str | None = None
    proven: str | None = None
    details: JsonObject = field(default_factory=dict, repr=False)
    path: str | None = None
    endorsements: tuple["VerificationReport", ...] = ()
    original: "VerificationReport | None" = None

    def __post_init__(self) -> None:
        _make_printable(self, "issuer_name", "path")

    @property
    def outcome(self) -> Outcome:
        """
        Return what the checks say together.

        Invalid if any check failed, or none was made.
        Otherwise unknown if any check could not be made, or no proof was checked (nobody signs a profile).
        Otherwise valid.
        """
        results = {check.result for check in self.checks}
        if not results or CheckResult.FAILED in results:
            return Outcome.INVALID
        proven = any(check.name == PROOF and check.passed for check in self.checks)
        if CheckResult.COULD_NOT_BE_CHECKED in results or not proven:
            return Outcome.UNKNOWN
        return Outcome.VALID

    @property
    def valid(self) -> bool:
        """True if the outcome is `valid`."""
        return self.outcome is Outcome.VALID

    def __bool__(self) -> bool:
        return self.valid

    def __str__(self) -> str:
        return "\n".join([self.summary, *(f"- {check}" for check in self.checks)])

    def named(self, name: str) -> tuple[Check, ...]:
        """Return the checks of one name: none, one, or several."""
        return tuple(check for check in self.checks if check.name == name)

    def check(self, name: str) -> Check:
        """
        Return the check of one name; of several the one that weighs most.

        Raises:
            KeyError: If no such check was made.
        """
        found = self.named(name)
        if not found:
            raise KeyError(name)
        return weightiest(found)

    def suffices(self, *, accept_unknown: Collection[str] = ()) -> bool:
        """
        Tell whether this is good enough for a caller who can do without some checks.

        A check that failed is never good enough, nor is a document whose proof does not hold.

        Args:
            accept_unknown: Names of checks that may be left open, where they could not be made:
                `schema` (it may lack what an extension asks for), `status` (it may have been revoked),
                `recipient` (it may be somebody else's),
                `issuer key` (anybody may have made it, in the issuer's name).
                By default none, so that only `valid` suffices.

        Raises:
            TypeError: If `accept_unknown` is a single text.
            ValueError: If it names anything else.
        """
        if isinstance(accept_unknown, str):
            raise TypeError("accept_unknown is a list of checks; found a single text.")
        strange = sorted(set(accept_unknown) - MAY_BE_UNKNOWN)
        if strange:
            names = ", ".join(sorted(MAY_BE_UNKNOWN))
            raise ValueError(f"{strange[0]!r} cannot be left open; {names} can.")
        unknown = {check.name for check in self.checks if check.result is CheckResult.COULD_NOT_BE_CHECKED}
        proven = any(check.name == PROOF and check.passed for check in self.checks)
        return self.outcome is not Outcome.INVALID and proven and unknown <= set(accept_unknown)

    def with_checks(self, *checks: Check, **changes: Any) -> Self:
        """Return this report with more checks, each in its place in the order of the specification; and changed."""
        ordered = sorted((*self.checks, *checks), key=lambda check: _PLACES[check.name])
        return replace(self, checks=tuple(ordered), **changes)

    @property
    def is_proven(self) -> bool:
        """True if every proof holds, and one is the issuer's: whatever it says, the issuer said it."""
        return all(
            bool(self.named(name)) and all(check.passed for check in self.named(name))
            for name in (PROOF, ISSUER_KEY)
        )

    @property
    def endorses(self) -> str | None:
        """The id of what an endorsement says it is about; None for other documents."""
        if self.kind != "endorsement" or self.credential is None:
            return None
        ids = [subject.get("id") for subject in subjects_of(self.credential)]
        return next((_printable(identifier) for identifier in ids if isinstance(identifier, str)), None)

    def explain(self, check: Check) -> str:
        """Say in one plain sentence what a check of this report found; its `message` says it precisely."""
        problem = check.problems[0] if check.problems else None
        plain = in_plain_words(check.name, check.code, kind=self.kind, path=check.path, problem=problem)
        return check.message if plain is None else _printable(plain)

    @property
    def summary(self) -> str:
        """One sentence: the outcome, and why it is not valid where it is not."""
        if not self.checks:
            return "Not valid. Nothing was checked."
        decisive = weightiest(self.checks)
        match self.outcome:
            case Outcome.VALID:
                return f"The {self.kind or 'document'} is valid. It is signed by {self.proven}."
            case Outcome.INVALID:
                return f"Not valid. {self.explain(decisive)}"
            case _ if decisive.result is CheckResult.COULD_NOT_BE_CHECKED:
                return f"Could not be decided. {self.explain(decisive)}"
            case _:
                return "Could not be decided. Nothing in the document is signed."

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain JSON; the format is documented in docs/reference/report.md."""
        return {
            "outcome": str(self.outcome),
            "valid": self.valid,
            "summary": self.summary,
            "checkedAt": self.checked_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
            "source": {"kind": self.source_kind, "form": self.form, "document": self.kind},
            "issuer": {"id": self.issuer_id, "claimedName": self.issuer_name},
            "proven": self.proven,
            "checks": [check.to_dict() for check in self.checks],
            "details": copy.deepcopy(self.details),
            "path": self.path,
            "endorses": self.endorses,
            "endorsements": [report.to_dict() for report in self.endorsements],
            "original": self.original.to_dict() if self.original is not None else None,
        }

    def raise_if_not_valid(self) -> None:
        """
        Do nothing if the outcome is `valid`.

        Raises:
            VerificationError: Otherwise; its `report` is this report.
        """
        if not self.valid:
            raise VerificationError(self)


class VerificationError(OpenBadgeError):
    """
    A report is not valid, and its reader asked for an exception.

    Attributes:
        report: The whole report.
    """

    code = "not-valid"

    def __init__(self, report: VerificationReport) -> None:
        decisive = weightiest(report.checks) if report.checks else None
        problems = [problem for check in report.checks for problem in check.problems]
        super().__init__(report.summary, path=decisive.path if decisive else None, problems=problems)
        self.report = report


_WEIGHT = (CheckResult.FAILED, CheckResult.COULD_NOT_BE_CHECKED, CheckResult.PASSED, CheckResult.SKIPPED)

_NO_KEY = (PROOF, "no-key")


def weightiest(checks: Sequence[Check]) -> Check:
    """
    Return the check that weighs most: failed, not checked, passed, skipped; the first of equals.

    A proof without a key is the last of equals, since another check says why there is none.
    """
    return min(checks, key=lambda check: (_WEIGHT.index(check.result), (check.name, check.code) == _NO_KEY))


def _make_printable(frozen: "Check | VerificationReport", *texts: str) -> None:
    """Replace texts of a value that is just being made by what can be shown; without one there is none."""
    for name in texts:
        found = getattr(frozen, name)
        if found is not None and found is not (shown := _printable(found)):
            object.__setattr__(frozen, name, shown)


def _printable(text: str) -> str:
    """Cut a text, and take out what could end a line or turn its direction where it is shown."""
    if text.isprintable() and len(text) <= MAX_MESSAGE:
        return text
    return "".join(char if char.isprintable() else "\ufffd" for char in shorten(text, MAX_MESSAGE))
