"""
What routes ask for: the services, the moment, the caller, a body that was read strictly.

FastAPI's own reading of bodies takes JSON with a key twice, or NaN; ours (`json_text`) does not.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool

from openbadge_issuer.json_text import parse_object, shorten
from openbadge_issuer.ports import ApiKeyRecord, Scope
from openbadge_issuer.services import Services
from openbadge_issuer.web.problems import MediaTypeError, RequestError, findings
from openbadge_issuer.web.runtime import Runtime

Model = TypeVar("Model", bound=BaseModel)

BEARER = HTTPBearer(
    auto_error=False,
    scheme_name="ApiKey",
    bearerFormat="obk_…",
    description="Made by the operator with `openbadge-issuer api-key new`. "
    "A key has scopes (`manage`, `issue`, `revoke`, `read`; none includes another) "
    "and may be bound to one issuer.",
)


def runtime_of(request: Request) -> Runtime:
    """What the application runs on."""
    runtime: Runtime = request.app.state.runtime
    return runtime


def services_of(runtime: Annotated[Runtime, Depends(runtime_of)]) -> Services:
    """The services."""
    return runtime.services


def moment_of(runtime: Annotated[Runtime, Depends(runtime_of)]) -> datetime:
    """The moment of the request."""
    return runtime.clock()


TheRuntime = Annotated[Runtime, Depends(runtime_of)]
TheServices = Annotated[Services, Depends(services_of)]
Now = Annotated[datetime, Depends(moment_of)]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a valid API key that has the scope a route needs."""

    key: ApiKeyRecord
    secret: str = field(repr=False)
    services: Services

    def acts_for(self, issuer: str | None) -> None:
        """
        Make sure that the caller may act for an issuer; None is what belongs to no issuer.

        Raises:
            AccessError: If the key is bound to another one.
        """
        self.services.access.require_issuer(self.key, issuer)


class Requires:
    """A dependency: an API key that has a scope."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def __call__(
        self,
        services: TheServices,
        credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
    ) -> Caller:
        """
        Return who calls.

        Raises:
            AccessError: If there is no valid key, or it lacks the scope.
        """
        secret = credentials.credentials if credentials else None
        key = services.access.authenticate(secret, self.scope)
        return Caller(key, secret or "", services)


class JsonBody(Generic[Model]):
    """A dependency: the request's body, read strictly as JSON, as a model."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model

    async def __call__(self, request: Request) -> Model:
        """
        Return the body.

        Raises:
            MediaTypeError: If the body is said to be something else than JSON.
            InputError: If it is not JSON.
            RequestError: If fields are missing, unknown or of the wrong kind; `problems` names each.
        """
        kind = media_type_of(request)
        if kind != "application/json":
            raise MediaTypeError(f"The body is {shorten(kind, 80)!r}; application/json is read here.")
        body = await request.body()
        limit = runtime_of(request).max_body_bytes
        document = await run_in_threadpool(parse_object, body, max_bytes=limit)
        return as_model(self.model, document)


async def body_of(request: Request) -> bytes:
    """
    Return the request's body as it is.

    Raises:
        RequestError: If there is none.
    """
    body = await request.body()
    if not body:
        raise RequestError("The request has no body; one is needed here.")
    return body


def media_type_of(request: Request) -> str:
    """Return the media type of a request's body, without parameters; JSON where none is given."""
    return request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()


def as_model(model: type[Model], document: dict[str, Any]) -> Model:
    """
    Read a body's document as a model.

    Raises:
        RequestError: If fields are missing, unknown or of the wrong kind; `problems` names each.
    """
    try:
        return model.model_validate(document)
    except ValidationError as error:
        problems = findings({**finding, "loc": ("body", *finding["loc"])} for finding in error.errors())
        message = " ".join(f"{problem.path}: {problem.message}" for problem in problems[:3])
        raise RequestError(message, path=problems[0].path, problems=problems) from error


RawBody = Annotated[bytes, Depends(body_of)]
