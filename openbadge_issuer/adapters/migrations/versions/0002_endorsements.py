"""Endorsements, and what each status list is used for."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

Kind = type[sa.types.TypeEngine[Any]] | sa.types.TypeEngine[Any]

MOMENT = sa.Text().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    op.add_column("status_lists", sa.Column("use", sa.Text, nullable=False, server_default="awards"))
    create_endorsements()
    for column in ("target", "endorsed", "endorser"):
        op.create_index(op.f(f"ix_endorsements_{column}_number"), "endorsements", [column, "number"])


def required(name: str, kind: Kind = sa.Text) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def optional(name: str, kind: Kind = sa.Text) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)


def create_endorsements() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "endorsements",
        sa.Column("number", number, sa.Identity(always=False), nullable=False),
        *(required(name) for name in ("id", "kind", "target", "subject")),
        *(optional(name) for name in ("endorsed", "endorser")),
        *(required(name) for name in ("endorser_id", "credential_id")),
        optional("status_list"),
        optional("status_index", sa.Integer),
        optional("expires_at", MOMENT),
        required("added_at", MOMENT),
        optional("accepted_at", MOMENT),
        optional("revoked_at", MOMENT),
        optional("revocation_category"),
        optional("revocation_note"),
        optional("dropped_at", MOMENT),
        optional("drop_category"),
        optional("drop_note"),
        optional("json"),
        optional("jwt"),
        sa.ForeignKeyConstraint(["endorsed"], ["issuers.slug"], name=op.f("fk_endorsements_endorsed")),
        sa.ForeignKeyConstraint(["endorser"], ["issuers.slug"], name=op.f("fk_endorsements_endorser")),
        sa.ForeignKeyConstraint(
            ["status_list"], ["status_lists.id"], name=op.f("fk_endorsements_status_list")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_endorsements")),
        sa.UniqueConstraint("id", name=op.f("uq_endorsements_id")),
        sa.UniqueConstraint(
            "endorser_id", "credential_id", name=op.f("uq_endorsements_endorser_id_credential_id")
        ),
        sa.UniqueConstraint(
            "status_list", "status_index", name=op.f("uq_endorsements_status_list_status_index")
        ),
    )
