"""
Step 1 and what goes with it: is the document what it says it is, and is all of it signed?

*Structure* compares it with the Open Badges data model.
*Strictness* makes sure that everything in it has a meaning in linked data; signatures cover nothing else:
a property that no context defines would be shown by a wallet, and could be changed by anybody.

The other steps have files of their own: `signatures`, `dates`, `status`, `recipient`.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from openbadge_issuer.errors import (
    ComplexityError,
    ContextError,
    InputError,
    LinkedDataError,
    Problem,
    StrictnessError,
)
from openbadge_issuer.json_text import JsonObject, child_path, shorten
from openbadge_issuer.linked_data.programs import canonical_text
from openbadge_issuer.proofs.jwt_claims import REGISTERED_CLAIMS
from openbadge_issuer.proofs.suites import suite_of
from openbadge_issuer.verification.circumstances import Circumstances
from openbadge_issuer.verification.codes import STRICTNESS, STRUCTURE
from openbadge_issuer.verification.endorsement_places import without_endorsements
from openbadge_issuer.verification.report import Check
from openbadge_issuer.verification.signatures import MAX_PROOFS, Signatures
from openbadge_issuer.verification.source import Source, proofs_of
from openbadge_issuer.verification.subjects import find_problems

MAX_PROBLEMS = 100
"""Most findings kept of one check; nobody reads more."""


_CONFORMS = Check(name=STRUCTURE, code="conforms", message="The document is what Open Badges 3.0 describes.")
_ALL_SIGNED = Check(
    name=STRICTNESS, code="all-signed", message="Everything in the document is covered by the signature."
)


def check_structure(source: Source) -> Check:
    """Compare a document with the data model; endorsements in it are compared by themselves."""
    bare = without_endorsements(source.document) if source.may_be_endorsed else source.document
    problems = find_problems(bare)[:MAX_PROBLEMS]
    if not problems:
        return _CONFORMS
    return _with_problems(Check(name=STRUCTURE, code="does-not-conform", message=_told(problems)), problems)


def check_strictness(source: Source, circumstances: Circumstances, known: Signatures | None = None) -> Check:
    """
    Make sure that everything in a document, and in its proofs, is covered by a signature.

    `known` is what became of its proofs, if that is known: some tell it already.
    """
    if known is not None and known.is_strict:
        return _ALL_SIGNED
    if known is not None and known.too_complex is not None:
        return _too_complex(known.too_complex)
    return _strictness(source, circumstances)


def _strictness(source: Source, circumstances: Circumstances) -> Check:
    if "@context" not in source.document and source.document_kind == "profile":
        return Check(
            name=STRICTNESS, code="no-context", message="The profile is plain JSON, not linked data."
        )
    problems = _beside_the_credential(source)
    for path, part in _parts(source):
        try:
            canonical_text(part, contexts=circumstances.contexts)
        except StrictnessError as error:
            problems += [_moved(problem, path) for problem in _problems_of(error)]
        except ContextError as error:
            return Check(name=STRICTNESS, code="unknown-context", message=error.message, path="$['@context']")
        except ComplexityError as error:
            return _too_complex(error)
        except (LinkedDataError, InputError) as error:
            return Check(name=STRICTNESS, code="not-linked-data", message=error.message, path=error.path)
    if problems:
        return _with_problems(Check(name=STRICTNESS, code="not-signed", message=_told(problems)), problems)
    return _ALL_SIGNED


def _beside_the_credential(source: Source) -> list[Problem]:
    """Find what stands beside the credential in a JWT of version 1.1, and could be taken for a part of it."""
    if source.jwt is None or "vc" not in source.jwt.payload:
        return []
    message = (
        "No context gives this claim a meaning; beside vc only the registered claims of a JWT may stand."
    )
    return [
        Problem(code="undefined-claim", path=child_path("$", name), message=message, value=shorten(name))
        for name in sorted(source.jwt.payload.keys() - REGISTERED_CLAIMS - {"vc"})
    ]


def _too_complex(error: ComplexityError) -> Check:
    return Check(name=STRICTNESS, code="too-complex", message=error.message)


def _parts(source: Source) -> Iterator[tuple[str, JsonObject]]:
    """Yield what is canonicalized by itself: the document without its proofs, and each proof."""
    bare = {key: value for key, value in source.document.items() if key != "proof"}
    yield "$", bare
    context: Any = source.document.get("@context")
    listed = proofs_of(source.document)[
        :MAX_PROOFS
    ]  # with more, no proof is checked, and the badge is invalid
    proofs = [(path, proof) for path, proof in listed if isinstance(proof, dict)]
    signed = _shortest_signed_context([proof for _, proof in proofs])
    if signed not in (None, _as_list(context)):
        yield "$", {**bare, "@context": signed}
    for path, proof in proofs:
        options = {key: value for key, value in proof.items() if key != "proofValue"}
        yield path, {**options, "@context": context}


def _shortest_signed_context(proofs: list[JsonObject]) -> list[Any] | None:
    """
    Return the shortest context that a proof over the JSON as it stands signs; None if the document's is signed.

    Such a proof may leave out the end of the document's context.
    Everything must have its meaning without that end too, or anybody could give it one.
    """
    contexts = [
        _as_list(proof["@context"])
        for proof in proofs
        if "@context" in proof and (suite := suite_of(proof)) is not None and suite.signs_text
    ]
    return min(contexts, key=len, default=None)


def _as_list(context: object) -> list[Any]:
    return context if isinstance(context, list) else [context]


def _problems_of(error: StrictnessError) -> list[Problem]:
    return list(error.problems) or [Problem(code=error.code, path=error.path or "$", message=error.message)]


def _moved(problem: Problem, path: str) -> Problem:
    return replace(problem, path=path + problem.path.removeprefix("$"))


def _told(problems: list[Problem]) -> str:
    others = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"{problems[0].path}: {problems[0].message}{others}"


def _with_problems(check: Check, problems: list[Problem]) -> Check:
    return replace(check, path=problems[0].path, problems=tuple(problems[:MAX_PROBLEMS]))
