"""The stylesheet in a newsroom's own colour, and the check that text stays readable in it (WCAG 2.2, 1.4.3)."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from index.errors import ConfigError

LEAST_CONTRAST = 4.5
"""Contrast that text of any size needs."""

LIGHT_GROUNDS, DARK_GROUNDS = ("#ffffff", "#f3f5f4"), ("#121516", "#1c2122")
"""What links stand on: ``--paper`` and ``--tint`` of the stylesheet."""

_ON_LIGHT_ACCENT, _ON_DARK_ACCENT = "#ffffff", "#08211b"
_SHEET = Path(__file__).parent / "static" / "telusur.css"
_PLAIN = re.compile(r"(--accent: )#0a5a4b;(\s+--on-accent: )#fff;")
_PAIRED = re.compile(r"(--accent: light-dark\()#0a5a4b, #7fcbb6\);(\s+--on-accent: light-dark\()#fff, #08211b\);")
_STEPS = 20


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """The one stylesheet: its text, and a digest of it that its address carries."""

    text: str
    version: str


def stylesheet(accent: str | None, accent_dark: str | None) -> Stylesheet:
    """Return the stylesheet with a newsroom's colour for links, bars and buttons.

    Args:
        accent: The colour on light ground, as ``#rrggbb``; None: the stylesheet's own.
        accent_dark: The one on dark ground; None: ``accent``, as much lighter as it takes to be readable.

    Raises:
        ConfigError: Text in one of the colours would be hard to read.
    """
    text = _SHEET.read_text(encoding="utf-8")
    if accent is not None:
        _check("accent", accent, LIGHT_GROUNDS)
        dark = accent_dark or _lightened(accent)
        _check("accent_dark", dark, DARK_GROUNDS)
        on_light, on_dark = _readable_on(accent), _readable_on(dark)
        text = _PLAIN.sub(rf"\g<1>{accent};\g<2>{on_light};", text)
        text = _PAIRED.sub(rf"\g<1>{accent}, {dark});\g<2>{on_light}, {on_dark});", text)
    return Stylesheet(text, hashlib.sha256(text.encode()).hexdigest()[:12])


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _check(setting: str, colour: str, grounds: tuple[str, ...]) -> None:
    least = min(contrast(colour, ground) for ground in grounds)
    if least < LEAST_CONTRAST:
        need = "darker" if grounds is LIGHT_GROUNDS else "lighter"
        raise ConfigError(
            f"{setting}: {colour} has a contrast of {least:.1f} to the ground it stands on; "
            f"take a {need} one, {LEAST_CONTRAST} is needed"
        )


def _lightened(colour: str) -> str:
    """Return a colour mixed with as little white as makes it readable on dark ground."""
    channels = _channels(colour)
    for step in range(_STEPS + 1):
        mixed = "#" + "".join(f"{round(c + (255 - c) * step / _STEPS):02x}" for c in channels)
        if min(contrast(mixed, ground) for ground in DARK_GROUNDS) >= LEAST_CONTRAST:
            return mixed
    raise AssertionError("white is readable on dark ground")


def _readable_on(colour: str) -> str:
    return max((_ON_LIGHT_ACCENT, _ON_DARK_ACCENT), key=lambda text: contrast(text, colour))


def _luminance(colour: str) -> float:
    linear = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))
