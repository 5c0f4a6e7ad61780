"""The new address is registered, and the new community is offered the care."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import mask_address
from renshe.domains.registry import api as registry
from renshe.domains.retirees import api as retirees
from renshe.flows.retiree_moves import move
from renshe.kernel.codes.problem import Problem, Refused

NOBODY = Problem(
    "subject_missing",
    "没有指明是哪位退休人员",
    "it is not said which retiree moved",
    "社会保险经办条例 9",
    "请在窗口先查找到本人再办理",
    "Find the person at the counter first",
)
FIELD_OF = {
    "place_unknown": "residence_place",
    "lives_elsewhere": "residence_place",
    "phone_shape": "phone",
}


class ChangeAddress(cases.Plain):
    """Registers the move of a retiree."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The community that is registered now."""
        if asked.subject_id is None:
            return {}
        return {"residence_place": registry.person(person_id=asked.subject_id).residence_place}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What would refuse it; and the address so far, masked."""
        if asked.subject_id is None:
            return cases.Examination(findings=(cases.Finding(NOBODY, refuses=True),))
        found = cases.findings_of(lambda: _move(asked), fields=FIELD_OF)
        now = registry.person(person_id=asked.subject_id).address
        shown = {"zh": "登记的地址", "en": "Address on file", "shown": mask_address(now)}
        return cases.Examination(findings=tuple(found), sheet={"address": shown})

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The register is changed; what stood there is kept for an undoing."""
        before = registry.person(person_id=_who(asked))
        offer = _move(asked)
        old = {key: getattr(before, key) for key in ("residence_place", "address", "phone")}
        if offer is None:
            return cases.Effect(
                "地址已更新，社区不变。",
                "The address is changed; the community stays.",
                {"old": old},
            )
        place = registry.place_name(code=offer.to_place)
        return cases.Effect(
            f"地址已更新，移交已发给{place}；对方接收以前，原社区继续服务。",
            "The address is changed. The new community has the hand-over; the old one goes on until it accepts.",
            {"old": old},
        )  # fmt: skip

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """The former address stands again, and the hand-over goes where that says."""
        old = reference["old"]
        move(
            person_id=_who(asked), residence_place=old["residence_place"], address=old["address"],
            phone=old["phone"], reason=f"办件{asked.number}自行纠正", by=_by(asked),
        )  # fmt: skip
        return cases.Effect("已恢复为变更前的地址。", "The former address stands again.")


def _who(asked: cases.Asked) -> int:
    if asked.subject_id is None:
        raise Refused(NOBODY)
    return asked.subject_id


def _by(asked: cases.Asked) -> retirees.By:
    return retirees.By(name=asked.actor, at=asked.at, today=asked.today)


def _move(asked: cases.Asked) -> retirees.CareHandOver | None:
    return move(
        person_id=_who(asked), residence_place=asked.values["residence_place"],
        address=asked.values["address"], phone=asked.values.get("phone") or "",
        reason=f"办件{asked.number}", by=_by(asked),
    )  # fmt: skip


SERVICE = ChangeAddress()
