"""
What OpenAPI says about the routes, beyond what FastAPI reads from their signatures.

Answers are documented with the media types they really have, and errors as the problem documents they are.
Bodies that `JsonBody` reads are described from their models.
"""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from openbadge_issuer.web import endorsement_schemas, schemas
from openbadge_issuer.web.problems import KINDS, MEDIA_TYPE

Responses = dict[int | str, dict[str, Any]]

TITLE = "openbadge-issuer"

DESCRIPTION = """
Issue, host and verify Open Badges 3.0.

Public documents need no key; everything below `/api/` except `/api/verify` needs one:
`Authorization: Bearer obk_…`.
Errors are problem documents (RFC 9457) with a stable `code`; all of them are listed at `/problems`.
"""

TAGS = [
    {"name": "badges", "description": "Badges and their status."},
    {"name": "achievements", "description": "What badges are awarded for."},
    {"name": "endorsements", "description": "What others say about achievements, issuers and badges."},
    {"name": "issuers", "description": "Who issues, and their keys."},
    {"name": "verify", "description": "Checking anybody's badge."},
    {"name": "manage", "description": "For the issuer's own software; needs an API key."},
    {"name": "service", "description": "The service itself."},
]

_REFERENCE = "#/components/schemas/{model}"

_DESCRIBED_BY_HAND: tuple[type[BaseModel], ...] = (
    schemas.AchievementBody,
    schemas.CheckRequest,
    schemas.ErasureBody,
    schemas.IssuerChange,
    schemas.NewAchievement,
    schemas.NewCredential,
    endorsement_schemas.NewEndorsement,
    schemas.NewIssuer,
    schemas.ProblemAnswer,
    schemas.PageBody,
    schemas.RevocationBody,
    schemas.RevocationsBody,
    schemas.ReinstatementsBody,
    schemas.SuspensionBody,
    schemas.SuspensionsBody,
    endorsement_schemas.WithdrawalBody,
)


def served(description: str, *media_types: str, errors: tuple[str, ...] = ("not-found",)) -> Responses:
    """Document a route that serves bytes under one of several media types, or 304 to who has them already."""
    content: dict[str, Any] = {name: {"schema": _schema_of(name)} for name in media_types}
    return {
        200: {"description": description, "content": content, "headers": _CACHE_HEADERS},
        304: {"description": "What `If-None-Match` names is still what would be sent."},
        **failing(*errors),
    }


def failing(*codes: str) -> Responses:
    """Document the errors a route can end with, by their codes; those of one status become its examples."""
    responses: Responses = {}
    for code in ("unavailable", *codes):
        kind = KINDS[code]
        response = responses.setdefault(kind.status, {"description": "", "content": {MEDIA_TYPE: _problem()}})
        response["description"] += f"{' ' if response['description'] else ''}{kind.about}"
        response["content"][MEDIA_TYPE]["examples"][code] = {"value": _example(code)}
    return responses


def managed(*codes: str) -> Responses:
    """Document the errors of a route that needs an API key: no key, a key that may not, and those given."""
    return failing("no-access", "access", *codes)


def reads_json(model: type[BaseModel]) -> dict[str, Any]:
    """Document the body of a route that reads it through `JsonBody`; for `openapi_extra`."""
    schema = {"$ref": _REFERENCE.format(model=model.__name__)}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def reads_bytes(description: str, *media_types: str) -> dict[str, Any]:
    """Document the body of a route that reads bytes as they are; for `openapi_extra`."""
    content = {name: {"schema": _schema_of(name)} for name in media_types}
    return {"requestBody": {"required": True, "description": description, "content": content}}


def reads_check(*media_types: str) -> dict[str, Any]:
    """Document a body that is a badge, or names one; for `openapi_extra`."""
    content: dict[str, Any] = {name: {"schema": _schema_of(name)} for name in media_types}
    content |= {name: value for name, value in _CHECKS.items() if name in media_types}
    return {"requestBody": {"required": True, "content": content}}


def operation_name(route: APIRoute) -> str:
    """Name an operation as its function is named, which is what generated clients call."""
    return route.name


def describe(application: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of an application."""
    if application.openapi_schema is None:
        document = get_openapi(
            title=TITLE,
            version=version("openbadge-issuer"),
            description=DESCRIPTION,
            routes=application.routes,
            tags=TAGS,
            license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        )
        _without_fastapi_errors(document)
        document["components"]["schemas"] |= _schemas()
        application.openapi_schema = document
    return application.openapi_schema


def _without_fastapi_errors(document: dict[str, Any]) -> None:
    """Put our own problem documents where FastAPI announces its own form of errors."""
    for name in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(name, None)
    for path in document["paths"].values():
        for operation in path.values():
            announced = operation["responses"].get("422", {}).get("content", {})
            if "application/json" in announced:
                del operation["responses"]["422"]
            if any(parameter["in"] == "query" for parameter in operation.get("parameters", ())):
                operation["responses"].setdefault("422", failing("request")[422])


def _schemas() -> Mapping[str, Any]:
    pairs: list[tuple[type[BaseModel], Any]] = [(model, "validation") for model in _DESCRIBED_BY_HAND]
    _, definitions = models_json_schema(pairs, ref_template=_REFERENCE)
    schemas_by_name: Mapping[str, Any] = definitions["$defs"]
    return schemas_by_name


def _schema_of(media_type: str) -> dict[str, Any]:
    if media_type.endswith("json") or media_type == "application/vc":
        return {"type": "object"}
    return {"type": "string"} if media_type.startswith("text/") else {"type": "string", "format": "binary"}


def _problem() -> dict[str, Any]:
    return {"schema": {"$ref": _REFERENCE.format(model="ProblemAnswer")}, "examples": {}}


def _example(code: str) -> dict[str, Any]:
    kind = KINDS[code]
    address = f"https://badges.school.example/problems#{code}"
    return {"type": address, "title": kind.title, "status": kind.status, "detail": kind.about, "code": code}


_CACHE_HEADERS = {
    "ETag": {"description": "Changes with the bytes.", "schema": {"type": "string"}},
    "Cache-Control": {"description": "How long the answer may be kept.", "schema": {"type": "string"}},
}

_CHECKS: Mapping[str, Any] = {
    "application/json": {
        "schema": {"$ref": _REFERENCE.format(model="CheckRequest")},
        "examples": {
            "by address": {"value": {"url": "https://badges.school.example/credentials/3kTq"}},
            "the badge itself": {
                "value": {"credential": {"@context": ["…"]}, "recipient": "ada@school.example"}
            },
        },
    },
    "multipart/form-data": {
        "schema": {
            "type": "object",
            "properties": {
                "credential": {"type": "string", "description": "The badge as text: JSON or a compact JWS."},
                "file": {
                    "type": "string",
                    "format": "binary",
                    "description": "The badge as a file, in any form.",
                },
                "url": {"type": "string", "description": "Where the badge is."},
                "recipient": {"type": "string", "description": "Whose it should be."},
            },
        }
    },
}

REPORT: dict[str, Any] = {
    "outcome": "invalid",
    "valid": False,
    "summary": "Not valid. The badge was revoked by its issuer.",
    "checkedAt": "2026-06-01T12:00:00Z",
    "source": {"kind": "json", "form": "json", "document": "badge"},
    "issuer": {"id": "did:web:school.example", "claimedName": "Example Tech School"},
    "proven": "the domain school.example",
    "checks": [
        {
            "name": "status",
            "code": "revoked",
            "result": "failed",
            "message": "The badge was revoked.",
            "path": None,
        }
    ],
    "details": {},
    "path": None,
    "endorses": None,
    "endorsements": [],
    "original": None,
}
"""A report, shortened to one check, as an example."""
