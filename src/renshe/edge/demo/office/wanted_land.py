"""Requests about expropriation: a project, an objection, a wrong group, town insurance to convert or draw, an allowance."""

from __future__ import annotations

import datetime as dt

from renshe.domains.expropriation import api as expropriation
from renshe.domains.registry import api as registry
from renshe.edge.demo.office.town import Town
from renshe.edge.demo.office.wanted import BANKS, Wanted, new_account, somebody


def file_project(town: Town, person: registry.Person | None) -> Wanted | None:
    """A developer files the next project, with an approval of last month."""
    unit = town.employer("employer")
    if unit is None:
        return None
    number = town.turn("approval", 900) + 201
    answers = {
        "approval_number": f"征地批〔{town.today.year}〕{number}号（演示）", "name": f"道路拓宽工程{number}标",
        "place": unit.place,
        "village_group": "第一村民小组", "approved_on": (town.opened_on - dt.timedelta(days=20)).isoformat(),
        "land_taken": "9000", "land_group": "45000", "group_people": "60", "months_bought": "180", "cost_working": "331000",
        "cost_old": "428000", "one_off_minor": "10000", "account_percent": "40", "reserve_percent": "5",
        "land_user_percent": "70",
        "government_percent": "20", "collective_percent": "7", "person_percent": "3",
        "due_on": (town.today + dt.timedelta(days=150)).isoformat(),
    }  # fmt: skip
    return Wanted("expropriation.file_project", None, unit, answers, "employer")


def object_to_list(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody of the village finds a brother missing."""
    who = somebody(town, person, "listed_member")
    listed = (
        expropriation.ExpropriationProject.objects.filter(state="public").order_by("pk").first()
    )
    if who is None or listed is None:
        return None
    answers = {
        "approval_number": listed.approval_number,
        "words": "我弟弟户口一直在本组，今年三月才外出务工，名单上没有他，请核对。",
    }
    return Wanted("expropriation.object_to_list", who, answers=answers)


def change_member(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody whose household moved away asks to be taken off."""
    who = somebody(town, person, "listed_member")
    if who is None:
        return None
    answers = {"what": "regroup", "reason": "身份证出生日期已在窗口更正，请重新确定年龄组"}
    return Wanted("expropriation.change_member", who, answers=answers)


def convert_town_insurance(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody with town insurance takes it into the employee scheme."""
    who = somebody(town, person, "town_insured")
    return who and Wanted("expropriation.convert_town_insurance", who, answers={"agreed": "on"})


def claim_allowance(town: Town, person: registry.Person | None) -> Wanted | None:
    """One of the old who had not claimed yet."""
    who = somebody(town, person, "land_old")
    if who is None:
        return None
    answers = {
        "phone": who.phone or town.phone(), "bank_code": town.one_of("bank", BANKS), "account_number": new_account(town),
        "account_name": who.name,
    }  # fmt: skip
    return Wanted("expropriation.claim_allowance", who, answers=answers)


def claim_town_pension(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody who has just reached the age with town insurance of fifteen years."""
    who = somebody(town, person, "town_old")
    if who is None:
        return None
    answers = {
        "phone": who.phone or town.phone(), "bank_code": town.one_of("bank", BANKS), "account_number": new_account(town),
        "account_name": who.name, "agreed": "on",
    }  # fmt: skip
    return Wanted("expropriation.claim_town_pension", who, answers=answers)
