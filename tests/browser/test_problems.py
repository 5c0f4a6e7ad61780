"""What is refused is refused in a page like any other: in the reader's look and language, with the next step."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.chromium import PHONE, Look
from tests.browser.conftest import Site
from tests.browser.test_every_page import AXE, EVERYTHING, LARGE, PROBES, SERIOUS


@pytest.mark.parametrize(
    ("path", "account", "status"),
    [("/no-such-page/", "", 404), ("/finance/", "person", 403), ("/gallery/", "person", 403)],
)
def test_a_refusal_is_readable_in_large_type_and_high_contrast_on_a_phone(
    path: str, account: str, status: int, site: Site
) -> None:
    def look_at(page: Any) -> tuple[int, list[str], list[str]]:
        answer = page.goto(path)
        page.evaluate(PROBES)
        page.evaluate(AXE)
        found = page.evaluate("options => axe.run(document, options)", EVERYTHING)["violations"]
        asked = [one for probe in LARGE for one in page.evaluate(f"probes.{probe}")]
        return answer.status, [one["id"] for one in found if one["impact"] in SERIOUS], asked

    look = Look(theme="contrast", type="elderly", size=PHONE)
    assert site.see(look_at, account=account, look=look) == (status, [], [])


def test_a_refusal_is_told_in_english_to_who_reads_english(site: Site) -> None:
    def read(page: Any) -> tuple[str, list[str]]:
        page.goto("/finance/")
        page.evaluate(PROBES)
        return page.locator("html").get_attribute("lang"), page.evaluate("probes.chinese()")

    assert site.see(read, account="person", look=Look(language="en")) == ("en", [])


def test_one_press_changes_how_every_page_looks_and_it_is_remembered(site: Site) -> None:
    def press(page: Any) -> list[str | None]:
        page.goto("/me/")
        page.click(".switch-type")
        page.click(".menu summary")
        page.click(".menu-items [value=contrast]")
        page.goto("/me/contributions/")
        root = page.locator("html")
        return [root.get_attribute("data-type"), root.get_attribute("data-theme"), page.url]

    seen = site.see(press, account="person")
    assert seen == ["elderly", "contrast", f"{site.address}/me/contributions/"]
