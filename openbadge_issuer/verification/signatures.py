"""
Step 2: does the proof hold, and is it the issuer's? (Open Badges 3.0, "OpenBadgeCredential Verification")

A badge is a JWT, or has embedded proofs, or both.
All of several must hold, and at least one must be the issuer's; the others may be a partner's.
A proof that builds on others (`previousProof`) signs them too, so they must be there.
A proof of a kind that is not known here is not called wrong: it could not be checked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from openbadge_issuer.errors import (
    ComplexityError,
    ContextError,
    InputError,
    KeyMaterialError,
    LinkedDataError,
    Problem,
    ProofError,
    StrictnessError,
)
from openbadge_issuer.json_text import JsonObject, child_path, name_of, shorten
from openbadge_issuer.keys.public_key import PublicKey
from openbadge_issuer.linked_data.contexts import Contexts
from openbadge_issuer.proofs import vc_jwt
from openbadge_issuer.proofs.data_integrity import proof_hashes, verify_proof
from openbadge_issuer.proofs.proof_chain import previous_proofs
from openbadge_issuer.proofs.proof_members import PROOF_TYPE
from openbadge_issuer.proofs.suite import HashData, Transformations
from openbadge_issuer.proofs.suites import suite_of
from openbadge_issuer.proofs.vc_jwt import DecodedJwt
from openbadge_issuer.verification.circumstances import Circumstances
from openbadge_issuer.verification.codes import ISSUER_KEY, PROOF
from openbadge_issuer.verification.disclosure import as_disclosure, unusable_disclosure
from openbadge_issuer.verification.key_claim import KeyClaim
from openbadge_issuer.verification.report import Check, weightiest
from openbadge_issuer.verification.resolved_key import KeyRefusedError, ResolvedKey
from openbadge_issuer.verification.resolver import resolve
from openbadge_issuer.verification.source import Source, proofs_of

MAX_PROOFS = 8
"""Most proofs checked in one document; each costs its own canonicalization. Two partners who sign make two."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Signatures:
    """
    What became of a document's proofs.

    Attributes:
        proofs: A check for each.
        issuer_key: Whether one of them is the issuer's.
        proven: Whose signature it is, in words; None if that is not proven.
        is_strict: True if the proofs themselves made sure that everything in the document is signed.
        too_complex: Why canonicalizing the document was given up, if it was.
        details: Intermediate values of a proof that does not hold.
    """

    proofs: tuple[Check, ...]
    issuer_key: Check
    proven: str | None = None
    is_strict: bool = False
    too_complex: ComplexityError | None = None
    details: JsonObject = field(default_factory=dict)

    @property
    def hold(self) -> bool:
        """True if all proofs hold, and the issuer stands behind one."""
        return self.issuer_key.passed and all(check.passed for check in self.proofs)


def check_signatures(source: Source, circumstances: Circumstances) -> Signatures:
    """Check every proof of a document, the JWT it stands in among them, and whose they are."""
    proofs = proofs_of(source.document)
    if not proofs and source.jwt is None:
        return _none(Check(name=PROOF, code="no-proof", message="Nothing in the document is signed."))
    if len(proofs) > MAX_PROOFS:
        message = f"The document has {len(proofs)} proofs; at most {MAX_PROOFS} are checked."
        return _none(Check(name=PROOF, code="too-many-proofs", message=message, path="$.proof"))
    shared = Transformations()
    parts = [_checked_proof(path, proof, source, circumstances, shared) for path, proof in proofs]
    if source.jwt is not None:
        parts.insert(0, _checked_jwt(source.jwt, source, circumstances))
    return replace(_joined(parts), too_complex=shared.too_complex)


def _none(check: Check) -> Signatures:
    key = Check(name=ISSUER_KEY, code="no-key", message="Without a proof there is no key.")
    return Signatures(proofs=(check,), issuer_key=key)


def _joined(parts: Sequence[Signatures]) -> Signatures:
    if len(parts) == 1 and parts[0].hold:  # as in most documents
        return parts[0]
    issuers = [part for part in parts if part.hold]
    keys = [part.issuer_key for part in parts]
    return Signatures(
        proofs=tuple(check for part in parts for check in part.proofs),
        issuer_key=issuers[0].issuer_key if issuers else weightiest(keys),
        proven=issuers[0].proven if issuers else None,
        is_strict=all(part.is_strict for part in parts),
        details=next((part.details for part in parts if part.details), {}),
    )


# --- embedded proofs


def _checked_proof(
    path: str, proof: object, source: Source, circumstances: Circumstances, shared: Transformations
) -> Signatures:
    if not isinstance(proof, dict):
        message = f"A proof is an object; found {name_of(proof)}."
        return _none(Check(name=PROOF, code="malformed-proof", message=message, path=path))
    document, method = source.document, proof.get("verificationMethod")
    resolved = _resolved(lambda: KeyClaim.of_method(method, issuer=source.signatory), circumstances)
    check, previous = _unusable(path, proof, circumstances.purpose), []
    if check is None:
        try:
            previous = previous_proofs(proof, [item for _, item in proofs_of(document)])
        except ProofError as error:
            where = child_path(path, "previousProof")
            check = Check(name=PROOF, code="broken-chain", message=error.message, path=where)
    signed = _Signed(
        document={key: value for key, value in document.items() if key != "proof"},
        proof=proof,
        previous=previous,
        contexts=circumstances.contexts,
        shared=shared,
        purpose=circumstances.purpose,
    )
    check = check or _tried(signed.verify, resolved.keys, path)
    suite = suite_of(proof)
    if suite is not None and suite.discloses:
        check = as_disclosure(check)
    return Signatures(
        proofs=(check,),
        issuer_key=resolved.check,
        proven=resolved.proven if check.passed else None,
        is_strict=check.passed and suite is not None and not suite.signs_text,
        details=_hashes(signed, resolved.keys[0]) if check.code == "not-verified" else {},
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Signed:
    """What an embedded proof signs: the document without proofs, and the proofs that it builds on."""

    document: JsonObject
    proof: JsonObject
    previous: Sequence[JsonObject]
    contexts: Contexts | None
    shared: Transformations
    purpose: str

    def verify(self, key: PublicKey) -> None:
        verify_proof(
            self.document,
            self.proof,
            key,
            previous=self.previous,
            contexts=self.contexts,
            transformations=self.shared,
            purpose=self.purpose,
        )

    def hashes(self, key: PublicKey) -> HashData:
        return proof_hashes(
            self.document,
            self.proof,
            key,
            previous=self.previous,
            contexts=self.contexts,
            transformations=self.shared,
            purpose=self.purpose,
        )


def _unusable(path: str, proof: JsonObject, purpose: str) -> Check | None:
    """Tell why a proof cannot be tried: it is malformed, for another purpose, or of a kind not known here."""
    named = ("cryptosuite",) if proof.get("type") == PROOF_TYPE else ()
    for member in ("type", "proofPurpose", *named):
        if not isinstance(proof.get(member), str):
            message = f"A proof must have {member} as a string."
            return Check(name=PROOF, code="malformed-proof", message=message, path=child_path(path, member))
    if proof["proofPurpose"] != purpose:
        message = f"The proof is made for {shorten(proof['proofPurpose'], 40)!r}, not for {purpose}."
        return Check(name=PROOF, code="wrong-purpose", message=message, path=child_path(path, "proofPurpose"))
    suite = suite_of(proof)
    if suite is None:
        kind = proof.get("cryptosuite") if proof["type"] == PROOF_TYPE else proof["type"]
        message = f"Proofs of the kind {shorten(str(kind), 40)!r} cannot be checked here."
        return Check(name=PROOF, code="unsupported-proof", message=message, path=path)
    return unusable_disclosure(path, proof) if suite.discloses else None


def _hashes(signed: _Signed, key: PublicKey) -> JsonObject:
    """Say what a proof that does not hold should have signed, for whoever wants to know why it does not."""
    try:
        data = signed.hashes(key)
    except (ProofError, LinkedDataError, InputError):
        return {}
    return {
        "documentHash": data.document_hash.hex(),
        "proofHash": data.proof_hash.hex(),
        "canonicalDocument": data.canonical_document,
        "canonicalProof": data.canonical_proof,
    }


# --- JWT


def _checked_jwt(jwt: DecodedJwt, source: Source, circumstances: Circumstances) -> Signatures:
    resolved = _resolved(lambda: KeyClaim.of_header(jwt.header, issuer=source.signatory), circumstances)
    check = _tried(lambda key: vc_jwt.verify(jwt, key), resolved.keys, None)
    if check.passed and source.presenter is None:
        check = _claims(jwt, source, circumstances.domain) or _remarked(check, jwt)
    proven = resolved.proven if check.passed else None
    return Signatures(proofs=(check,), issuer_key=resolved.check, proven=proven)


def _claims(jwt: DecodedJwt, source: Source, domain: str | None) -> Check | None:
    """Compare the claims with the credential, and the audience with the caller too."""
    problems = [
        problem for problem in vc_jwt.claim_problems(jwt) if not _may_differ(problem, jwt, source, domain)
    ]
    if not problems:
        return None
    return Check(
        name=PROOF,
        code="claims-differ",
        message=problems[0].message,
        path=problems[0].path,
        problems=tuple(problems),
    )


def _remarked(check: Check, jwt: DecodedJwt) -> Check:
    """Name what Open Badges does not allow in the header, although it harms nobody."""
    problems = vc_jwt.header_problems(jwt)
    if not problems:
        return check
    names = ", ".join(problem.path.removeprefix("$.") for problem in problems)
    message = f"{check.message} Its header has what Open Badges does not allow there: {names}."
    return replace(check, message=message, problems=tuple(problems))


def _may_differ(problem: Problem, jwt: DecodedJwt, source: Source, domain: str | None) -> bool:
    """
    Tell whether a claim need not repeat the credential.

    `sub` is missing in the standard's own samples, and says nothing that the credential does not say.
    Status lists follow another standard, which asks for none of the claims.
    A token that names the caller as its audience is not for somebody else (RFC 7519, 4.1.3).
    """
    if problem.code == "aud-mismatch":
        audience = jwt.payload["aud"]
        return domain is not None and domain in (audience if isinstance(audience, list) else [audience])
    return problem.code == "sub-missing" or (source.is_status_list and problem.code.endswith("-missing"))


# --- both


def _resolved(read_claim: Callable[[], KeyClaim], circumstances: Circumstances) -> ResolvedKey:
    try:
        claim = read_claim()
    except KeyMaterialError as error:
        return KeyRefusedError("malformed-method", error.message).resolved(carried=None)
    return resolve(claim, circumstances)


@lru_cache(maxsize=MAX_PROOFS + 2)
def _verified(path: str | None) -> Check:
    message = "The proof holds: nothing was changed since it was made."
    return Check(name=PROOF, code="verified", message=message, path=path)


def _tried(verify: Callable[[PublicKey], None], keys: Sequence[PublicKey], path: str | None) -> Check:
    """Check a signature with each key that may have made it."""
    failure = None
    for key in keys:
        try:
            verify(key)
        except ProofError as error:
            message = f"The proof does not hold: {error.message}"
            failure = Check(name=PROOF, code="not-verified", message=message, path=path)
        except ContextError as error:
            return Check(name=PROOF, code="unknown-context", message=error.message, path=path)
        except StrictnessError:
            message = "What the proof signs cannot be told, since it does not sign all of the document."
            return Check(name=PROOF, code="not-canonical", message=message, path=path)
        except (LinkedDataError, InputError) as error:
            message = f"What the proof signs cannot be told: {error.message}"
            return Check(name=PROOF, code="not-canonical", message=message, path=path)
        else:
            return _verified(path)
    return failure or Check(
        name=PROOF, code="no-key", message="Without the key the proof cannot be checked.", path=path
    )
