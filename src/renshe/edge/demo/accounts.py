"""Who can sign in: one account for each role, with passwords that exist in the demonstration only."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

import numpy as np

from renshe.edge.demo import population as who
from renshe.edge.demo.city import City
from renshe.edge.demo.days import NEVER
from renshe.edge.demo.payments import stopped
from renshe.edge.demo.truth import pick

PASSWORD = "renshe-demo"
"""The same for all, printed at the end of the build; a production installation refuses to build a city."""

_STAFF = (
    ("counter", "counter_clerk", "窗口经办（演示）"),
    ("counter2", "counter_clerk", "窗口经办乙（演示）"),
    ("reviewer", "reviewer", "复核（演示）"),
    ("reviewer2", "reviewer", "复核乙（演示）"),
    ("checker", "reviewer", "抽查（演示）"),
    ("approver", "approver", "审批（演示）"),
    ("approver2", "approver", "审批乙（演示）"),
    ("accountant", "fund_accountant", "基金会计（演示）"),
    ("supervisor", "fund_supervisor", "基金监督（演示）"),
    ("operator", "run_operator", "批处理操作（演示）"),
    ("legal", "legal_officer", "政策参数管理（演示）"),
    ("sysadmin", "system_administrator", "系统管理员（演示）"),
    ("secadmin", "security_administrator", "安全管理员（演示）"),
    ("auditadmin", "audit_administrator", "审计管理员（演示）"),
)


@dataclass(frozen=True)
class Login:
    """As whom to sign in: a username, the role it holds (none where others give it), and whose record it is about.

    `place` is the role's where it is not the whole city's.
    """

    username: str
    role: str
    display_name: str
    person_id: int | None = None
    employer_id: int | None = None
    place: str = ""

    def shown(self) -> dict[str, object]:
        """As part of the summary, with the password."""
        return {**asdict(self), "password": PASSWORD}


def choose_employer(*, city: City, heads: np.ndarray) -> int:
    """A sound employer of about sixty people: open, honest, owing nothing. Its position."""
    e = city.employers
    sound = (e.closed == NEVER) & (e.owes_from == NEVER) & ~e.declares_floor & (e.kind == 0)
    sound[city.frauds.faked_employer] = False
    sound &= heads > 0
    away = np.abs(heads - 60) * 1_000_000 + np.arange(len(heads))
    return int(np.argmin(np.where(sound, away, 2**60)))


def choose_insured(*, city: City, paid_months: np.ndarray) -> int:
    """The employee with the longest career whose record has nothing planted in it. A position."""
    fine = (
        (city.census.role == who.EMPLOYEE)
        & (city.census.died == NEVER)
        & (city.census.id_kind == who.RESIDENT)
    )
    fine[_planted(city)] = False
    return int(np.argmax(np.where(fine, paid_months, -1)))


def choose_pensioner(*, city: City) -> int:
    """Somebody who has drawn a pension for some years without trouble. A position."""
    c, month = city.census, city.figures.end_month
    fine = (c.role == who.PENSIONER) & (c.died == NEVER) & (c.id_kind == who.RESIDENT)
    fine &= (c.retires < month - 24) & (c.retires > month - 180)
    fine[_planted(city)] = False
    found = np.flatnonzero(fine)
    return int(
        pick(
            draws=city.draws,
            stream="example of a pensioner",
            count=1,
            candidates=found[~stopped(draws=city.draws, index=found.astype(np.int64))],
        )[0]
    )


def choose_family(*, city: City, pensioner: int) -> int:
    """Somebody at work who could be a child-in-law of the pensioner: 24 to 34 years younger. A position."""
    c = city.census
    fine = (c.role == who.EMPLOYEE) & (c.died == NEVER) & (c.id_kind == who.RESIDENT)
    fine[_planted(city)] = False
    younger = (c.birth.astype(np.int64) - int(c.birth[pensioner])) // 365
    found = np.flatnonzero(fine & (younger >= 24) & (younger <= 34))
    if not len(found):
        found = np.flatnonzero(fine)
    return int(pick(draws=city.draws, stream="family", count=1, candidates=found)[0])


def _planted(city: City) -> np.ndarray:
    subjects = [
        t.subject - 1
        for t in city.frauds.truths + city.mistakes.truths
        if t.subject_kind == "person"
    ]
    return np.array([s for s in subjects if s < city.people], dtype=np.int64)


def claimants(city: City) -> list[int]:
    """Person ids of those who reached the legal age last month and may claim now."""
    able = (city.census.role == who.CLAIMANT) & (city.census.died == NEVER)
    return (np.flatnonzero(able) + 1).tolist()


def logins(*, city: City, employer: int, insured: int, pensioner: int) -> list[Login]:
    """All accounts of the city."""
    family = choose_family(city=city, pensioner=pensioner)
    chosen = city.chunk(np.array(sorted({insured, pensioner, family}))).tables["registry_person"]
    names = dict(zip(chosen["id"].to_pylist(), chosen["name"].to_pylist(), strict=True))
    homes = dict(zip(chosen["id"].to_pylist(), chosen["residence_place"].to_pylist(), strict=True))
    unit = city.employer_rows()["name"][employer].as_py()
    found = [
        Login("hr", "employer_clerk", f"{unit} 人事（演示）", employer_id=employer + 1),
        Login("insured", "insured_person", names[insured + 1], person_id=insured + 1),
        Login("pensioner", "insured_person", names[pensioner + 1], person_id=pensioner + 1),
    ]
    found += [
        Login("family", "insured_person", names[family + 1], person_id=family + 1),
        Login("payroll", "", f"{unit} 薪酬（演示）"),
        Login("civil", "", "民政局经办（演示）"),
        Login("civil_admin", "", "民政局管理员（演示）"),
        Login("civil_admin2", "", "民政局管理员乙（演示）"),
        Login("street", "counter_clerk", "街道服务点（演示）", place=homes[insured + 1][:9]),
    ]
    return found + [Login(username, role, shown) for username, role, shown in _STAFF]


def open_accounts(*, logins: list[Login], place: str, valid_from: dt.date) -> None:
    """Open the accounts with their roles. Raises Refused where a username is taken."""
    from django.contrib.auth.hashers import make_password

    from renshe.domains.identity import api as identity

    # One password, hashed once: each hash costs as much as a page of a thousand people.
    encoded = make_password(PASSWORD)
    for login in logins:
        account = identity.open_account(
            username=login.username,
            display_name=login.display_name,
            password=None,
            person_id=login.person_id,
            employer_id=login.employer_id,
        )
        account.password = encoded
        account.save(update_fields=["password"])
        if not login.role:
            continue
        identity.grant_role(
            account=account,
            role=identity.RoleCode(login.role),
            place=login.place or place,
            valid_from=valid_from,
        )
