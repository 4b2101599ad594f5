"""
A report of the verifier, told to people in their language.

Reports are written in English by a core that knows no other language, and stay so for programs.
Here each check is told by what it is called and how it ended, both of which are stable (`codes.py`):
in English by the report's own words, which are the most precise; in other languages by plain sentences.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from openbadge_issuer.verification import codes
from openbadge_issuer.verification.codes import CheckResult
from openbadge_issuer.verification.report import Check, Outcome, VerificationReport, weightiest
from openbadge_issuer.verification.source import subjects_of
from openbadge_issuer.verification.urls import place_of
from openbadge_issuer.verification.words import in_plain_words
from openbadge_issuer.web.languages import ENGLISH, gettext, marked, visit

TITLES: Mapping[Outcome, str] = {
    Outcome.VALID: marked("Valid"),
    Outcome.INVALID: marked("Not valid"),
    Outcome.UNKNOWN: marked("Could not be decided"),
}
"""How an outcome is headed."""

RESULTS: Mapping[CheckResult, str] = {
    CheckResult.PASSED: marked("passed"),
    CheckResult.FAILED: marked("failed"),
    CheckResult.SKIPPED: marked("skipped"),
    CheckResult.COULD_NOT_BE_CHECKED: marked("could not be checked"),
}
"""How a check ended."""

NAMES: Mapping[str, str] = {
    codes.INPUT: marked("Input"),
    codes.STRUCTURE: marked("Structure"),
    codes.SCHEMA: marked("Schema"),
    codes.LIST: marked("List"),
    codes.STRICTNESS: marked("Strictness"),
    codes.PROOF: marked("Signature"),
    codes.ISSUER_KEY: marked("Issuer"),
    codes.ISSUER_TRUST: marked("Trust in the issuer"),
    codes.REFRESH: marked("Newer version"),
    codes.STATUS: marked("Status"),
    codes.DATES: marked("Dates"),
    codes.RECIPIENT: marked("Recipient"),
    codes.ENDORSED: marked("What is endorsed"),
    codes.ENDORSEMENTS: marked("Endorsements"),
}
"""What a check is called."""

SENTENCES: Mapping[str, Mapping[str, str]] = {
    codes.INPUT: {
        "read": marked("What was handed in could be read."),
        "open-badges-2": marked(
            "This is a badge of the older standard Open Badges 2.0; it is not judged here."
        ),
        "open-badges-1": marked(
            "This is a badge of the older standard Open Badges 1; it is not judged here."
        ),
    },
    codes.STRUCTURE: {"conforms": marked("It is made as the standard asks.")},
    codes.SCHEMA: {
        "conforms": marked("It keeps the rules that it says it follows."),
        "unsupported-type": marked("It names rules of a kind that is not checked here."),
    },
    codes.LIST: {
        "readable": marked("Badges can be looked up in this list."),
        "unreadable": marked("Badges cannot be looked up in this list."),
    },
    codes.STRICTNESS: {
        "all-signed": marked("Everything in it is covered by the signature."),
        "no-context": marked("The profile is not written as linked data."),
    },
    codes.PROOF: {
        "verified": marked("The signature holds: nothing was changed since it was made."),
        "by-presentation": marked("Its issuer signed it as part of a presentation."),
        "verified-disclosure": marked("The signature holds; a part of what was signed is shown."),
        "base-proof": marked(
            "The signature is one that only the earner should have; another one is made of it to show."
        ),
        "none-expected": marked("Profiles are published, not signed."),
    },
    codes.ISSUER_KEY: {
        "issuer-is-key": marked("The issuer is the key itself that signed."),
        "published": marked("The issuer publishes the key that signed as its own."),
        "pinned": marked("It was signed with a key that you know to be the issuer's."),
        "is-holder": marked("The issuer is the holder, who signed."),
        "revoked-key": marked(
            "The key that signed was revoked by its issuer: whatever it signed could be forged."
        ),
        "expired-key": marked("The key that signed had expired."),
        "no-key": marked("Nothing says with which key it was signed."),
    },
    codes.ISSUER_TRUST: {
        "trusted": marked("The issuer is one of those you trust."),
        "not-trusted": marked("The issuer is none of those you trust."),
    },
    codes.REFRESH: {
        "refreshed": marked("A newer version was found, and this is about it."),
        "newest": marked("There is no newer version."),
        "not-made": marked("It names a place for newer versions, which was not asked."),
        "not-fetched": marked("It was not looked up whether there is a newer version."),
        "not-proven": marked("No newer version was asked for, since this one is not proven."),
        "unsupported-service": marked("The way to newer versions that it names is not known here."),
        "unreachable": marked("The place for newer versions could not be reached."),
        "unreadable": marked("What lies at the place for newer versions cannot be read."),
        "another-credential": marked("Something else was found at the place for newer versions."),
        "another-issuer": marked("What was found at the place for newer versions comes from somebody else."),
        "older": marked("What was found at the place for newer versions is older."),
        "unproven-version": marked("What was found at the place for newer versions is not proven."),
    },
    codes.STATUS: {
        "not-revoked": marked("Its issuer has not taken it back."),
        "refreshed": marked("A newer version takes its place."),
        "message": marked("Its issuer has left a message about it."),
        "revoked": marked("Its issuer has revoked it."),
        "suspended": marked("Its issuer has suspended it for the time being."),
        "no-status": marked("It cannot be taken back."),
    },
    codes.DATES: {
        "in-force": marked("It is in force."),
        "not-yet-valid": marked("Its time has not begun yet."),
        "expired": marked("Its time is over."),
        "proof-expired": marked("The time of its signature is over."),
        "reversed": marked("Its end lies before its beginning."),
        "no-dates": marked("It has no dates."),
    },
    codes.RECIPIENT: {
        "is-recipient": marked("It was issued to the person you asked for."),
        "not-the-recipient": marked("It was not issued to the person you asked for."),
        "no-identity": marked("It does not say to whom it was issued."),
        "not-asked": marked("It was not asked whose it is."),
    },
    codes.ENDORSED: {
        "is-about-it": marked("It is about the thing that it stands in."),
        "endorses-itself": marked("Who endorses is the one who is endorsed, or who issued it."),
        "about-another": marked("It is about something else than the thing that it stands in."),
        "no-endorsement": marked("It is no endorsement."),
    },
    codes.ENDORSEMENTS: {
        "all-valid": marked("All endorsements in it are valid."),
        "not-all-valid": marked("Not all endorsements in it are valid; this changes nothing in the outcome."),
        "not-all-made": marked(
            "Not all endorsements in it were checked; this changes nothing in the outcome."
        ),
    },
}
"""Sentences for how checks end, where the verifier has no plain one; its own message is in English only."""

_ASKED = (codes.PROOF, codes.DATES, codes.STATUS, codes.ISSUER_KEY)
"""The four questions that people ask of a badge."""

_BESIDE_THE_POINT = marked("The signature does not hold, so nothing is proven about who made it.")
"""Instead of whose key it is, which is found out before, and of no use to anybody where the key did not sign."""

_NOT_PASSED = (CheckResult.FAILED, CheckResult.COULD_NOT_BE_CHECKED)

_PROVEN: Mapping[str, str] = {
    "the domain ": marked("the domain %(name)s"),
    "the address ": marked("the address %(name)s"),
    "the key ": marked("the key %(name)s"),
}
"""How the verifier begins to say whose signature it is, and how that goes on after "signed by"."""


@dataclass(frozen=True, slots=True)
class Line:
    """
    One of the plain lines in which a check is told.

    Attributes:
        title: What was checked.
        result: How it ended, in words.
        text: A sentence for everybody.
        kind: How it ended, for the icon.
        tone: How it is coloured: as it ended, but "noted" for what was passed by a document that is not valid;
            nothing is green there.
    """

    title: str
    result: str
    text: str
    kind: CheckResult
    tone: str


def lines(report: VerificationReport) -> list[Line]:
    """
    Return the four questions people ask of a badge, each with the check that weighs most.

    Any other check that was not passed follows, the recipient's if it was asked for,
    and what became of the search for a newer version.
    """
    asked = [report.check(name) for name in _ASKED if report.named(name)]
    others = [check for check in report.checks if check.name not in _ASKED and _matters(check)]
    return [_line(report, check) for check in (*asked, *others)]


def sentence(report: VerificationReport, check: Check) -> str:
    """Say in one plain sentence what a check found."""
    if visit().language is ENGLISH:
        return report.explain(check)
    problem = check.problems[0] if check.problems else None
    plain = in_plain_words(
        check.name, check.code, kind=report.kind, path=check.path, problem=problem, translate=gettext
    )
    if plain is not None:
        return plain
    found = SENTENCES.get(check.name, {}).get(check.code)
    return check.message if found is None else gettext(found)


def outcome_title(report: VerificationReport) -> str:
    """Return the words for a report's outcome."""
    return gettext(TITLES[report.outcome])


def why(report: VerificationReport) -> str:
    """Return what stands below the title of a report: whose signature it is, or what is wrong."""
    if not report.checks:
        return gettext("Nothing was checked.")
    decisive = weightiest(report.checks)
    if report.outcome is Outcome.VALID:
        thing = f"The {report.kind or 'document'}"  # one of the verifier's texts
        whole = gettext("%(thing)s is valid. It is signed by %(proven)s.")
        return whole % {"thing": gettext(thing), "proven": proven(report)}
    if decisive.result in _NOT_PASSED:
        return sentence(report, decisive)
    return gettext("Nothing in the document is signed.")


def summary(report: VerificationReport) -> str:
    """Return the outcome and why, in one or two sentences."""
    return why(report) if report.outcome is Outcome.VALID else f"{outcome_title(report)}. {why(report)}"


def proven(report: VerificationReport) -> str:
    """Say whose signature it is, as it goes on after "signed by"; empty where nothing is proven."""
    return _in_words(report.proven or "")


def place(identity: str) -> str:
    """Say which part of the web an issuer's identity speaks for, in the words of `proven`."""
    return _in_words(place_of(identity))


def _in_words(text: str) -> str:
    for beginning, message in _PROVEN.items():
        if text.startswith(beginning):
            return gettext(message) % {"name": text.removeprefix(beginning)}
    return text


def comment(report: VerificationReport) -> str | None:
    """Return what an endorser says about the thing; None if nothing can be read."""
    found = [subject.get("endorsementComment") for subject in subjects_of(report.credential or {})]
    return next((text for text in found if isinstance(text, str) and text), None)


def tone(report: VerificationReport, check: Check) -> str:
    """Say how a check of a report is coloured."""
    if check.passed and report.outcome is not Outcome.VALID:
        return "noted"
    return check.result.replace(" ", "-")


def _line(report: VerificationReport, check: Check) -> Line:
    title = gettext(NAMES.get(check.name, check.name))
    if check.name == codes.ISSUER_KEY and check.passed and _is_forged(report):
        kind = CheckResult.COULD_NOT_BE_CHECKED
        return Line(title, gettext(RESULTS[kind]), gettext(_BESIDE_THE_POINT), kind, kind.replace(" ", "-"))
    text = sentence(report, check)
    return Line(title, gettext(RESULTS[check.result]), text, check.result, tone(report, check))


def _is_forged(report: VerificationReport) -> bool:
    return bool(report.named(codes.PROOF)) and report.check(codes.PROOF).result is CheckResult.FAILED


def _matters(check: Check) -> bool:
    asked = check.name == codes.REFRESH or (check.name == codes.RECIPIENT and check.passed)
    return asked or check.result in _NOT_PASSED
