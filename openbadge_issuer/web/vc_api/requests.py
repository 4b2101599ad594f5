"""
Taking requests of the VC API apart: JSON, read as strictly as any document here.

Members of `options` that are not known are passed over, as the API has it; those that are known must be of their kind.
"""

import re
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from openbadge_issuer.json_text import JsonObject, name_of, parse_object
from openbadge_issuer.web.problems import MediaTypeError, TooLargeError
from openbadge_issuer.web.runtime import DEFAULT_MAX_BODY_BYTES
from openbadge_issuer.web.vc_api.problem_details import RequestError


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """
    A request that was read.

    Attributes:
        body: Its body.
        base: The address of this application, as the caller knows it; it ends with a slash.
    """

    body: bytes
    base: str


async def read_request(request: Request) -> Sent:
    """
    Read a request.

    Raises:
        MediaTypeError: If its body is not announced as JSON.
        TooLargeError: As soon as more has come than is read.
    """
    return Sent(body=await body_of(request), base=str(request.base_url))


async def body_of(request: Request) -> bytes:
    """
    Read the body of a request, which must be announced as JSON.

    A page in a browser cannot announce that without asking us first, and is not answered then.

    Raises:
        MediaTypeError: If it is announced as something else.
        TooLargeError: As soon as more has come than is read.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not re.fullmatch(r"application/[a-z.+-]+\+json", kind):
        raise MediaTypeError("The body of a request here is JSON, sent as application/json.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > DEFAULT_MAX_BODY_BYTES:
            raise TooLargeError(DEFAULT_MAX_BODY_BYTES)
    return bytes(body)


class Body:
    """
    What was sent, as a JSON object.

    Raises:
        InputError: If it is something else.
    """

    def __init__(self, sent: Sent) -> None:
        self._members = parse_object(sent.body)
        options = self._members.get("options", {})
        if not isinstance(options, dict):
            raise _wrong("options", "an object", options)
        self._options: JsonObject = options

    def document(self, name: str) -> JsonObject:
        """
        Return the document that the request is about.

        Raises:
            RequestError: If there is none.
        """
        if name not in self._members:
            raise RequestError(f"The body of the request has no member {name}.", path=f"$.{name}")
        found = self._members[name]
        if not isinstance(found, dict):
            raise _wrong(name, "an object", found)
        return found

    def member(self, name: str) -> Any:  # noqa: ANN401 - whatever JSON can say
        """Return a member of the body; None if it is not there."""
        return self._members.get(name)

    def text(self, name: str) -> str | None:
        """
        Return an option that is a text; None if it was not given.

        Raises:
            RequestError: If it is something else.
        """
        found = self._options.get(name)
        if found is not None and not isinstance(found, str):
            raise _wrong(f"options.{name}", "a text", found)
        return found

    def texts(self, name: str) -> list[str] | None:
        """
        Return an option that is an array of texts; None if it was not given.

        Raises:
            RequestError: If it is something else.
        """
        found: Any = self._options.get(name)
        if found is None:
            return None
        if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
            raise _wrong(f"options.{name}", "an array of texts", found)
        return found

    def is_set(self, name: str) -> bool:
        """Tell whether an option is true."""
        return self._options.get(name) is True


def _wrong(name: str, expected: str, found: object) -> RequestError:
    return RequestError(f"{name} must be {expected}; found {name_of(found)}.", path=f"$.{name}")
