"""The entrance portal."""

from django.utils.translation import gettext_lazy as _

from renshe.portals.layout.portal import Portal

ENTRANCE = Portal(
    code="signin", title=_("劳动和社会保障"), home="signin:home", density="phone-first"
)
