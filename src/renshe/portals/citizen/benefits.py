"""Where a monthly benefit stands and is explained: the old-age pension at its own address, every other kind by its name."""

from django.urls import reverse

from renshe.domains.pension.api import kind_of
from renshe.portals.layout.casefile.words import either

MAIN = "old_age"


def benefit_name(kind: str) -> str:
    """What a kind of benefit is called, in the reader's language."""
    known = kind_of(kind)
    return either(known.zh, known.en)


def benefit_url(kind: str) -> str:
    """The page of a benefit."""
    if kind == MAIN:
        return reverse("citizen:pension")
    return reverse("citizen:benefit", kwargs={"kind": kind})


def part_url(kind: str, part: str) -> str:
    """The explanation of a part of a benefit."""
    if kind == MAIN:
        return reverse("citizen:explain_pension", kwargs={"part": part})
    return reverse("citizen:explain_benefit", kwargs={"kind": kind, "part": part})
