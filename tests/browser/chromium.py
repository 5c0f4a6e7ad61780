"""A Chromium that is there anyway, driven from a thread of its own.

Playwright's loop would make Django refuse its database to every later test of the same process, so it never runs in
the thread in which tests run: a probe is a function that gets a page, and is handed over.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
DESKTOP, PHONE = (1366, 768), (360, 780)
LIMIT_MS = 20_000
Answer = TypeVar("Answer")


@dataclass(frozen=True, kw_only=True)
class Look:
    """How somebody looks at a page: what the display cookie says, and the size of the window."""

    language: str = "zh"
    theme: str = "light"
    type: str = "normal"
    size: tuple[int, int] = DESKTOP

    @property
    def cookie(self) -> str:
        """The value of the display cookie."""
        return f"{self.language}.{self.theme}.{self.type}"

    @property
    def name(self) -> str:
        """For file names and messages."""
        return f"{self.language}-{self.theme}-{self.type}-{self.size[0]}"


def why_no_browser() -> str:
    """Empty where a browser can be driven, else the reason in words for the summary of the tests."""
    if importlib.util.find_spec("playwright") is None:
        return "no browser tests: the package playwright is not installed"
    if browser_path() is None:
        return "no browser tests: no Chromium found (install one, or name it in RENSHE_CHROMIUM)"
    return ""


def browser_path() -> str | None:
    """The program: RENSHE_CHROMIUM, one on the path, or one that Playwright fetched."""
    named = os.environ.get("RENSHE_CHROMIUM")
    if named:
        return named
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    fetched = sorted(Path.home().glob(".cache/ms-playwright/chromium-*/chrome-linux*/chrome"))
    return str(fetched[-1]) if fetched else None


class Chromium:
    """One browser for all tests of a process; each look at a page is a fresh profile."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="chromium")
        self._thread.submit(self._start).result()

    def _start(self) -> None:
        from playwright.sync_api import sync_playwright

        self._playwright = sync_playwright().start()
        # A container has no sandbox of its own for Chromium, and these pages are ours.
        self._browser = self._playwright.chromium.launch(
            executable_path=browser_path(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )

    def with_page(
        self, probe: Callable[[Any], Answer], *, site: str, session: str | None, look: Look
    ) -> Answer:
        """Run a probe on a page of a new profile: signed in by this session, seen with this look."""
        return self._thread.submit(self._probe, probe, site, session, look).result()

    def _probe(
        self, probe: Callable[[Any], Answer], site: str, session: str | None, look: Look
    ) -> Answer:
        width, height = look.size
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN" if look.language == "zh" else "en-GB",
            reduced_motion="reduce",
            base_url=site,
        )
        try:
            cookies = {
                "renshe_display": look.cookie,
                "django_language": "en" if look.language == "en" else "zh-hans",
            }
            if session:
                cookies["sessionid"] = session
            context.add_cookies(
                [{"name": name, "value": value, "url": site} for name, value in cookies.items()]
            )
            page = context.new_page()
            page.set_default_timeout(LIMIT_MS)
            return probe(page)
        finally:
            context.close()

    def close(self) -> None:
        """End the browser and its thread."""
        self._thread.submit(self._stop).result()
        self._thread.shutdown()

    def _stop(self) -> None:
        self._browser.close()
        self._playwright.stop()
