"""Addresses of the developer portal."""

from django.urls import path

from renshe.portals.developer.pages.changelog import changelog
from renshe.portals.developer.pages.home import home
from renshe.portals.developer.pages.operation import operation
from renshe.portals.developer.pages.problems import problems
from renshe.portals.developer.pages.reference import reference
from renshe.portals.developer.pages.sandbox import sandbox
from renshe.portals.developer.pages.webhooks import webhooks

PREFIX = "developer/"
app_name = "developer"
urlpatterns = [
    path("", home, name="home"),
    path("operations/", reference, name="reference"),
    path("operations/<str:name>/", operation, name="operation"),
    path("problems/", problems, name="problems"),
    path("webhooks/", webhooks, name="webhooks"),
    path("sandbox/", sandbox, name="sandbox"),
    path("changelog/", changelog, name="changelog"),
]
