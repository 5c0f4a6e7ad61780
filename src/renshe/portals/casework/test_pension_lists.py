"""Lists on the pages: taken in by the file, decided by two, explained, printed; allowances, and claims by instalments."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from renshe.domains.certification import api as certification
from renshe.domains.identity.api import Look, RoleCode
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.retirement_file import api as retirement_file
from renshe.flows import certification_to_pension, pension_invalidity
from renshe.portals.casework.test_certification import person_of, staff, text
from renshe.portals.conftest import NOON, PLACE, Town

LISTS, CLAIMS, ALLOWANCES = (
    f"/casework/pensions/{name}/" for name in ("lists", "claims", "invalidity")
)
TODAY = dt.date(2025, 10, 31)


def hands(town: Town) -> tuple[Client, Client]:
    """A clerk and an approver."""
    clerk = staff(town, "list_clerk", RoleCode.COUNTER_CLERK)
    return clerk, staff(town, "list_head", RoleCode.APPROVER)


def suspended(town: Town) -> registry.Person:
    """The pensioner, stopped since August for want of a proof."""
    person = person_of(town)
    certification_to_pension.suspend_overdue(
        person_id=person.pk,
        recorded=pension.Recorded(by="take_over", at=NOON, known_on=dt.date(2025, 8, 3), reason="逾期"),
    )  # fmt: skip
    return person


def table(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    """A street's list as .xlsx."""
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate((("姓名", "证件号码", "认证日期", "认证方式"), *rows)):
            for column, cell in enumerate(row):
                sheet.write_string(at, column, cell)
    return SimpleUploadedFile("街道名单.xlsx", sink.getvalue())


def test_a_streets_list_is_taken_whole_decided_by_another_and_pays_what_was_missed(
    town: Town,
) -> None:
    person = suspended(town)
    clerk, head = hands(town)
    bad = table(("王某", person.id_number, "昨天", "电话"))
    refused = clerk.post(LISTS, {"act": "file", "file": bad})
    told = text(refused)
    assert all(
        words in told for words in ("姓名与登记不一致", "认证日期没有填对", "认证方式不是窗口")
    )
    assert pension.PeopleList.objects.count() == 0
    assert person.id_number not in told
    good = table((person.name, person.id_number, "2025-10-20", "上门"))
    done = clerk.post(LISTS, {"act": "file", "file": good})
    assert done.status_code == 302
    here = done["Location"]
    assert certification.Proof.objects.count() == 0  # believed once another has signed
    page = text(clerk.get(here))
    assert "同意，逐人办理" not in page
    assert clerk.post(here, {"act": "agree"}).status_code == 403
    row = pension.PeopleListRow.objects.get()
    why = f"{LISTS}people/{row.pk}/owed/"
    assert why in page
    assert row.owed_fen
    assert "试算" in text(head.get(why))
    assert head.post(here, {"act": "agree"}).status_code == 302
    assert pension.Award.objects.get(person_id=person.pk).state == "final"
    (proof,) = certification.proofs_of(person_id=person.pk)
    assert (proof.source, proof.recorded_by, proof.proved_on) == (
        "home_visit",
        "list_clerk",
        dt.date(2025, 10, 20),
    )
    assert "街道名单.xlsx 第2行" in proof.evidence
    owed = sum(
        one.total_fen
        for one in pension.Arrears.objects.filter(person_id=person.pk, cause="hold_lifted")
    )
    assert owed == row.owed_fen
    assert "8月" in text(head.get(why))
    assert head.get(f"{here}paper/").content.startswith(b"%PDF")
    assert head.get(f"{here}table/").content.startswith(b"PK")
    assert head.get(f"{here}letters/").content.startswith(b"%PDF")
    assert "告知书" in Look.objects.get(subject_id=person.pk).purpose
    assert town.browser("accountant").get(f"{here}letters/").status_code == 403
    assert head.post(here, {"act": "agree"}).status_code == 409


def test_a_list_is_refused_or_somebody_taken_out_and_what_was_typed_stays(town: Town) -> None:
    person = suspended(town)
    clerk, head = hands(town)
    good = table((person.name, person.id_number, "2025-10-20", "窗口"))
    here = clerk.post(LISTS, {"act": "file", "file": good})["Location"]
    row = pension.PeopleListRow.objects.get()
    struck = clerk.post(here, {"act": "strike", "row": str(row.pk), "reason": " "})
    assert "没有写明理由" in text(struck)
    assert (
        clerk.post(here, {"act": "strike", "row": str(row.pk), "reason": "材料不全"}).status_code
        == 302
    )
    assert "材料不全" in text(head.get(here))
    assert clerk.post(here, {"act": "strike", "row": "999999", "reason": "x"}).status_code == 404
    assert head.post(here, {"act": "refuse", "reason": "重新核对"}).status_code == 302
    assert pension.Award.objects.get(person_id=person.pk).state == "suspended"
    nobody = clerk.post(LISTS, {"act": "proved"})
    assert "名单里没有人" in text(nobody)


def test_an_old_proof_on_a_list_restores_nothing_and_says_so(town: Town) -> None:
    person = suspended(town)
    clerk, _head = hands(town)
    old = table((person.name, person.id_number, "2024-09-20", "境外"))
    here = clerk.post(LISTS, {"act": "file", "file": old})["Location"]
    assert "十二个月" in text(clerk.get(here))
    assert pension.PeopleListRow.objects.get().state == "left"


def test_a_re_examination_is_recorded_with_its_paper_and_the_claim_comes_back_by_instalments(town: Town) -> None:  # fmt: skip
    clerk, head = hands(town)
    person = person_of(town)
    award = pension.Award.objects.create(
        person=town.city.people[0], kind="invalidity", state="final", starts_month=2025 * 12 + 3, place=PLACE, basic_fen=150_000,
        account_fen=0, transitional_fen=0, other_fen=0, total_fen=150_000, decided_by="determiner", decided_at=NOON,
    )  # fmt: skip
    page = text(clerk.get(ALLOWANCES))
    assert "只按基础养老金" in page
    given = {
        "act": "record", "award": str(award.pk), "level": "part", "issuer": "劳动能力鉴定委员会", "number": "鉴7",
        "decided_on": "2025-09-20",
    }  # fmt: skip
    without = clerk.post(ALLOWANCES, given)
    assert without.status_code == 409
    assert 'value="鉴7"' in text(without)
    paper = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")
    assert clerk.post(ALLOWANCES, {**given, "paper": paper}).status_code == 302
    kept = retirement_file.latest_appraisals(person_ids=[award.person_id])[award.person_id]
    assert (kept.level, kept.decided_on) == ("part", dt.date(2025, 9, 20))
    assert "不再符合" in text(clerk.get(ALLOWANCES))
    assert "1,500.00" in text(clerk.get(f"{ALLOWANCES}{award.pk}/"))
    made = pension_invalidity.reviewed(
        place=PLACE, source="2025-10",
        affected=[pension_invalidity.Affected(
            award=award, cause="reappraised", from_month=2025 * 12 + 9,
            evidence={"number": "鉴7", "issuer": "委员会", "level": "part"},
        )],
        recorded=pension.Recorded(by="determiner", at=NOON, known_on=TODAY, reason=""),
    )  # fmt: skip
    assert head.post(f"{LISTS}{made.pk}/", {"act": "agree"}).status_code == 302
    award.refresh_from_db()
    assert (award.state, award.ends_month) == ("ended", 2025 * 12 + 8)
    claim = pension.Overpayment.objects.create(
        person=person, award=pension.Award.objects.get(person=person), cause="ended_late", from_month=2025 * 12 + 8,
        to_month=2025 * 12 + 9, principal_fen=100_001, known_on=TODAY,
        lines=[{"instruction": "1-1", "period": 2025 * 12 + 8, "fen": 100_001, "months": 2}],
    )  # fmt: skip
    assert f"{CLAIMS}{claim.pk}/" in text(clerk.get(CLAIMS))
    here = f"{CLAIMS}{claim.pk}/"
    assert clerk.post(here, {"act": "agree", "months": "3", "first": "2025-11"}).status_code == 403
    wrong = head.post(here, {"act": "agree", "months": "0", "first": "2025-11"})
    assert "分期月数" in text(wrong)
    assert head.post(here, {"act": "agree", "months": "3", "first": "2025-11"}).status_code == 302
    parts = list(claim.instalments.order_by("due_month").values_list("amount_fen", flat=True))
    assert parts == [33_335, 33_333, 33_333]
    assert clerk.post(here, {"act": "notify", "notified_on": "2025-10-30"}).status_code == 302
    offset = {"act": "offset", "monthly": "100", "from_month": "2025-11"}
    assert clerk.post(here, offset).status_code == 302
    assert "每月从待遇中抵扣100.00元" in text(clerk.get(here))
    assert "1,000.01" in text(clerk.get(f"{here}months/"))
    assert clerk.post(here, {"act": "receive", "amount": "1"}).status_code == 403


@pytest.mark.parametrize("name", ["person", "clerk", "nobody"])
def test_nobody_outside_the_office_sees_lists_allowances_or_claims(town: Town, name: str) -> None:
    browser = town.browser(name)
    for page in (LISTS, ALLOWANCES, CLAIMS):
        assert browser.get(page).status_code == 403


def test_a_list_or_a_claim_of_another_place_is_not_shown(town: Town) -> None:
    clerk, _head = hands(town)
    far = pension.Award.objects.create(
        person=town.city.people[0], kind="invalidity", state="final", starts_month=2025 * 12, place="440402", basic_fen=1,
        account_fen=0, transitional_fen=0, other_fen=0, total_fen=1, decided_by="x", decided_at=NOON,
    )  # fmt: skip
    claim = pension.Overpayment.objects.create(
        person=far.person, award=far, cause="fraud", from_month=24300, to_month=24300, principal_fen=1, known_on=TODAY,
    )  # fmt: skip
    assert clerk.get(f"{CLAIMS}{claim.pk}/").status_code == 403
    assert clerk.get(f"{CLAIMS}{claim.pk}/months/").status_code == 403
    assert clerk.get(f"{ALLOWANCES}{far.pk}/").status_code == 404
    award: Any = pension.Award.objects.get(person=person_of(town))
    made = pension.propose_list(
        kind="restore", place="440400", source="x",
        people=[pension.Listed(
            person_id=award.person_id, award_id=award.pk, cause="proved", from_month=2025 * 12, before_fen=0,
            tried=pension.Outcome(after_fen=0, owed_fen=0, claimed_fen=0),
        )],
        recorded=pension.Recorded(by="x", at=NOON, known_on=TODAY, reason=""),
    )  # fmt: skip
    assert clerk.get(f"{LISTS}{made.pk}/").status_code == 403
    assert clerk.get(f"{LISTS}people/{made.people.get().pk}/after/").status_code == 403
    assert clerk.get(f"{LISTS}999/").status_code == 404
