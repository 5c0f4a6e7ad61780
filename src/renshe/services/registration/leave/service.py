"""What reporting a leaver does: the insurance ends with a month, the employment with a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from renshe.domains.cases import api as cases
from renshe.domains.employment import api as employment
from renshe.domains.enrolment import api as enrolment
from renshe.domains.enrolment.api import Insurance, Recording
from renshe.domains.registry import api as registry
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.periods import first_day, format_month, format_month_zh, month_containing
from renshe.services.registration.refusals import name_differs

REPORT_WITHIN = dt.timedelta(days=15)
FIELD_OF = {
    "name_differs": "name", "leaver_unknown": "id_number", "not_insured_here": "last_month",
    "not_ended_yet": "last_day", "days_out_of_order": "last_day",
}  # fmt: skip
UNKNOWN = Problem(
    "leaver_unknown",
    "该证件号码没有登记",
    "nobody is registered under this number",
    "社会保险法 57",
    "请核对证件号码",
    "Check the number",
)
NOT_YET = Problem(
    "not_ended_yet",
    "最后工作日尚未到来",
    "the last day of work is still to come",
    "社会保险法 50",
    "请在劳动关系终止后15日内办理",
    "Come back when it has ended; there are fifteen days from then",
)
LATE = Problem(
    "leaver_reported_late",
    "超过终止或者解除劳动关系之日起15日",
    "more than fifteen days after the employment ended",
    "社会保险法 50",
    "可以办理；多缴的月份将核对后冲回，影响失业金领取的由单位承担责任",
    "It is recorded; months paid too long come back, and harm to unemployment benefit is the employer's",
)
OTHER_MONTH = Problem(
    "last_month_differs",
    "最后参保月份与最后工作日不在同一个月",
    "the last insured month is not that of the last day of work",
    "社会保险法 60",
    "请与单位核对；在职月份应当缴费",
    "Ask the employer: contributions are due while somebody works",
)
NOT_ON_FILE = Problem(
    "no_contract_on_file",
    "该员工没有用工备案，只办理参保终止",
    "no contract of this employee is on file, so only the insurance ends",
    "劳动合同法 50",
    "可以办理",
    "It may be recorded",
)


class Leave(cases.Plain):
    """The employer reports who left; nothing is taken that a later employer has begun."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The name, once the number is that of one of the employer's own people; nobody else's is told. Both, where the
        employer's list of its people handed over one of them."""
        leaver = _of_own_contract(asked) or _of_own_people(asked)
        if leaver is not None:
            return {"id_number": leaver.id_number, "name": leaver.name}
        number = asked.values.get("id_number")
        person = registry.person_by_id_number(id_number=str(number)) if number else None
        if person is None or asked.subject_id is None:
            return {}
        here = enrolment.is_member(
            employer_id=asked.subject_id, person_id=person.pk, month=month_containing(asked.today)
        )
        return {"name": person.name} if here else {}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What enrolment would say, the fifteen days, and whether month and day agree."""
        values = asked.values
        found = cases.findings_of(lambda: _leave(asked), fields=FIELD_OF, otherwise="id_number")
        if asked.today - values["last_day"] > REPORT_WITHIN:
            found.append(cases.Finding(LATE, refuses=False, field="last_day"))
        if month_containing(values["last_day"]) != values["last_month"]:
            found.append(cases.Finding(OTHER_MONTH, refuses=False, field="last_month"))
        person = registry.person_by_id_number(id_number=values["id_number"])
        if person is not None and _contract(asked, person.pk) is None:
            found.append(cases.Finding(NOT_ON_FILE, refuses=False))
        return cases.Examination(findings=tuple(found))

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """Insurance and employment end together."""
        done = _leave(asked)
        month = asked.values["last_month"]
        return cases.Effect(
            f"减员已办理，参保至{format_month_zh(month)}止。"
            "请在15日内为员工出具终止或解除劳动关系的证明，并告知其可办理失业登记。",
            f"The leaver is recorded; insured up to {format_month(month)}. Give the employee proof of the end within"
            " fifteen days, and tell of unemployment registration.",
            done,
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """The insurance goes on without a gap, and the contract is in force again.

        Refused by enrolment where somebody else has insured the person since.
        """
        assert asked.subject_id is not None
        enrolment.join(
            person_id=int(reference["person_id"]), employer_id=asked.subject_id,
            insurances=[Insurance(one) for one in reference["insurances"]],
            from_month=int(reference["last_month"]) + 1, person_kind=str(reference["person_kind"]),
            record=_recording(asked, "resumption"),
        )  # fmt: skip
        if reference["contract_id"] is not None:
            employment.reopen_contract(
                contract_id=int(reference["contract_id"]), act=_act(asked, "减员撤销")
            )
        return cases.Effect(
            "减员已撤销，参保连续不中断。",
            "The leaving is withdrawn, and insurance goes on unbroken.",
        )


def _of_own_contract(asked: cases.Asked) -> registry.Person | None:
    """Who works under a contract that this employer filed and that lasts; None for any other number."""
    number = str(asked.values.get("contract") or "")
    if asked.subject_id is None or not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    lasting = employment.contracts_at(employer_id=asked.subject_id, on=asked.today)
    contract = lasting.filter(pk=int(number), ended_on__isnull=True).first()
    return None if contract is None else registry.person(person_id=contract.person_id)


def _of_own_people(asked: cases.Asked) -> registry.Person | None:
    """Somebody whom this employer insures this month, by the register's number; None for anybody else."""
    number = str(asked.values.get("employee") or "")
    if asked.subject_id is None or not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    here = enrolment.is_member(
        employer_id=asked.subject_id, person_id=int(number), month=month_containing(asked.today)
    )
    return registry.person(person_id=int(number)) if here else None


def _leave(asked: cases.Asked) -> dict[str, Any]:
    """Everything that leaving changes. Raises Refused."""
    values, employer_id = asked.values, asked.subject_id
    assert employer_id is not None
    if values["last_day"] > asked.today:
        raise Refused(NOT_YET, subject=asked.number)
    person = registry.person_by_id_number(id_number=values["id_number"])
    if person is None:
        raise Refused(UNKNOWN, subject=asked.number)
    if not same_name(person.name, str(values["name"])):
        raise Refused(name_differs())
    kind = _kind_of(person.pk, employer_id, values["last_month"])
    spells = enrolment.leave(
        person_id=person.pk, employer_id=employer_id, last_month=values["last_month"],
        record=_recording(asked, values["reason"]),
    )  # fmt: skip
    contract = _contract(asked, person.pk)
    if contract is not None:
        employment.end_contract(
            employer_id=employer_id, person_id=person.pk, ended_on=values["last_day"],
            reason=values["reason"], act=_act(asked, "减员"),
        )  # fmt: skip
    return {
        "person_id": person.pk, "person_kind": kind, "last_month": values["last_month"],
        "insurances": sorted({spell.insurance for spell in spells}),
        "contract_id": None if contract is None else contract.pk,
    }  # fmt: skip


def _kind_of(person_id: int, employer_id: int, month: int) -> str:
    """The kind of person under which somebody is insured here in a month; empty where nobody is."""
    spells = enrolment.spells_of(person_id=person_id)
    held = spells.filter(employer_id=employer_id, span__contains=first_day(month)).first()
    return "" if held is None else str(held.person_kind)


def _contract(asked: cases.Asked, person_id: int) -> employment.Contract | None:
    assert asked.subject_id is not None
    return employment.contract_in_force(employer_id=asked.subject_id, person_id=person_id)


def _recording(asked: cases.Asked, reason: str) -> Recording:
    return Recording(reason=reason, known_on=asked.today, actor=asked.actor, at=asked.at)


def _act(asked: cases.Asked, reason: str) -> employment.Act:
    return employment.Act(
        reason=reason, reference=asked.number, known_on=asked.today, actor=asked.actor, at=asked.at
    )


SERVICE = Leave()
