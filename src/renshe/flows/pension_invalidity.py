"""An invalidity allowance over its life: computed anew near the legal age, the pension at it, stopped when it is not due.

Who is affected is found by `runs/invalidity_review`; here is what each cause does to one allowance, through the pension's
own doors, both books and the determination sheet. Basis: 社会保险法 第十七条; 人社部发〔2024〕72号 第三至五条 and its rules
on contributions that resume and on re-examination.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.retirement_file import api as retirement_file
from renshe.flows import determination_sheet, pension_lists
from renshe.flows.books_month import books_month
from renshe.flows.pension_to_ledger import overpayments_found
from renshe.flows.stopped_payments import settle_stopped
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import Month, format_month, format_month_zh
from renshe.kernel.rules import Refusal
from renshe.laws import library

LIST, KIND = "invalidity_review", "invalidity"
WHY = {
    "near_age": ("距法定退休年龄五年，重新核算病残津贴", "five years are left to the legal age: computed anew"),
    "legal_age": ("到法定退休年龄", "the legal age is reached"),
    "resumed": ("恢复缴费，次月起停发病残津贴", "contributions resumed: stopped from the month after"),
    "reappraised": ("复查鉴定不再符合，次月起停发病残津贴", "the re-examination found otherwise: stopped from the month after"),
    "term_over": ("病残津贴支付期限届满", "the months of the allowance are over"),
}  # fmt: skip
"""What each cause is, in both languages; the first is the reason that the award's history keeps."""


@dataclass(frozen=True, kw_only=True)
class Affected:
    """An allowance that something happened to: from `from_month` on it is another, or none. `evidence` shows the cause."""

    award: pension.Award
    cause: str
    from_month: Month
    evidence: Mapping[str, Any] = field(default_factory=dict)


def reviewed(
    *, place: str, source: str, affected: list[Affected], recorded: pension.Recorded
) -> pension.PeopleList:
    """Try each and put them before a second person. Raises Refusal `list_empty`."""
    people = [_listed(one, recorded=recorded) for one in affected]
    return pension.propose_list(
        kind=LIST, place=place, source=source, people=people, recorded=recorded
    )


def review_decided(*, list_id: int, recorded: pension.Recorded) -> pension.PeopleList:
    """Another person agrees: each allowance on the list becomes what was put forward. Raises as `list_decided`."""
    return pension_lists.list_decided(
        list_id=list_id, act=_act_on, letter=letter_of, recorded=recorded
    )


def letter_of(row: pension.PeopleListRow) -> tuple[str, str]:
    """What is written to somebody of a review, in both languages: what changes, from when, why, and what he can do."""
    why, why_en = WHY[row.cause]
    since, since_en = format_month_zh(row.from_month), format_month(row.from_month)
    after = row.after_fen or 0
    amount, amount_en = format_yuan(after), format_yuan(after)
    if row.cause == "legal_age" and after:
        said = f"{why}，自{since}起转为基本养老金，每月{amount}元，不用申请，标准不变"
        said_en = f"{why_en}: from {since_en} it is the pension, {amount_en} yuan a month as before; nothing is to be claimed"
    elif after:
        said = f"{why}，自{since}起每月{amount}元"
        said_en = f"{why_en}; {amount_en} yuan a month from {since_en}"
    else:
        said = f"{why}，自{since}起不再发放病残津贴"
        said_en = f"{why_en}; no allowance from {since_en}"
    if row.cause == "legal_age" and not after:
        said += "；请办理基本养老金申领，年限不足的可以延长缴费或者转入居民养老保险"
        said_en += "; claim the old-age pension, or pay on, or move to the residents' scheme where years are missing"
    if row.owed_fen:
        said += f"；应补发{format_yuan(row.owed_fen)}元，随下次发放"
        said_en += f"; {format_yuan(row.owed_fen)} yuan are owed and come with the next payment"
    if row.claimed_fen:
        said += f"；多发{format_yuan(row.claimed_fen)}元应退还，可以申请分期"
        said_en += f"; {format_yuan(row.claimed_fen)} yuan were paid too much and come back, by instalments if you ask"
    return (
        f"您的病残津贴：{said}。有异议的，可以向经办机构提出复查，也可以依法申请行政复议。",
        f"Your invalidity allowance: {said_en}. If you disagree, ask the agency to look again, or apply for reconsideration.",
    )


def _listed(one: Affected, *, recorded: pension.Recorded) -> pension.Listed:
    award = one.award

    def act(signed: pension.Signatures) -> pension.Outcome:
        return _act(award, cause=one.cause, from_month=one.from_month, signed=signed)

    return pension.Listed(
        person_id=award.person_id, award_id=award.pk, cause=one.cause, from_month=one.from_month,
        before_fen=pension_lists.monthly_now(award, month=one.from_month), evidence=one.evidence,
        tried=pension_lists.tried(act, recorded=recorded),
    )  # fmt: skip


def _act_on(row: pension.PeopleListRow, signed: pension.Signatures) -> pension.Outcome:
    award = pension.Award.objects.get(pk=row.award_id)
    return _act(award, cause=row.cause, from_month=row.from_month, signed=signed)


def _act(
    award: pension.Award, *, cause: str, from_month: Month, signed: pension.Signatures
) -> pension.Outcome:
    """Let one cause take effect. Raises Refusal: a suspended benefit is restored first, a dead person's has ended."""
    if award.state == "suspended":
        raise Refusal(pension.SUSPENDED, subject=str(award.pk))
    if cause == "near_age":
        return _recomputed(award, from_month=from_month, signed=signed)
    if cause == "legal_age" and pension.drawn_as_a_pension(award=award, explain=library.explain):
        granted = pension.become_old_age(
            award_id=award.pk, from_month=from_month, signed=signed, explain=library.explain, claimed=False
        )  # fmt: skip
        return pension_lists.outcome_of(granted, sheet=_sheet(granted.award, signed))
    return _stopped(award, cause=cause, last_month=from_month - 1, signed=signed)


def facts_of_recomputation(
    award: pension.Award, *, from_month: Month, known_on: dt.date
) -> dict[str, Any]:
    """What the law asks to compute an allowance anew: today's record up to the month in which five years are left.

    Raises Refusal where a fact or parameter is missing.
    """
    facts: dict[str, Any] = pension.award_facts(
        person_id=registry.person(person_id=award.person_id).pk, place=award.place,
        retirement_month=from_month - 1, known_on=known_on, explain=library.explain,
    )  # fmt: skip
    return facts | {"assessment_month": from_month - 1}


def _recomputed(
    award: pension.Award, *, from_month: Month, signed: pension.Signatures
) -> pension.Outcome:
    """By the whole formula of the month in which five years are left, paid from the month after, as a first claim is."""
    facts = facts_of_recomputation(award, from_month=from_month, known_on=signed.known_on)
    granted = pension.recompute_allowance(
        award_id=award.pk, from_month=from_month, facts=facts, signed=signed, explain=library.explain
    )  # fmt: skip
    overpayments_found(
        [granted.overpayment] if granted.overpayment is not None else [],
        accounting_month=_books(award, signed), entry_on=signed.known_on, posted_by=signed.reviewed_by,
    )  # fmt: skip
    return pension_lists.outcome_of(granted, sheet=_sheet(granted.award, signed))


def _stopped(
    award: pension.Award, *, cause: str, last_month: Month, signed: pension.Signatures
) -> pension.Outcome:
    """No month after `last_month`: frozen lines leave the payment, what was paid is claimed back."""
    recorded = pension.Recorded(
        by=signed.reviewed_by, at=signed.at, known_on=signed.known_on, reason=WHY[cause][0]
    )
    ended = pension.end_award(award_id=award.pk, last_month=last_month, recorded=recorded)
    settle_stopped(
        lines=ended.lines_to_stop, overpayments=ended.overpayments, reason="manual", recorded=recorded,
        accounting_month=_books(award, signed),
    )  # fmt: skip
    return pension.Outcome(
        after_fen=0,
        owed_fen=0,
        claimed_fen=sum(one.principal_fen for one in ended.overpayments),
        effect={
            "award": award.pk, "sheet": None, "arrears": [],
            "overpayments": [one.pk for one in ended.overpayments],
        },
    )  # fmt: skip


def _sheet(award: pension.Award, signed: pension.Signatures) -> int:
    by = retirement_file.By(name=signed.determined_by, at=signed.at, today=signed.known_on)
    return int(determination_sheet.file_sheet(award=award, by=by).pk)


def _books(award: pension.Award, signed: pension.Signatures) -> Month:
    return books_month(fund=pension.kind_of(award.kind).fund, on=signed.known_on)
