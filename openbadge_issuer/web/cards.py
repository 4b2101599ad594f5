"""
The picture that stands for a badge where its address is shared: 1200 × 627 pixels, as LinkedIn and others want it.

It names the badge, its issuer and its endorsers, never the person who earned it,
and says so if the badge was revoked, is suspended or has expired.
People and robots get the same one.
"""

from datetime import datetime

from openbadge_issuer.errors import TypesettingError
from openbadge_issuer.extras import missing
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.ports import Endorsed, Typesetter
from openbadge_issuer.services.hosting import BadgePage, HostedDocument
from openbadge_issuer.verification.report import VerificationReport
from openbadge_issuer.web.certificates import (
    Pictures,
    drawing_key,
    endorser_names,
    logos_of,
    source,
    state_of,
)
from openbadge_issuer.web.certificates import hosted_drawing as hosted
from openbadge_issuer.web.endorsed import Word, words
from openbadge_issuer.web.formats import words as words_of
from openbadge_issuer.web.languages import gettext, visit
from openbadge_issuer.web.runtime import Runtime

MAX_ENDORSERS = 3
"""Most endorsers named on a card, by number: what can be read at the size of a thumb."""


def card(runtime: Runtime, token: str, *, now: datetime) -> HostedDocument:
    """
    Return a badge's card; where no font has a character of its names, one with its picture and the host.

    It has the same size in either case, since pages tell the size before a card is drawn.

    Raises:
        NotFoundError: If there is no such badge.
        MissingExtraError: If what draws cards is not installed.
        TypesettingError: If it cannot be drawn, and the badge has no picture that could stand alone.
    """
    services, typesetter = runtime.services, runtime.typesetter
    page = services.hosting.page(token, now=now)
    if typesetter is None:
        raise missing("typst")
    report = services.verifying.verify(page.record.json, now=now)
    pictures = Pictures(runtime)
    said = words(services, Endorsed.BADGE, token, now=now)
    values = _values(runtime, page, report, said, pictures)
    try:
        body = _drawn(runtime, typesetter, values, pictures)
    except TypesettingError:
        if "png" not in page.forms:
            raise
        wordless = {**values, "name": runtime.host, "issued": "", "endorsed": None}
        body = _drawn(runtime, typesetter, wordless, pictures)
    return hosted(body, "image/png", f"{token}-card.png")


def _drawn(runtime: Runtime, typesetter: Typesetter, values: JsonObject, pictures: Pictures) -> bytes:
    return runtime.keepsakes.get(
        drawing_key("card", values, pictures),
        lambda: typesetter.png(source("card.typ"), values, pictures.files),
    )


def _values(
    runtime: Runtime, page: BadgePage, report: VerificationReport, said: list[Word], pictures: Pictures
) -> JsonObject:
    achievement = page.credential["credentialSubject"]["achievement"]
    issuer = page.credential["issuer"]["name"]
    endorsers = endorser_names(report, said)[:MAX_ENDORSERS]
    return {
        "language": visit().language.tag,
        "accent": runtime.theme.accent,
        "host": runtime.host,
        "kind": words_of(achievement.get("achievementType") or "Open Badge"),
        "state": state_of(page, report),
        "name": achievement["name"],
        "issued": gettext("Issued by %(name)s") % {"name": issuer},
        "endorsed": gettext("Endorsed by %(name)s") % {"name": ", ".join(endorsers)} if endorsers else None,
        "picture": pictures.add(page.image_url, achievement["name"]),
        "logos": logos_of(runtime, page, report, said, pictures),
    }
