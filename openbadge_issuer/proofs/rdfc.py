"""
Two parts of all suites that sign canonical RDF: the meaning of a document, however it is written (RDFC-1.0).

Whatever in it has no meaning would not be signed, so canonicalization refuses it: proofs made of this are strict.
What is known of the shape of a document or a proof is used again (`linked_data.programs`).
The document's context stands for both; one that a proof carries says nothing of its own.
"""

from functools import lru_cache

from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.linked_data.canonicalization import canonicalize
from openbadge_issuer.linked_data.issuing import utf16_units
from openbadge_issuer.linked_data.programs import canonical_text, is_by_reference
from openbadge_issuer.proofs.suite import Options

REMEMBERED = 16
"""Proof options whose canonical text is kept: all badges made within a second have the same, for each key one."""


def transform(document: JsonObject, options: Options) -> str:
    """Return the canonical N-Quads of the document."""
    if options.utf16_order:
        algorithm, contexts = options.hash_algorithm, options.contexts
        return canonicalize(document, hash_algorithm=algorithm, contexts=contexts, order=utf16_units)
    return canonical_text(
        document,
        hash_algorithm=options.hash_algorithm,
        contexts=options.contexts,
        issuing=options.issuing,
    )


def configure(document: JsonObject, proof_options: JsonObject, options: Options) -> str:
    """Return the canonical N-Quads of the options, as a document of their own with the document's context."""
    context = document["@context"]
    if not options.issuing or is_by_reference() or not _are_texts(proof_options, context):
        return transform({**proof_options, "@context": context}, options)
    return _configured(tuple(proof_options.items()), tuple(context), options)


def _are_texts(proof_options: JsonObject, context: object) -> bool:
    """Tell whether equal options are the same ones: texts are, but 1 and True are equal, too."""
    return type(context) is list and {*map(type, proof_options.values()), *map(type, context)} == {str}


@lru_cache(maxsize=REMEMBERED)
def _configured(members: tuple[tuple[str, str], ...], context: tuple[str, ...], options: Options) -> str:
    """Made once for options of our own; those of others are made anew, so that they take no room here."""
    return transform({**dict(members), "@context": [*context]}, options)
