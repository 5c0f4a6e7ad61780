"""What people see of one month: the employer, the insured person, the pensioner, the accountant; and what they do not."""

import datetime as dt
import re

from django.test import Client

from renshe.domains.contributions.api import Bill
from renshe.domains.identity.api import looks_at
from renshe.domains.pension.api import Adjustment, Award
from renshe.portals.conftest import Town

LINK = re.compile(r'href="(/[^"#]*)')


def text_of(client: Client, address: str, *, status: int = 200) -> str:
    """The page at an address."""
    response = client.get(address)
    assert response.status_code == status, f"{address}: {response.status_code}"
    return response.content.decode()


def links_of(client: Client, start: str, *, most: int = 60) -> set[str]:
    """Every address that can be reached by links from a page; each one must answer.

    Where an application begins is left out: a guide leads anybody there, and who may not apply is told so (409).
    """
    seen: set[str] = set()
    waiting = [start]
    while waiting and len(seen) < most:
        address = waiting.pop()
        if address in seen or address.startswith(("/static/", "/apply/")):
            continue
        seen.add(address)
        response = client.get(address, follow=True)
        said_no = response.status_code == 409 and "接下来" in response.content.decode()
        assert said_no or response.status_code == 200, f"{address}: {response.status_code}"
        if response["Content-Type"].startswith("text/html"):
            waiting[:0] = LINK.findall(response.content.decode().replace("&amp;", "&"))
    return seen


def test_an_employer_sees_its_month_its_bill_and_each_amount_explained_by_law(town: Town) -> None:
    clerk = town.browser("clerk")
    bill = Bill.objects.get(employer=town.city.employers[0])
    page = text_of(clerk, "/employer/")
    assert "2025年10月" in page
    assert f"{bill.total_fen / 100:,.2f}" in page
    assert "已到账并记账" in page
    assert "丁*" in text_of(clerk, f"/employer/bills/{bill.pk}/")
    explained = text_of(clerk, f"/employer/bills/{bill.pk}/1/pension_personal/")
    assert "800.00元" in explained
    assert "《社会保险法》第十二条" in explained
    assert "重算的不同" not in explained


def test_every_link_of_an_employer_answers(town: Town) -> None:
    found = links_of(town.browser("clerk"), "/employer/")
    assert len(found) > 20
    assert not any(address.startswith(("/finance/", "/me/")) for address in found)


def test_an_employer_finds_nothing_of_another_employer(town: Town) -> None:
    other = town.browser("other_clerk")
    bill = Bill.objects.get(employer=town.city.employers[0])
    text_of(other, f"/employer/bills/{bill.pk}/", status=404)
    text_of(other, f"/employer/bills/{bill.pk}/1/pension_personal/", status=404)
    assert town.city.employers[0].uscc not in text_of(other, "/employer/")


def test_a_person_sees_his_months_and_what_each_amount_rests_on(town: Town) -> None:
    person = town.browser("person")
    assert "1个月" in text_of(person, "/me/")
    grid = text_of(person, "/me/contributions/")
    assert "2025年10月 已缴 上海第一工厂" in grid
    year = text_of(person, "/me/contributions/2025/")
    assert "800.00" in year
    links = links_of(person, "/me/contributions/2025/", most=40)
    assert any("/explain/contribution/" in link for link in links)


def test_a_person_finds_nothing_of_another_person(town: Town) -> None:
    bill = Bill.objects.get(employer=town.city.employers[0])
    own = f"/me/explain/contribution/{bill.pk}/1/pension_personal/"
    text_of(town.browser("person"), own)
    text_of(town.browser("other_person"), own, status=404)


def test_a_person_sees_who_looked_also_when_it_was_himself(town: Town) -> None:
    person = town.browser("person")
    who = town.city.people[0]
    assert who.id_number not in text_of(person, "/me/")
    assert person.get("/me/unmasked/").status_code == 405
    shown = person.post("/me/unmasked/").content.decode()
    assert who.id_number in shown
    assert looks_at(person_id=who.pk).count() == 1
    assert "本人" in text_of(person, "/me/looks/")


def test_a_pensioner_sees_the_parts_of_his_pension(town: Town) -> None:
    pensioner = town.browser("pensioner")
    page = text_of(pensioner, "/me/pension/")
    for amount in ("3,000.00", "2,000.00", "1,000.00", "8812"):
        assert amount in page
    assert "旧系统核定表" in text_of(pensioner, "/me/explain/pension/basic/")
    links_of(pensioner, "/me/")


def test_a_pensioner_sees_each_years_rise_explained_by_the_plan_of_the_place(town: Town) -> None:
    facts = {
        "pension_before_adjustment": 300_000, "age_at_adjustment": 60, "elder_for_adjustment": False,
        "turned_elder_last_year": False,
    }  # fmt: skip
    Adjustment.objects.create(
        award=Award.objects.get(), year=2025, from_month=2025 * 12, amount_fen=81_00, known_on=dt.date(2025, 7, 20),
        receipt={"target": "adjustment_increase", "place": "310112001", "on": "2025-01-01", "known_on": "2025-07-20",
                 "facts": facts},
    )  # fmt: skip
    pensioner = town.browser("pensioner")
    assert "3,081.00" in text_of(pensioner, "/me/pension/")
    assert "/me/explain/pension/adjustment-2025/" in text_of(
        pensioner, "/me/explain/pension/total/"
    )
    page = text_of(pensioner, "/me/explain/pension/adjustment-2025/")
    # 50 flat, 30 whole years at 0.50, 0.53 % of 3,000.00 with a broken jiao counted full
    for words in ("80.90", "50.00", "15.00", "15.90", "沪人社规〔2025〕13号"):
        assert words in page
    assert (
        "账上记的是 81.00 元" in page
    )  # 50 + 15 + 15.90 = 80.90: the page says that the books differ
    for part in ("adjustment-2024", "adjustment-", "adjustment-x", "adjustment-99999"):
        text_of(pensioner, f"/me/explain/pension/{part}/", status=404)


def test_somebody_before_retirement_sees_when_and_what_is_missing(town: Town) -> None:
    page = text_of(town.browser("person"), "/me/pension/")
    assert "2048年" in page  # born June 1985: sixty-three in June 2048
    assert "还不够" in page


def test_an_accountant_goes_from_a_statement_to_a_person_and_back(town: Town) -> None:
    accountant = town.browser("accountant")
    page = text_of(accountant, "/finance/")
    assert "暂收款待认领或分配" in page
    trial = "/finance/statements/employee_pension/cash/trial-balance/2025-10/"
    steps = [
        (trial, "/finance/accounts/employee_pension/cash/4001/2025-10/"),
        ("/finance/accounts/employee_pension/cash/4001/2025-10/", "/finance/entries/"),
    ]
    for address, following in steps:
        assert any(
            link.startswith(following) for link in LINK.findall(text_of(accountant, address))
        )
    found = links_of(accountant, "/finance/", most=160)
    rows = [link for link in found if re.fullmatch(r"/finance/bills/\d+/\d+/", link)]
    assert rows
    row = text_of(accountant, rows[0])
    assert town.city.people[0].id_number not in row
    assert f"/finance/batches/{town.assessed_batch}/" in row


def test_an_accountant_may_not_unmask_and_who_may_must_say_why(town: Town) -> None:
    bill = Bill.objects.get(employer=town.city.employers[0])
    address = f"/finance/bills/{bill.pk}/1/"
    who = town.city.people[0]
    accountant = town.browser("accountant")
    assert "看完整信息的理由" not in text_of(accountant, address)
    assert accountant.post(address, {"purpose": "curiosity"}).status_code == 403
    reviewing = town.browser("reviewing_accountant")
    assert "看完整信息的理由" in text_of(reviewing, address)
    refused = reviewing.post(address, {"purpose": " "}).content.decode()
    assert "请写明理由" in refused
    assert who.id_number not in refused
    shown = reviewing.post(address, {"purpose": "核对退费申请"}).content.decode()
    assert who.id_number in shown
    assert [look.purpose for look in looks_at(person_id=who.pk)] == ["核对退费申请"]
