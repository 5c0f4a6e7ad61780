"""An official paper as it is read and printed, by the office and by the applicant alike."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from renshe.domains.cases import api as cases
from renshe.domains.registry.api import place_name
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.evidence import file_response
from renshe.portals.layout.casefile.powers import record_case_look
from renshe.portals.layout.casefile.words import chinese, either
from renshe.portals.layout.citing import cited_law

TEMPLATE = "layout/casefile/paper_page.html"


@dataclass(frozen=True, kw_only=True)
class PaperView:
    """A paper: Chinese is what counts in law, so it always stands; `translation` is for who reads the other language."""

    title: str
    number: str
    to: str
    paragraphs: tuple[str, ...]
    translation: tuple[str, ...]
    remedy: str
    basis: str
    code: str
    issued_on: dt.date
    office: str
    valid_until: dt.date | None
    served: str
    revoked: bool


@dataclass(frozen=True, kw_only=True)
class PaperPage:
    """What `layout/casefile/paper_page.html` may use. `pdf_url` is the same paper as it is printed."""

    paper: PaperView
    back_url: str
    back_title: str
    pdf_url: str


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """A paper in a list."""

    title: str
    number: str
    url: str
    issued_at: dt.datetime
    served: str


KEPT = "service_record"
"""The kind of paper that nobody is served: the proof that the others were."""


def paper_pdf(request: HttpRequest, paper: cases.Paper, *, inline: bool) -> HttpResponse:
    """The paper as it is printed, in the reader's language, with the code by which anybody verifies it."""
    content = cases.render_paper(
        paper, address=request.build_absolute_uri("/"), language="zh" if chinese() else "en"
    )
    return file_response(
        content, name=f"{paper.number}.pdf", media_type="application/pdf", inline=inline
    )


def office_paper(
    visit: Visit, case: cases.Case, paper: int, *, portal: str, purpose: str
) -> PaperPage | HttpResponse:
    """A paper of a case on a page of the office, or with `?pdf=1` as it is printed.

    It bears the name in full, so the look is recorded with its purpose. `portal` is where the office came from. Raises
    Http404 for a paper of another case.
    """
    found = next((one for one in cases.papers_of(case=case) if one.pk == paper), None)
    if found is None:
        raise Http404
    record_case_look(visit, case, purpose=purpose, fields=("name",))
    if visit.request.GET.get("pdf") == "1":
        return paper_pdf(visit.request, found, inline=True)
    address = reverse(f"{portal}:paper", kwargs={"number": case.number, "paper": paper})
    return PaperPage(
        paper=paper_view(found, office=place_name(code=case.place) or case.place),
        back_url=reverse(f"{portal}:case", kwargs={"number": case.number}),
        back_title=case.number,
        pdf_url=f"{address}?pdf=1",
    )


def paper_view(paper: cases.Paper, *, office: str = "") -> PaperView:
    """A paper ready for the page; `office` is who issued it."""
    content = paper.content
    remedy = content.get("remedy") or {}
    english = not chinese()
    return PaperView(
        title=content["title"]["zh"],
        number=paper.number,
        to=content.get("to", ""),
        paragraphs=tuple(content["paragraphs"]["zh"]),
        translation=(content["title"]["en"], *content["paragraphs"]["en"], remedy.get("en", ""))
        if english
        else (),
        remedy=remedy.get("zh", ""),
        basis=cited_law(content.get("basis", "")),
        code=f"{paper.code[:5]}-{paper.code[5:]}",
        issued_on=localtime(paper.issued_at).date(),
        office=office,
        valid_until=paper.valid_until,
        served=served_words(paper),
        revoked=paper.revoked_at is not None,
    )


def served_words(paper: cases.Paper) -> str:
    """How and when a paper reached the person; empty where it has not. The proof of service itself stays in the file."""
    if paper.kind == KEPT:
        return _("存入案卷")
    if paper.served_at is None:
        return ""
    on = localtime(paper.served_at).date().isoformat()
    return _("{day}{how}送达").format(day=on, how=how_words(paper.served_how))


def how_words(how: str) -> str:
    """A way of service in words."""
    return {
        "online": _("线上"),
        "counter": _("窗口直接"),
        "post": _("邮寄"),
        "left": _("留置"),
        "public": _("公告"),
    }[how]


def title_of(paper: cases.Paper) -> str:
    """A paper's title in the reader's language."""
    return either(paper.content["title"]["zh"], paper.content["title"]["en"])
