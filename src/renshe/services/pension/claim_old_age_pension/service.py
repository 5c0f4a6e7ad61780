"""The claim as a service item: what `decide.py` finds and grants, the choice of month, and the account it is paid into."""

from __future__ import annotations

from datetime import date
from typing import Any

from renshe.domains.cases import api as cases
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.retirement_file import api as retirement_file
from renshe.domains.transfers import api as transfers
from renshe.flows import determination_sheet
from renshe.flows.bridging import against_employee_claim
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import Month, first_day, format_month, format_month_zh, month_containing
from renshe.kernel.rules import Refusal
from renshe.laws import library
from renshe.services.pension.claim_old_age_pension import decide
from renshe.services.pension.claim_old_age_pension.sheet import Sheet, SheetLine

DELAY = "国务院关于渐进式延迟法定退休年龄的办法 第三条"
NOBODY = Problem(
    "subject_missing", "没有指明是哪位参保人", "it is not said who claims", "社会保险法 16",
    "请本人登录办理，或在窗口先查找到本人再办理", "Sign in yourself, or find the person at the counter first",
)  # fmt: skip
TIMING_DIFFERS = Problem(
    "timing_differs",
    "所选退休年月与所选退休时间不相符",
    "the month is not of the chosen kind",
    DELAY,
    "请按列出的法定、最早、最迟月份修改",
    "Correct it by the legal, earliest and latest months that are listed",
)
TOO_SOON = Problem(
    "claimed_too_soon",
    "距所选退休月份还有三个月以上",
    "the chosen month is more than three months away",
    DELAY,
    "请在退休前三个月内申请，届时按最新缴费核定",
    "Apply within the three months before it; the pension is then determined on your latest record",
)
NOTICE_LATE = Problem(
    "notice_too_late",
    "书面告知单位不足三个月，不能弹性提前到该月",
    "the employer was told less than three months before",
    DELAY,
    "请改选告知三个月之后的月份",
    "Choose a month at least three months after the notice",
)
NOT_YET_AGREED = Problem(
    "agreement_after_legal_month",
    "书面约定晚于法定退休月份",
    "the agreement is later than the legal month",
    DELAY,
    "弹性延迟应在达到法定退休年龄前约定，请核对日期",
    "A late retirement is agreed before the legal month has passed; check the day",
)
NAME_DIFFERS = Problem(
    "account_name_differs",
    "户名与参保登记姓名不一致",
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
    "Have it determined again: too little is paid, too much is recovered; stop the payment meanwhile if entitlement is in doubt",
)
OPTIONS = (
    ("earliest", "earliest_retirement_month", "最早", "earliest"),
    ("legal", "legal_retirement_month", "法定", "legal"),
    ("latest", "latest_retirement_month", "最迟", "latest"),
)
NOT_RECOGNISED = Problem(
    "special_work_not_recognised",
    "没有认定过特殊工种，不能按特殊工种提前退休",
    "no special work was recognised, so there is no early retirement after it",
    "国发〔1978〕104号 一（二）",
    "请先申请“档案预审”，经公示和认定后再申领",
    "Ask for the file to be reviewed first; claim after publicity and recognition",
)
AHEAD_MONTHS = 3


class ClaimOldAgePension(cases.Plain):
    """Determines and grants a pension from the month that the person chooses."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The legal month, the name and the telephone as registered."""
        if asked.subject_id is None:
            return {}
        person = registry.person(person_id=asked.subject_id)
        known: dict[str, Any] = {"account_name": person.name, "phone": person.phone}
        try:
            facts = _birth(person)
            answer = _ask("legal_retirement_month", facts, place=asked.place, on=asked.today)
        except Refusal:
            return known
        return {**known, "timing": "legal", "retirement_month": format_month(int(answer))}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What stands in the way, the determination sheet, and what other months would bring."""
        if asked.subject_id is None:
            return cases.Examination(findings=(cases.Finding(NOBODY, refuses=True),))
        claim = _claim(asked)
        examined = decide.examine(claim=claim, known_on=asked.today, explain=library.explain)
        found = [
            cases.Finding(one.reason, one.refuses, _field_of(one.reason.code), one.detail)
            for one in examined.findings
        ]
        person = registry.person(person_id=asked.subject_id)
        months = _months(person, asked)
        found += _about_choice(asked, months, examined)
        found += _about_place(asked, person)
        found += [
            cases.Finding(problem, refuses)
            for problem, refuses in against_employee_claim(person_id=person.pk)
        ]
        differences = []
        if not same_name(asked.values["account_name"], person.name):
            found.append(cases.Finding(NAME_DIFFERS, refuses=True, field="account_name"))
            differences.append(
                cases.Difference("account_name", asked.values["account_name"], person.name, "参保登记", "register")
            )  # fmt: skip
        drawn = examined.sheet
        sheet: dict[str, Any] = {"options": _options(asked, months)}
        if drawn is not None:
            sheet |= told(drawn)
            sheet["total"] |= {"explain": _asked_of_law(claim, examined, known_on=asked.today)}
        amount = int(drawn.total.value) if drawn is not None else None
        return cases.Examination(tuple(found), tuple(differences), amount, sheet)

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """Grant the pension as the handler determined and the reviewer reviewed it, and open its account."""
        case = cases.case_by_number(number=asked.number)
        claim = _claim(asked)
        signed = pension.Signatures(
            determined_by=case.handler, reviewed_by=case.reviewer, at=asked.at, known_on=asked.today
        )
        granted = decide.grant(claim=claim, signed=signed, explain=library.explain)
        pension.change_payee_account(
            person_id=claim.person_id,
            bank_code=asked.values["bank_code"],
            account_number=asked.values["account_number"],
            account_name=asked.values["account_name"],
            verified_on=asked.today,
            valid_from=asked.today,
        )
        award = granted.award
        by = retirement_file.By(name=case.handler, at=asked.at, today=asked.today)
        sheet = determination_sheet.file_sheet(award=award, by=by)
        paper = determination_sheet.paper_of(content=sheet.content, person_id=claim.person_id)
        begins, months = award.starts_month, len(granted.arrears)
        owed = f"，此前{months}个月随下次发放补发" if months else ""
        owed_en = f"; {months} past months are paid with the next payment" if months else ""
        return cases.Effect(
            f"月基本养老金{format_yuan(award.total_fen)}元，自{format_month_zh(begins)}起发放{owed}。",
            f"A monthly pension of {format_yuan(award.total_fen)} yuan from {format_month(begins)}{owed_en}.",
            {"award": award.pk, "sheet": sheet.pk},
            [("certificate", paper)],
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Refused: a pension is determined again, not withdrawn."""
        raise Refused(NOT_UNDONE, subject=asked.number)


def told(drawn: Sheet) -> dict[str, Any]:
    """The sheet as the case keeps and every screen shows it; amounts in fen beside their words."""
    return {
        "provisional": drawn.provisional,
        "starts_month": drawn.starts_month,
        "inputs": [_line(one) for one in drawn.inputs],
        "parts": [_line(one) for one in drawn.parts],
        "total": _line(drawn.total),
        "confidence": drawn.confidence,
        "ruleset_hash": drawn.ruleset_hash,
    }


def _line(one: SheetLine) -> dict[str, Any]:
    return {
        "name": one.name, "zh": one.zh, "en": one.en, "unit": one.unit, "shown": one.shown,
        "clause": one.clause, "confidence": one.confidence,
    }  # fmt: skip


def _asked_of_law(
    claim: decide.Claim, examined: decide.Examination, *, known_on: date
) -> dict[str, Any]:
    """What computes the total again with every step, for the page that explains it."""
    return {
        "target": "monthly_pension",
        "facts": examined.facts,
        "place": claim.place,
        "on": first_day(claim.retirement_month).isoformat(),
        "known_on": known_on.isoformat(),
    }


def _claim(asked: cases.Asked) -> decide.Claim:
    return decide.Claim(
        person_id=int(asked.subject_id or 0),
        place=asked.place,
        retirement_month=int(asked.values["retirement_month"]),
    )


def _birth(person: registry.Person) -> dict[str, Any]:
    birth = registry.birth_date_for(person=person, purpose="retirement")
    return {
        "birth_month": month_containing(birth),
        "retirement_category": person.retirement_category,
    }


def _ask(target: str, facts: dict[str, Any], *, place: str, on: date) -> Any:
    return library.explain(target, facts, place=place, on=on).value


def _months(person: registry.Person, asked: cases.Asked) -> dict[str, Month]:
    """The earliest, the legal and the latest month under the law of the claimed month; empty where the law has no answer."""
    on = first_day(int(asked.values["retirement_month"]))
    try:
        facts = _birth(person)
        return {
            name: int(_ask(target, facts, place=asked.place, on=on))
            for name, target, _, _ in OPTIONS
        }
    except Refusal:
        return {}


def _about_choice(
    asked: cases.Asked, months: dict[str, Month], examined: decide.Examination
) -> list[cases.Finding]:
    """Whether month and kind agree, the employer was told in time, and the claim does not come too early."""
    month, timing, found = int(asked.values["retirement_month"]), asked.values["timing"], []
    if month > month_containing(asked.today) + AHEAD_MONTHS:
        found.append(cases.Finding(TOO_SOON, refuses=True, field="retirement_month"))
    legal = months.get("legal")
    if legal is not None:
        kind = "early" if month < legal else "late" if month > legal else "legal"
        if timing == "special":
            if not examined.facts.get("special_work_months"):
                found.append(cases.Finding(NOT_RECOGNISED, refuses=True, field="timing"))
            kind = "special" if month < legal else kind
        if kind != timing:
            found.append(
                cases.Finding(TIMING_DIFFERS, True, "timing", f"法定{format_month_zh(legal)}")
            )
    notified, agreed = asked.values.get("notified_on"), asked.values.get("agreed_on")
    if timing == "early" and month_containing(notified) + AHEAD_MONTHS > month:
        found.append(cases.Finding(NOTICE_LATE, refuses=True, field="notified_on"))
    if timing == "late" and legal is not None and month_containing(agreed) > legal:
        found.append(cases.Finding(NOT_YET_AGREED, refuses=True, field="agreed_on"))
    return found


def _options(asked: cases.Asked, months: dict[str, Month]) -> list[dict[str, Any]]:
    """What retiring in the earliest, the legal and the latest month would bring, by today's record; why not, where not."""
    options = []
    for name, _, zh, en in OPTIONS:
        if name not in months:
            continue
        month = months[name]
        claim = decide.Claim(int(asked.subject_id or 0), asked.place, month)
        examined = decide.examine(claim=claim, known_on=asked.today, explain=library.explain)
        why = [one.reason for one in examined.findings if one.refuses]
        why_zh, why_en = "；".join(one.zh for one in why), "; ".join(one.en for one in why)
        total = int(examined.sheet.total.value) if examined.sheet else None
        options.append(
            {
                "name": name,
                "month": month,
                "chosen": month == asked.values["retirement_month"],
                "zh": f"{zh}{format_month_zh(month)}" + (f"（{why_zh}）" if why_zh else ""),
                "en": f"{en}, {format_month(month)}" + (f" ({why_en})" if why_en else ""),
                **({"shown": "—"} if total is None else {"fen": total}),
            }
        )
    return options


def _about_place(asked: cases.Asked, person: registry.Person) -> list[cases.Finding]:
    """Whether this province pays: asked where months of another one stand in the career (国办发〔2009〕66号 六)."""
    if transfers.relation_gone(person_id=person.pk):
        return [cases.Finding(transfers.RELATION_GONE, refuses=True)]
    if not transfers.brought_any(person_id=person.pk):
        return []
    benefit = transfers.benefit_place(
        person_id=person.pk, place=asked.place, today=asked.today, explain=library.explain
    )
    if benefit.province == transfers.province_of(asked.place):
        return []
    return [cases.Finding(transfers.BENEFIT_ELSEWHERE, refuses=True, detail=benefit.province)]


def _field_of(code: str) -> str:
    return "retirement_month" if code in ("retirement_too_early", "retirement_too_late") else ""


SERVICE = ClaimOldAgePension()
