"""Commands on documents and pictures of anybody: sign, verify, bake, extract."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openbadge_issuer.cli import output
from openbadge_issuer.cli.files import decoded, read_bytes, read_source, write_result
from openbadge_issuer.cli.instance import HERE, Folder, IssuerSlug, chosen_issuer, open_instance
from openbadge_issuer.errors import BakingError, FetchError, ModelError

if TYPE_CHECKING:
    from openbadge_issuer.json_text import JsonObject
    from openbadge_issuer.ports import DocumentFetcher
    from openbadge_issuer.verification.report import VerificationReport

EXIT_CODES = {"valid": 0, "invalid": 1, "unknown": 3}
"""What `verify` ends with; 2 is a usage error."""

MARKS = {"passed": "✓", "failed": "✗", "skipped": "–", "could not be checked": "?"}

Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Where to write.", show_default="standard output")
]


def sign(
    document: Annotated[
        str, typer.Argument(help="A credential without proof, as a JSON file; - for standard input.")
    ],
    to: Output = None,
    jwt: Annotated[bool, typer.Option("--jwt", help="Make a JWT instead of an embedded proof.")] = False,
    issuer: IssuerSlug = None,
    folder: Folder = HERE,
) -> None:
    """Sign a document with the issuer's key. What it says is checked to be signed, not to be true."""
    from openbadge_issuer import json_text
    from openbadge_issuer import sign as sign_document
    from openbadge_issuer.keys.public_key import KeyKind

    services = open_instance(folder)
    parsed = json_text.parse_object(read_source(document))
    signing = services.key_ring.issuer(chosen_issuer(services, issuer).slug)
    _check_issuer(parsed, signing.id)
    if jwt:
        text = signing.secure(parsed, now=output.now()).jwt
    else:
        key = next(signer for signer in signing.signers if signer.public_key.kind is KeyKind.ED25519)
        text = json_text.to_text(sign_document(parsed, key, created=output.now()))
    write_result(to, text.encode("ascii"))


def verify(
    source: Annotated[
        str, typer.Argument(help="A URL, a file (JSON, JWT, PNG, SVG), or - for standard input.")
    ],
    recipient: Annotated[
        str | None, typer.Option(help="Check that it was awarded to this address or id.")
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Ask nobody; fetch nothing.")] = False,
    documents: Annotated[
        Path | None,
        typer.Option(
            help="A folder whose index.json maps URLs to files; nothing else is fetched.", file_okay=False
        ),
    ] = None,
    json: output.Json = False,
) -> None:
    """Check anybody's badge. Ends with 0 if valid, 1 if invalid, 3 if that could not be decided."""
    from openbadge_issuer.verification.verifier import verify as verify_source

    fetcher = _fetcher(offline=offline, documents=documents)
    try:
        data = (
            _fetched(source, fetcher) if source.startswith(("http://", "https://")) else read_source(source)
        )
    except FetchError as error:
        raise typer.Exit(_not_fetched(error, json=json)) from error
    report = verify_source(data, recipient=recipient, fetcher=fetcher, now=output.now())
    if json:
        output.print_json(report.to_dict())
    else:
        _print_report(report)
    raise typer.Exit(EXIT_CODES[report.outcome])


def bake(
    credential: Annotated[
        str, typer.Argument(help="A signed credential, JSON or JWT; - for standard input.")
    ],
    picture: Annotated[Path, typer.Argument(help="A PNG or SVG.", exists=True, dir_okay=False)],
    to: Annotated[Path, typer.Option("--output", "-o", help="Where to write the baked picture.")],
) -> None:
    """Put a signed credential into a picture; one that is in it already is replaced."""
    from openbadge_issuer import baking
    from openbadge_issuer.json_text import parse_object, to_text

    text = decoded(read_source(credential), credential).strip()
    if text.startswith("{"):
        document = parse_object(text)
        if "proof" not in document:
            raise BakingError(
                f"{credential} has no proof; what is baked must be signed.",
                hint="'openbadge-issuer sign' signs a document.",
            )
        text = text if text.isascii() else to_text(document)
    write_result(to, baking.bake(read_bytes(picture), text))


def extract(
    picture: Annotated[Path, typer.Argument(help="A baked PNG or SVG.", exists=True, dir_okay=False)],
    to: Output = None,
) -> None:
    """Take the credential out of a baked picture, exactly as it is there. It is not checked."""
    from openbadge_issuer import baking

    write_result(to, baking.unbake(read_bytes(picture)).encode("utf-8"))


def _check_issuer(document: JsonObject, own: str) -> None:
    """Refuse a document of another issuer: nobody would find this key there."""
    named = document.get("issuer", own)
    found = named.get("id") if isinstance(named, dict) else named
    if found != own:
        raise ModelError(f"$.issuer: Expected {own}, whose key signs; found {found!r}.", path="$.issuer")


def _fetcher(*, offline: bool, documents: Path | None) -> DocumentFetcher | None:
    if documents is not None:
        from openbadge_issuer.adapters.document_folder import DocumentFolder

        return DocumentFolder(documents)
    if offline:
        return None
    from openbadge_issuer.adapters.http_fetcher import HttpFetcher

    return HttpFetcher(allow_loopback=True)


def _fetched(url: str, fetcher: DocumentFetcher | None) -> bytes:
    if fetcher is None:
        raise typer.BadParameter("A URL cannot be verified with --offline; save the badge to a file first.")
    accept = (
        "application/vc+ld+json",
        "application/ld+json",
        "application/json",
        "text/plain",
        "image/png",
        "image/svg+xml",
    )
    return fetcher.fetch(url, accept=accept).body


def _not_fetched(error: FetchError, *, json: bool) -> int:
    """Say that there is nothing to check: neither valid nor invalid."""
    if json:
        output.print_json({"outcome": "unknown", "valid": False, "error": error.to_dict()})
    else:
        output.say("UNDECIDED: the badge could not be fetched, so nothing was checked.")
        output.say(f"  ? {error.message}")
    return EXIT_CODES["unknown"]


def _print_report(report: VerificationReport) -> None:
    headline = {
        "valid": "VALID: every check that applies passed.",
        "invalid": "NOT VALID: at least one check failed.",
        "unknown": "UNDECIDED: nothing failed, but something could not be checked.",
    }
    output.say(headline[report.outcome])
    if report.proven:
        output.say(f"  Proven: {report.proven}")
    if report.issuer_name:
        output.say(f"  The issuer calls itself: {report.issuer_name}")
    for check in report.checks:
        place = f" ({check.path})" if check.path else ""
        output.say(f"  {MARKS[check.result]} {check.name}: {check.message}{place}")
