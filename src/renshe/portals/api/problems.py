"""Answers that are not what was asked for: problem details (RFC 9457), always with reason, clause, next step and field."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from ninja import Schema

from renshe.kernel.codes.citation import OWNER_DEFAULT, cite
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.rules import Refusal
from renshe.kernel.yaml_files import read_yaml

MEDIA_TYPE = "application/problem+json"
PAGE_OF_PROBLEMS = "/developer/problems/"
NOT_THERE = ("unknown_case", "unknown_service", "unknown_subscription", "unknown_delivery")


class FieldProblem(Schema):
    """What is wrong with one field of the request: its name as a path such as `form.amount`."""

    field: str
    code: str
    zh: str
    en: str
    next_step_zh: str
    next_step_en: str


class ProblemDetails(Schema):
    """RFC 9457. `code` is stable; `title` and `detail` are in the language of the request, `zh` and `en` always there.

    `clause` says which law or convention demands it; `field` names the first field that is wrong, `errors` all of them.
    """

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    zh: str
    en: str
    clause: str
    next_step_zh: str
    next_step_en: str
    field: str | None = None
    errors: list[FieldProblem] = []


@dataclass(frozen=True, slots=True)
class Wrong:
    """One field and what is wrong with it."""

    field: str
    problem: Problem


class BadRequestBody(Exception):
    """The request's fields are wrong; answered 422 with every one of them."""

    def __init__(self, wrong: Iterable[Wrong]) -> None:
        self.wrong = tuple(wrong)
        super().__init__(", ".join(one.field for one in self.wrong))


class Answered(Exception):
    """A problem that is answered at once, from wherever it was found."""

    def __init__(self, status: int, code: str, *, subject: str = "", **headers: str) -> None:
        self.status, self.code, self.subject = status, code, subject
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        super().__init__(code)


@cache
def declared_problems() -> dict[str, Problem]:
    """Every problem that the API itself gives, by code."""
    loaded = read_yaml(Path(__file__).with_name("problems.yaml").read_text(encoding="utf-8"))
    return {code: Problem(code, **told) for code, told in loaded.items()}


def own(code: str) -> Problem:
    """A problem that the API itself gives. Raises KeyError for one that is not declared."""
    return declared_problems()[code]


def in_chinese(request: HttpRequest) -> bool:
    """Whether the request wants Chinese: anything but English first."""
    return not request.headers.get("Accept-Language", "").strip().lower().startswith("en")


def problem_response(
    request: HttpRequest,
    *,
    status: int,
    problem: Problem,
    subject: str = "",
    wrong: Iterable[Wrong] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The answer that carries a problem."""
    chinese = in_chinese(request)
    errors = [_field(one) for one in wrong]
    reason = problem.zh if chinese else problem.en
    step = problem.next_step_zh if chinese else problem.next_step_en
    told = f"{reason}: {subject}" if subject else reason
    body = ProblemDetails(
        type=f"{PAGE_OF_PROBLEMS}#{problem.code}",
        title=reason,
        status=status,
        detail=f"{told}{'。' if chinese else '. '}{step}{'。' if chinese else '.'}",
        instance=request.path,
        code=problem.code,
        zh=problem.zh,
        en=problem.en,
        clause=cite(problem.clause or OWNER_DEFAULT, "zh" if chinese else "en"),
        next_step_zh=problem.next_step_zh,
        next_step_en=problem.next_step_en,
        field=errors[0].field if errors else None,
        errors=errors,
    )
    text = json.dumps(body.model_dump(), ensure_ascii=False).encode("utf-8", "backslashreplace")
    return HttpResponse(text, status=status, content_type=MEDIA_TYPE, headers=headers)


def _field(one: Wrong) -> FieldProblem:
    problem = one.problem
    return FieldProblem(
        field=one.field,
        code=problem.code,
        zh=problem.zh,
        en=problem.en,
        next_step_zh=problem.next_step_zh,
        next_step_en=problem.next_step_en,
    )


def status_of(refusal: Refusal) -> int:
    """What a refusal of law or of a domain is answered: 404 for what is not there, else 409."""
    return 404 if refusal.code in NOT_THERE else 409


def refusal_response(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal as a problem; one with several reasons lists them all."""
    subject = " ".join(part for part in (refusal.subject, refusal.on, refusal.place) if part)
    more = refusal.problems[1:] if isinstance(refusal, Refused) else ()
    return problem_response(
        request,
        status=status_of(refusal),
        problem=refusal.reason,
        subject=subject,
        wrong=[Wrong("", one) for one in more],
    )
