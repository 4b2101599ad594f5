"""
What may stand in a document that is signed: the rules that need no expansion.

JSON-LD has many ways to write one thing, and quiet ways to write nothing at all.
A document here is plain: objects whose keys are terms, texts, numbers, true and false, and arrays of these;
a value may be written `{"@value": …}` with its `@type`, `@language` or `@direction` where its term gives it none.
That is what compaction with the document's own contexts makes of it, but for one-element arrays
and the choice between names of one IRI (JSON-LD 1.1 API, section 6).
Whatever else JSON-LD allows is refused, because a signature survives it while a reader is misled:

- `null` and arrays within arrays, since nothing of them is signed;
- keywords as keys (`@nest`, `@graph`, `@set`, `@id` for `id`), IRIs as keys, a class name as a key:
  what they say is signed, but who looks for `credentialStatus` does not find it under another name;
- IRIs as types where the contexts have a name for them, `{"@value": …}` around what could stand by itself;
- `@context` on an inner object that is not a credential;
- labels of blank nodes as ids; with them parts could be knotted into graphs that take long to tell apart,
  so such a document is not even expanded.

The rest, from undefined terms to parts that would merge, shows in the expanded form:
see `statements`, `merging` and `readings`.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from math import isfinite
from typing import Any

from openbadge_issuer.errors import ComplexityError, InputError, Problem, StrictnessError
from openbadge_issuer.json_text import (
    MAX_DEPTH,
    JsonObject,
    JsonValue,
    child_path,
    name_of,
    shorten,
)
from openbadge_issuer.linked_data.contexts import Contexts, shipped
from openbadge_issuer.linked_data.inline_contexts import check_inline_contexts
from openbadge_issuer.linked_data.terms import Vocabulary

MAX_PARTS = 2_000
"""Most objects and types in a document. Each costs up to 0.3 ms to expand; a very rich badge has 300."""

MAX_VALUES = 10_000
"""Most values of any kind in a document. Each costs some 0.02 ms to expand; a very rich badge has 1,000."""

MAX_CONTEXTS = 100
"""Most contexts named in a document, repetitions included. Each costs some 3 ms; a badge has 2 or 3."""

MAX_PROBLEMS = 50
"""Most findings of one kind: enough to begin mending with, and finding the place of each takes time."""

LARGEST_INTEGER = 10**21
"""From here on JSON-LD writes integers as doubles (JSON-LD 1.1 API, section 8.6)."""

DUPLICATE = "This stands twice; the second is not signed."
BLANK_NODE_ID = "The label of a blank node is not signed; leave the id out."

_VALUE_KEYS = {"@value", "@type", "@language", "@direction"}
_CREDENTIALS = {"VerifiableCredential", "EnvelopedVerifiableCredential"}


@dataclass(slots=True)
class Survey:
    """
    What was counted in a document, to be compared with what becomes of it.

    Attributes:
        leaves: How many texts, numbers and truth values there are, without those that qualify a value.
        empty_arrays: Where there are empty arrays.
        shorthands: Texts that are something else if they stand for an IRI: path, text, IRI.
        contexts: The contexts that the document names or holds, in the order of the document.
    """

    leaves: int = 0
    empty_arrays: list[str] = field(default_factory=list)
    shorthands: list[tuple[str, str, str]] = field(default_factory=list)
    contexts: list[str | JsonObject] = field(default_factory=list)


def check_document(document: JsonObject, contexts: Contexts) -> Survey:
    """
    Check the rules above.

    Raises:
        StrictnessError: If the document breaks one; lists where.
        ContextError: If a context is not at hand.
        InputError: If it is no JSON object, or nested too deeply.
        ComplexityError: If it has too many parts.
    """
    if not isinstance(document, dict):
        raise InputError(f"Expected a JSON object, found {name_of(document)}.", path="$")
    rules = _Rules()
    rules.check_value(document, "$", 1, None)
    if not rules.problems:
        rules.check_names(contexts)
    raise_for(rules.problems)
    return rules.survey


def raise_for(problems: list[Problem]) -> None:
    """
    Raise what was found, if anything was.

    Raises:
        StrictnessError: With the problems.
    """
    if problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise StrictnessError(f"{problems[0]}{more}", path=problems[0].path, problems=problems)


@lru_cache(maxsize=64)
def vocabulary(contexts: Contexts, urls: frozenset[str]) -> Vocabulary:
    """
    Return the terms of several contexts together.

    Raises:
        ContextError: If one is not at hand.
    """
    return Vocabulary(contexts.document(url) for url in sorted(urls))


class _Rules:
    """
    One walk over one document.

    `scope` is the `@context` that the enclosing object has or inherits;
    `_term` is the key under which the value at hand stands, alone or in an array.
    """

    def __init__(self) -> None:
        self.survey = Survey()
        self.problems: list[Problem] = []
        self._parts = 0
        self._values = 0
        self._capitalized: list[tuple[str, str]] = []
        self._term = ""
        self._with_colon: list[tuple[str, str, str]] = []
        self._value_objects: list[tuple[str, str]] = []
        self._contexts: list[tuple[str, str | JsonObject]] = []

    def check_value(self, value: JsonValue, path: str, depth: int, scope: JsonValue) -> None:
        if depth > MAX_DEPTH:
            raise InputError(f"The document is nested more than {MAX_DEPTH} levels deep.", path=path)
        self._values += 1
        if self._values > MAX_VALUES:
            raise ComplexityError(f"The document has more than {MAX_VALUES:,} values.")
        match value:
            case dict():
                self._check_object(value, path, depth, scope)
            case list():
                self._check_array(value, path, depth, scope)
            case None:
                self._found("null", path, "null is not signed; leave the key out.")
            case str():
                self.survey.leaves += 1
                self._check_text(value, path)
            case int() | float():
                self.survey.leaves += 1
                self._check_number(value, path)
            case _:
                self._found("not-json", path, f"{type(value).__name__} is not a JSON value.")

    def check_names(self, contexts: Contexts) -> None:
        """Check that what is signed has the name that a reader looks for."""
        urls = frozenset(context for _, context in self._contexts if isinstance(context, str))
        known = vocabulary(contexts, urls)
        inline = [(path, context) for path, context in self._contexts if isinstance(context, dict)]
        self.problems += check_inline_contexts(inline, known)
        standard = vocabulary(contexts, frozenset(url for url in urls if url in shipped()))
        for name, path in self._capitalized:
            if (
                name in known.class_names or name in standard.prefixes
            ):  # the standards capitalize classes alone
                self._found("class-as-key", path, f"{name} is a class; write the property.", name)
        self._check_names_of_values(known)
        self.survey.contexts = [context for _, context in self._contexts]

    def _check_names_of_values(self, known: Vocabulary) -> None:
        """Check that values are written as compaction writes them."""
        for term, path in self._value_objects:
            if term in known.coerced:
                message = "The contexts say what kind of value this is; write the value by itself."
                self._found("value-object", path, message)
        for term, text, path in self._with_colon:
            names = sorted(known.names(text)) if term in known.named else []
            if names:
                self._found(
                    "iri-as-name", path, f"The contexts have a name for this: write {names[0]}.", text
                )
            self.survey.shorthands += [(path, text, iri) for iri in known.expansions(text)]

    def _check_object(self, value: dict[Any, Any], path: str, depth: int, scope: JsonValue) -> None:
        self._spend(1)
        if not all(isinstance(key, str) for key in value):
            self._found("not-json", path, "A key is not a text.")
        elif "@value" in value:
            self._check_value_object(value, path, depth)
        else:
            self._check_node(value, path, depth, scope)

    def _check_value_object(self, value: JsonObject, path: str, depth: int) -> None:
        if not value.keys() <= _VALUE_KEYS:
            extra = ", ".join(sorted(value.keys() - _VALUE_KEYS))
            message = "Beside @value only @type, @language and @direction may stand."
            self._found("value-object", path, message, extra)
        for key in sorted(value.keys() & (_VALUE_KEYS - {"@value"})):
            if not isinstance(value[key], str):
                self._found("value-object", child_path(path, key), f"{key} must be a text.")
        if value.keys() == {"@value"}:
            self._found("value-object", path, "Without a type or a language, write the value by itself.")
        self._value_objects.append((self._term, path))
        self.check_value(value["@value"], child_path(path, "@value"), depth + 1, None)

    def _check_node(self, value: JsonObject, path: str, depth: int, scope: JsonValue) -> None:
        inner = value.get("@context", scope)
        for key, item in value.items():
            here = child_path(path, key)
            if key == "@context":
                allowed = depth == 1 or item == scope or _is_credential(value)
                self._check_context(item, here, allowed=allowed)
            elif key.startswith("@"):
                self._found("keyword", here, "Keywords are not used here; write id, type and terms.", key)
            elif ":" in key:
                self._found(
                    "iri-as-key", here, "A key must be a term that a context defines, not an IRI.", key
                )
            else:
                self._check_text(key, here)
                if key[:1].isupper():
                    self._capitalized.append((key, here))
                if key == "type" and isinstance(item, list):
                    self._spend(len(item))
                    self._check_types(item, here)
                self._term = key
                self.check_value(item, here, depth + 1, inner)

    def _check_types(self, types: list[Any], path: str) -> None:
        """Each type can bring a context with it, also when it stands there for the second time."""
        seen: set[str] = set()
        for index, name in enumerate(types):
            if isinstance(name, str) and name in seen:
                self._found("duplicate", child_path(path, index), DUPLICATE, name)
            elif isinstance(name, str):
                seen.add(name)

    def _check_array(self, value: list[Any], path: str, depth: int, scope: JsonValue) -> None:
        if not value:
            self.survey.empty_arrays.append(path)
        term = self._term
        for index, item in enumerate(value):
            here, self._term = child_path(path, index), term
            if isinstance(item, list):
                self._found(
                    "nested-array", here, "An array within an array is not signed as one; write one array."
                )
            else:
                self.check_value(item, here, depth + 1, scope)

    def _check_context(self, value: JsonValue, path: str, *, allowed: bool) -> None:
        if not allowed:
            self._found("inner-context", path, "Only the document and credentials in it may have a @context.")
        for context in value if isinstance(value, list) else [value]:
            if isinstance(context, str | dict):
                self._contexts.append((path, context))
            else:
                self._found("context", path, f"A context is a URL or an object, not {name_of(context)}.")
        if len(self._contexts) > MAX_CONTEXTS:
            raise ComplexityError(f"The document names more than {MAX_CONTEXTS} contexts.")

    def _check_number(self, value: float, path: str) -> None:
        if abs(value) >= LARGEST_INTEGER if isinstance(value, int) else not isfinite(value):
            self._found(
                "number", path, f"A number must be finite, and an integer below {LARGEST_INTEGER:.0e}."
            )

    def _check_text(self, text: str, path: str) -> None:
        if ":" in text:
            self._with_colon.append((self._term, text, path))
            if self._term == "id" and text.startswith("_:"):
                self._found("blank-node-id", path, BLANK_NODE_ID, text)
        if not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
            self._found("surrogate", path, "Half a surrogate pair is not a character.")

    def _spend(self, parts: int) -> None:
        self._parts += parts
        if self._parts > MAX_PARTS:
            raise ComplexityError(f"The document has more than {MAX_PARTS:,} objects and types.")

    def _found(self, code: str, path: str, message: str, value: str | None = None) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            shown = None if value is None else shorten(value)
            self.problems.append(Problem(code=code, path=path, message=message, value=shown))


def _is_credential(value: JsonObject) -> bool:
    types = value.get("type")
    return any(
        name in _CREDENTIALS
        for name in (types if isinstance(types, list) else [types])
        if isinstance(name, str)
    )
