"""An objection enters the list; the list is not approved before it is answered there."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.premium_help import api as premium_help
from renshe.kernel.codes.problem import Problem, Refused

NO_LIST = Problem(
    "help_list_unknown",
    "现在没有这个文号的公示名单",
    "no list of this number is public now",
    "owner-default",
    "请按名单公示页上的文号填写",
    "Take the number from the page of the list",
)
ANSWERED_THERE = Problem(
    "objection_entered",
    "异议已经记入名单，由名单答复，不能撤销",
    "the objection is entered with the list and answered there; it is not undone",
    "owner-default",
    "请在资助项目页答复",
    "Answer it on the programme's page",
)


class ObjectToHelp(cases.Plain):
    """Enters an objection."""

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """Whether there is such a list and it is public today."""
        fields = {"help_list_unknown": "document", "help_list_not_public": "document"}
        return cases.Examination(tuple(cases.findings_of(lambda: _object(asked), fields=fields)))

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The objection at the list."""
        made = _object(asked)
        return cases.Effect(
            f"异议已记入名单{made.list.document}，答复前名单不会批准。",
            "The objection is entered; the list is not approved before it is answered.",
            {"objection": made.pk},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Raises Refused `objection_entered`."""
        raise Refused(ANSWERED_THERE)


def _object(asked: cases.Asked) -> premium_help.HelpObjection:
    document = asked.values["document"].strip()
    found = premium_help.public_lists(on=asked.today).filter(document=document).first()
    if found is None:
        raise Refused(NO_LIST, subject=document)
    recorded = premium_help.Recorded(
        by=asked.actor, at=asked.at, today=asked.today, reference=asked.number
    )
    return premium_help.object_to(
        list_id=found.pk, words=asked.values["words"], recorded=recorded, person_id=asked.subject_id
    )


SERVICE = ObjectToHelp()
