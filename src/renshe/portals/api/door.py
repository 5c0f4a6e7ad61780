"""The one way in: every request goes through limits, access, the idempotency key and the framework, in this order."""

import hashlib
import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, re_path
from django.utils.http import http_date
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError

from renshe.domains.exchange.api import Kept, keep_answer, take_key
from renshe.kernel.rules import Refusal
from renshe.portals.api.acting import HEADER, named, note_beginning
from renshe.portals.api.calling import Call, call_of, require_access, stranger
from renshe.portals.api.limits import counted, headers_of
from renshe.portals.api.operation import Operation, Retirement
from renshe.portals.api.problems import (
    Answered,
    BadRequestBody,
    own,
    problem_response,
    refusal_response,
)
from renshe.portals.api.reading import (
    ReadBefore,
    body_of,
    read_json,
    require_plain_address,
    wrong_fields,
)
from renshe.portals.layout.access import ANYBODY
from renshe.portals.layout.proof import ProofNeeded

LOG = logging.getLogger("renshe.api")
KEPT_HEADERS = ("Content-Type", "Location")


def framework(operations: Iterable[Operation]) -> NinjaAPI:
    """The framework with these operations, its own pages off: ours are the developer portal."""
    api = NinjaAPI(
        title="人社开放接口 · Renshe API",
        version="1",
        docs_url=None,
        openapi_url=None,
        urls_namespace="api",
        parser=ReadBefore(),
    )
    router = Router()
    for one in operations:
        router.add_api_operation(
            one.path,
            [one.method],
            one.for_ninja(),
            operation_id=one.id,
            tags=[one.group],
            summary=f"{one.title.zh} · {one.title.en}",
            description="\n\n".join(part for part in (one.says.zh, one.says.en) if part),
            response={one.status: one.answer},
            deprecated=True if one.retires else None,
            url_name=one.id,
        )
    api.add_router("", router)
    _answer_exceptions(api)
    return api


def _answer_exceptions(api: NinjaAPI) -> None:
    api.add_exception_handler(Answered, _answered)
    api.add_exception_handler(Refusal, refusal_response)
    api.add_exception_handler(ProofNeeded, _proof_needed)
    api.add_exception_handler(
        BadRequestBody,
        lambda request, found: problem_response(
            request, status=422, problem=own("invalid"), wrong=found.wrong
        ),
    )
    api.add_exception_handler(
        ValidationError,
        lambda request, found: problem_response(
            request, status=422, problem=own("invalid"), wrong=wrong_fields(found.errors)
        ),
    )
    api.add_exception_handler(
        HttpError,
        lambda request, found: problem_response(request, status=400, problem=own("bad_json")),
    )
    api.add_exception_handler(
        Http404,
        lambda request, found: problem_response(request, status=404, problem=own("not_found")),
    )
    api.add_exception_handler(
        PermissionDenied,
        lambda request, found: problem_response(request, status=403, problem=own("not_allowed")),
    )


def _proof_needed(request: HttpRequest, found: ProofNeeded) -> HttpResponse:
    """Nothing was done, and the same request is to be sent again after the proof: its key must not keep this answer."""
    request.to_be_sent_again = True  # type: ignore[attr-defined]
    return problem_response(request, status=403, problem=own("proof_needed"))


def _answered(request: HttpRequest, found: Answered) -> HttpResponse:
    return problem_response(
        request,
        status=found.status,
        problem=own(found.code),
        subject=found.subject,
        headers=found.headers,
    )


def addresses(operations: Iterable[Operation]) -> list[URLPattern]:
    """Every operation on its address behind the door, and a problem for any other address."""
    listed = list(operations)
    by_path: dict[str, dict[str, Operation]] = {}
    for one in listed:
        methods = by_path.setdefault(one.path, {})
        if one.method in methods:
            raise ValueError(f"{one.method} {one.path} is declared twice")
        methods[one.method] = one
    by_name = {one.id: by_path[one.path] for one in listed}
    found = []
    for pattern in framework(listed).urls[0]:
        methods = by_name.get(pattern.name or "")
        if methods is not None:
            pattern.callback = guarded(pattern.callback, methods)
            found.append(pattern)
    return [*found, re_path(r"^.*$", unknown_address, name="unknown")]


def guarded(inner: Callable[..., Any], methods: dict[str, Operation]) -> Callable[..., Any]:
    """One address behind the door. `access` is its strictest reading rule for tests that walk all addresses."""

    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        head = request.method == "HEAD" and "GET" in methods
        if head:
            request.method = "GET"
        response = _answer(request, inner, methods, parts)
        if head:
            response.content = b""
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]
    answer.login_required = False  # type: ignore[attr-defined]
    answer.operations = methods  # type: ignore[attr-defined]
    answer.access = next(iter(methods.values())).access  # type: ignore[attr-defined]
    return answer


def _answer(
    request: HttpRequest,
    inner: Callable[..., Any],
    methods: dict[str, Operation],
    parts: dict[str, Any],
) -> HttpResponse:
    headers: dict[str, str] = {
        "Cache-Control": "private, no-cache",
        "Vary": f"Accept-Language, Authorization, Cookie, {HEADER}",
    }
    try:
        response = _through(request, inner, methods, parts, headers)
    except Answered as found:
        response = _answered(request, found)
    except Refusal as refusal:
        response = refusal_response(request, refusal)
    except Exception:
        LOG.exception("%s %s", request.method, request.path)
        response = problem_response(request, status=500, problem=own("internal"))
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    return response


def _through(
    request: HttpRequest,
    inner: Callable[..., Any],
    methods: dict[str, Operation],
    parts: dict[str, Any],
    headers: dict[str, str],
) -> HttpResponse:
    operation = methods.get(request.method or "")
    if operation is None:
        raise Answered(405, "method_not_allowed", Allow=", ".join(sorted(methods)))
    require_plain_address(request)
    body_of(request)
    call, failed = _who(request)
    rate = counted(call)
    headers |= headers_of(rate) | _retiring(operation.retires)
    if rate.exceeded:
        raise Answered(429, "too_many_requests", Retry_After=str(rate.reset))
    if failed is not None:
        raise failed
    require_access(call, operation.access)
    note_beginning(call.seen)
    if request.body:
        if request.content_type != "application/json":
            raise Answered(415, "not_json")
        request.read_body = read_json(request)  # type: ignore[attr-defined]
    request.call = call  # type: ignore[attr-defined]
    if operation.writes:
        return _once(request, call, lambda: inner(request, **parts))
    response: HttpResponse = inner(request, **parts)
    return _tagged(request, response)


def _who(request: HttpRequest) -> tuple[Call, Answered | None]:
    """Who calls. One who cannot prove it is counted as a stranger, so that tokens cannot be tried out fast."""
    try:
        return call_of(request), None
    except Answered as failed:
        return stranger(request), failed


def _once(request: HttpRequest, call: Call, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Do the work under its idempotency key: the second time the first answer is given again.

    An answer that only asks for something else first (a fresh proof) is not kept.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        raise Answered(400, "key_missing")
    if len(key) > 200 or not key.isascii() or not key.isprintable():
        raise Answered(400, "key_malformed")
    line = f"{request.method} {request.get_full_path()} {named(request)}\n"
    asked = hashlib.sha256(line.encode() + request.body)
    with transaction.atomic():
        taken = take_key(client=call.client, key=key, request_sha256=asked.hexdigest(), at=call.now)
        if isinstance(taken, Kept):
            told = HttpResponse(taken.body, status=taken.status, headers=dict(taken.headers))
            told["Idempotency-Replayed"] = "true"
            return told
        response = work()
        if getattr(request, "to_be_sent_again", False):
            transaction.set_rollback(True)  # the key is free again
            return response
        kept = {name: response[name] for name in KEPT_HEADERS if name in response}
        keep_answer(taken=taken, status=response.status_code, body=response.content, headers=kept)
    return response


def _tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer to a reading request with its tag; 304 where the caller has it already."""
    if request.method != "GET" or response.status_code != 200:
        return response
    tag = f'W/"{hashlib.sha256(response.content).hexdigest()[:24]}"'
    known = {part.strip() for part in request.headers.get("If-None-Match", "").split(",")}
    if tag in known or "*" in known:
        response = HttpResponse(status=304)
        del response["Content-Type"]
    response["ETag"] = tag
    return response


def _retiring(retires: Retirement | None) -> dict[str, str]:
    """Headers of an operation on its way out (RFC 9745, RFC 8594)."""
    if retires is None:
        return {}
    since = datetime.combine(retires.deprecated_on, time(), UTC).timestamp()
    until = datetime.combine(retires.sunset_on, time(), UTC).timestamp()
    return {
        "Deprecation": f"@{int(since)}",
        "Sunset": http_date(until),
        "Link": f'<{retires.successor}>; rel="successor-version"',
    }


def unknown_address(request: HttpRequest) -> HttpResponse:
    """A problem for an address that the API does not have."""
    return problem_response(request, status=404, problem=own("path_unknown"), subject=request.path)


unknown_address.access = ANYBODY  # type: ignore[attr-defined]
unknown_address.login_required = False  # type: ignore[attr-defined]
unknown_address.csrf_exempt = True  # type: ignore[attr-defined]
