"""A pension from the first contribution in the 1990s to the survivors' grant, by real clicks, in both places.

On the way every amount that is shown as explained is pressed, and its page must come to the same amount.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from django.db import connections

from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.edge.month import pay_pensions
from renshe.edge.month_of_city import Month
from renshe.foundation.invariants import prove
from renshe.portals.conftest import pointed_at
from renshe.runs.yearly_pension_adjustment.run import run as adjust
from tests.browser.chromium import DESKTOP, PHONE, Look
from tests.browser.conftest import SCREENS, Site
from tests.browser.life import FIRST_YEAR, MINHANG, ZHUHAI, Life, Place, base_of, begin
from tests.browser.records import demonstration_law
from tests.browser.requests import picture

DESK = Look(size=DESKTOP)
JUNE = 2025 * 12 + 5
DIED_ON = dt.date(2025, 7, 28)
"""After twelve months of pension: how part of a year counts for the grant is not settled, and the law refuses."""
ACCOUNTS = {"man": "6222021234567890128", "daughter": "6222029876543210009"}
MONEY = re.compile(r"^-?[\d,]+\.\d\d$")
DIFFERS = "与按现在的资料重算的不同"


@pytest.fixture(params=[ZHUHAI, MINHANG], ids=["zhuhai", "minhang"])
def life(
    request: pytest.FixtureRequest, site: Site, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Life]:
    """The man and the office of his place, in June 2025."""
    place: Place = request.param
    with demonstration_law():
        monkeypatch.setenv("RENSHE_TODAY", "2025-06-10")
        with as_runner():
            begun = begin(site, place)
        yield begun


def as_runner() -> Any:
    """Inside, the runs of the calendar work on the site's database."""
    return pointed_at(str(connections["default"].settings_dict["NAME"]), role="runner")


def test_a_pension_is_followed_from_the_first_contribution_to_the_survivors_grant(
    life: Life, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof = tmp_path / "存折.png"
    proof.write_bytes(picture(7))
    career_is_read(life)
    pension_is_claimed(life, proof)
    award_is_explained(life)
    monkeypatch.setenv("RENSHE_TODAY", "2025-06-30")
    month_is_paid(life, JUNE)
    payments_are_explained(life, months=11)
    monkeypatch.setenv("RENSHE_TODAY", "2025-07-31")
    pension_is_adjusted(life)
    month_is_paid(life, JUNE + 1)
    rise_is_explained(life)
    monkeypatch.setenv("RENSHE_TODAY", "2025-08-04")
    death_is_reported(life)
    monkeypatch.setenv("RENSHE_TODAY", "2025-08-11")
    grant_is_claimed(life, proof)
    grant_is_paid(life)
    broken = [
        f"{one.name} {found}" for one, found, count in prove(invariants=pension.INVARIANTS) if count
    ]
    assert broken == []


def career_is_read(life: Life) -> None:
    """The first month of the record, and each amount of its year explained."""

    def read(page: Any) -> str:
        page.goto("/me/contributions/")
        page.get_by_role("link", name=str(FIRST_YEAR), exact=True).click()
        first = page.locator(".month-cards li").last.inner_text()
        keep(life, page, "first-contribution")
        assert explained(page, most=4) == 4
        page.goto("/me/account/")
        explained(page, most=3)
        return str(first)

    first = life.site.see(read, account="man", look=Look(size=PHONE))
    assert f"{FIRST_YEAR}年7月" in first
    assert f"{base_of(FIRST_YEAR) // 100:,}.00" in first


def pension_is_claimed(life: Life, proof: Path) -> None:
    """Claimed on a telephone with the sheet before the eyes, handled, reviewed and approved by three people."""

    def claim(page: Any) -> str:
        start(page, "pension.claim_old_age_pension")
        answer(page, {
            "timing": "legal", "retirement_month": "2024-07", "bank_code": "102", "account_number": ACCOUNTS["man"],
            "phone": "13812345678",
        })  # fmt: skip
        return hand_in(life, page, proof, papers=1, name="claim")

    number = life.site.see(claim, account="man", look=Look(size=PHONE))
    decided(life, number, signers=("reviewer_of_life", "approver_of_life"))


def award_is_explained(life: Life) -> None:
    """The decision, the award with its parts, and the determination sheet, which the man confirms."""
    award = pension.in_force(person_id=life.man.pk)
    assert award is not None
    assert award.starts_month == 2024 * 12 + 7

    def read(page: Any) -> tuple[list[str], str]:
        page.goto("/me/pension/")
        shown = amounts(page)
        keep(life, page, "award")
        explained(page)
        page.get_by_role("link", name=re.compile("养老金核定表")).first.click()
        shown += amounts(page)
        explained(page, most=8)
        page.get_by_role("button", name="确认核定表").click()
        page.wait_for_load_state("load")
        keep(life, page, "sheet")
        return shown, page.inner_text("main")

    shown, sheet = life.site.see(read, account="man", look=DESK)
    for fen in (award.basic_fen, award.account_fen, award.transitional_fen, award.total_fen):
        assert fen > 0
        assert shown.count(yuan(fen)) >= 2, (yuan(fen), shown)
    assert "本人已确认" in sheet


def month_is_paid(life: Life, month: int) -> None:
    """The calendar pays the month of the city, from the frozen roster to the bank's word."""
    with as_runner():
        done = pay_pensions(Month(place=life.place.city, period=month))
    assert done["paid"] > 0


def payments_are_explained(life: Life, *, months: int) -> None:
    """The first month with the months since retirement: each payment explained."""
    award = pension.in_force(person_id=life.man.pk)
    assert award is not None

    def read(page: Any) -> list[str]:
        page.goto("/me/pension/")
        keep(life, page, "paid")
        found = page.locator("[aria-labelledby=payments] a.amount").all_inner_texts()
        explained(page, within="[aria-labelledby=payments]")
        return [text.strip() for text in found]

    paid = life.site.see(read, account="man", look=DESK)
    assert yuan(award.total_fen) in paid
    assert sum(fen_of(text) for text in paid) == months * award.total_fen


def pension_is_adjusted(life: Life) -> None:
    """The plan of 2025 raises everybody of the city, signed by two."""
    context = Month(place=life.place.city, period=JUNE + 1).context(dt.date(2025, 7, 20))
    signed = pension.Signatures(
        determined_by="clerk_of_life", reviewed_by="reviewer_of_life", at=context.at, known_on=context.at.date()
    )  # fmt: skip
    with as_runner():
        assert adjust(context, year=2025, signed=signed)["adjusted"] >= 1


def rise_is_explained(life: Life) -> None:
    """From the pension now to the rise of the year, which the plan's parts explain; and the months since January paid."""
    rise = pension.Adjustment.objects.get(award__person_id=life.man.pk, year=2025)
    award = pension.in_force(person_id=life.man.pk)
    assert award is not None

    def read(page: Any) -> tuple[list[str], str, str]:
        page.goto("/me/pension/")
        shown = amounts(page)
        explained(page, most=6)
        page.locator("main a.amount").first.click()
        page.wait_for_load_state("load")
        page.locator("main a[href$='/adjustment-2025/']").first.click()
        page.wait_for_load_state("load")
        page.get_by_role("link", name=re.compile("全部展开")).click()
        page.wait_for_load_state("load")
        keep(life, page, "rise")
        return shown, page.locator(".answer-value").inner_text(), page.inner_text("main")

    shown, told, whole = life.site.see(read, account="man", look=DESK)
    assert yuan(award.total_fen + rise.amount_fen) in shown
    assert yuan(rise.amount_fen) in told
    assert DIFFERS not in whole
    instrument = "粤人社规〔2025〕26号" if life.place is ZHUHAI else "沪人社规〔2025〕13号"
    assert instrument in whole
    owed = [fen_of(text) for text in shown if fen_of(text) % rise.amount_fen == 0]
    assert 6 * rise.amount_fen in owed or owed.count(rise.amount_fen) >= 6, shown


def death_is_reported(life: Life) -> None:
    """The hospital tells the office; two people decide; the pension ends with the month of death."""

    def report(page: Any) -> str:
        page.goto("/institution/death/")
        page.locator("#person-name").fill(life.man.name)
        page.locator("#person-number").fill(life.man.id_number)
        page.locator("#f-died_on").fill(DIED_ON.isoformat())
        page.locator("input[name=document][value=medical]").check()
        page.locator("#f-legal_basis").fill("社会保险经办条例第二十五条")
        page.locator("#f-file_number").fill("死亡证明 20250728-17")
        page.get_by_role("button", name="提交").click()
        page.wait_for_url("**/requests/**")
        keep(life, page, "death")
        return number_in(page.url)

    number = life.site.see(report, account="ward_doctor", look=DESK)
    decided(life, number, signers=("reviewer_of_life",))
    assert registry.person(person_id=life.man.pk).died_on == DIED_ON
    award = pension.Award.objects.get(person_id=life.man.pk)
    assert (award.state, award.ends_month) == ("ended", JUNE + 1)


def grant_is_claimed(life: Life, proof: Path) -> None:
    """The daughter claims for the family and reads each figure; three people grant."""

    def claim(page: Any) -> str:
        start(page, "pension.survivors_benefit")
        answer(page, {
            "deceased_id": life.man.id_number, "deceased_name": life.man.name, "relation": "child", "cause": "illness",
            "bank_code": "102", "account_number": ACCOUNTS["daughter"], "phone": "13812345679", "for_all": "on",
        })  # fmt: skip
        return hand_in(life, page, proof, papers=2, name="survivors")

    number = life.site.see(claim, account="daughter", look=Look(size=PHONE))
    decided(life, number, signers=("reviewer_of_life", "approver_of_life"))
    benefit = pension.SurvivorsBenefit.objects.get(case_number=number)

    def read(page: Any) -> list[str]:
        page.goto(f"/my/cases/{number}/")
        keep(life, page, "granted")
        shown = amounts(page)
        explained(page)
        return shown

    shown = life.site.see(read, account="daughter", look=DESK)
    assert yuan(benefit.total_fen) in shown, shown


def grant_is_paid(life: Life) -> None:
    """One makes the batch, another approves and funds it, the bank pays; the amounts are explained to both."""
    benefit = pension.SurvivorsBenefit.objects.get(person_id=life.man.pk)

    def make(page: Any) -> str:
        page.goto("/finance/one-off/")
        explained(page)
        page.get_by_role("button", name="把勾选的编成批次").click()
        page.wait_for_load_state("load")
        return str(page.url)

    address = life.site.see(make, account="accountant_of_life", look=DESK)
    for account, buttons in (
        ("supervisor_of_life", ("批准本批", "确认资金到位")),
        ("accountant_of_life", ("生成文件并送银行", "取银行回盘", "关账")),
    ):
        life.site.see(presses(address, buttons), account=account, look=DESK)

    def read(page: Any) -> tuple[list[str], str]:
        page.goto(address)
        page.locator("main tbody a.amount").first.click()
        page.wait_for_load_state("load")
        assert yuan(benefit.total_fen) in page.locator(".answer-value").inner_text()
        page.goto(f"/finance/one-off/benefits/{benefit.pk}/")
        shown = amounts(page)
        explained(page)
        keep(life, page, "grant-paid")
        return shown, page.inner_text("main")

    shown, whole = life.site.see(read, account="supervisor_of_life", look=DESK)
    assert shown[:3] == [yuan(fen) for fen in (benefit.funeral_fen, benefit.grant_fen, benefit.total_fen)]  # fmt: skip
    assert "到账日" in whole
    benefit.refresh_from_db()
    assert benefit.paid_on == dt.date(2025, 8, 11)


def start(page: Any, item: str) -> None:
    """From the guide of an item to its empty form."""
    page.goto(f"/guides/{item}/")
    page.get_by_role("link", name="开始办理").first.click()
    page.get_by_role("button", name="开始填写").click()
    page.wait_for_load_state("load")


def answer(page: Any, answers: dict[str, str]) -> None:
    """Answer the questions step by step, whatever is asked on a page, until papers are asked for."""
    left = dict(answers)
    while page.locator("ul.asked-papers").count() == 0:
        before = len(left)
        for key in tuple(left):
            if fill_in(page, key, left[key]):
                del left[key]
        assert len(left) < before, (left, page.inner_text("main")[:400])
        page.get_by_role("button", name="继续").last.click()
        page.wait_for_load_state("load")
    assert left == {}, left


def fill_in(page: Any, key: str, value: str) -> bool:
    """Answer one question, if this page asks it."""
    field = page.locator(f"#f-{key}, select[name={key}]").first
    option = page.locator(f"input[type=radio][name={key}][value='{value}']")
    if option.count():
        option.check()
    elif not field.count():
        return False
    elif field.evaluate("one => one.tagName") == "SELECT":
        field.select_option(value)
    elif field.get_attribute("type") == "checkbox":
        field.check()
    else:
        field.fill(value)
    return True


def hand_in(life: Life, page: Any, proof: Path, *, papers: int, name: str) -> str:
    """Papers, the sheet with every figure explained, and the press that hands the case in. Returns its number."""
    for _paper in range(papers):
        wanted = page.locator("form.upload", has=page.get_by_label("选择文件或拍照")).first
        wanted.locator("input[type=file]").set_input_files(proof)
        wanted.get_by_role("button", name="上传").click()
        page.wait_for_load_state("load")
    page.get_by_role("link", name="继续，去核对").click()
    page.wait_for_load_state("load")
    keep(life, page, f"{name}-review")
    explained(page)
    page.get_by_role("button", name="确认无误，提交").click()
    page.wait_for_load_state("load")
    assert "已提交，待受理" in page.inner_text("main"), page.inner_text("main")[:400]
    return number_in(page.url)


def decided(life: Life, number: str, *, signers: tuple[str, ...]) -> None:
    """The clerk accepts and proposes to grant, the others sign, and the clerk serves what was decided."""
    address = f"/casework/cases/{number}/"

    def handle(page: Any) -> None:
        page.goto(address)
        press(page, "accept")
        page.goto(address)
        page.locator("#grant-yes").check()
        press(page, "decide")
        page.goto(address)
        if number_of_amounts(page):
            explained(page)

    life.site.see(handle, account="clerk_of_life", look=DESK)
    for signer in signers:
        life.site.see(signing(address), account=signer, look=DESK)

    def serve(page: Any) -> str:
        page.goto(address)
        press(page, "serve")
        page.goto(address)
        keep(life, page, f"case-{signers[-1]}")
        return str(page.inner_text(".case-head"))

    assert "办结" in life.site.see(serve, account="clerk_of_life", look=DESK)


def signing(address: str) -> Callable[[Any], None]:
    """What a signer does with a case."""

    def sign(page: Any) -> None:
        page.goto(address)
        press(page, "sign")

    return sign


def press(page: Any, act: str) -> None:
    """The button of one act of a case; what could not be done is told with its reason."""
    page.locator(f"button[name=act][value={act}]").first.click()
    page.wait_for_load_state("load")
    wrong = page.locator(".error-summary")
    assert not wrong.count(), wrong.first.inner_text()


def presses(address: str, buttons: tuple[str, ...]) -> Callable[[Any], None]:
    """One button after the other on the page of a batch."""

    def probe(page: Any) -> None:
        page.goto(address)
        for button in buttons:
            page.get_by_role("button", name=button).click()
            page.wait_for_load_state("load")

    return probe


def explained(page: Any, *, within: str = "main", most: int = 40) -> int:
    """Read the explanation of each amount: the same amount, and no word that the books differ. How many.

    The first is pressed and come back from; the others are read in a window beside, so that their page is not loaded again.
    """
    links = page.locator(f"{within} a.amount:visible")
    found = [
        (links.nth(place).inner_text().strip(), str(links.nth(place).get_attribute("href")))
        for place in range(min(links.count(), most))
    ]
    wanted = {address: text for text, address in reversed(found) if MONEY.match(text)}
    if not wanted:
        return 0
    pressed = next(place for place, (text, _address) in enumerate(found) if MONEY.match(text))
    first, address = found[pressed]
    links.nth(pressed).click()
    page.wait_for_load_state("load")
    tells(page, first)
    page.go_back()
    page.wait_for_load_state("load")
    beside = page.context.new_page()
    for other, text in wanted.items():
        if other != address:
            beside.goto(urljoin(page.url, other))
            tells(beside, text)
    beside.close()
    return len(wanted)


def tells(page: Any, text: str) -> None:
    """An explanation comes to the amount that led to it."""
    whole = page.inner_text("main")
    assert text in whole, f"{text} leads to {page.url}, which says {whole[:200]}"
    answer = page.locator(".answer-value")
    if answer.count():
        assert text in answer.first.inner_text(), f"{text}, but {page.url} {whole[:200]}"
    assert DIFFERS not in whole, f"{page.url}: {whole[:300]}"


def amounts(page: Any) -> list[str]:
    """The explained amounts of a page, as they are written."""
    return [text.strip() for text in page.locator("main a.amount").all_inner_texts()]


def number_of_amounts(page: Any) -> int:
    """How many amounts a page explains."""
    return int(page.locator("main a.amount").count())


def number_in(address: str) -> str:
    """The number of the case in an address."""
    found = re.search(r"(\d{6}-\d{4}-\d{8})", address)
    assert found, address
    return found[1]


def yuan(fen: int) -> str:
    """An amount as pages write it."""
    return f"{fen / 100:,.2f}"


def fen_of(text: str) -> int:
    """An amount of a page in fen."""
    return int(text.replace(",", "").replace(".", "")) if MONEY.match(text) else 0


def keep(life: Life, page: Any, name: str) -> None:
    """A picture for people to judge."""
    SCREENS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENS / f"life-{life.place.district}-{name}.png", full_page=True)
