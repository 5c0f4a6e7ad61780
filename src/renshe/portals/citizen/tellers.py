"""What the residents' scheme and the security of expropriated farmers say for the picture of old age.

Neither of these schemes knows the picture and the picture knows neither: they meet here, above both. What is drawn already is
an award and told from there; here stands what is in an account, and what the law would give.
"""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from renshe.domains.annuity.api import Part, register_part
from renshe.domains.cases.api import Words
from renshe.domains.expropriation import api as expropriation
from renshe.domains.pension.api import all_in_force
from renshe.domains.resident import api as resident
from renshe.flows import resident_account
from renshe.kernel.periods import month_containing
from renshe.kernel.rules import Refusal
from renshe.laws import library

AGENCY = Words(
    zh="户籍地社会保险经办机构，从城乡居民养老保险基金发",
    en="The agency where one is registered, from the residents' pension fund",
)
LAND = Words(
    zh="征地保障经办机构，从征地养老保障资金发",
    en="The agency for expropriated farmers, from their security fund",
)
TOWN = Words(
    zh="镇保经办机构，从小城镇社会保险基金发",
    en="The town insurance's agency, from its fund",
)


def join_picture() -> None:
    """Register every teller, once at start."""
    register_part("land", tell_land)
    register_part("resident", tell_resident)


def tell_resident(*, person_id: int, today: dt.date) -> list[Part]:
    """The residents' account, and what it comes to at sixty as far as it was paid and as it goes on; none for strangers to it."""
    participation = resident.last_participation(person_id=person_id)
    if participation is None:
        return []
    held = sum(resident_account.balance(person_id=person_id).values())
    parts = [
        Part(
            code="resident_account", zh="居民养老个人账户", en="Residents' individual account", sureness="balance",
            balance_fen=held, url=_resident_at(today.year, "balance"), payer_zh=AGENCY.zh, payer_en=AGENCY.en,
        )
    ]  # fmt: skip
    drawn = {award.kind for award in all_in_force(person_id=person_id)}
    if drawn & {"resident", "old_age"}:
        return parts
    return parts + _at_sixty(participation, today)


def _at_sixty(participation: resident.Participation, today: dt.date) -> list[Part]:
    """The pension at sixty by today's law: without another payment (law), and with the chosen tier paid on (assumed)."""
    try:
        outlook = resident_account.outlook(person_id=participation.person_id, on=today)
    except Refusal:
        return []
    starts = max(outlook.claim_month + 1, month_containing(today))
    told = [
        (
            Words(
                zh="居民养老金，如果从今天起不再缴", en="Residents' pension if nothing more is paid"
            ),
            "law",
            None,
        )
    ]
    if participation.ended_on is None:
        tier = resident.tier_of_year(participation=participation, year=today.year)
        going_on = Words(
            zh="居民养老金，按现在的档次缴到60岁",
            en="Residents' pension on the present tier until sixty",
        )
        told.append((going_on, "assumed", tier))
    found = []
    for name, sureness, tier in told:
        fen = _pension(outlook, tier, today)
        if fen is not None:
            found.append(
                Part(
                    code=f"resident_pension_{tier or 0}", zh=name.zh, en=name.en, sureness=sureness, monthly_fen=fen,
                    starts=starts, url=_resident_at(today.year, f"pension-{tier or 0}"), payer_zh=AGENCY.zh, payer_en=AGENCY.en,
                )
            )  # fmt: skip
    return found


def _pension(outlook: resident.Outlook, tier: int | None, today: dt.date) -> int | None:
    """Fen a month at sixty; None where the years would not suffice or the law says nothing."""
    try:
        facts = resident.projected(outlook, on=today, tier=tier, explain=library.explain)
        years = library.explain(
            "resident_years_required", facts, place=outlook.place, on=today
        ).value
        if facts["resident_years"] < int(years):
            return None
        told = library.explain("resident_pension", facts, place=outlook.place, on=today)
    except Refusal:
        return None
    return int(told.value)


def tell_land(*, person_id: int, today: dt.date) -> list[Part]:
    """The account from a project, a town insurance that is kept, and the allowance that is granted and not yet drawn."""
    parts = []
    held = expropriation.account_balance(person_id=person_id)
    at = reverse("citizen:land")
    if held:
        parts.append(
            Part(
                code="land_account", zh="征地保障个人账户", en="Account from the expropriation", sureness="balance",
                balance_fen=held, url=at, payer_zh=LAND.zh, payer_en=LAND.en,
            )
        )  # fmt: skip
    record = expropriation.town_record(person_id=person_id)
    if record is not None and record.state == "kept":
        parts.append(
            Part(
                code="town_account", zh="镇保个人账户", en="Account of the town insurance", sureness="balance",
                balance_fen=record.account_fen, url=at, payer_zh=TOWN.zh, payer_en=TOWN.en,
            )
        )  # fmt: skip
    granted = expropriation.allowance_of(person_id=person_id)
    drawn = {award.kind for award in all_in_force(person_id=person_id)}
    if granted is not None and granted.ended_on is None and "land_allowance" not in drawn:
        parts += _allowance(granted)
    return parts


def _allowance(granted: expropriation.LandAllowance) -> list[Part]:
    """Both parts of the living allowance, each under its own explanation."""
    named = (
        ("land_allowance_first", Words(zh="征地养老生活费", en="Living allowance after expropriation"), granted.amount_fen),
        ("land_elder_allowance", Words(zh="高龄生活补贴", en="Addition for the old"), granted.elder_fen),
    )  # fmt: skip
    return [
        Part(
            code=part, zh=name.zh, en=name.en, sureness="law", monthly_fen=fen, starts=granted.starts_month,
            url=reverse("citizen:explain_land", kwargs={"part": part}), payer_zh=LAND.zh, payer_en=LAND.en,
        )
        for part, name, fen in named
        if fen
    ]  # fmt: skip


def _resident_at(year: int, part: str) -> str:
    return reverse("citizen:explain_resident", kwargs={"year": year, "part": part})
