"""Another tier from a year on that is not paid yet; choosing again simply chooses again."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.resident import api as resident
from renshe.flows.resident_tiers import require_offered
from renshe.kernel.codes.problem import Problem, Refused
from renshe.laws import library

FIELD_OF = {"tier_not_offered": "tier", "tier_year_over": "from_year"}
PAID_WITH_IT = Problem(
    "paid_with_the_tier",
    "已经按新档次缴过费，不能改回",
    "a year was paid with the new tier already",
    "国发〔2014〕8号 四",
    "可以从下一年度起再选别的档次",
    "Another tier can be chosen from the next year on",
)


class ChangeTier(cases.Plain):
    """Writes down another choice."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The first year whose tier may still change, and the tier of now."""
        person_id = asked.subject_id
        found = resident.live_participation(person_id=person_id) if person_id else None
        if found is None:
            return {}
        year = _first_open(found.person_id, asked.today.year)
        tier = resident.tier_of_year(participation=found, year=year)
        return {"from_year": str(year), "tier": str(tier)}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """Whether the place has the tier and the year is open; the tier so far is shown."""
        found = cases.findings_of(lambda: _choose(asked), fields=FIELD_OF, otherwise="tier")
        participation = resident.live_participation(person_id=int(asked.subject_id or 0))
        before = (
            resident.tier_of_year(participation=participation, year=asked.today.year)
            if participation
            else ""
        )
        return cases.Examination(tuple(found), sheet={"tier_before": before})

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The choice counts from its year on."""
        person_id, today = int(asked.subject_id or 0), asked.today
        participation = resident.live_participation(person_id=person_id)
        year, tier = asked.values["from_year"], asked.values["tier"]
        before = (
            resident.tier_of_year(participation=participation, year=max(year, today.year))
            if participation
            else tier
        )
        made = _choose(asked)
        return cases.Effect(
            f"从{year}年起，居民养老缴费档次为每年{tier}元。",
            f"From {year} on the tier is {tier} yuan a year.",
            {"choice": made.pk, "before": before, "from_year": year},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """The tier of before is chosen again. Raises Refused `paid_with_the_tier`."""
        person_id, year = int(asked.subject_id or 0), int(reference["from_year"])
        if year < asked.today.year or resident.year_is_paid(person_id=person_id, year=year):
            raise Refused(PAID_WITH_IT)
        resident.choose_tier(
            person_id=person_id, tier=int(reference["before"]), from_year=year, hand=_hand(asked),
            explain=library.explain,
        )  # fmt: skip
        return cases.Effect("缴费档次已改回原来的。", "The tier is what it was before.")


def _first_open(person_id: int, year: int) -> int:
    return year + 1 if resident.year_is_paid(person_id=person_id, year=year) else year


def _hand(asked: cases.Asked) -> resident.ByHand:
    return resident.ByHand(by=asked.actor, at=asked.at, today=asked.today, reference=asked.number)


def _choose(asked: cases.Asked) -> resident.TierChoice:
    person_id = int(asked.subject_id or 0)
    participation = resident.live_participation(person_id=person_id)
    if participation is None:
        raise Refused(resident.NOT_JOINED)
    require_offered(place=participation.place, tier=asked.values["tier"], on=asked.today)
    return resident.choose_tier(
        person_id=person_id, tier=asked.values["tier"], from_year=asked.values["from_year"],
        hand=_hand(asked), explain=library.explain,
    )  # fmt: skip


SERVICE = ChangeTier()
