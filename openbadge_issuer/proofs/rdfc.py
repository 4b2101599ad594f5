"""
Two parts of all suites that sign canonical RDF: the meaning of a document, however it is written (RDFC-1.0).

Whatever in it has no meaning would not be signed, so canonicalization refuses it: proofs made of this are strict.
What is known of the shape of a document or a proof is used again (`linked_data.programs`).
The document's context stands for both; one that a proof carries says nothing of its own.
"""

from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.linked_data.programs import canonical_text
from openbadge_issuer.proofs.suite import Options


def transform(document: JsonObject, options: Options) -> str:
    """Return the canonical N-Quads of the document."""
    return canonical_text(
        document,
        hash_algorithm=options.hash_algorithm,
        contexts=options.contexts,
        issuing=options.issuing,
    )


def configure(document: JsonObject, proof_options: JsonObject, options: Options) -> str:
    """Return the canonical N-Quads of the options, as a document of their own with the document's context."""
    return transform({**proof_options, "@context": document["@context"]}, options)
