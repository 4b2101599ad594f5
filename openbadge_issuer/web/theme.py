"""
How pages and certificates look, and what they say of the school: its name, logo, colours and texts.

A school names one colour; what else pages need of it is worked out here: the tints, the text on buttons,
the colour for dark pages.
A colour in which links could not be read is refused, with the contrast that it has.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from openbadge_issuer.baking import media_type
from openbadge_issuer.errors import BakingError, ConfigurationError
from openbadge_issuer.settings import Settings
from openbadge_issuer.web.colours import ENOUGH, contrast, lightened, mixed, readable_on

ACCENT = "#3451b2"
"""The colour of links and buttons where no setting says another one."""

LIGHT_GROUNDS = ("#ffffff", "#f4f5f8")
DARK_GROUNDS = ("#191c24", "#101218")
"""What links stand on, in `style.css`: sheets and the page around them."""

MAX_LOGO_BYTES = 262_144
"""Largest logo of the pages, in bytes: 256 KiB; every visitor loads it."""

_LIGHT_TINT, _DARK_TINT, _GLOW = 0.08, 0.14, 0.35

Text = str | Mapping[str, str]
"""A text of the school's own, or one for each language's tag."""


@dataclass(frozen=True)
class Theme:
    """
    The look of an installation.

    Attributes:
        name: What stands at the head of each page; the host if the school says nothing.
        accent: The colour of links and buttons on light grounds, and of certificates, as `#rrggbb`.
        accent_dark: The same on dark grounds; worked out from `accent` if the school says nothing.
        logo: The picture at the head of each page; ours if the school has none.
        footer: What stands at the foot of each page, in Markdown.
        welcome: What the home page begins with.
        templates: A folder of templates that stand in for ours; None if there is none.
        paper: The paper of certificates, as the setting names it.
    """

    name: str = ""
    accent: str = ACCENT
    accent_dark: str | None = None
    logo: bytes | None = field(default=None, repr=False)
    footer: Text = ""
    welcome: Text = ""
    templates: Path | None = None
    paper: str = "a4"

    @cached_property
    def style(self) -> bytes:
        """What is added to the style sheet; nothing where the colours are ours."""
        if self.accent == ACCENT and self.accent_dark is None:
            return b""
        light = _properties(self.accent, LIGHT_GROUNDS[0], _LIGHT_TINT)
        dark_accent = self.accent_dark or _for_dark(self.accent)
        dark = _properties(dark_accent, DARK_GROUNDS[0], _DARK_TINT, glow=_GLOW)
        return f":root {{{light}}}\n@media (prefers-color-scheme: dark) {{ :root {{{dark}}} }}\n".encode()

    @cached_property
    def logo_version(self) -> str:
        """What tells one logo from another; empty where there is none."""
        return hashlib.sha256(self.logo).hexdigest()[:12] if self.logo else ""

    @property
    def logo_type(self) -> str:
        """The logo's media type."""
        return media_type(self.logo or b"")


def theme_of(settings: Settings) -> Theme:
    """
    Return the theme that the settings describe.

    Raises:
        ConfigurationError: If links could not be read in a colour, or a file is not what it must be.
    """
    _check("accent_color", settings.accent_color or ACCENT, LIGHT_GROUNDS, _LIGHT_TINT, "darker")
    if settings.accent_color_dark:
        _check("accent_color_dark", settings.accent_color_dark, DARK_GROUNDS, _DARK_TINT, "lighter")
    folder = settings.templates_dir
    if folder is not None and not folder.is_dir():
        raise ConfigurationError(f"The setting templates_dir names {folder}, which is not a folder.")
    return Theme(
        name=settings.site_name or "",
        accent=settings.accent_color or ACCENT,
        accent_dark=settings.accent_color_dark,
        logo=_logo(settings.site_logo) if settings.site_logo else None,
        footer=settings.site_footer or "",
        welcome=settings.site_welcome or "",
        templates=folder,
        paper=settings.certificate_paper,
    )


def in_language(text: Text, tag: str) -> str:
    """Return a text of the school's own in a language; what there is if it has none in that one."""
    if isinstance(text, str):
        return text
    return text.get(tag) or next(iter(text.values()), "")


def _properties(accent: str, sheet: str, tint: float, *, glow: float = 0.0) -> str:
    found = {
        "accent": accent,
        "on-accent": readable_on(accent),
        "tint": mixed(sheet, accent, tint),
        "glow": mixed(sheet, accent, glow),
    }
    return " ".join(f"--{name}: {value};" for name, value in found.items())


def _for_dark(accent: str) -> str:
    """Return the colour for dark grounds that is nearest to one for light grounds."""
    return next(found for found in lightened(accent) if _worst(found, DARK_GROUNDS, _DARK_TINT)[0] >= ENOUGH)


def _worst(colour: str, grounds: tuple[str, ...], tint: float) -> tuple[float, str]:
    """Return the lowest contrast that a colour has with what it stands on, and with what."""
    return min((contrast(colour, ground), ground) for ground in (*grounds, mixed(grounds[0], colour, tint)))


def _check(setting: str, colour: str, grounds: tuple[str, ...], tint: float, way: str) -> None:
    ratio, ground = _worst(colour, grounds, tint)
    if ratio < ENOUGH:
        raise ConfigurationError(
            f"The setting {setting} is {colour}, whose contrast with {ground} is {ratio:.2f} : 1; "
            f"at least {ENOUGH} : 1 is needed for links to be read (WCAG 2.2, 1.4.3).",
            hint=f"Choose a {way} colour.",
        )


def _logo(path: Path) -> bytes:
    try:
        data = path.read_bytes()
        media_type(data)
    except OSError as error:
        raise ConfigurationError(
            f"The setting site_logo names {path}, which cannot be read: {error.strerror}."
        ) from error
    except BakingError as error:
        raise ConfigurationError(f"The setting site_logo names {path}: {error.message}") from error
    if len(data) > MAX_LOGO_BYTES:
        raise ConfigurationError(
            f"The setting site_logo names {path}, which has {len(data):,} bytes; at most {MAX_LOGO_BYTES:,} are served."
        )
    return data
