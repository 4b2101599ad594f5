"""
Answers requests with openbadgeslib: `{operation, …}` comes in, `{answer}` or `{error}` goes out, one a line.

Runs in an environment of its own, where openbadge_issuer is not installed; `asked_process.py` starts it.
"""

import base64
import json
import sys
from datetime import UTC, datetime
from urllib.request import urlopen

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from openbadgeslib.ob3 import (
    Achievement,
    Alignment,
    Evidence,
    IdentityObject,
    Issuer,
    OB3LdpSigner,
    OB3LdpVerifier,
    OB3Signer,
    OB3VerificationError,
    OB3Verifier,
    OpenBadgeCredential,
    Result,
    ResultDescription,
    did_key_from_pem,
)

KEYS = {
    "EdDSA": ed25519.Ed25519PrivateKey.generate,
    "ES256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "RS256": lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048),
}
GRADE = "urn:uuid:0e8a2d5c-52a1-4b40-bd4a-1f0a3a2b5c6d"


SERVERS = {}


def serve(*, origin, server):
    """Let a server on this machine answer for an origin."""
    SERVERS[origin] = server


def verify(*, credential, issuer, documents):
    """Verify JSON (an object) or a JWT (a text); documents are by URL."""
    verifier = OB3LdpVerifier if isinstance(credential, dict) else OB3Verifier

    def download(url):
        return documents[url].encode() if url in documents else from_server(url)

    try:
        found = verifier.for_issuer_did(issuer, download=download).verify(
            credential, check_status=True, verify_status_list=False, download=download
        )
    except OB3VerificationError as error:
        return {"verified": False, "errors": [str(error)]}
    return {"verified": True, "name": found.achievement.name, "errors": []}


def from_server(url):
    """Get a document from the server that answers for its origin."""
    scheme, _, host, path = url.split("/", 3)
    with urlopen(f"{SERVERS[f'{scheme}//{host}']}/{path}") as response:
        return response.read()


def sign(*, algorithm, issuer=None, words="Superbots", embedded=False):
    """Sign a badge that uses all that openbadgeslib can say, with a new key."""
    pem = private_pem(KEYS[algorithm]())
    credential = badge(issuer or did_of(pem), words)
    if embedded:
        return {"credential": OB3LdpSigner(pem).sign(credential)}
    token = OB3Signer(pem, algorithm).sign(credential)
    return {"credential": token, "key": jwt.get_unverified_header(token)["jwk"]}


def private_pem(key):
    """Return a key as PEM."""
    form, secrecy = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, form, secrecy)


def did_of(pem):
    """Return the did:key of a private key."""
    public = serialization.load_pem_private_key(pem, None).public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return did_key_from_pem(public.public_bytes(serialization.Encoding.PEM, form))


def badge(issuer, words):
    """Return a badge with much in it."""
    description = ResultDescription(
        id=GRADE, name="Grade", result_type="LetterGrade", allowed_values=["A", "B"]
    )
    return OpenBadgeCredential(
        issuer=Issuer(id=issuer, name=words, url="https://school.example", email="badges@school.example"),
        recipient_id="urn:uuid:b1d6f6b0-5b0e-4c8f-9d55-0c9a8b7c6d5e",
        achievement=Achievement(
            id="https://school.example/achievements/superbots",
            name=words,
            description=words,
            criteria_narrative=words,
            image_url="https://school.example/robot.png",
            tags=["robots", words],
            achievement_type="Course",
            credits_available=2.5,
            alignments=[Alignment(target_name=words, target_url="https://skills.example/R-12")],
            result_descriptions=[description],
        ),
        issuance_date=datetime(2024, 1, 1, tzinfo=UTC),
        expiration_date=datetime(2099, 1, 1, tzinfo=UTC),
        evidence=[Evidence(id="https://school.example/evidence/7", narrative=words)],
        credits_earned=2.0,
        identifiers=[
            IdentityObject(identity_hash="ada@school.example", identity_type="emailAddress", hashed=False)
        ],
        results=[Result(value="A", result_description=GRADE)],
    )


def unbake(*, picture):
    """Take the credential out of a PNG or SVG that was baked."""
    data = base64.b64decode(picture)
    extract = OB3Verifier.extract_token_from_svg if b"<svg" in data else OB3Verifier.extract_token_from_png
    return extract(data)


def bake(*, picture, embedded):
    """Put a new badge into a PNG or SVG, as JSON with an embedded proof or as a JWT."""
    data, pem = base64.b64decode(picture), private_pem(KEYS["EdDSA"]())
    signer = OB3LdpSigner(pem) if embedded else OB3Signer(pem, "EdDSA")
    into = signer.sign_into_svg if b"<svg" in data else signer.sign_into_png
    return base64.b64encode(into(badge(did_of(pem), "Superbots"), data)).decode()


OPERATIONS = {"bake": bake, "serve": serve, "unbake": unbake, "verify": verify, "sign": sign}


def answer(line):
    """Answer one request."""
    request = json.loads(line)
    try:
        return {"answer": OPERATIONS[request.pop("operation")](**request)}
    except Exception as error:  # noqa: BLE001 - whatever it is, it goes to the test that asked
        return {"error": [f"{type(error).__name__}: {error}"]}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(line)), flush=True)
