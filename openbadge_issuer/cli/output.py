"""How the command line speaks: tables and sentences for people, JSON for programs."""

import json
import shlex
import shutil
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def now() -> datetime:
    """Return the present moment; the one place where the command line reads the clock."""
    return datetime.now(UTC)


def program() -> str:
    """Return what to type to run this program again, so that a command that is printed can be copied."""
    called = sys.argv[0]
    if Path(called).name == "__main__.py":
        return f"{shlex.quote(sys.executable)} -m openbadge_issuer"
    name = Path(called).name
    return name if shutil.which(name) == called else shlex.quote(called)


def say(message: str = "") -> None:
    """Print a line for people."""
    typer.echo(message)


def warn(message: str) -> None:
    """Print a line to standard error, which stays readable when standard output is piped away."""
    typer.echo(message, err=True)


def print_json(value: object) -> None:
    """Print a value as JSON; dates as ISO 8601."""
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False, default=_plain))


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str) -> None:
    """
    Print a table, or a sentence when there is nothing in it.

    On a terminal it fits its width; in a pipe the columns are separated by tabs, for `cut` and `awk`.
    """
    found = [[_cell(cell) for cell in row] for row in rows]
    if not found:
        say(empty)
    elif not sys.stdout.isatty():
        for row in [list(columns), *found]:
            say("\t".join(row))
    else:
        from rich.console import Console
        from rich.table import Table

        drawn = Table(*columns, box=None, header_style="bold", pad_edge=False)
        for row in found:
            drawn.add_row(*row)
        Console().print(drawn)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return value.strftime("%Y-%m-%d") if isinstance(value, datetime) else str(value)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return str(value)
