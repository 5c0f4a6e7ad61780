"""Addresses of an institution: its requests, the two things it may ask, its members."""

from django.urls import path

from renshe.portals.institution.pages.ask import certificate, death
from renshe.portals.institution.pages.home import home
from renshe.portals.institution.pages.members import members
from renshe.portals.institution.pages.request import paper, request

PREFIX = "institution/"
app_name = "institution"
urlpatterns = [
    path("", home, name="home"),
    path("certificate/", certificate, name="certificate"),
    path("death/", death, name="death"),
    path("requests/<str:number>/", request, name="request"),
    path("requests/<str:number>/papers/<int:id>/", paper, name="paper"),
    path("members/", members, name="members"),
]
