"""Requests about the residents' pension: join, another tier, past years, the pension, bridging, two at once, an inheritance."""

from __future__ import annotations

from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.edge.demo.office.town import Town
from renshe.edge.demo.office.wanted import BANKS, Wanted, new_account, somebody
from renshe.flows.resident_tiers import offered


def enrol(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody in no scheme joins with one of the lower tiers."""
    who = somebody(town, person, "in_no_scheme")
    if who is None:
        return None
    tiers = offered(place=who.residence_place, on=town.today)
    answers = {
        "tier": str(town.one_of("tier joined", tiers[:3])), "community": who.residence_place, "student": "", "in_need": "",
    }  # fmt: skip
    return Wanted("resident.enrol", who, answers=answers)


def change_tier(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody who has not paid this year wants to pay more."""
    who = somebody(town, person, "unpaid_resident")
    if who is None:
        return None
    tiers = offered(place=who.residence_place, on=town.today)
    answers = {"tier": str(tiers[-1]), "from_year": str(town.today.year)}
    return Wanted("resident.change_tier", who, answers=answers)


def pay_missing_years(town: Town, person: registry.Person | None) -> Wanted | None:
    """Two years before somebody joined, with the lowest tier."""
    who = somebody(town, person, "unpaid_resident")
    if who is None:
        return None
    participation = resident.last_participation(person_id=who.pk)
    if participation is None:
        return None
    last = max(participation.joined_on.year - 1, who.birth_on.year + 17)
    tier = offered(place=who.residence_place, on=town.today)[0]
    answers = {"from_year": str(last - 1), "to_year": str(last), "tier": str(tier)}
    return Wanted("resident.pay_missing_years", who, answers=answers)


def refund_double(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody paid this year and then took a job."""
    who = somebody(town, person, "double_resident")
    if who is None:
        return None
    answers = {
        "year": str(town.today.year), "bank_code": town.one_of("bank", BANKS), "account_number": new_account(town),
        "account_name": who.name,
    }  # fmt: skip
    return Wanted("resident.refund_double", who, answers=answers)


def claim_pension(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody of sixty with fifteen years paid wants the pension."""
    who = somebody(town, person, "resident_at_sixty")
    if who is None:
        return None
    answers = {
        "bank_code": town.one_of("bank", BANKS), "account_number": new_account(town), "account_name": who.name,
        "phone": who.phone,
    }  # fmt: skip
    return Wanted("resident.claim_pension", who, answers=answers)


def bridge_schemes(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody at the legal age with some employee years, too few for a pension there, goes to the resident scheme."""
    who = somebody(town, person, "short_of_years")
    if who is None:
        return None
    tiers = offered(place=who.residence_place, on=town.today)
    answers = {
        "bank_code": town.one_of("bank", BANKS), "account_number": new_account(town), "account_name": who.name,
        "community": who.residence_place, "tier": str(tiers[0]),
    }  # fmt: skip
    return Wanted("pension.bridge_schemes", who, answers=answers)


def settle_double_benefit(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody was told of the two pensions and comes to settle it."""
    who = somebody(town, person, "two_pensions")
    if who is None:
        return None
    answers = {
        "bank_code": town.one_of("bank", BANKS), "account_number": new_account(town), "account_name": who.name,
    }  # fmt: skip
    return Wanted("resident.settle_double_benefit", who, answers=answers)


def take_over_old_rural(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody brings the book of the old rural scheme, whose money has come."""
    who = somebody(town, person, "unpaid_resident")
    if who is None:
        return None
    number = town.draw("old rural", 10**6)
    answers = {
        "old_number": f"NB-{number:06d}", "balance": f"{800 + number % 2_000}.{number % 90 + 10}",
        "bank_ref": f"HD-{town.today:%Y%m}-{number:06d}",
    }  # fmt: skip
    return Wanted("resident.take_over_old_rural", who, answers=answers)


def inherit(town: Town, person: registry.Person | None) -> Wanted | None:
    """A child claims what somebody who died lately left."""
    who, deceased = somebody(town, person, "young_employee"), town.person("dead_resident")
    if who is None or deceased is None:
        return None
    answers = {
        "deceased_id": deceased.id_number, "deceased_name": deceased.name, "relation": "child",
        "bank_code": town.one_of("bank", BANKS), "account_number": new_account(town), "account_name": who.name,
        "for_all": "on",
    }  # fmt: skip
    return Wanted("resident.inherit", who, answers=answers)
