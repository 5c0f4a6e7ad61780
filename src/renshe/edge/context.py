"""What every page may know about the installation."""

from django.conf import settings
from django.http import HttpRequest


def installation(request: HttpRequest) -> dict[str, object]:
    """`production` tells a template whether to show the mark "demonstration, no legal force"."""
    return {"production": settings.PRODUCTION}
