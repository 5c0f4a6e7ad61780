"""A served site on the town of the portals' tests, a browser, and every page that each account can reach."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test import Client
from django.test.testcases import LiveServerThread
from django.urls import Resolver404, resolve

from renshe.domains.identity.api import RoleCode, grant_role, open_account
from renshe.portals.conftest import (
    PLACE,
    SINCE,
    Town,
    build_town,
    pointed_at,
)
from tests.browser.chromium import Chromium, Look, why_no_browser
from tests.browser.records import ACCOUNTS as MEMBERS
from tests.browser.records import WORDS as RECORDED
from tests.browser.records import demonstration_law, lay_in
from tests.browser.requests import WORDS, file_requests
from tests.browser.schemes import BESIDE
from tests.frame.cluster import TestServer

SCREENS = Path(__file__).parents[2] / ".screens"
STRANGER = ""
STAFF = {
    "counter": RoleCode.COUNTER_CLERK,
    "community": RoleCode.COMMUNITY_WORKER,
    "reviewer": RoleCode.REVIEWER,
    "approver": RoleCode.APPROVER,
    "supervisor": RoleCode.FUND_SUPERVISOR,
    "operator": RoleCode.RUN_OPERATOR,
    "legal": RoleCode.LEGAL_OFFICER,
    "sysadmin": RoleCode.SYSTEM_ADMINISTRATOR,
    "secadmin": RoleCode.SECURITY_ADMINISTRATOR,
    "auditadmin": RoleCode.AUDIT_ADMINISTRATOR,
}
ACCOUNTS = (STRANGER, "person", "pensioner", "clerk", "accountant", *STAFF, *MEMBERS, "nobody")
HREF = re.compile(r'href="(/[^"#]*)')
# Where a form leads by GET, or what is known by word of mouth; the first person and employer of a fresh town are number 1.
BESIDE_LINKS: dict[str, tuple[str, ...]] = {
    STRANGER: (
        "/developer/",
        "/calculators/retirement/?place=310000&born=1985-06&category=M60",
        "/calculators/contribution/?place=310000&kind=employee&wage=8000&injury=3",
        "/calculators/pension/?place=440400&born=1981-05&category=M60&kind=employee&months=180&index=1.2&account=150000"
        "&base=15000&annuity=20000&annuity_month=800&personal=12000&personal_year=6000&step=12&goal=amount&goal_yuan=12000",
    ),
    "person": ("/account/confirm/",),
    "doctor": ("/me/institution/",),
    "accountant": ("/finance/awards/1/award/",),
    "counter": (
        "/counter/people/1/",
        "/counter/employers/1/",
        "/counter/find/?q=0000000",
        "/counter/cases/310112-2025-00000002/",  # the second that `file_requests` files
        "/casework/cases/310112-2025-00000008/rating/",  # the one that it closes
    ),
    "reviewer": ("/casework/find/?number=0000000",),
}
# Pages that are the same for everybody and lead nowhere that the entrance and the guides do not lead.
ALIKE = (
    "developer:",
    "public:calculat",
    "public:news",
    "public:verif",
    "public:retirement",
    "public:contribution",
    "public:pension",
)
NOT_PAGES = ("/static/", "/i18n/", "/health")
MOST_PAGES = 400
PLACES = ("上海市", "闵行区")


@dataclass
class Site:
    """The running site: its address, and the session of each account."""

    address: str
    town: Town
    chromium: Chromium
    sessions: dict[str, str] = field(default_factory=dict)

    def given_words(self) -> list[str]:
        """Names and words that people gave, which stay as they are in every language; the longest first."""
        names = {person.name for person in self.town.city.people}
        names |= {name[0] + "*" for name in names} | {one.name for one in self.town.city.employers}
        names |= {account.display_name for account in self.town.accounts.values()}
        return sorted(names | {*WORDS, *RECORDED, *PLACES}, key=len, reverse=True)

    def see(
        self,
        probe: Callable[[Any], Any],
        *,
        account: str = STRANGER,
        look: Look | None = None,
    ) -> Any:
        """Run a probe on a page in which this account is signed in."""
        return self.chromium.with_page(
            probe, site=self.address, session=self.session_of(account), look=look or Look()
        )

    def session_of(self, account: str) -> str | None:
        """The session cookie of an account; none for a stranger."""
        if account == STRANGER:
            return None
        if account not in self.sessions:
            client = self.town.browser(account)
            self.sessions[account] = client.cookies[settings.SESSION_COOKIE_NAME].value
        return self.sessions[account]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """The browser; without one the whole suite says by name that it did not run."""
    missing = why_no_browser()
    if missing:
        pytest.skip(missing)
    browser = Chromium()
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def built_town(
    chromium: Chromium,
    test_server: TestServer,
    template_database: str,
    django_db_setup: None,
    django_db_blocker: Any,
) -> Iterator[tuple[str, Town]]:
    """The town with staff of every role, built once for all browser tests of this process."""
    name = f"{connections['default'].settings_dict['NAME']}_browser"
    test_server.clone(template=template_database, name=name)
    with django_db_blocker.unblock(), demonstration_law(), pointed_at(name, role="runner"):
        town = build_town()
        employ(town)
        file_requests(town)
        lay_in(town)
    yield name, town
    test_server.drop(name=name)


@pytest.fixture
def site(
    built_town: tuple[str, Town],
    chromium: Chromium,
    test_server: TestServer,
    django_db_blocker: Any,
) -> Iterator[Site]:
    """The town's site answers at an address of its own while the test runs, on a database of the test's own."""
    template, town = built_town
    name = f"{template}_site"
    test_server.clone(template=template, name=name)
    with django_db_blocker.unblock(), demonstration_law(), pointed_at(name, role="app"):
        server = LiveServerThread("127.0.0.1", StaticFilesHandler)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        assert server.error is None, server.error
        try:
            yield Site(address=f"http://127.0.0.1:{server.port}", town=town, chromium=chromium)
        finally:
            server.terminate()
    test_server.drop(name=name)


@dataclass(frozen=True, kw_only=True)
class Stop:
    """One page: the name of its address, an address, and an account that may see it; `template` makes it, and `again` says
    that a page of the same template comes before it on the tour."""

    name: str
    path: str
    account: str
    template: str
    again: bool = False


_STOPS: dict[str, tuple[Stop, ...]] = {}


@pytest.fixture
def stops(site: Site) -> dict[str, tuple[Stop, ...]]:
    """For each account the pages that it reaches by following links, each page under one account only."""
    if not _STOPS:
        seen: set[str] = set()
        templates: set[str] = set()
        for account in ACCOUNTS:
            client = site.town.browser(account) if account else Client()
            beside = (*BESIDE_LINKS.get(account, ()), *BESIDE.get(account, ()))
            alike = {name for name in seen if name.startswith(ALIKE)}
            found = walk(client, account=account, beside=beside, skipped=alike)
            _STOPS[account] = tuple(
                _told_again(stop, templates) for stop in found if stop.name not in seen
            )
            seen |= {stop.name for stop in found}
    return _STOPS


def _told_again(stop: Stop, templates: set[str]) -> Stop:
    """The stop, with whether its template was seen before; it is seen from now on."""
    again = stop.template in templates
    templates.add(stop.template)
    return replace(stop, again=again)


def walk(
    client: Client,
    *,
    account: str,
    beside: tuple[str, ...] = (),
    skipped: AbstractSet[str] = frozenset(),
) -> list[Stop]:
    """Follow links from the entrance; of each kind of page look at the first that answers, and at none of the skipped."""
    waiting, asked, found = ["/", "/sign-in/", "/gallery/", *beside], set(), {}
    while waiting and len(asked) < MOST_PAGES:
        path = waiting.pop(0)
        name = name_of(path)
        if name is None or name in found or name in skipped or path in asked:
            continue
        asked.add(path)
        answer = client.get(path)
        if answer.status_code in (301, 302):
            waiting.insert(0, answer["Location"].split("#")[0])
            continue
        if answer.status_code != 200 or "text/html" not in answer.get("Content-Type", ""):
            continue
        template = answer.templates[0].name or path
        found[name] = Stop(name=name, path=path, account=account, template=template)
        text = answer.content.decode().replace("&amp;", "&")
        waiting += [link for link in HREF.findall(text) if link not in asked]
    return list(found.values())


def name_of(path: str) -> str | None:
    """The name of the address, None for what is no page of a portal."""
    if path.startswith(NOT_PAGES):
        return None
    try:
        match = resolve(path.partition("?")[0])
    except Resolver404:
        return None
    return match.view_name if match.namespace else None


def employ(town: Town) -> None:
    """Staff of every role that the town does not have yet, and names that read like an office's."""
    for name, role in STAFF.items():
        town.accounts[name] = open_account(
            username=name, display_name=str(role.label), password="a long enough password"
        )
        grant_role(account=town.accounts[name], role=role, place=PLACE, valid_from=SINCE)
    for account in set(town.accounts.values()) - {town.accounts[name] for name in STAFF}:
        account.display_name = "演示账号"
        account.save(update_fields=["display_name"])
