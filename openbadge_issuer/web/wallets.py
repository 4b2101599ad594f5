"""
Where a badge can be taken, and who else can check it: the table in `wallets.toml`, read once.

Nobody here can promise that a wallet still does what its makers say, so the page shows the day it was looked up.
An operator can name other verifiers (the setting `verifiers`).
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from urllib.parse import quote

ADDRESS = "{url}"
"""What stands for the badge's address in a verifier's."""


@dataclass(frozen=True, slots=True)
class Wallet:
    """
    A wallet or backpack.

    Attributes:
        name: What it is called.
        url: Where it is.
        accepts: The forms of a badge that it takes, the best one first; "url" is the badge's address.
        note: What else is to be known, to be translated.
    """

    name: str
    url: str
    accepts: tuple[str, ...]
    note: str

    def best(self, forms: Sequence[str]) -> str | None:
        """Return the form to take of those there are; None if none of them is taken."""
        return next((form for form in self.accepts if form == "url" or form in forms), None)


@dataclass(frozen=True, slots=True)
class Verifier:
    """Somebody else's page on which a badge can be checked; `{url}` in its address is the badge's."""

    name: str
    url: str

    def address(self, badge: str) -> str:
        """Return where to check one badge."""
        return self.url.replace(ADDRESS, quote(badge, safe=""))


@dataclass(frozen=True, slots=True)
class WalletTable:
    """What the table holds, and on which day that was looked up."""

    checked: datetime
    wallets: tuple[Wallet, ...]
    verifiers: tuple[Verifier, ...]


@cache
def wallet_table() -> WalletTable:
    """Return the table that comes with the package."""
    return read((files("openbadge_issuer.web") / "wallets.toml").read_text("utf-8"))


def read(text: str) -> WalletTable:
    """Read a table."""
    table = tomllib.loads(text)
    wallets = [
        Wallet(entry["name"], entry["url"], tuple(entry["accepts"]), entry["note"])
        for entry in table["wallets"]
    ]
    checked = datetime.combine(table["checked"], time(), UTC)
    return WalletTable(checked, tuple(wallets), verifiers(table["verifiers"]))


def verifiers(entries: Sequence[Mapping[str, str]]) -> tuple[Verifier, ...]:
    """Read verifiers, as the table or a setting names them."""
    return tuple(Verifier(entry["name"], entry["url"]) for entry in entries)
