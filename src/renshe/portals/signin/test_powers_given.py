"""Delegates, acting for family, guardians and broken glass, as people meet them in the browser; and who tries too much."""

import re
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from renshe.domains.audit.api import events_by
from renshe.domains.identity import api as identity
from renshe.domains.identity.api import RoleCode, grant_role, open_account
from renshe.portals.conftest import PLACE, SINCE, Town

TODAY = date(2025, 10, 31)
PDF = b"%PDF-1.4 birth certificate"
CODE = re.compile(r"<code>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</code>")


def staff(town: Town, name: str, role: RoleCode, *, place: str = PLACE) -> None:
    account = open_account(username=name, display_name=name, password=None)
    grant_role(account=account, role=role, place=place, valid_from=SINCE)
    town.accounts[name] = account


def text(client, path: str, *, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, f"{path}: {answer.status_code}"
    return answer.content.decode()


def appoint(client, **form):
    given = {"act": "appoint", "username": "nobody", "actions": ["contributions.look"],
             "valid_from": "2025-10-31", "valid_to": "2025-12-31"}  # fmt: skip
    return client.post("/delegates/", given | form)


def test_a_first_delegate_appoints_another_who_sees_only_what_he_was_given(town: Town) -> None:
    first = town.browser("clerk")
    assert appoint(first).status_code == 302
    assert "查看缴费" in text(first, "/delegates/")
    other = town.browser("nobody")
    assert "丁*" in text(other, f"/employer/bills/{bill_of(town)}/")
    text(other, "/employer/roster/", status=403)
    text(other, "/delegates/", status=403)
    assert appoint(other).status_code == 403
    (event, *_rest) = events_by(actor="clerk")
    assert (event.verb, event.subject_id) == (
        "identity.appoint_delegate", town.accounts["nobody"].pk,
    )  # fmt: skip
    first.post("/delegates/", {"act": "dismiss", "number": town.accounts["nobody"].pk})
    text(town.browser("nobody"), f"/employer/bills/{bill_of(town)}/", status=403)


def bill_of(town: Town) -> int:
    from renshe.domains.contributions.api import Bill

    return Bill.objects.get(employer=town.city.employers[0]).pk


def test_what_was_typed_stays_when_an_appointment_is_refused(town: Town) -> None:
    refused = appoint(town.browser("clerk"), username="ghost", actions=["enrolment.record"])
    page = refused.content.decode()
    assert refused.status_code == 400
    assert "没有这个用户名" in page
    assert 'value="ghost"' in page
    assert 'value="enrolment.record" checked' in page


def test_a_delegate_of_another_employer_is_not_ours_to_dismiss(town: Town) -> None:
    other = town.accounts["other_clerk"]
    refused = town.browser("clerk").post("/delegates/", {"act": "dismiss", "number": other.pk})
    assert refused.status_code == 400
    text(town.browser("other_clerk"), "/employer/")


def test_the_first_delegate_hands_over_and_loses_every_page(town: Town) -> None:
    first = town.browser("clerk")
    appoint(first)
    first.post("/delegates/", {"act": "hand_over", "username": "nobody"})
    text(first, "/employer/", status=403)
    text(town.browser("nobody"), "/delegates/")


def invitation(town: Town, *actions: str) -> str:
    """The code that the insured person's page shows."""
    form = {"relation": "女儿", "actions": actions, "valid_to": "2026-10-31"}
    page = town.browser("person").post("/acting/invite/", form).content.decode()
    return CODE.search(page)[1]


LOOKING = ("person.look", "enrolment.look", "contributions.look", "pension.look", "case.look")


def acting_daughter(town: Town):
    """The other person acts for the first one."""
    daughter = town.browser("other_person")
    daughter.post("/acting/", {"code": invitation(town, *LOOKING)})
    (mandate,) = identity.mandates_held(agent=town.accounts["other_person"], on=TODAY)
    begun = daughter.post("/acting/choose/", {"mandate": mandate.pk})
    assert begun["Location"] == "/me/"
    return daughter, mandate


def test_a_daughter_acts_for_her_father_and_every_page_says_so(town: Town) -> None:
    daughter, _mandate = acting_daughter(town)
    page = text(daughter, "/me/")
    assert "您正在代" in page
    assert "1个月" in page
    bill = bill_of(town)
    text(daughter, f"/me/explain/contribution/{bill}/1/pension_personal/")
    assert daughter.post("/me/unmasked/").status_code == 403
    looks = text(town.browser("person"), "/me/looks/")
    assert "代办人" in looks
    assert "女儿" in looks


def test_without_choosing_she_sees_only_herself(town: Town) -> None:
    daughter = town.browser("other_person")
    daughter.post("/acting/", {"code": invitation(town, *LOOKING)})
    bill = bill_of(town)
    text(daughter, f"/me/explain/contribution/{bill}/1/pension_personal/", status=404)
    assert "您正在代" not in text(daughter, "/me/")


def test_the_moment_the_father_ends_it_the_daughter_sees_nothing(town: Town) -> None:
    daughter, mandate = acting_daughter(town)
    father = town.browser("person")
    father.post("/acting/", {"end": mandate.pk})
    text(daughter, "/me/", status=403)
    assert daughter.post("/acting/choose/", {"mandate": mandate.pk}).status_code == 409
    text(daughter, "/me/")  # herself again


def test_what_was_not_agreed_to_stays_closed(town: Town) -> None:
    daughter = town.browser("other_person")
    daughter.post("/acting/", {"code": invitation(town, "person.look")})
    (mandate,) = identity.mandates_held(agent=town.accounts["other_person"], on=TODAY)
    daughter.post("/acting/choose/", {"mandate": mandate.pk})
    text(daughter, "/me/")
    for closed in ("/me/pension/", "/me/contributions/", "/me/account/"):
        text(daughter, closed, status=403)


def test_a_stranger_can_neither_use_nor_end_somebody_elses_mandate(town: Town) -> None:
    _daughter, mandate = acting_daughter(town)
    thief = town.browser("pensioner")
    assert thief.post("/acting/choose/", {"mandate": mandate.pk}).status_code == 409
    assert "您正在代" not in text(thief, "/me/")
    assert thief.post("/acting/", {"end": mandate.pk}).status_code == 409
    assert thief.post("/acting/", {"code": "AAAA-BBBB-CCCC"}).status_code == 409


def test_whoever_acts_for_somebody_invites_nobody_in_his_name(town: Town) -> None:
    daughter, _mandate = acting_daughter(town)
    form = {"relation": "x", "actions": LOOKING, "valid_to": "2026-10-31"}
    assert daughter.post("/acting/invite/", form)["Location"] == "/acting/"


def ask_guardianship(town: Town, **changed):
    ward = town.city.people[2]
    form = {
        "name": ward.name, "id_number": ward.id_number, "relation": "父亲", "adult": "1",
        "actions": LOOKING, "valid_to": "2027-01-01",
        "evidence": SimpleUploadedFile("判决书.pdf", PDF),
    }  # fmt: skip
    return town.browser("person").post("/acting/guardian/", form | changed)


def test_a_guardian_waits_for_the_counter_and_acts_after_it(town: Town) -> None:
    staff(town, "counter", RoleCode.COUNTER_CLERK)
    staff(town, "elsewhere", RoleCode.COUNTER_CLERK, place="440400")
    assert ask_guardianship(town).status_code == 302
    (mandate,) = identity.mandates_held(agent=town.accounts["person"], on=TODAY)
    guardian = town.browser("person")
    assert guardian.post("/acting/choose/", {"mandate": mandate.pk}).status_code == 409
    evidence = f"/guardians/{mandate.pk}/evidence/"
    text(town.browser("elsewhere"), evidence, status=404)
    counter = town.browser("counter")
    assert counter.get(evidence).content == PDF
    assert "没有写明理由" in counter.post(
        "/guardians/", {"number": mandate.pk, "granted": "0"}
    ).content.decode()  # fmt: skip
    counter.post("/guardians/", {"number": mandate.pk, "granted": "1"})
    guardian.post("/acting/choose/", {"mandate": mandate.pk})
    assert "您正在代" in text(guardian, "/me/")
    assert identity.looks_at(person_id=town.city.people[2].pk).count() == 2


def test_a_name_without_its_number_finds_nobody_and_nothing_typed_is_lost(town: Town) -> None:
    page = ask_guardianship(town, id_number=town.city.people[3].id_number).content.decode()
    assert "没有找到姓名和证件号码都相符的人" in page
    assert town.city.people[2].name in page
    page = ask_guardianship(town, evidence=SimpleUploadedFile("x.pdf", b"no pdf")).content.decode()
    assert "只收 PDF" in page


def break_glass(town: Town, reason: str = "病人昏迷，医院急需确认参保地"):
    form = {"id_number": town.city.people[0].id_number, "reason": reason}
    return town.browser("elsewhere").post("/emergency/", form)


def test_the_glass_is_broken_seen_by_its_owner_reported_and_judged(town: Town) -> None:
    staff(town, "elsewhere", RoleCode.COUNTER_CLERK, place="440400")
    staff(town, "auditor", RoleCode.AUDIT_ADMINISTRATOR)
    assert break_glass(town, "急").status_code == 409
    opened = break_glass(town)
    clerk, auditor, owner = (town.browser(one) for one in ("elsewhere", "auditor", "person"))
    assert town.city.people[0].id_number in text(clerk, opened["Location"])
    assert "有人在紧急情况下打开过您的记录" in text(owner, "/me/")
    assert "病人昏迷" in text(owner, "/me/looks/")
    page = text(auditor, "/administration/emergencies/")
    assert "病人昏迷" in page
    assert town.city.people[0].name not in page
    clerk.post(opened["Location"], {"report": "已联系医院，确认参保地为上海"})
    number = opened["Location"].strip("/").split("/")[-1]
    auditor.post(
        "/administration/emergencies/", {"number": number, "justified": "1", "words": "属实"}
    )
    assert "审计：正当" in text(clerk, "/emergency/")
    verbs = {event.verb for event in events_by(actor="elsewhere")}
    assert verbs == {"identity.open_emergency", "identity.report_emergency"}


def test_half_an_hour_later_the_record_is_closed_and_the_report_still_owed(town: Town) -> None:
    staff(town, "elsewhere", RoleCode.COUNTER_CLERK, place="440400")
    opened = break_glass(town)
    (one,) = identity.emergencies_of(account=town.accounts["elsewhere"])
    one.opened_at -= identity.EMERGENCY_LASTS
    one.ends_at -= identity.EMERGENCY_LASTS
    one.save()
    page = text(town.browser("elsewhere"), opened["Location"])
    assert "记录已关闭" in page
    assert town.city.people[0].id_number not in page
    assert "上一次紧急查看还没有写报告" in break_glass(town).content.decode()


def test_nobody_reads_or_reports_the_emergency_of_a_colleague(town: Town) -> None:
    staff(town, "elsewhere", RoleCode.COUNTER_CLERK, place="440400")
    staff(town, "counter", RoleCode.COUNTER_CLERK)
    opened = break_glass(town)
    text(town.browser("counter"), opened["Location"], status=404)
    text(town.browser("accountant"), "/emergency/", status=403)
