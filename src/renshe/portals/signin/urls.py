"""Addresses of the entrance."""

from django.urls import path

from renshe.portals.signin.pages.display import display
from renshe.portals.signin.pages.home import home
from renshe.portals.signin.pages.sign_in import demonstration_sign_in, sign_in, sign_out

PREFIX = ""
app_name = "signin"
urlpatterns = [
    path("", home, name="home"),
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-in/demonstration/", demonstration_sign_in, name="demonstration_sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("display/", display, name="display"),
]
