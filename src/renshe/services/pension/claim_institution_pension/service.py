"""A pension of government staff is determined by both methods, granted with its sheet, and the annuity beside it decided."""

from __future__ import annotations

from typing import Any

from renshe.domains.cases import api as cases
from renshe.domains.institution_staff import api as staff
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.retirement_file import api as retirement_file
from renshe.flows import determination_sheet
from renshe.flows import institution_to_pension as flow
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import first_day, format_month, format_month_zh, month_containing
from renshe.kernel.rules import Node, Refusal

NAME_DIFFERS = Problem(
    "account_name_differs",
    "户名与登记的姓名不一致",
    "the account is not in the claimant's name",
    "社会保险经办条例 9、38",
    "请提供本人名下账户；改过名的，先办理“关键信息更正”",
    "Give an account in your own name; after a change of name have it corrected first",
)
NOT_UNDONE = Problem(
    "award_stays",
    "养老金核定不撤销，只能重核",
    "a pension that was granted is not withdrawn but determined again",
    "社会保险经办条例 46",
    "核定有误的请办理“待遇重核”，多发少发按月补退；资格存疑的先暂停发放",
    "Have it determined again: too little is paid, too much is recovered",
)
INPUTS = (
    "institution_base", "institution_average_index", "contribution_months", "deemed_months", "account_balance",
    "annuity_divisor", "institution_old_method", "institution_new_basic_pension", "institution_phase_in_percent",
    "institution_excess_paid", "institution_total", "occupational_annuity_monthly",
)  # fmt: skip
"""What the sheet of the case shows above the parts, where the month's law has it: both methods and the year's share."""


class ClaimInstitutionPension(cases.Plain):
    """Determines and grants a pension of government staff from the month that is chosen."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The earliest month by law, the name and the telephone as registered."""
        if asked.subject_id is None:
            return {}
        person = registry.person(person_id=asked.subject_id)
        known = {"account_name": person.name, "phone": person.phone}
        try:
            month = flow.earliest_month(
                person=person, place=asked.place, month=month_containing(asked.today)
            )
        except Refusal:
            return known
        return known | {"retirement_month": format_month(month)}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What stands in the way, and the sheet with both methods."""
        found = list(
            cases.findings_of(
                lambda: _determined(asked), fields=dict.fromkeys(_MONTHS, "retirement_month")
            )
        )
        person = registry.person(person_id=int(asked.subject_id or 0))
        differences = []
        if not same_name(asked.values["account_name"], person.name):
            found.append(cases.Finding(NAME_DIFFERS, refuses=True, field="account_name"))
            differences.append(
                cases.Difference(
                    "account_name",
                    asked.values["account_name"],
                    person.name,
                    "参保登记",
                    "register",
                )
            )
        try:
            drawn = _determined(asked)
        except (Refusal, Refused):
            return cases.Examination(tuple(found), tuple(differences))
        return cases.Examination(
            tuple(found), tuple(differences), drawn.pension.total_fen, _sheet(asked, drawn)
        )

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """Award it as the handler determined and the reviewer reviewed it, with its sheet as a paper."""
        case, v = cases.case_by_number(number=asked.number), asked.values
        signed = pension.Signatures(
            determined_by=case.handler, reviewed_by=case.reviewer, at=asked.at, known_on=asked.today
        )
        granted, drawn = flow.claimed(
            claim=_claim(asked),
            signed=signed,
            account=flow.Account(
                bank_code=v["bank_code"], number=v["account_number"], name=v["account_name"]
            ),
            hand=staff.ByHand(
                by=asked.actor, at=asked.at, today=asked.today, reference=asked.number
            ),
        )
        award = granted.award
        by = retirement_file.By(name=case.handler, at=asked.at, today=asked.today)
        sheet = determination_sheet.file_sheet(award=award, by=by)
        paper = determination_sheet.paper_of(content=sheet.content, person_id=award.person_id)
        zh, en = _told(granted, drawn)
        return cases.Effect(
            f"月基本养老金{format_yuan(award.total_fen)}元，自{format_month_zh(award.starts_month)}起发放{zh}",
            f"A monthly pension of {format_yuan(award.total_fen)} yuan from {format_month(award.starts_month)}{en}",
            {"award": award.pk, "sheet": sheet.pk},
            [("certificate", paper)],
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Refused: a pension is determined again, not withdrawn."""
        raise Refused(NOT_UNDONE, subject=asked.number)


_MONTHS = ("retirement_too_early", "claimed_too_soon")


def _claim(asked: cases.Asked) -> flow.Claim:
    return flow.Claim(
        person_id=int(asked.subject_id or 0),
        place=asked.place,
        retirement_month=int(asked.values["retirement_month"]),
    )


def _determined(asked: cases.Asked) -> flow.Drawn:
    return flow.determine(claim=_claim(asked), on=asked.today)


def _told(granted: pension.Granted, drawn: flow.Drawn) -> tuple[str, str]:
    """What follows the amount in both languages: past months, whether it is provisional, the annuity beside it."""
    months, zh, en = len(granted.arrears), "", ""
    if months:
        zh = f"，此前{months}个月随下次发放补发"
        en = f"; {months} past months are paid with the next payment"
    if granted.award.state == "provisional":
        zh += "；当年计发基数和记账利率公布以前按上年的预发，公布后重新计算，多退少补"
        en += "; provisional until the year's base and rate are published"
    beside, beside_en = _beside(drawn)
    return f"{zh}。{beside}", f"{en}.{beside_en}"


def _beside(drawn: flow.Drawn) -> tuple[str, str]:
    if drawn.annuity_account is None:
        return "", ""
    yuan = format_yuan(drawn.annuity_fen)
    return (
        f"职业年金每月{yuan}元，按{drawn.annuity_months}个月领取。",
        f" The occupational annuity is {yuan} yuan a month for {drawn.annuity_months} months.",
    )


def _sheet(asked: cases.Asked, drawn: flow.Drawn) -> dict[str, Any]:
    """The sheet as the case keeps it: inputs and parts in words, and what computes the total again with every step."""
    law, claim = drawn.pension, _claim(asked)
    nodes = {node.name: node for node in law.explanation.root.walk()}
    asked_of_law = {
        "target": flow.TARGET,
        "facts": drawn.facts,
        "place": claim.place,
        "on": first_day(claim.retirement_month).isoformat(),
        "known_on": asked.today.isoformat(),
    }
    parts = pension.kind_of("institution").components.values()
    return {
        "provisional": law.state == "provisional",
        "starts_month": law.starts_month,
        "inputs": [_line(nodes[name]) for name in INPUTS if name in nodes],
        "parts": [_line(nodes[name]) for name in parts],
        "total": _line(law.explanation.root) | {"explain": asked_of_law},
        "confidence": law.explanation.confidence,
        "ruleset_hash": law.explanation.ruleset_hash,
    }


def _line(node: Node) -> dict[str, Any]:
    return {
        "name": node.name,
        "zh": node.zh,
        "en": node.en,
        "unit": node.unit,
        "shown": determination_sheet.shown(node),
        "clause": " ".join(part for part in (node.instrument, node.article) if part),
        "confidence": node.confidence,
    }


SERVICE = ClaimInstitutionPension()
