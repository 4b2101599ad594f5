"""Verifying badges with an embedded proof: those of a shape that was seen before, and those of a new one each time."""

from collections.abc import Callable, Iterator
from itertools import cycle

from bench.documents import NOW, SIZES, award, method_of, new_shapes, seed, signed, unsigned
from bench.measure import Effort
from bench.peers import (
    DIGITALBAZAAR,
    OPENBADGESLIB,
    Peers,
    bare_verification,
    naively_signed,
)
from bench.rows import Comparison, Goal, Row
from bench.sides import Fresh, Here
from cryptography.hazmat.primitives.asymmetric import ed25519

from openbadge_issuer import verify
from openbadge_issuer.json_text import to_text
from openbadge_issuer.linked_data.canonicalization import canonicalize
from openbadge_issuer.linked_data.programs import canonical_text
from openbadge_issuer.proofs import rdfc
from openbadge_issuer.verification import checks

REFERENCE = "the reference path"

MANY = 64
"""How many badges of one shape take turns, so that remembering one badge would not help."""


def rows(peers: Peers, effort: Effort) -> Iterator[Row]:
    """Yield a comparison for each size of badge, and one for shapes that are new."""
    for size in SIZES:
        bare = bare_verification(
            signatures=2 if size == "rich" else 1
        )  # the endorsement in it is verified too
        yield Comparison(
            what=f"verify, {size}",
            ours=_verifying(signed(size, 2 if effort.is_smoke else MANY)),
            peers={
                **bare,
                **peers.side(OPENBADGESLIB, "verify", size=size),
                **peers.side(DIGITALBAZAAR, "verify", document=unsigned(size)),
            },
            goals={**dict.fromkeys(bare, Goal("within", 2.5)), OPENBADGESLIB: Goal("faster", 30)},
        )
    make = _new_texts()
    yield Comparison(
        what="verify, a new shape each time",
        ours=Fresh(make, check),
        peers={REFERENCE: Fresh(make, _by_reference), **peers.side(OPENBADGESLIB, "verify", size="typical")},
        goals={REFERENCE: Goal("within", 1.3), OPENBADGESLIB: Goal("faster", 3)},
    )


def _verifying(texts: list[str]) -> Here:
    turns = cycle(texts)
    return Here(lambda: check(next(turns)))


def check(text: str) -> None:
    """Verify a badge; nothing is fetched, so a status stays open."""
    assert verify(text, now=NOW).suffices(accept_unknown=["status"])


def _by_reference(text: str) -> None:
    """Verify a badge as if no shape were ever compiled."""
    users = (rdfc, checks)
    try:
        for user in users:
            user.canonical_text = canonicalize
        check(text)
    finally:
        for user in users:
            user.canonical_text = canonical_text


def _new_texts() -> Callable[[], str]:
    """Return what makes a badge of a shape that nothing here has seen: not even for signing it."""
    shapes, key = new_shapes(), ed25519.Ed25519PrivateKey.from_private_bytes(seed(1))
    method = method_of(award("typical").issuer)
    return lambda: to_text(naively_signed(next(shapes), key, method))
