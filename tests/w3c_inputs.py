"""
The inputs of the W3C's suite for the data model, filled in as the suite fills them in before it sends them.

They are templates: the issuer's id is missing in many, and two hold words where a date belongs.
"""

import json
import os
from pathlib import Path

import pytest

from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.linked_data.contexts import Contexts, shipped

EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
ISSUER = "did:example:issuer"

_FOLDER = "vectors/w3c/vcdm2-inputs"
_DATES = {"PAST DATE": "2003-01-01T00:00:00Z", "FUTURE DATE": "4003-01-01T00:00:00Z"}


def names(kind: str, ending: str) -> list[object]:
    """Return the names of inputs, for parametrizing; one that is skipped where there are no vectors."""
    folder = Path(os.environ.get("OPENBADGE_VECTORS", "")) / _FOLDER
    found = sorted(str(path.relative_to(folder)) for path in folder.glob(f"**/*-{ending}*.json"))
    chosen = [name for name in found if name.startswith("presentation") == (kind == "presentation")]
    skipped = pytest.mark.skip(reason="OPENBADGE_VECTORS does not name the folder of published vectors")
    return [*chosen] or [pytest.param(None, marks=skipped)]


def read(vectors: Path, name: str) -> JsonObject:
    """Read an input as it stands, but for the dates."""
    document: JsonObject = json.loads((vectors / _FOLDER / name).read_bytes())
    dates = {key: _DATES[value] for key, value in document.items() if str(value) in _DATES}
    return {**document, **dates}


def filled(vectors: Path, name: str, issuer: str = ISSUER) -> JsonObject:
    """Read an input, and name its issuer where it does not."""
    document = read(vectors, name)
    named = document.get("issuer", issuer)
    return {**document, "issuer": {"id": issuer, **named} if isinstance(named, dict) else named}


def example_context(vectors: Path) -> Path:
    """Return the file of the context that the inputs use beside the one of credentials."""
    return vectors / "vectors/w3c/contexts/credentials-examples-v2.jsonld"


def example_contexts(vectors: Path) -> Contexts:
    """Return the contexts that the inputs use."""
    return shipped().adding(EXAMPLES, example_context(vectors))
