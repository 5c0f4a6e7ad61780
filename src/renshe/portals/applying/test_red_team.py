"""Somebody who tries other people's numbers: every address of a case, read and written, from every wrong side."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import Mandate
from renshe.portals.applying.conftest import CODE, COMPLAINT, EMPLOYERS, PDF, TODAY, Desk
from renshe.portals.applying.test_story import filled, number_in, submitted
from renshe.portals.applying.urls import urlpatterns
from renshe.portals.conftest import PLACE, Town
from renshe.portals.layout.access import ACTING_FOR

OF_A_CASE = [one.name for one in urlpatterns if "number" in one.pattern.converters]
STRANGERS = ("other_person", "clerk", "pensioner")


def addresses_of(base: str) -> list[str]:
    """Every address of a case, with what it really has where the address names a part of it."""
    case = cases.case_by_number(number=number_in(base))
    evidence, letters = cases.evidence_of(case=case), cases.papers_of(case=case)
    parts = {
        "number": case.number,
        "step": 1,
        "evidence": evidence[0].pk if evidence else 1,
        "letter": letters[0].code if letters else "A",
        "key": "total",
    }
    found = []
    for one in urlpatterns:
        wanted = one.pattern.converters
        if "number" in wanted:
            kwargs = {key: parts[key] for key in wanted}
            found.append(reverse(f"applying:{one.name}", kwargs=kwargs))
    assert len(found) == len(OF_A_CASE) >= 9
    return found


def state_of(base: str) -> tuple[object, ...]:
    """Everything about a case that an intruder might have changed."""
    case = cases.case_by_number(number=number_in(base))
    return (case.state, case.form, case.events, len(cases.evidence_of(case=case)))


@pytest.mark.parametrize("stranger", STRANGERS)
def test_somebody_elses_case_is_not_found_and_not_changed(
    stranger: str, town: Town, desk: Desk
) -> None:
    base = submitted(town.browser("person"))
    desk.accept(number_in(base))
    desk.ask_correction(number_in(base), missing=["proof"], words="请补")
    before, intruder = state_of(base), town.browser(stranger)
    sent = {"words": "我的", "material": "proof", "month": "2025-01", "amount": "1", "why": "twice"}
    for address in addresses_of(base):
        assert intruder.get(address).status_code in (404, 405), address
        file = SimpleUploadedFile("a.pdf", PDF)
        assert intruder.post(address, {**sent, "file": file}).status_code in (404, 405, 409), (
            address
        )
    assert state_of(base) == before
    assert number_in(base) not in intruder.get("/my/cases/").content.decode()


def test_a_stranger_is_sent_to_sign_in_from_every_address(town: Town, desk: Desk, client) -> None:
    for address in addresses_of(submitted(town.browser("person"))):
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code == 302
            assert answer["Location"].startswith("/sign-in/")


def test_a_file_of_another_case_is_not_shown_under_ones_own_number(town: Town, desk: Desk) -> None:
    theirs, own = filled(town.browser("other_person")), filled(town.browser("person"))
    (evidence,) = cases.evidence_of(case=cases.case_by_number(number=number_in(theirs)))
    assert town.browser("other_person").get(f"{theirs}evidence/{evidence.pk}/").status_code == 200
    assert town.browser("person").get(f"{own}evidence/{evidence.pk}/").status_code == 404


def test_a_letter_of_another_case_is_not_shown_under_ones_own_number(
    town: Town, desk: Desk
) -> None:
    theirs, own = submitted(town.browser("other_person")), submitted(town.browser("person"))
    desk.accept(number_in(theirs))
    (letter,) = cases.papers_of(case=cases.case_by_number(number=number_in(theirs)))
    for address in (f"{own}letters/{letter.code}/", f"{own}letters/{letter.code}/pdf/"):
        assert town.browser("person").get(address).status_code == 404


def test_an_employer_does_not_read_a_complaint_about_it(town: Town, desk: Desk) -> None:
    employer = town.city.employers[0]
    application = cases.Application(desk_item(COMPLAINT), PLACE, "online", employer.pk, "某工人")
    case = cases.open_case(application=application, actor=desk.actor("worker"))
    cases.withdraw(
        number=case.number, item=desk_item(COMPLAINT), words="", actor=desk.actor("worker")
    )  # past the draft, which nobody else sees anyway
    clerk = town.browser("clerk")
    assert clerk.get(f"/my/cases/{case.number}/").status_code == 404
    assert case.number not in clerk.get("/my/cases/").content.decode()


def test_a_colleague_sees_the_employers_case_but_not_a_draft_and_changes_neither(
    town: Town, desk: Desk
) -> None:
    colleague_of(town)
    draft, sent = (
        filled(town.browser("clerk"), EMPLOYERS),
        submitted(town.browser("clerk"), EMPLOYERS),
    )
    colleague = town.browser("colleague")
    assert colleague.get(draft).status_code == 404
    page = colleague.get(sent).content.decode()
    assert number_in(sent) in page
    assert "撤回申请" not in page
    assert colleague.post(f"{sent}withdraw/").status_code == 404
    assert colleague.post(f"{sent}message/", {"words": "x"}).status_code == 409
    assert cases.case_by_number(number=number_in(sent)).state == "submitted"


def test_a_clerk_who_went_to_another_employer_no_longer_sees_the_first_ones_cases(
    town: Town, desk: Desk
) -> None:
    base = submitted(town.browser("clerk"), EMPLOYERS)
    account = town.accounts["clerk"]
    type(account).objects.filter(pk=account.pk).update(employer_id=town.city.employers[1].pk)
    moved = town.browser("clerk")
    assert moved.get(base).status_code == 404
    assert number_in(base) not in moved.get("/my/cases/").content.decode()


def test_a_case_that_is_being_handled_is_not_edited_by_old_addresses(
    town: Town, desk: Desk
) -> None:
    person = town.browser("person")
    base = submitted(person)
    desk.accept(number_in(base))
    before = state_of(base)
    for part in ("form/1/", "review/", "papers/"):
        sent = {"amount": "999999", "material": "proof", "file": SimpleUploadedFile("b.pdf", PDF)}
        assert person.post(f"{base}{part}", sent).status_code == 409
    assert state_of(base) == before


def test_a_form_of_another_site_is_refused(town: Town, desk: Desk) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.accounts["person"])
    assert client.post(f"/apply/{CODE}/").status_code == 403
    assert cases.cases_by(username="person") == []


def test_html_that_somebody_types_stays_text(town: Town, desk: Desk) -> None:
    person = town.browser("person")
    base = filled(person)
    evil = "<script>alert(1)</script>"
    person.post(f"{base}form/1/", {"month": evil, "amount": "1", "why": "other", "other": evil})
    for part in ("form/1/?check=1", "review/", ""):
        assert evil not in person.get(f"{base}{part}").content.decode()


def test_a_promise_of_a_paper_that_is_not_asked_for_is_refused(town: Town, desk: Desk) -> None:
    person = town.browser("person")
    base = filled(person)
    answer = person.post(f"{base}papers/", {"material": "record", "promise": "1"})
    assert answer.status_code == 400


def desk_item(code: str) -> cases.Item:
    """One of the desk's items."""
    from renshe.services import catalogue

    return catalogue.declared(code).item


def colleague_of(town: Town) -> None:
    """A second clerk of the first employer."""
    from renshe.domains.identity.api import RoleCode, grant_role, open_account
    from renshe.portals.conftest import SINCE

    account = open_account(
        username="colleague", display_name="同事", password="a long enough password",
        employer_id=town.city.employers[0].pk,
    )  # fmt: skip
    grant_role(account=account, role=RoleCode.EMPLOYER_CLERK, place=PLACE, valid_from=SINCE)
    town.accounts["colleague"] = account


def test_a_relative_acts_for_somebody_and_sees_nothing_of_it_once_the_consent_is_over(
    town: Town, desk: Desk
) -> None:
    mother, daughter = town.city.people[1], town.browser("person")
    mandate = Mandate.objects.create(
        kind=Mandate.Kind.CONSENT, state=Mandate.State.ACTIVE, person_id=mother.pk, person_shown="母*",
        agent=town.accounts["person"], relation="母亲", actions=["case.apply", "case.look"],
        valid_from=TODAY - dt.timedelta(days=9), valid_to=TODAY, made_by="other_person",
        made_at=desk.actor("x").at,
    )  # fmt: skip
    own = submitted(daughter)
    acting_for(daughter, mandate.pk)
    for_mother = submitted(daughter)
    case = cases.case_by_number(number=number_in(for_mother))
    assert (case.subject_id, case.applicant, case.on_behalf) == (mother.pk, "person", "family")
    assert daughter.get(own).status_code == 404  # the mother's affairs and her own are kept apart
    assert town.browser("other_person").get(for_mother).status_code == 200
    acting_for(daughter, None)
    assert daughter.get(own).status_code == 200
    assert daughter.get(for_mother).status_code == 404
    acting_for(daughter, mandate.pk)
    Mandate.objects.filter(pk=mandate.pk).update(valid_to=TODAY - dt.timedelta(days=1))
    assert daughter.get(for_mother).status_code in (403, 404)
    assert daughter.post(f"{for_mother}withdraw/").status_code in (403, 404)


def acting_for(client: Client, mandate_id: int | None) -> None:
    """Choose for whom the visitor acts, as the page of the entrance does."""
    session = client.session
    session[ACTING_FOR] = mandate_id
    session.save()
