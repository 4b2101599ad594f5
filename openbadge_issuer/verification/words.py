"""
What a check found, for somebody who runs a school's office and knows no standards: one plain sentence.

The check's own message stays beside it and says precisely what was found.
Where no sentence stands here, the message is plain enough by itself (it expired, it was revoked, …).

Sentences are English.
Who shows them in another language hands in what translates; it is given the texts of `TEXTS`, gaps included.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from openbadge_issuer.errors import Problem
from openbadge_issuer.verification.codes import (
    DATES,
    INPUT,
    ISSUER_KEY,
    PROOF,
    SCHEMA,
    STATUS,
    STRICTNESS,
    STRUCTURE,
)

_LOOKED_FOR = "Whether the issuer has taken {it} back is open: "
_WHO = "so nobody can tell who signed {it}."

SENTENCES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        INPUT: {
            "unreadable": "This file cannot be read as a badge: it is damaged, or it is something else.",
            "unreadable-picture": "No badge can be read from this file: "
            "it is no picture that carries exactly one, or it is damaged.",
        },
        STRUCTURE: {
            "does-not-conform": "{It} is not made as the standard for {standard} asks{where}.",
        },
        SCHEMA: {
            "does-not-conform": "{It} does not keep the rules that it says it follows.",
            "not-for-this": "{It} says that it follows rules which are for another kind or version of documents.",
            "another-schema": "{It} says that it follows rules of somebody's own, which are not known here.",
        },
        STRICTNESS: {
            "not-signed": "{It} holds something that the standards it follows do not know{where}; "
            "anybody could have put it there, or readers could take it for different things.",
            "not-linked-data": "{It} is not written in the way that Open Badges 3.0 asks for.",
            "too-complex": "{It} is far more complicated than any honest one, and was not read to its end.",
            "unknown-context": "{It} uses an extension that is not known here, so what it says could not be checked.",
        },
        PROOF: {
            "no-proof": "{It} is not signed, so anybody could have made it.",
            "not-verified": "The signature does not fit: {it} was changed after it was signed, "
            "or somebody else signed it.",
            "malformed-proof": "The signature of {it} is not of a form that can be accepted.",
            "wrong-purpose": "The signature was made for another purpose than to issue {it}.",
            "broken-chain": "{It} has signatures that build on each other, and one is missing or out of place.",
            "claims-differ": "{It} says the same thing in two places, and they do not agree.",
            "too-many-proofs": "{It} has more signatures than any honest one.",
            "unsupported-proof": "{It} has a signature of a kind that cannot be checked here.",
            "unknown-context": "The signature could not be checked, "
            "since {it} uses an extension that is not known here.",
            "not-canonical": "The signature could not be checked, since {it} is not in order itself.",
            "no-key": "The signature could not be checked, since the key that made it is not known.",
        },
        ISSUER_KEY: {
            "no-issuer": "{It} does not say who issued it.",
            "malformed-method": "{It} does not say properly which key signed it, " + _WHO,
            "unsupported-method": "{It} names its issuer or its key in a way that leads nowhere, " + _WHO,
            "another-issuer": "{It} says that it comes from one issuer, but somebody else signed it.",
            "not-listed": "The issuer says which keys it signs with, and the one named in {it} is not among them.",
            "wrong-controller": "The key that signed belongs to somebody else than the issuer.",
            "wrong-document": "What was found at the issuer's address is somebody else's.",
            "unusable-key": "What the issuer publishes as its key cannot be used, " + _WHO,
            "key-mismatch": "The key that came with {it} is not the one that the issuer publishes.",
            "not-pinned": "{It} was signed with another key than those you know to be the issuer's.",
            "not-published": "The issuer does not publish its keys, " + _WHO,
            "not-fetched": "The issuer's own list of keys was not looked up, so it is open who signed {it}.",
            "unreachable": "The issuer's own list of keys could not be reached, so it is open who signed {it}.",
            "insecure-address": "The issuer's address is not a secure one (https), " + _WHO,
        },
        STATUS: {
            "not-fetched": "It was not looked up whether the issuer has taken {it} back.",
            "unreachable": _LOOKED_FOR + "the list that says so could not be reached.",
            "unreadable-entry": _LOOKED_FOR + "{it} does not say properly where to look.",
            "unreadable-list": _LOOKED_FOR + "the list that says so gives no answer.",
            "unproven-list": _LOOKED_FOR + "the list that says so cannot be trusted.",
            "list-of-another-issuer": _LOOKED_FOR + "the list that says so is somebody else's.",
            "another-list": _LOOKED_FOR + "another list was found than the one that says so.",
            "outdated-list": _LOOKED_FOR + "the list that says so is not in force.",
            "unsupported-status": _LOOKED_FOR + "the way in which it would say so is not known here.",
        },
        DATES: {
            "unreadable-date": "A date in {it} cannot be read.",
        },
    }
)
"""Name of a check → its code → the sentence; `{it}` becomes "the badge", `{where}` the place of the finding."""

_OF_THE_W3C = ("credential", "presentation")
"""Kinds that need not be what Open Badges ask for."""

_NO_BADGE = "This is not an Open Badge 3.0: it does not say that it is one."
_MISLEADING = "{It} is written so that readers see something else than what was signed{where}."
_FOR_ANOTHER_READER = "{It} was made for a certain reader to check, and nothing says that this is you."
_STANDARDS = ("verifiable credentials", "Open Badges 3.0")

_NO_STANDARDS = ": it does not say properly which standards it follows (“@context”)"
_PLACE = "“{name}”"
_PLACE_WITHIN = "“{name}” in {around}"
_AT_PLACE = " ({place})"
_MISSING = ": {place} is missing"
_OTHERWISE = ": {place} is not what it must be"

_THINGS = (
    *("badge", "older badge", "endorsement", "status list", "profile"),
    *("credential", "presentation", "document"),
)

TEXTS: tuple[str, ...] = (
    *(sentence for sentences in SENTENCES.values() for sentence in sentences.values()),
    *(_NO_BADGE, _MISLEADING, _FOR_ANOTHER_READER, *_STANDARDS),
    *(_NO_STANDARDS, _PLACE, _PLACE_WITHIN, _AT_PLACE, _MISSING, _OTHERWISE),
    *(f"{article} {thing}" for thing in _THINGS for article in ("the", "The")),
)
"""Every text that sentences are made of, for translators."""

_MISLEADING_CODES = frozenset(
    {
        *("second-name", "other-reading", "inline-context", "inner-context", "compact-iri"),
        *("iri-as-key", "iri-as-name", "class-as-key", "keyword", "value-object", "same-id"),
    }
)
"""What strictness finds where all is signed, but not under the name or in the form in which readers look for it."""

_PART = re.compile(r"\.(?P<name>[^.\[\]]+)|\[(?P<index>\d+)\]|\[(?P<quote>['\"])(?P<other>.*?)(?P=quote)\]")


def in_plain_words(
    name: str,
    code: str,
    *,
    kind: str | None = "badge",
    path: str | None = None,
    problem: Problem | None = None,
    translate: Callable[[str], str] = str,
) -> str | None:
    """
    Return the plain sentence for how a check ended.

    Args:
        name: Which check.
        code: How it ended.
        kind: What was checked: a badge, a profile, …; None if that could not be told.
        path: Where, if the check has a place.
        problem: Its first finding, if it has several.
        translate: Puts a text of `TEXTS` into another language.

    Returns:
        The sentence; None if there is none, since the check's message is plain by itself.
    """
    sentence = SENTENCES.get(name, {}).get(code)
    if sentence is None:
        return None
    if name == STRUCTURE and kind is None:
        return translate(_NO_BADGE)
    if name == STRICTNESS and problem is not None and problem.code in _MISLEADING_CODES:
        sentence = _MISLEADING
    if name == PROOF and problem is not None and problem.code == "aud-mismatch":
        sentence = _FOR_ANOTHER_READER
    what = kind or "document"
    of_the_w3c, open_badges = _STANDARDS
    return translate(sentence).format(
        it=translate(f"the {what}"),
        It=translate(f"The {what}"),
        standard=translate(of_the_w3c if what in _OF_THE_W3C else open_badges),
        where=_where(name, path, problem, translate),
    )


def _where(name: str, path: str | None, problem: Problem | None, translate: Callable[[str], str]) -> str:
    """Tell the place: `$.evidence[1].type` is “type” in evidence 2."""
    *around, last = _parts(problem.path if problem else path or "") or [""]
    if not last:
        return ""
    if last.startswith("@context"):
        return translate(_NO_STANDARDS)
    place = translate(_PLACE_WITHIN if around else _PLACE).format(name=last, around=", ".join(around))
    if name != STRUCTURE:
        return translate(_AT_PLACE).format(place=place)
    found = _MISSING if problem and problem.code == "missing" else _OTHERWISE
    return translate(found).format(place=place)


def _parts(path: str) -> list[str]:
    parts: list[str] = []
    for match in _PART.finditer(path):
        if match["index"] is None:
            parts.append(match["name"] or match["other"] or "")
        elif parts:
            parts[-1] = f"{parts[-1]} {int(match['index']) + 1}"
    return parts
