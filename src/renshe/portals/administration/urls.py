"""Addresses of administration."""

from django.urls import path

from renshe.portals.administration.pages.accounts import account, accounts
from renshe.portals.administration.pages.emergencies import emergencies
from renshe.portals.administration.pages.events import events
from renshe.portals.administration.pages.institutions import institutions
from renshe.portals.administration.pages.limits import limits
from renshe.portals.administration.pages.locks import locks
from renshe.portals.administration.pages.machines import machines
from renshe.portals.administration.pages.matrix import matrix
from renshe.portals.administration.pages.outbox import outbox
from renshe.portals.administration.pages.parameters import parameters
from renshe.portals.administration.pages.roles import roles

PREFIX = "administration/"
app_name = "administration"
urlpatterns = [
    path("accounts/", accounts, name="accounts"),
    path("accounts/<int:number>/", account, name="account"),
    path("machines/", machines, name="machines"),
    path("outbox/", outbox, name="outbox"),
    path("roles/", roles, name="roles"),
    path("matrix/", matrix, name="matrix"),
    path("locks/", locks, name="locks"),
    path("limits/", limits, name="limits"),
    path("institutions/", institutions, name="institutions"),
    path("emergencies/", emergencies, name="emergencies"),
    path("events/", events, name="events"),
    path("parameters/", parameters, name="parameters"),
]
