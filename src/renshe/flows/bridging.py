"""What a bridging of the two schemes comes to: direction, months that count, months of both, and the account that goes over.

Months are those paid for in the employee scheme, deemed service besides; a month of both counts there alone, and what was
paid here for it goes back to the person before the account leaves. Basis: 人社部发〔2014〕17号 三至七.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from renshe.domains.contributions import api as contributions
from renshe.domains.enrolment import api as enrolment
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.domains.transfers import api as transfers
from renshe.flows import resident_account
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.periods import Month, month_containing, year_of
from renshe.kernel.rules import Explanation
from renshe.laws import library

MEASURES = "人社部发〔2014〕17号"
NO_EMPLOYEE_MONTHS = Problem(
    "bridging_no_employee_months",
    "没有职工养老保险的缴费月份，不需要衔接",
    "there is no month in the employee scheme, so nothing is to be bridged",
    f"{MEASURES} 二",
    "只参加居民养老的，满60周岁直接申领居民养老金",
    "Whoever is in the resident scheme alone claims its pension at sixty",
)
STILL_INSURED = Problem(
    "bridging_still_insured",
    "还在参加职工养老保险，不能转入居民养老",
    "still insured as an employee, so nothing goes to the resident scheme",
    f"{MEASURES} 三",
    "继续缴费满年限的可以按月领职工养老金；不再缴费的，停保以后再来办理",
    "Pay on until the years are there, or come back once the employee insurance has ended",
)
BRIDGED_AWAY = Problem(
    "bridged_to_resident",
    "职工养老保险已经衔接转入居民养老，不能再领职工养老金",
    "the employee relation was bridged into the resident scheme and pays no pension of its own",
    f"{MEASURES} 六",
    "请在满60周岁、缴满年限后申领居民养老金",
    "Claim the resident pension at sixty with the years paid",
)
ON_ITS_WAY = Problem(
    "bridging_on_its_way",
    "制度衔接的资金还没有划到，账户到齐后再核定",
    "the account that was bridged has not arrived, and the pension is determined with it",
    f"{MEASURES} 五、六",
    "请等资金到账后再申领；进度看“我的制度衔接”",
    "Claim once the money has arrived; your page of the bridging shows how far it is",
)
BRIDGE_FIRST = Problem(
    "bridge_first",
    "另一种养老保险还有个人账户，领取养老金以后不再办理衔接",
    "there is an account in the other scheme too, and nothing is bridged once a pension is drawn",
    f"{MEASURES} 三",
    "要把账户并过来的，请先办“职工和居民养老衔接”，再申领养老金",
    "To have it joined, ask for the bridging first and claim the pension afterwards",
)


class _AnyBase(Mapping[Month, int]):
    """A cap above every base: who counts months alone asks nobody for the real one."""

    def __getitem__(self, month: Month) -> int:
        return 10**12

    def __contains__(self, month: object) -> bool:
        return True

    def __iter__(self) -> Iterator[Month]:
        return iter(())

    def __len__(self) -> int:
        return 0


@dataclass(frozen=True, kw_only=True)
class Reckoned:
    """What it comes to (fen, months). `resident_fen` is by source, after `refunds`; `product_fen` is the employee account's of
    the running year (fen × months). `facts` is what the law was asked."""

    person_id: int
    direction: str
    place: str
    employee_months: int
    minimum_months: int
    resident_years: int
    double_months: int
    counted_months: int
    refunds: tuple[resident.DoubleYear, ...]
    resident_fen: dict[str, int]
    employee_fen: int
    product_fen: int
    facts: dict[str, Any]
    account: Explanation

    @property
    def refund_fen(self) -> int:
        """What goes back to the person for months of both."""
        return sum(one.total_fen for one in self.refunds)

    @property
    def moved_fen(self) -> int:
        """The account that goes over, whole."""
        if self.direction == resident.TO_EMPLOYEE:
            return sum(self.resident_fen.values())
        return self.employee_fen


def reckon(*, person_id: int, place: str, today: dt.date) -> Reckoned:
    """What would happen if it were decided today. Nothing is written.

    Raises Refused `person_is_dead`, `bridged_already`, `bridging_no_employee_months`, `bridging_still_insured`,
    `relation_moved_out`, `not_in_the_scheme`, `account_is_empty`; Refusal where the law says no (age, a pension drawn).
    """
    somebody = registry.person(person_id=person_id)
    if somebody.died_on is not None:
        raise Refused(resident.DEAD)
    if resident.bridging_of(person_id=somebody.pk) is not None:
        raise Refused(resident.BRIDGED_ALREADY)
    if transfers.relation_gone(person_id=somebody.pk):
        raise Refused(transfers.RELATION_GONE)
    paid = paid_months(person_id=somebody.pk)
    months = len(paid) + deemed_months(person_id=somebody.pk, today=today)
    if not months:
        raise Refused(NO_EMPLOYEE_MONTHS)
    refunds = _refunds(somebody.pk, paid, today=today)
    years, double = _years_left(somebody.pk, paid, refunds)
    facts = _facts(somebody, place=place, today=today) | {
        "employee_months": months, "resident_years": years, "bridged_double_months": double,
    }  # fmt: skip
    direction = str(_ask("bridging_direction", facts, place=place, today=today).value)
    _may_go(somebody.pk, direction, today=today)
    employee, product = transfers.account_now(person_id=somebody.pk, today=today)
    held = resident_account.balance(person_id=somebody.pk)
    for one in refunds:
        for source, fen in one.back_fen.items():
            held[source] -= fen
    facts |= {"account_balance": employee, "resident_account_balance": sum(held.values())}
    counted = {
        resident.TO_EMPLOYEE: "bridged_employee_months",
        resident.TO_RESIDENT: "bridged_resident_months",
    }[direction]
    reckoned = Reckoned(
        person_id=somebody.pk, direction=direction, place=place[:6], employee_months=months,
        minimum_months=int(_ask("minimum_contribution_months", facts, place=place, today=today).value),
        resident_years=years, double_months=double,
        counted_months=int(_ask(counted, facts, place=place, today=today).value), refunds=tuple(refunds), resident_fen=held,
        employee_fen=employee, product_fen=product, facts=facts,
        account=_ask("bridged_account", facts, place=place, today=today),
    )  # fmt: skip
    if reckoned.moved_fen <= 0:
        raise Refused(resident.NOTHING_LEFT)
    return reckoned


def paid_months(*, person_id: int) -> set[Month]:
    """Months that were paid for in the employee scheme, each once."""
    timeline = contributions.timeline_of(person_id=person_id)
    return {one.period for one in timeline.months if one.state == "paid"}


def deemed_months(*, person_id: int, today: dt.date) -> int:
    """Deemed service: as the department recognised it, else as the history has it."""
    recognised = pension.Recognition.objects.filter(
        person_id=person_id, fact="deemed_months", known_on__lte=today
    )
    last = recognised.order_by("-known_on", "-pk").first()
    if last is not None:
        return int(last.value)
    caps = _AnyBase()
    return sum(
        one.deemed_months for one in contributions.career_of(person_id=person_id, base_caps=caps)
    )


def against_employee_claim(*, person_id: int) -> list[tuple[Problem, bool]]:
    """What a claim to an employee's pension must know: each problem, and whether it stands in the way."""
    done = resident.bridging_of(person_id=person_id)
    if done is not None and done.direction == resident.TO_RESIDENT:
        return [(BRIDGED_AWAY, True)]
    if done is not None:
        return [(ON_ITS_WAY, True)] if done.state in resident.Bridging.UNDER_WAY else []
    live = resident.live_participation(person_id=person_id)
    if live is not None and sum(resident_account.balance(person_id=person_id).values()) > 0:
        return [(BRIDGE_FIRST, False)]
    return []


def against_resident_claim(*, person_id: int) -> list[tuple[Problem, bool]]:
    """What a claim to a resident's pension must know: each problem, and whether it stands in the way."""
    done = resident.bridging_of(person_id=person_id)
    if done is not None:
        return [(ON_ITS_WAY, True)] if done.state in resident.Bridging.UNDER_WAY else []
    if transfers.relation_gone(person_id=person_id):
        return []
    return [(BRIDGE_FIRST, False)] if paid_months(person_id=person_id) else []


def explained(done: resident.Bridging, part: str) -> Explanation | None:
    """Why an amount or number of a bridging is what it is, put to the law of its day again; None for what there is not.

    `part` is account, direction, months, or refund-<year>-<source>.
    """
    facts = {name: value for name, value in done.facts.items() if name != "refunds"}
    counted = (
        "bridged_employee_months"
        if done.direction == resident.TO_EMPLOYEE
        else "bridged_resident_months"
    )
    targets = {"account": "bridged_account", "direction": "bridging_direction", "months": counted}
    if part in targets:
        return _ask(targets[part], facts, place=done.place, today=done.decided_on)
    name, _, rest = part.partition("-")
    year, _, source = rest.partition("-")
    for one in done.facts["refunds"]:
        if name == "refund" and str(one["year"]) == year and one["source"] == source:
            asked = {"resident_year_payment": one["paid_fen"], "double_cover_months": one["months"]}
            return _ask("double_cover_payment", asked, place=done.place, today=done.decided_on)
    return None


def refund_rows(refunds: tuple[resident.DoubleYear, ...]) -> list[dict[str, Any]]:
    """The refunds as a bridging keeps them: year, source, months of both, what was paid and what goes back (fen)."""
    return [
        {
            "year": one.payment.year, "source": source, "months": one.months, "paid_fen": one.paid_fen[source], "fen": fen,
        }
        for one in refunds
        for source, fen in one.back_fen.items()
    ]  # fmt: skip


def _facts(somebody: registry.Person, *, place: str, today: dt.date) -> dict[str, Any]:
    """Age and pensions: who is at the legal age by today, and who draws any basic pension."""
    birth = registry.birth_date_for(person=somebody, purpose="retirement")
    now = month_containing(today)
    facts: dict[str, Any] = {
        "birth_month": month_containing(birth), "retirement_category": somebody.retirement_category,
        "retirement_month": now,
    }  # fmt: skip
    legal = int(_ask("legal_retirement_month", facts, place=place, today=today).value)
    basic = (resident_account.KIND, *resident_account.OTHER_PENSIONS)
    awards = pension.all_in_force(person_id=somebody.pk)
    return facts | {
        "at_legal_retirement_age": now >= legal,
        "draws_other_pension": any(one.kind in basic for one in awards),
    }


def _may_go(person_id: int, direction: str, *, today: dt.date) -> None:
    """Raise Refused where the registers stand against the direction that the law gives."""
    if direction == resident.TO_EMPLOYEE:
        if resident.live_participation(person_id=person_id) is None:
            raise Refused(resident.NOT_JOINED)
        return
    spells = enrolment.spells_of(person_id=person_id, insurance=enrolment.Insurance.PENSION)
    if spells.filter(span__contains=today).exists():
        raise Refused(STILL_INSURED)


def _refunds(person_id: int, paid: set[Month], *, today: dt.date) -> list[resident.DoubleYear]:
    """Years paid here of which the employee scheme has months; one given back before is left as it is."""
    found = []
    for year, months in sorted(_months_by_year(paid).items()):
        try:
            one = resident.double_year(
                person_id=person_id, year=year, on=today, explain=library.explain, months=months
            )
        except Refused:
            # Not paid here, paid by the government alone, or given back already: nothing of it comes back now.
            continue
        found.append(one)
    return found


def _years_left(
    person_id: int, paid: set[Month], refunds: list[resident.DoubleYear]
) -> tuple[int, int]:
    """Years that count here once the refunds are taken out, and their months that the employee scheme has too."""
    gone = {one.payment.year for one in refunds if one.months == 12}
    years = [year for year in resident.years_paid(person_id=person_id) if year not in gone]
    months = _months_by_year(paid)
    return len(years), sum(months.get(year, 0) for year in years)


def _months_by_year(paid: set[Month]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for month in paid:
        counts[year_of(month)] = counts.get(year_of(month), 0) + 1
    return counts


def _ask(target: str, facts: dict[str, Any], *, place: str, today: dt.date) -> Explanation:
    return library.explain(target, facts, place=place[:6], on=today)
