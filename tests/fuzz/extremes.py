"""
The largest inputs that are read, each made of one thing that could cost too much; `make fuzz` begins with them.

Chance never makes a mebibyte of brackets. Each input here goes up to a limit, and a little beyond it.
Time and memory are measured as for changed inputs: more than a second or 256 MiB is a finding.

    python -m fuzz.extremes
"""

import base64
import gzip
import json
import random
import sys
import time
import tracemalloc
import zlib

from fuzz import seeds
from fuzz.cases import Case
from fuzz.targets import TARGETS
from fuzz.worker import MAX_MEGABYTES, MAX_SECONDS

MEBIBYTE = 1_048_576
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:ob="https://purl.imsglobal.org/ob/v3p0">'


def filled(unit, before="", after="", size=MEBIBYTE):
    """Repeat a text up to a size."""
    return (before + unit * ((size - len(before) - len(after)) // len(unit)) + after).encode()


def texts():
    """Return JSON texts of a mebibyte."""
    context = '{"@context":["https://www.w3.org/ns/credentials/v2",'
    terms = ",".join(f'"a{number}":"a{number + 1}"' for number in range(30_000))
    return {
        "brackets": filled("["),
        "strings": filled('"a",', "[", "1]"),
        "escapes": filled("\\u0041", '["', '"]'),
        "backslashes": filled("\\", '"'),
        "numbers": filled("1,", "[", "1]"),
        "digits": filled("9", "[", "]"),
        "keys": json.dumps({str(number): 1 for number in range(90_000)}).encode(),
        "one key": filled('"a":1,', "{", '"a":1}'),
        "objects": filled("{},", "[", "1]"),
        "arrays": filled("[[[[1]]]],", "[", "1]"),
        "surrogates": filled("\\ud800,", '["', '"]'),
        "contexts": filled('"https://www.w3.org/ns/credentials/v2",', '{"@context":[', "{}]}"),
        "chain of terms": f"{context}{{{terms}}}]}}".encode(),
        "types": filled('"VerifiableCredential",', f'{context}{{}}],"type":[', '"x"]}'),
    }


def badges():
    """Return badges with very many of one thing."""
    plain, signed = seeds._badge(), seeds._signed_badge()
    subject = plain["credentialSubject"]
    results = [{"type": ["Result"], "value": "1"} for _ in range(1_900)]
    hashed = {
        "type": "IdentityObject",
        "identityHash": "sha256$0",
        "identityType": "emailAddress",
        "hashed": True,
    }
    return {
        "proofs": {**signed, "proof": [signed["proof"]] * 3_000},
        "proofs of a long text": {**signed, "name": "x" * 900_000, "proof": [signed["proof"]] * 8},
        "long issuer": {**signed, "issuer": "did:web:" + "a:" * 500_000},
        "results": {**plain, "credentialSubject": {**subject, "result": results}, "proof": "sign"},
        "subjects": {**signed, "credentialSubject": [subject] * 700},
        "identifiers": {
            **plain,
            "credentialSubject": {**subject, "identifier": [hashed] * 8_000},
            "proof": "sign",
        },
        "statuses": {**signed, "credentialStatus": [plain["credentialStatus"]] * 3_000},
        "schemas": {**signed, "credentialSchema": [{"id": "https://a.example/", "type": "X"}] * 1_900},
        "endorsements": {**plain, "endorsement": [seeds.small_endorsement()] * 300, "proof": "sign"},
    }


def cases():
    """Return whole verifications: the badges above, and documents with very many keys around a good one."""
    web, numbers = seeds._own_web(), random.Random(1)
    modulus = base64.urlsafe_b64encode(numbers.randbytes(1_024)).decode().rstrip("=")
    method = {
        "type": "JsonWebKey",
        "controller": seeds.SCHOOL,
        "publicKeyJwk": {"kty": "RSA", "n": modulus, "e": "AQAB"},
    }
    methods = [{**method, "id": f"{seeds.SCHOOL}#{number}"} for number in range(256)]
    document = {**json.loads(web[seeds.SCHOOL_URL]), "verificationMethod": methods}
    found = {name: Case("bytes", json.dumps(badge).encode(), web) for name, badge in badges().items()}
    keys = Case("bytes", seeds.tokens()[0], {**web, seeds.SCHOOL_URL: json.dumps(document).encode()})
    return {name: case.write() for name, case in {**found, "keys": keys}.items()}


def pngs():
    """Return PNGs of ten mebibytes, and one that expands to more than it may."""
    carrier = b"openbadgecredential\0\1\0\0\0" + zlib.compress(bytes(100_000_000))
    return {
        "chunks": seeds.png_of((b"abcd", b""), times=800_000),
        "carriers": seeds.png_of((b"tEXt", b"openbadges\0x"), times=19_000),
        "expands": seeds.png_of((b"iTXt", carrier)),
        "pixels": seeds.png_of((b"IDAT", bytes(10_000_000))),
    }


def svgs():
    """Return SVGs of five mebibytes."""
    size = 5_200_000
    attributes = " ".join(f'a{number}="1"' for number in range(400_000))
    return {
        "elements": filled("<a/>", SVG, "</svg>", size),
        "depth": filled("<a>", SVG, "", size),
        "attributes": f"{SVG}<a {attributes}/></svg>".encode(),
        "long attribute": filled("x", f'{SVG}<a b="', '"/></svg>', size),
        "open tag": filled("<", "", "", size),
        "quotes": filled("'\"", f"{SVG}<a ", "", size),
        "references": filled("&#65;", f"{SVG}<ob:credential>", "</ob:credential></svg>", size),
        "carriers": filled("<ob:credential/>", SVG, "</svg>", size),
        "entities": filled('<!ENTITY a "b">', "<!DOCTYPE svg [", "]><svg/>", size),
    }


def others():
    """Return what is no JSON and no picture, by target."""
    list_text = base64.urlsafe_b64encode(gzip.compress(bytes(100_000_000), mtime=0)).rstrip(b"=")
    return {
        "bitstring": {"expands": b"u" + list_text, "noise": b"u" + b"A" * 3_000_000},
        "jwt": {"points": b"." * MEBIBYTE, "long": b"A" * 2_000_000 + b".A.A"},
        "roster": {
            "lines": b"email\n" + b"\n" * 2_000_000,
            "columns": b"email" + b",a" * 1_000_000,
            "open quote": b'email\n"' + b"a" * 5_000_000,
        },
        "multibase": {"ones": b"z" + b"1" * 500_000, "digits": b"z" + b"z" * 511},
        "timestamp": {"digits": b"2026-01-01T00:00:00." + b"1" * 500_000 + b"Z"},
        "did": {"parts": b"did:web:" + b"a:" * 1_000, "key": b"did:key:z" + b"1" * 100_000},
        "n-quads": {
            "same": b"<u:a> <u:b> _:b .\n" * 30_000,
            "long": b"<u:" + b"a" * MEBIBYTE + b"> <u:b> _:b .",
        },
    }


def inputs():
    """Yield every input as (target, name, bytes); baking reads pictures as reading does, so reading stands for it."""
    for target in ("json", "jcs", "model", "controller-document", "canonical-document", "verify-bytes"):
        yield from ((target, name, data) for name, data in texts().items())
    for made, target in ((pngs, "png"), (svgs, "svg"), (cases, "verify")):
        yield from ((target, name, data) for name, data in made().items())
    for target, found in others().items():
        yield from ((target, name, data) for name, data in found.items())


def measured(target, data):
    """Feed one input twice: for its time, and for the memory it takes in Python."""
    started = time.process_time()
    TARGETS[target].feed(data)
    seconds = time.process_time() - started
    tracemalloc.start()
    TARGETS[target].feed(data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return seconds, most / MEBIBYTE


def main():
    """Measure all; print those that take long or much, and fail over the bounds."""
    over = 0
    for target, name, data in inputs():
        seconds, mebibytes = measured(target, data)
        is_over = seconds > MAX_SECONDS or mebibytes > MAX_MEGABYTES
        over += is_over
        if is_over or seconds > MAX_SECONDS / 2 or mebibytes > MAX_MEGABYTES / 4:
            mark = "FOUND" if is_over else "     "
            print(
                f"{mark} {target:20} {name:22} {len(data):>9,} bytes {seconds:5.2f} s {mebibytes:4.0f} MiB",
                flush=True,
            )
    print(
        f"Of the largest inputs, {over} take longer than {MAX_SECONDS:.0f} s or more than {MAX_MEGABYTES} MiB."
    )
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
