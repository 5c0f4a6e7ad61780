"""Layers of place: a district's rule overrides its city's, a city's its province's, a province's the nation's.

Places are GB/T 2260 codes of six digits (longer codes of streets and communities are cut), or ``CN``.
"""

from __future__ import annotations

NATION = "CN"


def layers(place: str) -> tuple[str, ...]:
    """The place itself and what encloses it, nearest first: ``310112`` → 310112, 310100, 310000, CN."""
    if place == NATION:
        return (NATION,)
    code = place[:6]
    if len(code) != 6 or not code.isdigit():
        raise ValueError(f"a place is a six-digit GB/T 2260 code or {NATION}, not {place!r}")
    chain = [code, code[:4] + "00", code[:2] + "0000"]
    return (*dict.fromkeys(chain), NATION)
