"""
An issuer whose keys are open: what `key_ring` hands to the journeys that sign.

Embedded proofs are made with its newest active Ed25519 key: `eddsa-rdfc-2022` is what every verifier takes.
JWTs are made with its newest active P-256 key, or RSA where there is none of that, for the same reason.
Badges are composed and signed by the façade `Issuer`; status lists are signed here, with the same keys.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from openbadge_issuer.errors import KeyMaterialError
from openbadge_issuer.issuer import Issuer
from openbadge_issuer.json_text import JsonObject, to_text
from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.keys.signer import Signer
from openbadge_issuer.model import Profile
from openbadge_issuer.ports import IssuerRecord, KeyRecord, KeyState, KeyStore
from openbadge_issuer.proofs import vc_jwt
from openbadge_issuer.proofs.data_integrity import add_proof

DATA_INTEGRITY_KINDS = (KeyKind.ED25519,)
"""Kinds of key that make embedded proofs, the preferred first."""

JWT_KINDS = (KeyKind.P256, KeyKind.RSA)
"""Kinds of key that make JWTs, the preferred first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SigningKey:
    """A key that is open: its id in the DID document, and its signer."""

    verification_method: str
    signer: Signer


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenIssuer:
    """
    An issuer with the keys it signs with.

    Attributes:
        record: The issuer.
        keys: All its keys as they were when it was opened.
        issuer: The façade that composes and signs badges.
        proof_key: The key for embedded proofs.
        jwt_key: The key for JWTs; None if it has none.
    """

    record: IssuerRecord
    keys: tuple[KeyRecord, ...]
    issuer: Issuer
    proof_key: SigningKey
    jwt_key: SigningKey | None

    def sign(self, document: JsonObject, now: datetime) -> tuple[str, str | None]:
        """Sign a document that is no badge: with an embedded proof, and as a JWT if there is a key for it."""
        proof, jwt = self.proof_key, self.jwt_key
        secured = add_proof(
            document, proof.signer, verification_method=proof.verification_method, created=now
        )
        if jwt is None:
            return to_text(secured), None
        token = vc_jwt.encode(document, jwt.signer, verification_method=jwt.verification_method)
        return to_text(secured), token


def open_issuer(record: IssuerRecord, keys: Sequence[KeyRecord], key_store: KeyStore) -> OpenIssuer:
    """
    Open the keys an issuer signs with.

    Args:
        record: The issuer.
        keys: All its keys, oldest first.
        key_store: What opens them.

    Raises:
        KeyMaterialError: If there is no active key for embedded proofs, or one cannot be opened.
    """
    proof_key = _open(_newest(keys, DATA_INTEGRITY_KINDS), key_store)
    jwt_key = _open(_newest(keys, JWT_KINDS), key_store)
    if proof_key is None:
        raise KeyMaterialError(
            f"The issuer {record.slug!r} has no active Ed25519 key.",
            hint=f"Make one: openbadge-issuer key new Ed25519 --issuer {record.slug}",
        )
    signers = [key.signer for key in (proof_key, jwt_key) if key is not None]
    profile = Profile.from_document(record.profile)
    # What it signs is checked when it is issued, as the public will check it.
    issuer = Issuer(profile=profile, signers=signers, self_check=False)
    return OpenIssuer(record=record, keys=tuple(keys), issuer=issuer, proof_key=proof_key, jwt_key=jwt_key)


def _newest(keys: Sequence[KeyRecord], kinds: Sequence[KeyKind]) -> KeyRecord | None:
    active = [key for key in keys if key.state is KeyState.ACTIVE]
    for kind in kinds:
        if found := [key for key in active if key.public_key.kind is kind]:
            return found[-1]
    return None


def _open(key: KeyRecord | None, key_store: KeyStore) -> SigningKey | None:
    if key is None:
        return None
    signer = key_store.signer(key.reference)
    if signer.public_key != key.public_key:
        raise KeyMaterialError(
            f"The key {key.reference} is not the one that is published as {key.verification_method}.",
            hint="Put the right file back from a backup, or rotate the keys of this issuer.",
        )
    return SigningKey(verification_method=key.verification_method, signer=signer)
