"""No script gets in, and none gets at the session. (The headers themselves are looked at on every page of the tour.)"""

from __future__ import annotations

from typing import Any

from tests.browser.conftest import Site


def test_a_script_that_somebody_smuggled_in_does_not_run(site: Site) -> None:
    def smuggle(page: Any) -> tuple[bool, bool]:
        page.goto("/sign-in/?next=/%22%3E%3Cscript%3Ewindow.stolen=1%3C/script%3E")
        escaped = page.evaluate("window.stolen === undefined")
        page.evaluate(
            "const it = document.createElement('script'); it.textContent = 'window.stolen = 1'; document.body.append(it)"
        )
        return escaped, page.evaluate("window.stolen === undefined")

    assert site.see(smuggle) == (True, True)


def test_no_script_can_read_the_session(site: Site) -> None:
    def read(page: Any) -> tuple[str, list[dict[str, Any]]]:
        page.goto("/sign-in/")
        page.fill("#username", "person")
        page.fill("#password", "a long enough password")
        page.press("#password", "Enter")
        page.wait_for_url("**/me/")
        return page.evaluate("document.cookie"), page.context.cookies()

    readable, kept = site.see(read)
    session = next(cookie for cookie in kept if cookie["name"] == "sessionid")
    assert "sessionid" not in readable
    assert (session["httpOnly"], session["sameSite"]) == (True, "Lax")
