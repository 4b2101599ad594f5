"""
Every error this package raises on purpose, in one tree.

    OpenBadgeError                  code "error"
    ├── InputError                  "input"                what came in is not a readable document
    ├── ModelError                  "model"                the document is not what Open Badges 3.0 describes
    ├── LinkedDataError             "linked-data"
    │   ├── ContextError            "unknown-context"      an @context that is not at hand, or was changed on disk
    │   ├── StrictnessError         "not-signed"           something in the document would not be covered by a signature
    │   └── ComplexityError         "too-complex"          canonicalising would take more work than the budget allows
    ├── KeyMaterialError            "key"                  a key cannot be read, is of the wrong kind, or lies too open
    ├── ProofError                  "proof"                a proof cannot be made, or does not hold
    ├── StatusError                 "status"               a status list or entry cannot be read or built
    ├── BakingError                 "baking"               a picture cannot carry, or does not carry, one credential
    │   └── OlderBadgeError         "baking"               it carries a badge of Open Badges 2.0 or older
    ├── FetchError                  "fetch"                a document could not be fetched
    ├── VerificationError           "not-valid"            a report that is not valid, where an error was asked for
    │                                                      (it stands beside the report: verification/report.py)
    ├── TypesettingError            "typesetting"          a certificate or card cannot be set: a character or picture
    ├── ConfigurationError          "configuration"        settings, folder or database are not as they must be
    │   └── MissingExtraError       "missing-extra"        an optional part of the package is not installed
    ├── UnavailableError            "unavailable"          the store is busy, full or out of reach; try again
    ├── NotFoundError               "not-found"            there is no such thing here
    │   └── GoneError               "gone"                 it was here, and was erased
    ├── ConflictError               "conflict"             it is there already, or with other content
    ├── RosterError                 "roster"               a roster cannot be read as a table
    └── AccessError                 "access"               no key, or a key that may not do this

Each error says what was found and what was expected.
`problems` lists every single finding where there can be several, each with its place as a JSON path.
Messages never contain key material.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """
    One finding in a document.

    Attributes:
        code: A stable short name, such as `undefined-term`.
        path: Where it is, as a JSON path such as `$.credentialSubject.achievement.name`.
        message: A sentence that says what was found and what is allowed.
        value: What was found, shortened to at most 200 characters; None where the place is empty.
    """

    code: str
    path: str
    message: str
    value: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as plain JSON."""
        return {"code": self.code, "path": self.path, "message": self.message, "value": self.value}

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class OpenBadgeError(Exception):
    """
    Superclass of every error raised on purpose; never raised directly.

    Args:
        message: A sentence for people.
        hint: What to do about it, where that is known.
        path: Where in a document it is, as a JSON path.
        problems: Every single finding, where there can be several.
    """

    code: ClassVar[str] = "error"

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        path: str | None = None,
        problems: Sequence[Problem] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.path = path
        self.problems = tuple(problems)

    def to_dict(self) -> dict[str, Any]:
        """Return the error as plain JSON: `code`, `message`, `hint`, `path`, `problems`."""
        return {
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
            "path": self.path,
            "problems": [problem.to_dict() for problem in self.problems],
        }


class InputError(OpenBadgeError):
    """What came in is not a readable document: not JSON, not UTF-8, too large, too deep."""

    code = "input"


class ModelError(OpenBadgeError):
    """The document is not what the Open Badges 3.0 data model describes; `problems` says where."""

    code = "model"


class LinkedDataError(OpenBadgeError):
    """The document cannot be read as JSON-LD."""

    code = "linked-data"


class ContextError(LinkedDataError):
    """An `@context` that is not at hand, or whose file was changed on disk."""

    code = "unknown-context"


class StrictnessError(LinkedDataError):
    """Something in the document would be shown but not signed; `problems` says what and where."""

    code = "not-signed"


class ComplexityError(LinkedDataError):
    """Canonicalising the document would take more work than the budget allows."""

    code = "too-complex"


class KeyMaterialError(OpenBadgeError):
    """A key cannot be read, is of the wrong kind, or its file is open to others."""

    code = "key"


class ProofError(OpenBadgeError):
    """A proof cannot be made, is malformed, or does not hold."""

    code = "proof"


class StatusError(OpenBadgeError):
    """A status list or a status entry cannot be read or built."""

    code = "status"


class BakingError(OpenBadgeError):
    """A picture cannot carry a credential, carries none, or carries more than one."""

    code = "baking"


class OlderBadgeError(BakingError):
    """
    A picture carries a badge of Open Badges 2.0 or older instead of a credential.

    Attributes:
        text: What it carries: an address, JSON or a JWS.
    """

    def __init__(self, message: str, *, text: str, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.text = text


class TypesettingError(OpenBadgeError):
    """A certificate or card cannot be set, since no font has a character or a picture cannot be drawn."""

    code = "typesetting"


class FetchError(OpenBadgeError):
    """A document could not be fetched; says which, and why."""

    code = "fetch"


class ConfigurationError(OpenBadgeError):
    """Settings, folder or database are not as they must be; says which, and how to mend it."""

    code = "configuration"


class MissingExtraError(ConfigurationError, ImportError):
    """
    An optional part of the package is not installed; says which extra brings it.

    It is an `ImportError` too, for those who try whether the part is there.
    """

    code = "missing-extra"


class UnavailableError(OpenBadgeError):
    """
    The store is busy, full or out of reach at the moment.

    Nothing was half done: doing the same again is safe, now or later.
    """

    code = "unavailable"


class NotFoundError(OpenBadgeError):
    """There is no such thing here."""

    code = "not-found"


class GoneError(NotFoundError):
    """There was such a thing here; it was erased, and nothing about it is kept."""

    code = "gone"


class ConflictError(OpenBadgeError):
    """The thing is there already, or is there with other content."""

    code = "conflict"


class RosterError(OpenBadgeError):
    """A roster cannot be read as a table; says why, with row and column where there is one."""

    code = "roster"


class AccessError(OpenBadgeError):
    """
    No API key, or one that may not do this.

    Attributes:
        authenticated: True if a valid key was given that lacks the scope.
    """

    code = "access"

    def __init__(self, message: str, *, authenticated: bool, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.authenticated = authenticated
