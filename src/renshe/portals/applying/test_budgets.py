"""No page of the public site or of a case slows down unseen: its queries are counted with a case in full."""

from __future__ import annotations

from django.test import Client

from renshe.domains.cases import api as cases
from renshe.domains.conftest import id_number
from renshe.domains.registry import api as registry
from renshe.portals.applying.conftest import CODE, Desk
from renshe.portals.applying.test_story import filled, number_in, submitted, text_of
from renshe.portals.conftest import NOON, Town, demonstration_law
from renshe.portals.test_query_budgets import BUDGETS, queries_of
from renshe.services.catalogue import declared


def test_every_page_of_applying_keeps_within_its_budget(town: Town, desk: Desk) -> None:
    person = town.browser("person")
    draft, sent = filled(person), submitted(person)
    desk.accept(number_in(sent))
    case = cases.case_by_number(number=number_in(sent))
    (letter,) = cases.papers_of(case=case)
    (evidence,) = cases.evidence_of(case=case)
    wanted = [
        f"/apply/{CODE}/",
        "/my/cases/",
        "/my/inbox/",
        "/my/inbox/ways/",
        sent,
        f"{draft}form/1/",
        f"{draft}papers/",
        f"{draft}review/",
        f"{sent}withdraw/",
        f"{sent}letters/{letter.code}/",
        f"{sent}evidence/{evidence.pk}/",
    ]
    _within_budget(person, wanted)


def test_every_public_page_keeps_within_its_budget(town: Town, desk: Desk) -> None:
    sent = submitted(town.browser("person"))
    desk.accept(number_in(sent))
    (letter,) = cases.papers_of(case=cases.case_by_number(number=number_in(sent)))
    asked = "?place=310000&kind=employee&wage=8000&injury=3"
    wanted = [
        "/",
        "/guides/",
        f"/guides/{CODE}/",
        "/calculators/",
        "/calculators/retirement/?place=310000&born=1985-06&category=M60",
        f"/calculators/contribution/{asked}",
        f"/calculators/contribution/pension_base/{asked}",
        "/verify/",
        f"/verify/{letter.code}/",
        "/news/",
        "/news/what-this-is/",
    ]
    with demonstration_law():
        _within_budget(Client(), wanted)


def _within_budget(client: Client, wanted: list[str]) -> None:
    over, seen = [], {}
    for address in wanted:
        page, count = queries_of(client, address)
        seen[page] = count
        if count > BUDGETS.get(page, -1):
            over.append(f"{address}: {count} queries, {page} may need {BUDGETS.get(page)}")
    assert not over, "\n".join(over)


NEWCOMER = {
    "id_number": id_number(region="310112", sequence=655), "name": "王小明", "first_time": "yes", "person_kind": "employee",
    "reason": "employment", "kind": "fixed", "began_on": "2025-10-09", "signed_on": "2025-10-09", "ends_on": "2027-10-08",
    "probation_months": "2", "occupation": "装配工", "work_place": "310112", "hours": "standard", "wage": "6000",
    "ethnic_code": "汉族", "household_place": "310112", "residence_place": "310112",
}  # fmt: skip
REVIEW_OF_A_HIRE = 25
"""Twelve are the page's own; the rest asks registers and rules, and registers a newcomer for the trial."""


def test_the_review_of_a_hire_asks_the_rules_and_writes_next_to_nothing(town: Town) -> None:
    """Somebody new and somebody whom the register knows; both are looked at in full, and nothing remains of it."""
    clerk, known = town.browser("clerk"), town.city.people[1]
    there = {**NEWCOMER, "id_number": known.id_number, "name": known.name, "first_time": "no"}
    before = registry.Person.objects.count()
    for form, said in ((NEWCOMER, ""), (there, "起已在本单位参加")):
        address = clerk.post("/apply/registration.hire/")["Location"].partition("form/")[0]
        number = number_in(address)
        item = declared("registration.hire").item
        actor = cases.Actor("clerk", NOON, NOON.date())
        wrong = cases.save_form(number=number, item=item, given=form, actor=actor)
        assert wrong == {}, wrong
        assert said in text_of(clerk, f"{address}review/")
        _page, count = queries_of(clerk, f"{address}review/")
        assert count <= REVIEW_OF_A_HIRE, count
    assert registry.Person.objects.count() == before
