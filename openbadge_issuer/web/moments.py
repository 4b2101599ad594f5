"""Dates in the bodies of requests, refused with the field they stand in."""

from collections.abc import Callable
from datetime import datetime

from openbadge_issuer.errors import InputError, Problem


def moment(read: Callable[[str], datetime], text: str | None, field: str) -> datetime | None:
    """
    Read a date, if there is one.

    Raises:
        InputError: If it cannot be read; `path` and the one problem name the field.
    """
    if text is None:
        return None
    try:
        return read(text)
    except InputError as error:
        found = Problem(code="date", path=field, message=error.message, value=text[:80])
        raise InputError(error.message, hint=error.hint, path=field, problems=[found]) from error
