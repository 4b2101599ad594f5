"""
From a JSON-LD document to the one text that is hashed and signed: RDFC-1.0, strictly.

1. `strictness` looks at the document as it stands.
2. `expansion` turns terms into IRIs (PyLD).
3. `statements` and `merging` make RDF statements of it, and find what would be lost or would merge;
   `readings` finds what an application's contexts would make of it that nobody else reads.
4. `rdfc10` gives the statements their canonical text.

Whoever adds anything to a signed document changes that text, or the document is refused.
What JSON-LD takes for the same stays the same: a value and an array of it,
the order of keys and of unordered arrays, `3` and `3.0`, two bare references to one thing.
The contexts themselves are not signed, only what they make of the document.

This is the reference path: plain rather than fast.
"""

from openbadge_issuer.errors import Problem
from openbadge_issuer.json_text import JsonObject, JsonValue, shorten, walk
from openbadge_issuer.linked_data.contexts import Contexts, shipped
from openbadge_issuer.linked_data.expansion import Expansion, expand
from openbadge_issuer.linked_data.issuing import check_for_issuing
from openbadge_issuer.linked_data.located import Where, located, nowhere, path_of, places_of
from openbadge_issuer.linked_data.merging import find_merges
from openbadge_issuer.linked_data.rdf import Quad, iri
from openbadge_issuer.linked_data.rdfc10 import HashAlgorithm, Order, canonicalize_dataset
from openbadge_issuer.linked_data.readings import check_readings, needs_reading
from openbadge_issuer.linked_data.statements import Statements
from openbadge_issuer.linked_data.strictness import MAX_PROBLEMS, Survey, check_document, raise_for
from openbadge_issuer.plain_json import count_objects


def canonicalize(
    document: JsonObject,
    *,
    hash_algorithm: HashAlgorithm = "sha256",
    contexts: Contexts | None = None,
    issuing: bool = False,
    order: Order | None = None,
) -> str:
    """
    Return the canonical N-Quads of a document.

    Args:
        document: The document as it is signed: without its proof.
        hash_algorithm: The one by which blank nodes are told apart.
        contexts: The contexts at hand; those shipped with the package by default.
        issuing: Refuse also what other processors are known to write differently.
        order: A sort key in place of code point order, for what processors that sort otherwise have signed.

    Raises:
        StrictnessError: If anything in the document would not be signed, or not as it stands there.
        ContextError: If it names a context that is not at hand.
        LinkedDataError: If it is not JSON-LD.
        ComplexityError: If it would take too much work.
        InputError: If it is no JSON object, or nested too deeply.
    """
    quads = to_quads(document, contexts=contexts)
    canonical = canonicalize_dataset(quads, hash_algorithm=hash_algorithm, order=order).nquads
    if issuing:
        raise_for(check_for_issuing(document, quads, canonical=canonical, hash_algorithm=hash_algorithm))
    return canonical


def to_quads(document: JsonObject, *, contexts: Contexts | None = None) -> list[Quad]:
    """
    Return the statements that a document makes, with arbitrary labels for its blank nodes.

    Raises:
        OpenBadgeError: As `canonicalize` does.
    """
    contexts = shipped() if contexts is None else contexts
    survey = check_document(document, contexts)
    expansion = expand(document, contexts)
    statements = Statements(expansion.nodes, nowhere)
    if _problems(expansion, statements, survey, nowhere):
        raise_for(_located_problems(document, contexts, survey))
    raise_for(_shortened(survey, statements))
    if needs_reading(survey.contexts):
        raise_for(check_readings(document, contexts, survey))
    return list(statements.quads)


def normalize_numbers(document: JsonObject) -> JsonObject:
    """
    Return a document in which whole numbers are integers: `3` for `3.0`, as every processor writes them.

    It is the one that was given if nothing needs to be written otherwise, and else a copy.
    """
    if count_objects(document) is not None:  # in a plain document, as most are, there are no fractions
        return document
    result: JsonObject = _normalized(document)
    return result


def _located_problems(document: JsonObject, contexts: Contexts, survey: Survey) -> list[Problem]:
    """Expand once more, with texts that know their places, to say where the problems are."""
    found = places_of(document)

    def where(value: JsonValue) -> str:
        return path_of(value, found)

    expansion = expand(located(document), contexts)
    problems = _problems(expansion, Statements(expansion.nodes, where), survey, where)
    places = {path: place for place, (path, _) in enumerate(walk(document))}
    return sorted(dict.fromkeys(problems), key=lambda problem: places.get(problem.path, 0))


def _problems(expansion: Expansion, statements: Statements, survey: Survey, where: Where) -> list[Problem]:
    problems = [_undefined(key, where) for key in expansion.dropped[:MAX_PROBLEMS]]
    problems += [*statements.problems, *find_merges(expansion.nodes, where)]
    if len(survey.empty_arrays) > statements.empty_lists:
        problems += [_empty(path) for path in survey.empty_arrays[:MAX_PROBLEMS]]
    covered = survey.leaves == statements.leaves and not statements.empty_properties and statements.quads
    if not problems and not covered:
        message = "Something in the document makes no statement, so it would not be signed."
        problems.append(Problem(code="not-covered", path="$", message=message))
    return problems


def _shortened(survey: Survey, statements: Statements) -> list[Problem]:
    """Find texts with a prefix that became IRIs: a reader would take them for what they look like."""
    if not survey.shorthands:
        return []
    terms = {term for quad in statements.quads for term in quad}
    message = "A context makes another IRI of this, and that is signed; write the whole IRI."
    return [
        Problem(code="compact-iri", path=path, message=message, value=shorten(text))
        for path, text, meaning in survey.shorthands[:MAX_PROBLEMS]
        if iri(meaning) in terms
    ]


def _undefined(key: str, where: Where) -> Problem:
    message = "No context of the document defines this key."
    return Problem(code="undefined-term", path=where(key), message=message, value=shorten(str(key)))


def _empty(path: str) -> Problem:
    return Problem(code="empty-array", path=path, message="An empty array is not signed; leave the key out.")


def _normalized(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return {key: item if type(item) is str else _normalized(item) for key, item in value.items()}
    if isinstance(value, list):
        return [item if type(item) is str else _normalized(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
