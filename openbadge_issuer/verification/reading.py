"""The first check of every report: could what came in be read, and as what?"""

from openbadge_issuer.errors import BakingError, OpenBadgeError, ProofError
from openbadge_issuer.verification.codes import INPUT, PROOF
from openbadge_issuer.verification.report import Check
from openbadge_issuer.verification.source import Source

_WORDS = {
    "document": "a document",
    "json": "JSON",
    "jwt": "a JWT",
    "png": "a PNG picture",
    "svg": "an SVG picture",
}


def read_check(source: Source) -> Check:
    """Return the check of what could be read."""
    message = f"Read as {_WORDS[source.kind]}."
    if source.deviation is not None:
        message += f" The picture carries the credential {source.deviation}; other readers may not find it."
    return Check(name=INPUT, code="read", message=message)


def unreadable_checks(error: OpenBadgeError) -> tuple[Check, ...]:
    """Return the checks of what could not be read."""
    match error:
        case BakingError():
            return (Check(name=INPUT, code="unreadable-picture", message=error.message, path=error.path),)
        case ProofError():
            read_as = Check(name=INPUT, code="read", message=f"Read as {_WORDS['jwt']}.")
            return read_as, Check(name=PROOF, code="malformed-proof", message=error.message, path=error.path)
        case _:
            return (Check(name=INPUT, code="unreadable", message=error.message, path=error.path),)
