"""
Who signs: a key of each kind, made in memory, and what it signs with.

Each key is an issuer of its own, named by its did:key.
Each cryptosuite has a place below its name, with its first kind of key;
where it takes several kinds, each has a place below that.
At one place credentials get a status as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.keys.did import did_key
from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.proofs.suites import SUITES, signing_suite

KINDS = (KeyKind.ED25519, KeyKind.P256, KeyKind.P384)
"""The kinds of key that sign embedded proofs; of several that a suite takes, the first is used if none is named."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """
    A place where credentials are issued.

    Attributes:
        path: What its routes begin with, such as `/ecdsa-rdfc-2019/P-384`; empty for the usual one.
        suite: The name of its cryptosuite; None for the usual one of the key.
        signers: The keys that may sign there; the first, unless a credential names another as its issuer.
        gives_status: True if credentials get a place in a status list there.
    """

    path: str
    suite: str | None
    signers: tuple[LocalSigner, ...]
    gives_status: bool = False

    @property
    def issuer(self) -> str:
        """The did:key of the first key."""
        return did_key(self.signers[0].public_key)

    def signer_for(self, credential: JsonObject) -> LocalSigner:
        """Choose the key that a credential names as its issuer, or else the first."""
        found: Any = credential.get("issuer")
        named = found.get("id") if isinstance(found, dict) else found
        own = {did_key(signer.public_key): signer for signer in self.signers}
        return own.get(named, self.signers[0]) if isinstance(named, str) else self.signers[0]

    def to_dict(self) -> JsonObject:
        """Say what is issued here, for whoever sets up a test suite."""
        return {
            "id": self.issuer,
            "cryptosuite": self.suite or signing_suite(self.signers[0].public_key, None).name,
            "keyType": str(self.signers[0].public_key.kind),
            "endpoint": f"{self.path}/credentials/issue",
        }


def make_places() -> list[Place]:
    """Make the keys, and the places where they sign."""
    signers = {kind: LocalSigner.generate(kind) for kind in KINDS}
    suites = [suite for suite in SUITES.values() if not suite.verifies_only]
    every = tuple(signers.values())
    places = [
        Place(path="", suite=None, signers=every),
        Place(path="/bitstring-status-list", suite=None, signers=every, gives_status=True),
    ]
    for suite in suites:
        able = _able(signers, suite.key_kinds)
        places.append(Place(path=f"/{suite.name}", suite=suite.name, signers=able))
        places += [
            Place(
                path=f"/{suite.name}/{signer.public_key.kind}",
                suite=suite.name,
                signers=(signer,),
            )
            for signer in able
            if len(able) > 1
        ]
    return places


def _able(signers: Mapping[KeyKind, LocalSigner], kinds: frozenset[KeyKind]) -> tuple[LocalSigner, ...]:
    return tuple(signer for kind, signer in signers.items() if kind in kinds)
