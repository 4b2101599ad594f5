"""
To whom something is awarded, and how much of that the badge tells (Open Badges 3.0, B.2 IdentityObject).

A badge is made to be shown, so by default it holds no address: only a hash of it with a salt of its own,
by which whoever knows the address can recognise it.
Whoever can guess addresses can find out a hashed one by trying; `identifier="none"` leaves it out.
"""

import hashlib
import secrets
import unicodedata
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from openbadge_issuer import model
from openbadge_issuer.errors import ModelError, Problem
from openbadge_issuer.json_text import shorten

SALT_BYTES = 16
"""Length of the salt of a hashed address, in random bytes: no table made beforehand can hold it."""

_NOT_IN_ADDRESSES = frozenset(' <>()[],;:\\"')
"""Some are legal in quotes (RFC 5322, 3.2.4), but then it is nearly always a whole header or a list."""

_CHOICES = {"identifier": ("hash", "none", "clear"), "show_name": ("none", "initial", "full")}


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipient:
    """
    Somebody who earned something.

    Attributes:
        email: The address; surrounding space is cut off, and it counts in lower case. There need not be one.
        name: The name; it goes into the badge only as far as `show_name` says.
        id: A DID or URL that is the recipient's own. Without one, each award gets a random id of its own.
        identifier: What becomes of the address: `hash` (salted anew for each award), `none`, or `clear`.
        show_name: What becomes of the name: `none`, `initial` ("Ada L."), or `full`.

    Raises:
        ModelError: If the address is none, a choice is none of these, or the name to be shown is missing.
    """

    email: str | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)
    id: str | None = None
    identifier: Literal["hash", "none", "clear"] = "hash"
    show_name: Literal["none", "initial", "full"] = "none"

    def __post_init__(self) -> None:
        for choice, allowed in _CHOICES.items():
            if getattr(self, choice) not in allowed:
                raise _refused(choice, f"one of {', '.join(allowed)}", getattr(self, choice))
        for text in ("email", "name", "id"):
            if not isinstance(getattr(self, text) or "", str):
                raise _refused(text, "text", getattr(self, text))
        if self.email is not None and not _is_address(self.address or ""):
            raise _refused("email", "an e-mail address", self.email)
        if self.show_name != "none" and not _is_name(self.name or ""):
            raise _refused("name", "a name, since one is to be shown", self.name)

    @property
    def address(self) -> str | None:
        """The address as it is hashed and compared: without surrounding space, in lower case."""
        return self.email.strip().lower() if self.email is not None else None

    def subject_id(self) -> str:
        """Return the recipient's own id, or a new random one: a JWT must have a subject to name."""
        return self.id or uuid.uuid4().urn

    def identifiers(self) -> tuple[model.IdentityObject, ...]:
        """Return what the badge tells about the recipient; a hash is salted anew each time."""
        return tuple(self._identifiers())

    def _identifiers(self) -> Iterator[model.IdentityObject]:
        if self.show_name != "none":  # first, since wallets show the first that is not hashed
            shown = (
                _initialled(self.name or "")
                if self.show_name == "initial"
                else " ".join((self.name or "").split())
            )
            yield model.IdentityObject(identity_type="name", hashed=False, identity_hash=shown)
        if self.address is None or self.identifier == "none":
            return
        if self.identifier == "clear":
            yield model.IdentityObject(identity_type="emailAddress", hashed=False, identity_hash=self.address)
            return
        salt = secrets.token_hex(SALT_BYTES)
        digest = hashlib.sha256((self.address + salt).encode()).hexdigest()
        yield model.IdentityObject(
            identity_type="emailAddress", hashed=True, identity_hash=f"sha256${digest}", salt=salt
        )


def _is_address(address: str) -> bool:
    local, at, domain = address.rpartition("@")
    well_formed = bool(local and at and domain) and "@" not in local
    return well_formed and address.isprintable() and _NOT_IN_ADDRESSES.isdisjoint(address)


def _is_name(name: str) -> bool:
    """Tell whether there is something to show, without control characters but the spaces between words."""
    shown = "".join(name.split())
    return bool(shown) and not any(unicodedata.category(char) == "Cc" for char in shown)


def _initialled(name: str) -> str:
    """
    Keep all but the last name.

    "Ada Lovelace" and "Lovelace, Ada" become "Ada L.", a single name its first letter.
    """
    last_name, _, first_names = name.partition(",")
    *first, last = f"{first_names} {last_name}".split() or [name]
    return " ".join([*first, f"{last[0]}."])


def _refused(what: str, expected: str, found: str | None) -> ModelError:
    shown = "nothing" if found is None else repr(shorten(str(found), 80))
    message = f"Expected {expected}; found {shown}."
    problem = Problem(code=f"recipient-{what.replace('_', '-')}", path=f"$.{what}", message=message)
    return ModelError(f"Recipient, {what}: {message}", path=problem.path, problems=[problem])
