"""
The command that awards a roster, with progress, and a result table also when it is interrupted.

The first Ctrl+C lets the batches that were begun be finished; a second one ends at once, as a kill would:
either way what was stored is kept, and the same command goes on.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from openbadge_issuer.cli import output
from openbadge_issuer.cli.files import read_bytes, writing
from openbadge_issuer.cli.instance import (
    HERE,
    Folder,
    IssuerSlug,
    chosen_issuer,
    open_instance,
    open_settings,
)
from openbadge_issuer.errors import OpenBadgeError

if TYPE_CHECKING:
    from openbadge_issuer.services import Services
    from openbadge_issuer.services.importing import RowOutcome, RowProblem
    from openbadge_issuer.services.issuing_many import Signing
    from openbadge_issuer.services.roster import Roster

MAX_JOBS = 64
"""Most processes that sign, by number: one process reads and stores for all, and can keep busy no more than some."""

LONG = 1_000
"""From how many rows on it is told how long they took: fewer take a second or so."""


def import_roster(
    roster: Annotated[Path, typer.Argument(help="The roster, a CSV file.", exists=True, dir_okay=False)],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List every problem and change nothing.")
    ] = False,
    achievement: Annotated[str | None, typer.Option(help="Slug for rows that name no achievement.")] = None,
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs", "-j", min=1, max=MAX_JOBS, help="How many processes sign; 1 is this one alone."
        ),
    ] = 1,
    result: Annotated[
        Path | None, typer.Option(help="Where the result CSV goes.", show_default="ROSTER-result.csv")
    ] = None,
    issuer: IssuerSlug = None,
    folder: Folder = HERE,
    json: output.Json = False,
) -> None:
    """Award badges to everybody in a roster; run again, it issues nothing twice."""
    from openbadge_issuer.services.roster import Roster

    services = open_instance(folder)
    slug = chosen_issuer(services, issuer).slug
    table = Roster.read(read_bytes(roster))
    for notice in table.notices:
        output.warn(notice)
    if dry_run:
        problems = services.importing.check(slug, table, default_achievement=achievement, now=output.now())
        raise typer.Exit(_report_problems(table, problems, json=json))
    path = result or roster.with_name(f"{roster.stem}-result.csv")
    with ExitStack() as stack:
        signing = stack.enter_context(_processes(folder, jobs, quiet=json)) if jobs > 1 else None
        outcomes = run_import(
            services, slug, table, achievement=achievement, result=path, quiet=json, signing=signing
        )
    raise typer.Exit(_report_outcomes(outcomes, path, json=json))


def run_import(
    services: Services,
    issuer: str,
    roster: Roster,
    *,
    achievement: str | None,
    result: Path,
    quiet: bool,
    signing: Signing | None = None,
) -> list[RowOutcome]:
    """
    Issue a roster with progress, and write the result table, also when interrupted.

    Raises:
        InputError: If the table cannot be written; if it cannot even be opened, nothing is issued.
        KeyboardInterrupt: If Ctrl+C was pressed before all was done.
    """
    outcomes: list[RowOutcome] = []
    ended: BaseException | None = None
    begun = monotonic()
    with writing(result, owner_only=True) as file:
        try:
            with _stopping() as stop:
                steps = services.importing.run(
                    issuer,
                    roster,
                    default_achievement=achievement,
                    now=output.now,
                    signing=signing,
                    stop=stop,
                )
                outcomes.extend(_with_progress(steps, len(roster.rows), quiet=quiet))
        except (OpenBadgeError, KeyboardInterrupt) as error:
            ended = error
        file.write(services.importing.result_csv(roster, outcomes).encode("utf-8-sig"))
    if not quiet and len(outcomes) >= LONG:
        output.warn(_pace(len(outcomes), monotonic() - begun))
    if ended is not None or len(outcomes) < len(roster.rows):
        raise ended or KeyboardInterrupt
    return outcomes


@contextmanager
def _processes(folder: Path, count: int, *, quiet: bool) -> Iterator[Signing]:
    """Start processes that sign, and say how long that took."""
    from openbadge_issuer.bootstrap import signing_processes

    begun = monotonic()
    with signing_processes(open_settings(folder), count) as processes:
        processes.start()
        if not quiet:
            output.warn(f"{count} processes were ready to sign after {monotonic() - begun:.1f} s.")
        yield processes


@contextmanager
def _stopping() -> Iterator[Callable[[], bool]]:
    """Let Ctrl+C ask to begin nothing more; pressed again, it ends everything at once."""
    asked = False

    def ask(_number: int, _frame: object) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        # what was begun to be printed may have to be finished first, so not by way of a buffer
        os.write(sys.stderr.fileno(), b"\nFinishing what was begun. Ctrl+C again ends at once.\n")

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)


def _with_progress(steps: Iterator[RowOutcome], total: int, *, quiet: bool) -> Iterator[RowOutcome]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Pace(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed or 0:,.0f} rows/s", style="progress.data.speed")

    console = Console(stderr=True)
    hidden = quiet or not console.is_terminal
    columns = ("Issuing", BarColumn(), MofNCompleteColumn(), Pace(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=hidden, transient=True) as progress:
        yield from progress.track(steps, total=total)


def _pace(rows: int, seconds: float) -> str:
    return f"{rows:,} rows took {seconds:,.1f} s: {rows / max(seconds, 0.001):,.0f} a second."


def _report_problems(roster: Roster, problems: list[RowProblem], *, json: bool) -> int:
    blocked = {problem.row for problem in problems if problem.blocking}
    if json:
        fields = ("row", "column", "value", "message", "allowed", "blocking")
        output.print_json([{name: getattr(problem, name) for name in fields} for problem in problems])
    else:
        for problem in problems:
            output.say(_told(problem))
        output.say(
            f"{len(roster.rows) - len(blocked)} of {len(roster.rows)} rows can be issued. Nothing was changed."
        )
    return 1 if blocked else 0


def _told(problem: RowProblem) -> str:
    """Tell a problem with what was found and what is allowed, each once; a message may say what is allowed."""
    text = str(problem)
    if problem.value and problem.value not in text:
        text += f" Found: {problem.value!r}."
    if problem.allowed and problem.allowed.partition(",")[0] not in text:
        text += f" Allowed: {problem.allowed}."
    return text


def _report_outcomes(outcomes: list[RowOutcome], path: Path, *, json: bool) -> int:
    counts: dict[str, int] = {}
    for outcome in outcomes:
        counts[outcome.outcome] = counts.get(outcome.outcome, 0) + 1
    if json:
        rows = [
            {"row": o.row.number, "outcome": o.outcome, "url": o.url, "reason": o.reason} for o in outcomes
        ]
        output.print_json({"result": str(path), "counts": counts, "rows": rows})
    else:
        for outcome in outcomes:
            if outcome.url is None:
                output.warn(f"row {outcome.row.number}: {outcome.outcome}: {outcome.reason}")
        output.say(
            ", ".join(f"{count} {word}" for word, count in sorted(counts.items()))
            or "The roster has no rows."
        )
        output.say(f"Row by row: {path}")
    return 1 if any(outcome.url is None for outcome in outcomes) else 0
