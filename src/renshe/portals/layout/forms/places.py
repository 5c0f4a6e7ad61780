"""Divisions as people write them: a name where the record keeps a code."""

from functools import lru_cache

from renshe.kernel.codes.divisions import division_name, divisions


def place_code(text: str) -> str:
    """The code of a division that somebody wrote by its name; anything else comes back as it was typed.

    A full name (上海市闵行区) or the name of the county or city alone (闵行区) where only one bears it.
    """
    plain = "".join(text.split())
    if not plain or plain.isascii():
        return text.strip()
    return _codes_by_name().get(plain, text.strip())


def place_words(code: str) -> str:
    """The full name of a division, or its code where no list has it."""
    return division_name(code) if code[:6] in divisions() else code


@lru_cache(maxsize=1)
def _codes_by_name() -> dict[str, str]:
    """Codes of present divisions by full name, and by short name where it is nobody else's."""
    latest = max(division.last_listed for division in divisions().values())
    present = [one for one in divisions().values() if one.last_listed == latest]
    full = {division_name(one.code): one.code for one in present}
    short: dict[str, list[str]] = {}
    for one in present:
        short.setdefault(one.name, []).append(one.code)
    return {name: codes[0] for name, codes in short.items() if len(codes) == 1} | full
