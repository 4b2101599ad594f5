"""
Documents of many shapes, by chance: what badges are made of, put together rightly and wrongly.
"""

import copy
from collections.abc import Callable
from random import Random
from typing import Any

from unit.linked_data.conftest import BADGE, CONTEXTS, ENDORSEMENT
from unit.model.sample_badges import full_badge, in_version_1, small_badge, status_list

EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
PROOF: dict[str, Any] = {
    "@context": CONTEXTS,
    "type": "DataIntegrityProof",
    "cryptosuite": "eddsa-rdfc-2022",
    "created": "2026-06-01T12:00:00Z",
    "verificationMethod": "https://school.example/issuers/1#key",
    "proofPurpose": "assertionMethod",
}
ALIGNMENT: dict[str, Any] = {
    "type": ["Alignment"],
    "targetName": "Teamwork",
    "targetUrl": "https://skills.example/teamwork",
}
VALUES: list[Any] = [
    None, True, False, 0, 1, 1.0, -0.0, 2.5, 10**17, "x", "", [], {}, ["x"], ["x", "y"], ["x", "x"], [["x"]],
    [None], ["x", 5], {"@value": "x"}, {"@value": "x", "@language": "en"},
    {"@value": "x", "@type": "http://www.w3.org/2001/XMLSchema#date"},
    {"@value": "x", "@language": "de", "@direction": "rtl"},
    {"@value": 5, "@type": "https://school.example/T"}, {"@value": "x", "@type": "@json"},
    {"@value": {"a": ["x"]}, "@type": "@json"},
    {"@value": "5", "@type": "http://www.w3.org/2001/XMLSchema#double"}, {"@list": ["x"]}, {"@set": ["x"]},
    {"id": "https://school.example/x"}, {"id": "https://school.example/x", "name": "x"}, {"id": "_:b0"},
    {"type": ["Profile"]}, {"type": "Unknown"}, {"type": "sec:Own"}, "sec:Own", ["Own", "sec:Own"],
    [{"type": ["Profile"]}, {"type": ["Profile"]}],
    [{"type": ["Profile"], "name": "x"}, {"type": ["Profile"], "name": "y"}],
    {"@context": CONTEXTS, "name": "x"}, {"en": "x"}, {"@id": "https://school.example/x"},
    [{"id": "https://school.example/x"}, {"id": "https://school.example/y"}],
]  # fmt: skip
KEYS = [
    "id", "type", "name", "description", "image", "issuer", "creator", "tag", "alignment", "evidence", "proof",
    "related", "proofPurpose", "verificationMethod", "allowedValue", "endorsement", "endorsementJwt",
    "criteria", "otherIdentifier", "unknown", "Criteria", "@context", "@graph", "@value", "@nest",
    "credentialStatus", "url", "narrative", "previousProof", "renderMethod", "latitude", "validFrom",
    "relatedResource", "digestMultibase", "source", "parentOrg", "https://schema.org/name", "jwk", "_sd",
    "confidenceMethod",
]  # fmt: skip


def document(random: Random) -> dict[str, Any]:
    """Return a document of some shape; most are good, many are refused."""
    made = copy.deepcopy(BASES[random.choice(_OFTEN)]())
    for _ in range(random.choice((0, 0, 1, 1, 2, 3))):
        _change(made, random)
    return made


def _endorsed():
    badge = copy.deepcopy(BADGE)
    badge["credentialSubject"]["achievement"]["endorsement"] = [ENDORSEMENT]
    return badge


def _alike():
    """Blank nodes that look alike, some from near by only."""
    badge = copy.deepcopy(BADGE)
    result = {"type": ["Result"], "alignment": [ALIGNMENT, {**ALIGNMENT, "targetCode": "2"}]}
    other = {"type": ["Result"], "alignment": [ALIGNMENT, {**ALIGNMENT, "targetCode": "3"}]}
    badge["credentialSubject"]["result"] = [result, other]
    return badge


def _created_by_the_issuer():
    badge = copy.deepcopy(BADGE)
    badge["credentialSubject"]["achievement"]["creator"] = {
        "id": badge["issuer"]["id"],
        "type": ["Profile"],
        "name": "Example Tech School",
    }
    return badge


def _graded():
    badge = copy.deepcopy(BADGE)
    (described,) = badge["credentialSubject"]["achievement"]["resultDescription"]
    described["allowedValue"] = [str(grade) for grade in range(30)]
    badge["credentialSubject"]["achievement"]["tag"] = [f"tag {number}" for number in range(60)]
    return badge


def _old():
    """A badge of version 1.1, where prefixes are terms."""
    badge = in_version_1(small_badge())
    badge["issuer"]["name"] = "Example Tech School"
    badge["evidence"] = [{"id": "https://school.example/evidence/1", "type": ["Evidence"], "name": "Pitch"}]
    return badge


def _full():
    """A badge with every property of the standard, but for parts of types that no context defines."""
    badge = full_badge()
    del badge["proof"]
    return _without(badge, ("refreshService", "termsOfUse"))


def _without(value, names):
    if isinstance(value, list):
        return [_without(item, names) for item in value]
    if isinstance(value, dict):
        return {name: _without(item, names) for name, item in value.items() if name not in names}
    return value


BASES: dict[str, Callable[[], dict[str, Any]]] = {
    "badge": lambda: BADGE,
    "proof": lambda: PROOF,
    "endorsement": lambda: ENDORSEMENT,
    "small": small_badge,
    "status list": status_list,
    "endorsed": _endorsed,
    "alike": _alike,
    "created by the issuer": _created_by_the_issuer,
    "graded": _graded,
    "full": _full,
    "old": _old,
}
"""What documents are made of."""

_OFTEN = [*BASES, "badge", "endorsed", "old"]


def _change(value: dict[str, Any], random: Random) -> None:
    places = list(_places(value))
    holder, key = random.choice(places)
    way = random.randrange(7)
    if way == 0:
        del holder[key]
    elif way == 1 and isinstance(holder, dict):
        holder[random.choice(KEYS)] = copy.deepcopy(random.choice(VALUES))
    elif way == 2:
        holder[key] = copy.deepcopy(random.choice(VALUES))
    elif way == 3:
        holder[key] = [holder[key]]
    elif way == 4:
        holder[key] = [holder[key], copy.deepcopy(holder[key])]
    elif way == 5:
        other, place = random.choice(places)
        holder[key] = copy.deepcopy(other[place]) if place in _keys(other) and key in _keys(holder) else "x"
    else:
        value["@context"] = random.choice(_contexts())


def _contexts():
    return [
        [*CONTEXTS, EXTENSIONS], CONTEXTS[:1], CONTEXTS[0],
        [*CONTEXTS, {"note": "https://school.example/terms#note"}], [*CONTEXTS, "https://unknown.example/"],
        CONTEXTS[::-1], [CONTEXTS[0], "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"],
        [*CONTEXTS, DATA_INTEGRITY], None, [*CONTEXTS, *CONTEXTS],
    ]  # fmt: skip


def _keys(holder):
    return holder.keys() if isinstance(holder, dict) else range(len(holder))


def _places(value):
    for key in list(_keys(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])
