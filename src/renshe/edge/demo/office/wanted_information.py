"""Requests that only ask to be told: certificates, records, questions by telephone, public information."""

from __future__ import annotations

from renshe.domains.registry import api as registry
from renshe.edge.demo.office.town import Town
from renshe.edge.demo.office.wanted import Wanted, somebody


def certificate_of_insurance(town: Town, person: registry.Person | None) -> Wanted | None:
    """A certificate for one of the usual purposes."""
    who = somebody(town, person, "employee")
    purpose = town.one_of(
        "purpose", ("personal", "housing", "residence", "schooling", "tender", "abroad")
    )
    detail = town.one_of("detail", ("summary", "months"))
    answers = {"purpose": purpose, "detail": detail, "number_shown": "full"}
    return who and Wanted("information.certificate_of_insurance", who, answers=answers)


def certificate_of_pension(town: Town, person: registry.Person | None) -> Wanted | None:
    """A certificate of the pension, with its amount."""
    who = somebody(town, person, "pensioner")
    answers = {"purpose": "办理公交优待", "amount_shown": "with", "number_shown": "masked"}
    return who and Wanted("information.certificate_of_pension", who, answers=answers)


def account_enquiry(town: Town, person: registry.Person | None) -> Wanted | None:
    """The last years of the individual account."""
    who = somebody(town, person, "employee")
    year = town.today.year
    answers = {"from_year": str(year - 5), "to_year": str(year - 1), "number_shown": "masked"}
    return who and Wanted("information.account_enquiry", who, answers=answers)


def rights_record(town: Town, person: registry.Person | None) -> Wanted | None:
    """Last year's record."""
    who = somebody(town, person, "employee")
    answers = {"year": str(town.today.year - 1), "number_shown": "masked"}
    return who and Wanted("information.rights_record", who, answers=answers)


def hotline_ticket(town: Town, person: registry.Person | None) -> Wanted | None:
    """A call, a ticket that the city's hotline passed on, or a message."""
    who = somebody(town, person, "employee")
    if who is None:
        return None
    told = dict(town.said("hotline"))
    opinion = told.pop("answer")
    source = "web" if person is not None else town.one_of("source", ("h12333", "h12345", "visit"))
    answers = {
        **told,
        "source": source,
        "named": "named",
        "caller_name": who.name,
        "phone": who.phone or town.phone(),
    }
    if source == "h12345":
        answers["outside_number"] = f"{town.today:%y%m}{town.draw('outside number', 100_000):05d}"
    return Wanted(
        "information.hotline_ticket", who, answers=answers, about="nobody", opinion=opinion
    )


def request(town: Town, person: registry.Person | None) -> Wanted | None:
    """A request for public information."""
    who = somebody(town, person, "employee")
    if who is None:
        return None
    told = dict(town.said("requests"))
    opinion = told.pop("answer")
    answers = {
        **told, "applicant_kind": "person", "applicant_name": who.name, "id_number": who.id_number,
        "phone": who.phone or town.phone(), "form": "electronic", "way": "online",
    }  # fmt: skip
    return Wanted("information.request", who, answers=answers, about="nobody", opinion=opinion)
