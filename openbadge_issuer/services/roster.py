"""
Reading a roster: a table with one award a row, as spreadsheets and school systems export it.

Columns come by name in any order, separated by comma, semicolon or tab; the text is UTF-8 (with or without
byte order mark) or, failing that, Windows-1252, which is reported.
Capitals, and spaces or hyphens for underscores, make no difference in the header.
This reads cells; what they mean is the business of `importing`.
Columns that nobody knows are kept for the result table and named as ignored.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

from openbadge_issuer.errors import RosterError
from openbadge_issuer.json_text import shorten

MAX_BYTES = 33_554_432
"""Largest roster read, in bytes: 32 MiB, 200,000 rows of 160 characters; it is held in memory as a whole."""

MAX_ROWS = 200_000
"""Most rows: two years of a large school system; a longer roster is better cut, to see what becomes of it."""

MAX_COLUMNS = 100
"""Most columns: a school system's widest export has some dozens."""

MAX_CELL = 10_000
"""Longest cell, in characters: a narrative of four pages. A missing quote makes longer ones."""

COLUMNS = (
    "name",
    "email",
    "achievement",
    "award_id",
    "issued_on",
    "expires_on",
    "evidence_url",
    "narrative",
    "role",
    "credits",
    "result",
)
"""The columns that are known, beside `result:` and the name of a result description."""

RESULT_COLUMNS = ("outcome", "badge_url", "manage_url", "reason")
"""The columns that `importing` adds; where a result table comes back as a roster, they are replaced."""

RESULT_PREFIX = "result:"
_DELIMITERS = ",;\t"
_ALIASES = {"e_mail": "email", "email_address": "email", "e_mail_address": "email"}
_WHOM = frozenset({"email", "award_id"})
_FOREIGN = {
    b"PK\x03\x04": "an Excel or OpenDocument workbook",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
    b"%PDF": "a PDF",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """
    One row.

    Attributes:
        number: Its number as a spreadsheet shows it: the header is row 1.
        line: The line of the file where it ends; differs from `number` after a cell with line breaks.
        values: Its cells that are not empty, by normalised column name,
            without spaces around, and with the line breaks of one system.
        cells: Its cells as they were.
    """

    number: int
    line: int
    values: Mapping[str, str]
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Roster:
    """
    A table that was read.

    Attributes:
        header: The column names as they were.
        columns: The names as this module knows them, in the same order.
        ignored: Those (as they were) that mean nothing here.
        rows: The rows that are not empty.
        delimiter: What separates cells.
        encoding: "utf-8" or "windows-1252".
        notices: What people should know about how it was read: the fallback encoding, ignored columns.
    """

    header: tuple[str, ...]
    columns: tuple[str, ...]
    ignored: tuple[str, ...]
    rows: tuple[Row, ...]
    delimiter: str
    encoding: str
    notices: tuple[str, ...]

    @classmethod
    def read(cls, data: bytes) -> Self:
        """
        Read a table.

        Raises:
            RosterError: If it is not a table: a spreadsheet's own format, too large, an unclosed quote,
                a column twice, no column that says whom to award.
        """
        _check_bytes(data)
        text, encoding = _decode(data)
        delimiter = _delimiter_of(text)
        records = _records(text, delimiter)
        header = _header(next(records, (0, []))[1])
        columns = tuple(_normalised(name) for name in header)
        _check_columns(header, columns)
        ignored = tuple(
            name for name, column in zip(header, columns, strict=True) if name and not _is_known(column)
        )
        rows = tuple(_rows(records, columns))
        notices = tuple(_notices(encoding, ignored))
        return cls(
            header=header,
            columns=columns,
            ignored=ignored,
            rows=rows,
            delimiter=delimiter,
            encoding=encoding,
            notices=notices,
        )


def _check_bytes(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise RosterError(
            f"The roster has {len(data):,} bytes; at most {MAX_BYTES:,} are read.",
            hint="Cut it into several files.",
        )
    for beginning, name in _FOREIGN.items():
        if data.startswith(beginning):
            raise RosterError(
                f"The roster is {name}; text with comma, semicolon or tab between the cells is expected.",
                hint="Save it from the spreadsheet as 'CSV UTF-8'.",
            )
    if b"\0" in data:
        raise RosterError(f"The roster is not text: it has a zero byte at position {data.index(0):,}.")


def _decode(data: bytes) -> tuple[str, str]:
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        return _decode_windows(data, error), "windows-1252"


def _decode_windows(data: bytes, why: UnicodeDecodeError) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        line = data.count(b"\n", 0, why.start) + 1
        raise RosterError(
            f"The roster is neither UTF-8 nor Windows-1252: line {line} has a byte that is in neither.",
            hint="Save it from the spreadsheet as 'CSV UTF-8'.",
        ) from why


def _delimiter_of(text: str) -> str:
    """Choose the delimiter that makes the most known columns of the first line; a comma if all are alike."""
    first = re.split(r"[\r\n]", text[:MAX_CELL], maxsplit=1)[0]

    def known(delimiter: str) -> int:
        cells = next(csv.reader([first], delimiter=delimiter), [])
        return sum(_is_known(_normalised(cell)) for cell in cells)

    return max(_DELIMITERS, key=known)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line it ends on; an unclosed quote is an error, and not a long cell."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise RosterError(
                f"The roster cannot be read as a table after line {reader.line_num}: {error}.",
                hint='A quote (") is not closed, or stands alone in a quoted cell; write it twice there.',
            ) from error
        yield reader.line_num, record


def _header(record: list[str]) -> tuple[str, ...]:
    if not any(cell.strip() for cell in record):
        raise RosterError(
            f"The roster has no header: its first line must name the columns, of {', '.join(COLUMNS)}."
        )
    if len(record) > MAX_COLUMNS:
        raise RosterError(f"The roster has {len(record)} columns; at most {MAX_COLUMNS} are read.")
    return tuple(record)


def _normalised(name: str) -> str:
    text = " ".join(name.split()).casefold()
    if re.match(r"result\s*:", text):
        return RESULT_PREFIX + text.partition(":")[2].strip()
    column = re.sub(r"[ -]+", "_", text)
    return _ALIASES.get(column, column)


def _is_known(column: str) -> bool:
    return (
        column in COLUMNS
        or column in RESULT_COLUMNS
        or (column.startswith(RESULT_PREFIX) and column != RESULT_PREFIX)
    )


def _check_columns(header: tuple[str, ...], columns: tuple[str, ...]) -> None:
    for name, column in zip(header, columns, strict=True):
        if _is_known(column) and columns.count(column) > 1:
            raise RosterError(f"The roster has the column {shorten(name, 60)!r} more than once.", path=column)
    if not _WHOM.intersection(columns):
        raise RosterError(
            "The roster has no column 'email' (nor 'award_id', for awards without an address); "
            f"found {', '.join(repr(shorten(name, 40)) for name in header)}.",
            hint=f"The first line must name the columns, of {', '.join(COLUMNS)}.",
        )


def _rows(records: Iterator[tuple[int, list[str]]], columns: tuple[str, ...]) -> Iterator[Row]:
    number = 1
    for count, (line, record) in enumerate(records, start=1):
        number += 1
        if count > MAX_ROWS:
            raise RosterError(
                f"The roster has more than {MAX_ROWS:,} rows.", hint="Cut it into several files."
            )
        if any(cell.strip() for cell in record):
            yield _row(record, columns, number=number, line=line)


def _row(record: list[str], columns: tuple[str, ...], *, number: int, line: int) -> Row:
    for index, cell in enumerate(record):
        if len(cell) > MAX_CELL:
            raise RosterError(
                f"Row {number} (line {line}), cell {index + 1} has {len(cell):,} characters; "
                f"at most {MAX_CELL:,} are read.",
                hint='A quote (") is probably not closed somewhere before.',
            )
    texts = [re.sub(r"\r\n?", "\n", cell).strip() for cell in record]
    values = {column: text for column, text in zip(columns, texts, strict=False) if text}
    return Row(number=number, line=line, values=MappingProxyType(values), cells=tuple(record))


def _notices(encoding: str, ignored: tuple[str, ...]) -> Iterator[str]:
    if encoding != "utf-8":
        yield "The roster is not UTF-8 and was read as Windows-1252: look at accents before you issue."
    if ignored:
        names = ", ".join(shorten(name, 60) for name in ignored)
        yield f"Columns without a meaning here were ignored: {names}."
