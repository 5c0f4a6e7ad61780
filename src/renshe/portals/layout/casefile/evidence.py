"""The evidence of a case: every paper asked for and given, and the file itself, proved against its hash when shown."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from renshe.domains.cases import api as cases
from renshe.domains.documents.api import DamagedFile, fetch
from renshe.portals.layout.casefile.words import item_of, words_of

INLINE = ("application/pdf", "image/jpeg", "image/png", "image/webp", "image/gif")
"""What a browser shows by itself without running anything of it."""
# An own policy for the file alone: it may be framed by our pages and may load nothing. Browsers draw a PDF as an object.
FILE_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
)


@dataclass(frozen=True, kw_only=True)
class MarkLine:
    """A mark on a page, in thousandths, with what it says."""

    page: int
    left: int
    top: int
    width: int
    height: int
    words: str
    by: str


@dataclass(frozen=True, kw_only=True)
class EvidenceLine:
    """One paper: what it is, where it came from, and whether somebody still has to do something about it.

    `id` is 0 for a paper that nobody gave. `shown_as` is image, pdf or empty (nothing to show here).
    """

    id: int
    material: str
    sign: str
    status: str
    tone: str
    file_name: str
    url: str
    shown_as: str
    sha256: str
    given_at: dt.datetime | None
    promise_open: bool
    told: tuple[tuple[str, str], ...]
    marks: tuple[MarkLine, ...]


def evidence_lines(
    *, case: cases.Case, today: dt.date, url_of: Callable[[int], str], marked: bool = False
) -> tuple[EvidenceLine, ...]:
    """Papers in the item's order, then what nobody asked for. With `marked` the office's marks come along."""
    given = cases.evidence_of(case=case)
    marks = _marks([one.pk for one in given]) if marked else {}
    item = item_of(case.item)
    materials = item.materials if item else ()
    lines = []
    for material in materials:
        mine = [one for one in given if one.material == material.key]
        name = words_of(material.name)
        lines += [_given(one, name, today, url_of, marks) for one in mine]
        if not mine:
            lines.append(_not_given(material, name, case))
    known = {material.key for material in materials}
    lines += [
        _given(one, one.material, today, url_of, marks)
        for one in given
        if one.material not in known
    ]
    return tuple(lines)


def _marks(evidence_ids: Sequence[int]) -> dict[int, list[MarkLine]]:
    found: dict[int, list[MarkLine]] = {}
    for one in cases.Annotation.objects.filter(evidence_id__in=evidence_ids).order_by("pk"):
        found.setdefault(one.evidence_id, []).append(
            MarkLine(
                page=one.page,
                left=one.left,
                top=one.top,
                width=one.width,
                height=one.height,
                words=one.words,
                by=one.by,
            )
        )
    return found


def _given(
    one: cases.Evidence,
    name: str,
    today: dt.date,
    url_of: Callable[[int], str],
    marks: dict[int, list[MarkLine]],
) -> EvidenceLine:
    sign, status, tone = _status(one, today)
    pdf = one.media_type == "application/pdf"
    return EvidenceLine(
        id=one.pk,
        material=name,
        sign=sign,
        status=status,
        tone=tone,
        file_name=one.name,
        url=url_of(one.pk) if one.source == "upload" else "",
        shown_as=("pdf" if pdf else "image") if one.media_type in INLINE else "",
        sha256=one.sha256,
        given_at=one.given_at,
        promise_open=one.source == "promise" and one.kept_at is None,
        told=tuple((str(key), str(value)) for key, value in one.told.items()),
        marks=tuple(marks.get(one.pk, ())),
    )


def _status(one: cases.Evidence, today: dt.date) -> tuple[str, str, str]:
    if one.source == "register":
        return "▤", _("由登记数据核验"), "good"
    if one.source == "upload":
        return "✓", _("已提交"), "good"
    if one.kept_at is not None:
        return "✓", _("承诺已兑现"), "good"
    until = one.promised_until.isoformat() if one.promised_until else ""
    if one.promised_until and one.promised_until < today:
        return "▲", _("承诺{day}前补交，已过期").format(day=until), "bad"
    return "◷", _("承诺{day}前补交").format(day=until), "warn"


def _not_given(material: cases.Material, name: str, case: cases.Case) -> EvidenceLine:
    if material.source == "register":
        sign, status, tone = "▤", _("免交，由经办机构查询"), ""
    elif material.required:
        sign, status, tone = "✗", _("缺少（必要材料）"), "bad"
    else:
        sign, status, tone = "–", _("未提交（非必要）"), ""
    return EvidenceLine(
        id=0, material=name, sign=sign, status=status, tone=tone, file_name="", url="", shown_as="",
        sha256="", given_at=None, promise_open=False, told=(), marks=(),
    )  # fmt: skip


def proved(evidence: cases.Evidence) -> bool:
    """Whether the file's bytes still are those that were handed in."""
    return _content(evidence) is not None


def _content(evidence: cases.Evidence) -> bytes | None:
    """The bytes, or None where they are not those of the evidence's hash."""
    try:
        _name, _media_type, content = fetch(file_id=int(evidence.file_id or 0))
    except DamagedFile:
        return None
    return content if hashlib.sha256(content).hexdigest() == evidence.sha256 else None


def file_answer(evidence: cases.Evidence, *, download: bool = False) -> HttpResponse:
    """The file of an evidence whose viewer the caller has checked. 410 and no content where its bytes were altered.

    It is shown inside our pages or saved; whatever a browser would run is only ever saved.
    """
    content = _content(evidence)
    if content is None:
        return HttpResponse(
            _("文件与提交时的校验值不符，不予显示。"),
            status=410,
            content_type="text/plain; charset=utf-8",
        )
    inline = evidence.media_type in INLINE and not download
    media_type = evidence.media_type if inline else "application/octet-stream"
    return file_response(content, name=evidence.name, media_type=media_type, inline=inline)


def file_response(content: bytes, *, name: str, media_type: str, inline: bool) -> HttpResponse:
    """A file with the headers that keep a browser from taking it for anything else."""
    disposition: Any = content_disposition_header(as_attachment=not inline, filename=name)
    return HttpResponse(
        content,
        content_type=media_type,
        headers={
            "Content-Disposition": disposition or "inline",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": FILE_POLICY,
            "X-Frame-Options": "SAMEORIGIN",
            "Cache-Control": "private, no-store",
        },
    )
