"""
What is fuzzed: every parser of bytes and texts from strangers, and whole verifications.

A target takes any bytes.
It may return, or raise an error of the package's own tree; whatever else comes out is a finding.
Where the result of a parser can be written again, it is, and must come out the same.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from both_paths import BothPaths, options
from fuzz import cases, seeds
from fuzz.mutations import mutated
from pydantic_core import PydanticCustomError

from openbadge_issuer import baking
from openbadge_issuer.errors import OpenBadgeError
from openbadge_issuer.json_text import parse, parse_object, to_text
from openbadge_issuer.keys.did import parse_did_key, parse_did_key_method
from openbadge_issuer.keys.did_web import did_web, did_web_url
from openbadge_issuer.keys.multibase import decode_multibase, encode_base58btc, encode_base64url
from openbadge_issuer.keys.private_pem import read_private_pem
from openbadge_issuer.keys.public_key import PublicKey
from openbadge_issuer.linked_data import rdf
from openbadge_issuer.linked_data.canonicalization import canonicalize
from openbadge_issuer.linked_data.contexts import shipped
from openbadge_issuer.linked_data.rdfc10 import canonicalize_dataset
from openbadge_issuer.model.conformance import check_document
from openbadge_issuer.model.dates import DateTimeZ
from openbadge_issuer.proofs import vc_jwt
from openbadge_issuer.proofs.deriving import derive
from openbadge_issuer.proofs.disclosure_values import BASE_HEADER, read_base, read_derived
from openbadge_issuer.proofs.jcs import canonical_json
from openbadge_issuer.proofs.timestamps import parse_timestamp
from openbadge_issuer.services.roster import Roster
from openbadge_issuer.status import bitstring, status_list
from openbadge_issuer.verification.any_credential import verify_credential
from openbadge_issuer.verification.controller_document import ControllerDocument
from openbadge_issuer.verification.key_set import find_key, is_key_set
from openbadge_issuer.verification.presentation import verify_presentation

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
CARRIED = '{"type":["VerifiableCredential"],"name":"x","proof":{}}'


@dataclass(frozen=True, slots=True)
class Target:
    """
    A parser, and how to feed it.

    Attributes:
        name: What `make fuzz` calls it.
        run: Takes the bytes.
        seeds: Makes the first inputs.
        kind: What the inputs are made of, a key of `mutations.KINDS`, or "case".
        longest: Longest input tried, in bytes.
        whole: True for a whole verification, which takes so long that fewer are asked for.
    """

    name: str
    run: Callable[[bytes], object]
    seeds: Callable[[], list[bytes]]
    kind: str = "bytes"
    longest: int = 16_384
    whole: bool = False

    def mutate(self, data: bytes, random: Random, other: bytes) -> bytes:
        """Change an input, with another one at hand to take pieces from."""
        changed = (
            cases.mutate(data, random, other)
            if self.kind == "case"
            else mutated(data, random, other, kind=self.kind)
        )
        return changed[: self.longest]

    def feed(self, data: bytes) -> None:
        """Run the target; an error that the package raises on purpose is what is hoped for."""
        try:
            self.run(data)
        except OpenBadgeError as error:
            if not str(error) or "message" not in error.to_dict():
                raise AssertionError("An error must say something.") from error


def text(data):
    """Read bytes as a text that can hold anything, half surrogate pairs included."""
    return data.decode("utf-8", "surrogateescape")


def json_reader(data):
    value = parse(data)
    assert parse(to_text(value)) == value


def jcs(data):
    document = parse_object(data)
    assert canonical_json(parse_object(canonical_json(document))) == canonical_json(document)


def jwt(data):
    decoded = vc_jwt.decode(text(data))
    assert isinstance(vc_jwt.claim_problems(decoded) + vc_jwt.header_problems(decoded), list)


def baked_picture(data):
    baking.media_type(data)
    baking.unbake(data)
    baking.deviation(data)


def baking_picture(data):
    assert baking.unbake(baking.bake(data, CARRIED)) == CARRIED


def encoded_list(data):
    bits = bitstring.decode(text(data))
    assert bitstring.decode(bitstring.encode(bits)) == bits


def multibase(data):
    encoded = text(data)
    decoded = decode_multibase(encoded)
    assert encoded == (encode_base58btc if encoded.startswith("z") else encode_base64url)(decoded)


def multikey(data):
    assert PublicKey.from_multikey(text(data)).multikey == text(data)


def jwk(data):
    key = PublicKey.from_jwk(parse_object(data))
    assert PublicKey.from_jwk(key.jwk) == key


def did(data):
    for read in (parse_did_key, parse_did_key_method, did_web_url):
        try:
            read(text(data))
        except OpenBadgeError:
            continue
    did_web(text(data))


def controller_document(data):
    document = parse_object(data)
    key = seeds.SIGNER.public_key
    if is_key_set(document):
        find_key(document, names=frozenset({seeds.METHOD}), issuer=seeds.SCHOOL)
    read = ControllerDocument.read(document, base=seeds.SCHOOL)
    assert len(read.with_key(key)) <= len(read.methods)
    assert all(method.ended(NOW) in {None, "revoked-key", "expired-key"} for method in read.methods.values())


def timestamp(data):
    moment = text(data)
    with suppress(PydanticCustomError):  # what pydantic wants to hear; the model makes a finding of it
        assert DateTimeZ.parse(moment).text == moment
    assert parse_timestamp(moment, path="$").tzinfo


def roster(data):
    read = Roster.read(data)
    assert len(read.columns) == len(read.header)


def status(data):
    pair = parse(data)
    if isinstance(pair, list) and len(pair) == 2 and all(isinstance(item, dict) for item in pair):
        assert 0 <= status_list.read_value(*pair) < 2**64


def model(data):
    assert all(problem.message for problem in check_document(parse_object(data)))


def disclosure_value(data):
    read = read_base if data.startswith(BASE_HEADER) else read_derived
    value = read(data)
    assert read(value.to_bytes()) == value


def deriving(data):
    whole = parse_object(data)
    assert derive(whole, ["/credentialSubject"]).keys() <= whole.keys()


def presentation(data):
    for verify in (verify_presentation, verify_credential):
        report = verify(data, challenge="c-1", domain="school.example", now=NOW)
        assert report.to_dict()["outcome"] == report.outcome


def canonical_document(data):
    document = parse_object(data)
    document.pop("proof", None)
    quads = canonicalize(document, contexts=shipped())
    assert canonicalize_dataset(rdf.parse(quads)).nquads == quads


def shapes(data):
    """Compare a document, and three with other values, along both paths; long ones once, if at all."""
    document, random = parse_object(data), Random(data)
    if random.random() < 0.5:
        document.pop("proof", None)
    if len(data) < 6_000:
        BothPaths().vary(document, random, 3, **options(random))
    elif len(data) < 8_000:  # what is longer may take a good half of a second, twice
        BothPaths().compare(document, **options(random))


def n_quads(data):
    canonical = canonicalize_dataset(rdf.parse(text(data))).nquads
    assert canonicalize_dataset(rdf.parse(canonical)).nquads == canonical


def pem(data):
    assert read_private_pem(data, None).key_size if b"RSA" in data else read_private_pem(data, None)


TARGETS = {
    target.name: target
    for target in (
        Target("json", json_reader, seeds.documents, "json"),
        Target("jcs", jcs, seeds.documents, "json"),
        Target("jwt", jwt, seeds.tokens, "token"),
        Target("png", baked_picture, seeds.png_pictures, "png", 32_768),
        Target("svg", baked_picture, seeds.svg_pictures, "svg", 32_768),
        Target("bake-png", baking_picture, seeds.png_pictures, "png", 32_768),
        Target("bake-svg", baking_picture, seeds.svg_pictures, "svg", 32_768),
        Target("bitstring", encoded_list, seeds.bitstrings, "bitstring"),
        Target("multibase", multibase, seeds.multibase_texts, longest=1_024),
        Target("multikey", multikey, seeds.multibase_texts, longest=1_024),
        Target("jwk", jwk, seeds.keys, "json", 4_096),
        Target("did", did, lambda: [value.encode() for value in seeds.DIDS], longest=4_096),
        Target("controller-document", controller_document, seeds.controller_documents, "json"),
        Target("timestamp", timestamp, lambda: [value.encode() for value in seeds.MOMENTS], longest=128),
        Target("roster", roster, lambda: [value.encode() for value in seeds.ROSTERS], "lines"),
        Target("status-list", status, seeds.status_cases, "json"),
        Target("pem", pem, seeds.pem_texts, longest=4_096),
        Target("disclosure-value", disclosure_value, seeds.disclosure_values),
        Target("model", model, seeds.documents, "json"),
        Target("n-quads", n_quads, seeds.n_quads, "lines", whole=True),
        Target("canonical-document", canonical_document, seeds.documents, "json", whole=True),
        Target("shapes", shapes, seeds.shapes, "json", whole=True),
        Target("derive", deriving, seeds.base_signed_documents, "json", 32_768, whole=True),
        Target("presentation", presentation, seeds.presentations, "json", 65_536, whole=True),
        Target("verify-bytes", cases.run, seeds.cases, "bytes", 32_768, whole=True),
        Target("verify", cases.run, seeds.cases, "case", 65_536, whole=True),
    )
}
"""Every target by its name; those that take longest last."""
