"""Who is insured in what, through whom, since when, and how many months are paid; nothing that is owed is counted."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.contributions import api as contributions
from renshe.domains.enrolment import api as enrolment
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Problem
from renshe.kernel.periods import month_containing
from renshe.services.information import certifying as say
from renshe.services.information.insured_facts import current_table, months_table, spells_on

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
            "tables": [current_table(current)] if current else [],
        }
        if asked.values["detail"] == "months":
            facts["tables"].append(months_table(timeline, month_containing(asked.today)))
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


def _purpose(values: cases.Values) -> object:
    chosen = str(values["purpose"])
    return str(values["other"]) if chosen == "other" else say.words(*PURPOSES[chosen])


SERVICE = CertificateOfInsurance()
