"""Storing a batch that was signed, in one transaction: step 4 of `batches`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from openbadge_issuer.errors import ConflictError
from openbadge_issuer.ports import CredentialRecord, Store, Transaction
from openbadge_issuer.services.addresses import Addresses
from openbadge_issuer.services.batch_signing import SignedTexts, SigningResult
from openbadge_issuer.services.batches import Batch, Chosen, Outcome
from openbadge_issuer.services.issuing import Issued
from openbadge_issuer.services.known_awards import look_up_all
from openbadge_issuer.services.policy import Policy

TRY_AGAIN = frozenset({"award_key", "award_id", "status_index", "id"})
"""Unique values that another process had a moment earlier: with what is known then, it goes well."""

_Signed = Sequence[tuple[Chosen, SignedTexts]]


@dataclass(frozen=True)
class BatchStoring:
    """Keeps what was signed, if nobody was quicker."""

    store: Store
    addresses: Addresses
    policy: Policy

    def keep(self, batch: Batch, results: Sequence[SigningResult]) -> None:
        """
        Store the awards of a batch's job; what somebody else was quicker with stays unsettled.

        Args:
            batch: The batch.
            results: What came of its job.

        Raises:
            UnavailableError: If the database stays out of reach; nothing was stored.
        """
        signed: list[tuple[Chosen, SignedTexts]] = []
        for chosen, result in zip(batch.chosen, results, strict=True):
            if isinstance(result, SignedTexts):
                signed.append((chosen, result))
            else:
                batch.outcomes[chosen.position] = result
        try:
            batch.outcomes.update(self._stored(batch, signed))
        except ConflictError as error:
            if error.path not in TRY_AGAIN:
                raise
        finally:
            batch.release()

    def _stored(self, batch: Batch, signed: _Signed) -> dict[int, Outcome]:
        """Store what is new, under the locks of the lists it is in."""
        if not signed or batch.job is None:
            return {}
        with self.store.writing() as transaction:
            # Without these locks two could use one award_id for different awards at once,
            # and keys could change between the look at them and the commit.
            for status_list in dict.fromkeys(chosen.status_list for chosen, _ in signed):
                transaction.lock_status_list(status_list)
            if tuple(transaction.keys(batch.run.issuer)) != batch.job.keys:
                return {}  # they changed while the batch was signed
            try:
                return self._added(transaction, batch, signed)
            except ConflictError as error:
                if error.path not in TRY_AGAIN:
                    raise
            return self._others_added(transaction, batch, signed)

    def _added(self, transaction: Transaction, batch: Batch, signed: _Signed) -> dict[int, Outcome]:
        """Store a batch if all of it is still new, which the unique values say."""
        records = {chosen.position: _record(batch, chosen, texts, self.policy) for chosen, texts in signed}
        transaction.add_credentials(list(records.values()))
        return {position: self._issued(record, created=True) for position, record in records.items()}

    def _others_added(self, transaction: Transaction, batch: Batch, signed: _Signed) -> dict[int, Outcome]:
        """Store those of a batch that are still new, and settle those that somebody else has made."""
        taken = _taken(transaction, signed)
        wanted = [batch.wanted[chosen.position] for chosen, _ in signed]
        outcomes: dict[int, Outcome] = {}
        new: list[tuple[Chosen, SignedTexts]] = []
        known = look_up_all(transaction, batch.run.issuer, wanted)
        for (chosen, texts), found in zip(signed, known, strict=True):
            if isinstance(found, ConflictError):
                outcomes[chosen.position] = found
            elif found.record is not None:
                outcomes[chosen.position] = self._issued(found.record, created=False)
            elif (chosen.status_list, chosen.status_index) not in taken:
                new.append((replace(chosen, award_key=found.award_key), texts))
        return {**outcomes, **self._added(transaction, batch, new)}

    def _issued(self, record: CredentialRecord, *, created: bool) -> Issued:
        return Issued(record=record, url=self.addresses.credential(record.id), created=created)


def _record(batch: Batch, chosen: Chosen, texts: SignedTexts, policy: Policy) -> CredentialRecord:
    order, keys = batch.wanted[chosen.position].order, batch.wanted[chosen.position].keys
    return CredentialRecord(
        id=chosen.token,
        issuer=batch.run.issuer,
        achievement=order.achievement,
        achievement_version=chosen.achievement_version,
        json=texts.json,
        jwt=texts.jwt,
        award_key=chosen.award_key,
        award_id=order.award_id,
        content_digest=keys.content,
        recipient_key=keys.recipient,
        label=order.recipient.name if policy.keep_names else None,
        status_list=chosen.status_list,
        status_index=chosen.status_index,
        issued_at=batch.ordered[chosen.position].now,
        expires_at=chosen.period[1],
    )


def _taken(transaction: Transaction, signed: _Signed) -> set[tuple[str, int]]:
    """Return those places of a batch that somebody has."""
    taken: set[tuple[str, int]] = set()
    for status_list in {chosen.status_list for chosen, _ in signed}:
        indices = [chosen.status_index for chosen, _ in signed if chosen.status_list == status_list]
        taken |= {(status_list, index) for index in transaction.status_indices_taken(status_list, indices)}
    return taken
