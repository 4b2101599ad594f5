"""Commands on documents and pictures of anybody: sign, derive, verify, bake, extract."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openbadge_issuer.cli import output
from openbadge_issuer.cli.files import decoded, read_bytes, read_source, write_result
from openbadge_issuer.cli.instance import HERE, Folder, IssuerSlug, chosen_issuer, open_instance
from openbadge_issuer.cli.report import print_report
from openbadge_issuer.errors import BakingError, ConfigurationError, ContextError, FetchError, ModelError

if TYPE_CHECKING:
    from openbadge_issuer.json_text import JsonObject
    from openbadge_issuer.keys.public_key import PublicKey
    from openbadge_issuer.ports import DocumentFetcher

EXIT_CODES = {"valid": 0, "invalid": 1, "unknown": 3}
"""What `verify` ends with; 2 is a usage error."""

Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Where to write.", show_default="standard output")
]


def sign(
    document: Annotated[
        str, typer.Argument(help="A credential without proof, as a JSON file; - for standard input.")
    ],
    to: Output = None,
    jwt: Annotated[bool, typer.Option("--jwt", help="Make a JWT instead of an embedded proof.")] = False,
    disclosable: Annotated[
        bool,
        typer.Option(
            "--disclosable", help="Let the holder show parts of it, see derive; a proof it has is replaced."
        ),
    ] = False,
    mandatory: Annotated[
        list[str] | None,
        typer.Option(
            help="With --disclosable, a JSON pointer to what the holder must show; may be repeated.",
            show_default="all but evidence, results, narrative and the like",
        ),
    ] = None,
    issuer: IssuerSlug = None,
    folder: Folder = HERE,
) -> None:
    """Sign a document with the issuer's key. What it says is checked to be signed, not to be true."""
    from openbadge_issuer import json_text
    from openbadge_issuer import sign as sign_document
    from openbadge_issuer.keys.public_key import KeyKind

    if (jwt and disclosable) or (mandatory and not disclosable):
        raise typer.BadParameter("--mandatory goes with --disclosable, and --jwt with neither.")
    services = open_instance(folder)
    parsed = json_text.parse_object(read_source(document))
    signing = services.key_ring.issuer(chosen_issuer(services, issuer).slug)
    _check_issuer(parsed, signing.id)
    if jwt:
        text = signing.secure(parsed, now=output.now()).jwt
    elif disclosable:
        parsed.pop("proof", None)
        text = signing.disclosable(parsed, mandatory_pointers=mandatory or None, now=output.now())
    else:
        key = next(signer for signer in signing.signers if signer.public_key.kind is KeyKind.ED25519)
        text = json_text.to_text(sign_document(parsed, key, created=output.now()))
    write_result(to, text.encode("ascii"))


def derive(
    document: Annotated[
        str, typer.Argument(help="A document signed with --disclosable, as JSON; - for standard input.")
    ],
    show: Annotated[
        list[str] | None,
        typer.Option(
            help="A JSON pointer to what to show, such as /evidence or /credentialSubject/result/0;"
            " may be repeated.",
            show_default="only what must be shown",
        ),
    ] = None,
    to: Output = None,
) -> None:
    """Show a part of a badge: what comes out verifies, and says nothing of the rest. Needs no key."""
    from openbadge_issuer import derive as derive_document
    from openbadge_issuer import json_text

    derived = derive_document(json_text.parse_object(read_source(document)), show or [])
    write_result(to, json_text.to_text(derived).encode("ascii"))


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
    trusted_issuer: Annotated[
        list[str] | None,
        typer.Option(help="Take only badges of this issuer (its id); may be given several times."),
    ] = None,
    trusted_key: Annotated[
        list[str] | None,
        typer.Option(
            help="A key you know to be an issuer's, as ISSUER=MULTIKEY; no other key counts for that issuer. "
            "May be given several times."
        ),
    ] = None,
    accept_unknown: Annotated[
        list[str] | None,
        typer.Option(
            help="A check that need not be decided: schema, status, recipient, 'issuer key'; "
            "may be given several times."
        ),
    ] = None,
    json: output.Json = False,
) -> None:
    """Check anybody's badge. Ends with 0 if valid, 1 if invalid, 3 if that could not be decided."""
    from openbadge_issuer.linked_data.contexts import shipped
    from openbadge_issuer.verification.verifier import verify as verify_source

    accepted = _accepted(accept_unknown or [])
    keys = _trusted_keys(trusted_key or [])
    fetcher = _fetcher(offline=offline, documents=documents)
    try:
        shipped()
        data = (
            _fetched(source, fetcher) if source.startswith(("http://", "https://")) else read_source(source)
        )
    except (ContextError, FetchError) as error:
        raise typer.Exit(_not_begun(error, json=json)) from error
    report = verify_source(
        data,
        recipient=recipient,
        fetcher=fetcher,
        now=output.now(),
        trusted_keys=keys,
        trusted_issuers=trusted_issuer,
    )
    suffices = report.suffices(accept_unknown=accepted)
    if json:
        output.print_json({**report.to_dict(), **({"suffices": suffices} if accepted else {})})
    else:
        print_report(report, suffices=suffices)
    raise typer.Exit(0 if suffices else EXIT_CODES[report.outcome])


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

        try:
            return DocumentFolder(documents)
        except ConfigurationError as error:
            raise typer.BadParameter(f"--documents: {error.message}") from error
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


def _not_begun(error: ContextError | FetchError, *, json: bool) -> int:
    """Say that nothing was checked, and why: the badge is neither valid nor invalid."""
    if json:
        output.print_json({"outcome": "unknown", "valid": False, "error": error.to_dict()})
        return EXIT_CODES["unknown"]
    what = (
        "the badge could not be fetched" if isinstance(error, FetchError) else "this installation is damaged"
    )
    output.say(f"UNDECIDED: {what}, so nothing was checked.")
    output.say(f"  ? {error.message}")
    if error.hint:
        output.say(f"    {error.hint}")
    return EXIT_CODES["unknown"]


def _accepted(names: list[str]) -> frozenset[str]:
    from openbadge_issuer.verification.codes import MAY_BE_UNKNOWN

    strange = [name for name in names if name not in MAY_BE_UNKNOWN]
    if strange:
        allowed = ", ".join(sorted(MAY_BE_UNKNOWN))
        raise typer.BadParameter(f"--accept-unknown takes {allowed}; found {strange[0]!r}.")
    return frozenset(names)


def _trusted_keys(given: list[str]) -> dict[str, list[PublicKey]]:
    """Read `ISSUER=MULTIKEY`; a multikey has no equals sign, an issuer's URL may have."""
    from openbadge_issuer.errors import KeyMaterialError
    from openbadge_issuer.keys.public_key import PublicKey

    keys: dict[str, list[PublicKey]] = {}
    for item in given:
        issuer, equals, multikey = item.rpartition("=")
        if not equals or not issuer:
            raise typer.BadParameter(f"--trusted-key is ISSUER=MULTIKEY; found {item!r}.")
        try:
            keys.setdefault(issuer, []).append(PublicKey.from_multikey(multikey))
        except KeyMaterialError as error:
            raise typer.BadParameter(f"--trusted-key: {error.message}") from error
    return keys
