"""The first check of every report: could what came in be read, and as what?"""

from dataclasses import replace

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


_READ = {kind: Check(name=INPUT, code="read", message=f"Read as {words}.") for kind, words in _WORDS.items()}


def read_check(source: Source) -> Check:
    """Return the check of what could be read."""
    read = _READ[source.kind]
    if source.deviation is None:
        return read
    beware = f"The picture carries the credential {source.deviation}; other readers may not find it."
    return replace(read, message=f"{read.message} {beware}")


def unreadable_checks(error: OpenBadgeError) -> tuple[Check, ...]:
    """Return the checks of what could not be read."""
    match error:
        case BakingError():
            return (Check(name=INPUT, code="unreadable-picture", message=error.message, path=error.path),)
        case ProofError():
            return _READ["jwt"], Check(
                name=PROOF, code="malformed-proof", message=error.message, path=error.path
            )
        case _:
            return (Check(name=INPUT, code="unreadable", message=error.message, path=error.path),)
