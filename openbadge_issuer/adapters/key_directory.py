"""
The `KeyStore` port over a folder of files.

    NAME.pem      a private key, PKCS #8 PEM, encrypted if there is a passphrase; its reference is `file:NAME`
    NAME.secret   32 random bytes for HMACs; not encrypted, since nothing can be signed with them

Who may read them is decided in `owner_only_folder`; what a key is, in `keys.signer`.
Nothing here shows, logs or caches a private key.
"""

import re
import secrets
from pathlib import Path

from openbadge_issuer.adapters.owner_only_folder import OwnerOnlyFolder
from openbadge_issuer.errors import ConflictError, KeyMaterialError
from openbadge_issuer.keys.known_test_keys import is_published_test_key
from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.keys.signer import LocalSigner, Signer

SCHEME = "file"

SECRET_BYTES = 32
"""Length of a secret, in bytes: as long as the hash it is used with (SHA-256), as RFC 2104 advises."""

MAX_FILE_BYTES = 16_384
"""Largest key file read, in bytes; the longest RSA key accepted takes 7 KiB."""

MEND = (
    "Check OPENBADGE_KEY_PASSPHRASE and OPENBADGE_KEY_PASSPHRASE_FILE; "
    "if the file was damaged, put it back from a backup."
)

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?")


class KeyDirectory:
    """
    Private keys as files in one folder.

    Args:
        folder: Where they lie; made by the first `create` or `create_secret`.
        passphrase: What every private key in it is encrypted with; None if none is.
    """

    def __init__(self, folder: Path, *, passphrase: bytes | None = None) -> None:
        self._folder = OwnerOnlyFolder(folder)
        self._passphrase = passphrase

    def create(self, name: str, kind: KeyKind) -> str:
        """
        Make a key and return its reference, `file:NAME`.

        Raises:
            ConflictError: If there is a key of that name.
            KeyMaterialError: If the name is not allowed, or the folder is open to others or not writable.
        """
        file = f"{_checked(name)}.pem"
        pem = LocalSigner.generate(kind).to_pem(self._passphrase)
        self._folder.ensure()
        if not self._folder.create(file, pem):
            raise ConflictError(f"There is already a key in {self._folder.path / file}.", path="name")
        return f"{SCHEME}:{name}"

    def signer(self, reference: str) -> Signer:
        """
        Open a key for signing.

        Raises:
            KeyMaterialError: If it is missing, unreadable, open to others, the passphrase is wrong,
                or it is a key that a standard or a test suite has published.
        """
        path = self._folder.path / f"{_name_in(reference)}.pem"
        pem = self._folder.read(path.name, max_bytes=MAX_FILE_BYTES)
        if pem is None:
            raise KeyMaterialError(
                f"There is no private key {path}.",
                hint="Put it back from a backup, or replace it: openbadge-issuer key rotate",
            )
        signer = self._open(path, pem)
        if is_published_test_key(signer.public_key):
            raise KeyMaterialError(
                f"{path} is a key that a standard or a test suite has published: anyone can sign with it.",
                hint="Replace it by one of your own: openbadge-issuer key rotate",
            )
        return signer

    def create_secret(self, name: str) -> None:
        """
        Make 32 random bytes and keep them under a name; one that is there already stays.

        Raises:
            KeyMaterialError: If the name is not allowed, or the folder is open to others or cannot be written.
        """
        file = f"{_checked(name)}.secret"
        self._folder.ensure()
        if self._folder.read(file, max_bytes=SECRET_BYTES) is None:
            self._folder.create(file, secrets.token_bytes(SECRET_BYTES))  # whoever is faster makes it

    def secret(self, name: str) -> bytes:
        """
        Return the 32 random bytes kept under a name; every process gets the same.

        Raises:
            KeyMaterialError: If there are none, the name is not allowed, or the file is open, unreadable or damaged.
        """
        file = f"{_checked(name)}.secret"
        secret = self._folder.read(file, max_bytes=SECRET_BYTES)
        if secret is None:
            raise KeyMaterialError(
                f"There is no secret {self._folder.path / file}, by which awards made before are recognised.",
                hint="Put it back from a backup; without it, a roster imported again would be issued again.",
            )
        if len(secret) != SECRET_BYTES:
            raise KeyMaterialError(
                f"{self._folder.path / file} does not hold {SECRET_BYTES} bytes.",
                hint="Put it back from a backup.",
            )
        return secret

    def _open(self, path: Path, pem: bytes) -> LocalSigner:
        try:
            return LocalSigner.from_pem(pem, self._passphrase)
        except KeyMaterialError as error:
            hint = error.hint or MEND
            raise KeyMaterialError(f"{path} cannot be opened. {error.message}", hint=hint) from None


def _checked(name: str) -> str:
    """Names become file names: nothing in them may lead elsewhere."""
    if not _NAME.fullmatch(name):
        raise KeyMaterialError(
            f"{name[:100]!r} cannot name a key; expected 1 to 100 lower-case letters, digits, inner hyphens."
        )
    return name


def _name_in(reference: str) -> str:
    scheme, _, name = reference.partition(":")
    if scheme != SCHEME:
        raise KeyMaterialError(
            f"The key reference {reference[:100]!r} is not known here; expected {SCHEME}:NAME."
        )
    return _checked(name)
