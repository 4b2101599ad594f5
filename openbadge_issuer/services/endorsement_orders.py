"""What an issuer is to say about something, before it is signed; checked by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from openbadge_issuer.errors import InputError, Problem
from openbadge_issuer.services.dates import written
from openbadge_issuer.services.names import problem
from openbadge_issuer.services.orders import MAX_TEXT, line_problems, text_problems


@dataclass(frozen=True, kw_only=True, slots=True)
class EndorsementOrder:
    """
    One endorsement to be given.

    Attributes:
        about: Slug of an achievement or issuer here, the URL of one or of a badge, a DID;
            the id of something elsewhere is taken as it is.
        comment: What is said about it, as Markdown.
        name: What the endorsement is called; "Endorsement of …" by default.
        valid_until: Until when it counts; for good by default.
    """

    about: str
    comment: str | None = None
    name: str | None = None
    valid_until: datetime | None = None


def check_endorsement_order(order: EndorsementOrder, *, now: datetime) -> None:
    """
    Make sure that an order says possible things.

    Raises:
        InputError: If not; `problems` names each field.
    """
    problems = [*_problems(order, now)]
    if problems:
        raise InputError(
            " ".join(found.message for found in problems), path=problems[0].path, problems=problems
        )


def _problems(order: EndorsementOrder, now: datetime) -> Iterator[Problem]:
    yield from line_problems("about", order.about)
    yield from line_problems("name", order.name)
    yield from text_problems("comment", order.comment, MAX_TEXT)
    until = order.valid_until
    if until is not None and until.utcoffset() is None:
        yield problem(
            "valid_until", "The time in valid_until needs a zone.", code="no-zone", value=str(until)
        )
    elif until is not None and until <= now:
        message = (
            f"An endorsement is not given when it is over already: {written(until)} is not later than now."
        )
        yield problem("valid_until", message, code="expired", value=written(until))
