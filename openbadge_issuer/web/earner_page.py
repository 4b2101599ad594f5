"""What an earner sees at the own link: the badge, who finds its page, and every form to take along."""

from starlette.responses import Response

from openbadge_issuer.json_text import parse_object
from openbadge_issuer.services.dates import has_ended
from openbadge_issuer.web.headers import NEVER, NO_INDEX
from openbadge_issuer.web.local_images import local_path
from openbadge_issuer.web.pages import reason_of
from openbadge_issuer.web.runtime import Runtime
from openbadge_issuer.web.sharing import sharing
from openbadge_issuer.web.templating import render


def manage(runtime: Runtime, token: str, secret: str) -> Response:
    """
    Show an earner's page.

    Raises:
        NotFoundError: If this is not the link of a badge.
    """
    services = runtime.services
    record = services.opening.holder(token, secret)
    credential = parse_object(record.json)
    achievement = credential["credentialSubject"]["achievement"]
    image = services.addresses.achievement_image(record.achievement, record.achievement_version)
    forms = services.hosting.forms(record)
    return render(
        runtime,
        "manage.html",
        headers={**NO_INDEX, "Cache-Control": NEVER},
        record=record,
        achievement=achievement,
        issuer=credential["issuer"],
        url=services.addresses.credential(token),
        picture=local_path(services.addresses, image) if "png" in forms else None,
        sharing=sharing(runtime, services.hosting.page(token, now=runtime.clock())),
        reason=reason_of(record),
        expired=has_ended(record.expires_at, runtime.clock()),
        is_open=services.opening.is_open(token),
    )
