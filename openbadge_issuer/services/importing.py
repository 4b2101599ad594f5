"""
Awarding a whole roster: every good row, once, whatever happens in between.

`check` changes nothing and lists every problem.
`run` issues batch by batch (`issuing_many`) and goes on after a bad row; each batch is one transaction, so that a run
that was killed is simply run again: what is there already is recognised.
`result_csv` gives the input's columns back with what became of each row, ready for a mail merge.
"""

import csv
import io
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from openbadge_issuer.errors import (
    ConflictError,
    InputError,
    LinkedDataError,
    ModelError,
    NotFoundError,
    OpenBadgeError,
)
from openbadge_issuer.ports import Revocation, Store
from openbadge_issuer.services.achievements import find
from openbadge_issuer.services.batches import Ordered, Outcome
from openbadge_issuer.services.issuing import IssuingService
from openbadge_issuer.services.issuing_many import ManyIssuing, Signing, never
from openbadge_issuer.services.opening import OpeningService
from openbadge_issuer.services.orders import Order
from openbadge_issuer.services.policy import Policy
from openbadge_issuer.services.roster import RESULT_COLUMNS, Roster, Row
from openbadge_issuer.services.roster_orders import RowProblem, RowReader
from openbadge_issuer.verification.report import VerificationError

__all__ = ["ImportService", "RowOutcome", "RowProblem", "RowResult"]

REFUSALS = (InputError, ModelError, LinkedDataError, VerificationError, NotFoundError)
"""Errors that are about one row; any other (a key, the database) would meet every row."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would run as a formula (CWE-1236)."""

MAX_TRIALS = 200
"""Rows signed for trial when a roster is checked: some seconds' work, enough to meet every kind of row."""

_PLAIN_TEXT_END = "\ud7ff"
"""Beyond this character, UTF-16 and code points can sort differently, which some verifiers stumble over."""


class RowResult(StrEnum):
    """What became of a row."""

    ISSUED = "issued"
    ALREADY_ISSUED = "already-issued"
    REFUSED = "refused"
    CONFLICT = "conflict"


@dataclass(frozen=True, kw_only=True, slots=True)
class RowOutcome:
    """What became of a row: its URL if there is a badge, else the reason and the single problems."""

    row: Row
    outcome: RowResult
    url: str | None = None
    reason: str | None = None
    problems: tuple[RowProblem, ...] = ()


@dataclass(frozen=True)
class ImportService:
    """Checks and issues rosters."""

    store: Store
    issuing: IssuingService
    many: ManyIssuing
    policy: Policy
    opening: OpeningService

    def check(
        self, issuer: str, roster: Roster, *, default_achievement: str | None = None, now: datetime
    ) -> list[RowProblem]:
        """
        List every problem, changing nothing.

        Rows that are issued already and unchanged are no problem.
        Rows are signed and verified for trial: the first `MAX_TRIALS`, and all that are out of the ordinary.

        Args:
            issuer: Slug of the issuer.
            roster: The table.
            default_achievement: Slug of the achievement for rows that name none.
            now: The moment.

        Raises:
            NotFoundError: If there is no such issuer or default achievement.
            KeyMaterialError: If a key cannot be opened.
        """
        reader = self._reader(issuer, default_achievement, now)
        seen: dict[str, tuple[int, str]] = {}
        problems: list[RowProblem] = []
        for count, row in enumerate(roster.rows, start=1):
            order = reader.read(row, len(roster.columns))
            if isinstance(order, list):
                problems += order
                continue
            trial = count <= MAX_TRIALS or _is_unusual(row)
            problems += self._repeated(issuer, row, order, seen)
            problems += self._rehearsed(issuer, row, order, now, sign=trial)
        return problems

    def run(
        self,
        issuer: str,
        roster: Roster,
        *,
        default_achievement: str | None = None,
        now: Callable[[], datetime],
        signing: Signing | None = None,
        stop: Callable[[], bool] = never,
    ) -> Iterator[RowOutcome]:
        """
        Issue batch by batch; yields as it goes, one outcome for each row, in order.

        What was yielded is stored for good, also if the next step raises.

        Args:
            issuer: Slug of the issuer.
            roster: The table.
            default_achievement: Slug of the achievement for rows that name none.
            now: What tells the time.
            signing: Where badges are signed; None for in this process.
            stop: Asked before each batch: whether to begin no more.

        Raises:
            NotFoundError: If there is no such issuer or default achievement (at the first step).
            KeyMaterialError: If a key cannot be opened; no row can be issued then.
            ProofError: If a badge that was chosen for verification does not verify; nothing of its batch is stored.
            UnavailableError: If the database stays out of reach; running again goes on where it ended.
        """
        reader = self._reader(issuer, default_achievement, now())
        reached: deque[tuple[Row, list[RowProblem]]] = deque()

        def orders() -> Iterator[Ordered]:
            for row in roster.rows:
                moment = now()
                order = replace(reader, now=moment).read(row, len(roster.columns))
                reached.append((row, order if isinstance(order, list) else []))
                if not isinstance(order, list):
                    yield Ordered(order=order, now=moment)

        for outcome in self.many.issue(issuer, orders(), signing=signing, stop=stop):
            yield from _refused_before(reached)
            yield _of_row(reached.popleft()[0], outcome)
        yield from _refused_before(reached)

    def result_csv(self, roster: Roster, outcomes: Iterable[RowOutcome]) -> str:
        """
        Write the input's columns followed by `outcome`, `badge_url`, `manage_url`, `reason`.

        `manage_url` is the earner's own link; it is empty if staff replaced it since.

        The input's cells are kept as they were; ours never begin like a formula.
        Write it to a file as UTF-8 with a byte order mark (`utf-8-sig`), which spreadsheets need for accents.
        """
        by_row = {outcome.row.number: outcome for outcome in outcomes}
        links = self.opening.links([_token(outcome) for outcome in by_row.values() if outcome.url])
        kept = [index for index, column in enumerate(roster.columns) if column not in RESULT_COLUMNS]
        target = io.StringIO(newline="")
        writer = csv.writer(target, delimiter=roster.delimiter)
        writer.writerow([*(roster.header[index] for index in kept), *RESULT_COLUMNS])
        for row in roster.rows:
            cells = [row.cells[index] if index < len(row.cells) else "" for index in kept]
            writer.writerow([*cells, *_result_cells(by_row.get(row.number), links)])
        return target.getvalue()

    def _reader(self, issuer: str, default_achievement: str | None, now: datetime) -> RowReader:
        with self.store.reading() as transaction:
            transaction.get_issuer(issuer)
            if default_achievement is not None:
                find(transaction, default_achievement, issuer)
            achievements = transaction.achievements(issuer)
        return RowReader(
            achievements=achievements, policy=self.policy, default_achievement=default_achievement, now=now
        )

    def _repeated(
        self, issuer: str, row: Row, order: Order, seen: dict[str, tuple[int, str]]
    ) -> Iterator[RowProblem]:
        """Tell where the same award stands twice in a roster."""
        keys = self.issuing.keys(issuer, order)
        names = [keys.award, *([f"award_id {order.award_id}"] if order.award_id else [])]
        content = f"{keys.content} {order.award_id}"
        for name in names:
            first, first_content = seen.setdefault(name, (row.number, content))
            if first != row.number:
                same = first_content == content
                said = "it is issued once." if same else "with other content; it is not issued again."
                message = f"The same award as in row {first}, {said}"
                yield RowProblem(row=row.number, column=None, value=None, message=message, blocking=not same)
                return

    def _rehearsed(
        self, issuer: str, row: Row, order: Order, now: datetime, *, sign: bool
    ) -> list[RowProblem]:
        try:
            self.issuing.rehearse(issuer, order, now=now, sign=sign)
        except (ConflictError, *REFUSALS) as error:
            return [*_failed(row, RowResult.REFUSED, error).problems]
        return []


def _refused_before(reached: deque[tuple[Row, list[RowProblem]]]) -> Iterator[RowOutcome]:
    """Take rows that cannot be read as orders off the beginning."""
    while reached and reached[0][1]:
        row, problems = reached.popleft()
        yield RowOutcome(
            row=row, outcome=RowResult.REFUSED, reason=_reason(problems), problems=tuple(problems)
        )


def _of_row(row: Row, outcome: Outcome) -> RowOutcome:
    """Say what became of a row whose order was carried out, or could not be."""
    if isinstance(outcome, ConflictError):
        return _failed(row, RowResult.CONFLICT, outcome)
    if isinstance(outcome, OpenBadgeError):
        return _failed(row, RowResult.REFUSED, outcome)
    if outcome.created:
        return RowOutcome(row=row, outcome=RowResult.ISSUED, url=outcome.url)
    reason = _revoked(outcome.record.revocation)
    return RowOutcome(row=row, outcome=RowResult.ALREADY_ISSUED, url=outcome.url, reason=reason)


def _is_unusual(row: Row) -> bool:
    """Whether a row has what a signature may be refused for: characters that sort differently, ids of its own."""
    return "evidence_url" in row.values or any(max(value) > _PLAIN_TEXT_END for value in row.values.values())


def _reason(problems: Iterable[RowProblem]) -> str:
    """Say all that is wrong with a row in one cell."""
    return " ".join(
        f"{found.column}: {found.message}" if found.column else found.message for found in problems
    )


def _revoked(revocation: Revocation | None) -> str | None:
    """Say that the badge a row has is revoked, so that nobody mails it out."""
    if revocation is None:
        return None
    return f"Revoked on {revocation.revoked_at:%Y-%m-%d} ({revocation.category})."


def _failed(row: Row, outcome: RowResult, error: OpenBadgeError) -> RowOutcome:
    reason = error.message + (f" {error.hint}" if error.hint else "")
    problem = RowProblem(row=row.number, column=None, value=None, message=reason)
    return RowOutcome(row=row, outcome=outcome, reason=reason, problems=(problem,))


def _token(outcome: RowOutcome) -> str:
    return (outcome.url or "").rpartition("/")[2]


def _result_cells(outcome: RowOutcome | None, links: Mapping[str, str | None]) -> list[str]:
    if outcome is None:
        return [""] * len(RESULT_COLUMNS)
    cells = (outcome.outcome, outcome.url, links.get(_token(outcome)), outcome.reason)
    return [_harmless(cell or "") for cell in cells]


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
