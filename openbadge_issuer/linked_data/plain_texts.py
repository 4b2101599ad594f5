"""
Which texts mean to JSON-LD what they are, wherever they stand.

Expansion hands a text on as it is, with few exceptions, and so do the rules of `strictness` and `issuing`.
Here is what a text must be to be none of the exceptions; of any other the reference path knows what becomes of it.
Usual texts are looked at all together, since that costs a fraction of looking at each.
"""

import json
import re
from collections.abc import Sequence

from openbadge_issuer.linked_data.issuing import is_written_alike
from openbadge_issuer.linked_data.rdf import is_iri, literal
from openbadge_issuer.linked_data.shapes import QUALIFIERS
from openbadge_issuer.linked_data.terms import Vocabulary

_SEPARATOR = "|"
"""Stands between texts that are looked at together. It is no part of an IRI, and needs no escape."""

_USUAL_SCHEMES = frozenset({"https", "http", "urn", "did", "mailto"})
_IRI = rf"(?:{'|'.join(sorted(_USUAL_SCHEMES))}):[!#-;=?-\[\]_a-z~]++"
_IRIS = re.compile(rf"{_IRI}(?:\|{_IRI})*+")
"""IRIs of usual schemes and in ASCII, with separators."""

_JSON = json.JSONEncoder(ensure_ascii=False)
_RARE_ESCAPE = re.compile(r"\\[bfu]")
"""What JSON writes otherwise than N-Quads, or some processors otherwise than others; or a backslash before a letter."""
_SURROGATE = re.compile("[\ud800-\udfff]")


class PlainTexts:
    """
    The texts that contexts leave alone.

    Args:
        known: All terms of all contexts at hand; a document that names fewer of them has fewer exceptions.
    """

    def __init__(self, known: Vocabulary) -> None:
        self.fixed_keys = QUALIFIERS | known.named | known.names("@type")
        """The keys whose texts belong to the shape, since expansion looks them up."""
        self._terms = known.prefixes
        self._compact = _one_of(known.shorthands)
        self._has_usual_schemes = _USUAL_SCHEMES.isdisjoint(known.prefixes)

    def escaped(self, texts: Sequence[str], *, issuing: bool) -> Sequence[str] | None:
        """
        Return texts as they stand in literals; None if one is not plain.

        Plain is what has no half surrogate pair, does not begin like a compact IRI,
        and for issuing nothing that other processors write differently.
        """
        together = _SEPARATOR + _SEPARATOR.join(texts)
        if self._compact.search(together):  # or a text has a separator there, as the reference path finds out
            return None
        if _is_written_as_it_is(together):
            return texts
        all_escaped: list[str] = []
        for text in texts:
            escaped = text if _is_written_as_it_is(text) else _escaped(text, issuing=issuing)
            if escaped is None:
                return None
            all_escaped.append(escaped)
        return all_escaped

    def are_iris(self, texts: Sequence[str]) -> bool:
        """Tell whether all of some plain texts are absolute IRIs, none of which begins like a compact one."""
        together = _SEPARATOR.join(texts)
        if (
            self._has_usual_schemes
            and together.count(_SEPARATOR) == len(texts) - 1
            and _IRIS.fullmatch(together)
        ):
            return True
        return all(is_iri(text) and text.partition(":")[0] not in self._terms for text in texts)


def _one_of(prefixes: frozenset[str]) -> re.Pattern[str]:
    """Make a pattern for texts that begin with one of some prefixes, where there are any."""
    names = "|".join(map(re.escape, sorted(prefixes)))
    return re.compile(rf"\{_SEPARATOR}(?:{names}):" if names else r"(?!)")


def _is_written_as_it_is(text: str) -> bool:
    """Tell whether N-Quads write a text without escapes; of others that they do, `_escaped` finds out."""
    return text.isprintable() and '"' not in text and "\\" not in text


def _escaped(text: str, *, issuing: bool) -> str | None:
    """Escape as JSON does where that is the same, since Python does it faster."""
    as_json = _JSON.encode(text)[1:-1]
    if as_json.isprintable() and not _RARE_ESCAPE.search(as_json):
        return as_json
    if _SURROGATE.search(text) or (issuing and not is_written_alike(text)):
        return None
    return literal(text)[1:-1]
