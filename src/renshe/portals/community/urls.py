"""Addresses of the community portal."""

from django.urls import path

from renshe.portals.community.pages.groups import (
    attendance_template,
    group,
    groups,
    groups_template,
)
from renshe.portals.community.pages.hand_over import hand_over
from renshe.portals.community.pages.home import home
from renshe.portals.community.pages.party import party
from renshe.portals.community.pages.people import people
from renshe.portals.community.pages.person import person, photograph
from renshe.portals.community.pages.rate import rate
from renshe.portals.community.pages.visit import visit_form

PREFIX = "community/"
app_name = "community"
urlpatterns = [
    path("", home, name="home"),
    path("people/", people, name="people"),
    path("people/<int:person_id>/", person, name="person"),
    path("people/<int:person_id>/visit/", visit_form, name="visit"),
    path("people/<int:person_id>/party/", party, name="party"),
    path("visits/<int:number>/photograph/", photograph, name="photograph"),
    path("hand-over/", hand_over, name="hand_over"),
    path("groups/", groups, name="groups"),
    path("groups/template/", groups_template, name="groups_template"),
    path("groups/attendance-template/", attendance_template, name="attendance_template"),
    path("groups/<int:number>/", group, name="group"),
    path("rate/", rate, name="rate"),
]
