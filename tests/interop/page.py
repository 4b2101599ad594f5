"""
Writes `docs/explanation/interoperability.md`: who was tried, in which version, what was shown, who differs and why.

The rows come from tests that passed, the versions from the lock file and the requirements that the tests use.
"""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import product
from typing import NamedTuple

from interop.asked_process import HERE
from interop.claims import (
    CONSORTIUM,
    DIFFERENCES,
    DIGITALBAZAAR,
    JOSE,
    OPENBADGESLIB,
    VERIFIER_CORE,
    Claim,
    Difference,
)

PAGE = HERE.parent.parent / "docs" / "explanation" / "interoperability.md"

PARTIES = {
    DIGITALBAZAAR: "Digital Bazaar's verifier and signer, on which many wallets are built; "
    "with our contexts and its own DID resolvers",
    CONSORTIUM: "its fork by the Digital Credentials Consortium; with our contexts and Digital Bazaar's resolvers",
    VERIFIER_CORE: "the verifier of VerifierPlus and of the Learner Credential Wallet; "
    "with its own contexts and resolvers",
    JOSE: "the usual JavaScript library for JWTs; with our JWK set",
    OPENBADGESLIB: "a Python library for Open Badges; with its own contexts and resolvers",
}
HELPERS = (
    "@digitalbazaar/data-integrity",
    "@digitalbazaar/eddsa-rdfc-2022-cryptosuite",
    "@digitalbazaar/ecdsa-rdfc-2019-cryptosuite",
    "@digitalbazaar/eddsa-jcs-2022-cryptosuite",
    "@digitalbazaar/ecdsa-jcs-2019-cryptosuite",
    "@digitalbazaar/ecdsa-sd-2023-cryptosuite",
    "@digitalbazaar/ed25519-signature-2020",
    "@digitalbazaar/vc-bitstring-status-list",
    "@digitalbazaar/did-method-key",
    "@digitalbazaar/did-method-web",
)

INTRODUCTION = """\
# Interoperability

What a badge is worth is decided by other people's software.
This page says which of it was tried with this package, and what came of it.
It is written by the tests in `tests/interop/` when all of them pass: `make interop`.

"""
MATRIX = """
## What was shown

"Yes": a test shows it, at every change of this package.
"Differs": a test shows that it is not so; the reason is below.
A dash: it was not tried, mostly because the software does not do such a thing.

"""
TAMPERING = """
A changed copy is one with another name, recipient, issuer, date or purpose of the proof,
with something added or left out, with a member that no context defines, or with another signature.

The generated badges are some hundreds, from the whole data model, with arbitrary text and numbers.
What this package refuses to sign is not compared: that is how it keeps clear of what others compute otherwise
(see [decision 3](../decisions/0003-contexts-are-pinned-and-canonicalisation-is-strict.md)).

"""
LIMITS = """
## What this page does not say

The official validator of 1EdTech and the W3C test suites need a network or a browser; they are not among these tests.
That a verifier accepts a badge says nothing about how a wallet shows it.
"""


class Shown(NamedTuple):
    """
    What one test shows.

    Attributes:
        claim: The name of the claim.
        party: Whose software.
        differs: Why it is not so; empty if it is.
    """

    claim: str
    party: str
    differs: str = ""


def page(shown: Iterable[Shown]) -> str:
    """Return the page."""
    return (
        INTRODUCTION
        + "".join(_who())
        + MATRIX
        + "".join(_matrix(set(shown)))
        + TAMPERING
        + _differences()
        + LIMITS
    )


def versions() -> dict[str, str]:
    """The version of each package that is used, by its name."""
    lock = json.loads((HERE / "package-lock.json").read_text("utf-8"))["packages"]
    names = [name for name in (*PARTIES, *HELPERS) if name != OPENBADGESLIB]
    requirement = (HERE / "requirements.txt").read_text("utf-8")
    found = re.search(rf"^{OPENBADGESLIB}\S*==(\S+)$", requirement, re.MULTILINE)
    assert found
    return {name: lock[f"node_modules/{name}"]["version"] for name in names} | {OPENBADGESLIB: found[1]}


def _who() -> Iterator[str]:
    version = versions()
    yield "## Who was tried\n\n| package | version | what it is, and what it was given |\n|---|---|---|\n"
    yield from (f"| `{party}` | {version[party]} | {what} |\n" for party, what in PARTIES.items())
    helpers = ", ".join(f"`{name}` {version[name]}" for name in HELPERS)
    yield f"\nDigital Bazaar's verifier works together with {helpers}.\n"


def _matrix(shown: set[Shown]) -> Iterator[str]:
    cells = {
        (each.claim, each.party): f"differs ({_number(each)})" if each.differs else "yes" for each in shown
    }
    yield f"| | {' | '.join(f'`{party}`' for party in PARTIES)} |\n|---|{'---|' * len(PARTIES)}\n"
    for claim in Claim:
        row = [cells.get((claim.name, party), "–") for party in PARTIES]
        if row != ["–"] * len(row):
            yield f"| {claim} | {' | '.join(row)} |\n"


def _number(shown: Shown) -> int:
    return _ordered().index((Claim[shown.claim], shown.party)) + 1


def _ordered() -> list[tuple[Claim, str]]:
    return [pair for pair in product(Claim, PARTIES) if (pair[1], pair[0]) in DIFFERENCES]


def _differences() -> str:
    lines = [
        f"{number}. `{party}`, {claim}: {DIFFERENCES[Difference(party, claim)]}\n"
        for number, (claim, party) in enumerate(_ordered(), 1)
    ]
    return "## Who differs, and why\n\n" + "".join(lines)
