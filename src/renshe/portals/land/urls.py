"""Addresses of the land portal: projects, what is watched, medical cover; and the lists that anybody may read."""

from django.urls import path

from renshe.portals.land.pages.cover import cover, cover_list
from renshe.portals.land.pages.explanations import (
    allowance_explanation,
    award_explanation,
    quota_explanation,
    rise_explanation,
)
from renshe.portals.land.pages.project import project, project_awards, project_template
from renshe.portals.land.pages.projects import projects
from renshe.portals.land.pages.public_list import public_list, public_lists
from renshe.portals.land.pages.rises import rises
from renshe.portals.land.pages.watch import watch

PREFIX = "land/"
app_name = "land"
urlpatterns = [
    path("", projects, name="projects"),
    path("projects/<int:number>/", project, name="project"),
    path("projects/<int:number>/awards/", project_awards, name="project_awards"),
    path(
        "projects/<int:number>/awards/<int:member>/<slug:part>/",
        award_explanation,
        name="explain_award",
    ),
    path("projects/<int:number>/quota/", quota_explanation, name="explain_quota"),
    path(
        "members/<int:number>/allowance/<slug:part>/",
        allowance_explanation,
        name="explain_allowance",
    ),
    path("list-template/", project_template, name="list_template"),
    path("rises/", rises, name="rises"),
    path("rises/<int:award>/<slug:rule>/<int:month>/", rise_explanation, name="explain_rise"),
    path("watch/", watch, name="watch"),
    path("cover/", cover, name="cover"),
    path("cover/list/", cover_list, name="cover_list"),
    path("public/", public_lists, name="public_lists"),
    path("public/<int:number>/", public_list, name="public_list"),
]
