"""Other people's verifiers of embedded proofs, seen through one door."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from interop.asked_process import AskedProcess
from interop.claims import CONSORTIUM, DIGITALBAZAAR, OPENBADGESLIB, VERIFIER_CORE

Documents = Mapping[str, str]


@dataclass(frozen=True)
class Verdict:
    """
    What a verifier says.

    Attributes:
        verified: Whether it accepts the badge.
        errors: Why not, in its own words.
    """

    verified: bool
    errors: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.verified


class Verifier(Protocol):
    """Verifies a badge; `documents` is what it finds on the web, by URL."""

    def verify(self, credential: dict[str, Any], documents: Documents) -> Verdict: ...

    def reach(self, origin: str, server: str) -> None:
        """Let a server on this machine answer for an origin."""


@dataclass(frozen=True)
class OtherSide:
    """A verifier in a process of its own."""

    process: AskedProcess

    def reach(self, origin: str, server: str) -> None:
        """Let a server on this machine answer for an origin."""
        self.process.ask("serve", origin=origin, server=server)


@dataclass(frozen=True)
class DigitalBazaar(OtherSide):
    """@digitalbazaar/vc or its fork; both tell the status and leave the judgement to their caller."""

    library: str

    def verify(self, credential: dict[str, Any], documents: Documents) -> Verdict:
        publish(self.process, documents)
        answer = self.process.ask("verify", library=self.library, credential=credential)
        errors = [*answer["errors"], *(["revoked"] if any(answer["statuses"]) else [])]
        return Verdict(answer["verified"] and not errors, tuple(errors))


class VerifierCore(OtherSide):
    """@digitalcredentials/verifier-core, which brings its own contexts."""

    def verify(self, credential: dict[str, Any], documents: Documents) -> Verdict:
        publish(self.process, documents)
        answer = self.process.ask("verifier-core", credential=credential)
        return Verdict(answer["verified"], (*answer["errors"], json.dumps(answer["steps"])))


class Openbadgeslib(OtherSide):
    """openbadgeslib; it reads our status lists, and is told not to verify them."""

    def verify(self, credential: dict[str, Any], documents: Documents) -> Verdict:
        return self.verify_as(credential["issuer"]["id"], credential, documents)

    def verify_as(self, issuer: str, credential: dict[str, Any] | str, documents: Documents) -> Verdict:
        """Verify JSON or a JWT that must be of this issuer."""
        answer = self.process.ask("verify", credential=credential, issuer=issuer, documents=dict(documents))
        return Verdict(answer["verified"], tuple(answer["errors"]))


def publish(node: AskedProcess, documents: Documents, content_type: str = "application/json") -> None:
    """Put documents on the web as the JavaScript libraries see it."""
    for url, body in documents.items():
        node.ask("publish", url=url, body=body, contentType=content_type)


VERIFIERS: Mapping[str, Callable[[Callable[[str], Any]], Verifier]] = {
    DIGITALBAZAAR: lambda ask: DigitalBazaar(ask("node"), "digitalbazaar"),
    CONSORTIUM: lambda ask: DigitalBazaar(ask("node"), "consortium"),
    VERIFIER_CORE: lambda ask: VerifierCore(ask("node")),
    OPENBADGESLIB: lambda ask: Openbadgeslib(ask("openbadgeslib")),
}
"""How to get each, by the name of its package; `ask` gets a fixture by its name."""
