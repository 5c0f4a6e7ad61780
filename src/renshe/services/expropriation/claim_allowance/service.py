"""The living allowance of one of the old is determined by law: from which month, how much, and why."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.expropriation import api as expropriation
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.flows.expropriation_to_pension import (
    Account,
    Claimed,
    allowance_claimed,
    allowance_reckoned,
    allowance_withdrawn,
)
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem
from renshe.kernel.periods import format_month
from renshe.services.expropriation.claim_allowance.sheet import sheet_of, yuan

DEAD = Problem(
    "subject_dead",
    "此人已登记死亡，不能申领",
    "the person is registered as dead",
    "社会保险法 17",
    "登记有误的先更正；生前应领的由继承人提出",
    "Have it corrected if it is wrong; heirs ask for what was due before",
)


NAME_DIFFERS = Problem(
    "account_name_differs",
    "户名与登记的姓名不一致",
    "the account is not in the claimant's name",
    "社会保险经办条例 9、38",
    "请提供本人名下账户；改过名的，先办理“关键信息更正”",
    "Give an account in your own name; after a change of name have it corrected first",
)


class ClaimAllowance(cases.Plain):
    """Determines an allowance and awards it."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The name, as the account must bear it."""
        if asked.subject_id is None:
            return {}
        return {"account_name": registry.person(person_id=asked.subject_id).name}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What would refuse it, which rises wait for law, and the amounts as the sheet shows them."""
        found = list(cases.findings_of(lambda: _reckoned(asked)))
        person = registry.person(person_id=asked.subject_id) if asked.subject_id else None
        if person is not None and person.died_on:
            found.append(cases.Finding(DEAD, refuses=True))
        if person is not None and not same_name(asked.values["account_name"], person.name):
            found.append(cases.Finding(NAME_DIFFERS, refuses=True, field="account_name"))
        if found:
            return cases.Examination(tuple(found))
        told = _reckoned(asked)
        waits = tuple(
            cases.Finding(
                one.refusal.reason, refuses=False, detail=f"{format_month(one.month)} {one.refusal.subject}".strip()
            )
            for one in told.grown.waiting
        )  # fmt: skip
        return cases.Examination(waits, amount_fen=told.monthly_fen, sheet=sheet_of(told))

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The entitlement and its award, paid to the account that was named."""
        case, v = cases.case_by_number(number=asked.number), asked.values
        made = allowance_claimed(
            person_id=int(asked.subject_id or 0), reference=asked.number, recorded=_recorded(asked),
            account=Account(bank_code=v["bank_code"], number=v["account_number"], name=v["account_name"]),
            signed=pension.Signatures(
                determined_by=case.handler, reviewed_by=case.reviewer, at=asked.at, known_on=asked.today
            ),
        )  # fmt: skip
        return cases.Effect(*_said(made), {"allowance": made.allowance.pk, "award": made.award.pk})

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """End the entitlement that was granted by mistake, once its award pays no more. Raises Refused `allowance_still_paid`."""
        allowance_withdrawn(
            allowance_id=int(reference["allowance"]),
            reason=f"办件{asked.number}自行纠正",
            recorded=_recorded(asked),
        )
        return cases.Effect("征地养老生活费核定已撤销。", "The allowance is ended.")


def _reckoned(asked: cases.Asked) -> Claimed:
    return allowance_reckoned(person_id=int(asked.subject_id or 0), recorded=_recorded(asked))


def _said(made: Claimed) -> tuple[str, str]:
    """The decision in one sentence, Chinese and English; a late claim tells what it is paid now and what for the past."""
    first, elder = (yuan(fen) for fen in (made.allowance.amount_fen, made.allowance.elder_fen))
    since = format_month(made.allowance.starts_month)
    zh = f"征地养老生活费每月{first}元，老年生活费补贴{elder}元，从{since}起。"
    en = f"The living allowance is {first} yuan a month, the elder allowance {elder}, from {since}."
    if made.grown.rises:
        zh += f"以后历次增加已一并计入，现在每月{yuan(made.monthly_fen)}元。"
        en += f" With every rise since it is {yuan(made.monthly_fen)} yuan a month now."
    if made.owed_fen:
        zh += f"以前月份补发{yuan(made.owed_fen)}元。"
        en += f" For past months {yuan(made.owed_fen)} yuan are paid."
    for one in made.grown.waiting:
        zh += f"{format_month(one.month)}起的增加待定：{one.words('zh')}。"
        en += f" The rise from {format_month(one.month)} waits: {one.words('en')}."
    return zh, en


def _recorded(asked: cases.Asked) -> expropriation.Recorded:
    return expropriation.Recorded(by=asked.actor, at=asked.at, today=asked.today)


SERVICE = ClaimAllowance()
