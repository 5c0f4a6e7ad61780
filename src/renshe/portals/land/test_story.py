"""The office's way through a project on its pages: who may do what, what a refusal says, and what anybody may read."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from renshe.domains.expropriation import api as expropriation
from renshe.domains.identity.api import RoleCode, grant_role, open_account
from renshe.laws import library
from renshe.portals.conftest import NOON, PLACE, SINCE, Town

TODAY = dt.date(2025, 10, 31)


def staff(town: Town, name: str, role: RoleCode) -> Client:
    account = open_account(username=name, display_name=name, password=None)
    grant_role(account=account, role=role, place=PLACE, valid_from=SINCE)
    town.accounts[name] = account
    return town.browser(name)


@pytest.fixture
def project(town: Town) -> expropriation.ExpropriationProject:
    """A project of the town's place with two of its people, its list public since ten days."""
    overlays, _ = library.configured()
    library.configure(overlays=overlays, mode="demonstration")
    share = expropriation.NewShare(
        payer="land_user", payer_name="轨道公司", permille=1000, due_on=TODAY
    )
    early = expropriation.Recorded(by="old", at=NOON, today=TODAY - dt.timedelta(days=10))
    made = expropriation.register_project(
        new=expropriation.NewProject(
            approval_number="批1", name="停车场", place=PLACE, village_group="一组", approved_on=dt.date(2025, 3, 1),
            land_taken_m2=100,
            land_group_m2=1000, land_group_people=40, scheme="employee_pension", months_bought=180, cost_working_fen=1_000_000,
            cost_old_fen=1_000_000, one_off_minor_fen=0, account_permille=400, reserve_permille=50, shares=(share,),
        ),
        recorded=early, explain=library.explain,
    )  # fmt: skip
    for person in town.city.people[:2]:
        expropriation.add_member(
            project_id=made.pk, person_id=person.pk, recorded=early, explain=library.explain
        )
    return expropriation.publish_list(project_id=made.pk, recorded=early)


def post(client: Client, project: Any, status: int, **typed: str) -> str:
    answer = client.post(f"/land/projects/{project.pk}/", typed)
    assert answer.status_code == status, answer.status_code
    return str(answer.content.decode())


def test_each_step_is_another_hands_and_a_refusal_says_what_to_do(town: Town, project: Any) -> None:
    clerk, reviewer = staff(town, "c", RoleCode.COUNTER_CLERK), staff(town, "r", RoleCode.REVIEWER)
    post(reviewer, project, 403, act="street")
    post(clerk, project, 403, act="certify")
    post(clerk, project, 403, act="no_such_act")
    post(clerk, project, 302, act="street")
    said = post(clerk, project, 409, act="street")
    assert "按项目页上的下一步办理" in said
    page = reviewer.get(f"/land/projects/{project.pk}/").content.decode()
    assert "自然资源部门确认函号" in page
    assert town.city.people[0].name not in page


def test_anybody_reads_a_public_list_masked_until_its_last_day(town: Town, project: Any) -> None:
    stranger = Client()
    assert stranger.get("/land/public/").status_code == 200
    assert stranger.get(f"/land/public/{project.pk}/").status_code == 404  # seven days are over
    expropriation.ExpropriationProject.objects.filter(pk=project.pk).update(public_to=TODAY)
    page = stranger.get(f"/land/public/{project.pk}/").content.decode()
    assert "停车场" in page
    for person in town.city.people[:2]:
        assert person.name not in page
        assert person.id_number not in page


def test_figures_and_cover_are_shown_and_the_list_is_a_workbook(town: Town, project: Any) -> None:
    clerk = staff(town, "c", RoleCode.COUNTER_CLERK)
    assert clerk.get("/land/").status_code == 200
    assert clerk.get("/land/watch/").status_code == 200
    assert "没有医疗保险的人" in clerk.get("/land/cover/").content.decode()
    assert clerk.get("/land/cover/list/").content[:2] == b"PK"
    assert clerk.post("/land/cover/", {}).status_code == 409
    assert clerk.get(f"/land/projects/{project.pk}/quota/").status_code == 200


def test_a_person_sees_what_the_project_gives_and_nobody_elses(town: Town, project: Any) -> None:
    page = town.browser("person").get("/me/land/").content.decode()
    assert ("停车场" in page) == (
        town.accounts["person"].person_id in {one.pk for one in town.city.people[:2]}
    )
