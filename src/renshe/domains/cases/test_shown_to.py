"""Which cases an applicant is shown: what he handed in, and what is about him or his employer; never more."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.cases.conftest import PLACE, Office

MINE = cases.About("person", (77,), ("testing.refund",))


def numbers(found: list[cases.Case]) -> list[str]:
    """The numbers of some cases."""
    return [one.number for one in found]


def draft(office: Office, *, applicant: str, subject: int | None) -> cases.Case:
    """A case that is not handed in."""
    return cases.open_case(
        application=cases.Application(office.item, PLACE, "online", subject, "某某"),
        actor=office.actor(applicant, person_id=subject),
    )


def test_a_person_is_shown_what_is_about_him_whoever_handed_it_in(office: Office) -> None:
    own = office.submitted(applicant="zhang", subject=77)
    counter = office.submitted(applicant="counter", subject=77)
    office.submitted(applicant="wu", subject=78)
    shown = cases.cases_shown_to(username="zhang", about=[MINE])
    assert numbers(shown) == [counter.number, own.number]


def test_a_draft_is_its_authors_alone(office: Office) -> None:
    lying = draft(office, applicant="counter", subject=77)
    assert cases.cases_shown_to(username="zhang", about=[MINE]) == []
    assert numbers(cases.cases_shown_to(username="counter", about=[MINE])) == [lying.number]


def test_an_item_that_is_not_the_subjects_to_ask_for_is_not_shown_to_him(office: Office) -> None:
    office.submitted(applicant="wu", subject=77)
    other = cases.About("person", (77,), ("testing.another",))
    assert cases.cases_shown_to(username="zhang", about=[other]) == []


def test_with_the_power_to_act_for_somebody_his_cases_go(office: Office) -> None:
    office.submitted(applicant="daughter", subject=77)
    assert len(cases.cases_shown_to(username="daughter", about=[MINE])) == 1
    assert cases.cases_shown_to(username="daughter", about=[]) == []


def test_a_long_list_is_read_on_and_narrowed(office: Office) -> None:
    made = [office.submitted(applicant="zhang", subject=77).number for _turn in range(3)]
    shown = cases.cases_shown_to(username="zhang", about=[MINE], after=1, most=1)
    assert numbers(shown) == [made[1]]
    assert cases.cases_shown_to(username="zhang", about=[MINE], states=("granted",)) == []
    assert cases.cases_shown_to(username="zhang", about=[MINE], item="testing.another") == []
