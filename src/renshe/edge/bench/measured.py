"""The site for a WSGI server, with three more headers on every answer: its time, its queries, its route."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection
from django.urls import Resolver404, resolve

from renshe.edge.wsgi import application as site

TIME, QUERIES, ROUTE = "X-Server-Ms", "X-Queries", "X-Route"


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as the site does. The time is from the call to the head of the answer: all of the page's work."""
    count = 0

    def counted(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*arguments)

    started = time.perf_counter()

    def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        took = (time.perf_counter() - started) * 1000
        told = [(TIME, f"{took:.2f}"), (QUERIES, str(count)), (ROUTE, _route(environ))]
        return start_response(status, [*headers, *told], *more)

    with connection.execute_wrapper(counted):
        return site(environ, start)


def _route(environ: dict[str, Any]) -> str:
    try:
        return str(resolve(environ["PATH_INFO"]).route) or "/"
    except Resolver404:
        return "none"
