"""Without a mouse: one can skip to the text, and the staff's keys do what they say."""

from __future__ import annotations

from typing import Any

from tests.browser.conftest import Site


def test_the_first_tab_offers_to_skip_to_the_text(site: Site) -> None:
    def skip(page: Any) -> tuple[bool, str]:
        page.goto("/sign-in/")
        page.evaluate("document.activeElement && document.activeElement.blur()")
        page.keyboard.press("Tab")
        visible = page.evaluate("document.activeElement.getBoundingClientRect().left >= 0")
        page.keyboard.press("Enter")
        page.wait_for_url("**/sign-in/#main")
        return visible, page.url

    visible, url = site.see(skip)
    assert visible
    assert url.endswith("#main")


def test_keys_of_the_gallery_command_bar_rows_dialog_and_menu(site: Site) -> None:
    def press(page: Any) -> dict[str, Any]:
        said: dict[str, Any] = {}
        focus = "document.activeElement.id || document.activeElement.textContent.trim()"
        page.goto("/gallery/")
        page.evaluate("document.activeElement && document.activeElement.blur()")
        page.keyboard.press("/")
        said["command bar"] = page.evaluate(focus)
        page.keyboard.type("j/")
        said["typed"] = page.input_value("#g-command")
        page.locator("#dense_table tbody a").first.focus()
        page.keyboard.press("j")
        said["next row"] = page.evaluate(focus)
        page.keyboard.press("ArrowUp")
        said["row before"] = page.evaluate(focus)
        page.locator("a[href='#g-withdraw']").focus()
        page.keyboard.press("Enter")
        said["dialog open"] = page.locator("#g-withdraw [role=dialog]").is_visible()
        page.keyboard.press("Escape")
        said["dialog closed"] = not page.locator("#g-withdraw [role=dialog]").is_visible()
        page.locator("details.menu summary").focus()
        page.keyboard.press("Enter")
        said["menu open"] = page.locator(".menu-items").first.is_visible()
        page.keyboard.press("Escape")
        said["menu closed"] = not page.locator(".menu-items").first.is_visible()
        return said

    assert site.see(press, account="accountant") == {
        "command bar": "g-command",
        "typed": "j/",
        "next row": "31011220251014000003",
        "row before": "31011220251013000017",
        "dialog open": True,
        "dialog closed": True,
        "menu open": True,
        "menu closed": True,
    }
