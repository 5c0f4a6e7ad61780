"""Joining the resident pension: the law says who may, the tier is one of the place's."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows import resident_again
from renshe.flows.resident_tiers import offered, require_offered
from renshe.kernel.codes.problem import Problem, Refused
from renshe.laws import library

FIELD_OF = {"tier_not_offered": "tier", "student": "student", "registered_elsewhere": "community"}
NOBODY = Problem(
    "subject_missing",
    "没有指明为谁办理",
    "it is not said for whom this is",
    "国发〔2014〕8号 三",
    "请先查找到本人再办理",
    "Find the person first",
)
LIST_FIRST = Problem(
    "need_to_check",
    "本人说属于困难人员或者重度残疾人，请与民政、残联名单核对",
    "says to be on a list of people in need: compare with the lists of civil affairs and the disabled persons' federation",
    "国发〔2014〕8号 四",
    "核对属实的，列入当年代缴名单",
    "Where it is so, put the person on this year's list",
)
PAID_SINCE = Problem(
    "paid_since",
    "参保以后已经缴过费，不能直接撤销",
    "a year was paid since, so joining is not simply undone",
    "国发〔2014〕8号 五",
    "重复参保的，请先办理重复缴费退费",
    "Where both schemes cover the year, have it given back first",
)


class Enrol(cases.Plain):
    """Enters somebody in the scheme of the place where the case is."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The lowest tier of the place, and the community of residence."""
        tiers = offered(place=asked.place, on=asked.today)
        known: dict[str, str] = {"tier": str(tiers[0])} if tiers else {}
        if asked.subject_id is not None:
            known["community"] = registry.person(person_id=asked.subject_id).residence_place
        return known

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What the law and the registers say against it; being in need only deserves a look."""
        if asked.subject_id is None:
            return cases.Examination(findings=(cases.Finding(NOBODY, refuses=True),))
        found = list(
            cases.findings_of(lambda: _join(asked), fields=FIELD_OF, otherwise="community")
        )
        if asked.values.get("in_need"):
            found.append(cases.Finding(LIST_FIRST, refuses=False, field="in_need"))
        return cases.Examination(findings=tuple(found))

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """In the scheme from today, with the tier from this year on."""
        made = _join(asked)
        tier, year = asked.values["tier"], asked.today.year
        return cases.Effect(
            f"已参加城乡居民基本养老保险，{year}年起每年缴费档次{tier}元；在“我的居民养老”取缴费单缴费。",
            f"In the resident pension; the tier is {tier} yuan a year from {year} on. Your own page makes the order to pay.",
            {"participation": made.pk},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """The joining was a mistake. Raises Refused `paid_since`."""
        assert asked.subject_id is not None
        if resident.payments_of(person_id=asked.subject_id).exists():
            raise Refused(PAID_SINCE)
        resident.end_participation(person_id=asked.subject_id, why="by_mistake", on=asked.today)
        return cases.Effect("参保登记已撤销。", "The joining is withdrawn.")


def _join(asked: cases.Asked) -> resident.Participation:
    """Join; whoever was in the scheme until two pensions were settled goes on in it, whatever the age."""
    person_id = int(asked.subject_id or 0)
    require_offered(place=asked.place, tier=asked.values["tier"], on=asked.today)
    hand = resident.ByHand(by=asked.actor, at=asked.at, today=asked.today, reference=asked.number)
    if resident_again.was_settled(person_id=person_id):
        return resident_again.go_on(person_id=person_id, hand=hand)
    return resident.join(
        person_id=person_id, place=asked.place, community=asked.values["community"], tier=asked.values["tier"],
        student=bool(asked.values.get("student")),
        draws_other_pension=resident_again.draws_other(person_id=person_id), hand=hand, explain=library.explain,
    )  # fmt: skip


SERVICE = Enrol()
