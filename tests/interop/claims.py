"""What the tests in this folder show, in the order of the page, and where somebody is known to differ."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

DIGITALBAZAAR = "@digitalbazaar/vc"
CONSORTIUM = "@digitalcredentials/vc"
VERIFIER_CORE = "@digitalcredentials/verifier-core"
JOSE = "jose"
OPENBADGESLIB = "openbadgeslib"


class Claim(StrEnum):
    """A row of the page."""

    LEAST = "Our badge with the least that Open Badges asks for verifies (`did:web`)"
    DID_KEY = "Our badge of an issuer that is a `did:key` verifies"
    EVERYTHING = "Our badge with every property of Open Badges 3.0 verifies"
    NO_JWT = "The same without `endorsementJwt` verifies"
    SCRIPTS = "Our badge with text in any script verifies"
    WHITE_SPACE = "Our badge with tabs and line ends in a text verifies"
    NUMBERS = "Our badge with whole numbers and fractions verifies"
    ENDORSED = "Our badge with the endorsements of two partners in it verifies"
    ENDORSEMENT = "Our endorsement verifies, alone and taken out of a badge"
    ECDSA = "What we sign with `ecdsa-rdfc-2019` verifies"
    JCS = "What we sign with `eddsa-jcs-2022` and `ecdsa-jcs-2019` verifies"
    DISCLOSURE = "What we sign with `ecdsa-sd-2023` verifies when we show a part of it"
    DERIVED_BY_THEM = "The same when a part is shown by their software"
    DERIVED_EVERYTHING = "The same with every property of Open Badges 3.0"
    NOT_REVOKED = "Our badge on our status list verifies while it is not revoked"
    REVOKED = "Our badge is refused once our status list revokes it"
    LIST_PROOF = "The proof of our status list is verified with it"
    SERVICE = "A badge of our running service verifies: DID document and status list over HTTP, then revoked"
    DEMO = (
        "A badge of the demo verifies as JSON, and taken out of its PNG and SVG by openbadgeslib; "
        "a changed copy is refused"
    )
    DEMO_JWT = "The JWT of the same badge verifies, and a changed copy is refused"
    CHANGED = "A changed copy of our badge is refused, there and here"
    DID_DOCUMENT = "Our `did:web` document and our `did:key` resolve to the key"
    OUR_JWT = "Our JWT verifies: ES256, RS256, EdDSA, ES384"
    CHANGED_JWT = "A changed copy of our JWT is refused, there and here"
    OUR_PICTURE = "Our badge is found and verifies in a picture that we baked: PNG and SVG, JSON and JWT"
    OUR_PRESENTATION = (
        "Our presentation verifies, and for another reader or occasion is refused, there and here"
    )
    THEIRS = "What they sign with `eddsa-rdfc-2022` verifies here, and a changed copy does not"
    THEIR_ECDSA = "The same with `ecdsa-rdfc-2019`"
    THEIR_JCS = "The same with `eddsa-jcs-2022` and `ecdsa-jcs-2019`"
    THEIR_DISCLOSURE = "The same with `ecdsa-sd-2023`, whoever shows a part of it"
    THEIR_2020 = "The same with `Ed25519Signature2020`"
    THEIR_JWT = "What they sign as a JWT verifies here, and a changed copy does not"
    THEIR_PICTURE = (
        "Their badge is found and verifies here in a picture that they baked: PNG and SVG, JSON and JWT"
    )
    THEIR_PRESENTATION = "Their presentation verifies here, and for another reader or occasion is refused"
    CANONICAL = "The canonical form of a generated badge is the same, byte for byte"


class Difference(NamedTuple):
    """Why somebody refuses what we issue."""

    party: str
    claim: Claim


DIFFERENCES: Mapping[Difference, str] = {
    Difference(VERIFIER_CORE, Claim.EVERYTHING): (
        "It brings a copy of the Open Badges context from before `endorsementJwt` was added to it, "
        "and refuses what its contexts do not define."
    ),
    Difference(DIGITALBAZAAR, Claim.DERIVED_EVERYTHING): (
        "Its software cannot take apart a badge with a list in order (`allowedValue`), an embedded endorsement "
        "or a `geo`, whoever signed it; what we show of such a badge it verifies."
    ),
    Difference(OPENBADGESLIB, Claim.ENDORSEMENT): (
        "It verifies embedded proofs of badges only; endorsements it reads as JWTs."
    ),
    Difference(OPENBADGESLIB, Claim.LIST_PROOF): (
        "It verifies status lists that are JWTs only; ours are JSON at the URL that stands in the badge, "
        "and it reads those when told not to verify them."
    ),
}


def difference(party: str, claim: Claim) -> str:
    """Return why somebody is known to differ, or nothing."""
    return DIFFERENCES.get(Difference(party, claim), "")
