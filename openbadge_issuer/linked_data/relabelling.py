"""
Other labels for unnamed parts: the canonical ones tell how much was left out, these tell nothing.

RDFC-1.0 numbers blank nodes through a whole document. If some are left out, the numbers change, and the gaps speak.
So what is disclosed in parts is signed with labels that are made of the canonical ones and a secret
(ECDSA Cryptosuites 1.0, 3.4.2 labelReplacementCanonicalizeNQuads, 3.4.5 createHmacIdLabelMapFunction).
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import Final

from openbadge_issuer.errors import LinkedDataError

_TERM: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"|<[^>]*+>|_:(c14n\d++)')
"""A literal, an IRI, or the label of a blank node in canonical N-Quads; what is written in the first two stays."""


def hmac_label(canonical: str, key: bytes) -> str:
    """Make the label of a part from its canonical one (both without `_:`) and the secret: `u…`."""
    digest = hmac.digest(key, canonical.encode("ascii"), hashlib.sha256)
    return "u" + base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def relabelled(nquads: str, labels: Mapping[str, str]) -> list[str]:
    """
    Give blank nodes in canonical N-Quads other labels.

    Args:
        nquads: The canonical N-Quads.
        labels: Canonical label → the label to put there, both without `_:`; exactly those that occur.

    Returns:
        The lines, each with its line feed, in code point order again.

    Raises:
        LinkedDataError: If a part has no label, or a label belongs to no part.
    """
    used: set[str] = set()

    def replace(term: re.Match[str]) -> str:
        canonical = term[1]
        if canonical is None:
            return term[0]
        used.add(canonical)
        return f"_:{labels.get(canonical, '')}"

    lines = [_TERM.sub(replace, line) + "\n" for line in nquads.split("\n")[:-1]]
    if used != labels.keys():
        raise LinkedDataError(
            f"The document has {len(used)} parts without an id, and {len(labels)} labels are given; "
            "each part must have one."
        )
    return sorted(lines)
