"""The award in force, what it comes to this month with every yearly adjustment, and whether it is being paid."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Problem
from renshe.kernel.periods import month_containing
from renshe.services.information import certifying as say

NO_PENSION = Problem(
    "no_pension",
    "没有正在领取的基本养老金",
    "no pension is being received",
    "社会保险法 16",
    "已到退休年龄的，请办理“基本养老金申领”；在外地领取的，向待遇领取地开具",
    "If you have reached retirement age, claim the pension; if another place pays it, ask there",
)
NOT_BEGUN = Problem(
    "pension_not_begun",
    "养老金已核定，尚未到首个发放月",
    "the pension is granted and has not begun",
    "社会保险法 16",
    "请在首个发放月之后开具",
    "Ask again from the first month of payment",
)
SUSPENDED = Problem(
    "pension_suspended",
    "养老金目前暂停发放，证明将如实写明",
    "the pension is suspended at present, and the certificate says so",
    "社会保险经办条例 26",
    "请先完成领取待遇资格认证，恢复后再开具",
    "Complete the proof of life first, then have it issued",
)
STATES = {
    "provisional": ("正在发放（按上年基数预发）", "in payment (provisional, on last year's base)"),
    "final": ("正在发放", "in payment"), "suspended": ("暂停发放", "suspended"),
}  # fmt: skip


class CertificateOfPension(say.Told):
    """Certifies the pension as it is today."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """With the amount, and the number in full."""
        return {"amount_shown": "with", "number_shown": "full"}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """Whether a pension is in force and has begun."""
        person = say.person_of(asked)
        if person is None:
            return cases.Examination(findings=(say.refusing(say.NOBODY),))
        found = [] if person.died_on is None else [say.refusing(say.DEAD)]
        told = _told(asked)
        award = told.current
        if award is None:
            return cases.Examination(findings=(*found, say.refusing(NO_PENSION)))
        if award.starts_month > month_containing(asked.today):
            found.append(say.refusing(NOT_BEGUN))
        if award.state == "suspended":
            found.append(say.noticed(SUSPENDED))
        sheet = {"award": award.pk, "monthly_fen": told.monthly_fen}
        return cases.Examination(findings=tuple(found), sheet=sheet)

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The certificate, with its code and its last day."""
        person = registry.person(person_id=asked.subject_id)
        told = _told(asked)
        award = told.current
        assert award is not None
        assert told.monthly_fen is not None
        lines = [
            *say.who(person, full_number=asked.values["number_shown"] == "full"),
            say.line("待遇项目", "Benefit", say.words("职工基本养老金", "employee old-age pension")),
            say.line("首次领取月份", "Paid since", say.month(pension.pension_began(person_id=person.pk) or award.starts_month)),
            say.line("发放状态", "State", say.words(*STATES[award.state])),
        ]  # fmt: skip
        if asked.values["amount_shown"] == "with":
            lines.append(
                say.line("当前月养老金标准", "Monthly pension now", say.yuan(told.monthly_fen))
            )
        if asked.values.get("purpose"):
            lines.append(say.line("用途", "Purpose", str(asked.values["purpose"])))
        until = say.valid_until(asked.today)
        content = {
            "title": ("养老保险待遇领取证明", "Certificate of pension"),
            "basis": "社会保险法 16、74；社会保险经办条例 32",
            "zh": [
                f"经核对本机构记录，{person.name}截至{asked.today.isoformat()}的养老待遇情况如下，特此证明。"
            ],
            "en": [
                f"By our records the pension of {person.name} on {asked.today.isoformat()} is as follows."
            ],
            "facts": {"issuer": say.issuer_of(asked.place), "lines": lines},
            "valid_until": until,
        }
        return cases.Effect(
            f"待遇领取证明已出具，有效期至{until.isoformat()}，对方可扫码核验。",
            f"The certificate is issued, valid until {until.isoformat()}; anybody can verify it by its QR code.",
            {"award": award.pk, "valid_until": until.isoformat()},
            [("certificate", content)],
        )


def _told(asked: cases.Asked) -> pension.PersonPension:
    people = registry.everybody_who_is(person_id=int(asked.subject_id or 0))
    return pension.person_pension(person_ids=people, month=month_containing(asked.today), limit=1)


SERVICE = CertificateOfPension()
