"""Certification on the pages: the pensioner proves himself, the office checks what files say, by two people."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import pyarrow as pa
import pytest
from django.test import Client

from renshe.domains.certification import api as certification
from renshe.domains.identity.api import Look, RoleCode, grant_role, open_account
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.flows import certification_to_pension
from renshe.portals.conftest import NOON, PLACE, SINCE, Town

OCTOBER = 2025 * 12 + 9
WHEN = dt.date(2025, 9, 20)
PAGE = "/casework/certification/"


def staff(town: Town, name: str, role: RoleCode) -> Client:
    account = open_account(username=name, display_name=name, password=None)
    grant_role(account=account, role=role, place=PLACE, valid_from=SINCE)
    town.accounts[name] = account
    return town.browser(name)


def person_of(town: Town) -> registry.Person:
    return town.city.people[-1]


def reported(town: Town, name: str | None = None) -> certification.Hit:
    """A death of the pensioner in a file, as a run writes it."""
    person = person_of(town)
    rows = pa.table(
        {
            "line_no": [2], "id_number": [person.id_number], "name": [name or person.name], "event_on": [WHEN],
            "detail": ["医院证明"],
        },
        schema=certification.REPORTED,
    )  # fmt: skip
    told = certification.Reported(
        place=PLACE, kind="death", records=2, rows=rows, bad_rows=1,
        faults=(certification.Fault(line_no=3, code="id_check", zh="证件号码校验位不符", en="check digit"),),
    )  # fmt: skip
    arrived = certification.Arrived(
        file_name="d.txt", sha256=hashlib.sha256(b"d").hexdigest(), by="runner", at=NOON, today=dt.date(2025, 10, 31),
    )  # fmt: skip
    certification.compare(arrived=arrived, reported=told)
    return certification.Hit.objects.get()


def text(response: Any) -> str:
    assert response.status_code in (200, 409), response.status_code
    return str(response.content.decode())


def test_a_pensioner_sees_until_when_and_proves_himself(town: Town) -> None:
    browser, person = town.browser("pensioner"), person_of(town)
    page = text(browser.get("/me/certification/"))
    assert "/me/explain/certification/" in page
    assert "十二" in text(browser.get("/me/explain/certification/")) or "12" in page
    done = browser.post("/me/certification/")
    assert done.status_code == 302
    assert "认证成功" in text(browser.get(done["Location"]))
    (proof,) = certification.proofs_of(person_id=person.pk)
    assert (proof.source, proof.recorded_by) == ("self_service", "pensioner")


def test_who_has_not_just_shown_who_he_is_is_asked_first(town: Town) -> None:
    browser = Client()
    browser.force_login(town.accounts["pensioner"])
    session = browser.session
    session["proved"] = 0
    session.save()
    asked = browser.post("/me/certification/")
    assert asked.status_code == 302
    assert "confirm" in asked["Location"]
    assert certification.Proof.objects.count() == 0


def test_proving_oneself_after_a_stop_says_what_comes_back(town: Town) -> None:
    person = person_of(town)
    certification_to_pension.suspend_overdue(
        person_id=person.pk,
        recorded=pension.Recorded(
            by="take_over", at=NOON, known_on=dt.date(2025, 8, 3), reason="逾期"
        ),
    )
    browser = town.browser("pensioner")
    assert "已暂停发放" in text(browser.get("/me/certification/"))
    done = browser.post("/me/certification/")
    assert "个月随下次发放一并补发" in text(browser.get(done["Location"]))
    assert pension.Award.objects.get(person_id=person.pk).state == "final"


def test_who_draws_nothing_has_nothing_to_certify(town: Town) -> None:
    browser = town.browser("person")
    assert "不需要认证" in text(browser.get("/me/certification/"))
    assert browser.get("/me/explain/certification/").status_code == 404
    refused = browser.post("/me/certification/")
    assert refused.status_code == 409
    assert "没有正在领取的养老待遇" in text(refused)


def test_a_death_of_a_file_is_checked_by_one_and_confirmed_by_another(town: Town) -> None:
    hit, person = reported(town, "欧阳某"), person_of(town)
    clerk = staff(town, "checking_clerk", RoleCode.COUNTER_CLERK)
    head = staff(town, "approving_head", RoleCode.APPROVER)
    page = text(clerk.get(PAGE))
    assert "不一致" in page
    assert "证件号码校验位不符" in page
    assert person.name not in page
    assert person.id_number not in page
    here = f"{PAGE}hits/{hit.pk}/"
    assert 'class="differs"' in text(clerk.get(here))
    assert head.post(here, {"act": "confirm"}).status_code == 409
    wrong = clerk.post(here, {"act": "check", "found_on": "2025-09-20", "words": " "})
    assert "没有写明理由" in text(wrong)
    assert "2025-09-20" in text(wrong)
    found = {"act": "check", "found_on": "2025-09-20", "words": "死亡证明已核对"}
    assert clerk.post(here, found).status_code == 302
    assert clerk.post(here, {"act": "confirm"}).status_code == 403
    assert pension.Award.objects.get(person_id=person.pk).state == "final"
    assert head.post(here, {"act": "confirm"}).status_code == 302
    assert pension.Award.objects.get(person_id=person.pk).state == "ended"
    assert registry.person(person_id=person.pk).died_on == WHEN
    assert clerk.post(here, {"act": "dismiss", "reason": "晚了"}).status_code == 409


def test_a_false_alarm_is_dismissed_and_the_person_hears_who_looked(town: Town) -> None:
    hit, person = reported(town), person_of(town)
    clerk = staff(town, "checking_clerk", RoleCode.COUNTER_CLERK)
    here = f"{PAGE}hits/{hit.pk}/"
    shown = text(clerk.post(here, {"purpose": "核实死亡信息"}))
    assert person.name in shown
    assert Look.objects.get(subject_id=person.pk).purpose == "核实死亡信息"
    assert clerk.post(here, {"act": "dismiss", "reason": "上门，本人健在"}).status_code == 302
    hit.refresh_from_db()
    assert (hit.state, hit.decided_by, hit.reason) == (
        "dismissed",
        "checking_clerk",
        "上门，本人健在",
    )
    assert pension.Award.objects.get(person_id=person.pk).state == "final"


@pytest.mark.parametrize("name", ["person", "clerk", "nobody"])
def test_nobody_outside_the_office_sees_a_hit(town: Town, name: str) -> None:
    hit = reported(town)
    browser = town.browser(name)
    assert browser.get(PAGE).status_code == 403
    assert browser.get(f"{PAGE}hits/{hit.pk}/").status_code == 403
    assert (
        browser.post(f"{PAGE}hits/{hit.pk}/", {"act": "dismiss", "reason": "x"}).status_code == 403
    )


def test_an_accountant_may_look_and_decides_nothing(town: Town) -> None:
    hit = reported(town)
    browser = town.browser("accountant")
    here = f"{PAGE}hits/{hit.pk}/"
    assert "记录结论" not in text(browser.get(here))
    for act in ("check", "confirm", "dismiss"):
        assert browser.post(here, {"act": act, "reason": "x"}).status_code == 403
    assert browser.post(here, {"act": "other"}).status_code == 404
