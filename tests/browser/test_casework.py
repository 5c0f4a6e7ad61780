"""The case page at three desks: evidence left and form right on one screen, open to everybody, decided by keyboard."""

from __future__ import annotations

import datetime as dt
import struct
import zlib
from typing import Any

import pytest

from renshe.domains.cases import api as cases
from renshe.services import catalogue
from tests.browser.chromium import DESKTOP, Look
from tests.browser.conftest import SCREENS, Site, Stop
from tests.browser.test_every_page import PROBES, _asked, _guards, _keys, _looks

CODE = "contributions.dispute_amount"
ADDRESS, WORDS, OPINION, FILE = "见附件", "多扣了", "所指不是金额说明页", "工资条.png"
AT = dt.datetime(2025, 10, 29, 2, tzinfo=dt.UTC)


def picture() -> bytes:
    """A small white PNG."""
    rows = b"".join(b"\0" + b"\xff" * 120 for _ in range(60))

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", 40, 60, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.fixture
def proposed(site: Site) -> str:
    """The number of a case with a picture, accepted, on which the counter proposes to refuse."""
    one, person = catalogue.declared(CODE), site.town.city.people[0]
    me, clerk = (cases.Actor(name, AT, AT.date()) for name in ("person", "counter"))
    application = cases.Application(one.item, "310112", "online", person.pk, person.name)
    number = cases.open_case(application=application, actor=me).number
    why = next(iter(one.item.field("why").choices))
    given = {"address": ADDRESS, "shown": "800.00", "why": why, "words": WORDS}
    assert cases.save_form(number=number, item=one.item, given=given, actor=me) == {}
    material = next(paper.key for paper in one.item.materials if paper.source != "register")
    cases.attach(
        number=number, item=one.item, material=material, name=FILE, media_type="image/png", content=picture(),
        actor=me,
    )  # fmt: skip
    cases.submit(number=number, item=one.item, service=one.service, actor=me)
    cases.accept(number=number, item=one.item, actor=clerk)
    cases.propose(
        number=number,
        item=one.item,
        service=one.service,
        grant=False,
        words=OPINION,
        actor=clerk,
    )
    return number


def test_the_case_page_is_open_to_everybody_at_every_desk(site: Site, proposed: str) -> None:
    """Axe, keyboard, phone, large type and both languages, as every other page; and no scrolling for the two panes."""
    wrong: list[str] = []
    (paper,) = cases.papers_of(case=cases.case_by_number(number=proposed))
    stops = [
        Stop(name=name, path=f"/casework/{path}", account="reviewer")
        for name, path in (
            ("casework:case", f"cases/{proposed}/?queue=review"),
            ("casework:queue", "queue/review/"),
            ("casework:paper", f"cases/{proposed}/papers/{paper.pk}/"),
        )
    ]
    given = [*site.given_words(), ADDRESS, WORDS, OPINION, FILE]

    def tour(page: Any) -> None:
        for stop in stops:
            found = [*_guards(page.goto(stop.path)), *_keys(page), *_looks(page, stop)]
            wrong.extend(f"{stop.path} {one}" for one in found)

    def english(page: Any) -> None:
        page.goto(stops[0].path)
        page.evaluate(PROBES)
        wrong.extend(_asked(page, f"chinese({given!r})"))

    def panes(page: Any) -> list[float]:
        page.goto(stops[0].path)
        SCREENS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENS / "casework-case.png")
        boxes = [pane.bounding_box() for pane in page.locator(".workbench > .pane").all()]
        return [box["y"] + min(box["height"], 1) for box in boxes] + [boxes[0]["x"], boxes[1]["x"]]

    site.see(tour, account="reviewer")
    top_left, top_right, left, right = site.see(panes, account="reviewer", look=Look(size=DESKTOP))
    assert top_left == top_right
    assert left < right
    assert top_left < DESKTOP[1] / 2
    site.see(english, account="reviewer", look=Look(language="en"))
    assert not wrong, "\n".join(wrong)


def test_a_reviewer_signs_by_key_and_comes_back_to_the_queue(site: Site, proposed: str) -> None:
    def sign(page: Any) -> str:
        page.goto(f"/casework/cases/{proposed}/?queue=review")
        page.keyboard.press("F8")
        page.wait_for_url(lambda url: "/queue/" in url)
        return str(page.inner_text("[role=status]"))

    assert "已办" in site.see(sign, account="reviewer")
    assert cases.case_by_number(number=proposed).state == "refused"
