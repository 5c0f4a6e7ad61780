"""No page of the public site or of a case slows down unseen: its queries are counted with a case in full."""

from __future__ import annotations

from django.test import Client

from renshe.domains.cases import api as cases
from renshe.portals.applying.conftest import CODE, Desk
from renshe.portals.applying.test_story import filled, number_in, submitted
from renshe.portals.conftest import Town, demonstration_law
from renshe.portals.test_query_budgets import BUDGETS, queries_of


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
