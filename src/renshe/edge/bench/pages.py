"""Pages of a large city while a month runs: users of our own, on this machine only, who follow links."""

from __future__ import annotations

import contextlib
import html
import http.client
import random
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from renshe.edge.bench.measured import QUERIES, ROUTE, TIME
from renshe.edge.bench.report import Section
from renshe.edge.bench.throw_away import ThrowAwayCity, WorkFailed
from renshe.edge.serving import READY_LIMIT_S, THREADS, WORKERS, free_port

HOST = "127.0.0.1"
USERS = 16
PEOPLE = USERS // 2
SECONDS = 40.0
PAUSES = {"half a second between two pages": 0.5, "no pause": 0.0}
DETAILED = ("half a second between two pages",)
HOMES = {"accountant": "/finance/", "person": "/me/"}
_LINK = re.compile(rb'href="([^"#]+)"')
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Seen:
    """One page that a user saw."""

    route: str
    status: int
    server_ms: float
    client_ms: float
    queries: int


@dataclass
class User:
    """One user with a session: signs in and wanders from link to link within one portal."""

    port: int
    username: str
    home: str
    pause: float
    seed: int
    seen: list[Seen] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)

    def wander(self, *, until: float) -> None:
        """Look at pages until a moment of the monotonic clock."""
        draw = random.Random(self.seed)
        line = http.client.HTTPConnection(HOST, self.port, timeout=60)
        with contextlib.closing(line):
            self._sign_in(line)
            links = [self.home]
            while time.monotonic() < until:
                page = self._get(line, draw.choice(links))
                found = self._links(page)
                # Now and then back to the start, so that nobody is lost in one corner.
                links = found if found and draw.random() < 0.85 else [self.home]
                time.sleep(draw.uniform(0, 2 * self.pause))

    def _sign_in(self, line: http.client.HTTPConnection) -> None:
        token = _TOKEN.search(self._ask(line, "GET", "/sign-in/")[1])
        form = urllib.parse.urlencode(
            {"username": self.username, "csrfmiddlewaretoken": token[1].decode() if token else ""}
        )
        status, _, _ = self._ask(line, "POST", "/sign-in/demonstration/", form)
        if status != 302:
            raise WorkFailed(f"{self.username} could not sign in: {status}")

    def _get(self, line: http.client.HTTPConnection, path: str) -> bytes:
        started = time.perf_counter()
        status, body, headers = self._ask(line, "GET", path)
        took = (time.perf_counter() - started) * 1000
        self.seen.append(
            Seen(headers[ROUTE], status, float(headers[TIME]), took, int(headers[QUERIES]))
        )
        return body if headers.get("Content-Type", "").startswith("text/html") else b""

    def _ask(
        self, line: http.client.HTTPConnection, verb: str, path: str, form: str | None = None
    ) -> tuple[int, bytes, Any]:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line.request(verb, path, form, headers)
        answer = line.getresponse()
        body = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, body, answer.headers

    def _links(self, page: bytes) -> list[str]:
        found = {html.unescape(link.decode()) for link in _LINK.findall(page)}
        return sorted(link for link in found if link.startswith(self.home))


def measure(city: ThrowAwayCity, *, first_month: int) -> Section:
    """Users of both portals, first with pauses and then without, while months are run one after another."""
    usernames = city.work("renshe.edge.bench.pages:open_people", count=PEOPLE)["usernames"]
    section = Section(
        f"Pages: {USERS} users during a month run",
        f"{PEOPLE} accountants and {PEOPLE} insured people and pensioners of a city of {city.people:,} follow links at"
        " random over the loopback, while contributions and pensions of month after month are run on the same cores."
        f" granian with {WORKERS} workers of {THREADS} threads. Server time is from the call of the application to the head"
        " of its answer; it contains every query.",
        (
            "users",
            "page",
            "requests",
            "p50 ms",
            "p95 ms",
            "p99 ms",
            "client p95 ms",
            "queries at most",
        ),
    )
    run = city.begin(
        "renshe.edge.bench.month_run:keep_running",
        place=city.place,
        first=first_month,
        people=city.people,
        months=12,
    )
    try:
        with _served(city) as port:
            for words, pause in PAUSES.items():
                seen = _crowd(port, usernames, pause)
                _tell(section, words, seen)
                state = "was at work" if run.poll() is None else "had ended before"
                section.remarks.append(f"{words}: at its end the month run {state}")
    finally:
        run.send_signal(signal.SIGKILL)
        run.communicate()
    return section


def _crowd(port: int, people: Sequence[str], pause: float) -> list[Seen]:
    users = [
        User(port, people[n // 2], HOMES["person"], pause, n)
        if n % 2
        else User(port, "accountant", HOMES["accountant"], pause, n)
        for n in range(USERS)
    ]
    until = time.monotonic() + SECONDS
    faults: list[str] = []

    def work(user: User) -> None:
        try:
            user.wander(until=until)
        except (OSError, http.client.HTTPException, WorkFailed) as problem:
            faults.append(f"{user.username}: {problem!r}")

    threads = [threading.Thread(target=work, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise WorkFailed("; ".join(faults[:3]))
    return [page for user in users for page in user.seen]


def _tell(section: Section, words: str, seen: list[Seen]) -> None:
    """A row for all pages; for users who pause also one for each page, the slowest first."""
    bad = [page for page in seen if page.status >= 400]
    if bad:
        told = ", ".join(sorted({f"{page.status} {page.route}" for page in bad})[:5])
        section.remarks.append(f"{words}: {len(bad)} answers were errors: {told}")
    section.rows.append((words, "all", *_figures(seen)))
    if words not in DETAILED:
        return
    by_route: dict[str, list[Seen]] = {}
    for page in seen:
        by_route.setdefault(page.route, []).append(page)
    slowest = sorted(
        by_route, key=lambda route: -_share([p.server_ms for p in by_route[route]], 95)
    )
    section.rows += [("", route, *_figures(by_route[route])) for route in slowest]


def _figures(seen: list[Seen]) -> tuple[str, ...]:
    server = [page.server_ms for page in seen]
    return (
        f"{len(seen):,}",
        *(f"{_share(server, share):.1f}" for share in (50, 95, 99)),
        f"{_share([page.client_ms for page in seen], 95):.1f}",
        str(max(page.queries for page in seen)),
    )


def _share(values: list[float], share: int) -> float:
    """The value below which so many in a hundred lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


@contextlib.contextmanager
def _served(city: ThrowAwayCity) -> Iterator[int]:
    """The site of this city, measured, on a free port of this machine."""
    port = free_port(host=HOST, wanted=8600)
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
    command += ["--workers", str(WORKERS), "--blocking-threads", str(THREADS)]
    command += ["--host", HOST, "--port", str(port), "--log-level", "warning"]
    command += ["renshe.edge.bench.measured:application"]
    environment = {**city.environment(role="app"), "RENSHE_SERVING": "1"}
    process = subprocess.Popen(command, env=environment)
    try:
        _await(process, port)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + READY_LIMIT_S
    while time.monotonic() < deadline and process.poll() is None:
        line = http.client.HTTPConnection(HOST, port, timeout=5)
        with contextlib.suppress(OSError), contextlib.closing(line):
            line.request("GET", "/health")
            if line.getresponse().status == 200:
                return
        time.sleep(0.2)
    raise WorkFailed("the measured site does not answer")


def open_people(*, count: int) -> dict[str, Any]:
    """Accounts for people at equal distances through the register, every other one a pensioner."""
    import datetime as dt

    from django.db import connection

    from renshe.edge.demo.accounts import Login, open_accounts

    chosen = []
    with connection.cursor() as cursor:
        for table, wanted in (
            ("pension_award", count // 2),
            ("enrolment_spell", count - count // 2),
        ):
            cursor.execute(
                f"SELECT person_id FROM (SELECT person_id, row_number() OVER (ORDER BY person_id) AS n,"
                f" count(*) OVER () AS total FROM (SELECT DISTINCT person_id FROM {table}) p) q"
                " WHERE n %% greatest(total / %s, 1) = 0 ORDER BY person_id LIMIT %s",
                [wanted, wanted],
            )
            chosen += [int(person) for (person,) in cursor.fetchall()]
    logins = [
        Login(f"bench{person}", "insured_person", f"参保人 {person}", person_id=person)
        for person in dict.fromkeys(chosen)
    ]
    open_accounts(logins=logins, place="310112", valid_from=dt.date(2025, 10, 1))
    names = [login.username for login in logins]
    return {"usernames": (names * count)[:count]}
