"""
Files that people name on the command line: read and written whole, with a sentence where that fails.

A result is written beside its place and moved there, so that no half of it is ever mistaken for all of it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import typer

from openbadge_issuer.cli import output
from openbadge_issuer.errors import InputError

MAX_FILE_BYTES = 33_554_432
"""Most bytes read of a file: 32 MiB, the largest roster; pictures and badges have lower limits of their own."""

OWNER_ONLY = 0o600
"""Mode of a file that tells of persons: its owner reads and writes it, nobody else."""

ROOM = "Choose another place, or make room or rights for it there; then run the same command again."


def read_bytes(path: Path) -> bytes:
    """
    Read a file, up to one byte more than is allowed, so that what is too large is told by who reads it.

    Raises:
        typer.BadParameter: If it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise typer.BadParameter(f"{path} cannot be read: {error.strerror}.") from error


def read_text(path: Path) -> str:
    """
    Read a text.

    Raises:
        typer.BadParameter: If it cannot be read, or is not text in UTF-8.
    """
    return decoded(read_bytes(path), str(path))


def read_source(source: str) -> bytes:
    """
    Read a file, or standard input for "-".

    Raises:
        typer.BadParameter: If the file cannot be read.
    """
    if source == "-":
        return sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
    return read_bytes(Path(source or " "))


def decoded(data: bytes, name: str) -> str:
    """
    Read bytes as text.

    Raises:
        typer.BadParameter: If it is not UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise typer.BadParameter(f"{name} is not text in UTF-8 (byte {error.start}).") from error


def write_result(path: Path | None, data: bytes) -> None:
    """
    Write to a file, or to standard output.

    Raises:
        InputError: If the file cannot be written.
    """
    if path is None:
        sys.stdout.buffer.write(data + b"\n")
        return
    with writing(path) as file:
        file.write(data)
    output.warn(f"Wrote {path}.")


@contextmanager
def writing(path: Path, *, owner_only: bool = False) -> Iterator[IO[bytes]]:
    """
    Open a file to be written, at once, and put it in its place when the block ends.

    What is there stays as it is until then.

    Args:
        path: The place.
        owner_only: True if it tells of persons, so that no other account of the machine may read it.

    Raises:
        InputError: If it cannot be made or written.
    """
    is_special = path.exists() and not path.is_file()  # a device, such as /dev/stdout, is written to as it is
    beside = path if is_special else path.with_name(f".{path.name}.part")
    try:
        if owner_only and not is_special:
            beside.unlink(missing_ok=True)  # one that a killed process left behind would keep its mode
        with open(beside, "wb", opener=_owner_only if owner_only else None) as file:
            yield file
        if not is_special:
            beside.replace(path)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.", hint=ROOM) from error
    finally:
        if not is_special:
            _remove(beside)


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, OWNER_ONLY)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return  # on a file system that cannot be written there is nothing to remove
