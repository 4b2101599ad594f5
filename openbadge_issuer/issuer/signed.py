"""What was signed, in the forms it was signed in: the exact texts."""

from dataclasses import dataclass, field

from openbadge_issuer.errors import KeyMaterialError
from openbadge_issuer.json_text import JsonObject, parse_object


@dataclass(frozen=True, kw_only=True, slots=True)
class Signed:
    """
    Superclass of what an issuer gives out; shown in a log it tells its id, and nothing about the recipient.

    Attributes:
        id: The credential's id.
        json: The credential with its proof embedded: the exact text.
        jwt_or_none: The same as a compact JWS; None if the issuer has no key for it.
    """

    id: str
    json: str = field(repr=False)
    jwt_or_none: str | None = field(default=None, repr=False)

    @property
    def document(self) -> JsonObject:
        """The credential, parsed; a new copy each time."""
        return parse_object(self.json)

    @property
    def jwt(self) -> str:
        """
        The same as a compact JWS.

        Raises:
            KeyMaterialError: If the issuer has no key for JWTs; says how to add one.
        """
        if self.jwt_or_none is None:
            raise KeyMaterialError(
                f"This {type(self).__name__.lower()} has no JWT form, since its issuer has no key for JWTs. "
                "An issuer that is a did:key has one key only: create it with an identity on its own domain, "
                'as in Issuer.create(name=…, url=…, did="did:web:school.example"), which makes both keys. '
                "To an issuer with a did:web or https id add one: Issuer(profile=issuer.profile, "
                "signers=[*issuer.signers, LocalSigner.generate(KeyKind.P256)])."
            )
        return self.jwt_or_none
