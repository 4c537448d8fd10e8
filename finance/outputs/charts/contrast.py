"""How clearly two colours stand apart, and a colour made clear enough to be seen."""

SEEN = 3.0
"""Least contrast of a mark with what is beside it (WCAG 2.2, 1.4.11) [ratio]."""


def ratio(first: str, second: str) -> float:
    """Contrast of two colours written #RRGGBB (WCAG 2.2, relative luminance) [1 to 21]."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def seen(colour: str, paper: str, ink: str) -> str:
    """The colour, with as much ink in it as it needs to be seen on the paper."""
    steps = (_mixed(colour, ink, step / 20) for step in range(21))
    return next(mixed for mixed in steps if ratio(mixed, paper) >= SEEN)


def _parts(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    shares = (part / 255 for part in _parts(colour))
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(colour: str, other: str, share: float) -> str:
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)
