"""Addresses of the counter: the desk, whom it serves, the form, the receipt, the day."""

from django.urls import path

from renshe.portals.counter.pages.case import case, evidence, paper
from renshe.portals.counter.pages.day import day_end, today
from renshe.portals.counter.pages.form import form
from renshe.portals.counter.pages.home import find, home
from renshe.portals.counter.pages.resident import (
    resident_due_explanation,
    resident_person,
    resident_receipt,
    resident_till,
)
from renshe.portals.counter.pages.resident_wrong import resident_wrong
from renshe.portals.counter.pages.subject import employer, nobody, person, start

PREFIX = "counter/"
app_name = "counter"
urlpatterns = [
    path("", home, name="home"),
    path("find/", find, name="find"),
    path("people/<int:person>/", person, name="person"),
    path("employers/<int:employer>/", employer, name="employer"),
    path("items/", nobody, name="nobody"),
    path("start/", start, name="start"),
    path("cases/<slug:number>/", case, name="case"),
    path("cases/<slug:number>/form/", form, name="form"),
    path("cases/<slug:number>/papers/<int:paper>/", paper, name="paper"),
    path("cases/<slug:number>/evidence/<int:evidence>/", evidence, name="evidence"),
    path("resident/", resident_till, name="resident_till"),
    path("resident/receipts/<slug:number>/", resident_receipt, name="resident_receipt"),
    path("resident/receipts/<slug:number>/wrong/", resident_wrong, name="resident_wrong"),
    path("resident/<int:person>/", resident_person, name="resident_person"),
    path("resident/<int:person>/due/<int:tier>/", resident_due_explanation, name="resident_due"),
    path("today/", today, name="today"),
    path("day-end/", day_end, name="day_end"),
]
