"""A retiree lives elsewhere: the community's care ends, certification goes the chosen way."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.registry import api as registry
from renshe.domains.retirees import api as retirees
from renshe.kernel.codes.problem import Problem, Refused

NOBODY = Problem(
    "subject_missing",
    "没有指明是哪位退休人员",
    "it is not said which retiree lives elsewhere",
    "社会保险经办条例 26",
    "请在窗口先查找到本人再办理",
    "Find the person at the counter first",
)
LATER = Problem(
    "remote_in_future",
    "异地居住的日期不能晚于今天",
    "a remote residence cannot begin after today",
    "社会保险经办条例 26",
    "请在搬到以后再登记",
    "Register it once you live there",
)
FIELD_OF = {
    "lives_here": "place",
    "consulate_is_abroad": "way",
    "remote_in_future": "from_on",
}


class RemoteResidence(cases.Plain):
    """Registers where a retiree lives outside the area, and how he proves himself from there."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """What is registered already."""
        if asked.subject_id is None:
            return {}
        found = retirees.remote_now(person_id=asked.subject_id)
        if found is None:
            return {"way": "self_service"}
        key = "state" if found.abroad else "place"
        return {
            "where": "abroad" if found.abroad else "country", key: found.where, "way": found.way,
            "from_on": found.from_on.isoformat(),
        }  # fmt: skip

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What would refuse it; on the sheet the community that looks after the person now."""
        if asked.subject_id is None:
            return cases.Examination(findings=(cases.Finding(NOBODY, refuses=True),))
        found = cases.findings_of(lambda: _live(asked), fields=FIELD_OF)
        care = retirees.care_now(person_id=asked.subject_id)
        place = registry.place_name(code=care.community) if care else ""
        shown = {"zh": "现在的社区", "en": "Community now", "shown": place}
        return cases.Examination(findings=tuple(found), sheet={"community": shown})

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The residence is recorded; the care here ends the same day."""
        made = _live(asked)
        return cases.Effect(
            f"异地居住已登记，今后的资格认证方式：{made.get_way_display()}。",
            "The remote residence is registered; certification goes the way that was chosen.",
            {"remote": made.pk},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """The residence ends; the community where the person is registered is offered the care again."""
        retirees.withdraw_remote(remote_id=int(reference["remote"]), by=_by(asked))
        if retirees.is_our_city(code=registry.person(person_id=_who(asked)).residence_place):
            retirees.moved(person_id=_who(asked), by=_by(asked))
        return cases.Effect("异地居住登记已撤销。", "The remote residence is withdrawn.")


def _who(asked: cases.Asked) -> int:
    if asked.subject_id is None:
        raise Refused(NOBODY)
    return asked.subject_id


def _by(asked: cases.Asked) -> retirees.By:
    return retirees.By(name=asked.actor, at=asked.at, today=asked.today)


def _live(asked: cases.Asked) -> retirees.RemoteResidence:
    values = asked.values
    if values["from_on"] > asked.today:
        raise Refused(LATER)
    abroad = values["where"] == "abroad"
    new = retirees.NewRemote(
        abroad=abroad, where=values["state"].strip() if abroad else values["place"], way=values["way"],
        from_on=values["from_on"], reference=asked.number,
    )  # fmt: skip
    return retirees.live_elsewhere(person_id=_who(asked), new=new, by=_by(asked))


SERVICE = RemoteResidence()
