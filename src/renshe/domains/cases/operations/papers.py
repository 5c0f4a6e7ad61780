"""The papers of administrative practice: what they say, their numbers, how they are served, and how anybody verifies them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from renshe.domains.cases.item import Item
from renshe.domains.cases.models import Case, Paper
from renshe.domains.cases.operations.acting import Actor, locked
from renshe.domains.cases.refusals import problem
from renshe.domains.cases.remedies import ADMINISTRATIVE, Remedy
from renshe.kernel.codes.citation import cite
from renshe.kernel.codes.problem import Refused

# kind → (mark in the number, title zh, title en, basis)
KINDS = {
    "correction_notice": ("告", "一次性告知书", "One-time notice of what is missing", "行政许可法 32；社会保险经办条例 30"),
    "receipt": ("受", "受理回执", "Receipt of acceptance", "行政许可法 32"),
    "not_accepted": ("不受", "不予受理决定书", "Decision not to accept", "行政许可法 32"),
    "granted": ("准", "准予决定书", "Decision to grant", "行政许可法 38"),
    "refused": ("不准", "不予批准决定书", "Decision to refuse", "行政许可法 38"),
    "service_record": ("送", "送达回证", "Proof of service", "民事诉讼法 87"),
    "reversal": ("纠", "自行纠正决定书", "Decision of self-correction", "法治政府建设实施纲要；行政诉讼法 62"),
    "suspension": ("中", "中止办理告知书", "Notice of suspension", "owner-default"),
    "extension": ("延", "延长办理期限告知书", "Notice of extension", "行政许可法 42"),
    "certificate": ("证", "证明", "Certificate", "社会保险法 74"),
    "answer": ("答", "政府信息公开申请答复书", "Answer to a request for public information", "政府信息公开条例 33、36"),
}  # fmt: skip
WITH_REMEDY = ("not_accepted", "refused", "reversal", "answer")
SERVED_HOW = ("online", "counter", "post", "left", "public")
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE_LENGTH = 10


def issue(
    *, case: Case | None, kind: str, paragraphs_zh: Sequence[str], paragraphs_en: Sequence[str],
    actor: Actor, facts: Mapping[str, Any] | None = None, valid_until: dt.date | None = None,
    title: tuple[str, str] | None = None, basis: str = "", remedy: Remedy = ADMINISTRATIVE,
) -> Paper:  # fmt: skip
    """Issue a paper in the caller's transaction. One that refuses always names the way against it, as the item declares.

    `title` (zh, en) and `basis` say what a certificate is more exactly than its kind does. A receipt names the remedy only
    where silence opens it (`Remedy.on_receipt`).
    """
    mark, title_zh, title_en, usual_basis = KINDS[kind]
    title_zh, title_en = title or (title_zh, title_en)
    content = {
        "title": {"zh": title_zh, "en": title_en},
        "basis": basis or usual_basis,
        "to": case.applicant_name if case else "",
        "paragraphs": {"zh": list(paragraphs_zh), "en": list(paragraphs_en)},
        "facts": dict(facts or {}),
        "remedy": remedy.content() if _names_remedy(kind, remedy) else {},
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_paper_number')")
        (running,) = cursor.fetchone()
    return Paper.objects.create(
        case=case,
        kind=kind,
        number=f"{mark}〔{actor.today.year}〕{running:07d}号",
        code="".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH)),
        content=json.loads(text),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        issued_at=actor.at,
        issued_by=actor.username,
        valid_until=valid_until,
    )


def _names_remedy(kind: str, remedy: Remedy) -> bool:
    return kind in WITH_REMEDY or (kind == "receipt" and remedy.on_receipt)


@transaction.atomic
def serve(*, number: str, how: str, to: str, actor: Actor) -> list[Paper]:
    """Record that the papers of a case reached the person, with the proof of service (送达回证)."""
    if how not in SERVED_HOW:
        raise ValueError(f"{how!r} is not one of {', '.join(SERVED_HOW)}")
    case = locked(number)
    waiting = list(
        Paper.objects.select_for_update()
        .filter(case=case, served_at__isnull=True, revoked_at__isnull=True)
        .exclude(kind="service_record")
        .order_by("pk")
    )
    for paper in waiting:
        paper.served_at, paper.served_how, paper.served_to = actor.at, how, to
        paper.save(update_fields=["served_at", "served_how", "served_to"])
    if waiting:
        named = "、".join(paper.number for paper in waiting)
        issue(
            case=case, kind="service_record", actor=actor, facts={"how": how, "to": to},
            paragraphs_zh=[f"下列文书已送达{to}：{named}。"],
            paragraphs_en=[f"Served on {to}: {named}."],
        )  # fmt: skip
    return waiting


@transaction.atomic
def revoke_papers(*, number: str, kind: str, at: dt.datetime) -> list[Paper]:
    """Take back what a case issued of one kind: it stays in the record and verifies as revoked from now on."""
    case = locked(number)
    standing = list(
        Paper.objects.select_for_update()
        .filter(case=case, kind=kind, revoked_at__isnull=True)
        .order_by("pk")
    )
    for paper in standing:
        paper.revoked_at = at
        paper.save(update_fields=["revoked_at"])
    return standing


def verify_paper(*, code: str) -> Paper | None:
    """The paper with this verification code, or None; its content is proved against its hash."""
    paper = Paper.objects.filter(code=code.strip().upper().replace("-", "")).first()
    if paper is None:
        return None
    text = json.dumps(paper.content, ensure_ascii=False, sort_keys=True, default=str)
    if hashlib.sha256(text.encode()).hexdigest() != paper.sha256:
        raise Refused(problem("damaged_chain"), subject=paper.number)
    return paper


def limit_words(case: Case) -> str:
    """A case's limit as a paper says it."""
    return f"{case.limit_days}个{'工作日' if case.limit_unit == 'working' else '自然日'}"


def basis_words(item: Item) -> tuple[str, str]:
    """What a limit rests on, as a paper says it in both languages; where the law is silent, that it is the office's own."""
    basis = item.clock.basis
    if basis.startswith("owner-default"):
        zh = "法律未规定具体时限，按本机构公布的时限"
        return zh, "the law sets no limit, this is the office's own"
    return f"依据：{cite(basis)}", f"basis: {cite(basis, 'en')}"


def after_correction(item: Item) -> tuple[str, str]:
    """What a correction does to the clock, as a paper says it in both languages."""
    if item.clock.after_correction == "restarts":
        return (
            "补正期间不计入办理时限；办理时限自收到补正之日起重新计算。",
            "The clock stands still until you have answered, and then starts anew.",
        )
    return (
        "补正期间不计入办理时限；补正后从提交之日起继续计算。",
        "The clock stands still until you have answered.",
    )
