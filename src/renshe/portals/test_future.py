"""All that one may count on in old age: a stranger's calculator, one's own outlook and picture, the employer's annuity."""

from __future__ import annotations

import datetime as dt
import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from renshe.domains.annuity import api as annuity
from renshe.domains.identity.api import Account
from renshe.domains.registry.api import Person
from renshe.laws import library
from renshe.portals.conftest import NOON, Town

OCTOBER = 2025 * 12 + 9
STRANGER = (
    "place=440400&born=1981-05&category=M60&kind=employee&months=180&index=1.2&account=150000&base=15000"
    "&annuity=20000&annuity_month=800&personal=12000&personal_year=6000&step=12"
)
BY = annuity.Recorded(by="clerk", at=NOON, known_on=dt.date(2025, 10, 31), reason="备案")


def page(client: Client, address: str, *, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, f"{address}: {response.status_code}"
    return response.content.decode().replace("&amp;", "&")


def explained(client: Client, html: str, start: str) -> int:
    """Every link of a page that begins so is followed and must name a clause; how many."""
    links = {one for one in re.findall(r'href="([^"#]+)"', html) if one.startswith(start)}
    for link in sorted(links)[:12]:
        assert "这个数怎么来的" in page(client, link)
    return len(links)


@pytest.fixture
def plan(town: Town) -> annuity.Plan:
    """The clerk's factory has an enterprise annuity of 8 and 4 percent that vests within eight years."""
    terms = annuity.Terms(
        kind="enterprise", name="企业年金方案", trustee="和润养老金管理", starts_month=OCTOBER - 24, joins_after_months=0,
        employer_rate=800, personal_rate=400, full_vesting_years=8,
    )  # fmt: skip
    clerk: Account = town.accounts["clerk"]
    assert clerk.employer_id is not None
    return annuity.file_plan(
        employer_id=clerk.employer_id, terms=terms, explain=library.explain, recorded=BY
    )


def test_a_stranger_sees_bars_the_gap_and_what_closes_it_each_amount_explained(town: Town) -> None:
    """Seven ages from 60 to 66 twice over, a goal that is missed, and ways that lead back to the calculator."""
    nobody = Client()
    assert "退休后每月能领多少" in page(nobody, "/calculators/")
    assert "柱子的间隔" in page(nobody, "/calculators/pension/")
    html = page(nobody, f"/calculators/pension/?{STRANGER}&goal=amount&goal_yuan=12000")
    assert html.count('scope="row"') == 14
    for words in ("60岁", "66岁", "怎样补上差额", "每年缴12,000.00元个人养老金", "照这样再算一遍"):
        assert words in html
    assert explained(nobody, html, "/calculators/pension/careful/") > 20
    # Whoever asks for less has no gap, and no way is offered.
    easy = page(nobody, f"/calculators/pension/?{STRANGER}&goal=rate&goal_rate=10")
    assert "谨慎估计也够" in easy
    assert "谨慎估计：到法定退休年龄能达到目标。" in easy
    assert "怎样补上差额" not in easy


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ("careful_wages=many", "谨慎：工资每年增长（%）无法识别"),
        ("careful_rate=20.01", "谨慎：个人账户记账利率（%）无法识别"),
        ("index=3.01", "以前的平均缴费指数无法识别"),
        ("months=400", "已缴月数多于1998年7月"),
        ("born=2020-01", "出生年月不在可以计算的范围内"),
        ("goal=amount", "没有填写"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_and_stays(
    town: Town, changed: str, said: str
) -> None:
    key = changed.partition("=")[0]
    kept = "&".join(
        pair for pair in f"{STRANGER}&goal=none".split("&") if not pair.startswith(f"{key}=")
    )
    html = page(Client(), f"/calculators/pension/?{kept}&{changed}")
    assert said in html
    assert 'value="15000"' in html
    assert 'data-chart="stacked"' not in html


def test_a_short_record_is_told_what_is_missing_instead_of_an_amount(town: Town) -> None:
    """Five years paid, one year before the earliest age, nothing more to be paid: no pension, and why."""
    short = (
        STRANGER.replace("months=180", "months=60")
        .replace("base=15000", "base=0")
        .replace("1981-05", "1966-01")
    )
    html = page(Client(), f"/calculators/pension/?{short}&goal=none")
    assert "缴费年限还差" in html


def test_ones_own_outlook_and_picture_come_from_the_record(town: Town, plan: annuity.Plan) -> None:
    """The account, the annuity that vests, the bank's personal pension: each with payer, sureness and explanation."""
    person = Person.objects.get(pk=town.accounts["person"].person_id)
    sent = annuity.Sent(period=OCTOBER - 12, payroll_fen=10_000_00, file_name="", sha256="")
    rows = [annuity.Paid(person_id=person.pk, employer_fen=800_00, personal_fen=400_00)]
    annuity.take_contributions(
        plan_id=plan.pk, sent=sent, rows=rows, explain=library.explain, recorded=BY
    )
    year = annuity.ReportedYear(
        id_number=person.id_number,
        opened_on=dt.date(2025, 1, 2),
        paid_fen=6_000_00,
        drawn_fen=0,
        balance_fen=6_050_00,
    )
    bank = annuity.BankFile(
        bank="演示第一银行", year=2025, made_on=dt.date(2025, 9, 30), sha256="a", rows=[year]
    )
    annuity.take_bank_file(file=bank, explain=library.explain, recorded=BY)
    me = town.browser("person")
    html = page(me, "/me/pension/picture/")
    for words in ("和润养老金管理", "500.00", "还有700.00元单位缴费", "演示第一银行", "6,050.00"):
        assert words in html
    number = annuity.accounts_of(person_id=person.pk)[0].account.pk
    own = page(me, f"/me/pension/annuity/{number}/")
    assert "100.00" in own
    assert explained(me, own, f"/me/explain/annuity/{number}/") == 2
    assert "6,000.00" in page(me, "/me/pension/personal/")
    # The account is nobody else's to see.
    page(town.browser("pensioner"), f"/me/pension/annuity/{number}/", status=404)


def test_who_draws_a_pension_sees_it_in_the_picture_and_needs_no_outlook(town: Town) -> None:
    old = town.browser("pensioner")
    assert "正在领" in page(old, "/me/pension/picture/")
    assert "您已经在领基本养老金" in page(old, "/me/pension/outlook/")


def sheet(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    """A workbook as the template has it."""
    book = openpyxl.Workbook()
    book.active.append(["证件号码", "姓名", "单位缴费", "个人缴费"])
    for row in rows:
        book.active.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("10月.xlsx", buffer.getvalue())


def test_an_employer_sends_a_month_by_file_and_every_bad_cell_is_told(
    town: Town, plan: annuity.Plan
) -> None:
    """A wrong name and amount first, then a month above the cap, then a good one: nothing typed is lost."""
    clerk = town.browser("clerk")
    person = Person.objects.get(pk=town.accounts["person"].person_id)
    typed = {"period": "2025-10", "payroll": "10000"}

    def send(*rows: tuple[str, ...]) -> tuple[int, str]:
        response = clerk.post("/employer/annuity/month/", {**typed, "file": sheet(*rows)})
        return response.status_code, response.content.decode()

    status, html = send(
        (person.id_number, "别人", "8百", "400"), ("110101199001011237", "无此人", "1", "1")
    )
    assert status == 400
    for words in ("姓名与登记不一致", "金额无法识别", "该证件号码没有登记", 'value="10000"'):
        assert words in html
    status, html = send((person.id_number, person.name, "800.01", "0"))
    assert (status, "超过工资总额对应的上限" in html) == (400, True)
    assert not annuity.files_of(plan_id=plan.pk)
    status, _ = send((person.id_number, person.name, "800", "400"))
    assert status == 302
    html = page(clerk, "/employer/annuity/")
    assert "已记账" in html
    assert explained(clerk, html, "/employer/annuity/caps/") == 2
    assert annuity.accounts_of(person_id=person.pk)[0].balance.total_fen == 1_200_00
    template = openpyxl.load_workbook(io.BytesIO(clerk.get("/employer/annuity/template/").content))
    assert template.active["A3"].value == person.id_number, "below both headers"


def test_the_same_by_program(town: Town, plan: annuity.Plan) -> None:
    """The month, the picture, the outlook and a stranger's estimate as operations."""
    clerk, me = town.browser("clerk"), town.browser("person")
    person = Person.objects.get(pk=town.accounts["person"].person_id)
    row = {
        "id_number": person.id_number,
        "name": person.name,
        "employer": "800.00",
        "personal": "400.00",
    }
    body = {"period": "2025-10", "payroll_fen": 10_000_00, "rows": [row]}
    key = {"HTTP_IDEMPOTENCY_KEY": "annuity-month-1"}
    sent = clerk.post(
        "/api/v1/employer/annuity/months", body, content_type="application/json", **key
    )
    assert sent.status_code == 201, sent.content
    assert sent.json()["employer_fen"] == 800_00
    assert clerk.get("/api/v1/employer/annuity").json()["months"][0]["heads"] == 1
    facts = {
        "place": "440400", "born": "1981-05", "category": "M60", "kind": "employee", "months": 180, "index": 12_000,
        "account_fen": 150_000_00, "base_fen": 15_000_00, "annuity_fen": 0, "annuity_month_fen": 0, "personal_fen": 0,
        "personal_year_fen": 0, "wage_growth": 400, "crediting_rate": 150, "returns": 200, "goal_fen": 12_000_00,
    }  # fmt: skip
    told = Client().post("/api/v1/law/outlook", facts, content_type="application/json")
    assert told.status_code == 200, told.content.decode()
    assert len(told.json()["bars"]) == 7
    assert {one["kind"] for one in told.json()["ways"]} >= {"later", "base", "personal"}
    picture = me.get("/api/v1/me/pension/picture")
    assert picture.status_code == 200, picture.content
    assert picture.json()["annuities"][0]["own_fen"] == 400_00
    number = picture.json()["annuities"][0]["number"]
    assert len(me.get(f"/api/v1/me/annuities/{number}").json()) == 2
    assert me.get(f"/api/v1/me/annuities/{number}/explanations/own").status_code == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"annuity_month_fen": 10**11}, {"personal_year_fen": 10**11, "personal_fen": 10**11}, {"base_fen": 10**11},
        {"account_fen": 10**11, "goal_fen": 10**11}, {"place": "999999"}, {"born": "1900-01"}, {"months": 600},
        {"kind": "flexible", "base_fen": 1}, {"wage_growth": 0, "crediting_rate": 0, "returns": 2000, "step": 3},
    ],
)  # fmt: skip
def test_figures_at_the_edge_are_computed_or_refused_and_never_a_fault(
    town: Town, changed: dict[str, object]
) -> None:
    facts = {
        "place": "440400", "born": "1981-05", "category": "M60", "kind": "employee", "months": 180, "index": 12_000,
        "account_fen": 150_000_00, "base_fen": 15_000_00, "annuity_fen": 0, "annuity_month_fen": 0, "personal_fen": 0,
        "personal_year_fen": 0, "wage_growth": 400, "crediting_rate": 150, "returns": 200, **changed,
    }  # fmt: skip
    told = Client().post("/api/v1/law/outlook", facts, content_type="application/json")
    assert told.status_code in (200, 404, 409), told.content.decode()
