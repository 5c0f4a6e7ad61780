"""The town pension is determined by law and paid from the month after the claim; the record is drawn from then on."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.expropriation import api as expropriation
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.flows.expropriation_to_pension import (
    Account,
    TownClaimed,
    town_pension_claimed,
    town_withdrawn,
)
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem
from renshe.kernel.periods import format_month

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


_TRIAL = ("examined", "not signed")
"""Who signs what `examine` tries and takes back."""


class ClaimTownPension(cases.Plain):
    """Determines a town pension and awards it."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The name, as the account must bear it."""
        if asked.subject_id is None:
            return {}
        return {"account_name": registry.person(person_id=asked.subject_id).name}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What would refuse it, and the amount as the sheet shows it."""
        found: list[cases.Finding] = []
        person = registry.person(person_id=asked.subject_id) if asked.subject_id else None
        if person is not None and person.died_on:
            found.append(cases.Finding(DEAD, refuses=True))
        if person is not None and not same_name(asked.values["account_name"], person.name):
            found.append(cases.Finding(NAME_DIFFERS, refuses=True, field="account_name"))
        if found:
            return cases.Examination(tuple(found))
        told: list[int] = []
        found += cases.findings_of(lambda: told.append(_claim(asked, *_TRIAL).award.total_fen))
        if found:
            return cases.Examination(tuple(found))
        return cases.Examination((), amount_fen=told[0], sheet={"total_fen": told[0]})

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The award, paid to the account that was named; the record is drawn."""
        case = cases.case_by_number(number=asked.number)
        made = _claim(asked, case.handler, case.reviewer)
        yuan = f"{made.award.total_fen // 100}.{made.award.total_fen % 100:02d}"
        since = format_month(made.award.starts_month)
        return cases.Effect(
            f"镇保养老金每月{yuan}元，从{since}起。",
            f"The town pension is {yuan} yuan a month, from {since}.",
            {"record": made.record.pk, "award": made.award.pk},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Keep a record again whose award was granted by mistake and pays no more. Raises Refused `town_still_paid`."""
        town_withdrawn(record_id=int(reference["record"]))
        return cases.Effect(
            "镇保养老金核定已撤销，记录恢复为保留。",
            "The town pension is withdrawn and the record is kept as before.",
        )


def _claim(asked: cases.Asked, handler: str, reviewer: str) -> TownClaimed:
    v = asked.values
    return town_pension_claimed(
        person_id=int(asked.subject_id or 0), reference=asked.number,
        account=Account(bank_code=v["bank_code"], number=v["account_number"], name=v["account_name"]),
        recorded=expropriation.Recorded(by=asked.actor, at=asked.at, today=asked.today),
        signed=pension.Signatures(
            determined_by=handler, reviewed_by=reviewer, at=asked.at, known_on=asked.today
        ),
    )  # fmt: skip


SERVICE = ClaimTownPension()
