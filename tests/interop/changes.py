"""Changed copies of badges: another thing is said, with the signature that was there."""

import base64
import json
from typing import Any

OTHER_NAME = "Megabots"


def changed(badge: dict[str, Any]) -> dict[str, Any]:
    """The badge about another achievement, with the proof it had."""
    subject = badge["credentialSubject"]
    achievement = {**subject["achievement"], "name": OTHER_NAME}
    return {**badge, "credentialSubject": {**subject, "achievement": achievement}}


def changed_jwt(token: str) -> str:
    """The token about another achievement, with the signature it had."""
    header, payload, signature = token.split(".")
    credential = changed(json.loads(base64.urlsafe_b64decode(payload + "==")))
    other = base64.urlsafe_b64encode(json.dumps(credential).encode()).decode().rstrip("=")
    return f"{header}.{other}.{signature}"
