"""Badges that are suspended for the time being."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

MOMENT = sa.Text().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    op.add_column("credentials", sa.Column("suspended_at", MOMENT, nullable=True))
    op.add_column("credentials", sa.Column("suspension_category", sa.Text, nullable=True))
    op.add_column("credentials", sa.Column("suspension_note", sa.Text, nullable=True))
