"""
What an application runs on: the services, opened once, and the clock.

Making an application opens nothing, so that importing one is harmless.
The services are opened and checked when the server starts or, mounted in another application
(whose parts are not told that it starts), at the first request.
A check that fails is made again at the next request, so that a mended instance needs no restart.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock
from urllib.parse import urlsplit

from openbadge_issuer.bootstrap import build_services, build_typesetter
from openbadge_issuer.ports import Typesetter
from openbadge_issuer.services import Services
from openbadge_issuer.settings import Settings
from openbadge_issuer.web.keepsakes import Keepsakes
from openbadge_issuer.web.languages import ENGLISH, language
from openbadge_issuer.web.sharing_choices import SharingChoices
from openbadge_issuer.web.theme import Theme, theme_of
from openbadge_issuer.web.throttle import Throttle
from openbadge_issuer.web.wallets import Verifier

DEFAULT_MAX_BODY_BYTES = 5_242_880
"""Largest request body where no setting says so, in bytes: 5 MiB, as the setting `max_upload_bytes`."""

DEFAULT_CHECKS_PER_MINUTE = 60
"""Checks that one address may ask for in a minute where no setting says so, as the setting `checks_per_minute`."""


def system_clock() -> datetime:
    """Return the moment it is."""
    return datetime.now(UTC)


class Runtime:
    """
    The services behind an application.

    Args:
        settings: Where things are; by default what environment and `openbadge.toml` say.
        services: The services, if they are wired already.
        clock: Says what time it is.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        services: Services | None = None,
        *,
        clock: Callable[[], datetime] = system_clock,
    ) -> None:
        self.clock = clock
        self.max_body_bytes = DEFAULT_MAX_BODY_BYTES
        self.throttle = Throttle(DEFAULT_CHECKS_PER_MINUTE)
        self.typesetter: Typesetter | None = None
        self.keepsakes = Keepsakes()
        self.theme = Theme()
        self.language = ENGLISH
        self.sharing = SharingChoices()
        self._settings = settings
        self._given = services
        self._services: Services | None = None
        self._lock = Lock()

    def open(self) -> Services:
        """
        Return the services, opened and checked if they are not yet.

        Raises:
            ConfigurationError: If settings, database or folder are not as they must be.
            KeyMaterialError: If a signing key cannot be opened.
            ContextError: If a JSON-LD context was changed on disk.
        """
        if self._services is None:
            with self._lock:
                if self._services is None:
                    self._services = _checked(self._wired())
        return self._services

    @property
    def services(self) -> Services:
        """The services; opened if they are not yet."""
        return self.open()

    def _wired(self) -> Services:
        if self._given is not None and self._settings is None:
            self.typesetter = build_typesetter()
            return self._given
        settings = self._settings or Settings.load()
        self.typesetter = build_typesetter(settings)
        self.max_body_bytes = settings.max_upload_bytes
        self.throttle = Throttle(settings.checks_per_minute)
        self.sharing = _sharing(settings)
        self.theme = theme_of(settings)
        self.language = language(settings.default_language)
        return self._given or build_services(settings)

    @property
    def is_open(self) -> bool:
        """Whether the services were opened and found in order."""
        return self._services is not None

    @property
    def base_url(self) -> str:
        """The address of this installation as the world sees it; "" before the services are open."""
        return self._services.addresses.base_url if self._services else ""

    @property
    def prefix(self) -> str:
        """The path of that address, which every link in a page begins with: `/badges`, or nothing."""
        return urlsplit(self.base_url).path.rstrip("/")

    @property
    def host(self) -> str:
        """The host of that address, with its port if it has one: what is proven about who answers here."""
        return urlsplit(self.base_url).netloc


def _sharing(settings: Settings) -> SharingChoices:
    named = settings.verifiers
    return SharingChoices(
        linkedin_organizations=settings.linkedin_organizations,
        verifiers=None if named is None else tuple(Verifier(*found) for found in named.items()),
    )


def _checked(services: Services) -> Services:
    services.check()
    return services
