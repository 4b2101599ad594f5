"""Badges as JWTs: from what an application has to the token, and verifying tokens."""

import uuid
from collections.abc import Iterator, Mapping
from itertools import cycle

from bench.documents import NOW, key_pair, unsigned
from bench.measure import Effort
from bench.peers import OPENBADGESLIB, Peers
from bench.rows import Comparison, Goal, Row
from bench.sides import Fresh, Here

from openbadge_issuer import model, verify
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.keys.public_key import PublicKey
from openbadge_issuer.proofs import vc_jwt

GOALS = {OPENBADGESLIB: Goal("faster", 1.2)}
ALGORITHMS = ("EdDSA", "ES256")
SIZES = ("minimal", "unendorsed")
ISSUER = "did:web:example.com"
MANY = 64


def rows(peers: Peers, effort: Effort) -> Iterator[Row]:
    """Yield a comparison for each size and algorithm, for issuing and for verifying."""
    for algorithm in ALGORITHMS:
        for size in SIZES:
            yield Comparison(
                what=f"issue a JWT, {algorithm}, {size}",
                ours=_issuing(size, algorithm),
                peers=peers.side(OPENBADGESLIB, "sign-jwt", size=size, algorithm=algorithm),
                goals=GOALS,
            )
            yield Comparison(
                what=f"verify a JWT, {algorithm}, {size}",
                ours=_verifying(size, algorithm),
                peers=peers.side(OPENBADGESLIB, "verify-jwt", size=size, algorithm=algorithm),
                goals=GOALS,
            )


def _issuing(size: str, algorithm: str) -> Fresh:
    document, signer = _document(size), key_pair(algorithm)
    method = f"{ISSUER}#{signer.public_key.fragment}"

    def make() -> model.Model:
        return model.OpenBadgeCredential.from_document({**document, "id": uuid.uuid4().urn})

    return Fresh(make, lambda badge: vc_jwt.encode(badge.to_document(), signer, verification_method=method))


def _verifying(size: str, algorithm: str) -> Here:
    signer = key_pair(algorithm)
    method = f"{ISSUER}#{signer.public_key.fragment}"
    ids = [uuid.uuid4().urn for _ in range(MANY)]
    tokens = cycle(
        [vc_jwt.encode({**_document(size), "id": id}, signer, verification_method=method) for id in ids]
    )
    keys = {ISSUER: signer.public_key}
    return Here(lambda: _check(next(tokens), keys))


def _check(token: str, keys: Mapping[str, PublicKey]) -> None:
    assert verify(token, now=NOW, trusted_keys=keys).suffices(accept_unknown=["status"])


def _document(size: str) -> JsonObject:
    """Return a badge whose issuer has a domain, since an issuer that is a did:key has no other key."""
    document = unsigned(size)
    return {**document, "issuer": {**document["issuer"], "id": ISSUER}}
