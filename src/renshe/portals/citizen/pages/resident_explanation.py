"""Why an amount of my resident pension is what it is: the law's answer, or the records that it is the sum of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.registry.api import Person
from renshe.domains.resident import api as resident
from renshe.flows import resident_account
from renshe.kernel.rules import Explanation, Refusal
from renshe.laws import library
from renshe.portals.citizen.myself import myself
from renshe.portals.citizen.pages.resident import place_of
from renshe.portals.citizen.portal import CITIZEN, CONTRIBUTIONS
from renshe.portals.layout.access import Visit
from renshe.portals.layout.explanation_page import TEMPLATE, ExplanationPage, explanation_page
from renshe.portals.layout.formats import day as day_text
from renshe.portals.layout.recorded import Term, recorded_sum


@dataclass(frozen=True, kw_only=True)
class Named:
    """What a record is called, in both languages."""

    zh: str
    en: str


KIND_WORDS = {
    "payment": Named(zh="本人缴费", en="Own payment"),
    "help": Named(zh="政府代缴", en="Paid by the government"),
    "subsidy": Named(zh="政府缴费补贴", en="Government subsidy"),
    "collective": Named(zh="集体补助", en="Help of the collective"),
    "interest": Named(zh="利息", en="Interest"),
    "converted": Named(zh="原农保转入", en="Taken over from the old rural scheme"),
    "opening": Named(zh="旧系统余额", en="Balance of the old system"),
    "refunded": Named(zh="退费", en="Given back"),
    "restored": Named(zh="撤销付款后恢复", en="Put back"),
    "inherited": Named(zh="继承", en="Inherited"),
    "set_off": Named(zh="抵扣重复领取的基础养老金", en="Set off against basic parts drawn twice"),
    "returned": Named(zh="重复领取清理，余额退还", en="Balance returned: two pensions at once"),
    "pension": Named(zh="发放养老金", en="Pension paid"),
    "corrected": Named(zh="收错更正", en="Put right: taken for the wrong person"),
    "bridged": Named(zh="制度衔接转移", en="Moved between schemes"),
}
SOURCE_WORDS = {
    "own": Named(zh="个人缴费", en="own money"),
    "government": Named(zh="政府补贴", en="the government's"),
    "collective": Named(zh="集体补助", en="the collective's"),
}
PARTS = {
    "own": (("payment",), Named(zh="本人当年缴费", en="Own payment of the year")),
    "government": (
        ("subsidy", "help"),
        Named(zh="政府当年补贴", en="The government's money of the year"),
    ),
    "collective": (
        ("collective",),
        Named(zh="集体当年补助", en="The collective's money of the year"),
    ),
    "interest": (("interest",), Named(zh="当年利息", en="Interest of the year")),
}


@CITIZEN.page(template=TEMPLATE, access=CONTRIBUTIONS)
def resident_explanation(visit: Visit, *, year: int, part: str) -> ExplanationPage:
    """Explain `due`, `balance`, `closing`, a part of PARTS, `subsidy-<tier>` or `pension-<tier>` (0: as it stands)."""
    person = myself(visit)
    if not 1990 <= year <= visit.today.year:
        raise Http404
    try:
        explanation, about = _explanation(person, year=year, part=part, today=visit.today)
    except Refusal:
        raise Http404 from None
    return explanation_page(
        request=visit.request,
        explanation=explanation,
        about=about,
        back_url=reverse("citizen:resident"),
        back_title=_("居民养老"),
    )


def explain_resident(person: Person, *, year: int, part: str, today: dt.date) -> Explanation:
    """The explanation alone, for machines. Raises Http404 for what there is not, Refusal where the law says nothing."""
    return _explanation(person, year=year, part=part, today=today)[0]


def _explanation(
    person: Person, *, year: int, part: str, today: dt.date
) -> tuple[Explanation, str]:
    name, _sep, tier = part.partition("-")
    if name in ("subsidy", "pension") and tier.isdigit():
        return _of_tier(person, name=name, tier=int(tier), on=today)
    if part == "due":
        return _due(person, year=year, today=today)
    rows = list(resident.credits_of(person_id=person.pk))
    if part == "balance":
        return _balance(person, rows), _("账户现有总额，按来源")
    if part == "closing":
        return _closing(person, year=year), _("{year}年年末余额").format(year=year)
    if part == "interest":
        return _interest(person, rows, year=year), _("{year}年利息，按来源").format(year=year)
    if part in PARTS:
        return _sum(rows, year=year, part=part), _("{year}年记入个人账户").format(year=year)
    raise Http404


def _of_tier(person: Person, *, name: str, tier: int, on: dt.date) -> tuple[Explanation, str]:
    place = place_of(person)
    if name == "subsidy":
        facts = {"resident_tier": tier, "resident_back_payment": False}
        told = library.explain("resident_subsidy_credited", facts, place=place, on=on)
        return told, _("每年缴{tier}元的政府补贴").format(tier=tier)
    if resident.last_participation(person_id=person.pk) is None:
        raise Http404
    facts = resident.projected_facts(
        person_id=person.pk,
        on=on,
        tier=tier or None,
        explain=library.explain,
        drawn_fen=resident_account.drawn_fen(person_id=person.pk),
    )
    told = library.explain("resident_pension", facts, place=place, on=on)
    if tier:
        about = _("从今年起每年缴{tier}元、缴到60岁，按现行标准估算，不计以后的利息").format(
            tier=tier
        )
    else:
        about = _("以后不再缴费，60岁时按现行标准估算，不计以后的利息")
    return told, about


def _due(person: Person, *, year: int, today: dt.date) -> tuple[Explanation, str]:
    """What the tier costs: of a year that was paid by the law of the day of payment, else by today's."""
    participation = resident.last_participation(person_id=person.pk)
    if participation is None:
        raise Http404
    paid = resident.payments_of(person_id=person.pk).filter(year=year).first()
    on = paid.paid_on if paid else today
    about = _("{year}年应缴金额").format(year=year)
    if paid is not None and paid.channel == "government":
        told = library.explain("resident_help_payment", {}, place=participation.place, on=on)
        return told, about
    ordered = [one.tier for one in resident.open_orders(person_id=person.pk) if one.year == year]
    chosen = resident.tier_of_year(
        participation=participation, year=max(year, participation.joined_on.year)
    )
    tier = paid.tier if paid else (ordered or [chosen])[0]
    told = library.explain(
        "resident_year_due", {"resident_tier": tier}, place=participation.place, on=on
    )
    return told, about


def _terms(rows: list[resident.ResidentCredit]) -> list[Term]:
    return [
        Term(
            name=f"{row.kind}_{row.pk}", zh=f"{row.year}年{KIND_WORDS[row.kind].zh}",
            en=f"{KIND_WORDS[row.kind].en}, {row.year}", fen=abs(row.amount_fen), taken_off=row.amount_fen < 0,
            source=day_text(row.booked_on),
        )
        for row in rows
    ]  # fmt: skip


def _sum(rows: list[resident.ResidentCredit], *, year: int, part: str) -> Explanation:
    kinds, named = PARTS[part]
    chosen = [one for one in rows if one.kind in kinds and resident.account_year_of(one) == year]
    if not chosen:
        raise Http404
    return recorded_sum(name=part, zh=named.zh, en=named.en, terms=_terms(chosen))


def _balance(person: Person, rows: list[resident.ResidentCredit]) -> Explanation:
    terms = [
        Term(
            name=source, zh=SOURCE_WORDS[source].zh, en=SOURCE_WORDS[source].en,
            fen=sum(row.amount_fen for row in rows if row.source == source),
        )
        for source, _zh in resident.SOURCES
    ]  # fmt: skip
    entered, left = sum(one.fen for one in terms), resident_account.balance(person_id=person.pk)
    if drawn := entered - sum(left.values()):
        terms.append(
            Term(name="pension", zh=KIND_WORDS["pension"].zh, en=KIND_WORDS["pension"].en, fen=drawn, taken_off=True)
        )  # fmt: skip
    return recorded_sum(name="balance", zh="个人账户总额", en="Balance of the account", terms=terms)


def _closing(person: Person, *, year: int) -> Explanation:
    found = [one for one in resident_account.years(person_id=person.pk) if one.year == year]
    if not found:
        raise Http404
    (one,) = found
    terms = [Term(name="opening", zh="年初余额", en="Opening balance", fen=one.opening_fen)]
    terms += [
        Term(
            name=kind, zh=KIND_WORDS[kind].zh, en=KIND_WORDS[kind].en, fen=abs(fen), taken_off=fen < 0
        )
        for kind, fen in one.came.items()
    ]  # fmt: skip
    return recorded_sum(name="closing", zh="年末余额", en="Closing balance", terms=terms)


def _interest(person: Person, rows: list[resident.ResidentCredit], *, year: int) -> Explanation:
    """Of one source the law's own tree, else the sum of the sources, each with the law's tree below it."""
    earned = [one for one in rows if one.kind == "interest" and one.year == year]
    years = [one for one in resident_account.years(person_id=person.pk) if one.year == year]
    if not earned or not years:
        raise Http404
    place, on = place_of(person), dt.date(year, 12, 31)
    told = [
        library.explain(
            "resident_account_interest",
            {"resident_account_balance": years[0].opening_by_source[one.source]},
            place=place,
            on=on,
        )
        for one in earned
    ]
    if len(told) == 1:
        return told[0]
    parts = tuple(
        replace(
            answer.root, name=one.source, zh=f"{SOURCE_WORDS[one.source].zh}部分的利息",
            en=f"Interest on {SOURCE_WORDS[one.source].en}",
        )
        for one, answer in zip(earned, told, strict=True)
    )  # fmt: skip
    total = sum(one.amount_fen for one in earned)
    formula = " + ".join(one.source for one in earned)
    root = replace(
        told[0].root, name="interest", zh="当年利息", en="Interest of the year", value=total, formula=formula, children=parts,
        raw=None, rounding="", rounding_clause="",
    )  # fmt: skip
    return replace(told[0], target="interest", root=root)
