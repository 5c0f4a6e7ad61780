"""A resident's pension is claimed: the law's answer and the sheet before it is sent, three signatures, an award that is paid."""

from __future__ import annotations

from typing import Any

from renshe.domains.cases import api as cases
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.retirement_file import api as retirement_file
from renshe.flows import determination_sheet
from renshe.flows.books_month import books_month
from renshe.flows.bridging import against_resident_claim
from renshe.flows.resident_to_pension import Account, Determined, claimed, determine, withdrawn
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import format_month, format_month_zh

FUND = "resident_pension"
NOBODY = Problem(
    "subject_missing", "没有指明是哪位参保人", "it is not said who claims", "国发〔2014〕8号 七",
    "请本人登录办理，或在窗口先查找到本人再办理", "Sign in yourself, or find the person at the counter first",
)  # fmt: skip
NAME_DIFFERS = Problem(
    "account_name_differs",
    "户名与参保登记姓名不一致",
    "the account is not in the claimant's name",
    "社会保险经办条例 9、38",
    "请提供本人名下账户；改过名的，先办理“关键信息更正”",
    "Give an account in your own name; after a change of name have it corrected first",
)


class ClaimPension(cases.Plain):
    """Determines and grants a resident's pension."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The name and the telephone as registered."""
        if asked.subject_id is None:
            return {}
        person = registry.person(person_id=asked.subject_id)
        return {"account_name": person.name, "phone": person.phone}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What stands in the way, and the amount with its parts."""
        if asked.subject_id is None:
            return cases.Examination(findings=(cases.Finding(NOBODY, refuses=True),))
        person = registry.person(person_id=asked.subject_id)
        found, differences = [], []
        if not same_name(asked.values["account_name"], person.name):
            found.append(cases.Finding(NAME_DIFFERS, refuses=True, field="account_name"))
            differences.append(
                cases.Difference("account_name", asked.values["account_name"], person.name, "参保登记", "register")
            )  # fmt: skip
        found += [
            cases.Finding(problem, refuses)
            for problem, refuses in against_resident_claim(person_id=person.pk)
        ]
        come_to: list[Determined] = []
        found += cases.findings_of(lambda: come_to.append(_determined(asked)))
        if not come_to:
            return cases.Examination(tuple(found), tuple(differences))
        (one,) = come_to
        return cases.Examination(tuple(found), tuple(differences), one.drawn.total_fen, _told(one))

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The award, its account and its sheet."""
        case, v = cases.case_by_number(number=asked.number), asked.values
        signed = pension.Signatures(
            determined_by=case.handler, reviewed_by=case.reviewer, at=asked.at, known_on=asked.today
        )
        granted = claimed(
            person_id=int(asked.subject_id or 0), on=asked.today, signed=signed,
            account=Account(bank_code=v["bank_code"], number=v["account_number"], name=v["account_name"]),
        )  # fmt: skip
        award = granted.award
        by = retirement_file.By(name=case.handler, at=asked.at, today=asked.today)
        sheet = determination_sheet.file_sheet(award=award, by=by)
        paper = determination_sheet.paper_of(content=sheet.content, person_id=award.person_id)
        months = sum(one.months for one in granted.arrears)
        owed = f"，此前{months}个月随下次发放补发" if months else ""
        owed_en = f"; {months} past months are paid with the next payment" if months else ""
        yuan, begins = format_yuan(award.total_fen), award.starts_month
        return cases.Effect(
            f"居民养老金每月{yuan}元，自{format_month_zh(begins)}起发放{owed}。",
            f"A resident pension of {yuan} yuan a month from {format_month(begins)}{owed_en}.",
            {"award": award.pk, "sheet": sheet.pk},
            [("certificate", paper)],
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """End it before its first month: what was paid is claimed back, and the account has its part again."""
        recorded = pension.Recorded(
            by=asked.actor, at=asked.at, known_on=asked.today, reason=f"办件{asked.number}自行纠正"
        )
        stopped = withdrawn(
            award_id=int(reference["award"]), recorded=recorded,
            accounting_month=books_month(fund=FUND, on=asked.today),
        )  # fmt: skip
        claim = sum(one.principal_fen for one in stopped.overpayments)
        yuan = format_yuan(claim)
        return cases.Effect(
            "核定已撤销，不再发放。" + (f"已发的{yuan}元按多发待遇追回。" if claim else ""),
            "The determination is withdrawn and nothing more is paid."
            + (f" The {yuan} yuan paid are claimed back." if claim else ""),
        )


def _determined(asked: cases.Asked) -> Determined:
    return determine(person_id=int(asked.subject_id or 0), on=asked.today)


def _told(one: Determined) -> dict[str, Any]:
    """The sheet as the case keeps it: total with its explanation, the parts, the years."""
    names = {node.name: node for node in one.drawn.explanation.root.walk()}
    parts = pension.kind_of("resident").components
    return {
        "total": {
            "zh": "月养老金（元）", "en": "Monthly pension (yuan)", "fen": one.drawn.total_fen,
            "explain": one.drawn.receipt | {"facts": one.drawn.facts},
        },
        "parts": [
            {"zh": names[name].zh, "en": names[name].en, "fen": one.drawn.amounts[column]}
            for column, name in parts.items()
        ],
        "years": {"zh": "已缴年数", "en": "Years paid", "shown": str(one.years)},
        "required": {"zh": "按规定应缴年数", "en": "Years asked by law", "shown": str(one.required)},
        "starts_month": one.drawn.starts_month,
    }  # fmt: skip


SERVICE = ClaimPension()
