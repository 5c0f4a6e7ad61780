"""Verification of a paper by its code, for anybody: whether it was issued here and still holds; personal data masked."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from renshe.domains.cases.api import Paper, verify_paper
from renshe.domains.identity.api import mask_name
from renshe.domains.registry.api import place_name
from renshe.kernel.codes.problem import Refused
from renshe.portals.layout.access import ANYBODY, Visit
from renshe.portals.public.portal import PUBLIC

TEMPLATE = "public/pages/verified.html"
LONGEST_CODE = 16
STAR = "*"


@dataclass(frozen=True, kw_only=True)
class VerifyPage:
    """What `public/pages/verify.html` may use. `empty` where the form was sent without a code."""

    empty: bool


@dataclass(frozen=True, kw_only=True)
class MaskedLine:
    """One figure of a certificate, enough of it to see that the paper in hand says the same."""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class VerifiedPage:
    """What `public/pages/verified.html` may use. `state` is valid, expired, revoked, altered or unknown."""

    code: str
    state: str
    title: str = ""
    number: str = ""
    to: str = ""
    issued_on: dt.date | None = None
    office: str = ""
    valid_until: dt.date | None = None
    revoked_on: dt.date | None = None
    lines: tuple[MaskedLine, ...] = ()


@PUBLIC.page(template="public/pages/verify.html", access=ANYBODY)
def verify(visit: Visit) -> VerifyPage | HttpResponse:
    """Ask for the code; one that was typed leads to its own address, which the code on the paper names too."""
    if "code" not in visit.request.GET:
        return VerifyPage(empty=False)
    code = "".join(
        sign for sign in visit.request.GET["code"].upper() if sign.isascii() and sign.isalnum()
    )
    if not code:
        return VerifyPage(empty=True)
    address = reverse("public:verified", kwargs={"code": code[:LONGEST_CODE]})
    return HttpResponseRedirect(address)


@PUBLIC.page(template=TEMPLATE, access=ANYBODY)
def verified(visit: Visit, *, code: str) -> VerifiedPage | HttpResponse:
    """Show what is known of the paper with this code; a code that was never issued is answered 404 in words."""
    try:
        paper = verify_paper(code=code)
    except Refused:
        return _answer(visit, VerifiedPage(code=code, state="altered"), status=409)
    if paper is None:
        return _answer(visit, VerifiedPage(code=code, state="unknown"), status=404)
    return _page(paper, today=visit.today)


def _answer(visit: Visit, page: VerifiedPage, *, status: int) -> HttpResponse:
    return PUBLIC.render(visit.request, template=TEMPLATE, context=page, status=status)


def _page(paper: Paper, *, today: dt.date) -> VerifiedPage:
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    facts = paper.content.get("facts", {})
    return VerifiedPage(
        code=f"{paper.code[:5]}-{paper.code[5:]}",
        state=_state(paper, today),
        title=paper.content["title"][language],
        number=paper.number,
        to=_masked_holder(paper),
        issued_on=localtime(paper.issued_at).date(),
        office=_office(paper, facts, language),
        valid_until=paper.valid_until,
        revoked_on=localtime(paper.revoked_at).date() if paper.revoked_at else None,
        lines=tuple(_line(one, language) for one in facts.get("lines", ())),
    )


def _state(paper: Paper, today: dt.date) -> str:
    if paper.revoked_at is not None:
        return "revoked"
    if paper.valid_until is not None and paper.valid_until < today:
        return "expired"
    return "valid"


def _masked_holder(paper: Paper) -> str:
    """Whom the paper is made out to: a person's name masked; an employer's with its middle left out."""
    to = str(paper.content.get("to", ""))
    if paper.case is not None and paper.case.subject_kind == "employer":
        return masked(to, head=4, tail=2)
    return mask_name(to)


def _office(paper: Paper, facts: Mapping[str, Any], language: str) -> str:
    if "issuer" in facts:
        return _said(facts["issuer"], language)
    if paper.case is None:
        return ""
    return _("{place}人力资源和社会保障部门").format(place=place_name(code=paper.case.place[:6]))


def _line(told: Mapping[str, Any], language: str) -> MaskedLine:
    return MaskedLine(
        name=_said(told["name"], language), value=masked(_said(told["value"], language))
    )


def _said(value: Any, language: str) -> str:
    return str(value[language]) if isinstance(value, Mapping) else str(value)


def masked(text: str, *, head: int = 1, tail: int = 1) -> str:
    """A text with only its ends left; one as short as its ends keeps its first character alone."""
    if len(text) <= head + tail:
        return text[:1] + STAR * (len(text) - 1)
    return text[:head] + STAR * (len(text) - head - tail) + text[len(text) - tail :]
