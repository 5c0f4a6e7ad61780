"""With real clicks: a stranger finds a guide in everyday words; an insured person applies, corrects and reads the decision."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from renshe.domains.cases import api as cases
from renshe.services.catalogue import declared
from tests.browser import test_every_page as every
from tests.browser.chromium import DESKTOP, PHONE, Look
from tests.browser.conftest import SCREENS, Site, Stop
from tests.browser.requests import picture

ITEM = "registration.correct_person"
PNG = picture(1)


def keep(page: Any, name: str) -> None:
    """The page as it is now stands up to axe and to a phone in every look; a picture is kept of it."""
    SCREENS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENS / f"applying-{name}.png", full_page=True)
    size = page.viewport_size
    page.evaluate(every.PROBES)
    page.evaluate(every.AXE)
    here = Stop(name=f"journey:{name}", path=page.url, account="person", template="")
    found = every._looks(page, here)
    page.set_viewport_size(size)
    assert not found, "\n".join([f"{name} ({page.url}):", *found])


def test_a_stranger_finds_a_guide_in_everyday_words_and_is_led_to_sign_in(site: Site) -> None:
    def walk(page: Any) -> str:
        page.goto("/")
        page.get_by_label("您想办什么事？").fill("名字写错了")
        page.get_by_role("button", name="查找").click()
        keep(page, "search")
        page.get_by_role("link", name="关键信息更正").first.click()
        assert page.get_by_role("heading", level=1).inner_text() == "关键信息更正"
        for said in ("要准备什么", "办理过程", "办事依据", "社会保险经办条例"):
            assert said in page.locator("main").inner_text(), said
        keep(page, "guide")
        page.get_by_role("link", name="开始办理").first.click()
        return str(page.url)

    for size in (DESKTOP, PHONE):
        assert unquote(site.see(walk, look=Look(size=size))).endswith(
            f"/sign-in/?next=/apply/{ITEM}/"
        )


def test_an_insured_person_applies_corrects_and_reads_the_decision(
    site: Site, tmp_path: Path
) -> None:
    proof = tmp_path / "公安证明.png"
    proof.write_bytes(PNG)
    spoiled = tmp_path / "证明.png"
    spoiled.write_bytes(b"MZ\x90\x00")
    phone = Look(size=PHONE)

    number = site.see(lambda page: _apply(page, proof, spoiled), account="person", look=phone)
    _office_asks_for_a_correction(number)
    site.see(lambda page: _correct(page, number, proof), account="person", look=phone)
    _office_refuses(number)
    site.see(lambda page: _read_the_decision(page, number), account="person", look=phone)
    english = Look(language="en")
    given = site.given_words()
    site.see(lambda page: _read_in_english(page, number, given), account="person", look=english)


def _apply(page: Any, proof: Path, spoiled: Path) -> str:
    """From the guide to a submitted case, with a mistake and a spoiled file on the way. Returns the number."""
    page.goto(f"/guides/{ITEM}/")
    page.get_by_role("link", name="开始办理").first.click()
    page.get_by_role("button", name="开始填写").click()
    page.get_by_role("button", name="继续").click()
    assert page.locator("#problems").evaluate("one => one === document.activeElement")
    keep(page, "mistakes")
    assert not page.get_by_label("正确的姓名").is_visible()
    page.get_by_text("姓名", exact=True).click()
    page.get_by_label("正确的姓名").fill("欧阳雪")
    page.get_by_label("更正原因").fill("公安机关已更正")
    page.get_by_role("button", name="继续").click()
    page.get_by_label("选择文件或拍照").set_input_files(spoiled)
    page.get_by_role("button", name="上传").click()
    assert "不是其中任何一种" in page.locator("#problems").inner_text()
    page.get_by_label("选择文件或拍照").set_input_files(proof)
    page.get_by_role("button", name="上传").click()
    assert page.get_by_role("link", name="公安证明.png").is_visible()
    page.get_by_role("link", name="继续，去核对").click()
    assert "欧阳雪" in page.locator("main").inner_text()
    keep(page, "review")
    page.get_by_role("button", name="确认无误，提交").click()
    assert "已提交，待受理" in page.locator("main").inner_text()
    keep(page, "submitted")
    found = re.search(r"/my/cases/([\d-]+)/", page.url)
    assert found
    return found[1]


def _correct(page: Any, number: str, proof: Path) -> None:
    """The home says that something waits; the correction is answered and the clock goes on."""
    page.goto("/me/")
    page.get_by_role("link", name="去补正").first.click()
    text = page.locator("main").inner_text()
    for said in ("需要您补正", "印章看不清", "时限暂停"):
        assert said in text, said
    keep(page, "correcting")
    page.get_by_role("link", name="去补正").click()
    page.get_by_role("link", name="修改 材料").click()
    page.get_by_label("换一份").set_input_files(proof)
    page.get_by_role("button", name="上传").click()
    page.get_by_role("link", name="继续，去核对").click()
    page.get_by_role("button", name="确认无误，提交补正").click()
    assert page.url.endswith(f"/my/cases/{number}/")
    assert "已提交，待受理" in page.locator("main").inner_text()


def _read_the_decision(page: Any, number: str) -> None:
    """From the inbox to the decision, and from there to the page where anybody verifies it."""
    page.goto("/my/inbox/")
    page.get_by_role("link", name=f"看办件 {number}").first.click()
    text = page.locator("main").inner_text()
    for said in (
        "不予批准",
        "证明与登记不符",
        "60日内依法申请行政复议",
        "6个月内向人民法院提起行政诉讼",
    ):
        assert said in text, said
    keep(page, "decided")
    page.get_by_role("link", name="不予批准决定书").first.click()
    assert "证明与登记不符" in page.locator("article.sheet").inner_text()
    keep(page, "decision")
    with page.expect_download() as saving:
        page.get_by_role("link", name="下载 PDF").click()
    assert Path(saving.value.path()).read_bytes().startswith(b"%PDF-")
    page.get_by_role("link", name="核验页").click()
    assert "现在有效" in page.locator("main").inner_text()


def _read_in_english(page: Any, number: str, given: Any) -> None:
    """Nothing Chinese is left on an English page but what is quoted and marked as such."""
    found = []
    for path in ("/me/", "/my/cases/", f"/my/cases/{number}/", "/my/inbox/", f"/apply/{ITEM}/"):
        page.goto(path)
        page.evaluate(every.PROBES)
        found += [f"{path}: {one}" for one in page.evaluate(f"probes.chinese({given!r})")]
    assert not found, "\n".join(found)


def _office_asks_for_a_correction(number: str) -> None:
    item = declared(ITEM).item
    cases.accept(number=number, item=item, actor=_clerk("li"))
    cases.ask_correction(
        number=number, item=item, missing=["proof"], words="证明上的印章看不清", actor=_clerk("li")
    )


def _office_refuses(number: str) -> None:
    """Handling, review and approval by three people; what the register would refuse does not stop a refusal."""
    one = declared(ITEM)
    told: dict[str, Any] = {
        "number": number, "item": one.item, "service": one.service, "grant": False, "words": "证明与登记不符",
    }  # fmt: skip
    cases.accept(number=number, item=one.item, actor=_clerk("li"))
    cases.propose(**told, actor=_clerk("li"))
    cases.sign(**told, actor=_clerk("wang"))
    cases.sign(**told, actor=_clerk("zhao"))


def _clerk(username: str) -> cases.Actor:
    today = dt.date(2025, 10, 31)
    at = dt.datetime.combine(today, dt.time(23, 50), ZoneInfo("Asia/Shanghai"))
    return cases.Actor(username, at, today)
