"""A school with its services, on a store of its own, without a network and without key files."""

import zlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from endorsed_badges import COMMENT

from openbadge_issuer import Issuer
from openbadge_issuer.adapters.sql import SqlStore
from openbadge_issuer.bootstrap import wire
from openbadge_issuer.errors import ConflictError, KeyMaterialError
from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.ports import DocumentFetcher, EndorsementRecord
from openbadge_issuer.services import Services
from openbadge_issuer.services.achievements import AchievementDraft, ResultDescriptionDraft
from openbadge_issuer.services.addresses import Addresses
from openbadge_issuer.services.endorsement_orders import EndorsementOrder
from openbadge_issuer.services.issuing import Issued
from openbadge_issuer.services.orders import Order
from openbadge_issuer.services.policy import Policy

BASE_URL = "https://badges.school.example"


class MemoryKeys:
    """A `KeyStore` that keeps keys in this process."""

    def __init__(self) -> None:
        self.signers: dict[str, LocalSigner] = {}
        self.secrets: dict[str, bytes] = {}

    def create(self, name: str, kind: KeyKind) -> str:
        reference = f"memory:{name}"
        if reference in self.signers:
            raise ConflictError(f"There is a key {name}.")
        self.signers[reference] = LocalSigner.generate(kind)
        return reference

    def signer(self, reference: str) -> LocalSigner:
        if reference not in self.signers:
            raise KeyMaterialError(f"There is no key {reference}.")
        return self.signers[reference]

    def create_secret(self, name: str) -> None:
        self.secrets.setdefault(name, name.encode().ljust(32, b"!"))

    def secret(self, name: str) -> bytes:
        if name not in self.secrets:
            raise KeyMaterialError(f"There is no secret {name}.")
        return self.secrets[name]


@pytest.fixture
def key_store() -> MemoryKeys:
    """An empty key store."""
    return MemoryKeys()


@pytest.fixture
def build(sqlite_store: SqlStore, key_store: MemoryKeys) -> Callable[..., Services]:
    """Services with a policy of the test's choice, all on one store, as other processes would have them."""

    def build(base_url: str = BASE_URL, fetcher: DocumentFetcher | None = None, **policy: Any) -> Services:
        return wire(
            store=sqlite_store,
            key_store=key_store,
            addresses=Addresses(base_url),
            policy=Policy(**policy),
            fetcher=fetcher,
        )

    return build


@pytest.fixture
def services(build: Callable[..., Services]) -> Services:
    """Services with the policy that settings have by default."""
    return build()


@pytest.fixture
def school(services: Services, now: datetime) -> Services:
    """The same, with an issuer `school` that can award `superbots` (with results) and `mentor` (without)."""
    fill(services, now)
    return services


@pytest.fixture
def make_school() -> Callable[[Services, datetime], None]:
    """What makes that school, for services of the test's own."""
    return fill


@pytest.fixture
def issue(school: Services, now: datetime) -> Callable[..., Issued]:
    """Award `superbots`, by default to Ada; what is given replaces what is usual."""

    def issue(services: Services | None = None, *, at: datetime = now, **changes: Any) -> Issued:
        using = services or school
        recipient = {name: changes.pop(name) for name in ("email", "name", "id") if name in changes}
        whom = using.policy.recipient(**(recipient or {"email": "ada@school.example"}))
        return using.issuing.issue(
            "school", Order(**{"achievement": "superbots", "recipient": whom, **changes}), now=at
        )

    return issue


@pytest.fixture
def hosted(school: Services, now: datetime) -> Services:
    """The school and its partner, which issues here too."""
    school.issuers.create("partner", "Example Robotics", url="https://robotics.example", now=now)
    return school


@pytest.fixture
def endorse(hosted: Services, now: datetime) -> Callable[..., EndorsementRecord]:
    """Let the partner endorse `superbots`, accepted at once; what is given replaces what is usual."""

    def endorse(
        endorser: str = "partner", *, accept: bool = True, at: datetime = now, **changes: Any
    ) -> EndorsementRecord:
        order = EndorsementOrder(**{"about": "superbots", "comment": COMMENT, **changes})
        return hosted.endorsing.endorse(endorser, order, accept=accept, now=at)

    return endorse


@pytest.fixture(scope="session")
def outsider() -> Issuer:
    """A partner with a system of its own, whose key anybody can check."""
    return Issuer.create(name="Example Outfitters", url="https://outfitters.example")


@pytest.fixture
def png() -> bytes:
    """The smallest picture there is."""
    return make_png()


@pytest.fixture
def other_png() -> bytes:
    """Another picture."""
    return make_png(gray=200)


def make_png(gray: int = 0) -> bytes:
    """A PNG of one gray pixel (PNG Specification, section 5)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    header = (1).to_bytes(4) * 2 + bytes([8, 0, 0, 0, 0])
    pixels = zlib.compress(bytes([0, gray]))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def fill(services: Services, now: datetime) -> None:
    """Make an issuer `school` that can award `superbots` (with results) and `mentor` (without)."""
    services.issuers.create("school", "Example Tech School", url="https://school.example", now=now)
    results = (
        ResultDescriptionDraft(
            name="Prototype", result_type="PerformanceLevel", allowed_values=("Emerging", "Proficient")
        ),
        ResultDescriptionDraft(name="Score", result_type="Percent", value_min="0", value_max="100"),
        ResultDescriptionDraft(name="State", result_type="Status"),
    )
    superbots = AchievementDraft(
        name="Superbots",
        description="Robotics in industry.",
        criteria="Design, build and pitch a robot.",
        result_descriptions=results,
    )
    mentor = AchievementDraft(name="Mentor", description="Gave time.", criteria="Ten hours.")
    services.achievements.create("school", "superbots", superbots, now=now)
    services.achievements.create("school", "mentor", mentor, now=now)
