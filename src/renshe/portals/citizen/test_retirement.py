"""A pensioner reads and signs the determination sheet; a person reads and confirms what was recognised of the file."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client

from renshe.domains.cases.api import Paper
from renshe.domains.pension.api import Award
from renshe.domains.retirement_file import api as retirement_file
from renshe.flows import determination_sheet
from renshe.portals.conftest import NOON, Town

SHEET, FILE = "/me/pension/sheet/", "/me/file/"


def by(name: str) -> retirement_file.By:
    """Somebody on the town's day."""
    return retirement_file.By(name=name, at=NOON, today=NOON.date())


def text(response: Any) -> str:
    """What a page says."""
    return str(response.content.decode())


def test_a_sheet_is_printed_and_signed_by_its_hash_once(town: Town) -> None:
    browser = town.browser("pensioner")
    assert browser.get(SHEET).status_code == 404
    award = Award.objects.get(person=town.city.people[-1])
    kept = determination_sheet.file_sheet(award=award, by=by("take_over"))
    page = text(browser.get(SHEET))
    assert "2,000.00" in page
    assert "3,000.00" in page
    assert "/me/explain/sheet/basic/" in page
    assert browser.get("/me/explain/sheet/basic/").status_code == 200
    assert browser.get("/me/explain/sheet/nothing/").status_code == 404
    printed = browser.post(SHEET, {"act": "print"})
    assert printed["Content-Type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF")
    assert Paper.objects.get(case=None).content["title"]["zh"] == "基本养老金核定表"
    assert browser.post(SHEET, {"act": "confirm", "sha256": "0" * 64}).status_code == 409
    assert browser.post(SHEET, {"act": "confirm", "sha256": kept.sha256}).status_code == 302
    assert "本人已确认" in text(browser.get(SHEET))
    again = browser.post(SHEET, {"act": "confirm", "sha256": kept.sha256})
    assert again.status_code == 409
    assert town.browser("person").get(SHEET).status_code == 404
    assert Client().get(SHEET).status_code == 302


def test_who_draws_another_benefit_reads_its_sheet_where_the_pension_page_leads(town: Town) -> None:
    """The sheet of a resident's pension taken over: the link of the pension page opens it, each amount explained."""
    person = town.city.people[0]
    award = Award.objects.create(
        person=person, kind="resident", state="final", starts_month=2025 * 12, place="310112", basic_fen=150_000,
        account_fen=11_097, total_fen=161_097, facts={"birth_month": 1964 * 12}, receipt={"taken_over": True},
        decided_by="old system", decided_at=NOON,
    )  # fmt: skip
    determination_sheet.file_sheet(award=award, by=by("take_over"))
    browser = town.browser("person")
    assert SHEET in text(browser.get("/me/pension/"))
    page = text(browser.get(SHEET))
    for words in ("城乡居民养老金核定表", "1,500.00", "1,610.97"):
        assert words in page
    assert browser.get("/me/explain/sheet/basic/").status_code == 200


def test_a_person_confirms_the_result_or_objects_with_what_was_typed_kept(town: Town) -> None:
    person = town.accounts["person"].person_id
    assert person is not None
    browser = town.browser("person")
    assert "申请退休档案预审" in text(browser.get(FILE))
    review = retirement_file.open_review(person_id=person, place="310112", by=by("li"))
    paper = retirement_file.list_paper(
        review_id=review.pk, kind="history", dated_on=dt.date(1990, 1, 1), proves="首次记载", by=by("li"),
        file={"name": "a.pdf", "media_type": "application/pdf", "content": b"%PDF a"},
    )  # fmt: skip
    shown = retirement_file.Shown(kind="birth_date", reason="记载清楚", paper_id=paper.pk)
    retirement_file.record_finding(review_id=review.pk, shown=shown, by=by("li"))
    retirement_file.propose(review_id=review.pk, by=by("li"))
    assert browser.post(FILE, {"act": "confirm"}).status_code == 409
    retirement_file.recognise(review_id=review.pk, by=by("zhao"))
    assert browser.post(FILE, {"act": "object", "reason": " "}).status_code == 409
    assert browser.post(FILE, {"act": "confirm"}).status_code == 302
    assert "本人已确认" in text(browser.get(FILE))
    events = list(review.events.order_by("pk").values_list("verb", "actor"))
    assert events[-1] == ("confirm", "person")
