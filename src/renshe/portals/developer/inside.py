"""A call from the sandbox: the same door, in this process, as whoever is signed in; nothing is let in that would not be."""

import io
import json
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.urls import Resolver404, resolve

from renshe.portals.api.document import PREFIX
from renshe.portals.layout.access import Visit

SHOWN = (
    "ETag", "RateLimit-Limit", "RateLimit-Remaining", "Idempotency-Replayed", "Deprecation", "Sunset",
    "Allow", "Retry-After",
)  # fmt: skip
MOST_SHOWN = 60_000


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What the API answered: status, the headers worth seeing, and the body laid out."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str


def call(visit: Visit, *, method: str, path: str, body: str, key: str) -> Reply:
    """Make the call and wait for its answer."""
    parts = urlsplit(path)
    request = _request(visit, method, parts.path, parts.query, body, key)
    try:
        match = resolve(request.path_info)
    except (Resolver404, ValueError):
        return Reply(status=404, headers=(), body="")
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    headers = tuple((name, response[name]) for name in SHOWN if name in response)
    return Reply(status=response.status_code, headers=headers, body=_laid_out(response))


def fresh_key() -> str:
    """A new idempotency key."""
    return str(uuid.uuid4())


def _request(visit: Visit, method: str, path: str, query: str, body: str, key: str) -> WSGIRequest:
    content = body.strip().encode("utf-8", "replace") if method in ("POST", "PUT") else b""
    kept = {
        name: value
        for name, value in visit.request.META.items()
        if name not in ("HTTP_AUTHORIZATION", "HTTP_IF_NONE_MATCH", "HTTP_TRANSFER_ENCODING")
    }
    environ: dict[str, Any] = kept | {
        "REQUEST_METHOD": method,
        "PATH_INFO": f"{PREFIX}/{path.lstrip('/')}",
        "QUERY_STRING": query,
        "CONTENT_TYPE": "application/json" if content else "",
        "CONTENT_LENGTH": str(len(content)),
        "wsgi.input": io.BytesIO(content),
        "HTTP_IDEMPOTENCY_KEY": key,
    }
    request = WSGIRequest(environ)
    known: Any = visit.request
    for name in ("user", "session", "now", "today"):
        setattr(request, name, getattr(known, name))
    # The sandbox's own form carried the anti-forgery token; this request never left the process.
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
    return request


def _laid_out(response: HttpResponse) -> str:
    content = response.content
    if "json" not in response.get("Content-Type", ""):
        return f"{len(content)} bytes"
    try:
        text = json.dumps(json.loads(content), ensure_ascii=False, indent=2)
    except ValueError:
        text = content.decode("utf-8", "replace")
    return text[:MOST_SHOWN]
