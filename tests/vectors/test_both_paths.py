"""Every published document goes along both paths: as it stands, without its proof, and with other values in it."""

import json
import os
from pathlib import Path
from random import Random

import pytest
from both_paths import BothPaths

from openbadge_issuer.linked_data.contexts import shipped

VECTORS = Path(os.environ.get("OPENBADGE_VECTORS", "/nowhere")) / "vectors"
FILES = sorted(path for path in VECTORS.rglob("*.json") if "contexts" not in path.parts)
VARIATIONS = 3


@pytest.fixture(scope="module")
def paths(vectors):
    """Programs for the contexts that the published documents name."""
    found = shipped()
    for entry in json.loads((vectors / "vectors/w3c/manifest.json").read_text())["contexts"]:
        if entry["url"] not in found:
            found = found.adding(entry["url"], vectors / "vectors/w3c" / entry["file"])
    return BothPaths(found), BothPaths()


@pytest.mark.parametrize("file", [pytest.param(file, id=str(file.relative_to(VECTORS))) for file in FILES])
def test_published_document_is_the_same_along_both_paths(file, paths):
    random = Random(file.name)
    for document in _documents(json.loads(file.read_text())):
        for path in paths:
            path.learn(document, issuing=False)
            path.vary(document, random, VARIATIONS, issuing=True, hash_algorithm="sha384")


def _documents(value):
    """Yield what is canonicalised of a document: the document, without its proof, and each proof."""
    if not isinstance(value, dict):
        return
    yield value
    if "proof" in value:
        yield {key: item for key, item in value.items() if key != "proof"}
        proofs = value["proof"] if isinstance(value["proof"], list) else [value["proof"]]
        yield from (
            {**proof, "@context": value.get("@context")} for proof in proofs if isinstance(proof, dict)
        )
