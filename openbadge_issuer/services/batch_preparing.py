"""Making a batch ready to be signed: steps 1 and 2 of `batches`."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from openbadge_issuer.errors import ConflictError, InputError, NotFoundError
from openbadge_issuer.keys.did import did_web_url
from openbadge_issuer.model import Result
from openbadge_issuer.ports import FetchedDocument, Store, Transaction
from openbadge_issuer.services.achievements import find
from openbadge_issuer.services.addresses import Address, Addresses
from openbadge_issuer.services.batch_signing import Awarded, SigningJob, UnsignedAward
from openbadge_issuer.services.batches import Batch, Chosen, Ordered, Run
from openbadge_issuer.services.embeddable import to_embed
from openbadge_issuer.services.hosting import HostingService
from openbadge_issuer.services.issuing import Issued, period_of
from openbadge_issuer.services.key_ring import KeyRing
from openbadge_issuer.services.known_awards import Wanted, look_up_all
from openbadge_issuer.services.orders import SECRET_NAME, award_keys, check_order
from openbadge_issuer.services.own_documents import OwnDocuments
from openbadge_issuer.services.policy import Policy
from openbadge_issuer.services.results import results_of
from openbadge_issuer.services.signing import OpenIssuer
from openbadge_issuer.services.status_lists import StatusLists, companion_of, room
from openbadge_issuer.services.tokens import new_token

Place = tuple[str, int]
"""A place in a status list: the list's id, and the index."""

_Ready = tuple[int, Awarded, Sequence[Result]]
"""Position of an order that can be carried out, what it awards, and its results."""


@dataclass(frozen=True)
class BatchPreparing:
    """Finds out what became of orders already, and makes ready what is to be signed."""

    store: Store
    key_ring: KeyRing
    status_lists: StatusLists
    hosting: HostingService
    addresses: Addresses
    policy: Policy

    def begin(self, run: Run, ordered: Sequence[Ordered]) -> Batch:
        """
        Look at some orders for the first time; what is to be signed is then in `batch.job`.

        Raises:
            NotFoundError: If there is no such issuer.
            KeyMaterialError: If a key cannot be opened.
        """
        secret = self.key_ring.key_store.secret(SECRET_NAME)
        wanted = [
            Wanted(order=each.order, keys=award_keys(run.issuer, each.order, secret)) for each in ordered
        ]
        batch = Batch(run=run, ordered=ordered, wanted=wanted)
        self.prepare(batch)
        return batch

    def prepare(self, batch: Batch) -> None:
        """Look again at the orders that are not settled; raises as `begin`."""
        issuer, batch.job, batch.chosen = batch.run.issuer, None, ()
        with self.store.reading() as transaction:
            transaction.get_issuer(issuer)
            self._settle_known(transaction, batch)
            ready = list(_ready(transaction, batch))
            if not ready:
                return
            opened = self.key_ring.open(transaction, issuer)
        places = self._places(batch, len(ready))
        batch.chosen = [self._chosen(batch, each, place) for each, place in zip(ready, places, strict=True)]
        batch.job = self._job(batch, ready, opened)

    def _settle_known(self, transaction: Transaction, batch: Batch) -> None:
        """Settle what is there already, and what is at odds with it."""
        waiting = batch.waiting
        known = look_up_all(transaction, batch.run.issuer, [batch.wanted[position] for position in waiting])
        for position, found in zip(waiting, known, strict=True):
            if isinstance(found, ConflictError):
                batch.outcomes[position] = found
            elif found.record is not None:
                url = self.addresses.credential(found.record.id)
                batch.outcomes[position] = Issued(record=found.record, url=url, created=False)
            else:
                batch.free_keys[position] = found.award_key

    def _places(self, batch: Batch, count: int) -> list[Place]:
        """Draw free places, and hold them; opens another list where the newest has no room."""
        run, places = batch.run, list[Place]()
        while missing := count - len(places):
            with self.store.reading() as transaction:
                record = self.status_lists.newest(transaction, run.issuer, held=run.held)
                if record is not None and not self.status_lists.is_ready(transaction, record.id):
                    record = None
                if record is not None:
                    wanted = min(missing, room(record, run.held))
                    found = self.status_lists.free_indices(transaction, record, wanted, held=run.held)
            if record is None:
                self._open_list(batch)
                continue
            run.hold(record.id, found)
            places += [(record.id, index) for index in found]
        return places

    def _open_list(self, batch: Batch) -> None:
        with self.store.writing() as transaction:
            opened = self.key_ring.open(transaction, batch.run.issuer)
            self.status_lists.open(transaction, opened, batch.ordered[0].now, held=batch.run.held)

    def _chosen(self, batch: Batch, ready: _Ready, place: Place) -> Chosen:
        position, awarded, _ = ready
        ordered = batch.ordered[position]
        return Chosen(
            position=position,
            token=new_token(),
            award_key=batch.free_keys[position],
            achievement_version=awarded.achievement.version,
            status_list=place[0],
            status_index=place[1],
            period=period_of(ordered.order, self.policy, ordered.now),
        )

    def _job(self, batch: Batch, ready: Sequence[_Ready], opened: OpenIssuer) -> SigningJob:
        awards = tuple(
            _unsigned(batch.ordered[chosen.position], chosen, results, suspendable=self.policy.suspendable)
            for chosen, (_, _, results) in zip(batch.chosen, ready, strict=True)
        )
        return SigningJob(
            issuer=opened.record,
            keys=opened.keys,
            awarded={awarded.achievement.slug: awarded for _, awarded, _ in ready},
            awards=awards,
            documents=self._documents(opened.record.did, self._lists(batch)),
            check_every=self.policy.check_every,
        )

    def _lists(self, batch: Batch) -> set[str]:
        lists = {chosen.status_list for chosen in batch.chosen}
        return lists | {companion_of(one) for one in lists} if self.policy.suspendable else lists

    def _documents(self, did: str, lists: Collection[str]) -> dict[Address, FetchedDocument]:
        """Read what verifying takes, as it is served."""
        own = OwnDocuments(self.hosting, self.addresses)
        urls = [did_web_url(did), *map(self.addresses.status_list, lists)]
        addresses = {address: url for url in urls if (address := self.addresses.parse(url)) is not None}
        return {address: own.fetch(url) for address, url in addresses.items()}


def _ready(transaction: Transaction, batch: Batch) -> Iterator[_Ready]:
    """Yield what can be carried out now, and settle what cannot."""
    awarded: dict[str, Awarded] = {}
    for position in batch.firsts():
        order, now = batch.ordered[position].order, batch.ordered[position].now
        try:
            check_order(order, now=now)
            if order.achievement not in awarded:
                found = find(transaction, order.achievement, batch.run.issuer)
                words = tuple(to_embed(transaction, found, now))
                awarded[order.achievement] = Awarded(achievement=found, endorsements=words)
            one = awarded[order.achievement]
            results = results_of(order.results, one.achievement.document)
        except (InputError, NotFoundError) as error:
            batch.outcomes[position] = error
        else:
            yield position, one, results


def _unsigned(
    ordered: Ordered, chosen: Chosen, results: Sequence[Result], *, suspendable: bool
) -> UnsignedAward:
    order, whom = ordered.order, ordered.order.recipient
    return UnsignedAward(
        slug=order.achievement,
        recipient=(whom.email, whom.name, whom.id, whom.identifier, whom.show_name),
        token=chosen.token,
        status_list=chosen.status_list,
        status_index=chosen.status_index,
        suspendable=suspendable,
        evidence_url=order.evidence_url,
        results=results,
        narrative=order.narrative,
        role=order.role,
        credits=order.credits,
        period=chosen.period,
        awarded_date=chosen.period[0] if order.issued_on else None,
        now=ordered.now,
    )
