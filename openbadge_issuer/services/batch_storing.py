"""Storing a batch that was signed, in one transaction: step 4 of `batches`."""

from collections.abc import Sequence
from dataclasses import dataclass

from openbadge_issuer.errors import ConflictError
from openbadge_issuer.ports import CredentialRecord, Store, Transaction
from openbadge_issuer.services.addresses import Addresses
from openbadge_issuer.services.batch_signing import SignedTexts, SigningResult
from openbadge_issuer.services.batches import Batch, Chosen, Outcome
from openbadge_issuer.services.issuing import Issued
from openbadge_issuer.services.known_awards import Known, look_up_all
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
        issuer = batch.run.issuer
        with self.store.writing() as transaction:
            taken = _lock_and_look(transaction, signed)
            if tuple(transaction.keys(issuer)) != batch.job.keys:
                return {}  # they changed while the batch was signed
            wanted = [batch.wanted[chosen.position] for chosen, _ in signed]
            known = look_up_all(transaction, issuer, wanted)
            settled = {
                chosen.position: self._settled(batch, chosen, texts, found)
                for (chosen, texts), found in zip(signed, known, strict=True)
                if not (_is_new(found) and (chosen.status_list, chosen.status_index) in taken)
            }
            new = [one.record for one in settled.values() if isinstance(one, Issued) and one.created]
            transaction.add_credentials(new)
        return settled

    def _settled(
        self, batch: Batch, chosen: Chosen, texts: SignedTexts, found: Known | ConflictError
    ) -> Outcome:
        if isinstance(found, ConflictError):
            return found
        record = found.record or self._record(batch, chosen, texts, found.award_key)
        return Issued(record=record, url=self.addresses.credential(record.id), created=found.record is None)

    def _record(self, batch: Batch, chosen: Chosen, texts: SignedTexts, award_key: str) -> CredentialRecord:
        order, keys = batch.wanted[chosen.position].order, batch.wanted[chosen.position].keys
        return CredentialRecord(
            id=chosen.token,
            issuer=batch.run.issuer,
            achievement=order.achievement,
            achievement_version=chosen.achievement_version,
            json=texts.json,
            jwt=texts.jwt,
            award_key=award_key,
            award_id=order.award_id,
            content_digest=keys.content,
            recipient_key=keys.recipient,
            label=order.recipient.name if self.policy.keep_names else None,
            status_list=chosen.status_list,
            status_index=chosen.status_index,
            issued_at=batch.ordered[chosen.position].now,
            expires_at=chosen.period[1],
        )


def _is_new(found: Known | ConflictError) -> bool:
    return isinstance(found, Known) and found.record is None


def _lock_and_look(transaction: Transaction, signed: _Signed) -> set[tuple[str, int]]:
    """
    Lock the lists of a batch, those that were opened first before the others, and return the places that are taken.

    Without these locks two could use one award_id for different awards at once,
    and keys could change between the look at them and the commit.
    """
    taken: set[tuple[str, int]] = set()
    for status_list in dict.fromkeys(chosen.status_list for chosen, _ in signed):
        transaction.lock_status_list(status_list)
        indices = [chosen.status_index for chosen, _ in signed if chosen.status_list == status_list]
        taken |= {(status_list, index) for index in transaction.status_indices_taken(status_list, indices)}
    return taken
