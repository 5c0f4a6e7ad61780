"""Addresses of an institution: its requests, what it may ask or tell, its lists, its members."""

from django.urls import path

from renshe.portals.institution.pages.ask import certificate, death
from renshe.portals.institution.pages.home import home
from renshe.portals.institution.pages.members import members
from renshe.portals.institution.pages.premium_lists import (
    premium_list,
    premium_lists,
    premium_template,
)
from renshe.portals.institution.pages.request import paper, request

PREFIX = "institution/"
app_name = "institution"
urlpatterns = [
    path("", home, name="home"),
    path("certificate/", certificate, name="certificate"),
    path("death/", death, name="death"),
    path("requests/<str:number>/", request, name="request"),
    path("requests/<str:number>/papers/<int:id>/", paper, name="paper"),
    path("premium-lists/", premium_lists, name="premium_lists"),
    path("premium-lists/template/<int:number>/", premium_template, name="premium_template"),
    path("premium-lists/<int:number>/", premium_list, name="premium_list"),
    path("members/", members, name="members"),
]
