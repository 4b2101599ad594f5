"""
Documents sent along both paths: the reference path, and programs that were compiled on the way.

What comes out must be the same: the text, or the error with everything in it.
"""

from random import Random

from openbadge_issuer.errors import OpenBadgeError
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.linked_data.canonicalization import canonicalize
from openbadge_issuer.linked_data.contexts import Contexts, shipped
from openbadge_issuer.linked_data.programs import Programs, _Key
from openbadge_issuer.linked_data.settling import settle
from openbadge_issuer.linked_data.shapes import read, with_values

CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))]
EDGES = [
    "\ud7ff",
    "\ud800",
    "\udbff",
    "\udc00",
    "\udfff",
    "\ue000",
    "\ufdd0",
    "\ufffd",
    "\ufffe",
    "\uffff",
    "\U00010000",
]
KEYWORDS = ["@id", "@type", "@context", "@value", "@none", "@list", "@nonsense", "@", "@a:b"]
COMPACT = [
    "sec:key", "sec:", "xsd:string", "xsd://x", "cred:x", "type", "type:x", "id", "id:x", "proof", "proof:x",
    "proofPurpose", "assertionMethod", "tag:school.example,2026:x", "image:x", "name: x", "a sec:b", "x|sec:b",
]  # fmt: skip
IRIS = [
    "", ":", "a:", ":a", "_:", "_:b0", "_:c14n0", "_:a", "relative", "/relative", "#x", "?x", "//host/x",
    "https:", "https:x", "https://", "https:// ", "https://a b", "https://a|b", "https://a|https://b", "|",
    "||", "https://x\n", "https://x\u00a0", "https://x\u3000", "https://é.example/", "http://a<b>",
    "http://a\\b", 'http://a"b', "http://a{b}", "http://a^b", "http://a`b", "HTTPS://X", "urn:", "urn:x",
    "urn:uuid:", "did:", "did:web:", "did:x:y", "mailto:a@b.example", "data:,x", "1a:b", "a+b-c.d:e", "é:x",
    "https://\U0001F600.example/", "urn:slot-0:0", "urn:slot-0:1", "urn:slot-1:0",
    "https://www.w3.org/2018/credentials#VerifiableCredential",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil", "https://w3id.org/security#assertionMethod",
    "https://w3id.org/security#Own", "https://www.w3.org/ns/credentials/v2",
    "http://www.w3.org/2001/XMLSchema#dateTime",
]  # fmt: skip
TEXTS = [
    "x", " ", '"', "\\", '\\"', "\\u0041", "%", "%s", "%(x)s", "{0}", "{}", "line\nline", "a\r\nb", "a\tb",
    "\u2028", "é", "全角", "！", "😀", "😀\ue000", "true", "5", "5.0E0", "2026-05-01T09:00:00Z", "2026-02-30", "en",
    "x" * 5_000, "é" * 3_000, '"^^<x>', '"@en', "> .\n<x> <y> <z",
]  # fmt: skip
VALUES = [*CONTROLS, *EDGES, *KEYWORDS, *COMPACT, *IRIS, *TEXTS]


class BothPaths:
    """One set of programs, and the reference path beside it."""

    def __init__(self, contexts: Contexts | None = None):
        self.contexts = contexts or shipped()
        self.programs = Programs(self.contexts)
        self.tried = 0
        self.compiled = 0
        """How many documents were answered by a program."""
        self.settled = 0
        """How often values were filled into a program."""

    def compare(self, document: JsonObject, *, issuing: bool, hash_algorithm: str = "sha256"):
        """Send a document along both; return the text, or None if it is refused."""
        options = {"issuing": issuing, "hash_algorithm": hash_algorithm}
        expected = outcome(lambda: canonicalize(document, contexts=self.contexts, **options))
        found = outcome(lambda: self.programs.canonical_text(document, **options))
        assert found == expected
        self.tried += 1
        self.compiled += self._is_answered(document, options)
        return expected if isinstance(expected, str) else None

    def learn(self, document: JsonObject, **options):
        """Send a document until its shape is compiled, if it can be, and what is equal in it too; then compare."""
        options = {"hash_algorithm": "sha256", **options}
        for _ in range(4):
            if self._is_answered(document, options):
                break
            if not isinstance(outcome(lambda: self.programs.canonical_text(document, **options)), str):
                break
        return self.compare(document, **options)

    def vary(self, document: JsonObject, random: Random, times: int, **options):
        """Learn the shape of a document, settle some of its values, then compare as many that have other values."""
        self.learn(document, **options)
        self.settle(document, random, **options)
        for _ in range(times):
            self.compare(variation(document, random, self.programs._plain.fixed_keys), **options)

    def settle(self, document, random, **options):
        """Fill some of a document's values into the program for it, as if many documents had them in common."""
        reading = read(document, self.programs._plain.fixed_keys)
        key = reading and _Key(shape=reading.shape, pattern=(), **{"hash_algorithm": "sha256", **options})
        kept = self.programs._kept.find(key)
        pattern = kept.program.sharing(reading.values) if kept else ()
        special = self.programs._kept.find(key._replace(pattern=pattern)) if pattern else kept
        if special is None or not special.proven or special.program.run(reading.values) is None:
            return
        portion = random.choice((0.3, 0.6, 0.9, 1.0))
        slots = [slot for slot in range(len(reading.values)) if random.random() < portion]
        settled = settle(special.program, pattern, reading.values, slots)
        kept.settling._settled = () if settled is None else (settled,)
        self.settled += settled is not None

    def _is_answered(self, document, options):
        """Tell whether a program answers, by asking with a reference path that never does."""
        answering = Silent(self.programs)
        return answering.canonical_text(document, **options) is not None


class Silent(Programs):
    """Programs that were made by others, with nothing behind them."""

    def __init__(self, programs):
        self.__dict__ = dict(vars(programs))

    def _reference(self, *_, **__):
        return None

    def _learn(self, *_):
        pass


def outcome(call):
    """Return the text, or what there is to know of the error."""
    try:
        return call()
    except OpenBadgeError as error:
        return type(error), error.to_dict()


def variation(document, random, fixed):
    """Return the document with one to three of its values changed: to something odd, or to another of them."""
    reading = read(document, fixed)
    if reading is None or not reading.values:
        return document
    values = list(reading.values)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        slot = random.randrange(len(values))
        values[slot] = _changed(values, slot, random)
    return with_values(document, iter(values), fixed)


def _changed(values, slot, random):
    way = random.randrange(8)
    if way == 0:
        return random.choice(values)
    if way == 1:
        return values[slot] + random.choice(VALUES)
    if way == 2:
        return random.choice(VALUES) + values[slot]
    if way == 3:
        return f"https://school.example/{random.randrange(4)}"
    return random.choice(VALUES)


def options(random):
    """Choose what canonical texts are for."""
    return {"issuing": random.random() < 0.5, "hash_algorithm": random.choice(["sha256", "sha256", "sha384"])}
