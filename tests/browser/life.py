"""Somebody whose pension is followed from the first contribution to the survivors' grant, and the office of the place.

A man born in 1964 works from July 1993 to July 2024 and claims in June 2025. What came before this system was taken
over from an old one; everything later is done on pages, or by the runs that the calendar starts.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from renshe.domains.conftest import id_number
from renshe.domains.identity import api as identity
from renshe.domains.identity.api import RoleCode, grant_role, open_account
from renshe.domains.pension import api as pension
from renshe.domains.pension.conftest import load_history
from renshe.domains.registry import api as registry
from renshe.kernel.codes import credit_code
from renshe.portals.conftest import SINCE
from tests.browser.conftest import Site

FIRST_YEAR, RETIRED = 1993, 2024 * 12 + 6
BORN, DAUGHTER_BORN = "19640705", "19900307"
HOSPITAL, DEATH = "区人民医院", "institution.death"
HANDS = {
    "clerk_of_life": RoleCode.COUNTER_CLERK,
    "reviewer_of_life": RoleCode.REVIEWER,
    "approver_of_life": RoleCode.APPROVER,
    "accountant_of_life": RoleCode.FUND_ACCOUNTANT,
    "supervisor_of_life": RoleCode.FUND_SUPERVISOR,
}
"""Who works in the office, by account."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the life is lived: its district, the city whose months are run, and what its department recognised of the
    years that no career tells (fen)."""

    district: str
    city: str
    recognised: dict[str, object]


ZHUHAI = Place(
    district="440402", city="440400",
    recognised={"local_addition": 0, "deemed_workplace": "珠海市", "deemed_account_balance": 594_000},
)  # fmt: skip
MINHANG = Place(
    district="310112", city="310112",
    recognised={"local_addition": 0, "virtual_account_balance": 360_000},
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Life:
    """The man and his daughter, and the site with their accounts and those of the office."""

    site: Site
    place: Place
    man: registry.Person
    daughter: registry.Person


def base_of(year: int) -> int:
    """The monthly base of a year (fen): 450 yuan in 1993, near ten thousand in 2024."""
    return int(45_000 * 1.105 ** (year - FIRST_YEAR)) // 100 * 100


def begin(site: Site, place: Place) -> Life:
    """Register the family, take over the man's record, and give everybody an account. Django must be the runner."""
    day = dt.date(2025, 5, 12)
    at = dt.datetime.combine(day, dt.time(10), ZoneInfo("Asia/Shanghai"))
    who = {
        "ethnic_code": "01", "household_place": place.district, "residence_place": place.district, "actor": "counter",
        "at": at, "as_of": day,
    }  # fmt: skip
    man = registry.register_person(
        id_number=id_number(birth=BORN, sequence=731, region=place.district), name="陈建国",
        retirement_category="M60", **who,
    )  # fmt: skip
    daughter = registry.register_person(
        id_number=id_number(birth=DAUGHTER_BORN, sequence=102, region=place.district), name="陈小红",
        retirement_category="F55", **who,
    )  # fmt: skip
    _take_over(man, place, known_on=day)
    accounts = _accounts(site, place, man=man, daughter=daughter, at=at)
    town = replace(site.town, accounts={**site.town.accounts, **accounts})
    return Life(site=replace(site, town=town, sessions={}), place=place, man=man, daughter=daughter)


def _take_over(man: registry.Person, place: Place, *, known_on: dt.date) -> None:
    """The years of the old system, half of the first and seven months of the last, and what was recognised."""
    masks = {FIRST_YEAR: 0b1111_1100_0000, RETIRED // 12: 0b111_1111}
    load_history(
        person_id=man.pk, key="a whole life",
        years=[
            (year, masks.get(year, 0b1111_1111_1111), base_of(year))
            for year in range(FIRST_YEAR, RETIRED // 12 + 1)
        ],
    )  # fmt: skip
    for fact, value in place.recognised.items():
        pension.Recognition.objects.create(
            person_id=man.pk, fact=fact, value=value, basis="人社认〔2025〕1号", recognised_by="department",
            known_on=known_on,
        )  # fmt: skip


def _accounts(
    site: Site, place: Place, *, man: registry.Person, daughter: registry.Person, at: dt.datetime
) -> dict[str, identity.Account]:
    found = {}
    for name, person in (("man", man), ("daughter", daughter)):
        found[name] = open_account(
            username=name, display_name="演示账号", password=None, person_id=person.pk
        )
        grant_role(
            account=found[name],
            role=RoleCode.INSURED_PERSON,
            place=place.district,
            valid_from=SINCE,
        )
    for name, role in HANDS.items():
        found[name] = open_account(username=name, display_name=str(role.label), password=None)
        grant_role(account=found[name], role=role, place=place.district, valid_from=SINCE)
    for name in ("ward_doctor", "first_of_hospital", "second_of_hospital"):
        found[name] = open_account(username=name, display_name="演示账号", password=None)
    _hospital(site, place, found, at=at)
    return found


def _hospital(
    site: Site, place: Place, accounts: dict[str, identity.Account], *, at: dt.datetime
) -> None:
    """A hospital that may report deaths, and its member who does."""
    first_17 = f"12{place.district}000000731"
    identity.register_institution(
        uscc=first_17 + credit_code.check_character(first_17), name=HOSPITAL, kind="hospital", place=place.district,
        purposes=[DEATH], administrators=("first_of_hospital", "second_of_hospital"),
        by=site.town.accounts["secadmin"], on=SINCE, at=at,
    )  # fmt: skip
    for account in accounts.values():
        account.refresh_from_db()
    named = identity.invite_member(
        administrator=accounts["first_of_hospital"], username="ward_doctor", purposes=(DEATH,), on=at.date(), at=at
    )  # fmt: skip
    identity.confirm_member(
        administrator=accounts["second_of_hospital"],
        membership_id=named.pk,
        on=at.date(),
        at=at,
    )
    accounts["ward_doctor"].refresh_from_db()
