"""The accountant's home: what needs him first, what is coming, what changed; a fund without a movement is no row."""

from __future__ import annotations

import datetime as dt

from renshe.domains.contributions.models import Window
from renshe.domains.funds.api import bank_reconciliation, bank_reconciliations, funds
from renshe.portals.conftest import PLACE, Town
from renshe.portals.test_query_budgets import BUDGETS, queries_of

OCTOBER = 2025 * 12 + 9


def test_what_waits_and_what_comes_stand_before_the_tables(town: Town) -> None:
    Window.objects.update_or_create(
        place=PLACE, period=OCTOBER + 1,
        defaults={"opens_on": dt.date(2025, 11, 1), "cut_off_on": dt.date(2025, 11, 20),
                  "due_on": dt.date(2025, 11, 25), "mode": "agency_assesses_tax_collects"},
    )  # fmt: skip
    page = town.browser("accountant").get("/finance/").content.decode()
    order = [page.index(f'id="{name}"') for name in ("attention", "batches", "ahead", "funds", "payments", "banks")]  # fmt: skip
    assert order == sorted(order)
    assert "2025年11月申报截止" in page
    assert "还剩20天" in page.replace("&nbsp;", "").replace(" ", "")


def test_a_month_that_is_over_has_nothing_coming(town: Town) -> None:
    page = town.browser("accountant").get("/finance/months/2025-09/").content.decode()
    assert 'id="ahead"' not in page
    assert "这个月还没有入账批次" in page


def test_a_fund_that_never_moved_is_named_and_has_no_row_of_zeros(town: Town) -> None:
    page = town.browser("accountant").get("/finance/").content.decode()
    rows, _, below = page.partition("没有发生额也没有余额的基金")
    idle = next(one.name_zh for one in funds() if one.code == "institution_pension")
    busy = next(one.name_zh for one in funds() if one.code == "employee_pension")
    assert idle in below
    assert idle not in rows
    assert f'">{busy}</th>' in rows


def test_banks_of_all_funds_are_told_by_one_statement_as_each_fund_tells_them(town: Town) -> None:
    codes, day = [one.code for one in funds()], dt.date(2025, 10, 31)
    together = bank_reconciliations(funds=codes, as_of=day)
    assert together == {code: bank_reconciliation(fund=code, as_of=day) for code in codes}
    assert any(together.values())


def test_the_home_needs_few_queries_however_many_funds_there_are(town: Town) -> None:
    page, count = queries_of(town.browser("accountant"), "/finance/")
    assert count <= BUDGETS[page] < 30, f"{count} queries"
