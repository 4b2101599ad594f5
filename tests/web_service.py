"""An installation for tests of the web: a real SQLite database, keys in memory, a fixed clock, a school."""

import json
import secrets
import struct
import warnings
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import FastAPI

from openbadge_issuer.adapters import schema
from openbadge_issuer.adapters.sql import SqlStore
from openbadge_issuer.bootstrap import wire
from openbadge_issuer.errors import ConflictError, FetchError
from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.keys.signer import LocalSigner, Signer
from openbadge_issuer.ports import FetchedDocument, Scope
from openbadge_issuer.services import Services
from openbadge_issuer.services.achievements import AchievementDraft
from openbadge_issuer.services.addresses import Addresses
from openbadge_issuer.services.issuing import Issued
from openbadge_issuer.services.orders import Order
from openbadge_issuer.services.policy import Policy
from openbadge_issuer.web.app import create_app

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # says that another package is to be installed
    from starlette.testclient import TestClient

BASE_URL = "https://badges.school.example"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"}
SCHOOL = "school"
DATABASE = "test.sqlite3"


def png(*, width: int = 2, height: int = 2) -> bytes:
    """A small, grey PNG."""
    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@dataclass
class MemoryKeys:
    """Keys in memory."""

    signers: dict[str, LocalSigner] = field(default_factory=dict)
    secrets: dict[str, bytes] = field(default_factory=dict)

    def create(self, name: str, kind: KeyKind) -> str:
        """Make a key."""
        if name in self.signers:
            raise ConflictError("There is such a key.", path="id")
        self.signers[name] = LocalSigner.generate(kind)
        return f"memory:{name}"

    def signer(self, reference: str) -> Signer:
        """Open a key."""
        return self.signers[reference.partition(":")[2]]

    def create_secret(self, name: str) -> None:
        """Make a secret."""
        self.secrets.setdefault(name, secrets.token_bytes(32))

    def secret(self, name: str) -> bytes:
        """Return a secret."""
        return self.secrets[name]


@dataclass
class Web:
    """Somebody else's documents, by URL."""

    documents: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def fetch(self, url: str, *, accept: Any = ()) -> FetchedDocument:
        """Get a document."""
        self.asked.append(url)
        if url not in self.documents:
            raise FetchError(f"{url} cannot be reached.")
        media_type, body = self.documents[url]
        return FetchedDocument(url=url, media_type=media_type, body=body)


@dataclass
class Instance:
    """An installation and its clock."""

    services: Services
    web: Web
    now: datetime

    @property
    def app(self) -> FastAPI:
        """Its application."""
        return create_app(services=self.services, clock=lambda: self.now)

    def client(self, **options: Any) -> TestClient:
        """Ask it over HTTP."""
        return TestClient(self.app, base_url=BASE_URL, **options)

    def key(self, *scopes: Scope, issuer: str | None = None) -> dict[str, str]:
        """Make an API key; return the header that carries it."""
        _, secret = self.services.access.new_key("tests", scopes, issuer=issuer, now=self.now)
        return {"Authorization": f"Bearer {secret}"}

    def award(self, **fields: Any) -> Issued:
        """Award the achievement "robotics"."""
        recipient = self.services.policy.recipient(email=fields.pop("email", "ada@school.example"))
        order = Order(achievement="robotics", recipient=recipient, **fields)
        return self.services.issuing.issue(SCHOOL, order, now=self.now)


def empty_instance(folder: Path, now: datetime, **options: Any) -> Instance:
    """Set an installation up."""
    instance = _wired(folder, now, MemoryKeys(), **options)
    schema.upgrade(instance.services.store.engine)
    return instance


def _wired(
    folder: Path,
    now: datetime,
    keys: MemoryKeys,
    *,
    base_url: str = BASE_URL,
    policy: Policy | None = None,
    busy_timeout: float = 5.0,
) -> Instance:
    store = SqlStore.open(f"sqlite:///{folder / DATABASE}", busy_timeout=busy_timeout)
    web, addresses = Web(), Addresses(base_url)
    services = wire(store=store, key_store=keys, addresses=addresses, policy=policy or Policy(), fetcher=web)
    return Instance(services, web, now)


def open_instance(folder: Path, now: datetime, **options: Any) -> Instance:
    """Set an installation up, with a school that can award robotics."""
    if options:
        return with_school(empty_instance(folder, now, **options))
    database, keys = _prepared(now)
    (folder / DATABASE).write_bytes(database)
    return _wired(folder, now, MemoryKeys({**keys.signers}, {**keys.secrets}))


@cache
def _prepared(now: datetime) -> tuple[bytes, MemoryKeys]:
    """Set the usual one up once, since a test only needs a copy of it."""
    with TemporaryDirectory() as folder:
        instance = with_school(empty_instance(Path(folder), now))
        instance.services.store.close()
        return (Path(folder) / DATABASE).read_bytes(), instance.services.key_ring.key_store


def with_school(instance: Instance) -> Instance:
    """Let a school be there that can award robotics."""
    services = instance.services
    says = {"url": "https://school.example", "description": "A school.", "image": png()}
    services.issuers.create(SCHOOL, "Example Tech School", **says, now=instance.now)
    services.achievements.create(SCHOOL, "robotics", draft(), now=instance.now)
    return instance


def draft(**changes: Any) -> AchievementDraft:
    """What the achievement "robotics" says."""
    fields: dict[str, Any] = {
        "name": "Robotics",
        "description": "Robotics in industry.",
        "criteria": "Design a robot.\n\nPitch it & <defend> it.",
        "achievement_type": "CommunityService",
        "tags": ("robots",),
        "image": png(),
        "image_caption": "A robot",
        "creator": {"id": "https://partner.example", "type": ["Profile"], "name": "Example Robotics"},
    }
    return AchievementDraft(**{**fields, **changes})


def body(**fields: Any) -> dict[str, Any]:
    """The body of a request that awards robotics to Ada."""
    return {"achievement": "robotics", "recipient": {"email": "ada@school.example"}, **fields}


def problem_of(response: Any) -> Mapping[str, Any]:
    """The problem document of an answer."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    found: Mapping[str, Any] = json.loads(response.content)
    assert found["status"] == response.status_code
    return found
