"""What changed in the API, by subject."""

from dataclasses import dataclass
from datetime import date

from renshe.portals.api.operations.catalogue import changes
from renshe.portals.developer.portal import DEVELOPER
from renshe.portals.developer.reading import spoken
from renshe.portals.layout.access import ANYBODY, Visit


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    """One change; `kind` is added, changed, deprecated or removed."""

    day: date
    subject: str
    kind: str
    words: str


@dataclass(frozen=True, kw_only=True)
class ChangelogPage:
    """What `developer/pages/changelog.html` may use; the newest first."""

    changes: tuple[ChangeLine, ...]


@DEVELOPER.page(template="developer/pages/changelog.html", access=ANYBODY)
def changelog(visit: Visit) -> ChangelogPage:
    """Show every change."""
    return ChangelogPage(
        changes=tuple(
            ChangeLine(
                day=date.fromisoformat(one["day"]), kind=one["kind"],
                subject=spoken(*one["subject"].split(" · ", 1)), words=spoken(one["zh"], one["en"]),
            )
            for one in changes()
        )
    )  # fmt: skip
