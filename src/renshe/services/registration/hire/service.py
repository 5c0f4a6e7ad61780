"""What taking somebody on does: the contract is filed, the person known, insured, and the wage declared."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Any

import pyarrow as pa

from renshe.domains.cases import api as cases
from renshe.domains.contributions import api as contributions
from renshe.domains.employment import api as employment
from renshe.domains.enrolment import api as enrolment
from renshe.domains.enrolment.api import Insurance, Recording
from renshe.domains.registry import api as registry
from renshe.kernel.codes.id_number import read_id_number
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.national_id import NationalId
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.periods import format_month, format_month_zh, month_containing
from renshe.services.registration.refusals import name_differs

REGISTER_WITHIN = dt.timedelta(days=30)
NEEDED_OF_NEWCOMERS = ("ethnic_code", "household_place", "residence_place")
FIELD_OF = {
    "name_differs": "name", "name_shape": "name", "name_private_use": "name", "name_variation": "name",
    "under_age": "began_on", "employer_not_open": "began_on", "employer_not_there": "began_on",
    "work_in_the_future": "began_on", "person_dead": "id_number", "insured_elsewhere": "id_number",
    "insured_here_already": "id_number", "contract_filed_already": "id_number", "term_missing": "ends_on",
    "days_out_of_order": "ends_on", "probation_too_long": "probation_months", "wage_missing": "wage",
    "insurance_not_for_kind": "person_kind", "unknown_code": "ethnic_code", "place_unknown": "residence_place",
    "phone_shape": "phone", "field_missing": "retirement_category", "value_unknown": "retirement_category",
    "person_unknown": "first_time",
}  # fmt: skip
IN_THE_FUTURE = Problem(
    "work_in_the_future",
    "用工之日尚未到来",
    "work has not begun yet",
    "劳动合同法 7；社会保险法 58",
    "请在用工之日起30日内办理",
    "Come back when work has begun; there are thirty days from then",
)
LATE = Problem(
    "insured_late",
    "超过用工之日起30日",
    "more than thirty days after work began",
    "社会保险法 58",
    "可以办理；以前月份的社会保险费将核定补缴",
    "It is recorded; contributions for the months before are billed",
)
NO_PAPER = Problem(
    "no_written_contract",
    "用工满一个月仍未订立书面劳动合同",
    "there is no written contract a month after work began",
    "劳动合同法 10、82",
    "请尽快订立；自用工满一个月的次日起须支付二倍工资",
    "Sign it soon; from the day after the first month twice the wage is due",
)
NOT_REGISTERED = Problem(
    "person_unknown",
    "该人员没有登记",
    "this person is not registered",
    "社会保险法 58",
    "请在“首次参保”选择“是”并补填登记信息",
    "Choose “yes” at first time and fill in what the register needs",
)


class Hire(cases.Plain):
    """The employer's one form; the law itself says in which insurances somebody is."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The employer's own place as the place of work; once there is a number, whether it is known, and the name of
        somebody who worked here before. Nobody else's name is told."""
        if asked.subject_id is None:
            return {}
        known = {"work_place": registry.employer(employer_id=asked.subject_id).place}
        number = asked.values.get("id_number")
        if not number:
            return known
        person = registry.person_by_id_number(id_number=str(number))
        if person is None:
            return known | {"first_time": "yes"}
        before = employment.contracts_of(person_id=person.pk).filter(employer_id=asked.subject_id)
        return known | {"first_time": "no"} | ({"name": person.name} if before.exists() else {})

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What enrolment and employment would say, and the two days that an employer may have missed."""
        values = asked.values
        found = cases.findings_of(
            lambda: _asked_before(asked), fields=FIELD_OF, otherwise="id_number"
        )
        if asked.today - values["began_on"] > REGISTER_WITHIN:
            found.append(cases.Finding(LATE, refuses=False, field="began_on"))
        signed = values.get("signed_on") or asked.today
        if values["kind"] != "part_time" and signed > _a_month_after(values["began_on"]):
            found.append(cases.Finding(NO_PAPER, refuses=False, field="signed_on"))
        zh, en = _named(_insurances(values))
        told = {"zh": f"依法参加：{zh}", "en": f"Insured by law in: {en}", "shown": ""}
        return cases.Examination(tuple(found), sheet={"insurances": told})

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """All of it or nothing."""
        done = _hire(asked)
        month = month_containing(asked.values["began_on"])
        zh, en = _named(_insurances(asked.values))
        return cases.Effect(
            f"用工已备案，自{format_month_zh(month)}起参加{zh}。",
            f"The employment is on file; insured from {format_month(month)} in {en}.",
            done,
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """The joining never was, and the contract is withdrawn; months already assessed come back by the next run."""
        assert asked.subject_id is not None
        enrolment.cancel(
            person_id=int(reference["person_id"]), employer_id=asked.subject_id,
            insurances=[Insurance(one) for one in reference["insurances"]],
            from_month=int(reference["from_month"]), record=_recording(asked, "误报撤销"),
        )  # fmt: skip
        employment.withdraw_contract(
            contract_id=int(reference["contract_id"]), act=_act(asked, "误报撤销")
        )
        return cases.Effect(
            "用工备案和参保登记已撤销；已核定的月份将予冲回。",
            "Filing and enrolment are withdrawn; months already assessed will be taken back.",
        )


def _asked_before(asked: cases.Asked) -> None:
    """What taking somebody on would meet, asked of the same rules without writing: whoever is new is registered for the
    trial alone. Raises Refused as `_hire`, first what stands against insuring, then against the contract."""
    person = _may_begin(asked)
    told = _joining(asked, person)
    wrong = enrolment.against_joining(**told) or employment.against_filing(
        employer_id=told["employer_id"], person_id=person.pk, terms=_terms(asked.values)
    )
    if wrong:
        raise Refused(*wrong)
    _wage_year(asked)


def _hire(asked: cases.Asked) -> dict[str, Any]:
    """Everything that taking somebody on changes. Raises Refused."""
    person = _may_begin(asked)
    told = _joining(asked, person)
    month, insurances = told["from_month"], told["insurances"]
    enrolment.join(**told)
    contract = employment.file_contract(
        employer_id=told["employer_id"], person_id=person.pk, terms=_terms(asked.values),
        act=_act(asked, "招用备案"),
    )  # fmt: skip
    _declare_wage(asked, person.pk)
    return {
        "person_id": person.pk, "contract_id": contract.pk, "from_month": month,
        "insurances": [int(one) for one in insurances],
    }  # fmt: skip


def _may_begin(asked: cases.Asked) -> registry.Person:
    """Who begins to work, once work has begun. Raises Refused."""
    if asked.values["began_on"] > asked.today:
        raise Refused(IN_THE_FUTURE, subject=asked.number)
    return _person(asked)


def _joining(asked: cases.Asked, person: registry.Person) -> dict[str, Any]:
    """How somebody is insured: the one set of facts that is tried and done."""
    values = asked.values
    assert asked.subject_id is not None
    return {
        "person_id": person.pk, "employer_id": asked.subject_id, "insurances": _insurances(values),
        "from_month": month_containing(values["began_on"]), "person_kind": values["person_kind"],
        "record": _recording(asked, str(values["reason"])),
    }  # fmt: skip


def _person(asked: cases.Asked) -> registry.Person:
    """Who is taken on: known by the number, or registered now from what the form says besides."""
    values = asked.values
    known = registry.person_by_id_number(id_number=values["id_number"])
    if known is not None:
        if not same_name(known.name, str(values["name"])):
            raise Refused(name_differs())
        return known
    if values["first_time"] != "yes":
        raise Refused(NOT_REGISTERED)
    return registry.register_person(
        id_number=values["id_number"], name=values["name"], ethnic_code=values["ethnic_code"],
        household_place=values["household_place"], residence_place=values["residence_place"],
        retirement_category=_category(asked), phone=values.get("phone") or "",
        actor=asked.actor, at=asked.at, as_of=asked.today,
    )  # fmt: skip


def _category(asked: cases.Asked) -> str | None:
    """The category as answered. Of men there is only one, so an answer that is meant for women is not held against a man."""
    known = read_id_number(str(asked.values["id_number"]), as_of=asked.today)
    if isinstance(known, NationalId) and known.sex == "M":
        return None
    return asked.values.get("retirement_category")


def _insurances(values: cases.Values) -> list[Insurance]:
    """In which insurances the law puts somebody: part-time work in work injury (劳社部发〔2003〕12号 12), others in all
    of their kind (社会保险法 10, 23, 33, 44, 53)."""
    if values["kind"] == "part_time":
        return [Insurance.INJURY]
    return sorted(enrolment.INSURANCES_OF[values["person_kind"]])


def _named(insurances: list[Insurance]) -> tuple[str, str]:
    """Insurances in both languages."""
    zh = "、".join(str(one.label) for one in insurances)
    return zh, ", ".join(one.name.lower() for one in insurances)


def _terms(values: cases.Values) -> employment.Terms:
    return employment.Terms(
        kind=values["kind"], began_on=values["began_on"], signed_on=values.get("signed_on"),
        ends_on=values.get("ends_on"), probation_months=values["probation_months"],
        occupation=values["occupation"], work_place=values["work_place"], hours=values["hours"],
        wage_fen=values["wage"],
    )  # fmt: skip


def _declare_wage(asked: cases.Asked, person_id: int) -> None:
    """The agreed wage is the first base of the contribution year; part-time work is paid by the hour and declared later."""
    year = _wage_year(asked)
    if year is None:
        return
    columns = {
        "person_id": person_id, "employer_id": int(asked.subject_id or 0), "wage_fen": asked.values["wage"],
    }  # fmt: skip
    contributions.record_wages(
        rows=pa.table({name: pa.array([value], pa.int64()) for name, value in columns.items()}),
        year_start_month=year.start_month, source="hire", recorded_at=asked.at,
    )  # fmt: skip


def _wage_year(asked: cases.Asked) -> contributions.ContributionYear | None:
    """The contribution year whose first base the agreed wage is; None for part-time work. Raises Refusal where the place
    has none."""
    if asked.values["kind"] == "part_time":
        return None
    employer = registry.employer(employer_id=int(asked.subject_id or 0))
    return contributions.contribution_year(
        place=employer.place, period=month_containing(asked.values["began_on"])
    )


def _recording(asked: cases.Asked, reason: str) -> Recording:
    return Recording(
        reason=reason, known_on=asked.today, actor=asked.actor, at=asked.at,
        evidence_file_id=cases.file_of(number=asked.number, material="approval"),
    )  # fmt: skip


def _act(asked: cases.Asked, reason: str) -> employment.Act:
    return employment.Act(
        reason=reason, reference=asked.number, known_on=asked.today, actor=asked.actor, at=asked.at
    )


def _a_month_after(day: dt.date) -> dt.date:
    """The same day of the next month, or its last day where it has none."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


SERVICE = Hire()
