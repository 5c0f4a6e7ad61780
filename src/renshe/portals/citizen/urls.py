"""Addresses of the citizen portal. None of them names a person: each shows the viewer's own records."""

from django.urls import path

from renshe.portals.citizen.pages.account import account
from renshe.portals.citizen.pages.certification import (
    certification_explanation,
    certification_now,
)
from renshe.portals.citizen.pages.contribution_year import contribution_year
from renshe.portals.citizen.pages.contributions import contributions
from renshe.portals.citizen.pages.explanations import (
    account_explanation,
    contribution_explanation,
    history_explanation,
    payment_explanation,
    pension_explanation,
    retirement_explanation,
)
from renshe.portals.citizen.pages.looks import looks
from renshe.portals.citizen.pages.overview import overview, unmasked
from renshe.portals.citizen.pages.pension import pension

PREFIX = "me/"
app_name = "citizen"
urlpatterns = [
    path("", overview, name="overview"),
    path("unmasked/", unmasked, name="unmasked"),
    path("contributions/", contributions, name="contributions"),
    path("contributions/<int:year>/", contribution_year, name="contribution_year"),
    path("account/", account, name="account"),
    path("pension/", pension, name="pension"),
    path("certification/", certification_now, name="certification"),
    path("explain/certification/", certification_explanation, name="explain_certification"),
    path("looks/", looks, name="looks"),
    path(
        "explain/contribution/<int:bill>/<int:line_no>/<slug:column>/",
        contribution_explanation,
        name="explain_contribution",
    ),
    path(
        "explain/history/<int:period>/<int:employer>/<slug:part>/",
        history_explanation,
        name="explain_history",
    ),
    path("explain/account/<int:year>/<slug:part>/", account_explanation, name="explain_account"),
    path("explain/pension/<slug:part>/", pension_explanation, name="explain_pension"),
    path("explain/payment/<int:batch>/<int:line_no>/", payment_explanation, name="explain_payment"),
    path("explain/retirement/<slug:target>/", retirement_explanation, name="explain_retirement"),
]
