"""
What is to be awarded to whom, and how an award is recognised when it comes again.

The same award is: same issuer, achievement, lower-cased address (without one: id) and `issued_on`;
or the same `award_id`.
No address is stored: what recognises an award, its content and a person are HMACs (RFC 2104, SHA-256)
whose secret is kept outside the database, so that a copied database does not let anyone try addresses.

This checks what an order says by itself; results are checked against the achievement in `results`.
"""

import hmac
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from openbadge_issuer.errors import InputError, Problem
from openbadge_issuer.issuer import Recipient
from openbadge_issuer.services.dates import is_future, written
from openbadge_issuer.services.names import problem

SECRET_NAME = "award-secret"  # noqa: S105  (its name in the key store)
"""The secret of all HMACs here; each begins with its purpose, so that none can be taken for another."""

PAGE_SECRET_LENGTH = 32
"""Characters of the secret in an earner's link: 128 bits in hexadecimal, which nobody guesses."""

MAX_ADDRESS = 254
"""Longest e-mail address, in characters (RFC 5321, erratum 1690)."""

MAX_TEXT = 10_000
"""Longest narrative, in characters: four pages."""

MAX_LINE = 255
"""Longest of everything that stands in one line, such as a role, in characters."""

MAX_CREDITS = 999_999.99
"""Most credits; beyond it is a typing error."""

MAX_RESULTS = 50
"""Most results of one award. A transcript of a semester has a dozen."""

_ADDRESS = re.compile(
    r"[^\s@<>\"(),:;\\\[\]]{1,64}@(?:[^\s@.<>\"(),:;\\\[\]/?#]{1,63}\.)+[^\s@.<>\"(),:;\\\[\]/?#]{2,63}"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderedResult:
    """
    A result of an award.

    Attributes:
        description: Name (or id) of one of the achievement's result descriptions; None if there is only one.
        value: What was reached.
    """

    description: str | None = None
    value: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """
    One award to be made.

    Attributes:
        achievement: Slug of the achievement.
        recipient: Whom; without address and id, an `award_id` is needed.
        award_id: The operator's own id of this award, unique within the issuer.
        issued_on: When it was earned; the moment of issuing by default. Not in the future.
            Midnight UTC stands for the whole day (see `dates`).
        expires_on: Until when it is valid; for ever by default, or as the policy says.
        evidence_url: Where evidence can be seen.
        narrative: What was done, as Markdown.
        role: In which role.
        credits: Credits earned.
        results: Results, each of one of the achievement's result descriptions.
    """

    achievement: str
    recipient: Recipient
    award_id: str | None = None
    issued_on: datetime | None = None
    expires_on: datetime | None = None
    evidence_url: str | None = None
    narrative: str | None = None
    role: str | None = None
    credits: float | None = None
    results: tuple[OrderedResult, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class AwardKeys:
    """
    What recognises an award.

    Attributes:
        award: Recognises the award itself; unique within the issuer.
        content: Recognises its content; the `award_id` is compared by itself.
        recipient: Recognises the person, over all issuers; None without an address.
    """

    award: str
    content: str
    recipient: str | None


def check_order(order: Order, *, now: datetime) -> None:
    """
    Make sure that an order says possible things.

    Raises:
        InputError: If not; `problems` names each field.
    """
    problems = [*_whom(order), *_when(order, now), *_what(order)]
    if problems:
        raise InputError(
            " ".join(found.message for found in problems), path=problems[0].path, problems=problems
        )


def shown_name(recipient: Recipient) -> str | None:
    """The name if a badge is to carry anything of it."""
    return recipient.name if recipient.show_name != "none" else None


def award_keys(issuer: str, order: Order, secret: bytes) -> AwardKeys:
    """
    Compute what recognises an award.

    A name that no badge shows is not part of the content: correcting it makes no other award.
    """
    address = order.recipient.address
    whom = {"email": address} if address else {"id": order.recipient.id}
    named: list[object] = [issuer, order.achievement, whom, _moment(order.issued_on)]
    is_named = any(whom.values())
    return AwardKeys(
        award=_mac(secret, "award", named)
        if is_named
        else _mac(secret, "award-id", [issuer, order.award_id]),
        content=_mac(secret, "content", [*named, _content(order)]),
        recipient=recipient_key(address, secret) if address else None,
    )


def recipient_key(address: str, secret: bytes) -> str:
    """Compute what recognises a person by an address, however it is capitalised."""
    return _mac(secret, "recipient", [address.strip().lower()])


def page_secret(token: str, secret: bytes) -> str:
    """Compute the first secret of the link by which a badge's earner manages its page."""
    return _mac(secret, "page", [token])[:PAGE_SECRET_LENGTH]


def _content(order: Order) -> list[object]:
    return [
        order.recipient.id,
        shown_name(order.recipient),
        _moment(order.expires_on),
        order.evidence_url,
        order.narrative,
        order.role,
        None if order.credits is None else float(order.credits),
        sorted([_folded(result.description or ""), _folded(result.value)] for result in order.results),
    ]


def _folded(text: str) -> str:
    """Results are matched whatever their capitals, so they are recognised so too."""
    return " ".join(text.split()).casefold()


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else written(moment)


_WRITTEN = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":"))
"""Made once: each award takes three HMACs."""


def _mac(secret: bytes, purpose: str, value: list[object]) -> str:
    text = _WRITTEN.encode([purpose, value])
    return hmac.digest(secret, text.encode("ascii"), "sha256").hex()


def is_address(text: str) -> bool:
    """Tell whether a text looks like an e-mail address; whether anybody reads it is not known here."""
    return len(text) <= MAX_ADDRESS and ".." not in text and bool(_ADDRESS.fullmatch(text))


def _whom(order: Order) -> Iterator[Problem]:
    recipient, address = order.recipient, order.recipient.address
    if not address and not recipient.id and not order.award_id:
        yield problem(
            "email",
            "An award without an address needs an award_id, by which it is recognised when it comes again.",
            code="no-recipient",
        )
    if address and not is_address(address):
        yield problem(
            "email",
            "This is not an e-mail address; expected one such as ada@school.example.",
            code="not-an-address",
            value=address,
        )
    yield from line_problems("name", recipient.name)
    if recipient.id is not None and not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:\S+", recipient.id):
        yield problem(
            "id", "The recipient's id must be a URI such as a DID.", code="not-a-uri", value=recipient.id
        )


def _when(order: Order, now: datetime) -> Iterator[Problem]:
    naive = [name for name in ("issued_on", "expires_on") if _is_naive(getattr(order, name))]
    for name in naive:
        yield problem(
            name, f"The time in {name} needs a zone.", code="no-zone", value=str(getattr(order, name))
        )
    if naive:
        return
    if order.issued_on is not None and is_future(order.issued_on, now):
        found = written(order.issued_on)
        message = f"It may not be in the future: {found} is later than {written(now)}."
        yield problem("issued_on", message, code="in-the-future", value=found)
    if order.expires_on is not None and order.expires_on <= now:
        found = written(order.expires_on)
        message = f"A badge is not issued when it is over already: {found} is not later than {written(now)}."
        yield problem("expires_on", message, code="expired", value=found)


def _what(order: Order) -> Iterator[Problem]:
    yield from line_problems("award_id", order.award_id)
    yield from line_problems("role", order.role)
    yield from text_problems("narrative", order.narrative, MAX_TEXT)
    if order.evidence_url is not None and not _is_web_url(order.evidence_url):
        yield problem(
            "evidence_url",
            "Evidence must be a web address that begins with https:// or http://.",
            code="not-a-url",
            value=order.evidence_url,
        )
    if order.credits is not None and not (math.isfinite(order.credits) and 0 <= order.credits <= MAX_CREDITS):
        yield problem(
            "credits",
            f"Credits must be between 0 and {MAX_CREDITS:,}.",
            code="out-of-range",
            value=str(order.credits),
        )
    if len(order.results) > MAX_RESULTS:
        yield problem(
            "results", f"At most {MAX_RESULTS} results; found {len(order.results)}.", code="too-many"
        )


def line_problems(field: str, text: str | None) -> Iterator[Problem]:
    """Yield what is wrong with a text that stands in one line."""
    if text is not None and ("\n" in text or "\r" in text or not text.strip()):
        yield problem(field, f"{field} must be one line of text.", code="not-a-line", value=text)
    yield from text_problems(field, text, MAX_LINE)


def text_problems(field: str, text: str | None, limit: int) -> Iterator[Problem]:
    """Yield what is wrong with a text of several lines."""
    if text is None:
        return
    if len(text) > limit:
        yield problem(
            field, f"{field} has {len(text):,} characters; at most {limit:,} are allowed.", code="too-long"
        )
    if _CONTROL.search(text):
        yield problem(field, f"{field} has a control character.", code="control-character", value=repr(text))


def _is_web_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and not re.search(r"[\s<>\"{}|\\^`]", text)
        )
    except ValueError:
        return False


def _is_naive(moment: datetime | None) -> bool:
    return moment is not None and moment.utcoffset() is None
