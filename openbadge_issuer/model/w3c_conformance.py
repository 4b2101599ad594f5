"""
Is this document what the W3C data model describes, whatever its kind? Every finding, in one list.

For credentials and presentations of any kind; whether a badge is what Open Badges describe, `conformance` says.
Not looked at: proofs, whether contexts define every term, the present moment, and anything behind a URL.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from openbadge_issuer.errors import ModelError, Problem
from openbadge_issuer.json_text import JsonObject, child_path
from openbadge_issuer.model.any_credential import AnyCredential, AnyCredentialv1p1
from openbadge_issuer.model.base import Model
from openbadge_issuer.model.conformance import is_version_1
from openbadge_issuer.model.presentation import (
    ENVELOPE,
    EnvelopedVerifiableCredential,
    VerifiablePresentation,
    VerifiablePresentationv1p1,
)
from openbadge_issuer.model.status_list import BitstringStatusListCredential


def check_credential(document: JsonObject) -> list[Problem]:
    """
    Find everything in a credential of any kind that the W3C data model does not allow.

    A status list is compared with its own standard as well (Bitstring Status List 1.0, 2.2).

    Args:
        document: The credential as received, with or without proof.

    Returns:
        All findings with their JSON paths; an empty list if the document conforms.
    """
    problems = _problems(AnyCredentialv1p1 if is_version_1(document) else AnyCredential, document)
    if not problems and "BitstringStatusListCredential" in _types(document):
        return _problems(BitstringStatusListCredential, document)
    return problems


def check_presentation(document: JsonObject) -> list[Problem]:
    """
    Find everything in a presentation, and in the credentials in it, that the W3C data model does not allow.

    Args:
        document: The presentation as received, with or without proof.

    Returns:
        All findings with their JSON paths; an empty list if the document conforms.
    """
    described_by = VerifiablePresentationv1p1 if is_version_1(document) else VerifiablePresentation
    return _problems(described_by, document) or [*_problems_within(document)]


def credentials_in(presentation: JsonObject) -> list[tuple[str, Any]]:
    """Return the credentials of a presentation with their paths; one may stand alone or several in an array."""
    path, found = "$.verifiableCredential", presentation.get("verifiableCredential")
    if isinstance(found, list):
        return [(child_path(path, index), item) for index, item in enumerate(found)]
    return [] if found is None else [(path, found)]


def is_envelope(credential: JsonObject) -> bool:
    """Tell whether a credential says that it is an envelope around another."""
    return ENVELOPE in _types(credential)


def _problems_within(presentation: JsonObject) -> Iterator[Problem]:
    for path, credential in credentials_in(presentation):
        if isinstance(credential, str):
            continue  # a JWT; only version 1.1 has let it through
        found = (
            _problems(EnvelopedVerifiableCredential, credential)
            if is_envelope(credential)
            else check_credential(credential)
        )
        yield from (replace(problem, path=path + problem.path.removeprefix("$")) for problem in found)


def _problems(described_by: type[Model], document: JsonObject) -> list[Problem]:
    try:
        described_by.from_document(document)
    except ModelError as error:
        return list(error.problems)
    return []


def _types(document: JsonObject) -> list[object]:
    types = document.get("type")
    return types if isinstance(types, list) else [types]
