"""Every page of every portal, as each role comes to it by links: axe, keyboard, phone, large type, one language at a time.

A page is loaded once in Chinese and once in English; in between only its look is switched. Pages made by one template (most
of them explain an amount) are walked by keys and looked at in every look once; each further one is asked all of axe, English,
and whether it fits a telephone in ordinary and in large type. What a tour finds is told page by page.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from renshe.portals.test_access import pages
from tests.browser.chromium import DESKTOP, PHONE, Look
from tests.browser.conftest import ACCOUNTS, SCREENS, Site, Stop

HERE = Path(__file__).parent
AXE = (HERE / "vendor/axe.min.js").read_text(encoding="utf-8")
PROBES = (HERE / "probes.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SERIOUS = ("serious", "critical")
CONTRAST = "color-contrast"
# The first look asks everything; the others what a change of colours, type or width can change.
EVERYTHING: dict[str, Any] = {"runOnly": {"type": "tag", "values": TAGS}}
COLOURS: dict[str, Any] = {"runOnly": {"type": "rule", "values": [CONTRAST]}}
NARROWER: dict[str, Any] = {
    "runOnly": {
        "type": "rule",
        "values": [CONTRAST, "target-size", "scrollable-region-focusable"],
    }
}
NOTHING: dict[str, Any] = {}
# Names of formats and of things that are called so in Chinese, too.
FOREIGN = [
    *("JPG", "JPEG", "PNG", "PDF", "CSV", "Excel", "XLSX", "JSON", "png", "xlsx"),
    *("API", "OpenAPI", "URL", "HTTP", "HTTPS", "https", "SMS", "Webhook", "OAuth", "TOTP"),
    *("English", "Ctrl", "Alt", "Esc", "Enter"),
]
# Who decided the town's award before this system, as it names him.
DECIDED_BY = "old system"
LARGE_PX, LARGE_TARGET_PX, TARGET_PX = 18, 44, 24
LARGE = (f"small({LARGE_PX})", f"narrow({LARGE_TARGET_PX})", "overflow()")
ORDINARY = (f"narrow({TARGET_PX})", "overflow()")
MOST_STEPS, MOST_TOLD = 120, 6

# A picture of each page is kept; of each look of it where somebody wants to look at them all (RENSHE_PICTURES=all).
EVERY_PICTURE = os.environ.get("RENSHE_PICTURES") == "all"
# Look, what axe is asked, what we ask, whether a picture is kept. Each theme, type and width meets each of the others once.
LOOKS: tuple[tuple[Look, dict[str, Any], tuple[str, ...], bool], ...] = (
    (Look(), EVERYTHING, (), True),
    (Look(theme="dark"), COLOURS, (), False),
    (Look(type="elderly"), NOTHING, LARGE, False),
    (Look(type="elderly", size=PHONE), NARROWER, LARGE, False),
    (Look(theme="dark", size=PHONE), NARROWER, ORDINARY, False),
)
# What a further page of a template that was seen whole is asked: its words and figures are new, its frame is not.
AGAIN: tuple[tuple[Look, dict[str, Any], tuple[str, ...], bool], ...] = (
    (Look(), EVERYTHING, (), True),
    (Look(type="elderly", size=PHONE), NOTHING, LARGE, False),
    (Look(size=PHONE), NOTHING, ORDINARY, False),
)
GUARDS = {
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}
POLICY = ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")

# Addresses that show no page of their own, or one that no link leads to.
NOT_SEEN = {
    "no page: it leads on": (
        "casework:all_open", "casework:next_case", "employer:roster_now", "finance:statements",
    ),
    "no page: it takes what is sent": (
        "applying:message", "applying:rate", "employer:annuity_left", "employer:annuity_month",
        "employer:institution_month", "employer:institution_reverse",
        "community:photograph", "citizen:unmasked", "counter:start", "signin:act_as",
        "signin:demonstration_sign_in", "signin:display", "signin:passkey_new_options",
        "signin:passkey_options", "signin:passkey_sign_in", "signin:sign_out",
    ),
    "no page: a file": (
        "applying:evidence", "applying:letter_pdf", "casework:evidence", "counter:evidence",
        "employer:failed_file", "employer:marked_file", "employer:roster_template",
        "institution:paper", "casework:resident_list",
        "casework:resident_list_template", "casework:resident_orders", "employer:annuity_template",
        "employer:institution_template", "employer:institution_entering_template",
        "casework:established_template", "helping:audit_file", "helping:template",
        "land:cover_list", "land:list_template", "land:project_awards",
        "signin:guardian_evidence", "finance:bridging_list_file", "finance:undue_paper", "institution:premium_template",
        "community:groups_template", "community:attendance_template", "casework:restore_template",
        "casework:pension_list_letters", "casework:pension_list_paper", "casework:pension_list_table",
    ),
    "seen only between two steps of signing in or proving oneself": (
        "signin:second", "signin:add_key", "signin:go_on", "signin:emergency_record",
    ),
}  # fmt: skip


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda name: name or "stranger")
def test_the_pages_are_open_to_everybody_who_comes_as(
    account: str, site: Site, stops: dict[str, tuple[Stop, ...]]
) -> None:
    wrong: list[str] = []

    usernames = [word for name in site.town.accounts for word in name.split("_")]
    usernames += DECIDED_BY.split()
    asked_of_chinese = f"english({[*FOREIGN, *usernames]!r})"

    def tour(page: Any) -> None:
        _listen(page, site.address, wrong)
        page.add_init_script(AXE)
        for stop in stops[account]:
            # Pages for developers speak of methods, headers and fields by their names.
            first = "" if stop.name.startswith("developer:") else asked_of_chinese
            found = _guards(page.goto(stop.path))
            page.evaluate(PROBES)
            if not stop.again:
                # Keys follow each other faster than a page scrolls: what seemed amiss is walked again with time to.
                found += _keys(page) and _keys(page, slowly=True)
            found += _looks(page, stop, first)
            wrong.extend(f"{stop.path} ({stop.name}) {one}" for one in found)

    given = site.given_words()

    def english_tour(page: Any) -> None:
        for stop in stops[account]:
            page.goto(stop.path)
            page.evaluate(PROBES)
            found = [*_asked(page, f"chinese({given!r})"), *_asked(page, "overflow()")]
            wrong.extend(f"{stop.path} ({stop.name}) in English: {one}" for one in found)

    SCREENS.mkdir(exist_ok=True)
    site.see(tour, account=account)
    site.see(english_tour, account=account, look=Look(language="en", size=PHONE))
    assert not wrong, "\n".join(wrong)


def test_the_tour_misses_no_page_that_can_be_come_to(stops: dict[str, tuple[Stop, ...]]) -> None:
    """What it does not see is named with its reason, so that a new page cannot hide."""
    seen = {stop.name for found in stops.values() for stop in found}
    unseen = set(pages()) - seen
    named = {name for names in NOT_SEEN.values() for name in names}
    assert not unseen - named, " ".join(sorted(unseen - named))
    assert not named - unseen, " ".join(sorted(named - unseen))


def _listen(page: Any, address: str, wrong: list[str]) -> None:
    """Note what a page asks of others, and what the browser complains of (a broken policy among it)."""

    def complain(line: Any) -> None:
        if line.type == "error":
            wrong.append(f"{page.url} console: {line.text}")

    def asked(request: Any) -> None:
        if not request.url.startswith((address, "data:")):
            wrong.append(f"{page.url} asked {request.url}")

    page.on("console", complain)
    page.on("pageerror", lambda error: wrong.append(f"{page.url} script: {error}"))
    page.on("request", asked)


def _guards(answer: Any) -> list[str]:
    headers = answer.headers
    found = [
        f"{name} is {headers.get(name)!r}, not {value!r}"
        for name, value in GUARDS.items()
        if headers.get(name) != value
    ]
    policy = headers.get("content-security-policy", "")
    found += [f"the policy lacks {part}" for part in POLICY if part not in policy]
    if "unsafe" in policy:
        found.append(f"the policy allows what is unsafe: {policy}")
    return found


def _keys(page: Any, *, slowly: bool = False) -> list[str]:
    """Press Tab until it comes round (on long pages the first hundred steps), and say what was amiss.

    The page itself notes where each press had led, when the next one comes: one message a press, and one answer for all.
    """
    wanted = min(page.evaluate("probes.startOfKeys()"), MOST_STEPS)
    pressed = _pressed(page, slowly=slowly)
    # A field for a date is walked through part by part.
    parts = 4 * page.locator("input[type=date], input[type=time], input[type=month]").count()
    pressed(wanted)
    seen = _seen_by_keys(page)
    left = 5 + parts
    while len(seen) < wanted and left > 0:
        step = min(wanted - len(seen), left)
        pressed(step)
        left -= step
        seen = _seen_by_keys(page)
    wrong = [f"keys: {says}: {why}" for says, why in seen.values() if why]
    # A chart that came into sight on the way has folded its table, with every link in it.
    wanted = min(wanted, page.evaluate("probes.reachable()"))
    if len(seen) < wanted:
        last = [says for says, _why in seen.values()][-1:]
        wrong.append(f"keys: Tab came to {len(seen)} of {wanted}, last to {last}")
    return wrong[:MOST_TOLD]


def _pressed(page: Any, *, slowly: bool) -> Callable[[int], None]:
    """Presses Tab so many times: real keys of the browser, which a script cannot tell from a person's. Slowly: each
    is let go and answered before the next."""
    tab = {"type": "rawKeyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
    keyboard = page.context.new_cdp_session(page)

    def press(times: int) -> None:
        for _time in range(times):
            if slowly:
                page.keyboard.press("Tab")
                page.evaluate("probes.focused()")
            else:
                keyboard.send("Input.dispatchKeyEvent", tab)

    return press


def _seen_by_keys(page: Any) -> dict[str, tuple[str, str]]:
    """What had the focus so far: what it says, and why its focus could not be seen the first time (empty: it could).

    Round the end nothing has it, where the page began in the middle (at a summary of errors).
    """
    seen: dict[str, tuple[str, str]] = {}
    for here in page.evaluate("probes.keyed()"):
        if here is not None:
            seen.setdefault(here["key"], (here["says"], here["why"]))
    return seen


def _looks(page: Any, stop: Stop, first: str = "") -> list[str]:
    page.evaluate("document.activeElement && document.activeElement.blur()")
    wrong = [f"in Chinese: {one}" for one in (_asked(page, first) if first else ())]
    size = None
    for look, options, probes, kept in AGAIN if stop.again else LOOKS:
        if look.size != size:
            size = look.size
            _size(page, size)
        page.evaluate(
            "([theme, type]) => Object.assign(document.documentElement.dataset, {theme, type})",
            [look.theme, look.type],
        )
        found = _axe(page, options) if options else []
        found += [one for probe in probes for one in _asked(page, probe)]
        wrong += [f"{look.name}: {one}" for one in found]
        if kept or EVERY_PICTURE:
            _keep(page, f"{stop.name.replace(':', '.')}-{look.name}.jpg")
    _size(page, DESKTOP)
    return wrong


def _keep(page: Any, name: str) -> None:
    """A picture of the whole page for people to judge, taken as fast as the browser can."""
    camera = page.context.new_cdp_session(page)
    wanted = {
        "format": "jpeg",
        "quality": 70,
        "captureBeyondViewport": True,
        "optimizeForSpeed": True,
    }
    taken = camera.send("Page.captureScreenshot", wanted)
    (SCREENS / name).write_bytes(base64.b64decode(taken["data"]))
    camera.detach()


def _axe(page: Any, options: dict[str, Any]) -> list[str]:
    asked = {**options, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", asked)["violations"]
    return [
        f"axe {one['id']}: {one['help']}: {node['html'][:120]}"
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"][:3]
    ]


def _asked(page: Any, probe: str) -> list[str]:
    name = probe.partition("(")[0]
    return [f"{name}: {one}" for one in page.evaluate(f"probes.{probe}")[:MOST_TOLD]]


def _size(page: Any, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
