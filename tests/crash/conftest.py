"""A throw-away installation with a small city, whose month is lived once undisturbed for comparison."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from renshe.edge.prove_long.arena import PACKAGE, Arena
from renshe.edge.prove_long.trial import Undisturbed, live_undisturbed

CITY = {"people": 200, "employers": 20}


@pytest.fixture(scope="session")
def arena() -> Iterator[Arena]:
    """A cluster of its own, with commits that wait for the disk, prepared with the small city."""
    home = Path(tempfile.mkdtemp(prefix="renshe-crash-"))
    home.chmod(0o711)
    with Arena(home=home) as made:
        made.prepare(call=f"{PACKAGE}.small_city:build", arguments=CITY)
        yield made
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def undisturbed(arena: Arena) -> Undisturbed:
    """What the month comes to when nobody kills it."""
    return live_undisturbed(arena=arena, city=CITY)
