"""
The inputs that fuzzing begins with: some made here, and the published vectors where they are at hand.

Those made here are the same in every run, so that what the tests try is the same everywhere.
"""

import base64
import json
import os
import zlib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random

from fuzz.cases import METHOD, SCHOOL, SCHOOL_URL, SIGNER, Case
from fuzz.mutations import without_pixels
from unit.linked_data.shaped_documents import document as shaped_document
from unit.model.sample_badges import full_badge, in_version_1, small_badge, small_endorsement

from openbadge_issuer.baking import bake
from openbadge_issuer.issuer.presenting import sign_presentation
from openbadge_issuer.json_text import to_text
from openbadge_issuer.keys.did import PublishedKey, did_document, did_key, did_key_method, jwks
from openbadge_issuer.keys.multibase import decode_base64url, decode_multibase, encode_base64url
from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.model.base import EXTENSIONS
from openbadge_issuer.proofs import vc_jwt
from openbadge_issuer.proofs.data_integrity import add_proof
from openbadge_issuer.proofs.disclosure_values import BaseProofValue, DerivedProofValue
from openbadge_issuer.proofs.jws import write_jws
from openbadge_issuer.status.bitstring import Bitstring
from openbadge_issuer.status.status_list import MIN_SIZE, build, entry
from openbadge_issuer.verification.envelope import enveloped

LIST = "https://school.example/status/1"
NEWER = "https://school.example/credentials/1"
PARTNER = "did:web:partner.example"
CREATED = datetime(2026, 5, 1, 9, tzinfo=UTC)
TOKEN_SIGNER = LocalSigner.from_seed(KeyKind.P256, bytes(31) + b"\x07")
STATEMENT_KEY = decode_multibase(TOKEN_SIGNER.public_key.multikey)
TOKEN_METHOD = f"{SCHOOL}#{TOKEN_SIGNER.public_key.fragment}"
JOSE_KEYS = [
    {"kty": "EC", "crv": "P-384", "x": "A" * 64, "y": "A" * 64},
    {"kty": "RSA", "n": "wQ" + "A" * 340, "e": "AQAB", "alg": "RS256"},
]
OLDER_BADGE = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "Assertion",
    "recipient": {"type": "email", "hashed": True, "salt": "x", "identity": "sha256$00"},
    "badge": {"type": "BadgeClass", "name": "Superbots", "issuer": {"name": "School"}},
    "verification": {"type": "hosted"},
}
MOMENTS = (
    "2026-06-01T12:00:00Z",
    "2026-06-01T12:00:00.123456789+05:30",
    "2026-06-01",
    "0001-01-01T00:00:00+14:00",
)
DIDS = (
    SCHOOL, "did:web:localhost%3A8000:issuers:1", "did:web:xn--bcher-kva.example:a%20b", "did:example:1", METHOD,
    "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
    "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK#z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
    "did:jwk:" + base64.urlsafe_b64encode(json.dumps(TOKEN_SIGNER.public_key.jwk).encode()).decode().rstrip("="),
)  # fmt: skip
ROSTERS = (
    "name,email,achievement\nAda,ada@example.org,superbots\n",
    '\ufeffName;E-Mail;result: Grade\n"Käfer; ""K""\nx";k@example.org;1,5\n\n',
    "award_id\temail\toutcome\n7\ta@example.org\tissued\n",
)


def documents():
    """Return JSON documents: badges, endorsements, DID documents, key sets, status lists, contexts apart."""
    return [*_own_documents(), *_files(".json"), *_files("testlist")]


def shapes():
    """Return documents that share things: ids, texts, the looks of blank nodes; and what chance makes of these."""
    made = [shaped_document(Random(number)) for number in range(100)]
    return [*documents(), *(json.dumps(document).encode() for document in made)]


def tokens():
    """Return compact JWTs."""
    old = vc_jwt.encode(in_version_1(_badge()), TOKEN_SIGNER, verification_method=TOKEN_METHOD)
    new = vc_jwt.encode(_badge(), SIGNER, verification_method=METHOD)
    return [old.encode(), new.encode(), b"e30.e30.", b"a.b.c"]


def png_pictures():
    """Return PNGs, baked and not."""
    plain = _png()
    return [
        plain,
        bake(plain, to_text(_signed_badge())),
        bake(plain, tokens()[1].decode()),
        *map(without_pixels, _files(".png")),
    ]


def svg_pictures():
    """Return SVGs, baked and not."""
    plain = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><g><circle r="4"/></g></svg>'
    return [plain, bake(plain, to_text(_signed_badge())), bake(plain, tokens()[1].decode()), *_files(".svg")]


def bitstrings():
    """Return the texts of `encodedList`."""
    found = [json.loads(document) for document in documents() if b'"encodedList"' in document]
    subjects = [document.get("credentialSubject") for document in found if isinstance(document, dict)]
    texts = [subject.get("encodedList") for subject in subjects if isinstance(subject, dict)]
    return [text.encode() for text in texts if isinstance(text, str)]


def disclosure_values():
    """Return the bytes of base and derived proofs; the signatures in them are none."""
    found = [json.loads(document)["proof"] for document in base_signed_documents()]
    proofs = [proof for value in found for proof in (value if isinstance(value, list) else [value])]
    base = [decode_base64url(proof["proofValue"][1:]) for proof in proofs]
    labels = {"c14n0": "u" + "A" * 43, "c14n1": "u" + "B" * 42 + "A"}
    derived = DerivedProofValue(
        base_signature=bytes(64),
        public_key=STATEMENT_KEY,
        signatures=(bytes(64), bytes(64)),
        labels=labels,
        mandatory_indexes=(0, 1, 24, 300),
    )
    return [*base, derived.to_bytes()]


def base_signed_documents():
    """Return a badge for its holder, all of which must be shown, so that no signature is looked at."""
    value = BaseProofValue(
        base_signature=bytes(64),
        public_key=STATEMENT_KEY,
        hmac_key=bytes(range(32)),
        signatures=(),
        mandatory_pointers=("/issuer", ""),
    )
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "ecdsa-sd-2023",
        "proofValue": encode_base64url(value.to_bytes()),
    }
    return [json.dumps({**_badge(), "proof": proof}).encode()]


def presentations():
    """Return presentations, as documents and as a JWT, and credentials that are no badges."""
    holder = did_key(SIGNER.public_key)
    own = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": holder,
        "credentialSubject": {"id": holder},
    }
    token = vc_jwt.encode(_badge(), TOKEN_SIGNER, verification_method=TOKEN_METHOD)
    shown = sign_presentation(
        [_signed_badge(), token, own], SIGNER, challenge="c-1", domain="school.example", created=CREATED
    )
    bare = {name: value for name, value in shown.items() if name != "proof"}
    header = {"alg": "EdDSA", "kid": did_key_method(SIGNER.public_key), "typ": "vp+jwt"}
    jwt = write_jws(header, {**bare, "nonce": "c-1", "aud": "school.example", "iss": holder}, SIGNER)
    envelope = {**enveloped(jwt), "type": "EnvelopedVerifiablePresentation"}
    return [*(to_text(document).encode() for document in (shown, envelope, own)), jwt.encode()]


def multibase_texts():
    """Return texts in base58btc and base64url."""
    return [
        SIGNER.public_key.multikey.encode(),
        TOKEN_SIGNER.public_key.multikey.encode(),
        b"z",
        b"u",
        b"z111",
        b"uAAE",
    ]


def keys():
    """Return JSON Web Keys."""
    public = [signer.public_key.jwk for signer in (SIGNER, TOKEN_SIGNER)]
    return [json.dumps(key).encode() for key in (*public, *JOSE_KEYS)]


def controller_documents():
    """Return DID documents, controller documents and key sets."""
    marks = (b"verificationMethod", b'"keys"', b"publicKeyMultibase")
    return [document for document in documents() if any(mark in document for mark in marks)]


def status_cases():
    """Return pairs of a status list and an entry, as one JSON array."""
    lists = [document for document in documents() if b'"encodedList"' in document]
    entries = [json.dumps(entry(LIST, index)).encode() for index in (0, 94_567)]
    sized = json.dumps(
        {**entry(LIST, 7), "statusSize": 2, "statusMessage": [{"status": "0x0", "message": "x"}]}
    ).encode()
    return [b"[" + document + b"," + found + b"]" for document in lists for found in (*entries, sized)]


def pem_texts():
    """Return private keys as PEM: a new one, since none is kept in a repository."""
    return [LocalSigner.generate(kind).to_pem() for kind in (KeyKind.ED25519, KeyKind.P256)] + [
        b"-----BEGIN X-----\n"
    ]


def n_quads():
    """Return N-Quads."""
    return [b'_:a <urn:p> "x\\n"@en <urn:g> .\n<urn:s> <urn:p> "1"^^<urn:t> .\n', *_files(".nq")]


def cases():
    """Return whole verifications: sources, each with the web around it."""
    web = _own_web()
    sources = [to_text(_signed_badge()).encode(), json.dumps({**_badge(), "proof": "sign"}).encode()]
    sources += [json.dumps({**small_endorsement(), "proof": "sign"}).encode(), web[LIST], web[SCHOOL_URL]]
    own = [
        Case("bytes", source, web)
        for source in [*sources, *tokens()[:2], png_pictures()[1], svg_pictures()[1]]
    ]
    own += [Case(form, sources[0], web) for form in ("text", "parsed")]
    own += [Case("bytes", json.dumps(document).encode(), web) for document in _others()]
    published = [Case("bytes", source, _published_web()) for source in _published_sources()]
    return [case.write() for case in [*own, *published]]


# --- made here -------------------------------------------------------------------------------------------------------


def _own_documents():
    badges = [full_badge(), small_badge(), in_version_1(small_badge()), _signed_badge(), small_endorsement()]
    texts = [*map(json.dumps, badges), '{"a":[1,2.5,-0,1e3,true,false,null,"\\ud83d\\ude00"]}', "[]", '"x"']
    return [*(text.encode() for text in texts), *_own_web().values()]


@cache
def _own_web():
    published = [
        PublishedKey(public_key=SIGNER.public_key, verification_method=METHOD),
        PublishedKey(public_key=TOKEN_SIGNER.public_key, verification_method=TOKEN_METHOD),
    ]
    status_list = build(LIST, SCHOOL, Bitstring(MIN_SIZE), valid_from=CREATED)
    web = {
        SCHOOL_URL: did_document(SCHOOL, published),
        LIST: {**status_list, "proof": "sign"},
        NEWER: {**_badge(), "proof": "sign"},
        "https://school.example/keys": jwks(published, SCHOOL),
    }
    return {url: json.dumps(document).encode() for url, document in web.items()}


def _others():
    service = {"id": NEWER, "type": "1EdTechCredentialRefresh"}
    return [_endorsed_badge(), {**_endorsed_badge(), "refreshService": service}, OLDER_BADGE]


def _endorsed_badge():
    """A badge about two, endorsed as JSON and as JWT, with an endorsement within an endorsement."""
    badge = _badge()
    subject = badge["credentialSubject"]
    about = {"id": subject["achievement"]["id"], "type": ["EndorsementSubject"]}
    inner = {**small_endorsement(), "id": "urn:uuid:1", "issuer": PARTNER, "credentialSubject": about}
    outer = {
        **inner,
        "id": "urn:uuid:2",
        "issuer": {"id": PARTNER, "type": ["Profile"], "endorsement": [_by_us(inner)]},
    }
    return {
        **badge,
        "@context": [*badge["@context"], EXTENSIONS],
        "credentialSubject": [subject, {**subject, "id": "urn:uuid:3"}],
        "credentialSchema": [{"id": LIST, "type": "1EdTechJsonSchemaValidator2019"}],
        "endorsement": [_by_us(outer)],
        "endorsementJwt": [tokens()[1].decode()],
        "proof": "sign",
    }


def _by_us(document):
    return add_proof(
        document, SIGNER, verification_method=METHOD, created=CREATED, cryptosuite="eddsa-jcs-2022"
    )


def _badge():
    badge = small_badge()
    issuer = badge["issuer"] if isinstance(badge["issuer"], dict) else {"type": ["Profile"], "name": "School"}
    subject = {**badge["credentialSubject"], "id": "urn:uuid:0b2e0f6e-6f0c-4c59-8a0e-8f5a0d7d7a01"}
    return {
        **badge,
        "issuer": {**issuer, "id": SCHOOL},
        "credentialSubject": subject,
        "credentialStatus": entry(LIST, 94_567),
    }


@cache
def _signed_badge():
    return add_proof(_badge(), SIGNER, verification_method=METHOD, created=CREATED)


def png_of(chunk, times=1):
    """Return a PNG with a chunk, given as kind and data, so many times between its header and its end."""
    header = (2).to_bytes(4) + (2).to_bytes(4) + bytes((8, 0, 0, 0, 0))
    between = _png_chunk(*chunk) * times
    return b"\x89PNG\r\n\x1a\n" + _png_chunk(b"IHDR", header) + between + _png_chunk(b"IEND", b"")


def _png():
    return png_of((b"tEXt", b"Software\0Pencil")).replace(
        _png_chunk(b"IEND", b""), _png_chunk(b"IDAT", zlib.compress(bytes(6))) + _png_chunk(b"IEND", b"")
    )


def _png_chunk(kind, data):
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)


# --- published -------------------------------------------------------------------------------------------------------


def _folder():
    named = os.environ.get("OPENBADGE_VECTORS")
    return Path(named) / "vectors" if named else None


@cache
def _files(ending):
    """Read the published files with an ending, without the ones that are made of many others."""
    folder = _folder()
    if folder is None:
        return []
    found = sorted(path for path in folder.rglob(f"*{ending}") if "contexts" not in path.parts)
    return [
        path.read_bytes() for path in found if "manifest" not in path.name and path.stat().st_size < 100_000
    ]


def _published_web():
    folder = _folder() / "1edtech" / "documents"
    index = json.loads((folder / "index.json").read_text("utf-8"))
    return {url: (folder / found["file"]).read_bytes() for url, found in index.items()}


def _published_sources():
    folder = _folder()
    if folder is None:
        return []
    files = [path for path in sorted((folder / "1edtech").rglob("*")) if "documents" not in path.parts]
    files += sorted(path for path in (folder / "w3c").rglob("signed*.json") if "sd-2023" not in str(path))
    texts = [path.read_bytes() for path in files if path.is_file() and path.suffix not in {".txt", ".png"}]
    return [
        *(text for text in texts if b'"proof"' in text or text[:1] != b"["),
        *map(without_pixels, _files(".png")),
    ]
