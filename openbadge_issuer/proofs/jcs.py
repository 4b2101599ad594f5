"""
Two parts of all suites that sign canonical JSON: a document as it stands, in one spelling (RFC 8785).

Such a proof covers every key and value, also those that mean nothing in linked data.
Whether there are such is not looked at when a proof is checked; `verification` does.
Nobody here signs them: what is issued must pass the same strictness as with the other suites.
"""

import rfc8785

from openbadge_issuer.errors import InputError
from openbadge_issuer.json_text import JsonObject, shorten
from openbadge_issuer.linked_data.programs import canonical_text
from openbadge_issuer.proofs.suite import Options


def transform(document: JsonObject, options: Options) -> str:
    """Return the canonical JSON of the document."""
    if options.issuing:
        canonical_text(document, contexts=options.contexts, issuing=True)
    return canonical_json(document)


def configure(_document: JsonObject, proof_options: JsonObject, options: Options) -> str:
    """Return the canonical JSON of the options, with the context they carry themselves."""
    return transform(proof_options, options)


def canonical_json(document: JsonObject) -> str:
    """
    Write a document in the one spelling of RFC 8785.

    Raises:
        InputError: If it has an integer beyond 2⁵³, which readers of JSON round, or is not JSON.
    """
    try:
        return rfc8785.dumps(document).decode("utf-8")
    except ValueError as error:
        found = shorten(str(error), 100)
        raise InputError(f"The document has no canonical JSON: {found}.") from error
    except RecursionError as error:
        raise InputError("The document is nested too deeply to be written.") from error
