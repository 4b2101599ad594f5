"""
Putting endorsements into a badge: each must be about the badge's achievement, sound, and good.

They go in as the JSON documents that were signed, never through the data model, which would write them anew:
a proof over the text itself (the jcs suites) would then no longer hold.
JWTs are not embedded: the term `endorsementJwt` came late into the published context, so a badge with one
has two canonical forms, by the copy of the context a verifier has, and its signature holds under one only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from openbadge_issuer import model
from openbadge_issuer.errors import InputError, ModelError, Problem, ProofError
from openbadge_issuer.issuer.endorsement import AnyEndorsement, Endorsement
from openbadge_issuer.json_text import JsonObject, parse_object, shorten, to_text
from openbadge_issuer.keys.public_key import PublicKey
from openbadge_issuer.linked_data.contexts import Contexts
from openbadge_issuer.ports import DocumentFetcher
from openbadge_issuer.verification.verifier import verify

MAX_EMBEDDED = 16
"""Most endorsements in one achievement, by number: each makes every badge larger, and takes verifying."""

MAX_ENDORSEMENT = 65_536
"""Largest endorsement that is embedded, in bytes of JSON: a comment of many pages, and a profile with it."""

PLACE = "$.credentialSubject.achievement.endorsement"
"""Where they stand in a badge, as a JSON path."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Means:
    """What endorsements are verified with; the arguments of `verify`."""

    now: datetime
    contexts: Contexts | None
    fetcher: DocumentFetcher | None
    trusted_keys: Mapping[str, PublicKey | Sequence[PublicKey]]


def embed(badge: JsonObject, endorsements: Sequence[AnyEndorsement], means: Means | None) -> None:
    """
    Put endorsements into a badge's achievement, after those that it has.

    Args:
        badge: The badge, without proof; it is changed.
        endorsements: What to put in.
        means: What to verify all that it then has with; None if its caller has verified them.

    Raises:
        ModelError: If one is no endorsement, or is about something else; says which.
        InputError: If one is no JSON, or too large, or there are too many.
        ProofError: If one does not verify, or that could not be decided; says why.
    """
    subject = badge["credentialSubject"]
    achievement = subject["achievement"]
    found = [*achievement.get("endorsement", ()), *map(document_of, endorsements)]
    if not found:
        return
    if len(found) > MAX_EMBEDDED:
        raise InputError(
            f"A badge takes at most {MAX_EMBEDDED} endorsements; found {len(found)}.", path=PLACE
        )
    for index, document in enumerate(found):
        path = f"{PLACE}[{index}]"
        check_about(document, achievement["id"], path=path)
        if means is not None:
            _check_good(document, means, path=path)
    subject["achievement"] = {**achievement, "endorsement": found}


def document_of(endorsement: AnyEndorsement) -> JsonObject:
    """
    Return a copy of an endorsement as a document.

    Raises:
        InputError: If it is a JWT, no JSON, or too large.
    """
    text = endorsement.json if isinstance(endorsement, Endorsement) else endorsement
    if isinstance(text, str) and not text.lstrip("\ufeff \t\r\n").startswith("{"):
        raise InputError(
            f"An endorsement is embedded as JSON with a proof in it; found {shorten(text, 40)!r}.",
            hint="Ask the endorser for the JSON form. A JWT can be given alongside the badge.",
        )
    return parse_object(text if isinstance(text, str) else to_text(text), max_bytes=MAX_ENDORSEMENT)


def check_about(document: JsonObject, id: str, *, path: str = "$") -> None:
    """
    Make sure that a document is an endorsement of what has an id.

    Raises:
        ModelError: If not; says where.
    """
    try:
        endorsement = model.EndorsementCredential.from_document(document)
    except ModelError as error:
        problems = [_moved(problem, path) for problem in error.problems]
        raise ModelError(error.message, path=problems[0].path, problems=problems) from error
    if not endorsement.proof:
        raise _refused("missing", f"{path}.proof", "Expected the endorser's proof; found none.")
    found = endorsement.credential_subject.id
    if found != id:
        message = f"Expected an endorsement of {shorten(id)}; found one of {shorten(found)}."
        raise _refused("another-subject", f"{path}.credentialSubject.id", message)


def _check_good(document: JsonObject, means: Means, *, path: str) -> None:
    report = verify(
        document,
        fetcher=means.fetcher,
        now=means.now,
        contexts=means.contexts,
        trusted_keys=means.trusted_keys,
    )
    if not report.valid:
        raise ProofError(
            f"The endorsement at {path} is not put into the badge. {report.summary}",
            hint="Give issue() a fetcher, or the endorser's key as trusted_keys."
            if report.outcome == "unknown"
            else "Ask the endorser for another one.",
            path=path,
            problems=[problem for check in report.checks for problem in check.problems],
        )


def _moved(problem: Problem, path: str) -> Problem:
    place = path + problem.path.removeprefix("$")
    return Problem(code=problem.code, path=place, message=problem.message, value=problem.value)


def _refused(code: str, path: str, message: str) -> ModelError:
    problem = Problem(code=code, path=path, message=message)
    return ModelError(f"Not an endorsement that can be embedded: {problem}", path=path, problems=[problem])
