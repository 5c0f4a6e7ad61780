"""Addresses of the citizen portal. None of them names a person: each shows the viewer's own records."""

from django.urls import path

from renshe.portals.citizen.pages.account import account
from renshe.portals.citizen.pages.annuity import (
    annuity,
    annuity_explanation,
    personal_pension,
    tax_saved_explanation,
)
from renshe.portals.citizen.pages.bridging import bridging_explanation, my_bridging
from renshe.portals.citizen.pages.certification import (
    certification_explanation,
    certification_now,
)
from renshe.portals.citizen.pages.community import my_community, my_party
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
from renshe.portals.citizen.pages.institution import institution, institution_explanation
from renshe.portals.citizen.pages.land import land, land_explanation
from renshe.portals.citizen.pages.looks import looks
from renshe.portals.citizen.pages.outlook import my_outlook, outlook_explanation
from renshe.portals.citizen.pages.overview import overview, unmasked
from renshe.portals.citizen.pages.pension import pension
from renshe.portals.citizen.pages.picture import picture
from renshe.portals.citizen.pages.premium_help import (
    my_premium_help,
    premium_help_explanation,
)
from renshe.portals.citizen.pages.resident import resident_pension
from renshe.portals.citizen.pages.resident_explanation import resident_explanation
from renshe.portals.citizen.pages.retirement_file import retirement_file_now
from renshe.portals.citizen.pages.sheet import sheet, sheet_explanation
from renshe.portals.citizen.pages.transfers import my_transfers, transfer_explanation

PREFIX = "me/"
app_name = "citizen"
urlpatterns = [
    path("", overview, name="overview"),
    path("unmasked/", unmasked, name="unmasked"),
    path("contributions/", contributions, name="contributions"),
    path("contributions/<int:year>/", contribution_year, name="contribution_year"),
    path("account/", account, name="account"),
    path("pension/", pension, name="pension"),
    path("pension/benefit/<slug:kind>/", pension, name="benefit"),
    path("pension/picture/", picture, name="picture"),
    path("pension/outlook/", my_outlook, name="outlook"),
    path("pension/annuity/<int:number>/", annuity, name="annuity"),
    path("pension/personal/", personal_pension, name="personal_pension"),
    path("explain/tax-saved/<int:rate>/", tax_saved_explanation, name="explain_tax_saved"),
    path("explain/annuity/<int:number>/<slug:part>/", annuity_explanation, name="explain_annuity"),
    path(
        "explain/outlook/<slug:scenario>/<slug:slug>/<slug:target>/",
        outlook_explanation,
        name="explain_outlook",
    ),
    path("pension/sheet/", sheet, name="sheet"),
    path("file/", retirement_file_now, name="retirement_file"),
    path("explain/sheet/<slug:part>/", sheet_explanation, name="explain_sheet"),
    path("resident/", resident_pension, name="resident"),
    path("explain/resident/<int:year>/<slug:part>/", resident_explanation, name="explain_resident"),
    path("bridging/", my_bridging, name="bridging"),
    path(
        "explain/bridging/<int:number>/<slug:part>/", bridging_explanation, name="explain_bridging"
    ),
    path("certification/", certification_now, name="certification"),
    path("explain/certification/", certification_explanation, name="explain_certification"),
    path("community/", my_community, name="community"),
    path("community/party/", my_party, name="party"),
    path("institution/", institution, name="institution"),
    path("explain/institution/<slug:part>/", institution_explanation, name="explain_institution"),
    path("land/", land, name="land"),
    path("premium-help/", my_premium_help, name="premium_help"),
    path(
        "explain/premium-help/<int:number>/", premium_help_explanation, name="explain_premium_help"
    ),
    path("explain/land/<slug:part>/", land_explanation, name="explain_land"),
    path("transfers/", my_transfers, name="transfers"),
    path(
        "explain/transfers/<int:number>/<slug:part>/",
        transfer_explanation,
        name="explain_transfers",
    ),
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
    path("explain/benefit/<slug:kind>/<slug:part>/", pension_explanation, name="explain_benefit"),
    path("explain/payment/<int:batch>/<int:line_no>/", payment_explanation, name="explain_payment"),
    path("explain/retirement/<slug:target>/", retirement_explanation, name="explain_retirement"),
]
