"""What tests of endorsements in the service ask of badges, and how they hand endorsements in."""

from datetime import datetime
from typing import Any

from openbadge_issuer.json_text import JsonObject, parse_object
from openbadge_issuer.services import Services
from openbadge_issuer.services.endorsement_states import Settled
from openbadge_issuer.services.issuing import Issued

SUPERBOTS = "https://badges.school.example/achievements/superbots"
COMMENT = "We designed the brief together, and hire from it."
ELSEWHERE = "https://other.example/achievements/1"


def embedded(issued: Issued) -> list[JsonObject]:
    """The endorsements in a badge's achievement."""
    achievement = parse_object(issued.record.json)["credentialSubject"]["achievement"]
    found: list[JsonObject] = achievement.get("endorsement", [])
    return found


def outcomes(services: Services, issued: Issued, now: datetime) -> list[Any]:
    """What becomes of each of them when it is verified by itself."""
    return [services.verifying.verify(document, now=now).outcome for document in embedded(issued)]


def take_in(services: Services, word: bytes | str, now: datetime) -> Settled:
    """Hand in an endorsement that was signed elsewhere."""
    return services.endorsing.take_in(services.endorsing.read(word), now=now)
