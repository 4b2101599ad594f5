"""
Is the issuer one of those that the caller trusts?

A signature shows who speaks, not whether they deserve to be heard. A caller who knows may name them;
then no other issuer will do, whatever its proof, and no other endorser either.
This looks at who the document says issued it; whether that is so is for the proof and the issuer's key.
"""

from openbadge_issuer.verification.circumstances import Circumstances
from openbadge_issuer.verification.codes import ISSUER_TRUST
from openbadge_issuer.verification.report import Check


def check_trust(issuer: str, circumstances: Circumstances) -> list[Check]:
    """Check that an issuer is among those that the caller trusts; no check if none were named."""
    if circumstances.trusted_issuers is None:
        return []
    if issuer in circumstances.trusted_issuers:
        return [Check(name=ISSUER_TRUST, code="trusted", message=f"You trust {issuer}.")]
    message = f"{issuer or 'Nobody'} is none of the issuers that you trust."
    return [Check(name=ISSUER_TRUST, code="not-trusted", message=message, path="$.issuer")]
