"""Whatever the record speaks of has a name on the page of events, not a code."""

import re
from pathlib import Path

from renshe.portals.administration.pages.events import KIND_WORDS

SOURCES = Path(__file__).parents[2]
SAID = re.compile(
    r"""subject_kind=["']([a-z_]+)["']|^\s+subject="([a-z_]+_batch)"|_note\(["']([a-z_]+_[a-z_]+)["'],"""
    r"""|^SUBJECT = "([a-z_]+)"$""",
    re.MULTILINE,
)


def test_every_kind_of_subject_that_is_recorded_has_its_words() -> None:
    said = {
        kind
        for path in SOURCES.rglob("*.py")
        if not path.name.startswith("test_")
        for found in SAID.finditer(path.read_text(encoding="utf-8"))
        for kind in found.groups()
        if kind
    }
    assert len(said) > 15, "the pattern finds what is recorded"
    assert not said - set(KIND_WORDS), sorted(said - set(KIND_WORDS))
