"""The page of an endorsement: who, about what, what is said, how it stands, and whether it holds."""

from collections.abc import Mapping
from datetime import datetime

from starlette.responses import Response

from openbadge_issuer.ports import Endorsed, EndorsementRecord, Revocation, RevocationCategory
from openbadge_issuer.services.endorsement_states import state_of
from openbadge_issuer.web.endorsed import word_of
from openbadge_issuer.web.forms import links, media_type
from openbadge_issuer.web.headers import NO_INDEX
from openbadge_issuer.web.languages import gettext, marked
from openbadge_issuer.web.runtime import Runtime
from openbadge_issuer.web.templating import render

REASONS: Mapping[RevocationCategory, str] = {
    RevocationCategory.ERROR: marked("It was given in error."),
    RevocationCategory.REPLACED: marked("Another one replaces it."),
    RevocationCategory.WITHDRAWN: marked("It was withdrawn."),
    RevocationCategory.REQUESTED: marked("This was asked for."),
    RevocationCategory.OTHER: marked("No further reason was given."),
}
"""The public category in a sentence. The private note is never shown."""

_FOLDERS = {Endorsed.ACHIEVEMENT: "achievements", Endorsed.ISSUER: "issuers", Endorsed.BADGE: "credentials"}


def endorsement(runtime: Runtime, token: str, *, now: datetime) -> Response:
    """Show an endorsement."""
    services = runtime.services
    record = services.endorsing.get(token)
    report = services.verifying.verify(record.json or record.jwt or "", now=now)
    url, forms = services.addresses.endorsement(record.id), services.hosting.endorsement_forms(record)
    return render(
        runtime,
        "endorsement.html",
        headers={**NO_INDEX, **links(url, (*forms, "html"))},
        word=word_of(record),
        url=url,
        forms=forms,
        media_type=media_type,
        subject_path=_path(record),
        state=str(state_of(record, now)),
        taken_back=_taken_back(record),
        report=report,
    )


def _path(record: EndorsementRecord) -> str | None:
    """The page here of what is endorsed."""
    folder = _FOLDERS.get(record.kind)
    return f"/{folder}/{record.target}" if folder else None


def _taken_back(record: EndorsementRecord) -> tuple[str, Revocation, str] | None:
    """Say that it was taken back, when, and the public reason in a sentence."""
    if record.revocation is not None:
        title = gettext("Revoked by the endorser")
        return title, record.revocation, gettext(REASONS[record.revocation.category])
    if record.drop is not None:
        return gettext("No longer used"), record.drop, gettext(REASONS[record.drop.category])
    return None
