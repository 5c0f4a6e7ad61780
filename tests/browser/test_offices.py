"""The roles behind the desks, by real clicks: books down to one person, three administrators, an emergency, the law."""

from __future__ import annotations

import re
from typing import Any

from tests.browser.chromium import DESKTOP, Look
from tests.browser.conftest import SCREENS, Site

NEW, FRESH = "li.new", "three unrelated words 2025"
WHY = "病人昏迷送医，需要马上联系家属"
REPORT = "已把家属电话告诉医院，没有查看别的内容"
SEEN = Look(size=DESKTOP)


def keep(page: Any, name: str) -> None:
    """A picture for people to judge."""
    SCREENS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENS / f"offices-{name}.png")


def follow(page: Any, name: str | re.Pattern[str]) -> None:
    """Click the first link of the page's body that is called so."""
    page.locator("main, .trail").get_by_role("link", name=name).first.click()
    page.wait_for_load_state("load")


def test_an_accountant_goes_from_a_statement_to_one_persons_month_and_back(site: Site) -> None:
    """Statement line, account, entry, batch, bill, person's month, why the amount; each page leads back up."""

    def drill(page: Any) -> list[str]:
        way = []
        page.goto("/finance/statements/employee_pension/rights/trial-balance/2025-10/")
        assert "借贷平衡" in page.inner_text("main")
        follow(page, "R1101")
        way.append(page.inner_text("h1"))
        page.locator("table tbody th a").first.click()
        page.wait_for_load_state("load")
        follow(page, re.compile("看逐人明细"))
        way.append(page.inner_text("h1"))
        keep(page, "batch")
        for _bill_then_person in range(2):
            page.locator("main table tbody th a").last.click()
            page.wait_for_load_state("load")
            way.append(page.inner_text("h1"))
        page.locator("a.amount").first.click()
        page.wait_for_load_state("load")
        way.append(page.inner_text("main"))
        keep(page, "explanation")
        page.go_back()
        page.locator(".trail a").first.click()
        page.wait_for_load_state("load")
        way.append(page.url)
        return way

    account, batch, bill, row, explained, back = site.see(drill, account="accountant", look=SEEN)
    assert account.startswith("R1101")
    assert batch.startswith("批次")
    assert bill != row
    assert "2025年10月" in row
    assert "依据" in explained
    assert "/finance/b" in back


def test_three_administrators_let_a_clerk_in_and_none_of_them_alone(site: Site) -> None:
    """One opens the account, another gives it the role, the clerk changes the password, the third sees all of it."""

    def open_it(page: Any) -> str:
        page.goto("/administration/accounts/")
        page.fill("#username", NEW)
        page.fill("#name", "新来的经办")
        page.get_by_role("button", name="开立").click()
        keep(page, "opened")
        return str(page.inner_text(".notice.good code"))

    def enter(password: str) -> Any:
        def sign_in(page: Any) -> str:
            page.goto("/sign-in/")
            page.fill("#username", NEW)
            page.fill("#password", password)
            page.press("#password", "Enter")
            page.wait_for_load_state("load")
            if page.locator("#old").count():
                page.fill("#old", password)
                page.fill("#new", FRESH)
                page.get_by_role("button", name="改密码").click()
                page.wait_for_load_state("load")
            page.goto("/home/")
            return str(page.inner_text("main"))

        return sign_in

    def grant(page: Any) -> None:
        page.goto("/administration/roles/")
        page.fill("#username", NEW)
        page.select_option("#role", "counter_clerk")
        page.get_by_role("button", name="授予").click()
        page.wait_for_load_state("load")
        assert NEW in page.inner_text("main")

    password = site.see(open_it, account="sysadmin", look=SEEN)
    assert "没有可进入的页面" in site.see(enter(password), look=SEEN)
    site.see(grant, account="secadmin", look=SEEN)
    home = site.see(enter(FRESH), look=SEEN)
    assert "窗口" in home
    assert "办件" in home

    def audit(page: Any) -> str:
        page.goto("/administration/events/")
        keep(page, "events")
        return str(page.inner_text("main"))

    recorded = site.see(audit, account="auditadmin", look=SEEN)
    for said in ("开立账号", "授予角色", "改密码", "sysadmin", "secadmin"):
        assert said in recorded, said


def test_an_emergency_is_opened_reported_and_judged(site: Site) -> None:
    person = site.town.city.people[0]

    def open_it(page: Any) -> tuple[str, str]:
        page.goto("/emergency/")
        page.fill("#id_number", person.id_number)
        page.fill("#reason", WHY)
        page.get_by_role("button", name="打开三十分钟").click()
        page.wait_for_load_state("load")
        shown = page.inner_text("main")
        page.fill("#report", REPORT)
        page.get_by_role("button", name="交报告").click()
        page.wait_for_load_state("load")
        return shown, page.inner_text("main")

    shown, reported = site.see(open_it, account="counter", look=SEEN)
    assert person.name in shown
    assert WHY in reported

    def judge(page: Any) -> str:
        page.goto("/administration/emergencies/")
        text = page.inner_text("main")
        assert person.name not in text
        page.locator("[id^=words-]").first.fill("属实，有医院记录")
        page.get_by_role("button", name="正当", exact=True).first.click()
        page.wait_for_load_state("load")
        keep(page, "judged")
        return str(page.inner_text("main"))

    judged = site.see(judge, account="auditadmin", look=SEEN)
    assert REPORT in judged
    assert "属实，有医院记录" in judged

    def told(page: Any) -> str:
        page.goto("/me/looks/")
        return str(page.inner_text("main"))

    assert WHY in site.see(told, account="person", look=SEEN)


def test_a_legal_officer_finds_a_standard_and_what_it_rests_on(site: Site) -> None:
    def search(page: Any) -> tuple[str, str]:
        page.goto("/home/")
        page.fill("#q", "缴费基数下限")
        page.get_by_role("button", name="查找").click()
        page.wait_for_load_state("load")
        found = page.inner_text("main")
        keep(page, "parameters")
        page.fill("#q", "")
        page.check("#unsure")
        page.get_by_role("button", name="查找").click()
        page.wait_for_load_state("load")
        return found, page.inner_text("main table")

    found, unsure = site.see(search, account="legal", look=SEEN)
    assert "养老保险缴费基数下限" in found
    assert "元" in found
    assert "已核对文件原文" not in unsure


def test_a_supervisor_sees_cases_and_books_and_can_change_nothing(site: Site) -> None:
    def look_round(page: Any) -> tuple[str, int, int]:
        page.goto("/home/")
        doors = page.inner_text("main")
        page.goto("/casework/queue/all/")
        page.locator("tbody a").first.click()
        page.wait_for_load_state("load")
        acts = page.locator("#acts button, #acts details").count()
        keep(page, "supervisor")
        page.get_by_role("link", name="基金财务").click()
        page.wait_for_load_state("load")
        page.locator(".tabs").get_by_role("link", name="办件").click()
        page.wait_for_load_state("load")
        return doors, acts, page.locator("main form[method=post]").count()

    doors, acts, forms = site.see(look_round, account="supervisor", look=SEEN)
    assert "办件（监督）" in doors
    assert "基金财务（监督）" in doors
    assert (acts, forms) == (0, 0)
