"""The first tables: issuers, keys, achievements, status lists, awards, API keys."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Kind = type[sa.types.TypeEngine[Any]] | sa.types.TypeEngine[Any]

MOMENT = sa.Text().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    create_issuers()
    create_achievements()
    create_status_lists()
    create_credentials()
    create_access()


def number() -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("number", kind, sa.Identity(always=False), nullable=False)


def required(name: str, kind: Kind = sa.Text) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def optional(name: str, kind: Kind = sa.Text) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)


def create_issuers() -> None:
    op.create_table(
        "issuers",
        number(),
        required("slug"),
        required("did"),
        required("profile"),
        required("created_at", MOMENT),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_issuers")),
        sa.UniqueConstraint("slug", name=op.f("uq_issuers_slug")),
    )
    op.create_table(
        "keys",
        number(),
        required("issuer"),
        required("verification_method"),
        required("reference"),
        required("public_jwk"),
        required("state"),
        required("created_at", MOMENT),
        required("changed_at", MOMENT),
        sa.ForeignKeyConstraint(["issuer"], ["issuers.slug"], name=op.f("fk_keys_issuer")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_keys")),
        sa.UniqueConstraint("verification_method", name=op.f("uq_keys_verification_method")),
    )
    op.create_index(op.f("ix_keys_issuer"), "keys", ["issuer"])


def create_achievements() -> None:
    op.create_table(
        "images",
        required("sha256"),
        required("media_type"),
        required("data", sa.LargeBinary),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_images")),
    )
    op.create_table(
        "achievements",
        number(),
        required("slug"),
        required("issuer"),
        required("current_version", sa.Integer),
        sa.ForeignKeyConstraint(["issuer"], ["issuers.slug"], name=op.f("fk_achievements_issuer")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_achievements")),
        sa.UniqueConstraint("slug", name=op.f("uq_achievements_slug")),
    )
    op.create_index(op.f("ix_achievements_issuer"), "achievements", ["issuer"])
    op.create_table(
        "achievement_versions",
        required("achievement"),
        required("version", sa.Integer),
        required("document"),
        optional("image_sha256"),
        required("created_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["achievement"], ["achievements.slug"], name=op.f("fk_achievement_versions_achievement")
        ),
        sa.ForeignKeyConstraint(
            ["image_sha256"], ["images.sha256"], name=op.f("fk_achievement_versions_image_sha256")
        ),
        sa.PrimaryKeyConstraint("achievement", "version", name=op.f("pk_achievement_versions")),
    )


def create_status_lists() -> None:
    op.create_table(
        "status_lists",
        number(),
        required("id"),
        required("issuer"),
        required("size", sa.Integer),
        required("allocated", sa.Integer),
        sa.ForeignKeyConstraint(["issuer"], ["issuers.slug"], name=op.f("fk_status_lists_issuer")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_status_lists")),
        sa.UniqueConstraint("id", name=op.f("uq_status_lists_id")),
    )
    op.create_index(op.f("ix_status_lists_issuer"), "status_lists", ["issuer"])
    op.create_table(
        "status_list_contents",
        required("status_list"),
        required("updated_at", MOMENT),
        required("bits", sa.LargeBinary),
        required("json"),
        optional("jwt"),
        sa.ForeignKeyConstraint(
            ["status_list"], ["status_lists.id"], name=op.f("fk_status_list_contents_status_list")
        ),
        sa.PrimaryKeyConstraint("status_list", name=op.f("pk_status_list_contents")),
    )


def create_credentials() -> None:
    op.create_table(
        "credentials",
        number(),
        required("id"),
        required("issuer"),
        required("achievement"),
        required("achievement_version", sa.Integer),
        required("award_key"),
        optional("award_id"),
        required("content_digest"),
        optional("recipient_key"),
        optional("label"),
        required("status_list"),
        required("status_index", sa.Integer),
        required("issued_at", MOMENT),
        optional("expires_at", MOMENT),
        optional("revoked_at", MOMENT),
        optional("revocation_category"),
        optional("revocation_note"),
        required("json"),
        optional("jwt"),
        sa.ForeignKeyConstraint(
            ["achievement", "achievement_version"],
            ["achievement_versions.achievement", "achievement_versions.version"],
            name=op.f("fk_credentials_achievement_achievement_version"),
        ),
        sa.ForeignKeyConstraint(["issuer"], ["issuers.slug"], name=op.f("fk_credentials_issuer")),
        sa.ForeignKeyConstraint(
            ["status_list"], ["status_lists.id"], name=op.f("fk_credentials_status_list")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_credentials")),
        sa.UniqueConstraint("id", name=op.f("uq_credentials_id")),
        sa.UniqueConstraint("issuer", "award_key", name=op.f("uq_credentials_issuer_award_key")),
        sa.UniqueConstraint(
            "status_list", "status_index", name=op.f("uq_credentials_status_list_status_index")
        ),
    )
    in_force = sa.text("revoked_at IS NULL")
    op.create_index(
        op.f("uq_credentials_issuer_award_id"),
        "credentials",
        ["issuer", "award_id"],
        unique=True,
        postgresql_where=in_force,
        sqlite_where=in_force,
    )
    for column in ("issuer", "achievement", "recipient_key", "award_id"):
        op.create_index(op.f(f"ix_credentials_{column}_number"), "credentials", [column, "number"])
    revoked = sa.text("revoked_at IS NOT NULL")
    op.create_index(
        op.f("ix_credentials_revoked"),
        "credentials",
        ["number"],
        postgresql_where=revoked,
        sqlite_where=revoked,
    )


def create_access() -> None:
    op.create_table(
        "api_keys",
        number(),
        required("id"),
        required("name"),
        required("secret_sha256"),
        required("scopes"),
        optional("issuer"),
        required("created_at", MOMENT),
        optional("revoked_at", MOMENT),
        sa.ForeignKeyConstraint(["issuer"], ["issuers.slug"], name=op.f("fk_api_keys_issuer")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("id", name=op.f("uq_api_keys_id")),
        sa.UniqueConstraint("secret_sha256", name=op.f("uq_api_keys_secret_sha256")),
    )
    op.create_table(
        "responses",
        required("api_key"),
        required("idempotency_key"),
        required("request_sha256"),
        required("status", sa.Integer),
        required("body"),
        required("created_at", MOMENT),
        sa.ForeignKeyConstraint(["api_key"], ["api_keys.id"], name=op.f("fk_responses_api_key")),
        sa.PrimaryKeyConstraint("api_key", "idempotency_key", name=op.f("pk_responses")),
    )
