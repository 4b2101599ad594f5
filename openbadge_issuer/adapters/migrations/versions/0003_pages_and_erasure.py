"""Pages that earners open, what is left of erased awards, and what SVGs look like."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

MOMENT = sa.Text().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "drawings",
        sa.Column("svg", sa.Text, nullable=False),
        sa.Column("png", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["svg"], ["images.sha256"], name=op.f("fk_drawings_svg")),
        sa.ForeignKeyConstraint(["png"], ["images.sha256"], name=op.f("fk_drawings_png")),
        sa.PrimaryKeyConstraint("svg", name=op.f("pk_drawings")),
    )
    op.create_table(
        "badge_pages",
        sa.Column("credential", sa.Text, nullable=False),
        sa.Column("achievement", sa.Text, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=True),
        sa.Column("secret_sha256", sa.Text, nullable=True),
        sa.ForeignKeyConstraint(["credential"], ["credentials.id"], name=op.f("fk_badge_pages_credential")),
        sa.ForeignKeyConstraint(
            ["achievement"], ["achievements.slug"], name=op.f("fk_badge_pages_achievement")
        ),
        sa.PrimaryKeyConstraint("credential", name=op.f("pk_badge_pages")),
    )
    op.create_index(op.f("ix_badge_pages_achievement_opened_at"), "badge_pages", ["achievement", "opened_at"])
    op.create_table(
        "tombstones",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("status_list", sa.Text, nullable=True),
        sa.Column("status_index", sa.Integer, nullable=True),
        sa.Column("erased_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["status_list"], ["status_lists.id"], name=op.f("fk_tombstones_status_list")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tombstones")),
        sa.UniqueConstraint(
            "status_list", "status_index", name=op.f("uq_tombstones_status_list_status_index")
        ),
    )
