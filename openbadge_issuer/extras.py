"""
What is not installed with the library alone, and which extra brings it (`pyproject.toml`).

The library does without; the service, the command line and the adapters ask here before anything else,
so that whoever imports one of them learns what to install, and not only what is missing.
"""

from importlib.util import find_spec
from typing import Final

from openbadge_issuer.errors import MissingExtraError

SERVICE: Final = "service"

_OTHER_EXTRAS: Final = {"psycopg": "postgresql", "typst": "pdf"}

_NEEDED_BY: Final = {"pdf": "Certificates and preview cards need it"}


def needs(*packages: str) -> None:
    """
    Make sure that packages are installed; loads none of them.

    Raises:
        MissingExtraError: If one is not; says which extra to install.
    """
    for package in packages:
        if find_spec(package) is None:
            raise missing(package)


def missing(package: str) -> MissingExtraError:
    """Return the error for a package that is not installed."""
    extra = _OTHER_EXTRAS.get(package, SERVICE)
    needed_by = _NEEDED_BY.get(extra, "The command line and the service need it")
    return MissingExtraError(
        f"The package {package!r} is not installed. {needed_by}: pip install 'openbadge-issuer[{extra}]'"
    )
