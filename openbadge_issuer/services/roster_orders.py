"""
What the cells of a roster mean: a row becomes an order, or a list of what is wrong with it.

A problem says row, column, value, and what is allowed; all problems of a row are named at once.
Credits are written with a point or a comma and at most two decimals:
"1,000" is refused, since it is a thousand in one country and one in another.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from openbadge_issuer.errors import InputError, ModelError, Problem
from openbadge_issuer.issuer import Recipient
from openbadge_issuer.json_text import JsonObject, shorten
from openbadge_issuer.ports import AchievementRecord
from openbadge_issuer.services import dates
from openbadge_issuer.services.names import listed, nearest
from openbadge_issuer.services.orders import (
    MAX_CREDITS,
    MAX_LINE,
    MAX_TEXT,
    Order,
    OrderedResult,
    check_order,
)
from openbadge_issuer.services.policy import Policy
from openbadge_issuer.services.results import allowed_values, results_of
from openbadge_issuer.services.roster import RESULT_PREFIX, Row

_T = TypeVar("_T")

ALLOWED: Mapping[str, str] = {
    "email": "an address such as ada@school.example",
    "name": f"one line, at most {MAX_LINE} characters",
    "award_id": f"one line, at most {MAX_LINE} characters",
    "role": f"one line, at most {MAX_LINE} characters",
    "narrative": f"text or Markdown, at most {MAX_TEXT:,} characters",
    "evidence_url": "a web address that begins with https:// or http://",
    "issued_on": f"{dates.ALLOWED}, not in the future",
    "expires_on": f"{dates.ALLOWED}, later than issued_on",
    "credits": f"a number from 0 to {MAX_CREDITS:,}, with at most two decimals, such as 12 or 2.5 or 2,5",
}
"""What is allowed in each column, for people."""

_NOBODY = "nobody@invalid.example"
"""Stands for an address that cannot be read, until the row is refused."""

_CREDITS = re.compile(r"([0-9]{1,7})(?:[.,]([0-9]{1,2}))?", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class RowProblem:
    """
    What is wrong with a row.

    Attributes:
        row: The row's number as a spreadsheet shows it; 1 is the header.
        column: The column's name; None if it is about the whole row.
        value: What was found, shortened; None if the cell is empty.
        message: A sentence.
        allowed: What is allowed there.
        blocking: False for what people should know although the row is issued.
    """

    row: int
    column: str | None
    value: str | None
    message: str
    allowed: str | None = None
    blocking: bool = True

    def __str__(self) -> str:
        place = f"row {self.row}" if self.column is None else f"row {self.row}, column {self.column}"
        return f"{place}: {self.message}"


@dataclass(frozen=True, kw_only=True, slots=True)
class RowReader:
    """
    Reads the rows of one roster.

    Args:
        achievements: What the issuer can award.
        policy: How recipients are named.
        default_achievement: For rows that name none.
        now: The moment, for what may not be in the future.
    """

    achievements: Sequence[AchievementRecord]
    policy: Policy
    default_achievement: str | None
    now: datetime

    def read(self, row: Row, width: int) -> Order | list[RowProblem]:
        """
        Return what a row orders, or everything that is wrong with it.

        Args:
            row: The row.
            width: Number of columns of the roster.
        """
        found = _Findings(row)
        if any(cell.strip() for cell in row.cells[width:]):
            found.add(None, f"The row has {len(row.cells)} cells, and the header names {width}.")
        achievement = found.reading("achievement", self._achievement, default=self.default_achievement or "")
        issued_on = found.reading("issued_on", dates.read_start)
        expires_on = found.reading("expires_on", dates.read_end)
        earned = found.reading("credits", read_credits)
        recipient = found.recipient(self.policy)
        results = _results(row)
        if achievement is not None:
            found.trying(lambda: results_of(results, achievement.document), achievement.document)
        order = Order(
            achievement=achievement.slug if achievement else "",
            recipient=recipient,
            award_id=row.values.get("award_id"),
            issued_on=issued_on,
            expires_on=expires_on,
            evidence_url=row.values.get("evidence_url"),
            narrative=row.values.get("narrative"),
            role=row.values.get("role"),
            credits=earned,
            results=results,
        )
        found.trying(lambda: check_order(order, now=self.now))
        return found.problems or order

    def _achievement(self, wanted: str) -> AchievementRecord:
        known = {record.slug: record for record in self.achievements}
        if wanted in known:
            return known[wanted]
        named = [
            record for record in self.achievements if record.document["name"].casefold() == wanted.casefold()
        ]
        if len(named) == 1:
            return named[0]
        allowed = listed(wanted, known) or "none: make an achievement first"
        if not wanted:
            raise _refused("It is not said which achievement to award.", allowed)
        near = nearest(wanted, known)
        raise _refused(
            f"There is no achievement {shorten(wanted, 60)!r}." + (f" Is it {near[0]!r}?" if near else ""),
            allowed,
        )


def read_credits(text: str) -> float:
    """
    Read a number of credits.

    Raises:
        InputError: If it is not a number with at most two decimals.
    """
    match = _CREDITS.fullmatch(text.strip())
    if match is None:
        raise InputError(f"{shorten(text, 60)!r} is not a number of credits; expected {ALLOWED['credits']}.")
    return float(f"{match[1]}.{match[2] or 0}")


def row_problems(row: Row, error: InputError, document: JsonObject | None = None) -> list[RowProblem]:
    """Say where in a row the findings of an error are."""
    problems = error.problems or (Problem(code=error.code, path=error.path or "", message=error.message),)
    return [
        RowProblem(
            row=row.number,
            column=problem.path or None,
            value=row.values.get(problem.path.casefold(), problem.value),
            message=problem.message,
            allowed=_allowed(problem.path, document),
        )
        for problem in problems
    ]


@dataclass(slots=True)
class _Findings:
    """Collects the problems of one row."""

    row: Row
    problems: list[RowProblem] = field(default_factory=list)

    def add(self, column: str | None, message: str, allowed: str | None = None) -> None:
        value = self.row.values.get(column) if column else None
        shown = None if value is None else shorten(value)
        self.problems.append(
            RowProblem(row=self.row.number, column=column, value=shown, message=message, allowed=allowed)
        )

    def reading(self, column: str, read: Callable[[str], _T], *, default: str | None = None) -> _T | None:
        """Read a cell, or the default where it is empty; None where there is neither, or it cannot be read."""
        text = self.row.values.get(column, default)
        if text is None:
            return None
        try:
            return read(text)
        except InputError as error:
            self.add(column, error.message, error.hint or ALLOWED.get(column))
            return None

    def recipient(self, policy: Policy) -> Recipient:
        """Read the recipient; where the address is none, somebody stands in, so that the rest is read."""
        email, name = self.row.values.get("email"), self.row.values.get("name")
        try:
            return policy.recipient(email=email, name=name)
        except ModelError:
            self.add("email", f"{shorten(email or '', 80)!r} is not an e-mail address.", ALLOWED["email"])
            return policy.recipient(email=_NOBODY, name=name)

    def trying(self, check: Callable[[], object], document: JsonObject | None = None) -> None:
        try:
            check()
        except InputError as error:
            self.problems.extend(row_problems(self.row, error, document))


def _results(row: Row) -> tuple[OrderedResult, ...]:
    return tuple(
        OrderedResult(
            description=column.removeprefix(RESULT_PREFIX) if column != "result" else None, value=value
        )
        for column, value in row.values.items()
        if column == "result" or column.startswith(RESULT_PREFIX)
    )


def _allowed(column: str, document: JsonObject | None) -> str | None:
    if document is None or not column.startswith("result"):
        return ALLOWED.get(column)
    descriptions = document.get("resultDescription", [])
    wanted = column.removeprefix(RESULT_PREFIX)
    for description in descriptions:
        if len(descriptions) == 1 or description["name"].casefold() == wanted:
            return ", ".join(allowed_values(description)) or None
    names = ", ".join(f"result:{description['name']}" for description in descriptions)
    return f"the columns {names}" if names else "nothing: the achievement has no results"


def _refused(message: str, allowed: str) -> InputError:
    return InputError(message, hint=allowed)
