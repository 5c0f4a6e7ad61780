"""The employer's people and what it owes: contracts on file, one that ends, a leaver from a row, a plan paid off by the month."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from renshe.domains.contributions import api as contributions
from renshe.domains.contributions.test_small_city import NOON
from renshe.domains.employment import api as employment
from renshe.domains.identity.api import mask_name
from renshe.domains.registry.api import Person
from renshe.portals.conftest import Town
from renshe.portals.employer import coming
from renshe.portals.employer.pages import owing
from renshe.portals.employer.pages.owing import plan_shown

TODAY = dt.date(2025, 10, 31)


def text_of(client: Client, address: str) -> str:
    """The page at an address."""
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return str(answer.content.decode())


def on_file(town: Town, *, ends_on: dt.date | None = None, employer: int = 0) -> Person:
    """The first person's contract, as its employer filed it."""
    person = town.city.people[0]
    employment.file_contract(
        employer_id=town.city.employers[employer].pk, person_id=person.pk,
        terms=employment.Terms(
            kind="fixed" if ends_on else "open_ended", began_on=dt.date(2024, 10, 1), signed_on=None,
            ends_on=ends_on, probation_months=0, occupation="焊工", work_place="310112", hours="standard",
            wage_fen=800_000,
        ),
        act=employment.Act(reason="招用", reference="x", known_on=TODAY, actor="clerk", at=NOON),
    )  # fmt: skip
    return person


def test_people_are_listed_masked_with_what_is_on_file(town: Town) -> None:
    """Insured people, with a contract or without; names and numbers never in full."""
    person = on_file(town)
    page = text_of(town.browser("clerk"), "/employer/staff/")
    assert mask_name(person.name) in page
    assert person.name not in page
    assert person.id_number not in page
    assert "焊工" in page
    assert "没有备案" in page  # colleagues without a contract on file
    other = text_of(town.browser("other_clerk"), "/employer/staff/?show=contracts")
    assert "焊工" not in other
    assert "还没有备案的合同" in other


@pytest.mark.parametrize(
    ("ends_on", "said"),
    [(dt.date(2025, 11, 20), "还有20天"), (dt.date(2025, 10, 15), "已过终止日"), (None, "没有到期的合同")],
)  # fmt: skip
def test_a_contract_that_ends_is_told_on_the_list_and_at_home(
    town: Town, ends_on: dt.date | None, said: str
) -> None:
    """What has passed waits for the employer; what is near is coming; what has no end is neither."""
    on_file(town, ends_on=ends_on)
    clerk = town.browser("clerk")
    listed = text_of(clerk, "/employer/staff/?show=ending")
    home = text_of(clerk, "/employer/")
    if ends_on is None:
        assert said in listed
        assert "到期" not in home.split("接下来")[0]
        return
    assert (said in listed) or ("20" in listed and ends_on > TODAY)
    assert ("1份合同已过终止日" in home) == (ends_on < TODAY)
    assert ("1份合同将到期" in home) == (ends_on > TODAY)


def test_a_leaver_is_begun_from_a_row(town: Town) -> None:
    """The form knows whom it is about; the start page shows him masked; somebody else's row begins nothing."""
    person = on_file(town)
    clerk = town.browser("clerk")
    page = text_of(clerk, "/employer/staff/?show=contracts")
    (link,) = re.findall(r'href="(/apply/registration\.leave/\?contract=\d+)"', page)
    begin = text_of(clerk, link)
    assert mask_name(person.name) in begin
    assert person.id_number not in begin
    handed = dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="(\d+)">', begin))
    first = text_of(clerk, clerk.post("/apply/registration.leave/", handed)["Location"])
    assert person.id_number in first
    assert "不是您自己的记录" in text_of(town.browser("other_clerk"), link)


def standing(on: dt.date, *, paid_fen: int) -> contributions.PlanStanding:
    """How a plan of 300.01 yuan in three parts stands on a day, after so much has come in."""
    plan = contributions.InstalmentPlan(
        employer_id=1, agreed_on=dt.date(2025, 10, 15), principal_fen=30_000, surcharge_fen=1, reference="x"
    )  # fmt: skip
    parts = contributions.planned_instalments(
        total_fen=30_001, count=3, first_due_on=dt.date(2025, 10, 20)
    )
    due = sum(part.amount_fen for part in parts if part.due_on <= on)
    return contributions.PlanStanding(plan, tuple(parts), due, paid_fen)


@pytest.mark.parametrize(
    ("on", "paid_fen", "states", "open_fen"),
    [
        (dt.date(2025, 10, 18), 0, ["next", "coming", "coming"], [10_000, 10_000, 10_001]),
        (TODAY, 0, ["late", "next", "coming"], [10_000, 10_000, 10_001]),
        (TODAY, 10_000, ["paid", "next", "coming"], [0, 10_000, 10_001]),
        (dt.date(2026, 1, 1), 15_000, ["paid", "late", "late"], [0, 5_000, 10_001]),
        (dt.date(2026, 1, 1), 30_001, ["paid", "paid", "paid"], [0, 0, 0]),
    ],
)
def test_money_that_came_covers_the_oldest_instalment_first(
    on: dt.date, paid_fen: int, states: list[str], open_fen: list[int]
) -> None:
    """To the fen, and never more than was agreed."""
    shown = plan_shown(standing(on, paid_fen=paid_fen), on=on)
    assert [part.state for part in shown.parts] == states
    assert [part.open_fen for part in shown.parts] == open_fen
    assert sum(part.amount_fen for part in shown.parts) == shown.total_fen == 30_001


def test_a_plan_is_on_its_page_and_its_days_are_at_home(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is behind waits for the employer; the next day is coming."""
    clerk = town.browser("clerk")
    assert "没有执行中的分期计划" in text_of(clerk, "/employer/owing/")
    stands = standing(TODAY, paid_fen=4_000)
    for module in (coming, owing):
        monkeypatch.setattr(module, "plan_in_force", lambda **_: stands.plan)
        monkeypatch.setattr(module, "standing_of", lambda **_: stands)
    page, home = text_of(clerk, "/employer/owing/"), text_of(clerk, "/employer/")
    assert "已过期未付足" in page
    assert "下一期" in page
    assert "分期缴纳还差 60.00 元" in home
    ahead = standing(TODAY, paid_fen=10_000)
    monkeypatch.setattr(coming, "standing_of", lambda **_: ahead)
    assert "分期第2期 100.00 元" in text_of(clerk, "/employer/")


def test_only_the_first_delegate_is_led_to_the_delegates(town: Town) -> None:
    """Whoever may not give powers is not shown a door that is closed."""
    from renshe.portals.employer.portal import DELEGATES
    from renshe.portals.layout.access import Visit

    clerk = town.browser("clerk")
    page, door = text_of(clerk, "/employer/"), reverse("signin:delegates")
    answer = clerk.get(door)
    assert (f'href="{door}"' in page) == (answer.status_code != 403)
    stranger = Visit(request=answer.wsgi_request, account=None, today=TODAY, now=NOON)
    assert not DELEGATES.allows(stranger)


def test_the_monthly_declaration_is_found_and_begun_like_any_item(town: Town) -> None:
    """From the guide to the roster, by the same button; a stranger signs in on the way."""
    code = "contributions.monthly_declaration"
    clerk = town.browser("clerk")
    guide = text_of(Client(), f"/guides/{code}/")
    assert "下载本月名册模板" in guide
    assert f'href="/apply/{code}/"' in guide
    assert clerk.get(f"/apply/{code}/")["Location"] == "/employer/roster/"
    assert Client().get(f"/apply/{code}/")["Location"].startswith("/sign-in/")
    assert town.browser("person").get(f"/apply/{code}/").status_code in (403, 409)
