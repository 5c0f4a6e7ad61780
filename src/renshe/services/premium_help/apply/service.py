"""The applicant is filed on a list of one name, approved by another person, publicly first where the programme asks for it."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.premium_help import api as premium_help
from renshe.domains.registry import api as registry
from renshe.flows import premium_help_to_ledger as ledger
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import Month, month_containing

FIELDS = {
    "help_no_programme": "insurance", "help_group_wrong": "group", "not_in_the_scheme": "insurance",
    "helped_already": "insurance", "insured_by_employer": "insurance",
}  # fmt: skip


class Apply(cases.Plain):
    """Puts somebody in need on a programme's list."""

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What would refuse it: no programme, dead, employed, helped already, of another place."""
        return cases.Examination(tuple(cases.findings_of(lambda: _file(asked), fields=FIELDS)))

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """On the list: approved at once, or public first where the programme asks for it."""
        case = cases.case_by_number(number=asked.number)
        filed = _file(asked, by=case.handler or "")
        name = filed.programme.name
        reference = {"list": filed.pk}
        if filed.programme.public_days:
            premium_help.publish(list_id=filed.pk, recorded=_recorded(asked, asked.actor))
            return cases.Effect(
                f"已列入“{name}”名单，公示{filed.programme.public_days}天无异议后批准。",
                f"On the list of “{name}”, which is public for {filed.programme.public_days} days before it is approved.",
                reference,
            )
        ledger.list_approved(list_id=filed.pk, recorded=_recorded(asked, asked.actor))
        return cases.Effect(
            f"已列入“{name}”名单，从当月起由政府代缴。",
            f"On the list of “{name}”: the government pays from this month on.",
            reference,
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Struck off as if never listed; months paid already are found by the next comparison."""
        for one in premium_help.people_on(list_id=int(reference["list"])):
            ledger.person_left(
                helped_id=one.pk, last_month=one.from_month - 1, why=f"办件{asked.number}自行纠正",
                recorded=_recorded(asked, asked.actor),
            )  # fmt: skip
        return cases.Effect("已从资助名单中撤下。", "Taken off the list.")


def _file(asked: cases.Asked, by: str = "") -> premium_help.HelpList:
    """The list of one name. Raises Refused with everything that stands in the way."""
    month = month_containing(asked.today)
    person = registry.person(person_id=int(asked.subject_id or 0))
    programme = _programme(asked, month)
    new = premium_help.NewList(
        origin="application", document=asked.number or "examined", from_month=month
    )
    named = [premium_help.Named(person, asked.values["group"])]
    return premium_help.file_list(
        programme_id=programme.pk, new=new, people=named, recorded=_recorded(asked, by or asked.actor)
    )  # fmt: skip


def _programme(asked: cases.Asked, month: Month) -> premium_help.HelpProgramme:
    found = premium_help.programmes(place=asked.place, on=month)
    for one in found.filter(insurance=asked.values["insurance"]):
        if asked.values["group"] in one.groups:
            return one
    raise Refused(premium_help.HELPED_UNKNOWN)


def _recorded(asked: cases.Asked, by: str) -> premium_help.Recorded:
    return premium_help.Recorded(by=by, at=asked.at, today=asked.today, reference=asked.number)


SERVICE = Apply()
