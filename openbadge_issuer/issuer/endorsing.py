"""
Composing an endorsement: one party's word for what another one awards, is, or awarded.

An EndorsementCredential (Open Badges 3.0) names what it is about by `credentialSubject.id` alone.
So what is endorsed must have an id of its own, and the word goes with it into every badge of that achievement.
Signing is done in `issuer`, embedding in `embedding`.
"""

import uuid
from datetime import datetime

from openbadge_issuer import model
from openbadge_issuer.errors import ModelError, Problem
from openbadge_issuer.issuer.achievement import Achievement
from openbadge_issuer.issuer.badge import Badge

Endorsable = Achievement | model.Achievement | model.Profile | Badge | str
"""What can be endorsed: an achievement, an issuer or anybody else with a profile, a badge; or its id alone."""


def compose(
    what: Endorsable,
    *,
    endorser: model.Profile,
    comment: str | None,
    name: str | None,
    endorsement_id: str | None,
    valid_from: datetime,
    valid_until: datetime | None,
    awarded_date: datetime | None,
) -> model.EndorsementCredential:
    """
    Compose an endorsement; `Issuer.endorse` says what the arguments are.

    Raises:
        ModelError: If what is endorsed has no id, or something is not what the standard allows.
    """
    return model.EndorsementCredential(
        id=endorsement_id or uuid.uuid4().urn,
        name=name or _usual_name(what),
        issuer=endorser,
        valid_from=valid_from,
        valid_until=valid_until,
        awarded_date=awarded_date,
        credential_subject=model.EndorsementSubject(id=_id_of(what), endorsement_comment=comment),
    )


def _id_of(what: Endorsable) -> str:
    found = what if isinstance(what, str) else what.id
    if found:
        return found
    message = (
        "Expected an achievement with an `id`, since an endorsement names what it is about by its id; found one "
        "whose id its issuer will make. Give it an id, or endorse achievement.to_model(issuer.id)."
    )
    problem = Problem(code="missing", path="$.id", message=message)
    raise ModelError(f"Not something that can be endorsed: {problem}", path=problem.path, problems=[problem])


def _usual_name(what: Endorsable) -> str:
    if isinstance(what, str):
        return "Endorsement"
    name = what.document.get("name") if isinstance(what, Badge) else what.name
    return f"Endorsement of {name}" if name else "Endorsement"
