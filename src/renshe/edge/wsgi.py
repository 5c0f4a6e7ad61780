"""The site for a WSGI server (granian)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renshe.edge.settings")

application = get_wsgi_application()

if os.environ.get("RENSHE_SERVING") == "1":
    # Before the first visitor and not while he waits: every page's code, and the law.
    from django.urls import get_resolver

    from renshe.laws import library

    _ = get_resolver().url_patterns
    library.ruleset()
