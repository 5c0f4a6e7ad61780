"""Requests of public bodies' staff: a pension to claim, months and an account that come from an enterprise."""

from __future__ import annotations

from renshe.domains.registry import api as registry
from renshe.edge.demo.office.town import Town
from renshe.edge.demo.office.wanted import BANKS, Wanted, new_account, somebody


def claim_institution_pension(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody of the staff; the month itself the law fills in, and may say that it is too early."""
    who = somebody(town, person, "public_staff")
    if who is None:
        return None
    answers = {
        "bank_code": town.one_of("bank", BANKS), "account_number": new_account(town), "account_name": who.name,
        "phone": who.phone or town.phone(),
    }  # fmt: skip
    return Wanted("pension.claim_institution_pension", who, answers=answers)


def move_institution_relation(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody of the staff brings two years of an enterprise from before the reform's first full year."""
    who = somebody(town, person, "public_staff")
    if who is None:
        return None
    answers = {
        "way": "from_enterprise", "partner": "某市社会保险经办机构（演示）", "years": "2010 12 42000.00\n2011 12 45600.00",
        "account": "9500.00", "pooled": "10512.00",
    }  # fmt: skip
    return Wanted("pension.move_institution_relation", who, answers=answers)
