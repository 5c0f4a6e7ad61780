"""Taking a complaint in: where it belongs, whether it is in time, and that nobody learns from us who brought it."""

from __future__ import annotations

import datetime as dt

from renshe.domains.audit.api import record_event
from renshe.domains.cases import api as cases
from renshe.domains.employment import api as employment
from renshe.domains.registry import api as registry
from renshe.kernel.codes.divisions import is_known_division, lies_within
from renshe.kernel.codes.problem import Problem

YEARS_BACK = 2
PLACE_UNKNOWN = Problem(
    "work_place_unknown",
    "没有这一区划代码",
    "there is no division of this code",
    "owner-default",
    "请填写用工所在地的六位区划代码",
    "Give the six digits of where the work is done",
)
TOO_OLD = Problem(
    "breach_too_old",
    "违法行为终了已超过2年",
    "the breach ended more than two years ago",
    "劳动保障监察条例 20",
    "不再查处；可以申请劳动仲裁或提起诉讼",
    "It is not investigated any more; arbitration or a suit may still be open",
)
IN_THE_FUTURE = Problem(
    "breach_in_the_future",
    "日期先后有误，或尚未到来",
    "the days are out of order, or still to come",
    "owner-default",
    "请核对起止日期",
    "Check both days",
)
ELSEWHERE = Problem(
    "in_another_procedure",
    "该事项已经申请调解、仲裁或提起诉讼",
    "the matter is before a mediator, an arbitrator or a court already",
    "劳动保障监察条例 21",
    "请按照劳动争议处理或者诉讼程序办理",
    "It goes on there",
)
NOT_FILED = Problem(
    "work_not_on_file",
    "没有查到申请人在该单位的用工备案",
    "no employment of the applicant there is on file",
    "劳动合同法 7",
    "不影响受理；调查时核实劳动关系",
    "It stands in nobody's way; the investigation looks into it",
)


class Complain(cases.Plain):
    """Intake only: registered where it belongs, and the docket of the inspectors is the list of these cases."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The employer for whom the applicant works by the register, and where; once a credit code is typed, whose it is."""
        named = _employer(asked)
        if named is not None:
            return {"employer_name": named.name}
        if asked.subject_id is None:
            return {}
        contract = employment.contracts_of(person_id=asked.subject_id).last()
        if contract is None:
            return {}
        unit = registry.employer(employer_id=contract.employer_id)
        return {
            "employer_name": unit.name, "employer_uscc": unit.uscc, "work_place": contract.work_place,
        }  # fmt: skip

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """Whether it belongs here and is in time; the sheet says where it belongs and that it is secret."""
        values = asked.values
        found = []
        known = is_known_division(str(values["work_place"])[:6])
        if not known:
            found.append(_stands("work_place", PLACE_UNKNOWN))
        elif not lies_within(values["work_place"], asked.place):
            found.append(_stands("work_place", _belongs_to(values["work_place"])))
        if not _in_order(values, asked.today):
            found.append(_stands("happened_from", IN_THE_FUTURE))
        elif _too_old(values.get("happened_until"), asked.today):
            found.append(_stands("happened_until", TOO_OLD))
        if values["procedure"] != "none":
            found.append(_stands("procedure", ELSEWHERE))
        if values["kind"] == "complaint" and not _works_there(asked):
            found.append(cases.Finding(NOT_FILED, refuses=False, field="employer_name"))
        sheet = {
            "route_to": str(values["work_place"])[:6],
            "route_name": registry.place_name(code=str(values["work_place"])[:6]) if known else "",
            "secret": _is_secret(asked),
        }
        return cases.Examination(findings=tuple(found), sheet=sheet)

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """Filed for investigation. What is recorded about the employer names neither complainant nor case."""
        employer = _employer(asked)
        if employer is not None:
            _record(asked, "labour.complaint_filed", employer.pk)
        return cases.Effect(
            "已立案，由用工所在地劳动保障监察机构自立案之日起60个工作日内调查完毕（复杂的经批准延长30个工作日）。"
            "我们为你保密。",
            "Filed. The labour inspectorate where the work is done investigates within 60 working days, 30 more if that is"
            " approved. You are kept secret.",
            {
                "employer_id": None if employer is None else employer.pk, "place": asked.place,
                "what": asked.values["what"], "secret": _is_secret(asked),
            },
        )  # fmt: skip

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """The filing is withdrawn (劳动保障监察条例 18), for what was minor and is mended, or was filed by mistake."""
        if reference["employer_id"] is not None:
            _record(asked, "labour.complaint_withdrawn", int(reference["employer_id"]))
        return cases.Effect("立案已撤销。", "The filing is withdrawn.")


def _stands(field: str, problem: Problem) -> cases.Finding:
    return cases.Finding(problem, refuses=True, field=field)


def _belongs_to(place: str) -> Problem:
    """The inspectorate of the place of work is competent (劳动保障监察条例 13): hand it over, the applicant need not."""
    name = registry.place_name(code=place[:6]) or place[:6]
    return Problem(
        "belongs_elsewhere",
        f"用工所在地为{name}，由当地劳动保障监察机构管辖",
        f"the work is done in {place[:6]}, whose inspectorate is competent",
        "劳动保障监察条例 13；社会保险法 82",
        f"请将本件移交{name}（{place[:6]}），并告知申请人；不要让申请人重新提交",
        "Hand the case over to that place and tell the applicant, who need not apply again",
    )


def _in_order(values: cases.Values, today: dt.date) -> bool:
    first, last = values["happened_from"], values.get("happened_until")
    return first <= today and (last is None or first <= last <= today)


def _too_old(ended_on: dt.date | None, today: dt.date) -> bool:
    """More than two years after the breach ended; one that goes on is never too old."""
    if ended_on is None:
        return False
    leap = ended_on.month == 2 and ended_on.day == 29
    last = ended_on.replace(year=ended_on.year + YEARS_BACK, day=28 if leap else ended_on.day)
    return today > last


def _works_there(asked: cases.Asked) -> bool:
    employer = _employer(asked)
    if employer is None or asked.subject_id is None:
        return False
    mine = employment.contracts_of(person_id=asked.subject_id)
    return mine.filter(employer_id=employer.pk).exists()


def _employer(asked: cases.Asked) -> registry.Employer | None:
    """The employer by its credit code; without one nobody is guessed from a name."""
    code = asked.values.get("employer_uscc")
    return registry.employer_by_uscc(uscc=code) if code else None


def _is_secret(asked: cases.Asked) -> bool:
    """A report is always secret (劳动保障监察条例 9), a complaint unless the applicant agrees to be named."""
    return bool(asked.values["kind"] == "report" or asked.values["named"] == "secret")


def _record(asked: cases.Asked, verb: str, employer_id: int) -> None:
    record_event(
        actor=asked.actor, verb=verb, subject_kind="employer", subject_id=employer_id,
        reason=str(asked.values["what"]), at=asked.at,
        detail={"place": asked.place} | ({} if _is_secret(asked) else {"case": asked.number}),
    )  # fmt: skip


SERVICE = Complain()
