"""Somebody comes in: found, served, sent home with a receipt; and what a clerk tries that is not his."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from renshe.domains.cases import api as cases
from renshe.domains.cases.models import Case
from renshe.domains.identity.api import looks_at
from renshe.portals.casework.conftest import CODE, COUNTY, ELSEWHERE, PDF, STREET, Bureau

GIVEN = {"month": "2025-08", "amount": "800.00", "why": "twice", "phone": "13800001234"}


def started(client: Client, bureau: Bureau, *, place: str = COUNTY, item: str = CODE) -> str:
    """The number of a draft begun for the first person."""
    sent = {"kind": "person", "subject": bureau.people[0].pk, "item": item, "place": place}
    response = client.post("/counter/start/", sent)
    assert response.status_code == 302, response.content.decode()
    found = re.search(r"/counter/cases/([\w-]+)/form/", response["Location"])
    assert found is not None, response["Location"]
    return found[1]


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("凭证.pdf", PDF, content_type="text/html")


def test_a_person_is_served_from_the_number_to_the_receipt(bureau: Bureau) -> None:
    """Found by number, the form filled in with what the register knows, accepted at once, receipt with the due day."""
    client, person = bureau.browser("li"), bureau.people[0]
    there = client.get("/counter/find/", {"q": person.id_number})["Location"]
    page = client.get(there).content.decode()
    assert person.name not in page
    assert person.id_number not in page
    number = started(client, bureau, item="误缴退费")
    form = client.get(f"/counter/cases/{number}/form/").content.decode()
    assert 'value="2025-08"' in form
    assert "告知承诺：10个工作日内补交" in form
    sent = {**GIVEN, "do": "accept", "paper-proof": paper()}
    assert client.post(f"/counter/cases/{number}/form/", sent).status_code == 302
    case = cases.case_by_number(number=number)
    assert (case.state, case.on_behalf, case.channel) == ("accepted", "staff", "counter")
    assert (case.place, case.received_at_place) == (COUNTY, COUNTY)
    done = client.get(f"/counter/cases/{number}/").content.decode()
    assert f"已经受理，编号{number}，最迟2025年11月28日办结" in done
    (receipt,) = cases.papers_of(case=case)
    printed = client.get(f"/counter/cases/{number}/papers/{receipt.pk}/").content.decode()
    assert receipt.number in printed
    assert person.name in printed
    pdf = client.get(f"/counter/cases/{number}/papers/{receipt.pk}/?pdf=1")
    assert pdf.content.startswith(b"%PDF")
    assert number in client.get("/counter/today/").content.decode()
    assert client.get("/counter/find/", {"q": number})["Location"] == f"/counter/cases/{number}/"
    purposes = [look.purpose for look in looks_at(person_id=person.pk)]
    assert purposes == [f"打印办件{number}的文书", f"窗口录入办件{number}"]


def test_a_wrong_form_names_every_gap_and_keeps_what_was_typed_and_attached(bureau: Bureau) -> None:
    client = bureau.browser("li")
    number = started(client, bureau)
    sent = {
        "month": "八月",
        "amount": "十元",
        "why": "twice",
        "do": "accept",
        "paper-proof": paper(),
    }
    response = client.post(f"/counter/cases/{number}/form/", sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "有2处要改" in page
    assert 'value="十元"' in page
    again = client.get(f"/counter/cases/{number}/form/").content.decode()
    assert 'value="十元"' in again
    assert "凭证.pdf" in again
    assert number in client.get("/counter/").content.decode()
    assert (
        client.post(f"/counter/cases/{number}/form/", {**GIVEN, "do": "submit"}).status_code == 302
    )
    assert cases.case_by_number(number=number).state == "submitted"


def test_a_file_that_is_not_what_its_name_says_is_refused_and_a_missing_one_is_named(
    bureau: Bureau,
) -> None:
    client = bureau.browser("li")
    number = started(client, bureau)
    page = SimpleUploadedFile(
        "凭证.pdf", b"<script>alert(1)</script>", content_type="application/pdf"
    )
    refused = client.post(
        f"/counter/cases/{number}/form/", {**GIVEN, "do": "submit", "paper-proof": page}
    )
    assert refused.status_code == 422
    assert "只收 PDF、JPG 或 PNG" in refused.content.decode()
    missing = client.post(f"/counter/cases/{number}/form/", {**GIVEN, "do": "submit"})
    assert missing.status_code == 422
    assert "缺少必要材料" in missing.content.decode()
    assert "缴费凭证" in missing.content.decode()
    promised = {**GIVEN, "do": "submit", "promise-proof": "on"}
    assert client.post(f"/counter/cases/{number}/form/", promised).status_code == 302
    assert (
        "承诺2025-11-14前补交"
        in bureau.browser("li").get(f"/casework/cases/{number}/").content.decode()
    )


def test_a_street_takes_papers_in_that_the_county_decides(bureau: Bureau) -> None:
    """Received there, decided here: the street may hand in and print, and is offered no acceptance."""
    client = bureau.browser("street")
    number = started(client, bureau)
    form = client.get(f"/counter/cases/{number}/form/").content.decode()
    assert "提交并受理" not in form
    sent = {**GIVEN, "do": "accept", "paper-proof": paper()}
    assert client.post(f"/counter/cases/{number}/form/", sent).status_code == 302
    case = cases.case_by_number(number=number)
    assert (case.state, case.place, case.received_at_place) == ("submitted", COUNTY, STREET)
    page = client.get(f"/counter/cases/{number}/").content.decode()
    assert "已经收下" in page
    assert 'data-key="F8"' not in page
    assert client.post(f"/counter/cases/{number}/").status_code == 403
    assert bureau.browser("li").post(f"/counter/cases/{number}/").status_code == 302
    assert cases.case_by_number(number=number).state == "accepted"


def test_the_day_is_closed_once_and_its_counts_stand(bureau: Bureau) -> None:
    client = bureau.browser("li")
    number = started(client, bureau)
    client.post(f"/counter/cases/{number}/form/", {**GIVEN, "do": "accept", "paper-proof": paper()})
    draft = started(client, bureau)
    before = client.get("/counter/day-end/").content.decode()
    assert draft in before
    assert "还在手上</dt><dd>1<" in before
    assert client.post("/counter/day-end/").status_code == 302
    client.post(f"/counter/cases/{draft}/form/", {**GIVEN, "do": "accept", "paper-proof": paper()})
    after = client.get("/counter/day-end/").content.decode()
    assert "日结数不再变" in after
    assert "还在手上</dt><dd>1<" in after
    assert client.post("/counter/day-end/").status_code == 302


def test_everyday_words_lead_to_an_item_and_unknown_ones_to_the_list(bureau: Bureau) -> None:
    client = bureau.browser("li")
    assert cases.case_by_number(number=started(client, bureau, item="多交")).item == CODE
    sent = {"kind": "person", "subject": bureau.people[0].pk, "item": "买彩票", "place": COUNTY}
    back = client.post("/counter/start/", sent, follow=True).content.decode()
    assert "没有对得上的事项" in back
    assert "误缴退费" in back


def test_unmasking_a_person_states_a_purpose_and_is_recorded(bureau: Bureau) -> None:
    client, person = bureau.browser("li"), bureau.people[0]
    address = f"/counter/people/{person.pk}/"
    assert person.id_number not in client.post(address, {"purpose": ""}).content.decode()
    assert person.id_number in client.post(address, {"purpose": "核对来人证件"}).content.decode()
    assert [look.purpose for look in looks_at(person_id=person.pk)] == ["核对来人证件"]


@pytest.mark.parametrize("stranger", ["insured", "accountant", "wang", "zhao", "watcher"])
def test_the_counter_is_closed_to_every_other_role(bureau: Bureau, stranger: str) -> None:
    client, person = bureau.browser(stranger), bureau.people[0]
    for address in (
        "",
        "find/?q=1",
        f"people/{person.pk}/",
        "items/",
        "today/",
        "day-end/",
        "start/",
    ):
        assert client.get(f"/counter/{address}").status_code == 403, address
    assert client.post("/counter/start/", {"kind": "person"}).status_code == 403
    assert client.post("/counter/day-end/").status_code == 403


def test_a_clerk_reaches_neither_other_places_nor_colleagues_drafts_nor_his_own_affair(
    bureau: Bureau,
) -> None:
    li, far, lin = (bureau.browser(name) for name in ("li", "far", "lin"))
    number = started(li, bureau)
    for client in (far, lin):
        assert client.get(f"/counter/cases/{number}/form/").status_code == 403
        assert client.post(f"/counter/cases/{number}/form/", {"do": "withdraw"}).status_code == 403
    handed_in = bureau.accepted()
    (evidence,) = cases.evidence_of(case=handed_in)
    (receipt,) = cases.papers_of(case=handed_in)
    for address in ("", f"evidence/{evidence.pk}/", f"papers/{receipt.pk}/"):
        assert far.get(f"/counter/cases/{handed_in.number}/{address}").status_code == 403
    assert far.post(f"/counter/people/{bureau.people[0].pk}/", {"purpose": "x"}).status_code == 403
    own = bureau.accounts["lin"]
    own.person_id = bureau.people[0].pk
    own.save()
    sent = {"kind": "person", "subject": bureau.people[0].pk, "item": CODE, "place": COUNTY}
    assert "本人" in lin.post("/counter/start/", sent).content.decode()
    assert lin.get(f"/counter/cases/{handed_in.number}/").status_code == 403
    sent["place"] = ELSEWHERE
    assert li.post("/counter/start/", sent).status_code == 409
    assert Case.objects.filter(place=ELSEWHERE).count() == 0


def test_a_desk_elsewhere_takes_papers_in_and_reads_nothing_of_our_registers(
    bureau: Bureau,
) -> None:
    """Decided where the person is insured; the form is not filled in, and the office's own page stays shut."""
    far, person = bureau.browser("far"), bureau.people[0]
    sent = {"kind": "person", "subject": person.pk, "item": CODE, "place": ELSEWHERE}
    assert far.post("/counter/start/", sent).status_code == 409
    number = started(far, bureau)
    form = far.get(f"/counter/cases/{number}/form/").content.decode()
    assert 'value="2025-08"' not in form
    assert looks_at(person_id=person.pk).count() == 0
    given = {**GIVEN, "do": "accept", "promise-proof": "on"}
    assert far.post(f"/counter/cases/{number}/form/", given).status_code == 302
    case = cases.case_by_number(number=number)
    assert (case.state, case.place, case.received_at_place) == ("submitted", COUNTY, ELSEWHERE)
    assert far.get(f"/counter/cases/{number}/").status_code == 200
    assert far.get(f"/casework/cases/{number}/").status_code == 403
    assert (
        far.post(f"/casework/cases/{number}/", {"act": "accept", "events": case.events}).status_code
        == 403
    )
