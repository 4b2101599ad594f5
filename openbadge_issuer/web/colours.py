"""
Colours and how well they can be told apart (WCAG 2.2: relative luminance, contrast ratio).

A colour is written `#rrggbb`.
"""

from collections.abc import Iterator

ENOUGH = 4.5
"""Lowest contrast of text and its ground, as a ratio (WCAG 2.2, 1.4.3, level AA)."""

WHITE = "#ffffff"
BLACK = "#000000"

_STEPS = 20
"""Steps in which a colour is brought nearer to another, by number; a twentieth is hardly seen."""


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 (the same) to 21 (black and white)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """Return a colour between two: with a share of 0 the first, of 1 the second."""
    parts = (round(a + (b - a) * share) for a, b in zip(_parts(one), _parts(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def readable_on(ground: str) -> str:
    """Return black or white, whichever can be read better on a ground."""
    return max((WHITE, BLACK), key=lambda text: contrast(text, ground))


def lightened(colour: str) -> Iterator[str]:
    """Give the colour itself, and then ever lighter ones, up to white."""
    for step in range(_STEPS + 1):
        yield mixed(colour, WHITE, step / _STEPS)


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
