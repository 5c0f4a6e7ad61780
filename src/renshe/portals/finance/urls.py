"""Addresses of the finance portal, in the order of a drill: month, statement, account, entry, batch, bill, person."""

from django.urls import path

from renshe.portals.finance.pages.annuities import annuities
from renshe.portals.finance.pages.annuity_batch import annuity_batch, annuity_explanation
from renshe.portals.finance.pages.annuity_payout import annuity_payout
from renshe.portals.finance.pages.batch import batch
from renshe.portals.finance.pages.batches import batches
from renshe.portals.finance.pages.bill import bill
from renshe.portals.finance.pages.bridging_list import bridging_list, bridging_list_file
from renshe.portals.finance.pages.bridgings import bridgings
from renshe.portals.finance.pages.contribution_row import (
    contribution_explanation,
    contribution_row,
)
from renshe.portals.finance.pages.entry import entry
from renshe.portals.finance.pages.institution import institution
from renshe.portals.finance.pages.ledger import ledger
from renshe.portals.finance.pages.month import month, this_month
from renshe.portals.finance.pages.one_off import one_off
from renshe.portals.finance.pages.one_off_batch import one_off_batch
from renshe.portals.finance.pages.one_off_benefit import one_off_benefit, survivors_explanation
from renshe.portals.finance.pages.open_items import open_items
from renshe.portals.finance.pages.payment_row import award_explanation, payment_row
from renshe.portals.finance.pages.place import place, places
from renshe.portals.finance.pages.resident_batch import resident_batch
from renshe.portals.finance.pages.resident_payout import resident_payout
from renshe.portals.finance.pages.residents import residents
from renshe.portals.finance.pages.statement import statement, statements
from renshe.portals.finance.pages.undue import undue, undue_paper

PREFIX = "finance/"
app_name = "finance"
urlpatterns = [
    path("", this_month, name="this_month"),
    path("months/<slug:slug>/", month, name="month"),
    path("months/<slug:slug>/places/", places, name="places"),
    path("months/<slug:slug>/places/<slug:place>/", place, name="place"),
    path("institution/", institution, name="institution"),
    path("annuities/", annuities, name="annuities"),
    path("annuities/<int:number>/", annuity_batch, name="annuity_batch"),
    path("annuities/payouts/<int:number>/", annuity_payout, name="annuity_payout"),
    path("annuities/lines/<int:number>/", annuity_explanation, name="explain_annuity"),
    path("open-items/", open_items, name="open_items"),
    path("one-off/", one_off, name="one_off"),
    path("one-off/<int:number>/", one_off_batch, name="one_off_batch"),
    path("one-off/benefits/<int:number>/", one_off_benefit, name="one_off_benefit"),
    path(
        "one-off/benefits/<int:number>/<slug:part>/",
        survivors_explanation,
        name="explain_survivors",
    ),
    path("residents/", residents, name="residents"),
    path("residents/<int:number>/", resident_batch, name="resident_batch"),
    path("residents/payouts/<int:number>/", resident_payout, name="resident_payout"),
    path("bridgings/", bridgings, name="bridgings"),
    path("bridgings/<int:number>/", bridging_list, name="bridging_list"),
    path("bridgings/<int:number>/table.csv", bridging_list_file, name="bridging_list_file"),
    path("statements/", statements, name="statements"),
    path(
        "statements/<slug:fund>/<slug:book>/<slug:kind>/<slug:slug>/", statement, name="statement"
    ),
    path("accounts/<slug:fund>/<slug:book>/<slug:code>/<slug:slug>/", ledger, name="ledger"),
    path("entries/<int:number>/", entry, name="entry"),
    path("batches/", batches, name="batches"),
    path("batches/<int:number>/", batch, name="batch"),
    path("bills/<int:number>/", bill, name="bill"),
    path("bills/<int:number>/<int:line_no>/", contribution_row, name="contribution_row"),
    path(
        "bills/<int:number>/<int:line_no>/<slug:column>/",
        contribution_explanation,
        name="explain_contribution",
    ),
    path("payments/<int:number>/<int:line_no>/", payment_row, name="payment_row"),
    path("payments/<int:number>/<int:line_no>/undue/", undue, name="undue"),
    path("payments/<int:number>/<int:line_no>/undue/paper/", undue_paper, name="undue_paper"),
    path("awards/<int:number>/<slug:part>/", award_explanation, name="explain_award"),
]
