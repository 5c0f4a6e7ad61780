"""The proof can fail: each probe of the tour finds what it is there to find."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.chromium import PHONE, Look
from tests.browser.conftest import Site
from tests.browser.test_every_page import AXE, EVERYTHING, PROBES


def test_axe_finds_a_picture_without_words_and_grey_on_grey(site: Site) -> None:
    def spoil(page: Any) -> list[str]:
        page.goto("/sign-in/")
        page.evaluate(AXE)
        page.evaluate(
            """() => {
              document.querySelector('main').insertAdjacentHTML('beforeend', '<img src="/static/portals/mark.svg">');
              document.querySelector('h1').classList.add('spoilt');
              document.adoptedStyleSheets = [new CSSStyleSheet()];
              document.adoptedStyleSheets[0].insertRule('.spoilt { color: #ccc !important }');
            }"""
        )
        found = page.evaluate("options => axe.run(document, options)", EVERYTHING)["violations"]
        return [one["id"] for one in found]

    assert {"image-alt", "color-contrast"} <= set(site.see(spoil))


@pytest.mark.parametrize(
    ("spoil", "probe"),
    [
        ("main.style.width = '900px'", "overflow()"),
        ("main.append('中文')", "chinese()"),
        ("main.append('leftover')", "english([])"),
        ("main.style.fontSize = '12px'; main.append('text')", "small(18)"),
        (
            "main.append(Object.assign(document.createElement('button'), {textContent: 'x'}))",
            "narrow(44)",
        ),
    ],
)
def test_a_probe_of_ours_finds_what_was_spoilt(spoil: str, probe: str, site: Site) -> None:
    def try_it(page: Any) -> tuple[list[str], list[str]]:
        page.goto("/sign-in/")
        page.evaluate(PROBES)
        page.evaluate("document.body.innerHTML = '<main></main>'; document.title = ''")
        before: list[str] = page.evaluate(f"probes.{probe}")
        page.evaluate(f"const main = document.querySelector('main'); {spoil}")
        return before, page.evaluate(f"probes.{probe}")

    before, after = site.see(try_it, look=Look(size=PHONE))
    assert before == []
    assert after


def test_a_focus_that_cannot_be_seen_is_found(site: Site) -> None:
    def hide(page: Any) -> str:
        page.goto("/sign-in/")
        page.evaluate(PROBES)
        page.evaluate(
            """() => {
              document.adoptedStyleSheets = [new CSSStyleSheet()];
              document.adoptedStyleSheets[0].insertRule('*:focus-visible { outline: none !important }');
            }"""
        )
        page.keyboard.press("Tab")
        return page.evaluate("probes.focused()")["why"]

    assert site.see(hide) == "no ring"
