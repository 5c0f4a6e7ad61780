"""Addresses of single sign-on and of tokens. The library's management pages are left out: ours are in administration."""

from django.urls import path, re_path
from oauth2_provider import views

from renshe.portals.signon.views import Authorize

PREFIX = "oauth/"
app_name = "oauth2_provider"
urlpatterns = [
    path("authorize/", Authorize.as_view(), name="authorize"),
    path("token/", views.TokenView.as_view(), name="token"),
    path("revoke/", views.RevokeTokenView.as_view(), name="revoke-token"),
    path("userinfo/", views.UserInfoView.as_view(), name="user-info"),
    path(".well-known/jwks.json", views.JwksInfoView.as_view(), name="jwks-info"),
    re_path(
        r"^\.well-known/openid-configuration/?$",
        views.ConnectDiscoveryInfoView.as_view(),
        name="oidc-connect-discovery-info",
    ),
]
