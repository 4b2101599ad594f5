"""Issuers and the public halves of their keys, as rows."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select, update

from openbadge_issuer.adapters.sql_rows import Rows
from openbadge_issuer.adapters.sql_tables import issuers, keys
from openbadge_issuer.json_text import to_text
from openbadge_issuer.keys.public_key import PublicKey
from openbadge_issuer.ports import IssuerRecord, KeyRecord, KeyState


class IssuerRows(Rows):
    """The part of a transaction that deals with issuers and keys."""

    def add_issuer(self, record: IssuerRecord) -> None:
        """
        Keep an issuer.

        Raises:
            ConflictError: If there is one with this slug.
        """
        self._insert(issuers, _issuer_values(record) | {"created_at": record.created_at})

    def update_issuer(self, record: IssuerRecord) -> None:
        """
        Replace an issuer's identity and profile; when it was made stays.

        Raises:
            NotFoundError: If there is none with this slug.
        """
        statement = update(issuers).where(issuers.c.slug == record.slug).values(_issuer_values(record))
        self._update(statement, missing=f"There is no issuer {record.slug}.")

    def get_issuer(self, slug: str) -> IssuerRecord:
        """
        Return the issuer with this slug.

        Raises:
            NotFoundError: If there is none.
        """
        statement = select(issuers).where(issuers.c.slug == slug)
        return _issuer(self._get(statement, missing=f"There is no issuer {slug}."))

    def issuers(self) -> Sequence[IssuerRecord]:
        """Return all issuers, oldest first."""
        return [_issuer(row) for row in self._all(select(issuers).order_by(issuers.c.number))]

    def find_issuer_slug(self, did: str) -> str | None:
        """Return the slug of the oldest issuer with this DID."""
        statement = select(issuers.c.slug).where(issuers.c.did == did).order_by(issuers.c.number).limit(1)
        row = self._find(statement)
        return None if row is None else str(row.slug)

    def add_key(self, record: KeyRecord) -> None:
        """
        Keep a key.

        Raises:
            ConflictError: If there is one with this verification method.
            NotFoundError: If its issuer is not there.
        """
        self._insert(keys, _key_values(record))

    def update_key(self, record: KeyRecord) -> None:
        """
        Replace what may change of a key: reference, state, and when that changed.

        Raises:
            NotFoundError: If there is none with this verification method.
        """
        values = {"reference": record.reference, "state": record.state, "changed_at": record.changed_at}
        statement = update(keys).where(keys.c.verification_method == record.verification_method)
        self._update(statement.values(values), missing=f"There is no key {record.verification_method}.")

    def keys(self, issuer: str) -> Sequence[KeyRecord]:
        """Return all keys of an issuer, oldest first."""
        return [
            _key(row)
            for row in self._all(select(keys).where(keys.c.issuer == issuer).order_by(keys.c.number))
        ]


def _issuer_values(record: IssuerRecord) -> dict[str, Any]:
    return {"slug": record.slug, "did": record.did, "profile": to_text(record.profile)}


def _issuer(row: Row[Any]) -> IssuerRecord:
    return IssuerRecord(
        slug=row.slug, did=row.did, profile=json.loads(row.profile), created_at=row.created_at
    )


def _key_values(record: KeyRecord) -> dict[str, Any]:
    return {
        "issuer": record.issuer,
        "verification_method": record.verification_method,
        "reference": record.reference,
        "public_jwk": to_text(record.public_key.jwk),
        "state": record.state,
        "created_at": record.created_at,
        "changed_at": record.changed_at,
    }


def _key(row: Row[Any]) -> KeyRecord:
    return KeyRecord(
        issuer=row.issuer,
        verification_method=row.verification_method,
        reference=row.reference,
        public_key=PublicKey.from_jwk(json.loads(row.public_jwk)),
        state=KeyState(row.state),
        created_at=row.created_at,
        changed_at=row.changed_at,
    )
