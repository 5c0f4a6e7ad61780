"""What registering a unit does, and how a registration that was a mistake ends."""

from __future__ import annotations

import datetime as dt

from renshe.domains.cases import api as cases
from renshe.domains.contributions import api as contributions
from renshe.domains.enrolment.api import Spell
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Problem, Refused

REGISTER_WITHIN = dt.timedelta(days=30)
FIELD_OF = {
    "date_order": "registered_on", "value_unknown": "injury_rate_class", "unknown_code": "industry_code",
    "place_unknown": "place", "field_missing": "name", "full_width": "name",
}  # fmt: skip
LATE = Problem(
    "registered_late",
    "超过成立之日起30日",
    "more than thirty days after the unit was founded",
    "社会保险法 57",
    "可以办理；并告知单位未按时登记的法律责任（社会保险法 84）",
    "It may be registered; tell the unit what follows from being late (84)",
)
IN_USE = Problem(
    "employer_in_use",
    "单位已有参保人员或应缴单，登记不能撤销",
    "people are insured through the unit or it has bills, so its registration stands",
    "社会保险经办条例 10",
    "请办理减员、更正或单位注销",
    "Report leavers, correct the data, or close the unit",
)


class RegisterEmployer(cases.Plain):
    """Enters a unit once; what the authority of registration shares is compared by the office."""

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What the register would say, and whether the thirty days are over."""
        found = cases.findings_of(lambda: _register(asked), fields=FIELD_OF, otherwise="uscc")
        if asked.today - asked.values["registered_on"] > REGISTER_WITHIN:
            found.append(cases.Finding(LATE, refuses=False, field="registered_on"))
        return cases.Examination(findings=tuple(found))

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The unit is registered."""
        employer = _register(asked)
        return cases.Effect(
            f"{employer.name}已办理社会保险登记，统一社会信用代码{employer.uscc}。",
            f"{employer.name} is registered for social insurance under {employer.uscc}.",
            {"employer_id": employer.pk},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """A unit that never insured anybody is closed as of its first day. Refuses `employer_in_use`."""
        employer = registry.employer(employer_id=int(reference["employer_id"]))
        insured = Spell.objects.filter(employer_id=employer.pk).exclude(status="cancelled").exists()
        if insured or contributions.bills_of_payer(employer_id=employer.pk, limit=1):
            raise Refused(IN_USE, subject=asked.number)
        registry.close_employer(
            employer_id=employer.pk, last_day=employer.registered_on, reason="登记有误，自行纠正",
            evidence_file_id=None, actor=asked.actor, at=asked.at, known_on=asked.today,
        )  # fmt: skip
        return cases.Effect(
            "该单位的社会保险登记已自登记之日起注销。",
            "The unit's registration is closed as of its first day.",
        )


def _register(asked: cases.Asked) -> registry.Employer:
    values = asked.values
    return registry.register_employer(
        uscc=values["uscc"],
        name=values["name"],
        kind=values["kind"],
        industry_code=values["industry_code"],
        size_class=values["size_class"],
        injury_rate_class=values["injury_rate_class"],
        place=values["place"],
        registered_on=values["registered_on"],
        actor=asked.actor,
        at=asked.at,
    )


SERVICE = RegisterEmployer()
