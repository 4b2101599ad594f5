"""
A folder that nobody but its owner can look into, and small files in it that are made whole or not at all.

The manners are those of ssh: folder 0700, files 0600, both owned by who runs this, no symbolic link.
What is looser is refused, with the command that mends it; only a folder without keys is closed by `ensure`.
Everything goes through the folder's descriptor, so that nobody can put another folder in its place meanwhile.
The process's umask is never touched, since it belongs to all threads; rights are set on the files themselves.
"""

import os
import secrets
import shlex
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from openbadge_issuer.errors import KeyMaterialError

FOLDER_MODE = 0o700
FILE_MODE = 0o600
OTHERS = 0o077
"""Whatever right of group or others counts as open."""

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
# not blocking, since a pipe of that name would keep us waiting for ever
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class OwnerOnlyFolder:
    """A folder as described above; `ensure` makes it, everything else demands that it is there."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def ensure(self) -> None:
        """
        Make the folder, or close it if it is ours and still empty of keys.

        Raises:
            KeyMaterialError: If it cannot be made, or is not as it must be.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.mkdir(mode=FOLDER_MODE)
            self.path.chmod(FOLDER_MODE)  # whatever the umask took away
        except FileExistsError:
            pass
        except OSError as error:
            raise KeyMaterialError(f"The folder {self.path} cannot be made: {error.strerror}.") from error
        with self._descriptor() as folder:
            found = os.fstat(folder)
            if found.st_uid == os.geteuid() and not _holds_keys(folder):
                os.fchmod(folder, FOLDER_MODE)

    def read(self, name: str, *, max_bytes: int) -> bytes | None:
        """
        Return a file's content; None if there is no such file.

        Raises:
            KeyMaterialError: If folder or file are not as they must be, or the file is larger than allowed.
        """
        path = self.path / name
        with self._opened() as folder, _explained(path, "read"):
            try:
                file = os.open(name, _READ, dir_fd=folder)
            except FileNotFoundError:
                return None
            with os.fdopen(file, "rb") as stream:
                found = os.fstat(file)
                if not stat.S_ISREG(found.st_mode):
                    raise KeyMaterialError(f"{path} is not a regular file.")
                _check(found, path, FILE_MODE)
                content = stream.read(max_bytes + 1)
        if len(content) > max_bytes:
            raise KeyMaterialError(f"{path} has more than {max_bytes:,} bytes; it is not what it should be.")
        return content

    def create(self, name: str, content: bytes) -> bool:
        """
        Make a file, unless there is one of that name already; a kill leaves no half one behind.

        Returns:
            Whether it was made: of several processes at once, exactly one is told so.

        Raises:
            KeyMaterialError: If the folder is not as it must be, or cannot be written to.
        """
        with self._opened() as folder, _explained(self.path / name, "written"):
            # Under another name first: a link then makes it appear whole, and never over another file.
            draft = f".{name}.{secrets.token_hex(8)}"
            try:
                _write(draft, content, folder)
                os.link(draft, name, src_dir_fd=folder, dst_dir_fd=folder)
            except FileExistsError:
                return False
            finally:
                with suppress(FileNotFoundError):
                    os.unlink(draft, dir_fd=folder)
            os.fsync(folder)
            return True

    @contextmanager
    def _opened(self) -> Iterator[int]:
        with self._descriptor() as folder:
            _check(os.fstat(folder), self.path, FOLDER_MODE)
            yield folder

    @contextmanager
    def _descriptor(self) -> Iterator[int]:
        if self.path.is_symlink():
            raise KeyMaterialError(
                f"{self.path} is a symbolic link.", hint=f"Name the folder itself: {self.path.resolve()}"
            )
        with _explained(self.path, "opened"):
            folder = os.open(self.path, _FOLDER)
        try:
            yield folder
        finally:
            os.close(folder)


def _holds_keys(folder: int) -> bool:
    return any(name.endswith((".pem", ".secret")) for name in os.listdir(folder))


def _write(name: str, content: bytes, folder: int) -> None:
    file = os.open(name, _NEW, FILE_MODE, dir_fd=folder)
    with os.fdopen(file, "wb") as stream:
        os.fchmod(file, FILE_MODE)  # whatever the umask took away
        stream.write(content)
        stream.flush()
        os.fsync(file)


def _check(found: os.stat_result, path: Path, mode: int) -> None:
    quoted = shlex.quote(str(path))
    if found.st_uid != os.geteuid():
        raise KeyMaterialError(
            f"{path} belongs to user {found.st_uid}; this process runs as user {os.geteuid()}.",
            hint=f"Run: chown {os.geteuid()} {quoted}",
        )
    if found.st_mode & OTHERS:
        raise KeyMaterialError(
            f"{path} is open to others (mode {stat.S_IMODE(found.st_mode):04o}).",
            hint=f"Run: chmod {mode:o} {quoted} (and rotate the keys, if somebody may have looked)",
        )


@contextmanager
def _explained(path: Path, done: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise KeyMaterialError(f"There is no {path}.", hint="Check OPENBADGE_KEYS_DIR.") from error
    except OSError as error:
        reason = "it is a symbolic link" if path.is_symlink() else error.strerror
        raise KeyMaterialError(f"{path} cannot be {done}: {reason}.") from error
