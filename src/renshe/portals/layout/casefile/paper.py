"""An official paper as it is read and printed, by the office and by the applicant alike."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from renshe.domains.cases import api as cases
from renshe.portals.layout.casefile.words import chinese, either

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
        basis=content.get("basis", "") if content.get("basis") != "owner-default" else "",
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
