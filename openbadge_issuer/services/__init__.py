"""
The journeys: what a school does with its badges, each as one call.

    issuers        schools: profile (issuers), keys (key_ring, signing), status_lists, pictures
    achievements   what can be awarded, in versions: achievement_documents
    issuing        awarding one: orders, results, known_awards (what was made before)
    issuing_many   awarding any number, in batches: batches, batch_preparing, batch_signing, batch_storing
    importing      awarding a whole table: roster (cells), roster_orders (what they mean)
    revoking       taking one back; suspending: for the time being
    opening        who may find a badge's page: its earner and staff open and close it
    erasing        taking a person's badge and all about it away
    endorsing      others' words for what is awarded here, and ours for theirs: endorsement_orders,
                   endorsable (what they are about), received_endorsements, embeddable (which go into badges)
    withdrawing    taking such words back; endorsement_states
    hosting        what is served at each of our addresses
    verifying      checking anybody's badge: own_documents answers for ourselves, alternate_links leads from
                   pages to badges
    access         API keys; idempotency: answers given before

Everything else serves these: policy (the operator's choices), dates, names, tokens.

Services get ports and plain values, open one transaction per journey, and return values.
They do no input or output of their own, know no settings, and get the time as an argument.
"""

from dataclasses import dataclass

from openbadge_issuer.linked_data.contexts import shipped
from openbadge_issuer.ports import Store
from openbadge_issuer.services.access import AccessService
from openbadge_issuer.services.achievements import AchievementService
from openbadge_issuer.services.addresses import Addresses
from openbadge_issuer.services.endorsing import EndorsingService
from openbadge_issuer.services.erasing import ErasingService
from openbadge_issuer.services.hosting import HostingService
from openbadge_issuer.services.idempotency import IdempotencyService
from openbadge_issuer.services.importing import ImportService
from openbadge_issuer.services.issuers import IssuerService
from openbadge_issuer.services.issuing import IssuingService
from openbadge_issuer.services.issuing_many import ManyIssuing
from openbadge_issuer.services.key_ring import KeyRing
from openbadge_issuer.services.opening import OpeningService
from openbadge_issuer.services.orders import SECRET_NAME
from openbadge_issuer.services.policy import Policy
from openbadge_issuer.services.revoking import RevokingService
from openbadge_issuer.services.suspending import SuspendingService
from openbadge_issuer.services.verifying import VerifyingService
from openbadge_issuer.services.withdrawing import WithdrawingService

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
    issuing_many: ManyIssuing
    importing: ImportService
    revoking: RevokingService
    suspending: SuspendingService
    endorsing: EndorsingService
    withdrawing: WithdrawingService
    opening: OpeningService
    erasing: ErasingService
    hosting: HostingService
    verifying: VerifyingService
    access: AccessService
    idempotency: IdempotencyService

    def check(self) -> None:
        """
        Make sure that everything a journey needs is as it must be, before the first one.

        Raises:
            ConfigurationError: If the database is not there, or has another schema.
            ContextError: If a JSON-LD context was changed on disk.
            KeyMaterialError: If a signing key or the award secret cannot be opened.
        """
        self.store.check()
        shipped()
        for issuer in self.issuers.list():
            self.key_ring.issuer(issuer.slug)
            self.key_ring.key_store.secret(SECRET_NAME)
