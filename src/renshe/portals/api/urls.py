"""Addresses of the API, version 1. The version is in the path; a version 2 would stand beside it."""

from renshe.portals.api.all_operations import operations
from renshe.portals.api.door import addresses

PREFIX = "api/v1/"
app_name = "api"
urlpatterns = addresses(operations())
