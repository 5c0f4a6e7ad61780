"""A member of a list that is not confirmed is grouped again by law, or taken off with the reason."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.expropriation import api as expropriation
from renshe.kernel.codes.problem import Problem, Refused
from renshe.laws import library

NOT_LISTED = Problem(
    "not_on_open_list",
    "本人不在还没有确认的征地名单上",
    "the person is on no list that is still to be confirmed",
    "土地管理法 48",
    "名单已确认的，由项目所在街道向经办机构书面提出",
    "Once a list is confirmed the street asks in writing",
)
BY_ANOTHER_CASE = Problem(
    "member_changed",
    "名单已按这次变更办理，不能直接撤销",
    "the list rests on this change; it is not simply undone",
    "社会保险经办条例 38",
    "请再办一次变更，或者重新导入名单",
    "File another change, or import the list again",
)
_GROUPS = {
    "minor": ("未成年", "minor"),
    "working": ("劳动年龄", "working age"),
    "old": ("养老年龄", "old"),
}


class ChangeMember(cases.Plain):
    """Changes one member of a list."""

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What would refuse the change."""
        return cases.Examination(tuple(cases.findings_of(lambda: _change(asked))))

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The list as changed."""
        member = _change(asked)
        zh, en = _GROUPS[member.group]
        if member.removed_on is not None:
            said = ("已从征地人员名单中删去。", "The person is off the list.")
        else:
            said = (f"年龄组已重新确定：{zh}。", f"The group was found again: {en}.")
        return cases.Effect(*said, {"member": member.pk})

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Raises Refused `member_changed`."""
        raise Refused(BY_ANOTHER_CASE)


def _change(asked: cases.Asked) -> expropriation.ProjectMember:
    listed = expropriation.memberships(person_id=int(asked.subject_id or 0))
    member = next((one for one in listed if one.project.state in ("listed", "public")), None)
    if member is None:
        raise Refused(NOT_LISTED)
    if asked.values["what"] == "regroup":
        return expropriation.regroup_member(member_id=member.pk, explain=library.explain)
    recorded = expropriation.Recorded(by=asked.actor, at=asked.at, today=asked.today)
    return expropriation.remove_member(
        member_id=member.pk, reason=asked.values["reason"], recorded=recorded
    )


SERVICE = ChangeMember()
