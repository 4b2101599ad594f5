"""
Lets the bench use openbadgeslib: `prepare` makes an operation ready, `run` does it some times and takes the time.

Runs in an environment of its own, where openbadge_issuer is not installed; `{operation, …}` comes in,
`{answer}` or `{error}` goes out, one a line.
Signers and verifiers are made once and used again, which is the best case and what the library advises.
"""

import json
import sys
from datetime import UTC, datetime

from openbadgeslib.keys import KeyFactory, KeyType
from openbadgeslib.ob3 import (
    Achievement,
    Alignment,
    Evidence,
    Issuer,
    OB3LdpSigner,
    OB3LdpVerifier,
    OB3Signer,
    OB3Verifier,
    OpenBadgeCredential,
    Result,
    ResultDescription,
    did_key_from_pem,
    status_entry,
)
from timing import timed

SITE = "https://example.com"
GRADE = "urn:uuid:6f1f1b52-6a55-4a1c-9f10-0f0a3a0a1c01"
KEYS = {
    "EdDSA": KeyFactory(KeyType.ED25519).generate_keypair(),
    "ES256": KeyFactory(KeyType.ECC).generate_keypair(),
}
PREPARED = []


def badge(size):
    """Return a badge of a size of `documents.py`, as far as this library can say it."""
    made = {"minimal": _minimal, "typical": _typical, "unendorsed": _rich, "rich": _rich}
    return made[size](did_key_from_pem(KEYS["EdDSA"][1]))


def _minimal(issuer_id):
    return OpenBadgeCredential(
        issuer=Issuer(id=issuer_id, name="Example University"),
        recipient_id="mailto:ada@example.com",
        achievement=Achievement(**_achievement()),
    )


def _typical(issuer_id):
    return OpenBadgeCredential(
        issuer=_issuer(issuer_id),
        recipient_id="mailto:ada@example.com",
        achievement=Achievement(**_achievement(), **_described(), alignments=[_alignment("Programming", 1)]),
    )


def _rich(issuer_id):
    return OpenBadgeCredential(
        issuer=_issuer(issuer_id),
        recipient_id="mailto:ada@example.com",
        achievement=Achievement(
            **_achievement(),
            **_described(),
            credits_available=3.0,
            alignments=[_alignment("Programming", 1), _alignment("Testing", 2)],
            result_descriptions=[
                ResultDescription(
                    id=GRADE,
                    name="Final grade",
                    result_type="LetterGrade",
                    allowed_values=["A", "B", "C"],
                    required_value="B",
                )
            ],
        ),
        expiration_date=datetime(2040, 1, 1, tzinfo=UTC),
        evidence=[Evidence(id=f"{SITE}/evidence/1", name="Project", narrative="Built a web service")],
        credits_earned=3.0,
        results=[Result(value="A", result_description=GRADE)],
        credential_status=[status_entry(f"{SITE}/status/1", "revocation", 4242)],
    )


def _issuer(issuer_id):
    return Issuer(
        id=issuer_id,
        name="Example University",
        url=SITE,
        email="badges@example.com",
        image_url=f"{SITE}/logo.png",
    )


def _achievement():
    return {
        "id": f"{SITE}/achievements/python",
        "name": "Python Developer",
        "description": "Awarded for Python proficiency",
        "criteria_narrative": "Must pass the Python assessment",
    }


def _described():
    return {
        "image_url": f"{SITE}/achievements/python.png",
        "tags": ["python", "programming", "backend"],
        "achievement_type": "Certificate",
    }


def _alignment(name, number):
    return Alignment(name, f"{SITE}/f/{number}", target_framework="ESCO", target_code=f"S{number}")


# --- the operations


def sign(*, size):
    """Sign with an embedded eddsa-rdfc-2022 proof."""
    signer, credential = OB3LdpSigner(KEYS["EdDSA"][0]), badge(size)
    return lambda: signer.sign(credential)


def verify(*, size):
    """Verify an embedded eddsa-rdfc-2022 proof."""
    text, verifier = json.dumps(sign(size=size)()), OB3LdpVerifier(KEYS["EdDSA"][1])
    return lambda: verifier.verify(text)


def sign_jwt(*, size, algorithm):
    """Sign a JWT."""
    signer, credential = OB3Signer(KEYS[algorithm][0], algorithm), badge(size)
    return lambda: signer.sign(credential)


def verify_jwt(*, size, algorithm):
    """Verify a JWT."""
    token, verifier = sign_jwt(size=size, algorithm=algorithm)(), OB3Verifier(KEYS[algorithm][1])
    return lambda: verifier.verify(token)


OPERATIONS = {"sign": sign, "verify": verify, "sign-jwt": sign_jwt, "verify-jwt": verify_jwt}


def answer(request):
    """Answer one request."""
    if request.pop("operation") == "prepare":
        PREPARED.append(OPERATIONS[request.pop("what")](**request))
        return len(PREPARED) - 1
    return timed(PREPARED[request["number"]], request["count"])


if __name__ == "__main__":
    for line in sys.stdin:
        try:
            found = {"answer": answer(json.loads(line))}
        except Exception as error:  # noqa: BLE001 - whatever it is, it goes to the bench that asked
            found = {"error": [f"{type(error).__name__}: {error}"]}
        print(json.dumps(found), flush=True)
