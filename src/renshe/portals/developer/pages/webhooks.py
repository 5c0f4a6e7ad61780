"""Webhooks: what is sent, how it is signed, when it is tried again."""

from dataclasses import dataclass

from django.conf import settings

from renshe.domains.exchange.api import EVENT_KINDS, WAITS
from renshe.portals.developer.portal import DEVELOPER
from renshe.portals.developer.reading import spoken
from renshe.portals.layout.access import ANYBODY, Visit


@dataclass(frozen=True, kw_only=True)
class KindLine:
    """A kind of event."""

    code: str
    words: str


@dataclass(frozen=True, kw_only=True)
class WebhooksPage:
    """What `developer/pages/webhooks.html` may use. `waits` are minutes after each failed attempt."""

    kinds: tuple[KindLine, ...]
    waits: tuple[int, ...]
    hosts: tuple[str, ...]


@DEVELOPER.page(template="developer/pages/webhooks.html", access=ANYBODY)
def webhooks(visit: Visit) -> WebhooksPage:
    """Show the contract."""
    return WebhooksPage(
        kinds=tuple(KindLine(code=c, words=spoken(zh, en)) for c, (zh, en) in EVENT_KINDS.items()),
        waits=tuple(int(one.total_seconds()) // 60 for one in WAITS),
        hosts=tuple(settings.RENSHE_WEBHOOK_HOSTS),
    )
