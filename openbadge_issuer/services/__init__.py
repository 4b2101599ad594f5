"""
The journeys: what a school does with its badges, each as one call.

    addresses      which URL belongs to what, and back          policy       the operator's choices
    issuers        schools and their profiles                   key_ring     their keys, opened
    achievements   what can be awarded                          status_lists the lists that carry revocation
    orders         what is to be awarded to whom                issuing      awarding it
    roster         a table of orders                            importing    awarding them all
    revoking       taking an award back                         hosting      what is served at each URL
    verifying      checking anybody's badge                     access       API keys
    dates          dates as people write them                   idempotency  answers given before

Services get ports and plain values, open one transaction per journey, and return values.
They do no input or output of their own, know no settings, and get the time as an argument.
"""

from dataclasses import dataclass

from openbadge_issuer.ports import Store
from openbadge_issuer.services.access import AccessService
from openbadge_issuer.services.achievements import AchievementService
from openbadge_issuer.services.addresses import Addresses
from openbadge_issuer.services.hosting import HostingService
from openbadge_issuer.services.idempotency import IdempotencyService
from openbadge_issuer.services.importing import ImportService
from openbadge_issuer.services.issuers import IssuerService
from openbadge_issuer.services.issuing import IssuingService
from openbadge_issuer.services.key_ring import KeyRing
from openbadge_issuer.services.policy import Policy
from openbadge_issuer.services.revoking import RevokingService
from openbadge_issuer.services.verifying import VerifyingService

__all__ = ["Services"]


@dataclass(frozen=True, kw_only=True)
class Services:
    """Everything the web and the command line call, wired together by `bootstrap`."""

    store: Store
    addresses: Addresses
    policy: Policy
    key_ring: KeyRing
    issuers: IssuerService
    achievements: AchievementService
    issuing: IssuingService
    importing: ImportService
    revoking: RevokingService
    hosting: HostingService
    verifying: VerifyingService
    access: AccessService
    idempotency: IdempotencyService
