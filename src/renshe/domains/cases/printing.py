"""An official paper as PDF: what it says, its basis and remedy, a code that anybody can verify, and page numbers.

A paper's `facts` may hold what a certificate lays out beside its sentences: `issuer` (zh, en), `lines` (name, value) and
`tables` (title, head, rows, numeric columns, widths, note). Everything printed is part of the paper and so of its hash.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone

from renshe.domains.cases.models import Paper
from renshe.foundation.typesetting.printing import qr_code, set_images, set_pdf
from renshe.kernel.codes.citation import cite
from renshe.kernel.codes.divisions import division_name, divisions

LANGUAGES = ("zh", "en")
VERIFY_AT = "/verify/{code}/"
_TEMPLATE = Path(__file__).with_name("paper.typ")

_WORDS = {
    "zh": {
        "region": "CN", "tracking": 0.18, "to": "{to}：", "basis": "依据：{basis}", "remedy": "{remedy}依据：{basis}。",
        "page_of": "第 {page} 页 共 {pages} 页", "footer": "{number}　验证码 {code}",
        "verify_words": "扫码或登录核验页，输入验证码核对真伪：", "qr_alt": "核验页二维码：{url}",
        "valid": "有效期至{day}，逾期请重新开具。", "seal": "电子印章位置\n（演示）\n未接入签章系统\n不具法律效力",
        "revoked": "本文书已于{day}撤销，不再有效。", "issuer": "{place}社会保险经办机构",
    },
    "en": {
        "region": "GB", "tracking": 0.0, "to": "To {to}:", "basis": "Basis: {basis}", "remedy": "{remedy} Basis: {basis}.",
        "page_of": "Page {page} of {pages}", "footer": "{number}   Verification code {code}",
        "verify_words": "Scan, or open the verification page and enter the code:",
        "qr_alt": "QR code of the verification page: {url}", "valid": "Valid until {day}; have it issued anew afterwards.",
        "seal": "Place of the\nelectronic seal\n(demonstration)\nno legal force",
        "revoked": "This paper was revoked on {day} and is no longer valid.",
        "issuer": "Social insurance agency of {place}",
    },
}  # fmt: skip


def render_paper(paper: Paper, *, address: str, language: str = "zh") -> bytes:
    """The paper as PDF/A-2a in `zh` or `en`, the same bytes each time.

    `address` is where the site answers to the public (https://host): the QR code leads to its verification page. Raises
    Refused `no_chinese_font` or `character_not_in_font` rather than print an empty box.
    """
    made_at = (paper.revoked_at or paper.issued_at).astimezone(dt.UTC).replace(microsecond=0)
    data = laid_out(paper, address=address, language=language)
    return set_pdf(template=_TEMPLATE, data=data, made_at=made_at)


def paper_images(paper: Paper, *, address: str, language: str = "zh") -> list[bytes]:
    """The paper's pages as PNG, for a preview where a PDF cannot be shown. Raises as `render_paper`."""
    return set_images(template=_TEMPLATE, data=laid_out(paper, address=address, language=language))


def verification_address(paper: Paper, *, address: str) -> str:
    """Where anybody verifies the paper; what its QR code says."""
    return address.rstrip("/") + VERIFY_AT.format(code=paper.code)


def laid_out(paper: Paper, *, address: str, language: str = "zh") -> dict[str, Any]:
    """Everything the template prints, in one language. Raises ValueError for another language."""
    if language not in LANGUAGES:
        raise ValueError(f"{language!r} is not one of {', '.join(LANGUAGES)}")
    words, content = _WORDS[language], paper.content
    facts, remedy = content.get("facts", {}), content.get("remedy") or {}
    url = verification_address(paper, address=address)
    to, basis = str(content.get("to", "")), str(content.get("basis", ""))
    return {
        "lang": language,
        "region": words["region"],
        "tracking": words["tracking"],
        "title": content["title"][language],
        "number": paper.number,
        "issuer": _issuer(paper, facts, language),
        "to": str(words["to"]).format(to=to) if to else "",
        "paragraphs": list(content["paragraphs"][language]),
        "lines": [
            {"name": _said(one["name"], language), "value": _said(one["value"], language)}
            for one in facts.get("lines", ())
        ],
        "tables": [_table(one, language) for one in facts.get("tables", ())],
        "basis": _worded(words, "basis", basis=cite(basis, language))
        if basis and basis != "owner-default"
        else "",
        "remedy": _worded(
            words, "remedy", remedy=remedy[language], basis=cite(remedy["basis"], language)
        )
        if remedy
        else "",
        "issued": _day(timezone.localtime(paper.issued_at).date(), language),
        "valid": _worded(words, "valid", day=_day(paper.valid_until, language))
        if paper.valid_until
        else "",
        "revoked": _worded(
            words, "revoked", day=_day(timezone.localtime(paper.revoked_at).date(), language)
        )
        if paper.revoked_at
        else "",
        "seal": words["seal"],
        "code": "-".join((paper.code[:5], paper.code[5:])),
        "verify": url,
        "verify_words": words["verify_words"],
        "qr": qr_code(url),
        "qr_alt": _worded(words, "qr_alt", url=url),
        "page_of": words["page_of"],
        "footer": _worded(words, "footer", number=paper.number, code=paper.code),
    }


def _worded(words: Mapping[str, Any], key: str, **parts: str) -> str:
    return str(words[key]).format(**parts)


def _issuer(paper: Paper, facts: Mapping[str, Any], language: str) -> str:
    if "issuer" in facts:
        return _said(facts["issuer"], language)
    code = paper.case.place[:6] if paper.case else ""
    place = division_name(code) if code in divisions() else code
    return _worded(_WORDS[language], "issuer", place=place)


def _said(value: Any, language: str) -> str:
    """A text in both languages in the wanted one; a plain one as it is."""
    return str(value[language]) if isinstance(value, Mapping) else str(value)


def _table(told: Mapping[str, Any], language: str) -> dict[str, Any]:
    head = [_said(one, language) for one in told["head"]]
    return {
        "title": _said(told.get("title", ""), language),
        "head": head,
        "rows": [[_said(cell, language) for cell in row] for row in told["rows"]],
        "numeric": list(told.get("numeric", [False] * len(head))),
        "widths": list(told.get("widths", [1] * len(head))),
        "note": _said(told.get("note", ""), language),
    }


def _day(day: dt.date, language: str) -> str:
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {day.strftime('%B')} {day.year}"
