"""Which awards a payment batch covers: a place and everything below it (GB/T 2260)."""


def place_prefix(*, place: str) -> str:
    """The leading digits that every place within `place` shares.

    310000 (a province-level city) gives 31, 440400 (a city) 4404, 440402 (a district) and longer codes themselves.
    Raises ValueError for anything that is not 6, 9 or 12 digits.
    """
    if not (place.isascii() and place.isdigit() and len(place) in (6, 9, 12)):
        raise ValueError(f"not a place code: {place!r}")
    if len(place) > 6:
        return place
    if place.endswith("0000"):
        return place[:2]
    return place[:4] if place.endswith("00") else place
