"""Places as people write them: a name where the record keeps a code, from the district down to the community."""

from functools import lru_cache

from renshe.domains.registry.api import kept_place_names, place_code_named, place_name
from renshe.kernel.codes.divisions import division_name, divisions


def place_code(text: str) -> str:
    """The code of a place that somebody wrote by its name; anything else comes back as it was typed.

    A full name (上海市闵行区莘庄镇) or the place's own (闵行区, 莘庄镇) where only one bears it. Only what is no district costs
    a query.
    """
    plain = "".join(text.split())
    if not plain or plain.isascii():
        return text.strip()
    found = _codes_by_name().get(plain)
    return found or place_code_named(name=plain) or text.strip()


def place_words(code: str) -> str:
    """The full name of a place, or its code where no list has it."""
    if code[:6] not in divisions():
        return code
    return division_name(code) if len(code) == 6 else place_name(code=code)


def place_suggestions() -> tuple[str, ...]:
    """What a field of a place offers while one types: streets, towns and communities by full name, a street before its
    communities. One query."""
    return tuple(kept_place_names())


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
