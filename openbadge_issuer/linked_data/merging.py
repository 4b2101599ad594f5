"""
Parts of a document that would merge, because they have the same id.

RDF has one node for an id: what a document says of it in several places is signed as one heap of statements.
Someone could then move a statement from one place to another, and the signature would hold.
So the places must say the same, or all but one must be bare references.

Of profiles and pictures each place may say a part, if no two disagree: the issuer of a badge is often the creator
of its achievement too, described more briefly there. Whatever place says it, it is true of the same party.
An issuer may award something to itself: profile and subject then have one id,
and the subject may hold what a profile cannot say, so that nothing can be moved between the two.
What others say about a party may differ from place to place, since each endorsement is verified by itself.
A badge may be asked for anew under its own id; the service then is that id and its type, and nothing else.

One more thing that differs is let pass, since endorsing would be impossible without:
the subject of an embedded endorsement has the id of what it endorses.
It must be an endorsement with a proof of its own, and its subject may hold the comment and nothing else.
A subject with a name, say, could have got it from the badge: names, pictures, dates and texts
may stand in objects of every type, so the type would not keep them apart.
Comments of several endorsers on one thing may differ, or nothing could be endorsed by two.
What keeps each comment with its endorser is the endorsement's own proof, which covers its subject.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from openbadge_issuer.errors import Problem
from openbadge_issuer.json_text import JsonValue, shorten
from openbadge_issuer.linked_data.located import Where
from openbadge_issuer.linked_data.strictness import MAX_PROBLEMS

VERIFIABLE_CREDENTIAL = "https://www.w3.org/2018/credentials#VerifiableCredential"
CREDENTIAL_SUBJECT = "https://www.w3.org/2018/credentials#credentialSubject"
PROOF = "https://w3id.org/security#proof"
ENDORSEMENT_SUBJECT = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#EndorsementSubject"
ACHIEVEMENT_SUBJECT = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#AchievementSubject"
PROFILE = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile"
IMAGE = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Image"
REFRESH = "https://purl.imsglobal.org/spec/vccr/v1p0/context.json#1EdTechCredentialRefresh"
ENDORSEMENTS = {
    f"https://purl.imsglobal.org/spec/vc/ob/vocab.html#{name}" for name in ("endorsement", "endorsementJwt")
}
ENDORSEMENT_COMMENT = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsementComment"


_OF_SUBJECTS = {"@id", "@type"} | {
    f"https://purl.imsglobal.org/spec/vc/ob/vocab.html#{name}"
    for name in (
        "achievement",
        "achievement-0",
        "activityEndDate",
        "activityStartDate",
        "creditsEarned",
        "identifier",
        "licenseNumber",
        "result",
        "role",
        "source",
        "term",
    )
}
"""What only the subject of a badge can say: all its own properties but image and narrative (`-0` is 3.0.2's)."""


class _Place(NamedTuple):
    node: dict[str, Any]
    endorsed: bool


def find_merges(nodes: list[Any], where: Where) -> list[Problem]:
    """Return the nodes of an expanded document that would merge with a different one."""
    shared = [places for places in _Places(nodes).by_id.values() if len(places) > 1]
    return [_problem(name, where) for name in islice(_conflicts(shared), MAX_PROBLEMS)]


def _conflicts(shared: list[list[_Place]]) -> Iterator[str]:
    """Yield the ids of places that differ from an earlier one; what endorsements say is for their own proofs."""
    for places in shared:
        for nodes in _apart([node for node, endorsed in places if not endorsed]):
            yield from _differing(nodes)


def _apart(nodes: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Part a subject from the profiles of the same party, where nothing can be moved from one to the other."""
    profiles = [node for node in nodes if node.get("@type") == [PROFILE]]
    subjects = [node for node in nodes if _is_only_a_subject(node)]
    return [profiles, subjects] if len(profiles) + len(subjects) == len(nodes) else [nodes]


def _is_only_a_subject(node: dict[str, Any]) -> bool:
    return node.get("@type") == [ACHIEVEMENT_SUBJECT] and node.keys() <= _OF_SUBJECTS


def _differing(nodes: list[dict[str, Any]]) -> Iterator[str]:
    said: dict[str, str] = {}
    for node in nodes:
        # as JSON, since Python takes 1, 1.0 and True for the same
        content = {key: json.dumps(values, sort_keys=True) for key, values in node.items()}
        if said and said != content and not _is_part(node, content, said):
            yield node["@id"]
        said = {**content, **said}


def _is_part(node: dict[str, Any], content: dict[str, str], said: dict[str, str]) -> bool:
    """Tell whether a place describes something that may be described in parts, and disagrees with no other place."""
    described = node.get("@type") in ([PROFILE], [IMAGE])
    return described and all(
        said.get(key, values) == values for key, values in content.items() if key not in ENDORSEMENTS
    )


def _problem(name: str, where: Where) -> Problem:
    message = "Another part of the document has the same id and differs; signed, the two are one thing."
    message += " Give them different ids or the same content, or leave all but the id out of one."
    return Problem(code="same-id", path=where(name), message=message, value=shorten(str(name)))


class _Places:
    """Where each id of a graph stands with content, and whether as no more than the subject of an endorsement."""

    def __init__(self, nodes: list[Any]) -> None:
        self.by_id: defaultdict[tuple[int, str], list[_Place]] = defaultdict(list)
        self._last = 0
        for node in nodes:
            self._visit(node, graph=0)

    def _visit(self, value: JsonValue, *, graph: int, endorsed: bool = False) -> None:
        if isinstance(value, list):
            for item in value:
                self._visit(item, graph=graph, endorsed=endorsed)
        elif isinstance(value, dict) and "@list" in value:
            self._visit(value["@list"], graph=graph)
        elif isinstance(value, dict) and "@value" not in value:
            self._visit_node(value, graph, endorsed=endorsed)

    def _visit_node(self, node: dict[str, Any], graph: int, *, endorsed: bool) -> None:
        if "@id" in node and len(node) > 1 and not _is_service(node):
            self.by_id[graph, node["@id"]].append(_Place(node, endorsed and _only_comments(node)))
        speaks = PROOF in node and VERIFIABLE_CREDENTIAL in node.get("@type", ())
        for key, values in node.items():
            if key == "@graph":  # statements of different graphs do not meet
                self._visit(values, graph=self._new())
            elif key not in ("@id", "@type"):
                self._visit(values, graph=graph, endorsed=speaks and key == CREDENTIAL_SUBJECT)

    def _new(self) -> int:
        self._last += 1
        return self._last


def _is_service(node: dict[str, Any]) -> bool:
    return node.keys() == {"@id", "@type"} and node["@type"] == [REFRESH]


def _only_comments(node: dict[str, Any]) -> bool:
    """Tell whether a node is the subject of an endorsement, and says nothing else."""
    return node.get("@type") == [ENDORSEMENT_SUBJECT] and node.keys() <= {"@id", "@type", ENDORSEMENT_COMMENT}
