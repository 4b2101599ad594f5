"""
The two ways in which the search for a key ends: with a key that the issuer stands behind, or without.

Either way there may be a key to check the signature with: that nothing was changed is worth knowing
also where nobody stands behind the key.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from openbadge_issuer.keys.public_key import PublicKey
from openbadge_issuer.verification.codes import ISSUER_KEY
from openbadge_issuer.verification.report import Check


@dataclass(frozen=True, kw_only=True, slots=True)
class ResolvedKey:
    """
    What became of a proof's claim about its key.

    Attributes:
        check: Whether the issuer stands behind the key.
        keys: With what to check the signature: one key, or none;
            several if the proof names none and the issuer has several.
        proven: Whose key it is, in words; None if that is not proven.
    """

    check: Check
    keys: tuple[PublicKey, ...] = ()
    proven: str | None = None

    @classmethod
    def passed(cls, code: str, message: str, *, keys: Sequence[PublicKey], proven: str) -> "ResolvedKey":
        """Return what was found where the issuer stands behind the key."""
        check = Check(name=ISSUER_KEY, code=code, message=message)
        return cls(check=check, keys=tuple(keys), proven=proven)


class KeyRefusedError(Exception):
    """The search ended without a key that the issuer stands behind; becomes a check, never leaves here."""

    def __init__(self, code: str, message: str, *, keys: Sequence[PublicKey] = ()) -> None:
        super().__init__(message)
        self.code, self.message, self.keys = code, message, tuple(keys)

    def resolved(self, *, carried: PublicKey | None) -> ResolvedKey:
        """Return what was found; without a better key, the one that came along checks the signature."""
        check = Check(name=ISSUER_KEY, code=self.code, message=self.message)
        return ResolvedKey(check=check, keys=self.keys or ((carried,) if carried else ()))
