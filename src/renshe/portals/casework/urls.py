"""Addresses of casework: home, queues, one case and what belongs to it."""

from django.urls import path

from renshe.portals.casework.pages.case import case
from renshe.portals.casework.pages.certification import eligibility
from renshe.portals.casework.pages.certification_hit import hit
from renshe.portals.casework.pages.check import check
from renshe.portals.casework.pages.double_benefits import double_benefits
from renshe.portals.casework.pages.files import evidence, figure, paper
from renshe.portals.casework.pages.home import all_open, home
from renshe.portals.casework.pages.quality import quality, quality_summary
from renshe.portals.casework.pages.queue import find, next_case, queue
from renshe.portals.casework.pages.ratings import follow_up, rating
from renshe.portals.casework.pages.resident import resident_campaign, resident_list
from renshe.portals.casework.pages.retirement import retirement
from renshe.portals.casework.pages.retirement_file import retirement_file_page
from renshe.portals.casework.pages.together import together
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
    path("resident/", resident_campaign, name="resident"),
    path("resident/double/", double_benefits, name="double_benefits"),
    path("resident/list.xlsx", resident_list, name="resident_list"),
    path("transfers/", transfers_open, name="transfers"),
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
