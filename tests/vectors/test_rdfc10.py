"""Every case of W3C's RDFC-1.0 test suite: canonical forms, label maps, and the graph that must be refused."""

import json
import os
from pathlib import Path

import pytest

from openbadge_issuer.errors import ComplexityError
from openbadge_issuer.linked_data import rdfc10
from openbadge_issuer.linked_data.rdf import parse
from openbadge_issuer.linked_data.rdfc10 import WORK_LIMIT, canonicalize_dataset

FOLDER = Path(os.environ.get("OPENBADGE_VECTORS", "/nowhere")) / "vectors/w3c/rdfc10"
ALGORITHMS = {None: "sha256", "SHA256": "sha256", "SHA384": "sha384"}


def cases(kind):
    manifest = FOLDER / "manifest.jsonld"
    entries = json.loads(manifest.read_text()) if manifest.exists() else {"entries": []}
    return [
        pytest.param(case, id=case["id"]) for case in entries["entries"] if case["type"] == f"rdfc:{kind}"
    ]


def canonicalized(case):
    quads = parse((FOLDER / case["action"]).read_bytes().decode())
    return canonicalize_dataset(quads, hash_algorithm=ALGORITHMS[case.get("hashAlgorithm")])


def test_the_suite_is_complete(vectors):
    assert vectors in FOLDER.parents
    found = [len(cases(f"RDFC10{kind}Test")) for kind in ("Eval", "Map", "NegativeEval")]
    assert found == [64, 21, 1]


@pytest.mark.parametrize("case", cases("RDFC10EvalTest"))
def test_canonical_form(case):
    assert canonicalized(case).nquads == (FOLDER / case["result"]).read_bytes().decode()


@pytest.mark.parametrize("case", cases("RDFC10MapTest"))
def test_issued_identifiers(case):
    assert canonicalized(case).identifiers == json.loads((FOLDER / case["result"]).read_text())


@pytest.mark.parametrize("case", cases("RDFC10NegativeEvalTest"))
def test_poison_graph_is_refused_when_its_budget_is_spent(case, monkeypatch):
    hashed = []
    hash_it = rdfc10._Canonicalization._hash
    monkeypatch.setattr(
        rdfc10._Canonicalization, "_hash", lambda self, text: hashed.append(1) or hash_it(self, text)
    )
    with pytest.raises(ComplexityError):
        canonicalized(case)
    assert len(hashed) < 2 * WORK_LIMIT
