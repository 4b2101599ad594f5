"""
Whole verifications as inputs: what is verified, and the documents of the web around it, in one text.

    as json                          how the source is handed over: as bytes, as a text, or parsed
    {"@context": …}
    --- https://school.example/did.json
    {"id": …}

A document whose `proof` is the text "sign" is signed here, as it then stands, by the school's own key:
so a change is tried behind the signature too, where only a signer could make it.
The document under the name `*` answers for every URL that has none of its own.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from fuzz.mutations import mutated

from openbadge_issuer.errors import FetchError, OpenBadgeError
from openbadge_issuer.json_text import parse_object
from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.keys.signer import LocalSigner
from openbadge_issuer.ports import FetchedDocument
from openbadge_issuer.proofs.data_integrity import add_proof
from openbadge_issuer.verification.report import Outcome
from openbadge_issuer.verification.verifier import verify

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SCHOOL = "did:web:school.example"
SCHOOL_URL = "https://school.example/.well-known/did.json"
SIGNER = LocalSigner.from_seed(KeyKind.ED25519, sha256(b"school").digest())
METHOD = f"{SCHOOL}#{SIGNER.public_key.fragment}"

_FORMS = ("bytes", "text", "parsed")
_SEPARATOR = b"\n--- "


@dataclass(frozen=True, slots=True)
class Case:
    """One verification: the form and bytes of the source, and the bytes of each document by URL."""

    form: str
    source: bytes
    documents: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def read(cls, data):
        """Take a case apart; any bytes are one."""
        first, *rest = data.split(_SEPARATOR)
        head, _, source = first.partition(b"\n")
        form = head.removeprefix(b"as ").decode("latin-1")
        named = [part.partition(b"\n") for part in rest]
        documents = {url.decode("utf-8", "replace"): body for url, _, body in named}
        return cls(form, source, documents) if form in _FORMS else cls("bytes", data)

    def write(self):
        """Write the case as one text."""
        parts = [f"as {self.form}\n".encode() + self.source]
        parts += [url.encode() + b"\n" + body for url, body in self.documents.items()]
        return _SEPARATOR.join(parts)


class Web:
    """A fetcher over the documents of a case."""

    def __init__(self, documents):
        self._documents = documents

    def fetch(self, url, **_wishes):
        body = self._documents.get(url, self._documents.get("*"))
        if body is None:
            raise FetchError(f"{url} answered 404.")
        return FetchedDocument(url=url, media_type="application/json", body=_signed(body))


def run(data):
    """Verify a case; whatever it is, a complete report must come out."""
    case = Case.read(data)
    report = verify(_handed_over(case), fetcher=Web(case.documents), recipient="ada@example.org", now=NOW)
    assert report.outcome in Outcome
    assert report.checks
    assert report.summary
    assert json.dumps(report.to_dict(), allow_nan=False)
    assert all(str(check).isprintable() for check in report.checks)


def mutate(data, random, other):
    """Change one part of a case as what it is, or take a part from another."""
    case, donor = Case.read(data), Case.read(other)
    if random.randrange(20) == 0:
        case = Case(random.choice(_FORMS), case.source, case.documents)
    names = [None, *case.documents]
    name = random.choice(names)
    part = case.source if name is None else case.documents[name]
    bank = random.choice([donor.source, *donor.documents.values(), case.source])
    changed = mutated(part, random, bank, kind=_kind_of(part))
    if name is None:
        return Case(case.form, changed, case.documents).write()
    target = "*" if random.randrange(50) == 0 else name
    return Case(case.form, case.source, {**case.documents, target: changed}).write()


def _kind_of(part):
    if part.startswith(b"\x89PNG"):
        return "png"
    if part.lstrip().startswith(b"<"):
        return "svg"
    return "json" if part.lstrip()[:1] in (b"{", b"[") else "token"


def _handed_over(case):
    source = _signed(case.source)
    if case.form == "text":
        return source.decode("utf-8", "surrogateescape")
    if case.form == "parsed":
        try:
            parsed = json.loads(source)
        except (ValueError, RecursionError):
            return source
        return parsed if isinstance(parsed, dict) else source
    return source


def _signed(body):
    if b'"sign"' not in body:
        return body
    try:
        document = parse_object(body)
        if document.get("proof") != "sign":
            return body
        del document["proof"]
        signed = add_proof(
            document, SIGNER, verification_method=METHOD, created=NOW, cryptosuite="eddsa-jcs-2022"
        )
    except OpenBadgeError:
        return body
    return json.dumps(signed).encode()
