"""The gallery's name. Staff see it in the demonstration city; a bureau's own installation has no such address."""

from django.utils.translation import gettext_lazy as _

from renshe.portals.layout.portal import Portal

GALLERY = Portal(code="gallery", title=_("组件陈列"), home="gallery:gallery", density="dense")
