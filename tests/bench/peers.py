"""
The peers, where they are installed (`make interop-tools`): programs that are asked over a pipe, and PyLD used naively.

A peer that is missing makes no row fail; the table says that it was not measured.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from bench.documents import NOW, unsigned
from bench.sides import Here, Side, There
from cryptography.hazmat.primitives.asymmetric import ed25519
from interop.asked_process import AskedProcess
from pyld import jsonld

from openbadge_issuer.keys.multibase import encode_base58btc

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

BARE = "the bare Ed25519 signature"
BARE_VERIFICATION = "the bare Ed25519 verification"
OPENBADGESLIB = "openbadgeslib"
DIGITALBAZAAR = "@digitalbazaar/vc"
NAIVE = "PyLD, naively"


class Peers:
    """The peers that are there; asked for by name, None for those that are not."""

    def __init__(self, programs: dict[str, AskedProcess]) -> None:
        self._programs = programs

    def side(self, peer: str, operation: str, **request: Any) -> dict[str, Side]:
        """Return what a peer does as a side under its name; nothing if the peer is not there."""
        program = self._programs.get(peer)
        return {} if program is None else {peer: There.prepared(program, operation, **request)}


@contextmanager
def started() -> Iterator[Peers]:
    """Start the peers that are installed."""
    programs = {name: AskedProcess(command) for name, command in _commands().items()}
    if DIGITALBAZAAR in programs:
        programs[DIGITALBAZAAR].ask("contexts", documents=contexts())
    try:
        yield Peers(programs)
    finally:
        for program in programs.values():
            program.stop()


def missing() -> list[str]:
    """Name the peers that are not installed."""
    return sorted({OPENBADGESLIB, DIGITALBAZAAR} - _commands().keys())


def _commands() -> dict[str, list[str]]:
    commands = {}
    python = next(iter((ROOT / ".interop-venv").glob("[bS]*/python*")), None)
    if python is not None and (python.parent.parent / ".installed").exists():
        commands[OPENBADGESLIB] = [str(python), str(HERE / "peer_openbadgeslib.py")]
    if shutil.which("node") and (ROOT / "tests/interop/node_modules").is_dir():
        commands[DIGITALBAZAAR] = ["node", str(HERE / "peer_digitalbazaar.mjs")]
    return commands


@cache
def contexts() -> dict[str, Any]:
    """Return the contexts that this project ships, by URL."""
    folder = ROOT / "contexts"
    index = json.loads((folder / "index.json").read_text("utf-8"))
    return {entry["url"]: json.loads((folder / entry["file"]).read_text("utf-8")) for entry in index}


# --- what a bare signature takes


def bare_signature() -> dict[str, Side]:
    """Sign 64 bytes, as every proof does in the end."""
    key, data = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(32)), bytes(64)
    return {BARE: Here(lambda: key.sign(data))}


def bare_verification(signatures: int = 1) -> dict[str, Side]:
    """Verify as many signatures over 64 bytes as a badge has, each by its own key."""
    made = [_signed_bytes(bytes([number]) * 32) for number in range(signatures)]

    def verify() -> None:
        for key, signature, data in made:
            key.verify(signature, data)

    return {
        BARE_VERIFICATION if signatures == 1 else f"{signatures} bare Ed25519 verifications": Here(verify)
    }


def _signed_bytes(seed: bytes) -> tuple[ed25519.Ed25519PublicKey, bytes, bytes]:
    key, data = ed25519.Ed25519PrivateKey.from_private_bytes(seed), bytes(64)
    return key.public_key(), key.sign(data), data


# --- what many write: PyLD for the document, PyLD for the proof, sign


def naive_signing(size: str) -> dict[str, Side]:
    """Canonicalise document and proof with PyLD, hash both, sign."""
    document, key = unsigned(size), ed25519.Ed25519PrivateKey.from_private_bytes(bytes(32))
    return {NAIVE: Here(lambda: json.dumps(naively_signed(document, key, f"{document['issuer']['id']}#key")))}


def naively_signed(
    document: dict[str, Any], key: ed25519.Ed25519PrivateKey, verification_method: str
) -> dict[str, Any]:
    """Return a document with the proof that PyLD and a key make, without any of our code but base58."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": NOW.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "verificationMethod": verification_method,
        "proofPurpose": "assertionMethod",
    }
    context = document["@context"]
    signature = key.sign(_normalized({"@context": context, **proof}) + _normalized(document))
    return {**document, "proof": {**proof, "proofValue": encode_base58btc(signature)}}


def _normalized(document: dict[str, Any]) -> bytes:
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _load}
    return hashlib.sha256(jsonld.normalize(document, options).encode()).digest()


def _load(url: str, _options: Any) -> dict[str, Any]:
    return {"contextUrl": None, "documentUrl": url, "document": contexts()[url], "tag": "static"}
