"""Private keys in a folder: made once, opened by their owner only, refused when anything is loose."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from concurrent_work import NOBODY, create_key, processes, read_secret, refusal_to_open

from openbadge_issuer.adapters.key_directory import KeyDirectory
from openbadge_issuer.errors import ConflictError, KeyMaterialError
from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.keys.signer import LocalSigner

PASSPHRASE = b"correct horse"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The path of a key folder that is not there yet."""
    return tmp_path / "instance" / "keys"


@pytest.fixture
def keys(folder: Path) -> KeyDirectory:
    """A key folder with one key, `file:school`."""
    keys = KeyDirectory(folder)
    keys.create("school", KeyKind.ED25519)
    return keys


def mode(path: Path) -> str:
    """Return a file's rights as text."""
    return oct(stat.S_IMODE(path.stat().st_mode))


@pytest.mark.parametrize("kind", [KeyKind.ED25519, KeyKind.P256])
def test_created_key_can_be_opened_and_signs(folder: Path, kind: KeyKind):
    keys = KeyDirectory(folder)
    reference = keys.create("school-2026", kind)
    signer = keys.signer(reference)
    signer.public_key.verify(signer.sign(b"badge"), b"badge")
    assert (reference, signer.public_key.kind) == ("file:school-2026", kind)


def test_folder_and_file_are_for_their_owner_only(keys: KeyDirectory, folder: Path):
    assert mode(folder) == "0o700"
    assert mode(folder / "school.pem") == "0o600"


def test_umask_neither_matters_nor_changes(folder: Path):
    before = os.umask(0o277)
    try:
        folder.parent.mkdir(mode=0o700)
        folder.parent.chmod(0o700)
        KeyDirectory(folder).create("school", KeyKind.ED25519)
        assert os.umask(0o277) == 0o277
    finally:
        os.umask(before)
    assert (mode(folder), mode(folder / "school.pem")) == ("0o700", "0o600")


def test_nothing_but_the_key_is_left_in_the_folder(keys: KeyDirectory, folder: Path):
    with pytest.raises(ConflictError):
        keys.create("school", KeyKind.P256)
    assert [path.name for path in folder.iterdir()] == ["school.pem"]


def test_key_is_never_overwritten(keys: KeyDirectory, folder: Path):
    before = (folder / "school.pem").read_bytes()
    with pytest.raises(ConflictError, match=r"already a key in .*school\.pem") as caught:
        keys.create("school", KeyKind.ED25519)
    assert caught.value.path == "name"
    assert before == (folder / "school.pem").read_bytes()


def test_passphrase_encrypts_the_file(folder: Path):
    keys = KeyDirectory(folder, passphrase=PASSPHRASE)
    reference = keys.create("school", KeyKind.ED25519)
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in (folder / "school.pem").read_bytes()
    assert keys.signer(reference).public_key.kind is KeyKind.ED25519


@pytest.mark.parametrize(
    ("made_with", "opened_with", "complaint"),
    [
        (PASSPHRASE, b"wrong", "passphrase is wrong"),
        (PASSPHRASE, None, "no passphrase was given"),
        (None, PASSPHRASE, "not encrypted, but a passphrase was given"),
    ],
)
def test_passphrase_that_does_not_fit_is_said(folder: Path, made_with, opened_with, complaint: str):
    KeyDirectory(folder, passphrase=made_with).create("school", KeyKind.ED25519)
    with pytest.raises(KeyMaterialError, match=rf"school\.pem .*{complaint}") as caught:
        KeyDirectory(folder, passphrase=opened_with).signer("file:school")
    assert "passphrase" in caught.value.hint.lower()


def test_missing_key_is_said(keys: KeyDirectory, folder: Path):
    with pytest.raises(KeyMaterialError, match=rf"no private key {folder}/other\.pem") as caught:
        keys.signer("file:other")
    assert "backup" in caught.value.hint


def test_missing_folder_is_said(folder: Path):
    with pytest.raises(KeyMaterialError, match=rf"There is no {folder}"):
        KeyDirectory(folder).signer("file:school")
    assert not folder.exists()


@pytest.mark.parametrize("rights", [0o755, 0o710, 0o701])
def test_folder_open_to_others_is_refused(keys: KeyDirectory, folder: Path, rights: int):
    folder.chmod(rights)
    for use in (lambda: keys.signer("file:school"), lambda: keys.create("new", KeyKind.P256)):
        with pytest.raises(
            KeyMaterialError, match=rf"{folder} is open to others \(mode 0{rights:o}\)"
        ) as caught:
            use()
        assert f"chmod 700 {folder}" in caught.value.hint


@pytest.mark.parametrize("rights", [0o644, 0o640, 0o602])
def test_key_open_to_others_is_refused(keys: KeyDirectory, folder: Path, rights: int):
    (folder / "school.pem").chmod(rights)
    with pytest.raises(
        KeyMaterialError, match=rf"school\.pem is open to others \(mode 0{rights:o}\)"
    ) as caught:
        keys.signer("file:school")
    assert f"chmod 600 {folder}/school.pem" in caught.value.hint


def test_folder_without_keys_is_closed(folder: Path):
    folder.mkdir(mode=0o755, parents=True)
    (folder / "README.md").touch()
    KeyDirectory(folder).create("school", KeyKind.ED25519)
    assert mode(folder) == "0o700"


def test_files_of_another_user_are_refused(keys: KeyDirectory, monkeypatch: pytest.MonkeyPatch):
    owner, other = os.geteuid(), os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: other)
    with pytest.raises(KeyMaterialError, match=f"belongs to user {owner}.* user {other}") as caught:
        keys.signer("file:school")
    assert f"chown {other}" in caught.value.hint


def test_linked_folder_is_refused(keys: KeyDirectory, folder: Path, tmp_path: Path):
    link = tmp_path / "link"
    link.symlink_to(folder)
    with pytest.raises(KeyMaterialError, match="is a symbolic link") as caught:
        KeyDirectory(link).signer("file:school")
    assert str(folder) in caught.value.hint


def test_linked_key_is_refused(keys: KeyDirectory, folder: Path):
    (folder / "linked.pem").symlink_to(folder / "school.pem")
    with pytest.raises(KeyMaterialError, match=r"linked\.pem cannot be read: it is a symbolic link"):
        keys.signer("file:linked")


def test_pipe_in_place_of_a_key_is_refused_without_waiting(keys: KeyDirectory, folder: Path):
    os.mkfifo(folder / "pipe.pem", 0o600)
    with pytest.raises(KeyMaterialError, match="not a regular file"):
        keys.signer("file:pipe")


@pytest.fixture
def reachable_folder() -> Iterator[Path]:
    """The path of a key folder that other users can reach, which pytest's folders are closed to."""
    with TemporaryDirectory() as parent:
        Path(parent).chmod(0o755)
        yield Path(parent) / "keys"


def test_unreadable_key_is_said(reachable_folder: Path):
    KeyDirectory(reachable_folder).create("school", KeyKind.ED25519)
    key = reachable_folder / "school.pem"
    key.chmod(0)
    if os.geteuid() == 0:
        for path in (reachable_folder, key):
            os.chown(path, NOBODY, -1)
    with processes.Pool(1) as pool:
        assert f"{key} cannot be read: Permission denied." == pool.apply(refusal_to_open, [str(key.parent)])


@pytest.mark.parametrize("content", [b"", b"not a key", b"x" * 20_000])
def test_file_that_is_no_key_is_refused(keys: KeyDirectory, folder: Path, content: bytes):
    (folder / "school.pem").write_bytes(content)
    with pytest.raises(KeyMaterialError, match=r"school\.pem"):
        keys.signer("file:school")


def test_published_test_key_is_refused(keys: KeyDirectory, folder: Path):
    known = LocalSigner.from_seed(KeyKind.ED25519, bytes(32))
    (folder / "school.pem").write_bytes(known.to_pem())
    with pytest.raises(KeyMaterialError, match="anyone can sign with it"):
        keys.signer("file:school")


@pytest.mark.parametrize("name", ["", "../x", "a/b", "A", "a.b", "-a", "a-", "a" * 101, "ä", "a\n", "a\x00"])
def test_names_that_could_lead_elsewhere_are_refused(keys: KeyDirectory, name: str):
    for use in (
        lambda: keys.create(name, KeyKind.P256),
        lambda: keys.signer(f"file:{name}"),
        lambda: keys.secret(name),
        lambda: keys.create_secret(name),
    ):
        with pytest.raises(KeyMaterialError, match="cannot name a key"):
            use()


def test_unknown_scheme_is_refused(keys: KeyDirectory):
    with pytest.raises(KeyMaterialError, match="'hsm:school' is not known here; expected file:NAME"):
        keys.signer("hsm:school")


def test_secret_stays_the_same_and_for_its_owner(folder: Path):
    KeyDirectory(folder).create_secret("awards")
    secret = KeyDirectory(folder).secret("awards")
    KeyDirectory(folder).create_secret("awards")
    assert (32, "0o600") == (len(secret), mode(folder / "awards.secret"))
    assert secret == KeyDirectory(folder).secret("awards")


def test_secrets_of_two_names_differ(folder: Path):
    for name in ("awards", "recipients"):
        KeyDirectory(folder).create_secret(name)
    assert KeyDirectory(folder).secret("awards") != KeyDirectory(folder).secret("recipients")


def test_lost_secret_is_not_made_anew_silently(folder: Path):
    KeyDirectory(folder).create_secret("awards")
    (folder / "awards.secret").unlink()
    with pytest.raises(KeyMaterialError, match=r"There is no secret .*awards\.secret"):
        KeyDirectory(folder).secret("awards")


def test_damaged_secret_is_refused(folder: Path):
    keys = KeyDirectory(folder)
    keys.create_secret("awards")
    (folder / "awards.secret").write_bytes(b"short")
    with pytest.raises(KeyMaterialError, match=r"awards\.secret does not hold 32 bytes"):
        keys.secret("awards")


def test_processes_at_once_get_one_secret_and_one_key(folder: Path):
    with processes.Pool(4) as pool:
        found = pool.map(read_secret, [str(folder)] * 8, chunksize=1)
        first = pool.map(create_key, [str(folder)] * 8, chunksize=1)
    assert len(set(found)) == 1
    assert sum(first) == 1


def test_nothing_shows_a_key(keys: KeyDirectory, folder: Path):
    pem = (folder / "school.pem").read_text()
    secret = pem.splitlines()[1]
    shown = repr(keys) + repr(vars(keys)) + repr(keys.signer("file:school"))
    assert secret not in shown
