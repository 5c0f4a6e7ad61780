"""Allowances of all the old of a settled project at once: tried, proposed, decided by another, each on its own.

Who has no bank account on record, or whom the law gives nothing, is listed with the reason and claims alone; nobody is held
up by anybody else. Basis: 沪府规〔2022〕3号; 社会保险经办条例 第三十七条.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from renshe.domains.expropriation import api as expropriation
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.flows.expropriation_to_pension import (
    Account,
    Claimed,
    allowance_claimed,
    allowance_reckoned,
)
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.rules import Refusal

NO_ACCOUNT = Problem(
    "no_account_on_record",
    "没有登记本人的领取账户",
    "no account in the person's own name is on record",
    "社会保险经办条例 22",
    "请本人申领征地养老生活费，并提供本人名下账户",
    "The person claims the allowance and names an account",
)
AMOUNT_CHANGED = Problem(
    "amount_changed",
    "金额与提交复核时不同",
    "the amount is no longer the one that was proposed",
    "社会保险经办条例 37",
    "请重新提交批量核定",
    "Propose the list anew",
)
REASON = Problem(
    "reason_missing",
    "没有写明理由",
    "the reason is missing",
    "社会保险经办条例 38",
    "请写明理由和依据",
    "Write the reason and its basis",
)


def awards_proposed(
    *, project_id: int, recorded: expropriation.Recorded
) -> expropriation.BatchAward:
    """Try everybody who has no allowance yet and put the list before a second person. Raises Refused."""
    rows = [
        _row(one, _tried(one, recorded=recorded))
        for one in expropriation.entitled_without_grant(project_id=project_id)
    ]
    return expropriation.propose_batch_award(project_id=project_id, rows=rows, recorded=recorded)


@transaction.atomic
def awards_decided(
    *, project_id: int, recorded: expropriation.Recorded
) -> expropriation.BatchAward:
    """Grant everybody of the list the amount proposed; whom that fails stays on it with the reason. Raises Refused."""
    batch = expropriation.waiting_batch_award(project_id=project_id, recorded=recorded)
    waiting = {one.pk: one for one in expropriation.entitled_without_grant(project_id=project_id)}
    rows = []
    for row in batch.rows:
        member = waiting.get(row["member"])
        if "fen" not in row or member is None:
            rows.append(row)
            continue
        got = _granted(member, row["fen"], batch=batch, recorded=recorded)
        rows.append(_row(member, got))
    return expropriation.close_batch_award(batch=batch, rows=rows, reason="", recorded=recorded)


@transaction.atomic
def awards_refused(
    *, project_id: int, reason: str, recorded: expropriation.Recorded
) -> expropriation.BatchAward:
    """The second person does not agree; nobody is granted anything. Raises Refused."""
    if not reason.strip():
        raise Refused(REASON)
    batch = expropriation.waiting_batch_award(project_id=project_id, recorded=recorded)
    return expropriation.close_batch_award(
        batch=batch, rows=batch.rows, reason=reason.strip(), recorded=recorded
    )


def _row(member: expropriation.ProjectMember, got: Claimed | Problem | Refusal) -> dict[str, Any]:
    """A row of the list: what was granted with everything that explains it, or why nothing was."""
    if isinstance(got, Claimed):
        return {"member": member.pk, **_amounts(got)}
    if isinstance(got, Problem):
        return {"member": member.pk, "code": got.code, "zh": got.zh, "en": got.en}
    return {
        "member": member.pk, "code": got.code, "zh": got.describe("zh"), "en": got.describe("en"),
    }  # fmt: skip


def _amounts(got: Claimed) -> dict[str, Any]:
    """The fen a month now, as first granted, each rise with its receipt, what is owed span by span, and what waits for law."""
    return {
        "fen": got.monthly_fen,
        "owed_fen": got.owed_fen,
        "arrears": [
            {"month": one.period, "months": one.months, "fen": one.total_fen // one.months, "cause": one.cause}
            for one in got.arrears
        ],
        "starts": got.allowance.starts_month,
        "first": {
            "land_allowance_first": got.allowance.amount_fen, "land_elder_allowance": got.allowance.elder_fen,
        },
        "facts": got.allowance.facts,
        "rises": [
            {"rule": one.target, "month": one.from_month, "fen": one.amount_fen, "receipt": one.receipt}
            for one in got.grown.rises
        ],
        "waits": [
            {"rule": one.rule, "month": one.month, "zh": one.words("zh"), "en": one.words("en")}
            for one in got.grown.waiting
        ],
    }  # fmt: skip


def _tried(
    member: expropriation.ProjectMember, *, recorded: expropriation.Recorded
) -> Claimed | Problem | Refusal:
    """What somebody would be granted, or why not. Nothing is written."""
    try:
        _account(member)
        return allowance_reckoned(person_id=member.person_id, recorded=recorded)
    except Refused as refused:
        return refused.problems[0]
    except Refusal as refusal:
        return refusal


def _granted(
    member: expropriation.ProjectMember, fen: int, *, batch: expropriation.BatchAward, recorded: expropriation.Recorded
) -> Claimed | Problem | Refusal:  # fmt: skip
    signed = pension.Signatures(
        determined_by=batch.proposed_by, reviewed_by=recorded.by, at=recorded.at, known_on=recorded.today
    )  # fmt: skip
    try:
        with transaction.atomic():
            got = allowance_claimed(
                person_id=member.person_id, reference=f"批量-{batch.pk}", recorded=recorded,
                account=_account(member), signed=signed,
            )  # fmt: skip
            if got.monthly_fen != fen:
                raise Refused(AMOUNT_CHANGED)
    except Refused as refused:
        return refused.problems[0]
    except Refusal as refusal:
        return refusal
    return got


def _account(member: expropriation.ProjectMember) -> Account:
    """The person's account on record. Raises Refused `no_account_on_record`."""
    people = registry.everybody_who_is(person_id=member.person_id)
    found = (
        pension.PayeeAccount.objects.filter(person_id__in=people, valid_to=None)
        .order_by("-pk")
        .first()
    )
    if found is None:
        raise Refused(NO_ACCOUNT)
    return Account(bank_code=found.bank_code, number=found.account_number, name=found.account_name)
