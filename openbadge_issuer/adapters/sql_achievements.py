"""Achievements with all their versions, and the pictures that badges are baked into, as rows."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, Table, and_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from openbadge_issuer.adapters.sql_rows import Rows
from openbadge_issuer.adapters.sql_tables import achievement_versions, achievements, drawings, images
from openbadge_issuer.errors import ConflictError
from openbadge_issuer.json_text import to_text
from openbadge_issuer.ports import AchievementRecord, ImageRecord

_VERSIONS = select(achievements.c.issuer, achievement_versions).join_from(
    achievements, achievement_versions, achievements.c.slug == achievement_versions.c.achievement
)
_CURRENT = _VERSIONS.where(achievement_versions.c.version == achievements.c.current_version)


class AchievementRows(Rows):
    """The part of a transaction that deals with achievements and pictures."""

    def add_image(self, record: ImageRecord) -> None:
        """Keep a picture; keeping the same one again does nothing."""
        values = {"sha256": record.sha256, "media_type": record.media_type, "data": record.data}
        self._insert_once(images, values)

    def get_image(self, sha256: str) -> ImageRecord:
        """
        Return the picture with this SHA-256.

        Raises:
            NotFoundError: If there is none.
        """
        row = self._get(
            select(images).where(images.c.sha256 == sha256), missing=f"There is no image {sha256}."
        )
        return ImageRecord(sha256=row.sha256, media_type=row.media_type, data=row.data)

    def add_drawing(self, svg: str, png: str) -> None:
        """Keep which PNG an SVG looks like; keeping it again does nothing."""
        self._insert_once(drawings, {"svg": svg, "png": png})

    def find_drawing(self, svg: str) -> ImageRecord | None:
        """Return what an SVG looks like as a PNG."""
        row = self._find(
            select(images).join(drawings, drawings.c.png == images.c.sha256).where(drawings.c.svg == svg)
        )
        return (
            None if row is None else ImageRecord(sha256=row.sha256, media_type=row.media_type, data=row.data)
        )

    def _insert_once(self, table: Table, values: dict[str, Any]) -> None:
        dialect = sqlite if self._connection.engine.name == "sqlite" else postgresql
        self._connection.execute(dialect.insert(table).values(values).on_conflict_do_nothing())

    def add_achievement(self, record: AchievementRecord) -> None:
        """
        Keep a version; it becomes the current one.

        Raises:
            ConflictError: If it is the first and the slug is taken (`path` is "slug"),
                or it does not follow the current version, as when another process was faster ("version").
            NotFoundError: If its issuer or its image is not there.
        """
        with self._savepoint():
            if record.version == 1:
                self._insert(
                    achievements, {"slug": record.slug, "issuer": record.issuer, "current_version": 1}
                )
            else:
                self._make_current(record)
            self._insert(achievement_versions, _version_values(record))

    def get_achievement(self, issuer: str, slug: str, version: int | None = None) -> AchievementRecord:
        """
        Return one version of an issuer's achievement, the current one by default.

        Raises:
            NotFoundError: If there is none.
        """
        statement = (
            _CURRENT if version is None else _VERSIONS.where(achievement_versions.c.version == version)
        )
        return self._one(statement.where(achievements.c.slug == slug, achievements.c.issuer == issuer), slug)

    def find_achievement(self, slug: str) -> AchievementRecord:
        """
        Return the current version of the achievement with this slug, whoever's it is.

        Raises:
            NotFoundError: If there is none.
        """
        return self._one(_CURRENT.where(achievements.c.slug == slug), slug)

    def achievements(self, issuer: str | None = None) -> Sequence[AchievementRecord]:
        """Return the current versions, of one issuer or of all, by slug."""
        statement = _CURRENT if issuer is None else _CURRENT.where(achievements.c.issuer == issuer)
        records = [_achievement(row) for row in self._all(statement)]
        return sorted(
            records, key=lambda record: record.slug
        )  # databases differ in what they call alphabetical

    def _make_current(self, record: AchievementRecord) -> None:
        before = and_(
            achievements.c.slug == record.slug,
            achievements.c.issuer == record.issuer,
            achievements.c.current_version == record.version - 1,
        )
        statement = update(achievements).where(before).values(current_version=record.version)
        if self._connection.execute(statement).rowcount == 0:
            current = self.get_achievement(record.issuer, record.slug).version
            raise ConflictError(
                f"The achievement {record.slug} is at version {current}; {record.version} does not follow.",
                path="version",
            )

    def _one(self, statement: Select[Any], slug: str) -> AchievementRecord:
        return _achievement(
            self._get(statement, missing=f"There is no achievement {slug}, or not this version of it.")
        )


def _version_values(record: AchievementRecord) -> dict[str, Any]:
    return {
        "achievement": record.slug,
        "version": record.version,
        "document": to_text(record.document),
        "image_sha256": record.image_sha256,
        "created_at": record.created_at,
    }


def _achievement(row: Row[Any]) -> AchievementRecord:
    return AchievementRecord(
        issuer=row.issuer,
        slug=row.achievement,
        version=row.version,
        document=json.loads(row.document),
        image_sha256=row.image_sha256,
        created_at=row.created_at,
    )
