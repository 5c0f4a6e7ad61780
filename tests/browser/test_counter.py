"""A clerk serves somebody without a mouse: found, item started, form filled, handed in, accepted, receipt on the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from renshe.domains.cases import api as cases
from renshe.services import catalogue
from tests.browser.chromium import DESKTOP, Look
from tests.browser.conftest import SCREENS, Site
from tests.browser.requests import AGREED, UNREADABLE

MOST_TABS = 80
FOCUS = "document.activeElement && (document.activeElement.id || document.activeElement.value)"


def tab_to(page: Any, wanted: str) -> None:
    """Press Tab until the element of this id is in hand."""
    for _ in range(MOST_TABS):
        if page.evaluate(FOCUS) == wanted:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not come to {wanted}")


def press_and_wait(page: Any, key: str, arrives: Callable[[str], bool]) -> None:
    """Press a key that leads to another page."""
    page.keyboard.press(key)
    page.wait_for_url(arrives)
    page.wait_for_load_state("load")


def test_a_person_is_served_by_keyboard_alone(site: Site) -> None:
    offered = catalogue.declared("contributions.dispute_amount").item
    person = site.town.city.people[0]

    def serve(page: Any) -> dict[str, Any]:
        said: dict[str, Any] = {}
        page.goto("/counter/")
        said["focus on load"] = page.evaluate(FOCUS)
        page.keyboard.type(person.id_number)
        press_and_wait(page, "Enter", lambda url: "/counter/people/" in url)
        said["person is masked"] = person.name not in page.content()
        page.keyboard.press("F4")
        page.keyboard.type(offered.name.zh)
        page.keyboard.press("Escape")  # closes the list of suggestions
        press_and_wait(page, "Enter", lambda url: url.endswith("/form/"))
        tab_to(page, "f-shown")
        page.keyboard.type("800.00")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        tab_to(page, "f-words")
        page.keyboard.type(UNREADABLE)
        tab_to(page, "f-address")
        page.keyboard.type(AGREED)
        press_and_wait(page, "F8", lambda url: not url.endswith("/form/"))
        said["what to say"] = page.inner_text(".say")
        said["number"] = page.inner_text(".case-number")
        SCREENS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENS / "counter-done.png")
        press_and_wait(page, "F7", lambda url: "/papers/" in url)
        said["receipt"] = page.inner_text(".sheet")
        press_and_wait(page, "F9", lambda url: "/papers/" not in url)
        press_and_wait(page, "F9", lambda url: url.endswith("/counter/"))
        said["today"] = page.content()
        return said

    said = site.see(serve, account="counter", look=Look(size=DESKTOP))
    assert said["focus on load"] == "q"
    assert said["person is masked"]
    assert "已经受理" in said["what to say"]
    assert "受理回执" in said["receipt"]
    assert said["number"] in said["receipt"]
    assert said["number"] in said["today"]
    case = cases.case_by_number(number=said["number"])
    assert (case.state, case.on_behalf, case.channel) == ("accepted", "staff", "counter")
