"""An invalidity allowance: the committee's finding as a fact with its paper, the law's formula, three signatures, an award."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from renshe.domains.cases import api as cases
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.retirement_file import api as retirement_file
from renshe.flows import determination_sheet
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import (
    Month,
    first_day,
    format_month,
    format_month_zh,
    month_containing,
)
from renshe.kernel.rules import Refusal
from renshe.laws import library

NOTICE = "人社部发〔2024〕72号"
KIND = "invalidity"
FORMULAS = {
    "full_pension_formula": ("按基本养老金办法", "as a pension"),
    "basic_pension_formula_only": ("只按基础养老金", "the basic part alone"),
    "basic_pension_formula_only_limited_months": (
        "只按基础养老金，限期发放",
        "the basic part alone, for a time",
    ),
}
NOBODY = Problem(
    "subject_missing", "没有指明是哪位参保人", "it is not said who claims", "社会保险法 17",
    "请本人登录办理，或在窗口先查找到本人再办理", "Sign in yourself, or find the person at the counter first",
)  # fmt: skip
NOT_COMPLETE = Problem(
    "capacity_not_lost",
    "鉴定结论不是完全丧失劳动能力",
    "the finding is not complete loss of work capacity",
    f"社会保险法 17；{NOTICE} 二",
    "对结论不服的，可以依法申请再次鉴定；其他生活困难可以申请社会救助",
    "Ask for a further appraisal if you disagree; social assistance is another way",
)
FROM_WORK = Problem(
    "loss_from_work",
    "因工造成的由工伤保险支付，不发病残津贴",
    "a loss that came from work is the work-injury insurance's",
    "社会保险法 17；工伤保险条例 35",
    "请申请工伤伤残待遇",
    "Claim under the work-injury insurance",
)
TOO_OLD = Problem(
    "appraisal_expired",
    "鉴定结论超过一年，或者日期晚于今天",
    "the finding is more than a year old, or of a day to come",
    NOTICE,
    "请申请复查鉴定后再申领",
    "Have yourself examined again, then claim",
)
AT_AGE = Problem(
    "legal_age_reached",
    "已经到法定退休年龄，应当申领基本养老金",
    "the legal age is reached, so the pension is what is claimed",
    f"{NOTICE} 三",
    "请办理“职工基本养老金申领”",
    "Claim the old-age pension",
)
DRAWS = Problem(
    "pension_in_force",
    "已经领取基本养老金，不能同时领取病残津贴",
    "an old-age pension is drawn already",
    f"社会保险法 17；{NOTICE}",
    "不用再办",
    "Nothing is to be done",
)
NAME_DIFFERS = Problem(
    "account_name_differs",
    "户名与参保登记姓名不一致",
    "the account is not in the claimant's name",
    "社会保险经办条例 9、38",
    "请提供本人名下账户；改过名的，先办理“关键信息更正”",
    "Give an account in your own name; after a change of name have it corrected first",
)
STAYS = Problem(
    "allowance_stays",
    "已核定的病残津贴不撤销，只能停发或者重核",
    "an allowance that was granted is not withdrawn but stopped or determined again",
    "社会保险经办条例 46",
    "复查不合格或者恢复缴费的，从次月起停发",
    "It stops the month after a further examination fails or contributions resume",
)


@dataclass(frozen=True)
class Determined:
    """What the law gives: the award's draft, the formula, and the last month of an allowance for a time only."""

    drawn: pension.Determination
    formula: str
    starts: Month
    ends: Month | None


class ClaimInvalidityAllowance(cases.Plain):
    """Determines and grants an invalidity allowance."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The name; complete loss not from work, which is what gives an allowance."""
        if asked.subject_id is None:
            return {}
        person = registry.person(person_id=asked.subject_id)
        return {"account_name": person.name, "level": "complete", "cause": "illness"}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """Everything that stands in the way, and the amount with its formula."""
        if asked.subject_id is None:
            return cases.Examination(findings=(cases.Finding(NOBODY, refuses=True),))
        person = registry.person(person_id=asked.subject_id)
        found = _findings(asked, person)
        differences = []
        if not same_name(asked.values["account_name"], person.name):
            found.append(cases.Finding(NAME_DIFFERS, refuses=True, field="account_name"))
            differences.append(
                cases.Difference("account_name", asked.values["account_name"], person.name, "参保登记", "register")
            )  # fmt: skip
        if any(one.refuses for one in found):
            return cases.Examination(tuple(found), tuple(differences))
        try:
            determined = _determined(asked)
        except Refusal as refusal:
            found.append(cases.Finding(refusal.reason, refuses=True, detail=refusal.describe()))
            return cases.Examination(tuple(found), tuple(differences))
        zh, en = FORMULAS[determined.formula]
        sheet: dict[str, Any] = {
            "total": {
                "zh": "月病残津贴（元）", "en": "Monthly allowance (yuan)", "fen": determined.drawn.total_fen,
                "explain": determined.drawn.receipt | {"facts": determined.drawn.facts},
            },
            "way": {"zh": f"计发办法：{zh}", "en": f"Formula: {en}", "shown": ""},
            "starts_month": determined.starts,
        }  # fmt: skip
        if determined.ends is not None:
            sheet["last"] = {
                "zh": "发到", "en": "Paid to", "shown": format_month(determined.ends),
            }  # fmt: skip
        return cases.Examination(
            tuple(found), tuple(differences), determined.drawn.total_fen, sheet
        )

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """Keep the finding, grant the allowance, open its account and draw its sheet."""
        case = cases.case_by_number(number=asked.number)
        person_id = int(asked.subject_id or 0)
        by = retirement_file.By(name=case.handler, at=asked.at, today=asked.today)
        appraisal = retirement_file.record_appraisal(
            person_id=person_id, by=by,
            appraised=retirement_file.Appraised(
                level=asked.values["level"], cause=asked.values["cause"], issuer=asked.values["issuer"],
                number=asked.values["appraisal_number"], decided_on=asked.values["decided_on"],
                file_id=cases.file_of(number=asked.number, material="appraisal") or 0,
                case_number=asked.number,
            ),
        )  # fmt: skip
        determined = _determined(asked)
        granted = pension.grant_benefit(
            kind=KIND, person_id=person_id, place=asked.place, facts=determined.drawn.facts,
            starts_month=determined.starts, ends_month=determined.ends, explain=library.explain,
            signed=pension.Signatures(
                determined_by=case.handler, reviewed_by=case.reviewer, at=asked.at, known_on=asked.today
            ),
        )  # fmt: skip
        pension.change_payee_account(
            person_id=person_id, bank_code=asked.values["bank_code"],
            account_number=asked.values["account_number"], account_name=asked.values["account_name"],
            verified_on=asked.today, valid_from=asked.today,
        )  # fmt: skip
        award = granted.award
        sheet = determination_sheet.file_sheet(award=award, by=by)
        paper = determination_sheet.paper_of(content=sheet.content, person_id=person_id)
        until = f"至{format_month_zh(determined.ends)}" if determined.ends else ""
        until_en = f" to {format_month(determined.ends)}" if determined.ends else ""
        return cases.Effect(
            f"月病残津贴{format_yuan(award.total_fen)}元，自{format_month_zh(award.starts_month)}起发放{until}。",
            f"A monthly allowance of {format_yuan(award.total_fen)} yuan from {format_month(award.starts_month)}{until_en}.",
            {"award": award.pk, "sheet": sheet.pk, "appraisal": appraisal.pk},
            [("certificate", paper)],
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Refused: it is stopped or determined again."""
        raise Refused(STAYS, subject=asked.number)


def _findings(asked: cases.Asked, person: registry.Person) -> list[cases.Finding]:
    found = []
    values = asked.values
    if values["level"] != "complete":
        found.append(cases.Finding(NOT_COMPLETE, refuses=True, field="level"))
    if values["cause"] == "work":
        found.append(cases.Finding(FROM_WORK, refuses=True, field="cause"))
    decided = values["decided_on"]
    if not decided <= asked.today <= retirement_file.valid_until(decided):
        found.append(cases.Finding(TOO_OLD, refuses=True, field="decided_on"))
    if pension.in_force(person_id=person.pk) is not None:
        found.append(cases.Finding(DRAWS, refuses=True))
    facts = {
        "birth_month": month_containing(
            registry.birth_date_for(person=person, purpose="retirement")
        ),
        "retirement_category": person.retirement_category,
    }
    try:
        legal = int(
            library.explain(
                "legal_retirement_month", facts, place=asked.place, on=asked.today
            ).value
        )
    except Refusal as refusal:
        found.append(cases.Finding(refusal.reason, refuses=True, detail=refusal.describe()))
        return found
    if month_containing(asked.today) >= legal:
        found.append(cases.Finding(AT_AGE, refuses=True, detail=format_month_zh(legal)))
    return found


def _determined(asked: cases.Asked) -> Determined:
    """The allowance by the law of its first month, which is the one after the claim. Raises Refusal.

    Account and divisor are those of the month of the claim; a short record is paid for the months that the law says.
    """
    month = month_containing(asked.today)
    starts = month + 1
    facts: dict[str, Any] = pension.award_facts(
        person_id=int(asked.subject_id or 0), place=asked.place, retirement_month=month,
        known_on=asked.today, explain=library.explain,
    )  # fmt: skip
    facts["assessment_month"] = month
    drawn = pension.determine(
        facts=facts, place=asked.place, known_on=asked.today, explain=library.explain,
        kind=KIND, starts_month=starts,
    )  # fmt: skip
    when: dict[str, Any] = {
        "place": asked.place,
        "on": first_day(starts),
        "known_on": asked.today,
    }
    formula = str(library.explain("invalidity_formula", facts, **when).value)
    ends = None
    if formula == "basic_pension_formula_only_limited_months":
        ends = starts - 1 + int(library.explain("invalidity_allowance_months", facts, **when).value)
    return Determined(drawn=drawn, formula=formula, starts=starts, ends=ends)


SERVICE = ClaimInvalidityAllowance()
