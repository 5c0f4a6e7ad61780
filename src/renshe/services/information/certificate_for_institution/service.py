"""What an institution may know of a named person's insurance: certified, on its stated basis, and nothing beyond."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.contributions import api as contributions
from renshe.domains.enrolment import api as enrolment
from renshe.kernel.codes.problem import Problem
from renshe.kernel.periods import month_containing
from renshe.services.information import certifying as say
from renshe.services.information.insured_facts import current_table, months_table, spells_on

NEVER_INSURED = Problem(
    "never_insured",
    "没有参保和缴费记录",
    "there is no record of insurance or contributions",
    "社会保险经办条例 11",
    "请机构向参保地经办机构提出请求",
    "Let the institution ask where the person is insured",
)
DEAD = Problem(
    "subject_dead",
    "此人已登记死亡，证明只写到死亡当月",
    "the person is registered as dead; the certificate tells of the time before",
    "社会保险法 14",
    "请核对请求是否仍有必要",
    "See whether the request is still needed",
)


class CertificateForInstitution(say.Told):
    """Certifies insurance as recorded today, with the basis and file number of the institution on the paper."""

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """Whether there is anything to certify. Whether the institution may ask was decided before there was a case."""
        person = say.person_of(asked)
        if person is None:
            return cases.Examination(findings=(say.refusing(say.NOBODY),))
        timeline = contributions.timeline_of(person_id=person.pk)
        found = []
        if person.died_on is not None:
            found.append(say.noticed(DEAD))
        if not timeline.months and not enrolment.spells_of(person_id=person.pk):
            found.append(say.refusing(NEVER_INSURED))
        return cases.Examination(findings=tuple(found))

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The certificate; the id number stays masked, the institution knows whom it asked about."""
        person = say.person_of(asked)
        assert person is not None
        timeline = contributions.timeline_of(person_id=person.pk)
        current = spells_on(person_id=person.pk, day=asked.today)
        basis, file = str(asked.values["legal_basis"]), str(asked.values["file_number"])
        institution = cases.case_by_number(number=asked.number).applicant_name
        tables = [current_table(current)] if current else []
        if asked.values["detail"] == "months":
            tables.append(months_table(timeline, month_containing(asked.today)))
        facts = {
            "issuer": say.issuer_of(asked.place),
            "lines": [
                *say.who(person, full_number=False),
                say.line("请求机构", "Asked by", institution),
                say.line("法律依据", "Legal basis", basis),
                say.line("案号或文号", "File number", file),
                say.line(
                    "养老保险累计实际缴费月数",
                    "Pension months paid in all",
                    str(timeline.months_paid),
                ),
            ],
            "tables": tables,
        }
        until, day = say.valid_until(asked.today), asked.today.isoformat()
        state_zh, state_en = (
            ("正在参保", "is insured") if current else ("目前未参保", "is not insured")
        )
        content = {
            "title": ("社会保险参保证明", "Certificate of insurance"),
            "basis": f"{basis}；社会保险经办条例 49",
            "zh": [
                f"应{institution}依法请求（{file}），经核对本机构记录，{person.name}截至{day}{state_zh}，情况如下。",
                "本证明只供上述案件使用，不得用于其他目的或者向他人提供。",
            ],
            "en": [
                f"At the lawful request of {institution} ({file}): by our records {person.name} {state_en} on {day}, as follows.",
                "This certificate is for that file alone and may not be used otherwise or passed on.",
            ],
            "facts": facts,
            "valid_until": until,
        }
        return cases.Effect(
            f"参保证明已向{institution}出具，有效期至{until.isoformat()}。",
            f"The certificate is issued to {institution}, valid until {until.isoformat()}.",
            {"valid_until": until.isoformat()},
            [("certificate", content)],
        )


SERVICE = CertificateForInstitution()
