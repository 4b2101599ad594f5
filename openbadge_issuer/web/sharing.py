"""
Taking a badge along: files, wallets, other verifiers, LinkedIn, other people's pages.

Puts together what the template `take.html` shows, on the badge's page and on its earner's.
"""

from dataclasses import dataclass
from datetime import datetime

from openbadge_issuer.services.hosting import BadgePage
from openbadge_issuer.web.embedding import Embedded
from openbadge_issuer.web.languages import gettext
from openbadge_issuer.web.linkedin import Certification, organization
from openbadge_issuer.web.runtime import Runtime
from openbadge_issuer.web.sharing_choices import SharingChoices
from openbadge_issuer.web.wallets import Wallet, WalletTable, wallet_table


@dataclass(frozen=True, kw_only=True, slots=True)
class Sharing:
    """
    Everything about taking a badge along.

    Attributes:
        url: The badge's address, for people and programs.
        page_url: The address that always gives the page, for sharing: those who make previews ask for anything.
        files: The forms to download, the best one for most people first.
        printable: Whether there is a certificate.
        wallets: Where it can be taken, each with the form to take.
        table: The table of wallets, with the day it was looked up.
        verifiers: Who else can check it: name and address.
        shown_off: Whether it is offered to other sites; a badge that was revoked or is suspended is not.
        linkedin: The same award as LinkedIn's form has it.
        embedded: How it is put on other people's pages.
    """

    url: str
    page_url: str
    files: tuple[str, ...]
    printable: bool
    wallets: tuple[tuple[Wallet, str], ...]
    table: WalletTable
    verifiers: tuple[tuple[str, str], ...]
    shown_off: bool
    linkedin: Certification
    embedded: Embedded


def sharing(runtime: Runtime, page: BadgePage) -> Sharing:
    """Say how a badge is taken along."""
    table, choices = wallet_table(), runtime.sharing
    verifiers = choices.verifiers if choices.verifiers is not None else table.verifiers
    forms = (*page.forms, "pdf") if runtime.typesetter else page.forms
    return Sharing(
        url=page.url,
        page_url=f"{page.url}.html",
        files=tuple(sorted(page.forms, key=_ORDER.index)),
        printable=runtime.typesetter is not None,
        wallets=tuple((wallet, form) for wallet in table.wallets if (form := wallet.best(forms))),
        table=table,
        verifiers=tuple((verifier.name, verifier.address(page.url)) for verifier in verifiers),
        shown_off=page.revocation is None and page.suspension is None,
        linkedin=_certification(choices, page),
        embedded=embedded(runtime, page),
    )


def embedded(runtime: Runtime, page: BadgePage) -> Embedded:
    """Say how a badge is put on other people's pages."""
    names = {
        "badge": page.credential["credentialSubject"]["achievement"]["name"],
        "issuer": page.credential["issuer"]["name"],
    }
    return Embedded(
        url=f"{page.url}.html",
        title=gettext("%(badge)s: a badge by %(issuer)s") % names,
        picture=page.image_url,
        issuer=names["issuer"],
        issuer_url=f"{runtime.services.addresses.issuer(page.issuer.slug)}.html",
        provider=runtime.host,
        provider_url=f"{runtime.base_url}/",
    )


_ORDER = ("png", "svg", "json", "jwt")


def _certification(choices: SharingChoices, page: BadgePage) -> Certification:
    credential = page.credential
    named = choices.linkedin_organizations.get(page.issuer.slug)
    name, number = organization(credential["issuer"]["name"], named)
    issued = credential.get("awardedDate") or credential["validFrom"]
    return Certification(
        name=credential["credentialSubject"]["achievement"]["name"],
        organization=name,
        organization_id=number,
        issued=datetime.fromisoformat(issued),
        expires=datetime.fromisoformat(credential["validUntil"]) if credential.get("validUntil") else None,
        url=f"{page.url}.html",
        id=page.record.id,
    )
