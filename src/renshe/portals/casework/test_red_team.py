"""Each role tries what is not its own: another place, its own affair, its own signature, addresses of other roles."""

import pytest
from django.http import HttpRequest

from renshe.domains.cases import api as cases
from renshe.domains.cases.models import Case
from renshe.domains.identity.api import looks_at
from renshe.domains.registry.models import PersonAlias
from renshe.portals.casework.conftest import TODAY, Bureau
from renshe.portals.casework.test_story import act, buttons, page_of, state
from renshe.portals.layout.access import Acting, Visit
from renshe.portals.layout.casefile.powers import is_own_affair

EVERY_ACT = (
    "take", "accept", "ask_correction", "not_accept", "decide", "sign", "return", "suspend", "resume", "serve",
    "reverse", "reassign", "ask_extension", "decide_extension", "hand_over", "note", "message", "annotate",
    "promise_kept", "show",
)  # fmt: skip


@pytest.mark.parametrize("stranger", ["insured", "accountant"])
def test_who_is_no_staff_of_cases_finds_no_door(bureau: Bureau, stranger: str) -> None:
    case = bureau.accepted()
    (evidence,) = cases.evidence_of(case=case)
    (paper,) = cases.papers_of(case=case)
    client = bureau.browser(stranger)
    for address in (
        "", "queue/all/", "find/?number=" + case.number, f"cases/{case.number}/", f"cases/{case.number}/together/",
        f"cases/{case.number}/evidence/{evidence.pk}/", f"cases/{case.number}/papers/{paper.pk}/",
        f"cases/{case.number}/figures/retires/", f"queue/all/behind/{case.number}/",
    ):  # fmt: skip
        assert client.get(f"/casework/{address}").status_code == 403, address
    for name in EVERY_ACT:
        assert act(client, case, name).status_code == 403, name


@pytest.mark.parametrize("stranger", ["far", "far_reviewer"])
def test_staff_of_another_place_see_and_do_nothing_here(bureau: Bureau, stranger: str) -> None:
    case = bureau.reviewing()
    (evidence,) = cases.evidence_of(case=case)
    client = bureau.browser(stranger)
    assert client.get(f"/casework/cases/{case.number}/").status_code == 403
    assert client.get(f"/casework/cases/{case.number}/evidence/{evidence.pk}/").status_code == 403
    assert case.number not in client.get("/casework/queue/all/").content.decode()
    for name in EVERY_ACT:
        assert act(client, case, name).status_code == 403, name
    assert looks_at(person_id=bureau.people[0].pk).count() == 0


def test_who_may_only_look_is_offered_no_act_and_does_none(bureau: Bureau) -> None:
    """The fund supervisor reads masked data; neither buttons nor posts."""
    case = bureau.accepted()
    watcher = bureau.browser("watcher")
    assert buttons(page_of(watcher, case)) == set()
    for name in EVERY_ACT:
        assert act(watcher, case, name).status_code == 403, name


def test_nobody_signs_what_he_handled_and_no_role_takes_the_others_place(bureau: Bureau) -> None:
    """Handler, reviewer and approver each press the others' buttons."""
    case = bureau.reviewing(amount="20000")
    li, wang, wu, zhao = (bureau.browser(name) for name in ("li", "wang", "wu", "zhao"))
    assert act(li, case, "sign").status_code == 409
    assert act(zhao, case, "sign").status_code == 409  # it is not his turn
    assert act(wang, case, "decide", grant="yes").status_code == 409
    assert act(wang, case, "sign").status_code == 302
    for client in (li, wang, wu):
        assert act(client, case, "sign").status_code == 409
    assert (state(case), bureau.service.done) == ("approving", [])


def test_a_second_reviewer_with_an_old_page_does_not_become_the_approver(bureau: Bureau) -> None:
    """Both opened the case while it waited for review; the first has signed meanwhile."""
    case = bureau.reviewing(amount="20000")
    before = case.events
    assert act(bureau.browser("wang"), case, "sign").status_code == 302
    late = bureau.browser("wu").post(
        f"/casework/cases/{case.number}/", {"act": "sign", "events": before}
    )
    assert late.status_code == 409
    assert "又有了新的变化" in late.content.decode()
    assert (state(case), bureau.service.done) == ("approving", [])


def test_nobody_of_staff_handles_or_inspects_his_own_affair(bureau: Bureau) -> None:
    """The clerk is the person whom the case is about: no papers, no notes of colleagues, no act but to hand it over."""
    case = bureau.submitted()
    cases.note(number=case.number, words="怀疑材料不实", actor=bureau.actor("lin"))
    account = bureau.accounts["li"]
    account.person_id = case.subject_id
    account.save()
    li = bureau.browser("li")
    page = page_of(li, case)
    assert "您不能办理" in page
    assert "怀疑材料不实" not in page
    assert buttons(page) == {"hand_over"}
    (evidence,) = cases.evidence_of(case=case)
    assert li.get(f"/casework/cases/{case.number}/evidence/{evidence.pk}/").status_code == 403
    for name in EVERY_ACT:
        if name != "hand_over":
            assert act(li, case, name).status_code == 403, name
    assert act(li, case, "hand_over", to="lin").status_code == 302


def test_a_file_of_one_case_is_not_found_under_another(bureau: Bureau) -> None:
    first, second = bureau.accepted(), bureau.accepted()
    (evidence,) = cases.evidence_of(case=first)
    (paper,) = cases.papers_of(case=first)
    li = bureau.browser("li")
    assert li.get(f"/casework/cases/{second.number}/evidence/{evidence.pk}/").status_code == 404
    assert li.get(f"/casework/cases/{second.number}/papers/{paper.pk}/").status_code == 404
    assert (
        act(li, second, "annotate", evidence=evidence.pk, region="whole", words="x").status_code
        == 409
    )


def test_a_draft_is_nobody_elses_business(bureau: Bureau) -> None:
    """What is not handed in yet is not seen by the office."""
    case = bureau.submitted()
    Case.objects.filter(pk=case.pk).update(state="draft")
    assert bureau.browser("li").get(f"/casework/cases/{case.number}/").status_code == 403


def test_a_post_without_the_token_is_refused(bureau: Bureau) -> None:
    case = bureau.submitted()
    client = bureau.browser("li", enforce_csrf_checks=True)
    response = client.post(
        f"/casework/cases/{case.number}/", {"act": "accept", "events": case.events}
    )
    assert response.status_code == 403
    assert state(case) == "submitted"


def test_one_human_being_is_one_under_all_his_numbers_and_so_are_those_he_acts_for(
    bureau: Bureau,
) -> None:
    """The clerk's own old number, his mother for whom he acts now, and what he handed in for her: none is his to handle."""
    mother, stranger = bureau.people[1], bureau.people[2]
    case = bureau.submitted(subject=mother.pk)
    account = bureau.accounts["li"]
    account.person_id = bureau.people[0].pk

    def own(on: cases.Case, *, acting: Acting | None = None) -> bool:
        visit = Visit(
            request=HttpRequest(), account=account, today=TODAY, now=bureau.actor("li").at, acting=acting
        )  # fmt: skip
        return is_own_affair(visit, on)

    assert not own(case)
    for_her = Acting(
        mandate_id=1, person_id=mother.pk, shown="母亲", relation="子女", capacity="family"
    )
    assert own(case, acting=for_her)
    PersonAlias.objects.create(
        person=bureau.people[0], merged_id=mother.pk, merged_into=bureau.people[0], reason="同一人",
        merged_by="wang", merged_at=bureau.actor("wang").at,
    )  # fmt: skip
    assert own(case)
    other = bureau.submitted(subject=stranger.pk)
    assert not own(other)
    other.applicant, other.on_behalf = "li", "family"
    assert own(other)
    other.on_behalf = "staff"
    assert not own(other)
