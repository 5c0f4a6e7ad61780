"""Addresses of applying and of following one's cases. A number is checked against the viewer on every one of them."""

from django.urls import path

from renshe.portals.applying.pages.case import case
from renshe.portals.applying.pages.cases import cases_page
from renshe.portals.applying.pages.evidence import evidence
from renshe.portals.applying.pages.figure import figure
from renshe.portals.applying.pages.form import form
from renshe.portals.applying.pages.inbox import inbox
from renshe.portals.applying.pages.letter import letter, letter_pdf
from renshe.portals.applying.pages.message import message
from renshe.portals.applying.pages.papers import papers
from renshe.portals.applying.pages.rating import rate
from renshe.portals.applying.pages.review import review
from renshe.portals.applying.pages.start import start
from renshe.portals.applying.pages.ways import ways
from renshe.portals.applying.pages.withdraw import withdraw

PREFIX = ""
app_name = "applying"
urlpatterns = [
    path("apply/<str:code>/", start, name="start"),
    path("my/cases/", cases_page, name="cases"),
    path("my/cases/<slug:number>/", case, name="case"),
    path("my/cases/<slug:number>/form/<int:step>/", form, name="form"),
    path("my/cases/<slug:number>/papers/", papers, name="papers"),
    path("my/cases/<slug:number>/review/", review, name="review"),
    path("my/cases/<slug:number>/message/", message, name="message"),
    path("my/cases/<slug:number>/rate/", rate, name="rate"),
    path("my/cases/<slug:number>/withdraw/", withdraw, name="withdraw"),
    path("my/cases/<slug:number>/evidence/<int:evidence>/", evidence, name="evidence"),
    path("my/cases/<slug:number>/letters/<slug:letter>/", letter, name="letter"),
    path("my/cases/<slug:number>/letters/<slug:letter>/pdf/", letter_pdf, name="letter_pdf"),
    path("my/cases/<slug:number>/figures/<slug:key>/", figure, name="figure"),
    path("my/inbox/", inbox, name="inbox"),
    path("my/inbox/ways/", ways, name="ways"),
]
