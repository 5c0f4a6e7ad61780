"""Addresses of casework: home, queues, one case and what belongs to it."""

from django.urls import path

from renshe.portals.casework.pages.case import case
from renshe.portals.casework.pages.certification import eligibility
from renshe.portals.casework.pages.certification_hit import hit
from renshe.portals.casework.pages.check import check
from renshe.portals.casework.pages.double_benefits import double_benefits
from renshe.portals.casework.pages.established import (
    established,
    established_one,
    established_template,
)
from renshe.portals.casework.pages.files import evidence, figure, paper
from renshe.portals.casework.pages.home import all_open, home
from renshe.portals.casework.pages.pension_claims import (
    claim_amount,
    pension_claim,
    pension_claims,
)
from renshe.portals.casework.pages.pension_invalidity import (
    invalidity_amount,
    pension_invalidity,
)
from renshe.portals.casework.pages.pension_list import (
    list_amount,
    pension_list,
    pension_list_letters,
    pension_list_paper,
    pension_list_table,
)
from renshe.portals.casework.pages.pension_lists import pension_lists, restore_template
from renshe.portals.casework.pages.quality import quality, quality_summary
from renshe.portals.casework.pages.queue import find, next_case, queue
from renshe.portals.casework.pages.ratings import follow_up, rating
from renshe.portals.casework.pages.resident import resident_campaign, resident_list
from renshe.portals.casework.pages.resident_corrections import resident_corrections_page
from renshe.portals.casework.pages.resident_lists import (
    resident_list_template,
    resident_lists,
    resident_orders,
)
from renshe.portals.casework.pages.resident_money import resident_money
from renshe.portals.casework.pages.retirement import retirement
from renshe.portals.casework.pages.retirement_file import retirement_file_page
from renshe.portals.casework.pages.together import together
from renshe.portals.casework.pages.transfer_letter import transfer_letter
from renshe.portals.casework.pages.transfers import transfers_open

PREFIX = "casework/"
app_name = "casework"
urlpatterns = [
    path("", home, name="home"),
    path("find/", find, name="find"),
    path("queue/", all_open, name="all_open"),
    path("queue/<slug:name>/", queue, name="queue"),
    path("queue/<slug:name>/behind/<slug:number>/", next_case, name="next_case"),
    path("cases/<slug:number>/", case, name="case"),
    path("cases/<slug:number>/together/", together, name="together"),
    path("cases/<slug:number>/rating/", rating, name="rating"),
    path("certification/", eligibility, name="certification"),
    path("certification/hits/<int:number>/", hit, name="hit"),
    path("pensions/lists/", pension_lists, name="pension_lists"),
    path("pensions/lists/template.xlsx", restore_template, name="restore_template"),
    path("pensions/lists/<int:number>/", pension_list, name="pension_list"),
    path("pensions/lists/<int:number>/table/", pension_list_table, name="pension_list_table"),
    path("pensions/lists/<int:number>/paper/", pension_list_paper, name="pension_list_paper"),
    path("pensions/lists/<int:number>/letters/", pension_list_letters, name="pension_list_letters"),
    path("pensions/lists/people/<int:number>/<slug:part>/", list_amount, name="list_amount"),
    path("pensions/claims/", pension_claims, name="pension_claims"),
    path("pensions/claims/<int:number>/", pension_claim, name="pension_claim"),
    path("pensions/claims/<int:number>/months/", claim_amount, name="claim_amount"),
    path("pensions/invalidity/", pension_invalidity, name="pension_invalidity"),
    path("pensions/invalidity/<int:number>/", invalidity_amount, name="invalidity_amount"),
    path("resident/", resident_campaign, name="resident"),
    path("resident/double/", double_benefits, name="double_benefits"),
    path("resident/lists/", resident_lists, name="resident_lists"),
    path("resident/lists/orders.xlsx", resident_orders, name="resident_orders"),
    path("resident/lists/<slug:kind>.xlsx", resident_list_template, name="resident_list_template"),
    path("resident/money/", resident_money, name="resident_money"),
    path("resident/corrections/", resident_corrections_page, name="resident_corrections"),
    path("resident/list.xlsx", resident_list, name="resident_list"),
    path("transfers/", transfers_open, name="transfers"),
    path("transfers/letters/<int:number>/", transfer_letter, name="transfer_letter"),
    path("established/", established, name="established"),
    path("established/template.xlsx", established_template, name="established_template"),
    path("established/<int:number>/", established_one, name="established_one"),
    path("retirement/", retirement, name="retirement"),
    path("retirement/<int:number>/", retirement_file_page, name="retirement_file"),
    path("quality/", quality, name="quality"),
    path("quality/summary/", quality_summary, name="quality_summary"),
    path("quality/checks/<slug:number>/", check, name="check"),
    path("quality/ratings/<slug:number>/", follow_up, name="follow_up"),
    path("cases/<slug:number>/evidence/<int:evidence>/", evidence, name="evidence"),
    path("cases/<slug:number>/papers/<int:paper>/", paper, name="paper"),
    path("cases/<slug:number>/figures/<slug:key>/", figure, name="figure"),
]
