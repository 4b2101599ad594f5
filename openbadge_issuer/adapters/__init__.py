"""The world: databases, key files, other people's documents. Implements the protocols of `ports`."""

from openbadge_issuer.extras import needs

needs("httpx", "httpcore", "sqlalchemy", "alembic")
