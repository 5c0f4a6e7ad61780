"""Addresses of premium help: programmes, people and their months, statements; and the lists that anybody may read."""

from django.urls import path

from renshe.portals.helping.pages.audit import audit
from renshe.portals.helping.pages.bodies import bodies
from renshe.portals.helping.pages.person import explanation, person
from renshe.portals.helping.pages.programme import audit_file, list_template, programme
from renshe.portals.helping.pages.programmes import new, programmes
from renshe.portals.helping.pages.public_lists import public_list, public_lists
from renshe.portals.helping.pages.statement import statement

PREFIX = "premium-help/"
app_name = "helping"
urlpatterns = [
    path("", programmes, name="programmes"),
    path("new/", new, name="new"),
    path("bodies/", bodies, name="bodies"),
    path("statement/", statement, name="statement"),
    path("programmes/<int:number>/", programme, name="programme"),
    path("programmes/<int:number>/template/", list_template, name="template"),
    path("programmes/<int:number>/audit/", audit, name="audit"),
    path("programmes/<int:number>/audit/file/", audit_file, name="audit_file"),
    path("people/<int:number>/", person, name="person"),
    path("months/<int:number>/why/", explanation, name="explain"),
    path("public/", public_lists, name="public_lists"),
    path("public/<int:number>/", public_list, name="public_list"),
]
