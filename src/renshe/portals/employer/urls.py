"""Addresses of the employer portal. None of them names an employer: each shows the clerk's own."""

from django.urls import path

from renshe.portals.employer.pages.annuity import (
    annuity,
    annuity_cap,
    annuity_month,
    annuity_template,
)
from renshe.portals.employer.pages.annuity_leaving import (
    annuity_back,
    annuity_leaving,
    annuity_left,
)
from renshe.portals.employer.pages.bill import bill, explanation
from renshe.portals.employer.pages.declaration import declaration, failed_file, marked_file
from renshe.portals.employer.pages.history import history
from renshe.portals.employer.pages.institution import (
    institution,
    institution_month,
    institution_reverse,
    institution_template,
)
from renshe.portals.employer.pages.institution_entering import (
    institution_entering,
    institution_entering_template,
)
from renshe.portals.employer.pages.month import month, this_month
from renshe.portals.employer.pages.owing import owing
from renshe.portals.employer.pages.retiring import retiring
from renshe.portals.employer.pages.roster import roster, roster_now, roster_template_file
from renshe.portals.employer.pages.staff import staff

PREFIX = "employer/"
app_name = "employer"
urlpatterns = [
    path("annuity/", annuity, name="annuity"),
    path("annuity/month/", annuity_month, name="annuity_month"),
    path("annuity/template/", annuity_template, name="annuity_template"),
    path("annuity/leaving/", annuity_leaving, name="annuity_leaving"),
    path("annuity/leaving/<int:number>/", annuity_left, name="annuity_left"),
    path("annuity/leaving/<int:number>/why/", annuity_back, name="annuity_back"),
    path("annuity/caps/<slug:of>/", annuity_cap, name="annuity_cap"),
    path("institution/", institution, name="institution"),
    path("institution/month/", institution_month, name="institution_month"),
    path("institution/reverse/", institution_reverse, name="institution_reverse"),
    path("institution/template/", institution_template, name="institution_template"),
    path("institution/entering/", institution_entering, name="institution_entering"),
    path(
        "institution/entering/template/",
        institution_entering_template,
        name="institution_entering_template",
    ),
    path("", this_month, name="this_month"),
    path("months/<slug:slug>/", month, name="month"),
    path("history/", history, name="history"),
    path("staff/", staff, name="staff"),
    path("retiring/", retiring, name="retiring"),
    path("owing/", owing, name="owing"),
    path("roster/", roster_now, name="roster_now"),
    path("roster/<slug:slug>/", roster, name="roster"),
    path("roster/<slug:slug>/template/", roster_template_file, name="roster_template"),
    path("declarations/<int:number>/", declaration, name="declaration"),
    path("declarations/<int:number>/marked/", marked_file, name="marked_file"),
    path("declarations/<int:number>/failed-rows/", failed_file, name="failed_file"),
    path("bills/<int:number>/", bill, name="bill"),
    path(
        "bills/<int:number>/<int:line_no>/<slug:column>/", explanation, name="explain_contribution"
    ),
]
