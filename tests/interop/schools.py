"""Schools that issue: each with its own domain, keys, and documents on the web."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from openbadge_issuer import Achievement, Issuer, KeyKind, LocalSigner, Profile, Recipient, sign
from openbadge_issuer.errors import FetchError
from openbadge_issuer.keys.did import did_web_url
from openbadge_issuer.ports import FetchedDocument
from openbadge_issuer.proofs.suites import SUITES
from openbadge_issuer.status import status_list
from openbadge_issuer.status.bitstring import Bitstring

LATELY = datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=60)
RECIPIENT = Recipient(email="ada@school.example", name="Ada Lovelace", show_name="full")


@dataclass
class School:
    """
    An issuer, and what it has on the web.

    Attributes:
        issuer: The issuer.
        documents: Its documents, by URL.
    """

    issuer: Issuer
    documents: dict[str, str] = field(default_factory=dict)

    @property
    def home(self) -> str:
        """Where its documents are."""
        return f"https://{self.issuer.id.rpartition(':')[2]}"

    def issue(self, **says: Any) -> dict[str, Any]:
        """Award an achievement that says something else than the usual one."""
        usual = {"name": "Superbots", "description": "Robotics.", "criteria": "Build a robot."}
        status = says.pop("status", None)
        return self.issuer.issue(Achievement(**{**usual, **says}), RECIPIENT, status=status).document

    def secure(self, badge: dict[str, Any]) -> dict[str, Any]:
        """Sign a whole badge as this school's; it was awarded a minute ago."""
        own = {name: value for name, value in begun(badge).items() if name != "proof"}
        own["issuer"] = {**badge["issuer"], "id": self.issuer.id}
        return self.issuer.secure(own).document

    def publish_status_list(self, revoked: Iterable[int] = ()) -> str:
        """Put a status list on the web; return its URL."""
        url, bits = f"{self.home}/status/{uuid.uuid4()}", Bitstring(status_list.MIN_SIZE)
        for index in revoked:
            bits.set(index)
        unsigned = status_list.build(url, self.issuer.id, bits, valid_from=LATELY)
        self.documents[url] = json.dumps(sign(unsigned, self.issuer.signers[0]))
        return url

    def fetch(self, url: str, *, accept: object = ()) -> FetchedDocument:
        """Get one of its documents, as our own verifier asks for it."""
        if url not in self.documents:
            raise FetchError(f"{url} answered 404.")
        return FetchedDocument(url=url, media_type="application/json", body=self.documents[url].encode())


def begun(badge: dict[str, Any]) -> dict[str, Any]:
    """The badge as one of a minute ago, whenever that is."""
    return {**badge, "validFrom": f"{LATELY:%Y-%m-%dT%H:%M:%SZ}"}


def new_school(jwt_kind: KeyKind = KeyKind.P256) -> School:
    """A school with a did:web of its own, an Ed25519 key, and one of another kind for JWTs."""
    did = f"did:web:{uuid.uuid4()}.example"
    signers = [LocalSigner.generate(KeyKind.ED25519)]
    extra = LocalSigner.generate(jwt_kind)
    profile = Profile(id=did, name="Example Tech School", url="https://school.example")
    if jwt_kind is KeyKind.ED25519:
        issuer = Issuer(profile=profile, signers=signers, jwt_signer=extra)
    else:
        issuer = Issuer(profile=profile, signers=[*signers, extra])
    return School(issuer, {did_web_url(did): json.dumps(issuer.did_document)})


def school_without_a_domain() -> School:
    """A school that is a did:key."""
    return School(Issuer.create(name="Example Tech School", url="https://school.example"))


def kinds_of(suite: str) -> list[KeyKind]:
    """The kinds of key that a cryptosuite takes here; none, if it is not here."""
    return sorted(SUITES[suite].key_kinds) if suite in SUITES else []


def suites_and_kinds(*suites: str) -> list[tuple[str, KeyKind]]:
    """Each of these cryptosuites that is here, with each kind of key that it takes."""
    return [(suite, kind) for suite in suites for kind in kinds_of(suite)]
