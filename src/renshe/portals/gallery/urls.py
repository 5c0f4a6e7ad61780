"""Addresses of the gallery."""

from django.urls import path

from renshe.portals.gallery.pages.gallery import gallery

app_name = "gallery"
urlpatterns = [path("", gallery, name="gallery")]
