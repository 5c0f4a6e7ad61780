"""The OpenAPI 3.1 description, made from the same declarations as the operations themselves."""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ninja import NinjaAPI

from renshe.kernel.yaml_files import read_yaml
from renshe.portals.api.acting import HEADER
from renshe.portals.api.calling import action_of
from renshe.portals.api.door import framework
from renshe.portals.api.operation import Group, Operation
from renshe.portals.api.problems import MEDIA_TYPE, ProblemDetails, declared_problems

PREFIX = "/api/v1"
ABOUT = (
    "人社的每一个页面动作都有对应的接口。金额在答复中以分为单位，在表单中以元为单位。\n\n"
    "Everything a page can do. Money is fen in answers and yuan in forms. A problem (RFC 9457) always says why, by which"
    " clause, and what to do next."
)
# status → the problem answered with it
_ALWAYS = {"400": "bad_json", "405": "method_not_allowed", "429": "too_many_requests"}
_SIGNED = {"401": "unauthenticated", "403": "not_allowed"}
_HEADERS = {
    "RateLimit-Limit": "每分钟请求数 / requests a minute",
    "RateLimit-Remaining": "本窗口剩余 / left in this window",
    "RateLimit-Reset": "距窗口结束秒数 / seconds to its end",
}


@cache
def document() -> dict[str, Any]:
    """The description of version 1. Made once for the process: it changes with the code alone."""
    from renshe.portals.api.all_operations import GROUPS

    return describe(GROUPS)


def describe(groups: Sequence[Group]) -> dict[str, Any]:
    """The description of these operations."""
    operations = [one for group in groups for one in group]
    told: dict[str, Any] = dict(_raw(framework(operations)))
    told["info"] = {"title": "人社开放接口 · Renshe API", "version": "1", "description": ABOUT}
    told["servers"] = [{"url": PREFIX}]
    told["tags"] = [
        {"name": group.code, "description": f"{group.name.zh} · {group.name.en}"}
        for group in groups
    ]
    told["paths"] = {path.removeprefix(PREFIX): methods for path, methods in told["paths"].items()}
    components = told.setdefault("components", {}).setdefault("schemas", {})
    _hoist_forms(components)
    components["ProblemDetails"] = _problem_schema(components)
    _describe_fields(components)
    told["components"]["securitySchemes"] = _security(operations)
    for one in operations:
        _finish(told["paths"][one.path][one.method.lower()], one)
    return told


def _raw(api: NinjaAPI) -> dict[str, Any]:
    return dict(api.get_openapi_schema(path_prefix=f"{PREFIX}/"))


def _hoist_forms(components: dict[str, Any]) -> None:
    """Each item's form becomes a schema of its own, so that a generated client has a type for it."""
    for schema in list(components.values()):
        form = schema.get("properties", {}).get("form")
        if isinstance(form, dict) and "properties" in form and "title" in form:
            components[form["title"]] = form
            schema["properties"]["form"] = {"$ref": f"#/components/schemas/{form['title']}"}


@cache
def field_words() -> dict[str, dict[str, str]]:
    """What a field is called, by its name, where its schema says no more."""
    text = Path(__file__).with_name("fields.yaml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, str]] = read_yaml(text)
    return loaded


def _describe_fields(components: dict[str, Any]) -> None:
    """Every field says in both languages what it is."""
    for schema in components.values():
        for name, one in schema.get("properties", {}).items():
            if "description" not in one and name in field_words():
                one["description"] = "{zh} / {en}".format(**field_words()[name])


def _problem_schema(components: dict[str, Any]) -> dict[str, Any]:
    schema = ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
    components.update(schema.pop("$defs", {}))
    return schema


def _security(operations: Iterable[Operation]) -> dict[str, Any]:
    from renshe.domains.identity.api import ACTIONS

    scopes = sorted({action_of(one.access) for one in operations} - {""})
    return {
        "machine": {
            "type": "oauth2",
            "description": "客户端凭据 / client credentials",
            "flows": {
                "clientCredentials": {
                    "tokenUrl": "/oauth/token/",
                    "scopes": {code: f"{ACTIONS[code].zh} / {ACTIONS[code].en}" for code in scopes},
                }
            },
        },
        "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
    }


def _finish(told: dict[str, Any], one: Operation) -> None:
    """Headers, problems, scopes and retirement of one operation."""
    told["x-access"] = one.access.whose
    needs = one.access.needs_account
    scope = [action_of(one.access)] if action_of(one.access) else []
    told["security"] = [{"machine": scope}, {"session": []}] if needs else []
    responses = told["responses"]
    ok = responses[str(one.status)] if str(one.status) in responses else responses[one.status]
    told["responses"] = {str(one.status): ok}
    ok["description"] = one.title.zh
    ok["headers"] = {
        name: {"description": words, "schema": {"type": "string"}}
        for name, words in _HEADERS.items()
    }
    if one.media:
        ok["content"] = {one.media: {"schema": {"type": "string", "format": "binary"}}}
    parameters = told.setdefault("parameters", [])
    if one.writes:
        parameters.append(_KEY)
    if _for_people(one):
        parameters.append(_ACTING)
    if one.method == "GET":
        told["responses"]["304"] = {"description": "没有变化 / not modified"}
    told["responses"] |= {
        status: _problem(code) for status, code in sorted(_problems_of(one, told).items())
    }


def _for_people(one: Operation) -> bool:
    """Whether a relative or guardian may use an operation for somebody else."""
    return "person" in one.access.whose or one.access.whose == "signed_in"


_ACTING = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "代谁办理：授权编号（见 GET /mandates），或 self / for whom: a mandate's number (see GET /mandates), or self",
    "schema": {"type": "string", "pattern": "^(self|[0-9]{1,18})$"},
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "每个写入请求一个新的随机键，重试用同一个键 / a fresh random key, the same when retrying",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}


def _problems_of(one: Operation, told: dict[str, Any]) -> dict[str, str]:
    found = dict(_ALWAYS)
    if one.access.needs_account:
        found |= _SIGNED
    else:
        found["401"] = "unauthenticated"  # a token that is no good is refused everywhere
        found["403"] = "forged"
    found["404"] = "not_found"
    found["422"] = "invalid"
    if one.method != "GET" or action_of(one.access) or "law" in one.group:
        found["409"] = "idempotency_key_reused" if one.writes else "refused"
    if "requestBody" in told or one.method in ("POST", "PUT"):
        found |= {"413": "too_large", "415": "not_json"}
    return found


def _problem(code: str) -> dict[str, Any]:
    words = declared_problems().get(code)
    return {
        "description": f"{words.zh} / {words.en}"
        if words
        else "不能办理，理由见答复 / refused, see the problem",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
    }
