"""
What the contexts of an application may not do to a document: let it read otherwise than it is signed.

The contexts that come with the package say how badges read, and everybody else reads them by these alone.
An application may add contexts for terms of its own (`Contexts.adding`), and a document may hold one.
Such a context could call `validUntil` something else, or something else `name`;
the signature would hold, and a wallet would show what was never signed, or not show what was.

So the document is read twice: as it stands, and with the standard contexts alone.
What has a meaning in the second reading must have the same in the first;
what has one in the first only must not be what the standards have a name for.
"""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from openbadge_issuer.errors import ComplexityError, Problem
from openbadge_issuer.json_text import JsonObject, JsonValue, child_path, shorten
from openbadge_issuer.linked_data.contexts import ALIASES, Contexts, shipped
from openbadge_issuer.linked_data.expansion import expand
from openbadge_issuer.linked_data.located import ROOT, Located
from openbadge_issuer.linked_data.strictness import MAX_PROBLEMS, Survey, vocabulary
from openbadge_issuer.linked_data.terms import Vocabulary

MAX_LEAVES = 4_000
"""
Most ids, types and values in a document that is read again, since that takes three times as long.
A very rich badge has 1,000.
"""

UNDEFINED = "urn:undefined:"
"""What stands before a key that the standard contexts do not define; nothing signed ever begins so."""

_CONTENTS = ("@graph", "@included")


def needs_reading(named: Iterable[str | JsonObject]) -> bool:
    """Tell whether any of the contexts of a document is not one that comes with the package."""
    standard = shipped()
    return any(isinstance(context, dict) or context not in standard for context in named)


def check_readings(document: JsonObject, contexts: Contexts, survey: Survey) -> list[Problem]:
    """
    Return where a document reads otherwise than with the standard contexts alone; nowhere if it names none.

    Args:
        document: A document that is otherwise in order.
        contexts: The contexts at hand.
        survey: What was counted in the document.

    Raises:
        LinkedDataError: If it is no JSON-LD without the application's contexts.
        ComplexityError: If it has too many parts to be read again.
    """
    standard = frozenset(url for url in survey.contexts if isinstance(url, str) and url in shipped())
    if not standard:
        return []
    if survey.leaves > MAX_LEAVES:
        raise ComplexityError(
            f"The document has contexts of an application, and more than {MAX_LEAVES:,} values to compare."
        )
    marked = _marked(document)
    alone = _standard_only(marked)
    alone["@context"] = [*_as_list(alone.get("@context", [])), {"@vocab": UNDEFINED, **ALIASES}]
    readings = _Readings(vocabulary(contexts, standard))
    readings.compare_lists(expand(marked, contexts).nodes, expand(alone, contexts).nodes)
    return readings.problems[:MAX_PROBLEMS]


class _Readings:
    """One walk over both expanded forms; the second is that of the standard contexts alone."""

    def __init__(self, standard: Vocabulary) -> None:
        self._standard = standard
        self.problems: list[Problem] = []

    def compare_lists(self, whole: list[Any], alone: list[Any]) -> None:
        for one, other in zip_longest(whole, alone):
            self._compare(one, other)

    def _compare(self, whole: JsonValue, alone: JsonValue) -> None:
        if _is_node(whole) and _is_node(alone):
            self._compare_nodes(whole, alone)
        elif _is_list(whole) and _is_list(alone):
            self.compare_lists(whole["@list"], alone["@list"])
        elif whole != alone:
            self._reads_otherwise(alone if whole is None else whole)

    def _compare_nodes(self, whole: JsonObject, alone: JsonObject) -> None:
        if whole.get("@id") != alone.get("@id"):
            self._reads_otherwise(alone.get("@id", whole.get("@id")))
        self._compare_types(whole.get("@type", []), alone.get("@type", []), where=_place(alone))
        for key, values in alone.items():
            if key in _CONTENTS or not key.startswith(("@", UNDEFINED)):
                self.compare_lists(whole.get(key, []), values)
        own = {key: values for key, values in whole.items() if key not in alone and not key.startswith("@")}
        others = {key: values for key, values in alone.items() if key.startswith(UNDEFINED)}
        self._check_own_terms(own, others)

    def _compare_types(self, whole: list[str], alone: list[str], *, where: str) -> None:
        """Types become other texts, which know no place; the first text of their object stands for it."""
        for one, other in zip_longest(whole, alone, fillvalue=""):
            if not other.startswith(UNDEFINED):
                if one != other:
                    self._reads_otherwise(Located(other, where))
            elif self._standard.names(one) - {other.removeprefix(UNDEFINED)}:
                self._is_alias(one, where)

    def _check_own_terms(self, own: dict[str, list[Any]], others: dict[str, list[Any]]) -> None:
        """Check what only the application's contexts define: its terms, and then what is within."""
        keys = {_place(value): key for key, values in others.items() for value in values}
        for meaning, values in own.items():
            written = {keys.get(_place(value), "").removeprefix(UNDEFINED) for value in values}
            if self._standard.names(meaning) and not written <= self._standard.names(meaning):
                self._is_alias(meaning, next(map(_place, values), ROOT))
        nodes = {_place(node): node for node in _nodes(others.values())}
        for node in _nodes(own.values()):
            place = _place(node)
            if (
                place != ROOT and place in nodes
            ):  # a node with nothing but types has no place, and shows nothing
                self._compare_nodes(node, nodes[place])

    def _reads_otherwise(self, value: JsonValue) -> None:
        message = "A context of an application makes this mean something else than the standard contexts do."
        self.problems.append(Problem(code="other-reading", path=_place(value), message=message))

    def _is_alias(self, meaning: str, path: str) -> None:
        name = min(self._standard.names(meaning))
        message = (
            f"A context of an application gives {name} a second name, under which nobody looks; write {name}."
        )
        self.problems.append(Problem(code="second-name", path=path, message=message, value=shorten(meaning)))


def _nodes(lists: Iterable[list[Any]]) -> Iterator[JsonObject]:
    """Yield the nodes in lists of values, those in lists and graphs among them."""
    for values in lists:
        for value in values:
            if _is_node(value):
                yield value
            elif _is_list(value):
                yield from _nodes([value["@list"]])


def _is_node(value: JsonValue) -> bool:
    return isinstance(value, dict) and not value.keys() & {"@value", "@list"}


def _is_list(value: JsonValue) -> bool:
    return isinstance(value, dict) and "@list" in value


def _place(value: JsonValue) -> str:
    """Return where the first text within an expanded value stands; every text and number knows it."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, Located):
            return item.path
        if isinstance(item, dict | list):
            stack += reversed([*item.values()] if isinstance(item, dict) else item)
    return ROOT


def _marked(value: JsonValue, path: str = ROOT) -> JsonValue:
    """Copy a document so that every value in it is a text that knows its place, numbers and truth values too."""
    if isinstance(value, dict):
        return {
            key: item if key == "@context" else _marked(item, child_path(path, key))
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_marked(item, child_path(path, index)) for index, item in enumerate(value)]
    return Located(value if isinstance(value, str) else str(value), path)


def _standard_only(value: JsonValue) -> JsonValue:
    """Copy a document without the contexts that are not the package's own."""
    if isinstance(value, list):
        return [_standard_only(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: [context for context in _as_list(item) if isinstance(context, str) and context in shipped()]
        if key == "@context"
        else _standard_only(item)
        for key, item in value.items()
    }


def _as_list(context: JsonValue) -> list[Any]:
    return context if isinstance(context, list) else [context]
