"""Requests about transfers between provinces: to bring a relation here, to let one go, to certify what was paid."""

from __future__ import annotations

from renshe.domains.registry import api as registry
from renshe.edge.demo.office.town import Town
from renshe.edge.demo.office.wanted import Wanted, somebody

AGENCIES = {
    "360000": "赣州市社会保险服务中心", "430000": "衡阳市社会保险服务中心", "420000": "荆州市社会保险中心",
    "510000": "绵阳市社会保险局", "450000": "桂林市社会保险事业管理中心",
}  # fmt: skip


def transfer_in(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody at work here paid in another province before."""
    who = somebody(town, person, "from_elsewhere")
    if who is None:
        return None
    code = town.one_of("other province", tuple(AGENCIES))
    answers = {"other_code": code, "other_agency": AGENCIES[code], "posted": ""}
    return Wanted("pension.transfer_in", who, answers=answers)


def transfer_out(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody who left is asked for by the agency of the new place."""
    who = somebody(town, person, "asked_for")
    return who and Wanted("pension.transfer_out", who, answers={"checked": "on"})


def certificate_of_contributions(town: Town, person: registry.Person | None) -> Wanted | None:
    """Somebody is about to leave and takes the certificate along."""
    who = somebody(town, person, "young_employee")
    answers = {"number_shown": "full"}
    return who and Wanted("pension.certificate_of_contributions", who, answers=answers)
