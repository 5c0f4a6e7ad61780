"""Who is insured in what, through whom, since when, and how many months are paid; nothing that is owed is counted."""

from __future__ import annotations

import datetime as dt

from renshe.domains.cases import api as cases
from renshe.domains.contributions import api as contributions
from renshe.domains.enrolment import api as enrolment
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Problem
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import Month, first_day, format_month, month_containing
from renshe.services.information import certifying as say

NEVER_INSURED = Problem(
    "never_insured",
    "没有参保和缴费记录",
    "there is no record of insurance or contributions",
    "社会保险经办条例 11",
    "请核对社会保障号码；在外地参保的，向参保地经办机构开具",
    "Check the social security number; if you are insured elsewhere, ask there",
)
NOT_INSURED_NOW = Problem(
    "not_insured_now",
    "目前没有参保，证明只写历史缴费",
    "not insured at present; the certificate tells of the past only",
    "社会保险经办条例 32",
    "如单位应参保而未参保，可以投诉举报",
    "If an employer should insure you and does not, complain",
)
LISTED_MONTHS = 24
NAMES = {
    1: ("职工基本养老保险", "employee pension"), 2: ("职工基本医疗保险", "employee medical"),
    3: ("失业保险", "unemployment"), 4: ("工伤保险", "work injury"), 5: ("生育保险", "maternity"),
}  # fmt: skip
STATES = {"paid": ("已到账", "paid"), "owed": ("欠缴", "owed"), "deemed": ("视同缴费", "deemed")}
PURPOSES = {
    "personal": ("本人留存", "own use"), "housing": ("购房、租房", "housing"), "residence": ("落户、居住证积分", "residence"),
    "schooling": ("子女入学", "schooling"), "tender": ("招投标", "tender"), "abroad": ("出国、签证", "travel abroad"),
}  # fmt: skip


class CertificateOfInsurance(say.Told):
    """Certifies insurance as recorded today."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """For own use, short, and the number in full, as receivers mostly ask."""
        return {"purpose": "personal", "detail": "summary", "number_shown": "full"}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """Whether there is anything to certify."""
        person = say.person_of(asked)
        if person is None:
            return cases.Examination(findings=(say.refusing(say.NOBODY),))
        current = spells_on(person_id=person.pk, day=asked.today)
        timeline = contributions.timeline_of(person_id=person.pk)
        found = []
        if person.died_on is not None:
            found.append(say.refusing(say.DEAD))
        if not current and not timeline.months and not enrolment.spells_of(person_id=person.pk):
            found.append(say.refusing(NEVER_INSURED))
        elif not current:
            found.append(say.noticed(NOT_INSURED_NOW))
        sheet = {"insured_in": len(current), "months_paid": timeline.months_paid}
        return cases.Examination(findings=tuple(found), sheet=sheet)

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The certificate, with its code and its last day."""
        person = registry.person(person_id=asked.subject_id)
        timeline = contributions.timeline_of(person_id=person.pk)
        current = spells_on(person_id=person.pk, day=asked.today)
        facts = {
            "issuer": say.issuer_of(asked.place),
            "lines": [
                *say.who(person, full_number=asked.values["number_shown"] == "full"),
                say.line("用途", "Purpose", _purpose(asked.values)),
                say.line(
                    "养老保险累计实际缴费月数",
                    "Pension months paid in all",
                    str(timeline.months_paid),
                ),
            ],
            "tables": [_current_table(current)] if current else [],
        }
        if asked.values["detail"] == "months":
            facts["tables"].append(_months_table(timeline, month_containing(asked.today)))
        until = say.valid_until(asked.today)
        state_zh, state_en = (
            ("正在参保", "is insured") if current else ("目前未参保", "is not insured")
        )
        content = {
            "title": ("社会保险参保证明", "Certificate of insurance"),
            "basis": "社会保险法 74；社会保险经办条例 32",
            "zh": [f"经核对本机构记录，{person.name}截至{asked.today.isoformat()}{state_zh}，情况如下，特此证明。"],
            "en": [f"By our records {person.name} {state_en} on {asked.today.isoformat()}, as follows."],
            "facts": facts,
            "valid_until": until,
        }  # fmt: skip
        return cases.Effect(
            f"参保证明已出具，有效期至{until.isoformat()}，对方可扫码核验。",
            f"The certificate is issued, valid until {until.isoformat()}; anybody can verify it by its QR code.",
            {"valid_until": until.isoformat()},
            [("certificate", content)],
        )


def spells_on(*, person_id: int, day: dt.date) -> list[enrolment.Spell]:
    """The active spells of a human being that cover a day's month, by insurance."""
    rows = enrolment.spells_of(person_id=person_id).filter(
        span__contains=first_day(month_containing(day)), status="active"
    )
    return sorted(rows, key=lambda spell: (spell.insurance, spell.pk))


def _purpose(values: cases.Values) -> object:
    chosen = str(values["purpose"])
    return str(values["other"]) if chosen == "other" else say.words(*PURPOSES[chosen])


def _current_table(spells: list[enrolment.Spell]) -> dict[str, object]:
    own = say.words("个人参保", "insured on one's own")
    rows = []
    for spell in spells:
        employer = (
            registry.employer(employer_id=spell.employer_id).name if spell.employer_id else own
        )
        rows.append(
            [say.words(*NAMES[spell.insurance]), employer, spell.span.lower.strftime("%Y-%m")]
        )
    return {
        "title": say.words("目前参保", "Insured at present"),
        "head": [say.words("险种", "Insurance"), say.words("参保单位", "Through"), say.words("本段起始", "Since")],
        "numeric": [False, False, True],
        "widths": [1.2, 2, 0.8],
        "rows": rows,
        "note": "",
    }  # fmt: skip


def _months_table(timeline: contributions.Timeline, now: Month) -> dict[str, object]:
    first = now - LISTED_MONTHS
    rows = [
        [
            format_month(one.period),
            one.employer_name or say.words("个人缴费", "paid by the person"),
            format_yuan(one.base_fen),
            say.words(*STATES[one.state]),
        ]
        for one in timeline.months
        if first <= one.period < now
    ]
    return {
        "title": say.words(f"近{LISTED_MONTHS}个月养老保险缴费", f"Pension contributions of the last {LISTED_MONTHS} months"),
        "head": [say.words("月份", "Month"), say.words("缴费单位", "Paid through"), say.words("缴费基数（元）", "Base (yuan)"),
                 say.words("状态", "State")],
        "numeric": [False, False, True, False],
        "widths": [0.7, 2, 1, 0.7],
        "rows": rows,
        "note": say.words("未列出的月份没有缴费记录。", "A month that is not listed has no contributions on record."),
    }  # fmt: skip


SERVICE = CertificateOfInsurance()
