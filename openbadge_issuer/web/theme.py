"""How pages and certificates look, and what they say of the school: its name, logo, colours and texts."""

from dataclasses import dataclass

ACCENT = "#3451b2"
"""The colour of links and buttons where no setting says another one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Theme:
    """
    The look of an installation.

    Attributes:
        accent: The colour of links and buttons on light grounds, and of certificates, as `#rrggbb`.
    """

    accent: str = ACCENT
