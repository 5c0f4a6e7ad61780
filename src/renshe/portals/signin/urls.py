"""Addresses of the entrance and of one's own account."""

from django.urls import path

from renshe.portals.signin.challenges import passkey_new_options, passkey_options
from renshe.portals.signin.pages.acting import act_as, acting, invite
from renshe.portals.signin.pages.delegates import delegates
from renshe.portals.signin.pages.display import display
from renshe.portals.signin.pages.emergency import emergency, emergency_record
from renshe.portals.signin.pages.going_on import go_on
from renshe.portals.signin.pages.guardians import guardian, guardian_evidence, guardians
from renshe.portals.signin.pages.home import home
from renshe.portals.signin.pages.second import confirm, second
from renshe.portals.signin.pages.security import add_key, app, password, security
from renshe.portals.signin.pages.sign_in import (
    demonstration_sign_in,
    passkey_sign_in,
    sign_in,
    sign_out,
)

PREFIX = ""
app_name = "signin"
urlpatterns = [
    path("home/", home, name="home"),
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-in/demonstration/", demonstration_sign_in, name="demonstration_sign_in"),
    path("sign-in/second/", second, name="second"),
    path("sign-in/passkey/", passkey_sign_in, name="passkey_sign_in"),
    path("sign-in/passkey/options/", passkey_options, name="passkey_options"),
    path("sign-out/", sign_out, name="sign_out"),
    path("display/", display, name="display"),
    path("account/", security, name="security"),
    path("account/app/", app, name="app"),
    path("account/passkey/", add_key, name="add_key"),
    path("account/passkey/options/", passkey_new_options, name="passkey_new_options"),
    path("account/password/", password, name="password"),
    path("account/confirm/", confirm, name="confirm"),
    path("account/go-on/", go_on, name="go_on"),
    path("acting/", acting, name="acting"),
    path("acting/choose/", act_as, name="act_as"),
    path("acting/invite/", invite, name="invite"),
    path("acting/guardian/", guardian, name="guardian"),
    path("delegates/", delegates, name="delegates"),
    path("guardians/", guardians, name="guardians"),
    path("guardians/<int:number>/evidence/", guardian_evidence, name="guardian_evidence"),
    path("emergency/", emergency, name="emergency"),
    path("emergency/<int:number>/", emergency_record, name="emergency_record"),
]
