"""A survivor claims: the death in the register, the law's figure, three signatures, and a debt of the fund in its books."""

from __future__ import annotations

from typing import Any

from renshe.domains.cases import api as cases
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.flows.books_month import books_month
from renshe.flows.pension_to_ledger import FUND
from renshe.flows.survivors_to_ledger import (
    survivors_benefit_cancelled,
    survivors_benefit_granted,
)
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem
from renshe.kernel.money import format_yuan
from renshe.kernel.rules import Node, Refusal
from renshe.laws import library

NOBODY = Problem(
    "subject_missing", "没有指明申领人是谁", "it is not said who claims", "社会保险法 17",
    "请申领人本人登录办理，或在窗口先查找或登记申领人", "Sign in yourself, or have the counter find or register you first",
)  # fmt: skip
UNKNOWN_DECEASED = Problem(
    "deceased_unknown",
    "登记中没有这位参保人",
    "no insured person has this number",
    "社会保险经办条例 11",
    "请核对证件号码；在外地参保的，向参保地申领",
    "Check the number; if the person was insured elsewhere, claim there",
)
OTHER_NAME = Problem(
    "deceased_name_differs",
    "逝者姓名与登记不一致",
    "the name is not that of the person with this number",
    "社会保险经办条例 9",
    "请核对证件号码和姓名",
    "Check number and name",
)
ONESELF = Problem(
    "claims_own_death",
    "申领人不能是逝者本人",
    "nobody claims for his own death",
    "社会保险法 17",
    "请由遗属以自己的身份申领",
    "Let a survivor claim in his own name",
)
CLAIMANT_DEAD = Problem(
    "claimant_dead",
    "申领人已登记死亡",
    "the claimant is registered as dead",
    "社会保险法 17",
    "请由其他遗属申领",
    "Let another survivor claim",
)
FROM_WORK = Problem(
    "died_from_work",
    "因工死亡的，由工伤保险基金支付，不适用本事项",
    "a death from work is paid by work-injury insurance",
    "社会保险法 38；工伤保险条例 39",
    "请办理工亡待遇申领（丧葬补助金、供养亲属抚恤金和一次性工亡补助金）",
    "Claim the benefits for a death from work",
)
NAME_DIFFERS = Problem(
    "account_name_differs",
    "户名与申领人姓名不一致",
    "the account is not in the claimant's name",
    "社会保险经办条例 9、38",
    "请提供申领人本人名下账户",
    "Give an account in your own name",
)
NOT_FOR_ALL = Problem(
    "not_for_all",
    "没有确认代表全体遗属申领",
    "it is not confirmed that the claim is for all survivors",
    "人社部发〔2021〕18号",
    "请与其他遗属协商后勾选确认",
    "Agree with the other survivors and tick it",
)
OVERPAID = Problem(
    "pension_paid_after_death",
    "死亡后仍有养老金发放，尚未退还",
    "pensions were paid after the death and have not come back",
    "社会保险经办条例 46",
    "请一并办理退还；经遗属书面同意，可以从抚恤金中抵扣",
    "Have them paid back; with the family's written consent they may be set off",
)
INPUTS = (
    "monthly_disposable_income",
    "contribution_months",
    "pension_months_received",
    "survivors_grant_months",
)
PARTS = ("funeral_grant", "survivors_grant")


class SurvivorsBenefit(cases.Plain):
    """Grants the benefit as owed; the fund's office pays it with the next one-off batch (`runs/one_off_payment`)."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The claimant's own name and telephone; about the deceased nothing is known yet."""
        if asked.subject_id is None:
            return {}
        person = registry.person(person_id=asked.subject_id)
        return {"account_name": person.name, "phone": person.phone, "cause": "illness"}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """Who claims, whose death, and what the law gives; a figure that is missing is told by its own reason."""
        if asked.subject_id is None:
            return cases.Examination(findings=(cases.Finding(NOBODY, refuses=True),))
        found, differences = _about_claimant(asked)
        deceased = registry.person_by_id_number(id_number=str(asked.values["deceased_id"]))
        if deceased is None:
            found.append(cases.Finding(UNKNOWN_DECEASED, refuses=True, field="deceased_id"))
            return cases.Examination(tuple(found), tuple(differences))
        found += _about_deceased(asked, deceased)
        try:
            drawn = _determined(asked, deceased.pk)
        except Refusal as refusal:
            found.append(cases.Finding(refusal.reason, True, "deceased_id", refusal.subject))
            return cases.Examination(tuple(found), tuple(differences))
        return cases.Examination(tuple(found), tuple(differences), drawn.total_fen, told(drawn))

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """Write the grant and book it as owed, in the names of the three who signed."""
        case = cases.case_by_number(number=asked.number)
        values = asked.values
        deceased = registry.person_by_id_number(id_number=str(values["deceased_id"]))
        assert deceased is not None
        drawn = _determined(asked, deceased.pk)
        benefit = survivors_benefit_granted(
            person_id=deceased.pk,
            case_number=asked.number,
            payee=pension.Payee(
                registry.resolve(person_id=int(asked.subject_id or 0)),
                values["relation"],
                values["bank_code"],
                values["account_number"],
                values["account_name"],
            ),
            drawn=drawn,
            hands=pension.Hands(
                case.handler, case.reviewer, asked.actor, at=asked.at, today=asked.today
            ),
        )
        paid = format_yuan(benefit.total_fen)
        return cases.Effect(
            f"核定丧葬补助金{format_yuan(benefit.funeral_fen)}元、抚恤金{format_yuan(benefit.grant_fen)}元，实发{paid}元，"
            "将一次发放到申领人账户。个人账户余额依法另行继承。",
            f"Funeral grant {format_yuan(benefit.funeral_fen)}, survivors' grant {format_yuan(benefit.grant_fen)};"
            f" {paid} yuan is paid once to the claimant's account. The account balance is inherited besides.",
            {"survivors_benefit": benefit.pk},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Cancel the grant and take it out of the books. Raises Refusal `survivors_paid_already`."""
        benefit = survivors_benefit_cancelled(
            benefit_id=int(reference["survivors_benefit"]), month=books_month(fund=FUND, on=asked.today),
            on=asked.today, by=asked.actor,
        )  # fmt: skip
        paid = format_yuan(benefit.total_fen)
        return cases.Effect(
            f"应付的{paid}元已撤销，未发放。", f"The {paid} yuan owed are cancelled and not paid."
        )


def told(drawn: pension.SurvivorsDetermination) -> dict[str, Any]:
    """What the case keeps of the determination: each figure with its words and clause, and what computes the total again."""
    nodes = {node.name: node for node in drawn.explanation.root.walk()}
    receipt = drawn.receipt
    explain = {key: receipt[key] for key in ("target", "place", "on", "known_on")}
    total = _line(nodes["survivors_benefit"])
    return {
        "inputs": [_line(nodes[name]) for name in INPUTS if name in nodes],
        "parts": [_line(nodes[name]) for name in PARTS],
        "total": {**total, "fen": drawn.total_fen, "explain": {**explain, "facts": drawn.facts}},
        "confidence": drawn.explanation.confidence,
        "ruleset_hash": receipt["ruleset_hash"],
    }


def _line(node: Node) -> dict[str, Any]:
    fen = node.unit in ("fen", "yuan")
    shown = format_yuan(int(node.value)) if fen else str(node.value)
    clause = " ".join(part for part in (node.instrument, node.article) if part)
    return {
        "name": node.name, "zh": node.zh, "en": node.en, "unit": "fen" if fen else node.unit, "shown": shown,
        "clause": clause, "confidence": node.confidence,
    }  # fmt: skip


def _determined(asked: cases.Asked, person_id: int) -> pension.SurvivorsDetermination:
    return pension.determine_survivors_benefit(
        person_id=person_id, place=asked.place, known_on=asked.today, explain=library.explain
    )


def _about_claimant(
    asked: cases.Asked,
) -> tuple[list[cases.Finding], list[cases.Difference]]:
    claimant = registry.person(person_id=int(asked.subject_id or 0))
    given = asked.values["account_name"]
    found, differences = [], []
    if claimant.died_on is not None:
        found.append(cases.Finding(CLAIMANT_DEAD, refuses=True))
    if not same_name(given, claimant.name):
        found.append(cases.Finding(NAME_DIFFERS, refuses=True, field="account_name"))
        differences.append(
            cases.Difference("account_name", given, claimant.name, "参保登记", "register")
        )
    if not asked.values.get("for_all"):
        found.append(cases.Finding(NOT_FOR_ALL, refuses=True, field="for_all"))
    return found, differences


def _about_deceased(asked: cases.Asked, deceased: registry.Person) -> list[cases.Finding]:
    found = []
    if registry.resolve(person_id=deceased.pk) == registry.resolve(
        person_id=int(asked.subject_id or 0)
    ):
        found.append(cases.Finding(ONESELF, refuses=True, field="deceased_id"))
    if not same_name(str(asked.values["deceased_name"]), deceased.name):
        found.append(cases.Finding(OTHER_NAME, refuses=True, field="deceased_name"))
    if asked.values["cause"] == "work":
        found.append(cases.Finding(FROM_WORK, refuses=True, field="cause"))
    people = registry.everybody_who_is(person_id=deceased.pk)
    open_fen = sum(
        row.principal_fen - row.recovered_fen
        for row in pension.Overpayment.objects.filter(
            person_id__in=people, state__in=("open", "agreed")
        )
    )
    if open_fen:
        found.append(cases.Finding(OVERPAID, refuses=False, detail=f"{format_yuan(open_fen)}元"))
    return found


SERVICE = SurvivorsBenefit()
