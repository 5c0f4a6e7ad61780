"""The case page at a reviewer's desk: evidence left and form right on one screen, decided by a key."""

from __future__ import annotations

from typing import Any

from renshe.domains.cases import api as cases
from tests.browser.chromium import DESKTOP, Look
from tests.browser.conftest import SCREENS, Site
from tests.browser.requests import WANTED, Desk


def test_evidence_and_form_stand_side_by_side_on_one_screen(site: Site) -> None:
    """At 1366 × 768 both panes begin in the upper half, and the picture is drawn."""
    number = Desk(site.town).proposed(WANTED[0]).number

    def panes(page: Any) -> tuple[list[Any], int]:
        page.goto(f"/casework/cases/{number}/?queue=review")
        SCREENS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENS / "casework-case.png")
        boxes = [pane.bounding_box() for pane in page.locator(".workbench > .pane").all()]
        return boxes, page.evaluate("document.querySelector('img.evidence-view').naturalWidth")

    (left, right), width = site.see(panes, account="reviewer", look=Look(size=DESKTOP))
    assert left["y"] == right["y"] < DESKTOP[1] / 2
    assert left["x"] + left["width"] <= right["x"]
    assert width > 0


def test_a_reviewer_signs_by_key_and_comes_back_to_the_queue(site: Site) -> None:
    number = Desk(site.town).proposed(WANTED[1]).number

    def sign(page: Any) -> str:
        page.goto(f"/casework/cases/{number}/?queue=review")
        page.keyboard.press("F8")
        page.wait_for_url(lambda url: "/queue/" in url)
        return str(page.inner_text("[role=status]"))

    assert "已办" in site.see(sign, account="reviewer")
    assert cases.case_by_number(number=number).state == "granted"
