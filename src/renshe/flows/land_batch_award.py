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
from renshe.flows.expropriation_to_pension import Account, allowance_claimed
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
_TRIAL = "未复核"


class _TakenBack(Exception):
    """What was only tried."""


def awards_proposed(
    *, project_id: int, recorded: expropriation.Recorded
) -> expropriation.BatchAward:
    """Try everybody who has no allowance yet and put the list before a second person. Raises Refused."""
    rows = [
        _row(one, _tried(one, recorded=recorded, reference=""))
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


def _row(member: expropriation.ProjectMember, got: int | Problem | Refusal) -> dict[str, Any]:
    if isinstance(got, int):
        return {"member": member.pk, "fen": got}
    if isinstance(got, Problem):
        return {"member": member.pk, "code": got.code, "zh": got.zh, "en": got.en}
    return {
        "member": member.pk, "code": got.code, "zh": got.describe("zh"), "en": got.describe("en"),
    }  # fmt: skip


def _tried(
    member: expropriation.ProjectMember, *, recorded: expropriation.Recorded, reference: str
) -> int | Problem | Refusal:
    """What somebody would be granted (fen), or why not. Nothing is written."""
    try:
        with transaction.atomic():
            fen = _award(member, recorded=recorded, by=(recorded.by, _TRIAL), reference=reference)
            raise _TakenBack
    except _TakenBack:
        return fen
    except Refused as refused:
        return refused.problems[0]
    except Refusal as refusal:
        return refusal


def _granted(
    member: expropriation.ProjectMember, fen: int, *, batch: expropriation.BatchAward, recorded: expropriation.Recorded
) -> int | Problem | Refusal:  # fmt: skip
    try:
        with transaction.atomic():
            got = _award(
                member, recorded=recorded, by=(batch.proposed_by, recorded.by), reference=f"批量-{batch.pk}"
            )  # fmt: skip
            if got != fen:
                raise Refused(AMOUNT_CHANGED)
    except Refused as refused:
        return refused.problems[0]
    except Refusal as refusal:
        return refusal
    return got


def _award(
    member: expropriation.ProjectMember, *, recorded: expropriation.Recorded, by: tuple[str, str], reference: str
) -> int:  # fmt: skip
    people = registry.everybody_who_is(person_id=member.person_id)
    account = (
        pension.PayeeAccount.objects.filter(person_id__in=people, valid_to=None)
        .order_by("-pk")
        .first()
    )
    if account is None:
        raise Refused(NO_ACCOUNT)
    made = allowance_claimed(
        person_id=member.person_id, reference=reference, recorded=recorded,
        account=Account(
            bank_code=account.bank_code, number=account.account_number, name=account.account_name
        ),
        signed=pension.Signatures(
            determined_by=by[0], reviewed_by=by[1], at=recorded.at, known_on=recorded.today
        ),
    )  # fmt: skip
    return int(made.award.total_fen)
