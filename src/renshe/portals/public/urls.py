"""Addresses of the public site."""

from django.urls import path

from renshe.portals.public.pages.calculators import calculators
from renshe.portals.public.pages.contribution import contribution, contribution_explained
from renshe.portals.public.pages.guide import guide
from renshe.portals.public.pages.guides import guides
from renshe.portals.public.pages.home import home
from renshe.portals.public.pages.news import news, news_item
from renshe.portals.public.pages.outlook import outlook, outlook_explained
from renshe.portals.public.pages.publicity import publicity, publicity_item
from renshe.portals.public.pages.retirement import retirement, retirement_explained
from renshe.portals.public.pages.verify import verified, verify

PREFIX = ""
app_name = "public"
urlpatterns = [
    path("", home, name="home"),
    path("guides/", guides, name="guides"),
    path("guides/<str:code>/", guide, name="guide"),
    path("calculators/", calculators, name="calculators"),
    path("calculators/retirement/", retirement, name="retirement"),
    path(
        "calculators/retirement/<slug:target>/", retirement_explained, name="retirement_explained"
    ),
    path("calculators/contribution/", contribution, name="contribution"),
    path(
        "calculators/contribution/<slug:target>/",
        contribution_explained,
        name="contribution_explained",
    ),
    path("calculators/pension/", outlook, name="outlook"),
    path(
        "calculators/pension/<slug:scenario>/<slug:slug>/<slug:target>/",
        outlook_explained,
        name="outlook_explained",
    ),
    path("verify/", verify, name="verify"),
    path("verify/<slug:code>/", verified, name="verified"),
    path("publicity/", publicity, name="publicity"),
    path("publicity/<int:number>/", publicity_item, name="publicity_item"),
    path("news/", news, name="news"),
    path("news/<slug:slug>/", news_item, name="news_item"),
]
