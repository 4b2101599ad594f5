"""A badge that was issued: the exact texts that were signed, to keep, send, serve and put into pictures."""

from dataclasses import dataclass
from typing import Literal

from openbadge_issuer.baking import bake
from openbadge_issuer.issuer.signed import Signed


@dataclass(frozen=True, kw_only=True, slots=True)
class Badge(Signed):
    """One award, as it was signed: `json`, and `jwt` if the issuer has a key for it."""

    def bake(self, picture: bytes, form: Literal["json", "jwt"] = "json") -> bytes:
        """
        Return a PNG or SVG with the badge inside.

        Args:
            picture: The picture; a badge that it carried before is replaced.
            form: Which form to put in; `json` is read by most.

        Raises:
            BakingError: If the picture cannot carry a badge.
            KeyMaterialError: If there is no JWT form.
        """
        return bake(picture, self.jwt if form == "jwt" else self.json)
