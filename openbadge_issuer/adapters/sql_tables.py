"""
The tables that `SqlStore` keeps its records in, the same for SQLite and PostgreSQL.

Rows are found by their public names (slugs, tokens, verification methods), which are unique and never change.
`number` is the surrogate key inside: it gives the order in which rows were made, and never leaves the store.
Signed documents are kept as the text they are: a database's own JSON would not give back the same bytes.

A change here needs a migration in `migrations/versions`; a test compares the two.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Names of constraints, alike on both databases, so that migrations and error messages can refer to them."""


class Moment(TypeDecorator[datetime]):
    """
    A point in time, to the microsecond, that no server's or session's time zone can shift.

    PostgreSQL keeps it as `timestamp with time zone`; SQLite, which has no such type, as text in UTC
    (`2026-06-01T12:00:00.000000Z`), whose alphabetical order is the order in time.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str] | TypeEngine[datetime]:
        """Choose the column's type."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | datetime | None:
        """Write a moment; one without a time zone is refused, since nobody knows when it is."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        moment = value.astimezone(UTC)
        if dialect.name != "sqlite":
            return moment
        return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"

    def process_result_value(
        self,
        value: str | datetime | None,
        dialect: Dialect,  # noqa: ARG002  (SQLAlchemy's signature)
    ) -> datetime | None:
        """Read a moment, in UTC."""
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        return value.astimezone(UTC) if value is not None else None


metadata = MetaData(naming_convention=NAMING_CONVENTION)


def _number() -> Column[int]:
    # SQLite counts only a key that is called INTEGER
    return Column("number", BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True)


issuers = Table(
    "issuers",
    metadata,
    _number(),
    Column("slug", Text, nullable=False, unique=True),
    Column("did", Text, nullable=False),
    Column("profile", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
)

keys = Table(
    "keys",
    metadata,
    _number(),
    Column("issuer", Text, ForeignKey(issuers.c.slug), nullable=False, index=True),
    Column("verification_method", Text, nullable=False, unique=True),
    Column("reference", Text, nullable=False),
    Column("public_jwk", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

images = Table(
    "images",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("media_type", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

# Which PNG an SVG looks like.
drawings = Table(
    "drawings",
    metadata,
    Column("svg", Text, ForeignKey(images.c.sha256), primary_key=True),
    Column("png", Text, ForeignKey(images.c.sha256), nullable=False),
)

achievements = Table(
    "achievements",
    metadata,
    _number(),
    Column("slug", Text, nullable=False, unique=True),
    Column("issuer", Text, ForeignKey(issuers.c.slug), nullable=False, index=True),
    Column("current_version", Integer, nullable=False),
)

achievement_versions = Table(
    "achievement_versions",
    metadata,
    Column("achievement", Text, ForeignKey(achievements.c.slug), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("document", Text, nullable=False),
    Column("image_sha256", Text, ForeignKey(images.c.sha256)),
    Column("created_at", Moment, nullable=False),
)

status_lists = Table(
    "status_lists",
    metadata,
    _number(),
    Column("id", Text, nullable=False, unique=True),
    Column("issuer", Text, ForeignKey(issuers.c.slug), nullable=False, index=True),
    Column("size", Integer, nullable=False),
    Column("allocated", Integer, nullable=False),
    Column("use", Text, nullable=False),
)

# Apart from `status_lists`, since each award counts there, and a row is written anew as a whole.
status_list_contents = Table(
    "status_list_contents",
    metadata,
    Column("status_list", Text, ForeignKey(status_lists.c.id), primary_key=True),
    Column("updated_at", Moment, nullable=False),
    Column("bits", LargeBinary, nullable=False),
    Column("json", Text, nullable=False),
    Column("jwt", Text),
)

# The long texts come late: SQLite then reads what is before them without walking through them.
# What comes after them is there for few; that it is not there, the head of a row says.
credentials = Table(
    "credentials",
    metadata,
    _number(),
    Column("id", Text, nullable=False, unique=True),
    Column("issuer", Text, ForeignKey(issuers.c.slug), nullable=False),
    Column("achievement", Text, nullable=False),
    Column("achievement_version", Integer, nullable=False),
    Column("award_key", Text, nullable=False),
    Column("award_id", Text),
    Column("content_digest", Text, nullable=False),
    Column("recipient_key", Text),
    Column("label", Text),
    Column("status_list", Text, ForeignKey(status_lists.c.id), nullable=False),
    Column("status_index", Integer, nullable=False),
    Column("issued_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("revoked_at", Moment),
    Column("revocation_category", Text),
    Column("revocation_note", Text),
    Column("json", Text, nullable=False),
    Column("jwt", Text),
    Column("suspended_at", Moment),
    Column("suspension_category", Text),
    Column("suspension_note", Text),
    ForeignKeyConstraint(
        ["achievement", "achievement_version"],
        [achievement_versions.c.achievement, achievement_versions.c.version],
    ),
    UniqueConstraint("issuer", "award_key"),
    UniqueConstraint("status_list", "status_index"),
)

# An operator's own id is used once, but again for the award that corrects a revoked one.
_NOT_REVOKED = credentials.c.revoked_at.is_(None)
Index(
    "uq_credentials_issuer_award_id",
    credentials.c.issuer,
    credentials.c.award_id,
    unique=True,
    postgresql_where=_NOT_REVOKED,
    sqlite_where=_NOT_REVOKED,
)

# Each way to look for awards, in the order they were made, whatever their number.
Index(None, credentials.c.issuer, credentials.c.number)
Index(None, credentials.c.achievement, credentials.c.number)
Index(None, credentials.c.recipient_key, credentials.c.number)
Index(None, credentials.c.award_id, credentials.c.number)
Index(
    "ix_credentials_revoked",
    credentials.c.number,
    postgresql_where=credentials.c.revoked_at.is_not(None),
    sqlite_where=credentials.c.revoked_at.is_not(None),
)

# Only of awards about whose page something was decided: most have no row here.
badge_pages = Table(
    "badge_pages",
    metadata,
    Column("credential", Text, ForeignKey(credentials.c.id), primary_key=True),
    Column("achievement", Text, ForeignKey(achievements.c.slug), nullable=False),
    Column("opened_at", Moment),
    Column("secret_sha256", Text),
)
Index(None, badge_pages.c.achievement, badge_pages.c.opened_at)

# What is left of what was erased: its place in a status list is never given to another.
tombstones = Table(
    "tombstones",
    metadata,
    Column("id", Text, primary_key=True),
    Column("status_list", Text, ForeignKey(status_lists.c.id)),
    Column("status_index", Integer),
    Column("erased_at", Moment, nullable=False),
    UniqueConstraint("status_list", "status_index"),
)

endorsements = Table(
    "endorsements",
    metadata,
    _number(),
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("endorsed", Text, ForeignKey(issuers.c.slug)),
    Column("endorser", Text, ForeignKey(issuers.c.slug)),
    Column("endorser_id", Text, nullable=False),
    Column("credential_id", Text, nullable=False),
    Column("status_list", Text, ForeignKey(status_lists.c.id)),
    Column("status_index", Integer),
    Column("expires_at", Moment),
    Column("added_at", Moment, nullable=False),
    Column("accepted_at", Moment),
    Column("revoked_at", Moment),
    Column("revocation_category", Text),
    Column("revocation_note", Text),
    Column("dropped_at", Moment),
    Column("drop_category", Text),
    Column("drop_note", Text),
    Column("json", Text),
    Column("jwt", Text),
    UniqueConstraint("endorser_id", "credential_id"),
    UniqueConstraint("status_list", "status_index"),
)

# Each way to look for endorsements; the first is taken for every badge that is issued.
Index(None, endorsements.c.target, endorsements.c.number)
Index(None, endorsements.c.endorsed, endorsements.c.number)
Index(None, endorsements.c.endorser, endorsements.c.number)

api_keys = Table(
    "api_keys",
    metadata,
    _number(),
    Column("id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("secret_sha256", Text, nullable=False, unique=True),
    Column("scopes", Text, nullable=False),
    Column("issuer", Text, ForeignKey(issuers.c.slug)),
    Column("created_at", Moment, nullable=False),
    Column("revoked_at", Moment),
)

responses = Table(
    "responses",
    metadata,
    Column("api_key", Text, ForeignKey(api_keys.c.id), primary_key=True),
    Column("idempotency_key", Text, primary_key=True),
    Column("request_sha256", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
)
