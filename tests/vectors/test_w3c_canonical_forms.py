"""
The canonical forms that W3C and 1EdTech publish, byte for byte; and what becomes of all their other documents.

The examples context of W3C and its citizenship context are given to the library as an application would.
"""

import hashlib
import json
import os
from pathlib import Path

import pytest
from pyld import jsonld

from openbadge_issuer.errors import OpenBadgeError
from openbadge_issuer.linked_data.canonicalization import canonicalize
from openbadge_issuer.linked_data.contexts import shipped
from openbadge_issuer.linked_data.loader import document_loader

VECTORS = Path(os.environ.get("OPENBADGE_VECTORS", "/nowhere")) / "vectors"
W3C, GUIDE = VECTORS / "w3c", VECTORS / "1edtech/guide"


def read(file):
    return json.loads(file.read_text())


def w3c_cases():
    cases = read(W3C / "manifest.json")["cases"] if W3C.exists() else []
    return [pytest.param(case, id=case["id"]) for case in cases if case["canonicalization"] == "rdfc"]


def documents(*patterns):
    return [
        pytest.param(file, id=str(file.relative_to(VECTORS)))
        for name in patterns
        for file in sorted(VECTORS.glob(name))
    ]


@pytest.fixture(scope="module")
def contexts(vectors):
    found = shipped()
    for entry in read(vectors / "vectors/w3c/manifest.json")["contexts"]:
        if entry["url"] not in found:
            found = found.adding(entry["url"], W3C / entry["file"])
    return found


def without_proof(document):
    return {key: value for key, value in document.items() if key != "proof"}


@pytest.mark.parametrize("case", w3c_cases())
def test_document_and_proof_options_have_the_published_form_and_hash(case, contexts):
    folder, algorithm = W3C / case["dir"], case["hash"]
    for document, form, digest in (
        ("unsigned", "canonDoc", "docHash"),
        ("proofConfig", "proofCanon", "proofHash"),
    ):
        canonical = canonicalize(
            read(folder / f"{document}.json"), hash_algorithm=algorithm, contexts=contexts
        )
        assert canonical == (folder / f"{form}.txt").read_text()
        assert hashlib.new(algorithm, canonical.encode()).hexdigest() == case["expected"][digest]


@pytest.mark.parametrize("name", ["employ", "prc"])
def test_selective_disclosure_vectors_have_the_published_form(name, contexts):
    folder = W3C / "ecdsa-sd-2023" / name
    canonical = canonicalize(without_proof(read(folder / "addSignedSDBase.json")), contexts=contexts)
    assert canonical.splitlines(keepends=True) == read(folder / "addBaseDocCanon.json")


def test_the_guide_s_worked_example_has_the_published_forms_and_hashes(vectors):
    signed, values = read(GUIDE / "ob-signed-credential.json"), read(GUIDE / "ob-vector-values.json")
    proof = signed["proof"][0] if isinstance(signed["proof"], list) else signed["proof"]
    options = {"@context": signed["@context"]} | {key: proof[key] for key in proof if key != "proofValue"}
    for document, file, digest in (
        (without_proof(signed), "document-canon.txt", "documentHashHex"),
        (options, "proof-canon.txt", "proofHashHex"),
    ):
        canonical = canonicalize(document, issuing=True)
        assert canonical == (GUIDE / file).read_text()
        assert hashlib.sha256(canonical.encode()).hexdigest() == values[digest]


def test_every_valid_badge_of_1edtech_has_pyld_s_form(vectors):
    options = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": document_loader(shipped()),
    }
    folder = vectors / "vectors/1edtech"
    files = [folder / entry["file"] for entry in read(folder / "manifest.json") if entry["expect"] == "valid"]
    badges = [read(file) for file in files if file.suffix == ".json" or file.name == "testlist"]
    assert len(badges) >= 5
    for badge in map(without_proof, badges):
        assert canonicalize(badge) == jsonld.normalize(badge, options)


@pytest.mark.parametrize(
    "file", documents("w3c/vcdm2-inputs/**/*-ok.json", "w3c/eddsa-rdfc-2022/previousProof-fixtures/*Ok*")
)
def test_every_good_input_of_w3c_is_canonicalized(file, contexts):
    assert canonicalize(without_proof(read(file)), contexts=contexts)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("simple-err-type.json", "$.type[1]"),
        ("simple-err-context.json", "$.type[0]"),
        ("simple-err-credential-subject-type.json", "$.credentialSubject.type[0]"),
        ("simple-err-credential-subject-identifier-type.json", "$.credentialSubject.identifier[0].type"),
        ("simple-err-evidence-type.json", "$.evidence[1].type"),
    ],
)
def test_a_badge_with_an_undefined_term_or_type_is_refused_with_its_place(vectors, name, path):
    with pytest.raises(OpenBadgeError) as error:
        canonicalize(read(vectors / "vectors/1edtech" / name))
    assert error.value.path == path
