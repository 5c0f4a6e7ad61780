"""An objection enters the project; the list cannot be confirmed before it is answered there."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.expropriation import api as expropriation
from renshe.kernel.codes.problem import Problem, Refused

NO_PROJECT = Problem(
    "project_unknown",
    "没有这个征地批文号的项目",
    "there is no project of this approval number",
    "土地管理法 47",
    "请按名单公示页上的批文号填写",
    "Take the number from the page of the list",
)
ANSWERED_THERE = Problem(
    "objection_entered",
    "异议已经记入项目，由项目答复，不能撤销",
    "the objection is entered in the project and answered there; it is not undone",
    "土地管理法 47",
    "请在项目页答复",
    "Answer it on the project's page",
)


class ObjectToList(cases.Plain):
    """Enters an objection."""

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """Whether there is such a project and its list is public today."""
        fields = {"project_unknown": "approval_number", "not_public": "approval_number"}
        return cases.Examination(tuple(cases.findings_of(lambda: _object(asked), fields=fields)))

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The objection in the project."""
        made = _object(asked)
        return cases.Effect(
            f"异议已记入征地项目{made.project.approval_number}，答复前名单不会确认。",
            "The objection is entered; the list is not confirmed before it is answered.",
            {"objection": made.pk},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Raises Refused `objection_entered`."""
        raise Refused(ANSWERED_THERE)


def _object(asked: cases.Asked) -> expropriation.ListObjection:
    project = expropriation.project_numbered(approval_number=asked.values["approval_number"])
    if project is None:
        raise Refused(NO_PROJECT, subject=asked.values["approval_number"])
    recorded = expropriation.Recorded(by=asked.actor, at=asked.at, today=asked.today)
    return expropriation.object_to_list(
        project_id=project.pk, words=asked.values["words"], recorded=recorded, person_id=asked.subject_id,
        reference=asked.number,
    )  # fmt: skip


SERVICE = ObjectToList()
