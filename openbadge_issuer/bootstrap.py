"""
The one place where services, adapters and settings meet.

It opens the store and the key directory that the settings name and hands them to the services as ports.
Wiring creates nothing: no table, no key, no folder; `upgrade_database` is the one exception, by its name.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from openbadge_issuer.errors import MissingExtraError
from openbadge_issuer.extras import needs
from openbadge_issuer.ports import DocumentFetcher, Drawer, KeyStore, Store, Typesetter
from openbadge_issuer.services import Services
from openbadge_issuer.services.access import AccessService
from openbadge_issuer.services.achievements import AchievementService
from openbadge_issuer.services.addresses import Addresses
from openbadge_issuer.services.batch_preparing import BatchPreparing
from openbadge_issuer.services.batch_signing import BatchSigner, SigningJob, SigningResult
from openbadge_issuer.services.batch_storing import BatchStoring
from openbadge_issuer.services.endorsing import EndorsingService
from openbadge_issuer.services.erasing import ErasingService
from openbadge_issuer.services.hosting import HostingService
from openbadge_issuer.services.idempotency import IdempotencyService
from openbadge_issuer.services.importing import ImportService
from openbadge_issuer.services.issuers import IssuerService
from openbadge_issuer.services.issuing import IssuingService
from openbadge_issuer.services.issuing_many import ManyIssuing
from openbadge_issuer.services.key_ring import KeyRing
from openbadge_issuer.services.opening import OpeningService
from openbadge_issuer.services.pictures import KeptPictures
from openbadge_issuer.services.policy import Policy
from openbadge_issuer.services.revoking import RevokingService
from openbadge_issuer.services.status_lists import StatusLists
from openbadge_issuer.services.suspending import SuspendingService
from openbadge_issuer.services.verifying import VerifyingService
from openbadge_issuer.services.withdrawing import WithdrawingService
from openbadge_issuer.settings import Settings

if TYPE_CHECKING:
    from openbadge_issuer.adapters.processes import Processes


def wire(
    *,
    store: Store,
    key_store: KeyStore,
    addresses: Addresses,
    policy: Policy,
    fetcher: DocumentFetcher | None = None,
    drawer: Drawer | None = None,
) -> Services:
    """
    Put services on ports of the caller's choice; an application with its own store or key store begins here.

    Args:
        store: Where records are kept.
        key_store: Where private keys are.
        addresses: The URLs of this installation.
        policy: What the operator decided.
        fetcher: The way out to other people's documents; None if there is to be none.
        drawer: What draws SVGs; resvg in a process of its own by default.
    """
    from openbadge_issuer.adapters.svg_drawing import ResvgDrawer

    drawer = drawer or ResvgDrawer()
    status_lists = StatusLists(addresses, policy)
    key_ring = KeyRing(store, key_store, status_lists)
    issuers = IssuerService(store, key_ring, status_lists, addresses, policy, drawer)
    hosting = HostingService(store, issuers, addresses, KeptPictures(store, drawer))
    verifying = VerifyingService(hosting, addresses, fetcher)
    opening = OpeningService(store, key_store, addresses)
    issuing = IssuingService(store, key_ring, status_lists, verifying, addresses, policy)
    many = ManyIssuing(
        BatchPreparing(store, key_ring, status_lists, hosting, addresses, policy),
        BatchStoring(store, addresses, policy),
        BatchSigner(key_store, addresses),
        policy,
    )
    return Services(
        store=store,
        addresses=addresses,
        policy=policy,
        key_ring=key_ring,
        issuers=issuers,
        achievements=AchievementService(store, addresses, drawer),
        issuing=issuing,
        issuing_many=many,
        importing=ImportService(store, issuing, many, policy, opening),
        revoking=RevokingService(store, key_ring, status_lists, addresses),
        suspending=SuspendingService(store, key_ring, status_lists, addresses),
        endorsing=EndorsingService(store, key_ring, status_lists, verifying, addresses),
        withdrawing=WithdrawingService(store, key_ring, status_lists, addresses),
        opening=opening,
        erasing=ErasingService(store, key_store, addresses),
        hosting=hosting,
        verifying=verifying,
        access=AccessService(store),
        idempotency=IdempotencyService(store),
    )


def policy_of(settings: Settings) -> Policy:
    """Return what the operator decided, as services want it."""
    return Policy(
        status_list_size=settings.status_list_size,
        identifier=settings.identifier,
        show_name=settings.show_name,
        keep_names=settings.keep_names,
        validity_days=settings.validity_days,
        batch_size=settings.import_batch,
        check_every=settings.import_check_every,
        suspendable=settings.suspendable,
        default_issuer=settings.default_issuer,
    )


def build_services(
    settings: Settings, *, fetcher: DocumentFetcher | None = None, allow_loopback: bool = False
) -> Services:
    """
    Wire everything for one installation.

    Nothing is opened yet: `services.store.check()` says whether the database is in order,
    `services.key_ring.issuer(slug)` whether an issuer's keys are.

    Args:
        settings: Where things are, and what the operator decided.
        fetcher: The way out to other people's documents; HTTP by default.
        allow_loopback: Whether the default fetcher may reach this machine itself:
            the command line may, the service may not.

    Raises:
        ConfigurationError: If a setting cannot be used.
        MissingExtraError: If the service's dependencies are not installed.
    """
    from openbadge_issuer.adapters.http_fetcher import HttpFetcher
    from openbadge_issuer.adapters.sql import SqlStore

    return wire(
        store=SqlStore.open(settings.database_url),
        key_store=open_key_store(settings),
        addresses=Addresses(settings.base_url),
        policy=policy_of(settings),
        fetcher=fetcher or HttpFetcher(allow_loopback=allow_loopback),
    )


def build_typesetter(settings: Settings | None = None) -> Typesetter | None:
    """
    Return who sets certificates and cards; None where the extra `pdf` is not installed.

    Raises:
        ConfigurationError: If the settings name a folder of fonts that is none.
    """
    try:
        needs("typst")
    except MissingExtraError:
        return None
    from openbadge_issuer.adapters.typst_typesetter import TypstTypesetter

    return TypstTypesetter(settings.fonts_dir if settings else None)


def open_key_store(settings: Settings) -> KeyStore:
    """Return the folder of keys that the settings name; no key is opened yet."""
    from openbadge_issuer.adapters.key_directory import KeyDirectory

    passphrase = settings.key_passphrase and settings.key_passphrase.get_secret_value().encode()
    return KeyDirectory(settings.keys_dir, passphrase=passphrase or None)


def signing_processes(settings: Settings, count: int) -> "Processes[SigningJob, list[SigningResult]]":
    """
    Return processes that sign for one installation; each reads its settings and opens its keys itself.

    Args:
        settings: Where the installation is.
        count: How many processes.

    Raises:
        ValueError: If that is no number of processes.
    """
    from openbadge_issuer.adapters.processes import Processes

    preload = [__name__, "openbadge_issuer.adapters.key_directory", "openbadge_issuer.model"]
    return Processes(count, partial(_signing, settings.instance), preload=preload)


def _signing(instance: Path) -> Callable[[SigningJob], list[SigningResult]]:
    """Prepare to sign, in a process of its own."""
    settings = Settings.load(instance)
    return BatchSigner(open_key_store(settings), Addresses(settings.base_url)).sign


def upgrade_database(settings: Settings) -> None:
    """
    Bring the database to the schema of this version; make it, if it is a SQLite file that is not there.

    Raises:
        ConfigurationError: If that cannot be done.
        UnavailableError: If the database is out of reach; nothing was changed.
    """
    from openbadge_issuer.adapters import schema
    from openbadge_issuer.adapters.sql import SqlStore

    store = SqlStore.open(settings.database_url)
    schema.upgrade(store.engine)
    store.close()
